"""Outlines of places, joined from the boundaries of the small areas they are made of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from pads_analysis.data.places import Places


def place_outlines(places: Places, shapes: pd.DataFrame) -> pd.DataFrame:
    """Return the outline of every place whose small areas all have one.

    Parameters
    ----------
    places : Places
    shapes : DataFrame
        vintage, code, geometry_wkb (EPSG:27700).

    Returns
    -------
    DataFrame
        partnership_code, place_code, place_name, geometry_wkb (bytes, EPSG:27700).
    """
    import pandas as pd
    import shapely

    columns = (shapes["vintage"], shapes["code"], shapes["geometry_wkb"])
    found = {(vintage, code): bytes(wkb) for vintage, code, wkb in zip(*columns, strict=True)}
    outlines: dict[str, bytes] = {}
    for place, choices in _choices(places).items():
        for areas in choices:
            wkb = [found.get(area) for area in areas]
            if all(wkb):
                joined = wkb[0] if len(wkb) == 1 else shapely.to_wkb(shapely.union_all(shapely.from_wkb(wkb)))
                outlines[place] = bytes(joined)
                break
    drawn = places.table[places.table["place_code"].isin(outlines.keys())]
    drawn = drawn[["partnership_code", "place_code", "place_name"]]
    wkb = [outlines[code] for code in drawn["place_code"]]
    return drawn.assign(geometry_wkb=pd.Series(wkb, index=drawn.index, dtype="object"))


def _choices(places: Places) -> dict[str, list[list[tuple[str, str]]]]:
    """The sets of small areas that make up each place, in the order in which they are to be tried."""
    members = places.members
    direct: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    linked: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    shared: set[tuple[str, str]] = set()
    columns = (members[name] for name in ("place_code", "lsoa_code", "vintage", "direct", "sole"))
    for place, code, vintage, is_direct, sole in zip(*columns, strict=True):
        (direct if is_direct else linked)[place, vintage].append((vintage, code))
        if not is_direct and not sole:
            # Ground shared with another place would be drawn twice.
            shared.add((place, vintage))
    choices: dict[str, list[list[tuple[str, str]]]] = defaultdict(list)
    for held in (direct, {key: areas for key, areas in linked.items() if key not in shared}):
        for (place, _), areas in sorted(held.items()):
            choices[place].append(areas)
    return choices


def read_outlines(file: Path) -> gpd.GeoDataFrame:
    """Return the outlines written for one partnership: place_code, place_name, geometry (EPSG:27700)."""
    import geopandas as gpd
    import pandas as pd

    rows = pd.read_parquet(file)
    geometry = gpd.GeoSeries.from_wkb(rows["geometry_wkb"], crs="EPSG:27700")
    return gpd.GeoDataFrame(rows[["place_code", "place_name"]], geometry=geometry)
