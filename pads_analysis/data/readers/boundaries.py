"""Area boundaries from GeoJSON or GeoPackage, on the British National Grid."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import LABELS, AreaColumn, Headings
from pads_analysis.data.reading import Reading
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    from pads_analysis.data.reading import RawFile

GRID = "EPSG:27700"
DEGREES = "OGC:CRS84"
# The grid's own extent in metres, with a margin: coordinates in it cannot be degrees.
_GRID_EXTENT = (-200_000, -200_000, 900_000, 1_500_000)
_PROPERTY = re.compile(rb'"([^"\\]{2,60})"\s*:')
_POLYGONS = ("Polygon", "MultiPolygon")
EXAMPLES = 50


@dataclass(slots=True)
class _Outlines:
    """Areas read so far, and the account of those that were not kept."""

    area: AreaColumn
    outlines: dict[str, tuple[str, Any]] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    rejected_rows: list[tuple[int, str]] = field(default_factory=list)
    flagged: Counter[str] = field(default_factory=Counter)

    def reject(self, number: int, reason: str) -> None:
        self.rejected[reason] += 1
        if len(self.rejected_rows) < EXAMPLES:
            self.rejected_rows.append((number, reason))

    def take(self, number: int, code: object, name: object, shape: Any) -> None:
        """Keep one area, or account for it; `number` is its place in the file, from 1."""
        import shapely

        if isinstance(code, (int, float)) or (isinstance(code, str) and values.is_damaged_code(code)):
            return self.reject(number, f"{values.DAMAGED_CODE} in property {self.area.heading!r}")
        code = values.area_code(code) if isinstance(code, str) else ""
        if not values.is_code(self.area.entity, code):
            return self.reject(number, f"code is not one of {LABELS[self.area.entity]}")
        if code in self.outlines:
            return self.reject(number, "area given more than once")
        if shape is None or shape.is_empty or shape.geom_type not in _POLYGONS:
            return self.reject(number, "no outline that can be read")
        shape = shapely.force_2d(shape)
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            return self.reject(number, "no outline that can be read")
        if not shape.is_valid:
            shape = shapely.make_valid(shape)
            self.flagged["outline repaired"] += 1
        self.outlines[code] = (name.strip() if isinstance(name, str) else "", shape)
        return None


def may_be_features(head: bytes) -> bool:
    """Whether the beginning of a JSON file is that of a collection of features."""
    return b'"FeatureCollection"' in head or b'"features"' in head


def recognises_json(data: bytes) -> str:
    """Return why a collection of features, or the beginning of one, holds boundaries, or ""."""
    names = dict.fromkeys(found[1] for found in _PROPERTY.finditer(data))
    return _why([name.decode("utf-8", "replace") for name in names], "GeoJSON")


def recognises_geopackage(data: bytes) -> str:
    """Return why a GeoPackage holds boundaries, or ""."""
    found = _layer(data)
    return _why(found[1], "GeoPackage") if found else ""


def _why(names: list[str], form: str) -> str:
    area = _finest(names)
    return f"{form} of {LABELS[area.entity]}, coded in {area.heading}" if area else ""


def _finest(names: list[str]) -> AreaColumn | None:
    return next((area for area in Headings(tuple(names)).codes if not area.current), None)


def _layer(data: bytes) -> tuple[str, list[str]] | None:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        for name, shape in _quietly(pyogrio.list_layers, data):
            fields = [str(title) for title in _quietly(pyogrio.read_info, data, layer=name)["fields"]]
            if shape is not None and _finest(fields):
                return str(name), fields
    except (DataSourceError, DataLayerError):
        return None
    return None


def _quietly(function: Callable[..., Any], data: bytes, **details: Any) -> Any:
    """Call a function of pyogrio on bytes, without its warning that they have no file name ending in .gpkg."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*non conformant file extension", category=RuntimeWarning)
        return function(io.BytesIO(data), **details)


class _TwiceError(Exception):
    """A name that stands twice in one object of JSON, of which a parser would silently take the last."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


def read_json(data: bytes, raw: RawFile) -> Reading:
    """Read boundaries from GeoJSON.

    Coordinates are degrees (WGS84) unless the file names another system, or they can only be metres of the grid.

    Raises
    ------
    ContractError
        When the JSON is damaged or cut short, no property holds area codes, or the system is unknown.
    """
    try:
        content = json.loads(data, object_pairs_hook=_once)
    except _TwiceError as fault:
        raise ContractError(
            f"The property {fault.args[0]!r} occurs more than once in one outline.",
            raw.where,
            "Keep one of them, then ingest the file again.",
        ) from fault
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise ContractError(
            f"The GeoJSON is damaged or cut short ({fault}).",
            raw.where,
            "Download or copy the file again, then ingest it again.",
        ) from fault
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise ContractError("The GeoJSON has no list of features.", raw.where, "Deliver it as published.")
    properties = [_dictionary(feature, "properties") for feature in features]
    names = list(dict.fromkeys(name for row in properties for name in row))
    area = _needed(names, raw)
    title = _name_column(names, area)
    found = _Outlines(area)
    for number, (feature, row) in enumerate(zip(features, properties, strict=True), start=1):
        found.take(number, row.get(names[area.position]), row.get(title), _shape(feature))
    return _reading(found, _json_system(content, raw), len(features), raw)


def read_geopackage(data: bytes, raw: RawFile) -> Reading:
    """Read boundaries from the first layer of a GeoPackage that has area codes.

    Raises
    ------
    ContractError
        When the file is damaged, or the layer names no coordinate system.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    layer = _layer(data)
    if layer is None:
        raise ContractError("No layer holds outlines with area codes.", raw.where, "Deliver it as published.")
    try:
        frame = _quietly(pyogrio.read_dataframe, data, layer=layer[0])
    except (DataSourceError, DataLayerError, ValueError) as fault:
        raise ContractError(
            f"The GeoPackage is damaged ({fault}).", raw.where, "Download or copy the file again."
        ) from fault
    if frame.crs is None:
        raise ContractError(
            "The layer does not say what its coordinates are.",
            raw.where,
            f"Save it again with its coordinate system ({GRID} for the British National Grid).",
        )
    names = [str(name) for name in frame.columns]
    area = _needed(names, raw)
    title = _name_column(names, area)
    found = _Outlines(area)
    titles = frame[title] if title else [""] * len(frame)
    rows = zip(frame.iloc[:, area.position], titles, frame.geometry, strict=True)
    for number, (code, name, shape) in enumerate(rows, start=1):
        found.take(number, code, name, shape)
    return _reading(found, frame.crs, len(frame), raw)


def _needed(names: list[str], raw: RawFile) -> AreaColumn:
    area = _finest(names)
    if area is None:
        raise ContractError(
            "No property of the outlines holds area codes.", raw.where, "Deliver the file as published."
        )
    Headings(tuple(names)).code_columns(raw.where)
    return area


def _name_column(names: list[str], area: AreaColumn) -> str:
    place = Headings(tuple(names)).name_of(area)
    return "" if place is None else names[place]


def _dictionary(feature: object, key: str) -> dict[str, Any]:
    inner = feature.get(key) if isinstance(feature, dict) else None
    return inner if isinstance(inner, dict) else {}


def _shape(feature: object) -> Any:
    import shapely

    geometry = _dictionary(feature, "geometry")
    if not geometry:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, TypeError, ValueError):
        return None


def _json_system(content: dict[str, Any], raw: RawFile) -> Any:
    """Return the coordinate system that a GeoJSON names in its old `crs` member; degrees when it names none."""
    import pyproj

    name = _dictionary(_dictionary(content, "crs"), "properties").get("name")
    if not name:
        return pyproj.CRS(DEGREES)
    try:
        return pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError as fault:
        raise ContractError(
            f"The coordinate system {str(name)[:60]!r} is unknown.",
            raw.where,
            "Save the file again in degrees (WGS84), as GeoJSON asks.",
        ) from fault


def _reading(found: _Outlines, crs: Any, rows_in: int, raw: RawFile) -> Reading:
    """Return the outlines on the National Grid, as well-known binary."""
    import shapely

    area = found.area
    codes = list(found.outlines)
    shapes = np.array([shape for _, shape in found.outlines.values()], dtype=object)
    shapes, notes = _on_grid(shapes, crs, raw)
    label = f"{area.entity}{area.vintage}"
    table = contracts.table(
        "boundaries",
        {
            "entity": [area.entity] * len(codes),
            "vintage": [area.vintage] * len(codes),
            "code": codes,
            "name": [name for name, _ in found.outlines.values()],
            "geometry_wkb": [shapely.to_wkb(shape) for shape in shapes],
        },
    )
    if not rows_in:
        notes.append("The file holds no outlines.")
    return Reading(
        kind="boundaries",
        table=contracts.checked("boundaries", table),
        rows_in=rows_in,
        rows_kept=len(codes),
        rejected=dict(found.rejected),
        rejected_rows=tuple(found.rejected_rows),
        flagged=dict(found.flagged),
        coverage=(f"boundaries|{label}|{min(codes)}..{max(codes)}",) if codes else (),
        vintage=label,
        notes=tuple(notes),
    )


def _on_grid(shapes: np.ndarray, crs: Any, raw: RawFile) -> tuple[np.ndarray, list[str]]:
    import pyproj
    import shapely

    if not len(shapes) or crs == pyproj.CRS(GRID):
        return shapes, []
    low_x, low_y, high_x, high_y = shapely.total_bounds(shapes)
    if crs.is_geographic and (low_x < -180 or high_x > 180 or low_y < -90 or high_y > 90):
        west, south, east, north = _GRID_EXTENT
        if low_x >= west and low_y >= south and high_x <= east and high_y <= north:
            return shapes, [
                "The coordinates were read as metres of the British National Grid; the file says degrees."
            ]
        raise ContractError(
            "The coordinates are neither degrees nor metres of the British National Grid.",
            raw.where,
            f"Save the file again in {GRID} or in degrees (WGS84).",
        )
    turn = pyproj.Transformer.from_crs(crs, GRID, always_xy=True)
    moved = shapely.transform(
        shapes, lambda points: np.column_stack(turn.transform(points[:, 0], points[:, 1]))
    )
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise ContractError(
            "Some coordinates lie where the British National Grid does not reach.",
            raw.where,
            "Check the coordinate system that the file names.",
        )
    return moved, []
