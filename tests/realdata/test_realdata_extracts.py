"""Extracts beside published files: the guard seldom takes a column for personal, and points fall where they should."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import geopandas as gpd
import pytest
import yaml
from conftest import published

from pads_analysis.data.delivery import walk
from pads_analysis.data.extracts.mapping import open_extract
from pads_analysis.data.extracts.personal import personal_columns
from pads_analysis.data.extracts.table import find_table
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

pytestmark = [pytest.mark.realdata]

BRISTOL = "E22000002"
MONTH = "2021-03"


def test_hardly_any_column_of_a_published_file_is_taken_for_personal():
    """Of all different columns of lookups, households, indices and a police month, at most one in a hundred."""
    folders = published("lookups", "households", "imd", "police-avon-somerset")
    paths = [path for folder in folders[:3] for path in sorted(folder.glob("*.csv*"))]
    paths += [folders[3] / f"{MONTH}-avon-and-somerset-street.csv.gz"]
    columns, alarms = 0, []
    seen: set[tuple[str, ...]] = set()
    for path in paths:
        table = find_table(next(iter(walk([path]))), lambda _: 0)
        if table.headings.texts not in seen:
            seen.add(table.headings.texts)
            columns += len(table.headings.texts)
            alarms += [(path.name, found.heading, found.what) for found in personal_columns(table)]
    assert columns > 150
    assert len(alarms) <= columns / 100, alarms


def test_points_fall_in_the_small_areas_that_the_publisher_says(tmp_path):
    """Each row of a real month, given without its small area: the outlines return the one in the published file."""
    police, lookups, boundaries = published("police-avon-somerset", "lookups", "boundaries")
    with gzip.open(
        police / f"{MONTH}-avon-and-somerset-street.csv.gz", "rt", encoding="utf-8", newline=""
    ) as stream:
        rows = [row for row in csv.DictReader(stream) if row["LSOA name"].startswith("Bristol ")][:3000]
    extract = tmp_path / "points.csv"
    with extract.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["When", "What", "Lat", "Long", "Area"])
        writer.writerows(
            [f"{MONTH}-15", row["Crime type"], row["Latitude"], row["Longitude"], row["LSOA code"]]
            for row in rows
        )
    columns = {"from": "When", "category": "What", "latitude": "Lat", "longitude": "Long", "detail": "Area"}
    said = {"data_set": "police_crime", "authority": "Avon and Somerset", "columns": columns}
    map_path = Path(tmp_path / "map.yaml")
    map_path.write_text(yaml.safe_dump(said), "utf-8")
    store = tmp_path / "store"
    outline = boundaries / "lsoa11" / "E06000023.geojson"
    ingest([lookups, outline], store)
    assert ingest([extract], store, extract=open_extract(map_path)).exit_code == 0
    table = Store.open(store).extracts.incidents(BRISTOL, "police_crime")
    assert len(table) / len(rows) > 0.999
    assert set(table["placed_by"]) == {"point"}
    # The published outlines are generalised by up to some 20 metres, and streets are often the border: the points that
    # fall elsewhere must lie that close to the area that the publisher names.
    elsewhere = table[table["lsoa_code"] != table["detail"]]
    assert len(elsewhere) / len(table) < 0.05
    outlines = gpd.read_file(outline).to_crs("EPSG:27700")
    named = outlines.set_index(
        next(name for name in outlines.columns if name.casefold().endswith("cd"))
    ).geometry
    points = gpd.GeoSeries.from_xy(elsewhere["easting"], elsewhere["northing"], crs="EPSG:27700")
    gaps = points.distance(gpd.GeoSeries(named.loc[elsewhere["detail"]].array, index=points.index))
    assert gaps.max() < 25
