"""Counts, exposures and words that every question draws from the case in the same way.

A month counts only when it was delivered and looks complete. Rates divide by person-years: the population times the
usable months over twelve, so that a year with a missing month is neither understated nor filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.pairing import calendar_pairs
from pads_analysis.assess.result import Basis, NotAvailable
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.change import LEAST_PAIRS
from pads_analysis.vocabulary.events import events

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

USABLE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Window:
    """The usable months of one partnership in a period.

    Attributes
    ----------
    months : DatetimeIndex
        First days of the usable months.
    left_out : tuple of str
        The others, each with its reason, in words.
    """

    months: pd.DatetimeIndex
    left_out: tuple[str, ...]


@once_per_case
def usable_months(case: Case, period: Period, code: str | None = None) -> Window:
    """Return the months of `period` that were delivered and look complete for a partnership."""
    code = code or case.partnership.code
    status = _status(case, code).reindex(case.reported(period)).fillna("missing")
    good = status.index[status == "complete"]
    bad = tuple(f"{month_label(month)} ({why})" for month, why in status.items() if why != "complete")
    return Window(pd.DatetimeIndex(good), bad)


def _status(case: Case, code: str) -> pd.Series:
    return _statuses(case).get(code, pd.Series(dtype=object, index=pd.DatetimeIndex([])))


@once_per_case
def _statuses(case: Case) -> dict[str, pd.Series]:
    """Return the status of every month by partnership, looked up once per case."""
    by_month = case.coverage.set_index("month")
    return dict(iter(by_month.groupby("partnership_code")["status"]))


@once_per_case
def paired_months(
    case: Case, code: str | None = None
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex, tuple[str, ...]]:
    """Return the months of the period and their counterparts before, both usable, and what was left out.

    The counterparts lie in the period of the previous assessment, or a year before where none was given; they follow
    the order of the first, so with a previous assessment they need not be in order of time.
    """
    now, before = usable_months(case, case.period, code), usable_months(case, case.previous, code)
    if case.previous_assessment is None:
        step = pd.DateOffset(months=case.period.shift)
        kept = pd.DatetimeIndex([month for month in now.months if month - step in before.months])
        return kept, pd.DatetimeIndex([month - step for month in kept]), (*now.left_out, *before.left_out)
    later, earlier, shared = calendar_pairs(now.months, before.months)
    twice = (f"{len(shared) * case.step} months that lie in both periods",) if len(shared) else ()
    return later, earlier, (*now.left_out, *before.left_out, *twice)


def enough_pairs(case: Case, months: pd.DatetimeIndex) -> bool:
    """Return whether so many paired months are left that the two periods can be compared.

    Below four pairs the spread from month to month cannot be told from chance; below half of the period the pairs no
    longer stand for it.
    """
    return len(months) >= max(LEAST_PAIRS, len(case.reported(case.period)) / 2)


@once_per_case
def _grid(case: Case) -> pd.DataFrame:
    """Return counts by partnership and month (rows) and offence (columns, the total first), made once per case."""
    wide = case.monthly.pivot_table(
        index=["partnership_code", "month"],
        columns="offence_code",
        values="count",
        aggfunc="sum",
        fill_value=0,
    )
    return with_total(case, wide.reindex(columns=offence_codes(case), fill_value=0)).astype("int64")


def counts_by_month(case: Case, months: pd.DatetimeIndex, code: str | None = None) -> pd.DataFrame:
    """Return counts of one partnership: one row per month of `months`, one column per offence, the total first."""
    grid, code = _grid(case), code or case.partnership.code
    own = grid.loc[code] if code in grid.index.get_level_values(0) else grid.iloc[:0].droplevel(0)
    return own.reindex(months, fill_value=0)


def with_total(case: Case, wide: pd.DataFrame) -> pd.DataFrame:
    """Return `wide` (columns are offences) with the total of the recorded crimes as its first column."""
    counted = [code for code in wide.columns if case.scheme.offence(code).in_total]
    total = wide[counted].sum(axis=1).rename(case.scheme.total_code)
    return pd.concat([total, wide], axis=1)


def offence_codes(case: Case) -> list[str]:
    """Return the offences that occur in the months looked at, in the order of the vocabulary, unknown ones last."""
    first = min(_history_first(case), case.previous.first)
    recent = case.monthly.loc[case.monthly["month"].between(first, case.period.last)]
    present = set(recent["offence_code"].unique())
    known = [offence.code for offence in case.scheme.offences if offence.code in present]
    return known + sorted(present - set(known))


def _history_first(case: Case) -> pd.Timestamp:
    return case.period.last - pd.DateOffset(months=case.params.statistics.history_months - 1)


@once_per_case
def totals(case: Case, period: Period) -> pd.DataFrame:
    """Return counts and person-years of every partnership in a period.

    Returns
    -------
    DataFrame
        Index partnership_code; a column per offence and the total, `usable_months` and `person_years` (missing where
        there is no population). Only usable months are counted.
    """
    complete = (case.coverage["status"] == "complete") & case.coverage["month"].isin(period.months)
    keys = pd.MultiIndex.from_frame(case.coverage.loc[complete, ["partnership_code", "month"]])
    table = _grid(case).reindex(keys, fill_value=0).groupby(level=0).sum()
    n_months = keys.to_frame().groupby(level=0).size() * case.step
    people = pd.Series({code: case.population(code, period).value for code in table.index}, dtype="float64")
    return table.assign(usable_months=n_months, person_years=people * n_months / 12)


def comparable(case: Case, table: pd.DataFrame, codes: tuple[str, ...], period: Period) -> pd.DataFrame:
    """Return the rows of `totals` for `codes` with enough usable months and a population to be compared."""
    enough = table["usable_months"] >= USABLE_SHARE * period.length
    people = table["person_years"] > 0
    return table.loc[table.index.isin(codes) & enough & people]


def describe(case: Case, codes: list[str]) -> pd.DataFrame:
    """Return offence_code, offence_name, family, is_total and caveat for a list of codes."""
    offences = [case.scheme.offence(code) for code in codes]
    return pd.DataFrame(
        {
            "offence_code": codes,
            "offence_name": [offence.name for offence in offences],
            "family": [offence.family for offence in offences],
            "is_total": [code == case.scheme.total_code for code in codes],
            "caveat": [offence.caveat for offence in offences],
        }
    )


def spoken(case: Case, period: Period, used: pd.DatetimeIndex) -> str:
    """Return the period in words; where months were left out, how many of them the figures rest on."""
    counted, whole = len(used) * case.step, period.length
    return period.label if counted == whole else f"{counted} of the {whole} months of {period.label}"


def events_in(case: Case, first: pd.Timestamp, last: pd.Timestamp) -> tuple[str, ...]:
    """Return the sentences on national events that overlap the months from `first` to `last`."""
    return tuple(
        event.note
        for event in events()
        if pd.Timestamp(f"{event.first}-01") <= last and first <= pd.Timestamp(f"{event.last}-01")
    )


def basis(
    case: Case,
    *notes: str,
    period: Period | None = None,
    used: pd.DatetimeIndex | None = None,
    kinds: tuple[str, ...] = (),
) -> Basis:
    """Return what figures of the case rest on: place, period, sources, population, months left out.

    `used` are the months counted, all usable ones of the period where not given; the words for the period say so.
    """
    period = period or case.period
    used = usable_months(case, period).months if used is None else used
    left_out = usable_months(case, period).left_out
    said = (f"Left out: {', '.join(left_out)}.",) if left_out else ()
    people = case.population(period=period)
    return Basis(
        place=case.partnership.name,
        period=spoken(case, period, used),
        source_kinds=(case.source, "lookup", "population", *kinds),
        population_note=people.note,
        population_short=people.short,
        notes=(*said, *(note for note in notes if note)),
        **said_by(case),
    )


def said_by(case: Case) -> dict[str, Any]:
    """Return the settings by which figures are put in words."""
    settings = case.params.statistics
    return {
        "confidence": settings.confidence,
        "margin": settings.margin,
        "minimum_base": settings.minimum_base_for_percent,
        "table_rows": case.params.places.table_rows,
    }


def location_share(case: Case) -> tuple[int, int]:
    """Return (rows with a location, rows without) of the force in the period; (0, 0) where the source has none."""
    if case.force_months is None:
        return 0, 0
    period = case.period
    rows = case.force_months.loc[
        (case.force_months["force_name"] == delivering_force(case))
        & case.force_months["month"].between(period.first, period.last)
    ]
    by_place = rows.groupby("place")["count"].sum()
    missing = int(by_place.get("no_location", 0))
    return int(by_place.sum()) - missing, missing


def delivering_force(case: Case) -> str:
    """Return the force name as delivered with the partnership's months; empty when none was delivered."""
    own = case.coverage.loc[case.coverage["partnership_code"] == case.partnership.code, "force_name"]
    return str(own.iloc[-1]) if len(own) else ""


@once_per_case
def history(case: Case, code: str | None = None, months: int | None = None) -> tuple[pd.DataFrame, pd.Series]:
    """Return monthly counts up to the end of the period, as far back as the settings ask, and which months are usable.

    Parameters
    ----------
    case : Case
    code : str, optional
        A partnership; the own one where not given.
    months : int, optional
        How far back, in months; `statistics.history_months` where not given.

    Returns
    -------
    DataFrame
        Index month, one column per offence, the total first; months never delivered hold zero and are not usable.
    Series of bool
        Usable, by month.
    """
    code = code or case.partnership.code
    status = _status(case, code)
    length = months or case.params.statistics.history_months
    first = max(status.index.min(), case.period.last - pd.DateOffset(months=length - 1))
    held = pd.date_range(first, case.period.last, freq="MS")
    usable = status.reindex(held).eq("complete")
    return counts_by_month(case, held, code), usable


def missing_months(case: Case, months: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """Return those of `months` for which nothing was delivered."""
    return months[_status(case, case.partnership.code).reindex(months).fillna("missing").eq("missing")]


def no_months(case: Case, section: str, title: str, element: str = "a") -> NotAvailable:
    """Return why a question about months cannot be answered from a quarterly source."""
    return NotAvailable(
        section,
        element,
        title,
        f"the counts come from the {case.scheme.label}, which are published by quarter",
        "Ingest the force's street-level files from data.police.uk.",
    )
