"""Crimes that follow one another: some of an offence happen close by an earlier one and soon after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.extracts.points import Ground

NOBODY = -1


def follow(
    rows: pd.DataFrame, starts: np.ndarray, ground: Ground, plant: Mapping[str, Any], rng: np.random.Generator
) -> pd.DataFrame:
    """Return rows with the day and point of those that follow another moved to it.

    A row can follow one of the same small area that was recorded in the same month or in the month before; of several
    it follows the one whose map point is nearest. Every row stays in the month in which it was recorded.

    Parameters
    ----------
    rows : DataFrame
        month, area, point (map point), day (datetime64[D]), east, north and fixed (bool: neither follows nor leads),
        in order of month.
    starts : ndarray of datetime64[D]
        First day of each row's month.
    ground : Ground
        The map in metres.
    plant : mapping
        `near_repeats` of `extracts.yaml`.
    rng : Generator
        Source of randomness.

    Returns
    -------
    DataFrame
        The same with `follows`: position of the row that it follows, or `NOBODY`.
    """
    days = _Days(rows["day"].to_numpy().astype("datetime64[D]"), starts, int(plant["latest"]))
    where = rows[["east", "north"]].to_numpy().copy()
    month, area = rows["month"].to_numpy(), rows["area"].to_numpy()
    point, fixed = rows["point"].to_numpy(), rows["fixed"].to_numpy()
    follows = np.full(len(rows), NOBODY)
    earlier: dict[int, list[int]] = defaultdict(list)
    for at in range(len(rows)):
        if fixed[at] or area[at] < 0:
            continue
        leads = [lead for lead in earlier[area[at]] if month[at] - month[lead] <= 1]
        earlier[area[at]].append(at)
        if rng.random() >= plant["chance"]:
            continue
        gaps = [np.hypot(*(ground.points[point[at]] - ground.points[point[lead]])) for lead in leads]
        for lead in np.array(leads, dtype=int)[np.argsort(gaps, kind="stable")]:
            if days.bring(at, int(lead), rng):
                follows[at] = lead
                where[at] = ground.near(where[[lead]], area[[at]], plant["apart"], rng)[0]
                break
    return rows.assign(day=days.day, east=where[:, 0], north=where[:, 1], follows=follows)


@dataclass(slots=True)
class _Days:
    """The days of the rows while some are brought together.

    Attributes
    ----------
    day, start : ndarray of datetime64[D]
        Day of each row, and the first day of its month.
    latest : int
        Most days between a row and the one that it follows.
    tied : set of int
        Rows that follow or lead: their day stays.
    """

    day: np.ndarray
    start: np.ndarray
    latest: int
    tied: set[int] = field(default_factory=set)

    def bring(self, at: int, lead: int, rng: np.random.Generator) -> bool:
        """Move a row's day close after another's, or close before it, and tell whether its month allowed that."""
        if self.start[lead] < self.start[at] and lead not in self.tied:
            self.day[lead] = self._last(lead) - int(rng.integers(self.latest // 2))
        for gap in rng.permutation(np.arange(1, self.latest + 1)):
            for day in (self.day[lead] + gap, self.day[lead] - gap):
                if self.start[at] <= day <= self._last(at):
                    self.day[at] = day
                    self.tied |= {at, lead}
                    return True
        return False

    def _last(self, at: int) -> np.datetime64:
        # What is found the morning after must still be recorded in the month.
        return (self.start[at].astype("datetime64[M]") + 1).astype("datetime64[D]") - 3
