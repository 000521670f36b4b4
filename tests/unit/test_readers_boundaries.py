from __future__ import annotations

import io
import json

import geopandas as gpd
import pytest
import shapely

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile
from pads_analysis.errors import ContractError

# A side of a hundredth of a degree, its west side on the central meridian of the National Grid (2 W).
SQUARE = [[[-2.0, 52.0], [-1.99, 52.0], [-1.99, 52.01], [-2.0, 52.01], [-2.0, 52.0]]]


def feature(code: str, rings: object = SQUARE, shape: str = "Polygon") -> dict[str, object]:
    geometry = None if rings is None else {"type": shape, "coordinates": rings}
    properties = {
        "FID": 1,
        "WD25CD": code,
        "WD25NM": f"Ward {code}",
        "LAD25CD": "E06000022",
        "LADCD_ACTIVE": "E06000022",
    }
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def raw(content: object) -> RawFile:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return RawFile("areas.geojson", "", "", len(data), lambda: io.BytesIO(data))


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", **more, "features": list(features)}


def read(content: object):
    file = raw(content)
    found = readers.recognise(file)
    assert found is not None
    assert found.kind == "boundaries"
    return readers.read(file, found)


def test_the_finest_area_is_taken_and_moved_to_the_national_grid():
    reading = read(collection(feature("E05000001")))
    row = reading.table.iloc[0]
    assert row.drop("geometry_wkb").to_dict() == {
        "entity": "ward",
        "vintage": "25",
        "code": "E05000001",
        "name": "Ward E05000001",
    }
    shape = shapely.from_wkb(row["geometry_wkb"])
    # On the grid's central meridian (2 W) eastings are 400,000; a hundredth of a degree north is 1.11 km, and a
    # hundredth of a degree west to east is cos(52 degrees) of that. The datum shift is about 100 m.
    west, south, east, north = shape.bounds
    assert west == pytest.approx(400_000, abs=150)
    assert north - south == pytest.approx(1112, abs=6)
    assert east - west == pytest.approx(1112 * 0.6157, abs=8)


def test_coordinates_already_on_the_grid_are_left_as_they_are():
    square = [[[400000, 200000], [400100, 200000], [400100, 200100], [400000, 200000]]]
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    for more in ({"crs": named}, {}):
        reading = read(collection(feature("E05000001", square), **more))
        assert shapely.from_wkb(reading.table["geometry_wkb"][0]).bounds == (400000, 200000, 400100, 200100)


def test_every_outline_is_accounted_for():
    bow_tie = [[[-2.0, 52.0], [-1.9, 52.1], [-1.9, 52.0], [-2.0, 52.1], [-2.0, 52.0]]]
    reading = read(
        collection(
            feature("E05000001"),
            feature("E05000001"),
            feature("nonsense"),
            feature("E05000002", None),
            feature("E05000003", [-2.0, 52.0], "Point"),
            feature("E05000004", bow_tie),
            feature("E05000005", "oops"),
            "not a feature",
        )
    )
    assert reading.rows_in == 8
    assert reading.table["code"].tolist() == ["E05000001", "E05000004"]
    assert reading.rejected == {
        "area given more than once": 1,
        "code is not one of wards": 2,
        "no outline that can be read": 3,
    }
    assert reading.flagged == {"outline repaired": 1}
    assert shapely.from_wkb(reading.table["geometry_wkb"][1]).is_valid
    assert reading.rejected_rows[0] == (2, "area given more than once")


def test_a_cut_file_is_refused():
    data = json.dumps(collection(feature("E05000001"), feature("E05000002"))).encode()
    file = raw(data[:-40])
    with pytest.raises(ContractError, match="cut short"):
        readers.read(file, readers.recognise(file))


def test_coordinates_of_neither_system_are_refused():
    far = [[[5e6, 5e6], [5e6 + 1, 5e6], [5e6, 5e6 + 1], [5e6, 5e6]]]
    with pytest.raises(ContractError, match="neither degrees nor metres"):
        read(collection(feature("E05000001", far)))


def test_an_unknown_coordinate_system_is_refused():
    named = {"type": "name", "properties": {"name": "moon"}}
    with pytest.raises(ContractError, match="'moon'"):
        read(collection(feature("E05000001"), crs=named))


def test_an_area_code_behind_a_very_long_outline_is_found():
    ring = [[-2.0 + at / 1e7, 52.0] for at in range(20_000)] + [[-1.9, 52.1], [-2.0, 52.0]]
    long = {"type": "Polygon", "coordinates": [ring]}
    late = {"type": "Feature", "geometry": long, "properties": {"LAD21CD": "E06000022", "LAD21NM": "Bath"}}
    reading = read({"features": [late], "type": "FeatureCollection"})
    assert reading.table["code"].tolist() == ["E06000022"]


def test_other_json_is_not_recognised():
    assert readers.recognise(raw({"bytes": 1})) is None
    assert readers.recognise(raw(collection({"type": "Feature", "properties": {"CRIME": 1}}))) is None


def geopackage(path, crs: str | None) -> bytes:
    frame = gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000001", "E01000002"], "LSOA21NM": ["A", "B"]},
        geometry=[shapely.box(400000, 200000, 400100, 200100), shapely.box(0, 0, 1, 1)],
        crs=crs,
    )
    frame.to_file(path, driver="GPKG", layer="areas")
    return path.read_bytes()


def test_a_geopackage_is_read_from_memory(tmp_path):
    reading = read(geopackage(tmp_path / "areas.gpkg", "EPSG:27700"))
    assert reading.table["code"].tolist() == ["E01000001", "E01000002"]
    assert reading.table["name"].tolist() == ["A", "B"]
    assert reading.vintage == "lsoa21"
    assert shapely.from_wkb(reading.table["geometry_wkb"][0]).area == pytest.approx(10_000)


def test_another_database_is_not_recognised(tmp_path):
    import sqlite3

    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (LSOA21CD text)")
    connection.close()
    assert readers.recognise(raw(path.read_bytes())) is None
