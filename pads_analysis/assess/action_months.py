"""The months an action is looked at in, and the counts of its areas; missing months are left out, never filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.selection import counts_by_month, history

if TYPE_CHECKING:
    from pads_analysis.assess.action_areas import ActionAreas
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanAction

YEAR = 12


@dataclass(frozen=True, slots=True)
class ActionMonths:
    """Months of one action.

    Attributes
    ----------
    first, last : Timestamp
        First and last whole month of the action, as far as the period assessed goes; `last` may lie before `first`.
    held : DatetimeIndex
        All months up to `last`, as far back as the settings ask, in order.
    usable : Series of bool
        By month of `held`: complete, and not the month in which the action began part of the way through.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    held: pd.DatetimeIndex
    usable: pd.Series

    @property
    def before(self) -> pd.DatetimeIndex:
        """Usable months before the start."""
        return self.held[self.usable.to_numpy() & (self.held < self.first)]

    @property
    def after(self) -> pd.DatetimeIndex:
        """Usable months from the start on."""
        return self.held[self.usable.to_numpy() & (self.held >= self.first)]

    def pairs(self, years_back: int = 0) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
        """Return the first year after the start and the same calendar months a year earlier, where both are usable.

        With `years_back` both lie so many years earlier: what would have been seen had the action begun then.
        """
        start = self.first - pd.DateOffset(years=years_back)
        end = start + pd.DateOffset(months=YEAR - 1)
        end = min(end, self.last - pd.DateOffset(years=years_back))
        months = pd.date_range(start, end, freq="MS")
        good = set(self.held[self.usable.to_numpy()])
        later = [month for month in months if month in good and month - pd.DateOffset(years=1) in good]
        return pd.DatetimeIndex(later), pd.DatetimeIndex([month - pd.DateOffset(years=1) for month in later])


def action_months(case: Case, action: PlanAction) -> ActionMonths:
    """Return the months of an action: its first and last month count only when it covers the whole of them."""
    starts = pd.Timestamp(action.starts)
    month = starts.replace(day=1)
    first = month if starts.day == 1 else month + pd.DateOffset(months=1)
    last = case.period.last
    if action.ends:
        ends = pd.Timestamp(action.ends)
        whole = ends.replace(day=1) - pd.DateOffset(months=0 if ends.is_month_end else 1)
        last = min(last, whole)
    _, usable = history(case)
    usable = usable.loc[usable.index <= max(last, first - pd.DateOffset(months=1))].copy()
    if first != month:
        usable.loc[usable.index == month] = False
    return ActionMonths(first, last, pd.DatetimeIndex(usable.index), usable.astype(bool))


def area_counts(case: Case, months: pd.DatetimeIndex, offence: str) -> pd.DataFrame:
    """Return counts of one offence, or of all recorded crime: a row per month of `months`, a column per small area."""
    rows = case.place_months.loc[case.place_months["month"].isin(months)]
    if offence == case.scheme.total_code:
        counted = {code: case.scheme.offence(code).in_total for code in rows["offence_code"].unique()}
        rows = rows.loc[rows["offence_code"].map(counted).astype(bool)]
    else:
        rows = rows.loc[rows["offence_code"] == offence]
    wide = rows.pivot_table(index="month", columns="place_code", values="count", aggfunc="sum", fill_value=0)
    return wide.reindex(index=months, columns=case.places["place_code"], fill_value=0).clip(lower=0)


def own_counts(case: Case, months: pd.DatetimeIndex, offence: str, code: str | None = None) -> pd.Series:
    """Return counts of one offence in a whole partnership by month; zeros where it has none."""
    table = counts_by_month(case, months, code)
    if offence not in table:
        return pd.Series(0, index=months)
    return table[offence].clip(lower=0)


def treated_counts(case: Case, areas: ActionAreas, months: pd.DatetimeIndex, offence: str) -> pd.Series:
    """Return counts where the action took place, by month: in its small areas, or in the whole partnership."""
    if not areas.treated:
        return own_counts(case, months, offence)
    return area_counts(case, months, offence)[list(areas.treated)].sum(axis=1)
