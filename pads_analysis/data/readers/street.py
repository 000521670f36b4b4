"""Street-level files of data.police.uk: one row per crime or anti-social behaviour incident."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value
from pads_analysis.vocabulary import offence_scheme, slug

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

# A little wider than the islands, so that rounding at the edge costs no point.
LONGITUDES = (-9.5, 2.5)
LATITUDES = (49.0, 61.5)
NAMED_TYPES = 20

_LSOA = re.compile(r"[EW]01\d{6}", re.ASCII)
_TOLERATED = {
    "crime_id": "Crime ID",
    "reported_by": "Reported by",
    "location": "Location",
    "lsoa_name": "LSOA name",
    "last_outcome_category": "Last outcome category",
    "context": "Context",
}
_KNOWN = frozenset(_TOLERATED) | {
    "month",
    "falls_within",
    "longitude",
    "latitude",
    "lsoa_code",
    "crime_type",
}


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of a street file, or ""."""
    if not (heads.has("crime_type") and heads.has("month") and heads.has("falls_within", "reported_by")):
        return ""
    found = len(_KNOWN & set(heads.slugs))
    return f"{found} of the 12 columns of a data.police.uk street file" if found >= 5 else ""


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read a street file.

    No row is dropped as a duplicate: separate incidents can share every published field. A row without a usable
    month, force or crime type is rejected; a place that cannot be used is blanked and flagged.

    Raises
    ------
    ContractError
        When a needed column is missing or occurs twice, or the last line is cut short.
    """
    account = RowAccount(source)
    notes = _column_notes(source)
    month = _months(source, account)
    force, reported_by = _forces(source, account)
    crime_type = source.needed("crime_type")
    offence_code = _offences(crime_type, account)
    lsoa_code = _small_areas(source, account)
    longitude, latitude, comma = _points(source, account, lsoa_code)
    if comma:
        notes.append("Decimal commas in the coordinates were read as points.")
    columns = {
        "crime_id": _text(source, "crime_id"),
        "month": month,
        "reported_by": reported_by,
        "force_name": force,
        "longitude": longitude,
        "latitude": latitude,
        "location": _text(source, "location"),
        "lsoa_code": lsoa_code,
        "lsoa_name": _text(source, "lsoa_name"),
        "offence_code": offence_code,
        "crime_type": crime_type,
        "outcome": _text(source, "last_outcome_category"),
        "context": _text(source, "context"),
    }
    table = contracts.table("street", {name: column[account.kept] for name, column in columns.items()})
    pairs = table[["force_name", "month"]].drop_duplicates().sort_values(["force_name", "month"])
    months = sorted(set(pairs["month"]))
    return account.reading(
        "street",
        contracts.checked("street", table),
        period=(months[0], months[-1]) if months else (),
        coverage=tuple(f"street|{name}|{when}" for name, when in pairs.itertuples(index=False)),
        vintage=raw.container_last_month,
        notes=notes,
    )


def _text(source: SourceTable, name: str) -> pd.Series:
    import pandas as pd

    found = source.optional(name)
    return pd.Series("", index=range(source.data.num_rows), dtype="str") if found is None else found


def _column_notes(source: SourceTable) -> list[str]:
    notes = []
    absent = [title for name, title in _TOLERATED.items() if not source.headings.has(name)]
    if absent:
        notes.append(f"Columns not in the file: {', '.join(absent)}.")
    extra = [
        text.strip()
        for text, name in zip(source.headings.texts, source.headings.slugs, strict=True)
        if name not in _KNOWN and text.strip()
    ]
    if extra:
        notes.append(f"Columns not used: {', '.join(extra[:10])}.")
    return notes


def _months(source: SourceTable, account: RowAccount) -> np.ndarray:
    written = source.needed("month")
    month = by_value(written, values.month)
    account.reject_for(by_value(written, values.month_reason), written.name)
    account.flag((month != written.to_numpy(dtype=object)) & (month != ""), "month rewritten as YYYY-MM")
    return month


def _forces(source: SourceTable, account: RowAccount) -> tuple[np.ndarray, pd.Series]:
    reported_by = _text(source, "reported_by")
    falls_within = source.optional("falls_within")
    if falls_within is None:
        force = source.needed("reported_by")
    else:
        force = falls_within.mask(falls_within == "", reported_by)
        account.flag((falls_within == "").to_numpy(), "force taken from 'Reported by'")
    account.reject((force == "").to_numpy(), "no force named")
    return force, reported_by


def _offences(crime_type: pd.Series, account: RowAccount) -> np.ndarray:
    scheme = offence_scheme("street")

    def code(text: str) -> str:
        known = scheme.find(text)
        return known.code if known else slug(text)[:80]

    codes = by_value(crime_type, code)
    account.reject((crime_type == "").to_numpy(), "no crime type")
    account.reject(codes == "", "crime type is not readable")
    unknown = [text for text in crime_type[account.kept].unique() if not scheme.find(text)]
    for text in unknown[:NAMED_TYPES]:
        account.flag((crime_type == text).to_numpy(), f"unknown crime type: {' '.join(text.split())[:80]}")
    if unknown[NAMED_TYPES:]:
        account.flag(crime_type.isin(unknown[NAMED_TYPES:]).to_numpy(), "unknown crime type: others")
    return codes


def _small_areas(source: SourceTable, account: RowAccount) -> np.ndarray:
    written = source.needed("lsoa_code")
    codes = by_value(written, lambda text: code if _LSOA.fullmatch(code := values.area_code(text)) else "")
    bad = (codes == "") & (written != "").to_numpy()
    account.flag(bad, "small-area code not understood, left blank", damage=True, column=written.name)
    return codes


def _points(
    source: SourceTable, account: RowAccount, lsoa_code: np.ndarray
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return longitude and latitude in degrees, NaN where there is no usable point."""
    east, north = source.needed("longitude"), source.needed("latitude")
    # In degrees a comma can only be the decimal one, be it in a field in quotation marks or between semicolons.
    comma = bool(east.str.contains(",", regex=False).any() or north.str.contains(",", regex=False).any())
    longitude, latitude = _degrees(east, comma=comma), _degrees(north, comma=comma)
    written = (east != "").to_numpy() | (north != "").to_numpy()
    unread = written & (np.isnan(longitude) | np.isnan(latitude))
    account.flag(unread, "coordinate is not a number, point left blank", damage=True, column=east.name)
    with np.errstate(invalid="ignore"):
        inside = (longitude >= LONGITUDES[0]) & (longitude <= LONGITUDES[1])
        inside &= (latitude >= LATITUDES[0]) & (latitude <= LATITUDES[1])
    account.flag(written & ~unread & ~inside, "point outside the British Isles, left blank", damage=True)
    longitude[~inside] = np.nan
    latitude[~inside] = np.nan
    account.flag((lsoa_code == "") & ~inside, "no location")
    account.flag((lsoa_code == "") & inside, "point without a small-area code")
    account.flag((lsoa_code != "") & ~inside, "small-area code without a point")
    return longitude, latitude, comma


def _degrees(written: pd.Series, *, comma: bool) -> np.ndarray:
    import pandas as pd

    plain = written.str.replace(",", ".", regex=False) if comma else written
    degrees = pd.to_numeric(plain, errors="coerce").to_numpy(dtype="float64", na_value=np.nan, copy=True)
    degrees[np.isinf(degrees)] = 1e9  # a number, though no place: flagged as outside
    return degrees
