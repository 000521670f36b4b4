"""Which months were delivered, and which of them look as if only part had been sent."""

from __future__ import annotations

from statistics import median

import pandas as pd

COMPLETE = "complete"
INCOMPLETE = "looks incomplete"
MISSING = "missing"

#: Label of a table that is delivered whole, in place of a force.
WHOLE_TABLE = {"borough": "Borough table", "csp_table": "Home Office table"}

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


def table_coverage(held: pd.DataFrame, threshold: float = 0.65, *, every_month: bool = True) -> pd.DataFrame:
    """Judge every month of a whole table for each of its partnerships.

    A partnership without a row in a month is missing there, whatever the rest of the table holds. A month looks
    incomplete for all when the count of the partnership in the middle (the median of the partnerships that stand in
    it) is below `threshold` times that partnership's expected count, so that neither a small area's chance nor a table
    of fewer partnerships is taken for a part. It looks incomplete for one partnership when some of the published areas
    that make it up are absent in that month and its count is below `threshold` times that of the whole.

    Parameters
    ----------
    held : DataFrame
        partnership_code, month (Timestamp), rows (events), areas (published areas, joined by "|"): one row for each
        partnership and month that the table holds.
    threshold, every_month
        As for `delivery_coverage`.

    Returns
    -------
    DataFrame
        partnership_code, month, rows (events of the partnership; 0 when missing), expected, status: every month of the
        table for each partnership.
    """
    by_code = held.rename(columns={"partnership_code": "force_name"})
    own = delivery_coverage(by_code, 0.0, every_month=every_month)
    own = own.rename(columns={"force_name": "partnership_code"}).drop(columns="status")
    months = pd.DatetimeIndex(sorted(own["month"].unique()))
    every = pd.MultiIndex.from_product(
        [sorted(own["partnership_code"].unique()), months], names=["partnership_code", "month"]
    )
    table = own.set_index(["partnership_code", "month"]).reindex(every).reset_index()
    here = pd.MultiIndex.from_frame(table[["partnership_code", "month"]]).isin(
        pd.MultiIndex.from_frame(held[["partnership_code", "month"]])
    )
    share = (table["rows"] / table["expected"].where(table["expected"] > 0)).where(here)
    part = share.groupby(table["month"]).transform("median") < threshold
    part |= pd.MultiIndex.from_frame(table[["partnership_code", "month"]]).isin(_parts(held, threshold))
    table["rows"] = table["rows"].fillna(0).astype("int64")
    table["status"] = part.map({True: INCOMPLETE, False: COMPLETE}).where(here, MISSING)
    return table[["partnership_code", "month", "rows", "expected", "status"]]


def _parts(held: pd.DataFrame, threshold: float) -> list[tuple[str, pd.Timestamp]]:
    """Return partnership and month where areas that make the partnership up in other months are absent."""
    found = []
    for code, group in held.groupby("partnership_code"):
        if group["areas"].nunique() < 2:
            continue
        listed = [frozenset(areas.split("|")) for areas in group["areas"]]
        series = list(zip(group["month"], group["rows"], listed, strict=True))
        for month, rows, areas in series:
            # An area that was merged into another leaves the list for good, and the count stays what it was.
            whole = [(abs((at - month).days), n) for at, n, others in series if areas < others]
            near = [n for _, n in sorted(whole)[:_NEIGHBOURS]]
            if near and rows < threshold * median(near):
                found.append((code, month))
    return found


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
        expected = float(median(around)) if len(around) >= _FEWEST else float("nan")
        rows = delivered.get(position, 0)
        status = INCOMPLETE if rows < threshold * expected else COMPLETE
        records.append((name, month, rows, expected, status if position in delivered else MISSING))
    return pd.DataFrame(records, columns=["force_name", "month", "rows", "expected", "status"])
