"""What is expected: the mean number of rows of every partnership, offence and month, with what is planted.

Nothing changes unless it is planted: no trend, and every twelve months expect what the twelve before did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.places import Force, Place
from pads_analysis.data.example.settings import load, stream
from pads_analysis.vocabulary import offence_scheme

PEERS = 14
_SPREAD_OF_PLACES = 0.06  # standard deviation, on the log scale, of a partnership's rates taken together
_SPREAD_OF_OFFENCES = 0.05  # and of each offence beside that


@dataclass(frozen=True, slots=True)
class ExampleOffence:
    """One street-level category and how it behaves; see `profile.yaml`."""

    code: str
    name: str
    rate: float
    no_location: float
    pull: float
    season: str
    outcome: str


@cache
def offences() -> tuple[ExampleOffence, ...]:
    """Return the fourteen street-level categories in the publisher's alphabetical order."""
    scheme = offence_scheme("street")
    found = []
    for entry in load("profile")["offences"]:
        known = scheme.find(entry["name"])
        assert known is not None, entry["name"]  # noqa: S101 - a fault in the package's own data
        found.append(ExampleOffence(code=known.code, **entry))
    return tuple(found)


def offence_position(name: str) -> int:
    """Return the position of a published category among `offences`."""
    return [offence.name for offence in offences()].index(name)


def plants() -> dict[str, Any]:
    """Return the entry `plants` of `profile.yaml`."""
    return load("profile")["plants"]


def find_place(forces: Sequence[Force], name: str) -> tuple[int, int]:
    """Return the positions of the force and of the partnership in it that bears a name."""
    return next(
        (force.index, at) for force in forces for at, place in enumerate(force.places) if place.name == name
    )


def choose_peers(forces: Sequence[Force]) -> dict[str, tuple[str, ...]]:
    """Return up to fourteen peers of every partnership, nearest in size and deprivation.

    The example county's districts have a fixed list instead: the twelve partnerships of the three forces after their
    own, and their two unitary neighbours.
    """
    places = [place for force in forces for place in force.places]
    traits = np.array([[np.log(place.population), place.deprivation] for place in places])
    traits = (traits - traits.mean(axis=0)) / traits.std(axis=0)
    _, nearest = cKDTree(traits).query(traits, k=min(PEERS + 3, len(places)))
    chosen = {
        place.code: tuple(places[at].code for at in row if at != own)[:PEERS]
        for own, (place, row) in enumerate(zip(places, nearest, strict=True))
    }
    fixed = tuple(place.code for place in county_peers(forces))
    return chosen | {place.code: fixed for place in forces[0].places if place.county_code}


def county_peers(forces: Sequence[Force]) -> tuple[Place, ...]:
    """Return the peers of the example county's districts."""
    unitary = tuple(place for place in forces[0].places if not place.county_code)
    return tuple(place for force in forces[1:4] for place in force.places) + unitary


def annual_rates(forces: Sequence[Force], seed: int) -> list[np.ndarray]:
    """Return rows a year per 1,000 residents before anything changes, one array (places, offences) for each force."""
    base = np.array([offence.rate for offence in offences()])
    rates = []
    for force in forces:
        rng = stream(seed, "rates", force.index)
        overall = rng.normal(0, _SPREAD_OF_PLACES, size=(len(force.places), 1))
        own = rng.normal(0, _SPREAD_OF_OFFENCES, size=(len(force.places), len(base)))
        rates.append(base * np.exp(overall + own))
    force, at = find_place(forces, plants()["small"]["place"])
    rates[force][at] = base
    high = plants()["high_rate"]
    force, at = find_place(forces, high["place"])
    offence = offence_position(high["offence"])
    peers = [find_place(forces, place.name) for place in county_peers(forces)]
    rates[force][at, offence] = high["factor"] * np.mean([rates[f][p, offence] for f, p in peers])
    return rates


def expected_rows(force: Force, rates: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Return the expected rows of a force, shape (places, offences, months), before any month is half missing."""
    population = np.array([place.population for place in force.places])
    seasons = load("profile")["seasons"]
    index = np.array([seasons[offence.season] for offence in offences()])[:, calendar.month_of_year]
    # A season moves rows between months; divided by its weighted mean it leaves the year's total alone.
    index = index / (index[:, calendar.latest] @ calendar.share_of_year[calendar.latest])[:, None]
    yearly = rates * population[:, None] / 1000
    return yearly[:, :, None] * index * calendar.share_of_year * _changes(force, calendar)


def _changes(force: Force, calendar: Calendar) -> np.ndarray:
    factor = np.ones((len(force.places), len(offences()), len(calendar)))
    doubled, recording = plants()["doubled"], plants()["recording"]
    for at, place in enumerate(force.places):
        if place.name == doubled["place"]:
            factor[at, offence_position(doubled["offence"]), calendar.latest] *= doubled["factor"]
    if force.name == recording["force"]:
        for name, size in recording["factors"].items():
            factor[:, offence_position(name), calendar.back(recording["months_back"]) :] *= size
    return factor


def county_wide_rows(force: Force, expected: np.ndarray, calendar: Calendar) -> np.ndarray:
    """Return the expected rows that the rise of the whole county adds, shape (places, offences, months).

    The districts follow one another, each so many months after the one before; none are added elsewhere.
    """
    plant, extra = plants()["county_wide"], np.zeros_like(expected)
    offence, begins = offence_position(plant["offence"]), calendar.latest.start
    for at in county_districts(force):
        extra[at, offence, begins:] = expected[at, offence, begins:] * (plant["factor"] - 1)
        begins += plant["months_apart"]
    return extra


def county_districts(force: Force) -> list[int]:
    """Return the positions of the partnerships in which an offence rises over the county, in turn; none elsewhere."""
    names = [place.name for place in force.places]
    return [names.index(name) for name in plants()["county_wide"]["places"] if name in names]


def draw_counts(expected: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return negative binomial counts around `expected`, variance = mean + overdispersion x mean squared."""
    spread = load("profile")["overdispersion"]
    alpha = np.array([spread.get(offence.code, spread["others"]) for offence in offences()])[:, None]
    return rng.negative_binomial(1 / alpha, 1 / (1 + alpha * expected))
