"""Data sets that are numbers and not incidents: people in treatment, first attendances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.held_months import held_months, rows_of
from pads_analysis.assess.incidents import category_name

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

COLUMNS = ["name", "month", "number", "month_before", "number_before"]


def numbers(case: Case, codes: list[str]) -> pd.DataFrame:
    """Return the latest number of each category, and that of the same calendar month of the period before.

    Numbers are not added up, because the same people may stand in those of several months, and get no interval and no
    test for the same reason: they are a full count of whoever was there.

    Returns
    -------
    DataFrame
        name, month, number, month_before and number_before (missing where the earlier month was not disclosed).
    """
    rows = [row for code in codes for row in _of_set(case, code)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_set(case: Case, code: str) -> list[tuple[object, ...]]:
    now, before = held_months(case, code, case.period), held_months(case, code, case.previous)
    here = rows_of(case, code, now.months, now.authorities)
    there = rows_of(case, code, before.months, now.authorities)
    found = []
    for category, group in here.groupby("category_code", sort=False):
        month = group["month_start"].max()
        number = int(group.loc[group["month_start"] == month, "count"].sum())
        same = there[(there["category_code"] == category) & (there["month_start"].dt.month == month.month)]
        earlier = same["month_start"].max() if len(same) else pd.NaT
        was = float(same.loc[same["month_start"] == earlier, "count"].sum()) if len(same) else float("nan")
        found.append(
            (category_name(code, str(category), str(group["category"].iloc[0])), month, number, earlier, was)
        )
    return found
