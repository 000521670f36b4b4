"""What has changed since the period before (statutory element b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.pairing import months_from
from pads_analysis.assess.places import no_places, on_map, place_pairs
from pads_analysis.assess.recording import recording_notes
from pads_analysis.assess.redefined import redefined_note
from pads_analysis.assess.result import ChangeResult, NotAvailable, PlaceChangeResult
from pads_analysis.assess.selection import (
    basis,
    counts_by_month,
    describe,
    enough_pairs,
    events_in,
    history,
    paired_months,
    spoken,
)
from pads_analysis.stats.change import LEAST_PAIRS, compare_many
from pads_analysis.stats.matched_months import compare_matched
from pads_analysis.stats.overdispersion import allow_overdispersion

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_EVENTS_FOR_PLACE = 20
COLUMNS = ["ratio", "ci_low", "ci_high", "p", "method", "count_dispersion"]


@once_per_case
def change(case: Case) -> ChangeResult | NotAvailable:
    """Compare every offence with the same calendar months before.

    Months that are missing or look incomplete in either period leave both, so that a half-delivered month is never
    read as a fall.
    """
    now, before, left_out = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "change", "b", "Change since the period before")
    settings = case.params.statistics
    rows = compared(case, case.partnership.code)
    rows = judge(rows, settings, count=rows["count"] + rows["count_before"])
    seen = recording_notes(case)
    known = [
        known_recording_change(case, code) or redefined_note(case, code) or seen.get(code, "")
        for code in rows["offence_code"]
    ]
    rows["note"] = [change or caveat for change, caveat in zip(known, rows["caveat"], strict=True)]
    rows["recording"] = [bool(change) for change in known]
    return ChangeResult(
        basis=basis(case, used=now),
        table=rows,
        period_before=spoken(case, case.previous, before),
        months_compared=len(now) * case.step,
        months_left_out=left_out,
        rule=family_rule(settings),
        against=_against(case),
        events=events_in(case, case.previous.first, case.period.last),
    )


def _against(case: Case) -> str:
    """Return what the period is compared with, as words that follow "Compared with"."""
    if case.previous_assessment is None:
        return "the same calendar months before, because no previous assessment was given"
    return "the period of the previous assessment, counted again from today's data, month by calendar month"


def too_few_pairs(case: Case, section: str, element: str, title: str) -> NotAvailable:
    """Return why two periods cannot be compared."""
    now = paired_months(case)[0]
    number = f"{len(now)} {'month' if case.step == 1 else 'quarter'}{'' if len(now) == 1 else 's'}"
    return NotAvailable(
        section,
        element,
        title,
        f"only {number} of the {len(case.reported(case.period))} are complete in both {case.period.label} and "
        f"{case.previous.label}; at least {LEAST_PAIRS}, and half of the period, are needed",
        "Ingest the months before, choose a later period_end, or a longer period.",
    )


@once_per_case
def compared(case: Case, code: str) -> pd.DataFrame:
    """Return the comparison of every offence of one partnership: counts, difference, ratio, interval, p, method.

    Kept for the life of the case, because several questions ask for it.
    """
    now, before, _ = paired_months(case, code)
    current, earlier = counts_by_month(case, now, code), counts_by_month(case, before, code)
    rows = describe(case, list(current.columns))
    rows["count"], rows["count_before"] = current.sum().to_numpy(), earlier.sum().to_numpy()
    rows["difference"] = rows["count"] - rows["count_before"]
    past = _past(case, code)
    start = case.previous.first
    at_now, at_before = months_from(start, now), months_from(start, before)
    found = []
    for offence in current.columns:
        # A net negative month is a correction of earlier months; no count model holds for it.
        ratio = compare_matched(
            current[offence].clip(lower=0).to_numpy(),
            earlier[offence].clip(lower=0).to_numpy(),
            case.params.statistics.confidence,
            history=past[offence].to_numpy(),
            at_now=at_now,
            at_before=at_before,
        )
        found.append(
            [ratio.ratio, ratio.ci_low, ratio.ci_high, ratio.p, ratio.method, ratio.count_dispersion]
        )
    return rows.join(pd.DataFrame(found, columns=COLUMNS))


def _past(case: Case, code: str) -> pd.DataFrame:
    """Return the monthly counts before the earlier year; months that are not usable are missing."""
    table, usable = history(case, code)
    table = table.clip(lower=0).astype("float64").where(usable)
    return table.loc[table.index < case.previous.first]


@once_per_case
def count_dispersion(case: Case) -> pd.Series:
    """Return how much more the period's count varies than chance alone would have it, by offence (1 = as chance)."""
    if not enough_pairs(case, paired_months(case)[0]):
        return pd.Series(dtype="float64")
    table = compared(case, case.partnership.code)
    return table.set_index("offence_code")["count_dispersion"].fillna(1.0).clip(lower=1.0)


def known_recording_change(case: Case, offence: str) -> str:
    """Return what the params say of a change of recording of an offence between the two periods; else ""."""
    span = (case.previous.first, case.period.last)
    notes = [
        entry.note
        for entry in case.params.recording_changes
        if entry.offence in (offence, case.scheme.total_code)
        and span[0] <= pd.Timestamp(f"{entry.month}-01") <= span[1]
    ]
    return " ".join(notes)


def place_change(case: Case) -> PlaceChangeResult | NotAvailable:
    """Find small areas whose change differs from the partnership's own change."""
    if case.place_months is None or case.places is None:
        return no_places(case, "place_change", "b", "Small areas whose change stands out")
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "place_change", "b", "Small areas whose change stands out")
    table = place_pairs(case, now, before)
    tested = table.loc[table["count"] + table["count_before"] >= MIN_EVENTS_FOR_PLACE].reset_index(drop=True)
    if tested.empty or not table["count"].sum() or not table["count_before"].sum():
        return NotAvailable(
            "place_change",
            "b",
            "Small areas whose change stands out",
            f"no small area has {MIN_EVENTS_FOR_PLACE} events in the two periods together",
            "",
        )
    settings = case.params.statistics
    overall = table["count"].sum() / table["count_before"].sum()
    pairs = allow_overdispersion(
        compare_many(
            tested["count"].to_numpy(),
            tested["count_before"].to_numpy(),
            confidence=settings.confidence,
            overall=overall,
        )
    )
    tested = tested.assign(ratio=pairs.ratio, ci_low=pairs.ci_low, ci_high=pairs.ci_high, p=pairs.p)
    tested = judge(tested, settings, count=tested["count"] + tested["count_before"])
    return PlaceChangeResult(
        basis=basis(case, used=now),
        table=on_map(case, tested.sort_values("p_adjusted", kind="stable").reset_index(drop=True)),
        n_tested=len(tested),
        rule=(
            f"Each area's change is set against the change of all areas together; areas with fewer than "
            f"{MIN_EVENTS_FOR_PLACE} events in the two periods are not tested. Areas vary {pairs.dispersion:.1f} "
            f"times as much as chance alone would have them, which the intervals allow for (Spiegelhalter 2005); "
            f"false discovery rate {settings.false_discovery_rate:.0%} over all areas tested."
        ),
    )
