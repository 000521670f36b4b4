"""Incidents written by hand: a frame as partners' extracts give it, and a case that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from assess_cases import OWN, PEERS, make_case

from pads_analysis.data.case import Case
from pads_analysis.data.extracts.incidents import empty_incidents

COUNTS = {OWN: {"burglary": 100}, PEERS[0]: {"burglary": 100}}
YEAR = pd.Timestamp("2021-01-01")
NO_TIME = pd.NaT


def incidents(starts: Sequence[Any], **columns: Any) -> pd.DataFrame:
    """Return incidents that begin at `starts`, timed, of one category, without an end, place or key unless given."""
    n = len(starts)
    begun = pd.Series(pd.to_datetime(pd.Series(list(starts))))
    given = {
        "authority": "Testshire Police", "month": begun.dt.strftime("%Y-%m"), "occurred_from": begun,
        "from_timed": True, "occurred_to": pd.NaT, "to_timed": False, "recorded": pd.NaT, "arrived": pd.NaT,
        "arrived_timed": False, "category_code": "burglary", "category": "Burglary", "detail": "",
        "placed_by": "small_area", "repeat_key": "", "easting": np.nan, "northing": np.nan, "count": 1,
    } | columns  # fmt: skip
    empty = empty_incidents()
    frame = pd.DataFrame({name: given.get(name, "") for name in empty.columns}, index=range(n))
    times = ["occurred_from", "occurred_to", "recorded", "arrived"]
    return frame.astype(dict.fromkeys(times, "datetime64[us]"))


def case_with(crime: pd.DataFrame | None = None, asb: pd.DataFrame | None = None, **options: Any) -> Case:
    """Return a case of 2021 that holds these incidents of police_crime and of police_incidents."""
    held = {"police_crime": crime, "police_incidents": asb}
    return replace(
        make_case(COUNTS, **options),
        incidents={code: rows for code, rows in held.items() if rows is not None},
    )


def evenly(n: int, days: int = 364) -> pd.DatetimeIndex:
    """Return `n` moments spread evenly over `days` days of 2021 and all hours of the week."""
    # The golden ratio never comes back to the same hour, so that no hour of the week is favoured.
    hours = (np.arange(n) * 0.6180339887) % 1 * days * 24
    return YEAR + pd.to_timedelta(np.sort(hours), unit="h").floor("s")
