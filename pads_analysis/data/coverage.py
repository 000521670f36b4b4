"""Which months were delivered, and which of them look as if only part had been sent."""

from __future__ import annotations

import pandas as pd

COMPLETE = "complete"
INCOMPLETE = "looks incomplete"
MISSING = "missing"

_NEIGHBOURS = 6
_FEWEST = 3


def delivery_coverage(
    rows: pd.DataFrame, threshold: float = 0.65, *, every_month: bool = True
) -> pd.DataFrame:
    """Judge every month between the first and the last of each force's delivery.

    A month looks incomplete when it has fewer rows than `threshold` times the median of the six nearest other
    months delivered (fewer at the start of a series; with less than three nothing is said). A median is used so that
    a second bad month nearby does not hide the first.

    Parameters
    ----------
    rows : DataFrame
        force_name, month (Timestamp), rows: one row per delivered month.
    threshold : float
        Share of the expected rows below which a month looks incomplete.
    every_month : bool
        Whether a month should be there each month; False for tables of quarters and years, where none is missing.

    Returns
    -------
    DataFrame
        force_name, month, rows (0 when missing), expected (rows; missing value when there is nothing to judge by),
        status: complete, looks incomplete, or missing.
    """
    judged = [
        _judge(name, group, threshold, every_month) for name, group in rows.groupby("force_name", sort=True)
    ]
    columns = ["force_name", "month", "rows", "expected", "status"]
    if not judged:
        return pd.DataFrame(columns=columns)
    return pd.concat(judged, ignore_index=True)[columns]


def _judge(name: str, group: pd.DataFrame, threshold: float, every_month: bool) -> pd.DataFrame:
    counts = group.groupby("month")["rows"].sum().sort_index()
    first, last = counts.index.min(), counts.index.max()
    months = pd.date_range(first, last, freq="MS", unit="us") if every_month else counts.index
    delivered = {(month.year * 12 + month.month): int(value) for month, value in counts.items()}
    records = []
    for month in months:
        position = month.year * 12 + month.month
        near = sorted((at for at in delivered if at != position), key=lambda at: (abs(at - position), at))
        around = [delivered[at] for at in near[:_NEIGHBOURS]]
        expected = float(pd.Series(around).median()) if len(around) >= _FEWEST else float("nan")
        rows = delivered.get(position, 0)
        status = INCOMPLETE if rows < threshold * expected else COMPLETE
        records.append((name, month, rows, expected, status if position in delivered else MISSING))
    return pd.DataFrame(records, columns=["force_name", "month", "rows", "expected", "status"])
