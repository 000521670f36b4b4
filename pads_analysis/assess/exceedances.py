"""Months of the period that exceed what the same months of earlier years explain (statutory element b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import known_recording_change
from pads_analysis.assess.recording import recording_notes
from pads_analysis.assess.result import ExceedancesResult, NotAvailable
from pads_analysis.assess.selection import basis, describe, events_in, history, no_months
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.outbreaks import Exceedance, exceedance
from pads_analysis.vocabulary.events import events

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Months that stand out"
MOST_YEARS, LEAST_YEARS = 5, 3
LEVEL = 0.01
#: Zeros before a category's first event, in months, from which it is taken for one that began part of the way through.
BEGAN_LATE = 12
#: The method takes months as independent, which they are not, so that its p values are too small: a month is named at
#: this part of the false discovery rate that other tables have.
STRICTER = 0.2
#: Share of tables of fifteen offences and twelve months with a false call at 1 %, by years of past, measured by
#: simulation (docs/methods/outbreaks.md): months independent of each other; months that vary as published series do.
FALSE_TABLES = {3: (0.03, 0.38), 4: (0.02, 0.16), 5: (0.02, 0.12)}


def exceedances(case: Case) -> ExceedancesResult | NotAvailable:
    """Find months in which an offence exceeds what the same months of three to five earlier years explain.

    The improved Farrington method, every offence and month of the period one family. Months of national events that
    make a baseline unlike others are left out of the past, as are months that are missing or look incomplete; they
    are judged all the same where they lie in the period.
    """
    if case.step > 1:
        return no_months(case, "exceedances", TITLE, element="")
    table, usable = history(case, months=12 * MOST_YEARS + case.period.length)
    before = table.index < case.period.first
    unusual = unusual_months(table.index)
    years, kept = min(MOST_YEARS, int(before.sum()) // 12), int((before & usable & ~unusual).sum())
    if years < LEAST_YEARS or kept < 12 * LEAST_YEARS:
        return _too_short(int((before & usable).sum()), kept)
    late = [code for code in table.columns if _began_late(table.loc[before, code])]
    codes = [code for code in table.columns if code not in late]
    looked = np.flatnonzero(~before & usable.to_numpy())
    if not codes or not len(looked):
        return _absent(
            "no offence was recorded throughout the months before the period", "Ingest earlier months."
        )
    values = table[codes].clip(lower=0).astype("float64").where(usable).to_numpy().T
    found = exceedance(values, looked, b=years, alpha=LEVEL, excluded=unusual)
    rows = _judged(case, codes, table.index[looked], found)
    return ExceedancesResult(
        basis=basis(case, *_notes(case, late, int((before & usable & unusual).sum()))),
        table=rows,
        years=years,
        level=LEVEL,
        rule=_rule(case, years, kept, len(rows)),
        events=events_in(case, case.period.first, case.period.last),
    )


def _absent(because: str, do: str) -> NotAvailable:
    # An extra look at single months: without it the change since the previous assessment is still told.
    return NotAvailable("exceedances", "", TITLE, because, do)


def _too_short(usable: int, kept: int) -> NotAvailable:
    lost = usable - kept
    months = f"only {kept} complete month{'' if kept == 1 else 's'} lie before the period"
    why = (
        f", once {lost} months of national events that are no ordinary baseline are left out" if lost else ""
    )
    return _absent(
        f"{months}{why}, and {12 * LEAST_YEARS} are needed to know what is usual for the time of year",
        "Ingest earlier months.",
    )


def unusual_months(months: pd.DatetimeIndex) -> np.ndarray:
    """Return which months lie in a national event that makes a baseline unlike others."""
    unusual = np.zeros(len(months), dtype=bool)
    for event in events():
        unusual |= (months >= pd.Timestamp(f"{event.first}-01")) & (
            months <= pd.Timestamp(f"{event.last}-01")
        )
    return unusual


def _began_late(past: pd.Series) -> bool:
    """Return whether a category has no past to speak of: its zeros would be taken for its level."""
    first = np.flatnonzero(past.to_numpy() > 0)
    return not len(first) or first[0] >= BEGAN_LATE


def _judged(case: Case, codes: list[str], months: pd.DatetimeIndex, found: Exceedance) -> pd.DataFrame:
    rows = (
        describe(case, codes)
        .drop(columns=["caveat", "family"])
        .merge(pd.DataFrame({"month": months}), how="cross")
    )
    rows = rows.assign(
        count=found.observed.ravel(),
        expected=found.expected.ravel(),
        upper=found.upper.ravel(),
        p=found.p.ravel(),
        p_adjusted=adjust(found.p).ravel(),
        beyond=found.alarm.ravel(),
    )
    level = STRICTER * case.params.statistics.false_discovery_rate
    holds = (rows["p_adjusted"] <= level) & found.enough.ravel() & (rows["count"] > rows["expected"])
    seen = recording_notes(case)
    notes = {code: known_recording_change(case, code) or seen.get(code, "") for code in codes}
    return rows.assign(stands_out=holds, note=rows["offence_code"].map(notes))


def _notes(case: Case, late: list[str], lost: int) -> tuple[str, ...]:
    names = ", ".join(case.scheme.offence(code).name for code in late)
    return (
        f"Not looked at, because they have no counts in the first {BEGAN_LATE} months: {names}."
        if late
        else "",
        f"{lost} months of national events are left out of what is taken as usual." if lost else "",
    )


def _rule(case: Case, years: int, kept: int, looked: int) -> str:
    level = STRICTER * case.params.statistics.false_discovery_rate
    said = (
        f"Each month is set against the same months of the {years} years before, their trend allowed for and earlier "
        "exceedances weighted down (improved Farrington method). Months are named at a false discovery rate of "
        f"{level:.1%} over all {looked:,} offences and months (Benjamini-Hochberg), stricter than other tables "
        "because months hang together"
    )
    if abs(level - LEVEL) > 1e-9:
        return said
    low, high = FALSE_TABLES[min(MOST_YEARS, kept // 12)]
    return (
        f"{said}. Where nothing changes, a table of fifteen offences and twelve months with a past of this length "
        f"still names one or more in about {low:.0%} of cases when months are independent of each other, and in about "
        f"{high:.0%} when they vary as published series do"
    )
