"""Population, households, deprivation and outlines of the example's areas, in their publishers' layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from scipy.stats import norm

from pads_analysis.data.example.files import write_table, write_text
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.settings import stream
from pads_analysis.data.example.shapes import Shapes

# 2021 is left out and nothing follows 2022, so that one year is interpolated and later ones are carried forward.
POPULATION_YEARS = (2019, 2020, 2022)
_GROWTH = 0.003  # a year, up to 2022
_SMALL_AREAS_OF_ENGLAND = 32_844
_PERSONS_PER_HOUSEHOLD = 2.35
_DOMAINS = (
    "IMD",
    "Income",
    "Employment",
    "Education",
    "Health",
    "Crime",
    "Housing_and_Access",
    "Environment",
)


AGES = np.arange(91)


def age_shares() -> np.ndarray:
    """Return the share of each single year of age, 90 and over last, among residents, shape (91,)."""
    pyramid = np.where(AGES < 60, 1.0, np.exp(-(((AGES - 60) / 22.0) ** 2)))
    return pyramid / pyramid.sum()


def write_population(folder: Path, areas: pd.DataFrame, seed: int) -> list[Path]:
    """Write mid-year estimates by small area and single year of age, one file a year, and return the paths.

    Parameters
    ----------
    folder : Path
        Folder of the population files.
    areas : DataFrame
        Small areas of all forces, as `places.small_areas`; their population is that of mid-2022.
    seed : int
        Seed of the example.
    """
    paths = []
    for year in POPULATION_YEARS:
        rng = stream(seed, "ages", year)
        total = np.rint(areas["population"] * (1 - _GROWTH * (2022 - year))).astype(int)
        ages = pd.DataFrame(rng.multinomial(total, age_shares()), columns=[*map(str, AGES[:-1]), "90+"])
        table = pd.concat(
            [
                areas[["lsoa_name", "lsoa_code"]].set_axis(["lsoa11_name", "lsoa11_code"], axis=1),
                total.rename("total_population"),
                ages,
            ],
            axis=1,
        )
        path = folder / f"population{year % 100}_lsoa11.csv.gz"
        paths.append(write_table(path, table, quote=("lsoa11_name", "lsoa11_code")))
    return paths


def write_households(folder: Path, forces: Sequence[Force]) -> Path:
    """Write households by district at the census of 2021, rounded to the hundred as the census prints them."""
    districts = [before for force in forces for place in force.places for before in place.before]
    table = pd.DataFrame(
        {
            "ltla21_name": [district.name for district in districts],
            "ltla21_code": [district.code for district in districts],
            "households": [
                round(district.population / _PERSONS_PER_HOUSEHOLD / 100) * 100 for district in districts
            ],
        }
    )
    return write_table(folder / "households21_ltla21.csv", table, quote=("ltla21_name", "ltla21_code"))


def write_deprivation(folder: Path, areas: pd.DataFrame, seed: int) -> Path:
    """Write ranks (1 is the most deprived of 32,844) and deciles of the index and its seven domains."""
    rng = stream(seed, "deprivation")
    lacking = {
        domain: areas["deprivation"] + (0.5 * rng.normal(size=len(areas)) if at else 0.0)
        for at, domain in enumerate(_DOMAINS)
    }
    ranks = {domain: _ranks(value.to_numpy()) for domain, value in lacking.items()}
    table = pd.DataFrame({"lsoa11_code": areas["lsoa_code"]})
    for domain, rank in ranks.items():
        table[f"{domain}_decile"] = -(-rank * 10 // _SMALL_AREAS_OF_ENGLAND)
    for domain, rank in ranks.items():
        table[f"{domain}_rank"] = rank
    return write_table(folder / "imd2019_england_lsoa11.csv.gz", table, quote=("lsoa11_code",))


def _ranks(lacking: np.ndarray) -> np.ndarray:
    """Return distinct national ranks: where an area of such deprivation would stand among all of England."""
    wanted = np.ceil(norm.sf(lacking) * _SMALL_AREAS_OF_ENGLAND).clip(1)
    order = wanted.argsort(kind="stable")
    step = np.arange(len(wanted))
    raised = np.maximum.accumulate(wanted[order] - step) + step
    # Ties have been pushed up one by one; what was pushed past the last rank comes down again.
    most = _SMALL_AREAS_OF_ENGLAND - step[::-1]
    ranks = np.empty(len(wanted), dtype=int)
    ranks[order] = np.minimum(raised, most)
    return ranks


def write_boundaries(folder: Path, force: Force, areas: pd.DataFrame, shapes: Shapes) -> list[Path]:
    """Write the outlines of a force's small areas in WGS84, one GeoJSON file for each district of 2024."""
    paths = []
    for at, place in enumerate(force.places):
        features = ",\n".join(_features(np.flatnonzero(areas["place"].to_numpy() == at), areas, shapes))
        text = (
            '{\n"type": "FeatureCollection",\n'
            f'"name": "{place.district_code}",\n'
            '"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },\n'
            f'"features": [\n{features}\n]\n}}\n'
        )
        paths.append(write_text(folder / f"{place.district_code}.geojson", text))
    return paths


def _features(own: np.ndarray, areas: pd.DataFrame, shapes: Shapes) -> Iterator[str]:
    codes, names = areas["lsoa_code"].to_numpy()[own], areas["lsoa_name"].to_numpy()[own]
    for number, (code, name, outline) in enumerate(
        zip(codes, names, shapely.to_geojson(shapes.outlines[own]), strict=True), start=1
    ):
        yield (
            f'{{ "type": "Feature", "properties": {{ "FID": {number}, "LSOA11CD": "{code}", '
            f'"LSOA11NM": "{name}" }}, "geometry": {outline} }}'
        )
