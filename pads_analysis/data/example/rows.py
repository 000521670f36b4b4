"""Single rows: which small area and map point each counted crime falls on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.model import offences, plants
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.settings import load
from pads_analysis.data.example.shapes import Shapes

NO_LOCATION = -1
OUTSIDE = -2
_TOWN = 900.0  # metres over which the pull of a town centre fades to a third


@dataclass(frozen=True, slots=True)
class Rows:
    """One entry for each row of a force's files, shape (rows,) each.

    Attributes
    ----------
    month, offence, place : ndarray of int
        Positions in the calendar, among the offences, and of the partnership in the force.
    area : ndarray of int
        Small area, or `NO_LOCATION`, or `OUTSIDE` for a place in no partnership.
    point : ndarray of int
        Map point; meaningless without a small area.
    """

    month: np.ndarray
    offence: np.ndarray
    place: np.ndarray
    area: np.ndarray
    point: np.ndarray

    def __len__(self) -> int:
        return len(self.month)

    def keep(self, mask: np.ndarray) -> Rows:
        """Return the rows of a mask or in an order."""
        return Rows(*(getattr(self, name)[mask] for name in self.__slots__))

    def with_others(self, others: Rows) -> Rows:
        """Return the rows with others after them."""
        pairs = ((getattr(self, name), getattr(others, name)) for name in self.__slots__)
        return Rows(*(np.concatenate(pair) for pair in pairs))

    def counts(self, shape: tuple[int, int, int]) -> np.ndarray:
        """Return located rows by partnership, offence and month."""
        held = self.area >= 0
        cell = np.ravel_multi_index((self.place[held], self.offence[held], self.month[held]), shape)
        return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)


@dataclass(frozen=True, slots=True)
class Hotspot:
    """Two clusters of touching small areas, positions in the force: the earlier and the later one."""

    place: int
    share: float
    before: np.ndarray
    after: np.ndarray


def find_hotspot(force: Force, areas: pd.DataFrame, shapes: Shapes) -> Hotspot | None:
    """Return the hotspot that moves, or None in a force without one.

    Each cluster grows from a small area at a middling distance from the town to its nearest neighbours, so that
    neither is the town centre; the two start as far apart as they can.
    """
    plant = plants()["hotspot"]
    names = [place.name for place in force.places]
    if plant["place"] not in names:
        return None
    place = names.index(plant["place"])
    own = np.flatnonzero(areas["place"].to_numpy() == place)
    low, high = np.quantile(shapes.distance[own], [0.35, 0.75])
    ring = own[(shapes.distance[own] >= low) & (shapes.distance[own] <= high)]
    gaps = np.hypot(*(shapes.middle[ring][:, None] - shapes.middle[ring]).transpose(2, 0, 1))
    first, second = ring[np.array(np.unravel_index(gaps.argmax(), gaps.shape))]
    before = _cluster(first, own, shapes, plant["small_areas"])
    after = _cluster(second, np.setdiff1d(own, before), shapes, plant["small_areas"])
    return Hotspot(place, plant["share"], before, after)


def _cluster(start: int, allowed: np.ndarray, shapes: Shapes, size: int) -> np.ndarray:
    near, other = shapes.neighbours
    cluster = [int(start)]
    while len(cluster) < size:
        edge = np.setdiff1d(np.intersect1d(other[np.isin(near, cluster)], allowed), cluster)
        cluster.append(int(edge[np.hypot(*(shapes.middle[edge] - shapes.middle[start]).T).argmin()]))
    return np.array(sorted(cluster))


def area_weights(
    areas: pd.DataFrame, shapes: Shapes, hotspot: Hotspot | None, rng: np.random.Generator
) -> np.ndarray:
    """Return how each partnership's crime is shared out, shape (2, offences, small areas).

    The first layer holds until the latest twelve months, the second from then on; they differ in the hotspot only.
    Within each partnership every row adds up to 1.
    """
    place = areas["place"].to_numpy()
    common = 0.5 * rng.normal(size=len(areas)) + 0.25 * areas["deprivation"].to_numpy()
    own = 0.3 * rng.normal(size=(len(offences()), len(areas)))
    pull = np.array([offence.pull for offence in offences()])[:, None] * np.exp(-shapes.distance / _TOWN)
    weights = areas["population"].to_numpy() * np.exp(common + own) * (1 + pull)
    weights = np.stack([weights, weights])
    if hotspot is not None:
        for layer, cluster in zip(weights, (hotspot.before, hotspot.after), strict=True):
            outside = np.setdiff1d(np.flatnonzero(place == hotspot.place), cluster)
            inside = areas["population"].to_numpy()[cluster]
            layer[:, cluster] = hotspot.share * inside / inside.sum()
            layer[:, outside] *= (1 - hotspot.share) / layer[:, outside].sum(axis=1, keepdims=True)
    totals = np.stack([weights[:, :, place == at].sum(axis=2) for at in range(place.max() + 1)], axis=2)
    return weights / totals[:, :, place]


def draw_rows(
    counts: np.ndarray, weights: np.ndarray, areas: pd.DataFrame, shapes: Shapes, rng: np.random.Generator
) -> Rows:
    """Return one row for each counted crime, with its small area and map point.

    Parameters
    ----------
    counts : ndarray of int, shape (places, offences, months)
    weights : ndarray of float, shape (2, offences, small areas)
        See `area_weights`.
    areas, shapes : DataFrame, Shapes
        The force's small areas and map.
    rng : Generator
        Source of randomness.
    """
    place, offence, month = (np.repeat(at, counts.ravel()) for at in np.indices(counts.shape).reshape(3, -1))
    later = (month >= counts.shape[2] - 12).astype(int)
    # One ladder for all: partnership p of layer l and offence o owns the stretch [p, p + 1) of its ladder, and the
    # ladders stand on top of each other, so one sorted search places every row.
    starts = np.arange(weights.shape[0] * weights.shape[1]).reshape(weights.shape[:2]) * counts.shape[0]
    steps = np.cumsum(weights, axis=2) + starts[:, :, None]
    drawn = starts[later, offence] + place + rng.random(len(place))
    area = np.searchsorted(steps.ravel(), drawn, side="right") % len(areas)
    area = _within(area, place, areas)
    first = np.searchsorted(shapes.point_area, np.arange(len(areas) + 1))
    # Squaring a uniform draw makes the first points of a small area the busiest, as real map points are.
    point = first[area] + (rng.random(len(area)) ** 2 * np.diff(first)[area]).astype(int)
    missing = np.array([offence.no_location for offence in offences()])[offence]
    fate = rng.random(len(area))
    area = np.where(fate > 1 - load("profile")["outside_share"], OUTSIDE, area)
    return Rows(month, offence, place, np.where(fate < missing, NO_LOCATION, area), point)


def _within(area: np.ndarray, place: np.ndarray, areas: pd.DataFrame) -> np.ndarray:
    """Hold each row inside its partnership, should rounding of the running sum have carried it over the edge."""
    owner = areas["place"].to_numpy()
    first = np.searchsorted(owner, np.arange(owner.max() + 1), side="left")
    last = np.searchsorted(owner, np.arange(owner.max() + 1), side="right") - 1
    return np.clip(area, first[place], last[place])


def lose_half(rows: Rows, force: Force, calendar: Calendar, rng: np.random.Generator) -> Rows:
    """Return the rows of a force after the delivery that came half empty, if the force had one."""
    plant = plants()["half_missing"]
    if force.name != plant["force"]:
        return rows
    spared = rng.random(len(rows)) < plant["kept"]
    return rows.keep(spared | (rows.month != calendar.back(plant["months_back"])))


def located_share(force: Force, calendar: Calendar) -> np.ndarray:
    """Return the share of drawn rows that a file holds with a small area, shape (1, offences, months)."""
    missing = np.array([offence.no_location for offence in offences()])
    share = np.repeat((1 - missing - load("profile")["outside_share"])[None, :, None], len(calendar), axis=2)
    plant = plants()["half_missing"]
    if force.name == plant["force"]:
        share[:, :, calendar.back(plant["months_back"])] *= plant["kept"]
    return share


def hotspot_counts(hotspot: Hotspot, rows: Rows, areas: pd.DataFrame, calendar: Calendar) -> dict[str, Any]:
    """Return codes of both clusters and their rows, anti-social behaviour included, in both windows of a year."""
    codes = areas["lsoa_code"].to_numpy()
    own = (rows.place == hotspot.place) & (rows.area >= 0)

    def tally(cluster: np.ndarray | None, window: slice) -> int:
        there = own if cluster is None else own & np.isin(rows.area, cluster)
        return int((there & (rows.month >= window.start) & (rows.month < window.stop)).sum())

    windows = {"earlier": calendar.earlier, "latest": calendar.latest}
    return {
        "before": codes[hotspot.before].tolist(),
        "after": codes[hotspot.after].tolist(),
        "observed": {
            name: {at: tally(cluster, window) for at, window in windows.items()}
            for name, cluster in (("before", hotspot.before), ("after", hotspot.after), ("all", None))
        },
    }
