"""Places as authorities write them: National Grid metres, degrees, LSOA codes and outward postcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.extracts.moments import Column
from pads_analysis.data.readers.values import area_code
from pads_analysis.errors import ContractError
from pads_analysis.params.fields import shown

if TYPE_CHECKING:
    import pandas as pd

# Great Britain on the National Grid in metres and in degrees, St Kilda and Scilly to Lowestoft and Shetland.
EASTINGS = (5_000.0, 660_000.0)
NORTHINGS = (5_000.0, 1_225_000.0)
LATITUDES = (49.8, 60.9)
LONGITUDES = (-8.75, 1.8)

NOT_A_NUMBER = "coordinate is not a number"
OUTSIDE = "point outside Great Britain"
PLACEHOLDER = "a placeholder stands instead of a point"
BAD_LSOA = "small-area code not understood"
BAD_OUTWARD = "outward postcode not understood"

_LSOA = re.compile(r"[EW]01\d{6}", re.ASCII)
_DAMAGED = re.compile(r"\d+(?:[.,]\d+)?E[+-]?\d+|0?1\d{6}", re.ASCII | re.IGNORECASE)
_SECTOR = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(?:\s+\d)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?", re.ASCII)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_NONE = frozenset({"", "-", "..", "n/a", "na", "null", "none", "unknown", "nan", "#n/a", "not known"})

_COMMA_NOTE = "Decimal commas in the coordinates were read as points."
_THOUSANDS_NOTE = "Thousands separators in the coordinates were taken out."


@dataclass(frozen=True, slots=True)
class Points:
    """Points of the rows; every array has shape (rows,).

    Attributes
    ----------
    easting, northing : ndarray of float64
        Metres on the National Grid; NaN where there is no usable point.
    faults : ndarray of object
        Why what is written is no usable point, or "".
    notes : tuple of str
        Sentences for the catalogue.
    """

    easting: np.ndarray
    northing: np.ndarray
    faults: np.ndarray
    notes: tuple[str, ...] = ()


def number(text: str, *, metres: bool) -> tuple[float, str]:
    """Return a coordinate and a sentence on how it was read, "" for none.

    A comma before three digits divides thousands in metres, where a decimal part would leave a number of a few hundred;
    in degrees a comma is always the decimal one.

    Returns
    -------
    tuple of float, str
        NaN when the text is no number.
    """
    plain = text.replace("\u2212", "-").strip()
    if _PLAIN.fullmatch(plain):
        return float(plain), ""
    if metres and _THOUSANDS.fullmatch(plain):
        return float(plain.replace(",", "")), _THOUSANDS_NOTE
    if metres and (_SPACED.fullmatch(plain) or _DOTTED.fullmatch(plain)):
        bare = re.sub(r"[ \u00a0\u202f']", "", plain)
        bare = bare.replace(".", "") if "," in bare or bare.count(".") > 1 else bare
        return float(bare.replace(",", ".")), _THOUSANDS_NOTE
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", ".")), _COMMA_NOTE
    return float("nan"), ""


def read_grid(east: pd.Series, north: pd.Series) -> Points:
    """Read points in metres on the National Grid."""
    x, y, notes = _numbers(east, north, metres=True)
    return _points(x, y, east, north, (EASTINGS, NORTHINGS), notes)


def read_degrees(latitude: pd.Series, longitude: pd.Series) -> Points:
    """Read points in degrees (WGS84) and put them on the National Grid, to some five metres."""
    import pyproj

    y, x, notes = _numbers(latitude, longitude, metres=False)
    points = _points(x, y, longitude, latitude, (LONGITUDES, LATITUDES), notes)
    turn = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    usable = ~np.isnan(points.easting)
    easting, northing = points.easting.copy(), points.northing.copy()
    easting[usable], northing[usable] = turn.transform(easting[usable], northing[usable])
    return Points(easting, northing, points.faults, points.notes)


def swapped(latitude: pd.Series, longitude: pd.Series) -> bool:
    """Whether most points in degrees would lie in Great Britain if their two columns changed places."""
    y, x, _ = _numbers(latitude, longitude, metres=False)
    written = ~np.isnan(x) & ~np.isnan(y)
    inside = _within(y, LONGITUDES) & _within(x, LATITUDES)
    return bool(written.any() and inside[written].mean() > 0.5)


def _numbers(
    one: pd.Series, two: pd.Series, *, metres: bool
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    import pandas as pd

    columns, notes = [], []
    for written in (one, two):
        codes, different = pd.factorize(written)
        read = [number(text, metres=metres) for text in different]
        columns.append(np.array([value for value, _ in read], dtype=np.float64)[codes])
        notes += [note for _, note in read if note]
    return columns[0], columns[1], tuple(dict.fromkeys(notes))


def _within(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return (values >= limits[0]) & (values <= limits[1])


def _points(
    x: np.ndarray,
    y: np.ndarray,
    east: pd.Series,
    north: pd.Series,
    limits: tuple[tuple[float, float], tuple[float, float]],
    notes: tuple[str, ...],
) -> Points:
    blank = _blank(east) & _blank(north)
    holder = (np.abs(x) <= 1) & (np.abs(y) <= 1)
    inside = _within(x, limits[0]) & _within(y, limits[1])
    faults = np.full(len(x), "", dtype=object)
    faults[~inside] = OUTSIDE
    faults[np.isnan(x) | np.isnan(y)] = NOT_A_NUMBER
    faults[holder] = PLACEHOLDER
    faults[blank] = ""
    return Points(np.where(inside, x, np.nan), np.where(inside, y, np.nan), faults, notes)


def _blank(written: pd.Series) -> np.ndarray:
    return written.str.casefold().isin(_NONE).to_numpy()


def read_lsoas(written: pd.Series, column: Column) -> tuple[np.ndarray, np.ndarray]:
    """Read a column of LSOA codes.

    Returns
    -------
    tuple of ndarray, ndarray
        Codes, "" where there is none; and faults, "" where there is none. Objects, shape (rows,).

    Raises
    ------
    ContractError
        When a spreadsheet has turned codes into numbers.
    """
    import pandas as pd

    codes, different = pd.factorize(written)
    read = []
    for at, text in enumerate(different):
        upper = area_code(text)
        if _LSOA.fullmatch(upper):
            read.append((upper, ""))
        elif text.casefold() in _NONE:
            read.append(("", ""))
        elif _DAMAGED.fullmatch(upper):
            row = column.at(int(np.flatnonzero(codes == at)[0]))
            raise ContractError(
                f"A spreadsheet has turned small-area codes into numbers: {shown(text, 24)} in {row}.",
                column.named,
                "Ask for the file as it was exported; in a spreadsheet, import the column as text.",
            )
        else:
            read.append(("", BAD_LSOA))
    values = np.array([code for code, _ in read], dtype=object)
    faults = np.array([why for _, why in read], dtype=object)
    return values[codes], faults[codes]


def read_outward(written: pd.Series) -> tuple[np.ndarray, np.ndarray, bool]:
    """Read a column of outward postcodes; a sector (BS5 6) is cut to its district (BS5).

    Returns
    -------
    tuple of ndarray, ndarray, bool
        Outward codes and faults, "" where there is none, objects of shape (rows,); and whether sectors were cut.
    """
    import pandas as pd

    codes, different = pd.factorize(written)
    read, cut = [], False
    for text in different:
        found = _SECTOR.fullmatch(" ".join(text.upper().split()))
        if found:
            cut = cut or found[1] != text.strip().upper()
            read.append((found[1], ""))
        else:
            read.append(("", "" if text.casefold() in _NONE else BAD_OUTWARD))
    values = np.array([code for code, _ in read], dtype=object)
    faults = np.array([why for _, why in read], dtype=object)
    return values[codes], faults[codes], cut
