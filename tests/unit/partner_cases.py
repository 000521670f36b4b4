"""Cases with extracts written by hand: incidents month by month, of one authority or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from assess_cases import OWN, make_case

from pads_analysis.data.case import Case
from pads_analysis.data.extracts.incidents import empty_incidents
from pads_analysis.data.extracts.submissions import no_months_held, no_submissions

MONTHS = [f"{month:%Y-%m}" for month in pd.date_range("2020-01-01", "2021-12-01", freq="MS")]
FIRE = "Wessex Fire"


def incidents(
    counts: Mapping[str, int] | Sequence[int] | int, authority: str = FIRE, **columns: Any
) -> pd.DataFrame:
    """Return so many incidents of each month (every month of 2020 and 2021 where a number alone is given)."""
    if isinstance(counts, int):
        counts = dict.fromkeys(MONTHS, counts)
    elif not isinstance(counts, Mapping):
        counts = dict(zip(MONTHS, counts, strict=True))
    months = [month for month, count in counts.items() for _ in range(count)]
    blank = empty_incidents()
    filled = {
        "authority": authority, "month": months, "occurred_from": pd.to_datetime(months, format="%Y-%m"),
        "category_code": "", "category": "", "count": 1,
    } | columns  # fmt: skip
    table = pd.DataFrame(filled, index=range(len(months)))
    nothing = {"f": np.nan, "M": pd.NaT, "b": False, "i": 0}
    rest = {name: nothing.get(dtype.kind, "") for name, dtype in blank.dtypes.items() if name not in filled}
    return table.assign(**rest)[list(blank.columns)]


def held(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the months held, as if no other partnership had any."""
    tables = [
        rows.groupby(["authority", "month"]).size().rename("rows").reset_index().assign(data_set=code)
        for code, rows in frames.items()
    ]
    if not tables:
        return no_months_held()
    table = pd.concat(tables, ignore_index=True)
    return table.assign(month=pd.to_datetime(table["month"], format="%Y-%m"))


def partner_case(
    frames: Mapping[str, pd.DataFrame],
    ledger: Sequence[Mapping[str, Any]] = (),
    elsewhere: Any = None,
    **options: Any,
) -> Case:
    """Return a small case with extracts.

    Parameters
    ----------
    frames : mapping
        Incidents by data set.
    ledger : sequence of mappings
        Rows of the ledger of submissions.
    elsewhere : DataFrame, optional
        Months held (data_set, authority, month, rows), where they differ from those of the incidents here.
    **options
        Of `make_case`.
    """
    case = make_case({OWN: {"burglary": 20}}, **options)
    table = no_submissions()
    if ledger:
        table = pd.DataFrame([dict.fromkeys(table.columns) | dict(row) for row in ledger])
        table = table.assign(quarter=pd.to_datetime(table["quarter"]))
    return replace(
        case,
        incidents=dict(frames),
        submissions=table,
        extract_months=held(frames) if elsewhere is None else elsewhere,
    )


def quarter(first: str, **changes: Any) -> dict[str, Any]:
    """Return one row of the ledger: a good quarter of the fire service that came in time."""
    return {
        "authority": FIRE, "data_set": "fires", "quarter": first, "due": pd.Timestamp("2021-12-31"),
        "status": "received", "disclosed": pd.Timestamp("2021-12-30"), "disclosed_basis": "said at ingest", "rows": 30,
        "share_located": 1.0, "share_placed": 1.0, "share_timed": 1.0, "share_kept": 1.0, "months": 3, "grade": "good",
        "reason": "", "file": "fires.csv",
    } | changes  # fmt: skip
