"""Which months of a data set an authority disclosed, so that a month that was not sent is never read as a fall.

A month counts when the authority disclosed it, for any partnership of the store, and it does not look like a part. It
looks like a part, or was not sent, when it holds less than the share `quality.incomplete_below` of what its neighbours
lead one to expect and fewer rows than chance would leave in one month of a hundred; so a month without a row counts as
one without incidents where so few are usual that none is no surprise, and only between months that were disclosed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.pairing import calendar_pairs
from pads_analysis.data.coverage import COMPLETE, MISSING, delivery_coverage
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.change import LEAST_PAIRS
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.vocabulary import data_set

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

#: Two-sided: one month of a hundred lies below by chance.
CHANCE = 0.98


@dataclass(frozen=True, slots=True)
class HeldMonths:
    """The months of a data set that count in a period.

    Attributes
    ----------
    months : DatetimeIndex
        First days of the months that every one of `authorities` holds.
    left_out : tuple of str
        The others, each with its reason, in words.
    authorities : tuple of str
        Those whose rows are counted.
    others : tuple of str
        Authorities that hold less than half of the months of the others, so that their rows are not counted.
    """

    months: pd.DatetimeIndex
    left_out: tuple[str, ...]
    authorities: tuple[str, ...]
    others: tuple[str, ...] = ()


def held_months(case: Case, code: str, period: Period) -> HeldMonths:
    """Return the months of `period` that the authorities of a data set disclosed.

    Parameters
    ----------
    case : Case
    code : str
        Data set.
    period : Period

    Returns
    -------
    HeldMonths
        Without months where nothing of the set was disclosed for the period.
    """
    held = {authority: _good(case, code, authority, period) for authority in authorities(case, code)}
    most = max((len(months) for months in held.values()), default=0)
    used = tuple(authority for authority, months in held.items() if len(months) and 2 * len(months) >= most)
    months = _shared([held[authority] for authority in used])
    return HeldMonths(
        months,
        tuple(_left_out(case, code, used, period, months)),
        used,
        tuple(authority for authority, own in held.items() if len(own) and authority not in used),
    )


def paired_held(
    case: Case, code: str, among: tuple[str, ...]
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex, tuple[str, ...]]:
    """Return the months of the period and their counterparts before that both count, and whose rows to compare.

    Parameters
    ----------
    case : Case
    code : str
        Data set.
    among : tuple of str
        Authorities to choose from; those without enough pairs are left out of the comparison.

    Returns
    -------
    tuple
        Months of the period in order of time, their counterparts in that order, authorities. Empty where too few
        months pair up: fewer than four, or than half of the period.
    """
    least = max(LEAST_PAIRS, case.period.length / 2)
    now = {name: _good(case, code, name, case.period) for name in among}
    before = {name: _good(case, code, name, case.previous) for name in among}
    used = tuple(name for name in among if len(_pairs(case, now[name], before[name])[0]) >= least)
    later, earlier = _pairs(
        case, _shared([now[name] for name in used]), _shared([before[name] for name in used])
    )
    none = pd.DatetimeIndex([])
    return (later, earlier, used) if len(later) >= least else (none, none, ())


def authorities(case: Case, code: str) -> tuple[str, ...]:
    """Return the authorities that disclosed incidents of a data set here."""
    held = case.incidents.get(code)
    return () if held is None else tuple(sorted(held["authority"].unique()))


def rows_of(case: Case, code: str, months: pd.DatetimeIndex, names: tuple[str, ...]) -> pd.DataFrame:
    """Return the incidents of some months and authorities, with the month as a Timestamp (`month_start`)."""
    held = case.incidents[code]
    start = pd.to_datetime(held["month"], format="%Y-%m")
    return held.assign(month_start=start)[start.isin(months) & held["authority"].isin(names)]


def _pairs(
    case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    if case.previous_assessment is not None:
        later, earlier, _ = calendar_pairs(now, before)
        return later, earlier
    step = pd.DateOffset(months=case.period.shift)
    kept = [month for month in now if month - step in before]
    return pd.DatetimeIndex(kept), pd.DatetimeIndex([month - step for month in kept])


def _shared(each: list[pd.DatetimeIndex]) -> pd.DatetimeIndex:
    if not each:
        return pd.DatetimeIndex([])
    months = each[0]
    for other in each[1:]:
        months = months.intersection(other)
    return months.sort_values()


def _good(case: Case, code: str, authority: str, period: Period) -> pd.DatetimeIndex:
    status = _statuses(case).get((code, authority), pd.Series(dtype=object))
    return pd.DatetimeIndex([month for month in period.months if status.get(month) == COMPLETE])


def _left_out(
    case: Case, code: str, names: tuple[str, ...], period: Period, months: pd.DatetimeIndex
) -> list[str]:
    found = []
    for month in period.months.difference(months):
        states = {_statuses(case)[code, name].get(month, MISSING) for name in names} - {COMPLETE}
        found.append(f"{month_label(month)} ({sorted(states)[0] if states else MISSING})")
    return found


@once_per_case
def _statuses(case: Case) -> dict[tuple[str, str], pd.Series]:
    """Return the status of each month by data set and authority, worked out once per case."""
    return {
        (str(code), str(authority)): _judged(case, str(code), group)
        for (code, authority), group in _months(case).groupby(["data_set", "authority"])
    }


def _months(case: Case) -> pd.DataFrame:
    """Return data_set, authority, month, rows; from the rows here alone where the case says nothing of others."""
    if len(case.extract_months):
        return case.extract_months
    here = [
        rows.groupby(["authority", "month"]).size().rename("rows").reset_index().assign(data_set=code)
        for code, rows in case.incidents.items()
    ]
    if not here:
        return case.extract_months
    table = pd.concat(here, ignore_index=True)
    return table.assign(month=pd.to_datetime(table["month"], format="%Y-%m"))


def _judged(case: Case, code: str, group: pd.DataFrame) -> pd.Series:
    if data_set(code).numbers_only:
        # One row may stand for a whole quarter, so that no month between is missing.
        return pd.Series(COMPLETE, index=pd.DatetimeIndex(group["month"].unique()), dtype=object)
    settings = case.params.quality
    table = delivery_coverage(
        group[["month", "rows"]].assign(force_name=code), settings.incomplete_below, every_month=True
    ).set_index("month")
    usual = table["expected"].notna()
    highest = poisson_interval(table["rows"].to_numpy(dtype="float64"), CHANCE).high
    short = (table["rows"] < settings.incomplete_below * table["expected"]) & (highest < table["expected"])
    status = table["status"].mask(usual & ~short, COMPLETE)
    chosen = status.index.strftime("%Y-%m").isin(settings.left_out_months)
    return status.mask(chosen, "left out by choice")
