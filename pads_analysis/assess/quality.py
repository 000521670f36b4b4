"""What the data are, what is wrong with them, and what they leave unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.held_months import held_months
from pads_analysis.assess.incidents import KIND
from pads_analysis.assess.outcomes import outcome_revisions
from pads_analysis.assess.result import QualityResult
from pads_analysis.assess.selection import basis, delivering_force, location_share, usable_months
from pads_analysis.vocabulary import statutory_gaps

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

HIGH_NO_LOCATION = 0.05


def quality(case: Case) -> QualityResult:
    """Return deliveries, month-by-month coverage and the gaps that limit what can be said."""
    located, missing = location_share(case)
    share = missing / (located + missing) if located + missing else float("nan")
    return QualityResult(
        # The list of deliveries names what partners sent, so that the gate must hear of it.
        basis=basis(case, kinds=(KIND,) if (case.deliveries["kind"] == KIND).any() else ()),
        deliveries=_deliveries(case),
        coverage=_coverage(case),
        gaps=pd.DataFrame(_gaps(case, share), columns=["gap", "effect"]),
        share_no_location=share,
        outcome_revisions=outcome_revisions(case),
    )


def _deliveries(case: Case) -> pd.DataFrame:
    """Return one row per kind of file and vintage; run.json lists the single files with their hashes."""
    held = case.deliveries.assign(period_first=case.deliveries["period_first"].replace("", pd.NA))
    held["period_last"] = held["period_last"].replace("", pd.NA)
    grouped = held.groupby(["kind", "vintage"], sort=False)
    table = grouped.agg(
        files=("file", "size"),
        first=("period_first", "min"),
        last=("period_last", "max"),
        rows_in=("rows_in", "sum"),
        rows_kept=("rows_kept", "sum"),
        rows_rejected=("rows_rejected", "sum"),
        reasons=("reasons", lambda texts: "; ".join(dict.fromkeys(text for text in texts if text))),
    ).reset_index()
    span = table["first"].where(table["first"] == table["last"], table["first"] + " to " + table["last"])
    return table.drop(columns=["first", "last"]).assign(period=span.fillna(""))


def _coverage(case: Case) -> pd.DataFrame:
    own = case.coverage.loc[case.coverage["partnership_code"] == case.partnership.code]
    table = own[["month", "rows", "expected", "status"]].sort_values("month").reset_index(drop=True)
    if case.force_months is None:
        return table.assign(no_location=pd.NA)
    rows = case.force_months
    unplaced = rows.loc[(rows["force_name"] == delivering_force(case)) & (rows["place"] == "no_location")]
    return table.assign(
        no_location=table["month"].map(unplaced.groupby("month")["count"].sum()).fillna(0).astype("int64")
    )


def _gaps(case: Case, share_no_location: float) -> list[tuple[str, str]]:
    gaps = []
    left_out = (*usable_months(case, case.period).left_out, *usable_months(case, case.previous).left_out)
    if left_out:
        gaps.append(
            (
                f"Months that are missing or look incomplete: {', '.join(left_out)}.",
                "They are left out of both years of every comparison and never filled in.",
            )
        )
    if share_no_location == share_no_location and share_no_location >= HIGH_NO_LOCATION:
        gaps.append(
            (
                f"{share_no_location:.1%} of the force's rows in the period have no location.",
                "They cannot be given to any partnership, so its counts and rates are understated by an unknown "
                "amount of that order.",
            )
        )
    people = case.population()
    if people.status != "published":
        gaps.append((people.note, "Rates move with the population used; the counts do not."))
    if case.source != "street":
        gaps.append(
            (
                f"The counts come from the {case.scheme.label}, without locations.",
                "Maps, hot spots, concentration and deprivation cannot be shown.",
            )
        )
    if not any(o.family == "disorder" and not o.in_total for o in case.scheme.offences):
        gaps.append(
            (
                "Anti-social behaviour incidents are not in this source.",
                "Disorder is seen through recorded public order offences only.",
            )
        )
    held = _disclosed(case)
    return gaps + [(gap.gap, gap.effect) for gap in statutory_gaps() if not gap.unless & held]


def _disclosed(case: Case) -> frozenset[str]:
    """Return the data sets of partners of which any month of the period counts; none in a public case."""
    return frozenset(code for code in case.incidents if len(held_months(case, code, case.period).months))
