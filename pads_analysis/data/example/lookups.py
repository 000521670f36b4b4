"""Lookups between areas as the Open Geography portal publishes them, in the vintages 2021 and 2024."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pads_analysis.data.example.files import write_table
from pads_analysis.data.example.places import Force

REGION = ("E12000090", "Middle Marches")
COUNTRY = ("E92000001", "England")


def write_lookups(folder: Path, forces: Sequence[Force], areas: pd.DataFrame) -> list[Path]:
    """Write every lookup of the example and return the paths.

    Parameters
    ----------
    folder : Path
        Folder of the lookups.
    forces : sequence of Force
    areas : DataFrame
        Small areas of all forces, as `places.small_areas`.
    """
    old = [(force, place, before) for force in forces for place in force.places for before in place.before]
    now = [(force, place) for force in forces for place in force.places]
    tables = {
        "LSOA11_LAD21.csv": _plain_lookup(
            areas,
            LSOA11CD="lsoa_code",
            LSOA11NM="lsoa_name",
            LAD21CD="district_code",
            LAD21NM="district_name",
        ),
        "LSOA11_WD21.csv": _plain_lookup(
            areas, LSOA11CD="lsoa_code", LSOA11NM="lsoa_name", WD21CD="ward_code", WD21NM="ward_name"
        ),
        "LAD21_CSP21_PFA21.csv": _frame(
            ("LAD21", "CSP21", "PFA21"),
            [((b.code, b.name), (b.csp_code, b.name), (f.code, f.area)) for f, _, b in old],
        ),
        "LAD24_CSP24_PFA24.csv": _frame(
            ("LAD24", "CSP24", "PFA24"),
            [((p.district_code, p.name), (p.code, p.name), (f.code, f.area)) for f, p in now],
        ),
        "LAD21_to_LAD24_changes.csv": _frame(
            ("LAD21", "LAD22", "LAD23", "LAD24"),
            [(*[(b.code, b.name)] * 2, *[(p.district_code, p.name)] * 2) for _, p, b in old],
        ),
        "LTLA24_UTLA24.csv": _frame(
            ("LTLA24", "UTLA24"),
            [
                ((p.district_code, p.name), (p.county_code or p.district_code, p.county_name or p.name))
                for _, p in now
            ],
        ),
        "LAD24_RGN24_CTRY24.csv": _frame(
            ("LAD24", "RGN24", "CTRY24"), [((p.district_code, p.name), REGION, COUNTRY) for _, p in now]
        ),
    }
    return [write_table(folder / name, table, mark=True) for name, table in tables.items()]


def _plain_lookup(areas: pd.DataFrame, **columns: str) -> pd.DataFrame:
    return _numbered(pd.DataFrame({heading: areas[name] for heading, name in columns.items()}))


def _frame(entities: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> pd.DataFrame:
    headings = [f"{entity}{ending}" for entity in entities for ending in ("CD", "NM")]
    return _numbered(
        pd.DataFrame([[cell for pair in row for cell in pair] for row in rows], columns=headings)
    )


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    # The portal's downloads end in a row number; a reader has to pass over it.
    return table.assign(ObjectId=range(1, len(table) + 1))
