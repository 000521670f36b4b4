"""Which months have outcomes that had time to come in: only those are looked at, and compared with their like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.selection import usable_months
from pads_analysis.data.periods import Period
from pads_analysis.vocabulary.outcomes import OPEN, outcome_groups

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

#: Months between a crime's month and the publication of its outcome from which the outcome counts as mature.
MATURE_AFTER = 6
#: From here on charges and court results hardly add to it any more; before, a share may still rise.
SETTLED_AFTER = 12
#: A month of which more than this share is under investigation was published before its outcomes were in.
MOST_OPEN = 0.25
MATURE, YOUNG, STILL_OPEN, NOT_PUBLISHED = "mature", "too young", "still open", "no outcomes published"


def outcome_months(case: Case, code: str, period: Period) -> pd.DataFrame:
    """Return how far the outcomes of each usable month of one partnership have come in.

    Returns
    -------
    DataFrame
        Index month; crimes, charged, under_investigation, unpublished; age (months from the month to the publication
        of its outcomes: that of the publisher's archive, or where nothing dates the delivery the latest month held);
        state: "mature", "too young", "still open" or "no outcomes published".
    """
    counted = recorded_crimes(case, code)
    columns = ["crimes", "unpublished", *(group.code for group in outcome_groups())]
    sums = counted.groupby("month")[columns].sum()
    dated = counted.groupby("month")["dated"].max()
    months = usable_months(case, period, code).months
    held = case.coverage.loc[case.coverage["partnership_code"] == code, "month"]
    table = sums.reindex(months.intersection(sums.index))
    published = pd.to_datetime(dated.reindex(table.index).replace("", None), format="%Y-%m").fillna(
        held.max()
    )
    age = 12 * (published.dt.year - table.index.year) + published.dt.month - table.index.month
    return table.assign(age=age.astype("int64"), state=[_state(*row) for row in _seen(table, age)])


def _seen(table: pd.DataFrame, age: pd.Series) -> list[tuple[int, float, bool]]:
    crimes = table["crimes"].clip(lower=1)
    none = (table["unpublished"] >= table["crimes"]).tolist()
    return list(zip(age.astype(int), table[OPEN] / crimes, none, strict=True))


def _state(age: int, still_open: float, nothing: bool) -> str:
    if nothing:
        return NOT_PUBLISHED
    if age < MATURE_AFTER:
        return YOUNG
    return STILL_OPEN if still_open > MOST_OPEN else MATURE


def recorded_crimes(case: Case, code: str) -> pd.DataFrame:
    """Return the rows of `Case.outcomes` of one partnership that are crimes: incidents have no outcomes."""
    table = case.outcomes
    own = table.loc[table["partnership_code"] == code]
    counted = {offence: case.scheme.offence(offence).in_total for offence in own["offence_code"].unique()}
    return own.loc[own["offence_code"].map(counted).astype("boolean").fillna(False).astype(bool)]


def by_offence(case: Case, code: str, months: pd.DatetimeIndex, column: str) -> pd.DataFrame:
    """Return one column of `Case.outcomes` by month (rows) and offence, the total of crimes first."""
    own = recorded_crimes(case, code)
    wide = own.pivot_table(index="month", columns="offence_code", values=column, aggfunc="sum", fill_value=0)
    wide = wide.reindex(months, fill_value=0)
    return pd.concat([wide.sum(axis=1).rename(case.scheme.total_code), wide], axis=1)
