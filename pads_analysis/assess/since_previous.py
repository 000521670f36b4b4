"""What has changed since the previous assessment, in its own released figures (statutory element b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.change import change, too_few_pairs
from pads_analysis.assess.movement import movement
from pads_analysis.assess.redefined import on_todays_categories
from pads_analysis.assess.restated import changed_basis, restate
from pads_analysis.assess.result import Movement, NotAvailable, SincePreviousResult, Verdict
from pads_analysis.assess.selection import basis, enough_pairs, paired_months

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Since the previous assessment"
NO_COMPARISON = ["difference", "ratio", "ci_low", "ci_high", "p_adjusted"]
GIVE = "Name an earlier run's findings.json, or the folder that holds it, as previous_assessment in assessment.yaml."


def since_previous(case: Case) -> SincePreviousResult | NotAvailable:
    """Set the period against the previous assessment: as released then, as counted again today, and what became of it.

    The change is that from the figure counted again to the figure now, over the same calendar months of both periods,
    so that neither a revision nor a missing month is read as a change. A category that was split or drawn anew between
    the two is neither new nor gone: it is listed with what happened to it, and not compared.
    """
    earlier = case.previous_assessment
    if earlier is None:
        return none_given("since_previous", TITLE)
    case = on_todays_categories(case)
    now, _, left_out = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "since_previous", "b", TITLE)
    found = change(case)
    restated = restate(case, earlier)
    table = _joined(found.table, restated)
    # A category without a single event then, then counted again, or now has nothing to say.
    figures = table[["count_released", "count_restated", "count_before", "count"]].fillna(0)
    table = table.loc[table["is_total"] | (figures != 0).any(axis=1)].reset_index(drop=True)
    differs = (table["restated_by"].fillna(0) != 0) | (table["why"] != "")
    return SincePreviousResult(
        basis=basis(case, used=now, kinds=tuple(earlier.record.source_kinds)),
        table=table,
        restatements=table.loc[differs].reset_index(drop=True),
        period_before=found.period_before,
        period_released=earlier.period.words,
        months_compared=len(now) * case.step,
        months_left_out=left_out,
        changed_basis=changed_basis(case, earlier),
        rule=found.rule,
        events=found.events,
    )


def none_given(section: str, title: str) -> NotAvailable:
    """Return that no previous assessment was given: the question then does not arise.

    It counts against no statutory element: what has changed is told against the year before, and says so.
    """
    return NotAvailable(
        section,
        "b",
        title,
        "no previous assessment was given, so that what has changed is told against the same months before",
        GIVE,
        not_applicable=True,
    )


def _joined(rows: pd.DataFrame, restated: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison with the released and restated figures beside it, and the word for each movement."""
    table = rows.drop(columns=["family", "caveat", "p", "method", "count_dispersion"], errors="ignore")
    table = table.merge(restated.drop(columns="offence_name"), on="offence_code", how="left")
    lost = restated.loc[~restated["offence_code"].isin(rows["offence_code"])].assign(
        is_total=False, recording=False, note="", verdict=Verdict.TOO_FEW
    )
    if len(lost):
        table = pd.concat([table, lost], ignore_index=True)
    words = [
        Movement.UNCERTAIN if redefined or pd.isna(now) else movement(verdict, before, now)
        for verdict, before, now, redefined in zip(
            table["verdict"], table["count_before"], table["count"], table["redefined"], strict=True
        )
    ]
    parted = table["redefined"].astype(bool)
    # The two counts of a category that was drawn anew stand side by side; no figure sets one against the other.
    table[NO_COMPARISON] = table[NO_COMPARISON].mask(parted)
    return table.assign(
        verdict=table["verdict"].mask(parted, Verdict.UNCERTAIN),
        movement=pd.Series(words, index=table.index, dtype=object),
    ).drop(columns="redefined")
