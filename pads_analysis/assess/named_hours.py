"""Did the share of some hours or days rise, from the times in the police extract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.held_months import authorities, paired_held, rows_of
from pads_analysis.assess.incidents import KIND
from pads_analysis.assess.tested import Tested, cannot
from pads_analysis.stats.aoristic import Aoristic, aoristic
from pads_analysis.stats.panel import two_way_poisson

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import HypothesisTest

DATA_SET = "police_crime"
MIN_TIMED = 50
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hours_test(case: Case, test: HypothesisTest, offence: str) -> Tested:
    """Return by what factor the named hours' odds against all others changed since the period before.

    Each hour of the week is a series of its own, so that hours that come and go by themselves widen the interval. Only
    months that count in both periods are compared: dark months beside light ones would read as a change of hours.
    """
    by_period: list[Aoristic] = []
    left_out = 0
    now, before, names = paired_held(case, DATA_SET, authorities(case, DATA_SET))
    if not len(now):
        return cannot(
            f"no extract of recorded crimes with times holds enough of the same months of {case.previous.label} and of "
            f"{case.period.label}",
            *((KIND,) if DATA_SET in case.incidents else ()),
        )
    for period, months in ((case.previous, before), (case.period, now)):
        rows = _of_category(rows_of(case, DATA_SET, months, names), test.category)
        if isinstance(rows, str):
            return cannot(rows, KIND)
        timed = rows.loc[rows["from_timed"].astype(bool)]
        left_out += len(rows) - len(timed)
        if len(timed) < MIN_TIMED:
            return cannot(
                f"only {len(timed)} crimes of {period.label} have a time of day, and {MIN_TIMED} are needed",
                KIND,
            )
        end = timed["occurred_to"].where(timed["to_timed"].astype(bool), timed["occurred_from"])
        by_period.append(aoristic(timed["occurred_from"], end))
    return _compared(case, test, by_period, left_out)


def _of_category(rows: pd.DataFrame, category: str | None) -> pd.DataFrame | str:
    if not category:
        return rows
    held = sorted(set(rows["category_code"]))
    if category not in held:
        return f"the extract has no category {category}; it has {', '.join(held)}"
    return rows.loc[rows["category_code"] == category]


def _compared(case: Case, test: HypothesisTest, periods: list[Aoristic], left_out: int) -> Tested:
    before, now = (found.events for found in periods)
    within = _within(test, periods[0])
    events = round(float((before + now)[within].sum()))
    try:
        found = two_way_poisson(
            np.concatenate([before, now]),
            np.tile(np.arange(len(within)), 2),
            np.repeat([0, 1], len(within)),
            np.concatenate([np.zeros(len(within)), within.astype(float)]),
            confidence=case.params.statistics.confidence,
        )
    except ValueError as error:
        return cannot(f"the times do not carry such a comparison ({error})", KIND)
    return Tested(
        found.ratio,
        found.ratio_low,
        found.ratio_high,
        p=found.p,
        count=events,
        kinds=(KIND,),
        detail=f"{left_out} crimes without a time of day left out" if left_out else "",
    )


def _within(test: HypothesisTest, found: Aoristic) -> np.ndarray:
    """Return which of the 168 hours of the week are named; a span over midnight belongs to the day it began on."""
    hours, days = np.asarray(found.hour), np.asarray(found.day)
    first, last = (int(part) for part in (test.hours or "00-24").split("-"))
    named = set(test.days or DAYS)
    over = first > last
    inside = (hours >= first) | (hours < last) if over else (hours >= first) & (hours < last)
    # The small hours of a span over midnight stand under the next day's name.
    began = np.array(
        [
            DAYS[(DAYS.index(day) - 1) % 7] if over and hour < last else day
            for day, hour in zip(days, hours, strict=True)
        ]
    )
    return inside & np.isin(began, list(named))
