"""Extracts of authorities and their maps, for the tests of what partnerships hold."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import store_deliveries as given
import yaml

from pads_analysis.data.extracts.mapping import open_extract
from pads_analysis.data.extracts.reader import read_extract
from pads_analysis.data.reading import RawFile, Reading

HEADER = ("Date from", "Time from", "Date to", "Offence", "LSOA", "East", "North")
COLUMNS = {
    "from": "Date from",
    "from_time": "Time from",
    "to": "Date to",
    "category": "Offence",
    "lsoa": "LSOA",
    "easting": "East",
    "northing": "North",
}
#: 21 July 2021 in Oldname 001A: a whole row that nothing is wrong with.
ROW = ("21/07/2021", "14:05", "", "Burglary", "E01900005", "", "")


def row(**changes: str) -> list[str]:
    """One whole row with some fields changed, by the names of the map."""
    names = list(COLUMNS)
    fields = list(ROW)
    for name, value in changes.items():
        fields[names.index(name.rstrip("_"))] = value
    return fields


def map_text(**changes: Any) -> str:
    said: dict[str, Any] = {"data_set": "police_crime", "authority": "Wessex Police", "columns": COLUMNS}
    said |= changes
    return yaml.safe_dump({name: value for name, value in said.items() if value is not None}, sort_keys=False)


def map_file(folder: Path, **changes: Any) -> Path:
    path = folder / "map.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(map_text(**changes), "utf-8")
    return path


def raw(data: bytes | str, name: str = "crimes.csv") -> RawFile:
    content = data.encode("utf-8") if isinstance(data, str) else data
    return RawFile(name, "", "", len(content), lambda: io.BytesIO(content))


def text(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> str:
    return given.text(header, rows)


def read(folder: Path, data: bytes | str, name: str = "crimes.csv", **changes: Any) -> Reading:
    """Read a file through the usual map with changes."""
    return read_extract(raw(data, name), open_extract(map_file(folder, **changes)))


def read_rows(folder: Path, *rows: Sequence[object], **changes: Any) -> Reading:
    return read(folder, text(rows), **changes)


def column_map(**columns: str) -> Mapping[str, str]:
    """The usual columns with some named otherwise, or left out where the heading is empty."""
    return {name: heading for name, heading in {**COLUMNS, **columns}.items() if heading}


def squares(path: Path, corners: Mapping[str, tuple[float, float]], side: float = 1000.0) -> Path:
    """Write outlines of small areas: squares with these lower left corners, metres on the National Grid."""
    features = [
        {
            "type": "Feature",
            "properties": {"LSOA11CD": code, "LSOA11NM": given.LSOA[code][0]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]],
            },
        }
        for code, (x, y) in corners.items()
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), "utf-8")
    return path
