"""Invented forces, districts and small areas, with codes of the official patterns.

Codes lie beyond the ranges in use (E07 0009xx, E06 0009xx, E22 0009xx, E23 0009xx, E10 0009xx, E01 09xxxx), so an
example can never be mistaken for, or joined to, a real place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.settings import load, stream

RESIDENTS_PER_SMALL_AREA = 1300
SMALL_AREAS_PER_WARD = 6
_FIRST_CODE = 900
_FIRST_SMALL_AREA = 90_000


@dataclass(frozen=True, slots=True)
class District:
    """A district on its boundaries of 2021.

    Attributes
    ----------
    code, name, csp_code : str
        Official-looking code, name, and code of its own community safety partnership of 2021.
    population : int
        Residents in mid-2022.
    """

    code: str
    name: str
    csp_code: str
    population: int


@dataclass(frozen=True, slots=True)
class Place:
    """A district of 2024 and the community safety partnership that covers it.

    Attributes
    ----------
    code, name : str
        Code and name of the partnership.
    district_code : str
        Code of the district.
    county_code, county_name : str
        The two-tier county; empty for a unitary authority.
    deprivation : float
        Mean of the standardised deprivation of its small areas; higher is more deprived.
    before : tuple of District
        The districts of 2021 that it is made of: one, or two where they merged.
    """

    code: str
    name: str
    district_code: str
    county_code: str
    county_name: str
    deprivation: float
    before: tuple[District, ...]

    @property
    def population(self) -> int:
        """Residents in mid-2022."""
        return sum(district.population for district in self.before)

    @property
    def merged(self) -> bool:
        """Whether it was formed from more than one district."""
        return len(self.before) > 1


@dataclass(frozen=True, slots=True)
class Force:
    """A territorial police force and the partnerships it serves."""

    index: int
    code: str
    name: str
    area: str
    slug: str
    places: tuple[Place, ...]


class _Codes:
    """Deals out codes in order, one counter for each series."""

    def __init__(self) -> None:
        self._next: dict[str, Iterator[int]] = {}

    def __call__(self, series: str) -> str:
        counter = self._next.setdefault(series, itertools.count(_FIRST_CODE))
        return f"{series}{next(counter):06d}"


def forces(partnerships: int, seed: int) -> tuple[Force, ...]:
    """Return the forces of an example with so many partnerships, the example county's own first.

    Parameters
    ----------
    partnerships : int
        Number of partnerships, at least the twenty of `county.yaml`.
    seed : int
        Seed of the example; it sets the size of the partnerships beyond the twenty.
    """
    county = load("county")
    named = county["forces"]
    extra = partnerships - sum(len(entry["districts"]) for entry in named)
    codes = _Codes()
    return tuple(
        _force(index, entry, codes) for index, entry in enumerate([*named, *_more(extra, len(named), seed)])
    )


def _force(index: int, entry: Mapping[str, Any], codes: _Codes) -> Force:
    county_code = codes("E10")
    places = tuple(_place(district, entry["county"], county_code, codes) for district in entry["districts"])
    return Force(index, codes("E23"), entry["name"], entry["area"], entry["slug"], places)


def _place(entry: Mapping[str, Any], county: str, county_code: str, codes: _Codes) -> Place:
    two_tier = entry["tier"] == "district"
    series = "E07" if two_tier else "E06"
    before = tuple(
        District(codes(series), old["name"], codes("E22"), int(old["population"]))
        for old in entry.get("merged", [entry])
    )
    merged = len(before) > 1
    return Place(
        code=codes("E22") if merged else before[0].csp_code,
        name=entry["name"],
        district_code=codes(series) if merged else before[0].code,
        county_code=county_code if two_tier else "",
        county_name=county if two_tier else "",
        deprivation=float(entry["deprivation"]),
        before=before,
    )


def _more(extra: int, first: int, seed: int) -> Iterator[dict[str, Any]]:
    more = load("county")["more"]
    size = more["districts_per_force"]
    taken = {district["name"] for entry in load("county")["forces"] for district in entry["districts"]}
    every = [stem + ending for ending in more["endings"] for stem in more["stems"]]
    names = [name for name in every if name not in taken]
    for index in range(-(-max(extra, 0) // size)):
        rng = stream(seed, "places", first + index)
        population = rng.integers(*more["population"], size=size) // 1000 * 1000
        deprivation = rng.normal(0, 0.25, size=size).round(2)
        area = f"{_numbered(names, index * (size + 1))}shire"
        yield {
            "name": f"{area} Police",
            "area": area,
            "slug": area.casefold().replace(" ", "-"),
            "county": area,
            "districts": [
                {
                    "name": _numbered(names, index * (size + 1) + 1 + position),
                    "tier": "unitary" if position >= size - more["unitaries_per_force"] else "district",
                    "population": int(population[position]),
                    "deprivation": float(deprivation[position]),
                }
                for position in range(min(size, extra - index * size))
            ],
        }


def _numbered(names: list[str], position: int) -> str:
    compass = ("", "East ", "West ", "North ", "South ", "Upper ", "Lower ", "Great ")
    times, position = divmod(position, len(names))
    return compass[times] + names[position]


def small_areas(force: Force, first: int, seed: int) -> pd.DataFrame:
    """Return the small areas (2011 LSOAs) of a force, in order of code.

    Parameters
    ----------
    force : Force
    first : int
        Number of small areas in the forces before it, so that codes do not repeat.
    seed : int
        Seed of the example.

    Returns
    -------
    DataFrame
        lsoa_code, lsoa_name, place (position of the partnership in the force), before (position of the district of
        2021 in the force), ward_code, ward_name, district_code and district_name (of 2021), population (mid-2022) and
        deprivation (standardised; higher is more deprived).
    """
    rng = stream(seed, "population", force.index)
    parts, before, wards = [], 0, 0
    for position, place in enumerate(force.places):
        for district in place.before:
            part = _district_areas(district, place.deprivation, rng)
            parts.append(part.assign(place=position, before=before, ward=part["ward"] + wards))
            before, wards = before + 1, wards + int(part["ward"].max()) + 1
    areas = pd.concat(parts, ignore_index=True)
    areas["lsoa_code"] = [f"E01{_FIRST_SMALL_AREA + first + number:06d}" for number in range(len(areas))]
    # A force has far fewer than 1,000 wards, so the force's position keeps their codes apart.
    areas["ward_code"] = [f"E05{900_000 + 1000 * force.index + ward:06d}" for ward in areas["ward"]]
    return areas.drop(columns="ward")


def _district_areas(district: District, deprivation: float, rng: np.random.Generator) -> pd.DataFrame:
    number = max(round(district.population / RESIDENTS_PER_SMALL_AREA), 8)
    share = rng.gamma(40.0, size=number)
    population = np.floor(share / share.sum() * district.population).astype(int)
    population[0] += district.population - population.sum()
    position = np.arange(number)
    names = load("county")["wards"]
    ward = position // SMALL_AREAS_PER_WARD % len(names)
    return pd.DataFrame(
        {
            "lsoa_name": [f"{district.name} {at // 5 + 1:03d}{'ABCDE'[at % 5]}" for at in position],
            "ward": ward,
            "ward_name": [names[at] for at in ward],
            "district_code": district.code,
            "district_name": district.name,
            "population": population,
            "deprivation": rng.normal(deprivation, 0.9, size=number),
        }
    )
