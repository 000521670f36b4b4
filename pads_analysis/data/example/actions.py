"""Two actions of the main district's plan: one after which an offence is rarer where it was, one without effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.model import offence_position, plants
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.rows import Rows
from pads_analysis.data.example.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Action:
    """One action: position of the partnership and the offence, small areas, first month, share of rows that stay."""

    place: int
    offence: int
    areas: np.ndarray
    start: int
    kept: float


def find_actions(force: Force, areas: pd.DataFrame, shapes: Shapes, calendar: Calendar) -> dict[str, Action]:
    """Return the actions of a force by their id in the plan; none in a force without any.

    One lies around the town centre, the other around the small area that is farthest from it.
    """
    names = [place.name for place in force.places]
    found = {}
    for plant in plants()["actions"]:
        if plant["place"] not in names:
            continue
        place = names.index(plant["place"])
        own = np.flatnonzero(areas["place"].to_numpy() == place)
        ends = {"centre": np.argmin, "edge": np.argmax}
        start = own[ends[plant["around"]](shapes.distance[own])]
        nearest = own[np.hypot(*(shapes.middle[own] - shapes.middle[start]).T).argsort()]
        found[plant["id"]] = Action(
            place,
            offence_position(plant["offence"]),
            np.sort(nearest[: plant["small_areas"]]),
            calendar.back(plant["months_back"]),
            plant["kept"],
        )
    return found


def spared(actions: dict[str, Action], rows: Rows, rng: np.random.Generator) -> np.ndarray:
    """Return which rows the actions leave, shape (rows,)."""
    held = np.ones(len(rows), dtype=bool)
    for action in actions.values():
        if action.kept < 1:
            inside = (rows.place == action.place) & (rows.offence == action.offence)
            inside &= np.isin(rows.area, action.areas) & (rows.month >= action.start)
            held &= ~inside | (rng.random(len(rows)) < action.kept)
    return held


def thinned(expected: np.ndarray, actions: dict[str, Action], weights: np.ndarray) -> np.ndarray:
    """Return the expected rows (places, offences, months) with what the actions take away.

    Parameters
    ----------
    expected : ndarray, shape (places, offences, months)
    actions : dict
    weights : ndarray, shape (2, offences, small areas)
        How crime is shared out; see `rows.area_weights`. The two layers are alike where actions lie.
    """
    expected = expected.copy()
    for action in actions.values():
        share = weights[0, action.offence, action.areas].sum()
        expected[action.place, action.offence, action.start :] *= 1 - share * (1 - action.kept)
    return expected
