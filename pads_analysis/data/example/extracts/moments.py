"""When the crimes of the example happen, between which moments their victims place them, and when they are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.settings import load

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = np.timedelta64(7 * 1440, "m")
_DAY = 1440  # minutes
_MONDAY = np.datetime64("1970-01-05")


def month_starts(names: tuple[str, ...], month: np.ndarray) -> np.ndarray:
    """Return the first day of each row's month, datetime64[D]."""
    return np.array(names, dtype="datetime64[M]")[month].astype("datetime64[D]")


def draw_days(start: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a day of the month that starts on `start`, any as likely as any other, datetime64[D]."""
    return start + (rng.random(len(start)) * _lengths(start)).astype(int)


def draw_known(start: np.ndarray, pattern: Mapping[str, Any] | None, rng: np.random.Generator) -> np.ndarray:
    """Return moments of crimes whose minute is known, datetime64[m].

    Parameters
    ----------
    start : ndarray of datetime64[D]
        First day of each row's month.
    pattern : mapping or None
        An entry of `hours` in `extracts.yaml`; None spreads the rows evenly over the hours of the week.
    rng : Generator
        Source of randomness.
    """
    size = len(start)
    anywhere = draw_days(start, rng) + (rng.random(size) * _DAY).astype(int).astype("timedelta64[m]")
    if pattern is None:
        return anywhere
    wanted = np.array([DAYS.index(day) for day in pattern["days"]])[
        rng.integers(len(pattern["days"]), size=size)
    ]
    first = (wanted - weekday(start)) % 7
    weeks = (_lengths(start) - 1 - first) // 7 + 1
    day = start + first + 7 * (rng.random(size) * weeks).astype(int)
    minute = pattern["start"] * 60 + (rng.random(size) * pattern["length"] * 60).astype(int)
    inside = day + minute.astype("timedelta64[m]")
    return np.where(rng.random(size) < pattern["share"], inside, anywhere)


def draw_spans(day: np.ndarray, kinds: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the moments between which crimes that nobody saw lie, datetime64[m]; equal where the minute is known.

    Parameters
    ----------
    day : ndarray of datetime64[D]
        The day on which the span begins; that of a weekend begins on the Friday before.
    kinds : ndarray of str
        night, day, weekend or known.
    rng : Generator
        Source of randomness.
    """
    day = np.where(kinds == "weekend", day - (weekday(day) - DAYS.index("Friday")) % 7, day)
    known = (rng.random(len(day)) * _DAY).astype(int)
    begins, ends = known.copy(), known.copy()
    for kind, hours in load("extracts")["span_hours"].items():
        own = kinds == kind
        first, last = (
            np.array([low + rng.random(own.sum()) * (high - low) for low, high in [hours[name]]])[0] * 60
            for name in ("begins", "ends")
        )
        begins[own], ends[own] = first.astype(int), last.astype(int) + hours["days"] * _DAY
    return day + begins.astype("timedelta64[m]"), day + ends.astype("timedelta64[m]")


def draw_within(begun: np.ndarray, ended: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the true moment of each crime: any minute of its span is as likely as any other."""
    minutes = (ended - begun).astype(int)
    return begun + (rng.random(len(begun)) * (minutes + 1)).astype(int).astype("timedelta64[m]")


def record(
    moments: pd.DataFrame, start: np.ndarray, seen: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """Return moments with the one of recording, every row recorded in its own month.

    What would be recorded in another month is moved by whole weeks, which leaves weekday and hour as they are.

    Parameters
    ----------
    moments : DataFrame
        begun, ended and moment, datetime64[m].
    start : ndarray of datetime64[D]
        First day of each row's month.
    seen : ndarray of bool
        Whether the crime was known at once; some of these are reported days later.
    rng : Generator
        Source of randomness.
    """
    size = len(start)
    delay = 10 + rng.exponential(170, size=size)
    delay += np.where(seen & (rng.random(size) < 0.15), rng.uniform(1, 9, size=size) * _DAY, 0)
    held = {name: moments[name].to_numpy().astype("datetime64[m]") for name in ("begun", "ended", "moment")}
    recorded = held["ended"] + delay.astype(int).astype("timedelta64[m]")
    moved = within(recorded, start) - recorded
    return moments.assign(
        **{name: values + moved for name, values in held.items()}, recorded=recorded + moved
    )


def within(moment: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return moments, datetime64[m], moved by whole weeks into the month that starts on `start` where they miss it."""
    first = start.astype("datetime64[m]")
    next_month = (start.astype("datetime64[M]") + 1).astype("datetime64[m]")
    after = np.maximum((moment - next_month).astype(int) + 1, 0)
    before = np.maximum((first - moment).astype(int), 0)
    return moment + (-(-before // (7 * _DAY)) - -(-after // (7 * _DAY))) * _WEEK


def weekday(day: np.ndarray) -> np.ndarray:
    """Return 0 for Monday to 6 for Sunday."""
    return (day.astype("datetime64[D]") - _MONDAY).astype(int) % 7


def _lengths(start: np.ndarray) -> np.ndarray:
    month = start.astype("datetime64[M]")
    return ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)
