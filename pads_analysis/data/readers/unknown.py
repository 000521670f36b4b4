"""What a file is that no rule recognises: said as far as its bytes tell."""

from __future__ import annotations

import io
import itertools
import zipfile
from typing import TYPE_CHECKING

from pads_analysis.data.readers import content, delimited, workbook

if TYPE_CHECKING:
    from pads_analysis.data.reading import RawFile

WHICH = "README.md lists the files that are known."

_COLUMNS_NAMED = 12
_SHEETS_NAMED = 8
_NAME_LENGTH = 60
_CONTROL_SHARE = 0.01

_PICTURE = "a picture"
_PACKED = "an archive that is not opened here; unpack it and give what is in it"
# Beginnings of files, from the formats' own specifications.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"BM", _PICTURE),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ\x00", _PACKED),
    (b"PAR1", "a Parquet file; give the table as CSV"),
    (b"\x00\x00\x27\x0a", "a shapefile; give the outlines as GeoJSON or GeoPackage"),
    (b"SQLite format 3\x00", "a database without outlines that carry area codes"),
)
# Folder in the zip, or start of its "mimetype", that tells an office file.
_OFFICE_FOLDERS = (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation"))
_OFFICE_TYPES = (
    ("text", "a text document (OpenDocument)"),
    ("presentation", "a presentation (OpenDocument)"),
)


def describe(raw: RawFile, start: bytes, text: bytes) -> str:
    """Say what a file is, and what to do about it.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.
    start : bytes
        Its first bytes.
    text : bytes
        The same as text in UTF-8 with line feeds, as far as it can be read as such.

    Returns
    -------
    str
        One or two sentences.
    """
    if not start:
        return "The file is empty. Fetch it again from the publisher."
    if not start.strip(b"\x00"):
        return "The file holds nothing but zero bytes, as an interrupted copy does. Fetch it again."
    if not start.strip():
        return f"The file holds nothing but blank lines. {WHICH}"
    return f"It is {_what(raw, start, text)}. {WHICH}"


def _what(raw: RawFile, start: bytes, text: bytes) -> str:
    for beginning, what in _BEGINNINGS:
        if start.startswith(beginning) and (beginning != b"BM" or _is_binary(text)):
            return what
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return _PICTURE
    form = content.form(start)
    if form == "workbook":
        return _office(raw, start)
    if form == "json":
        return "JSON without outlines that carry area codes"
    plain = text[:1024].lstrip().lower()
    if plain.startswith((b"<!doctype html", b"<html")):
        return "a web page; give the file that it links to"
    if plain.startswith(b"<"):
        return "an XML file"
    if _is_binary(text):
        return "neither text nor of any form that is known"
    columns = _columns(text)
    return (
        f'a table with the columns "{columns}", which is no known layout'
        if columns
        else "text without a table"
    )


def _is_binary(text: bytes) -> bool:
    sample = text[:8192]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) > _CONTROL_SHARE * max(len(sample), 1)


def _office(raw: RawFile, start: bytes) -> str:
    data = content.whole(raw)
    book = workbook.opened(data, raw.where)
    if book is not None:
        named = _listed([f'"{_short(name)}"' for name in book.sheet_names], _SHEETS_NAMED, ", ")
        return f"a workbook without a known table; its sheets are {named}"
    if not start.startswith(b"PK"):
        return "an old Office document, such as Word or Outlook write"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    for folder, what in _OFFICE_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return what
    for part, what in _OFFICE_TYPES:
        if kind.endswith(part):
            return what
    return "a zip archive inside another file; unpack it and give what is in it"


def _columns(text: bytes) -> str:
    """Return the headings of the widest table that the text could be, joined as they stand in it; "" for none."""
    best: list[str] = []
    mark = ""
    for delimiter in delimited.DELIMITERS:
        rows = [fields for fields, _ in delimited.first_rows(text, delimiter) if any(map(str.strip, fields))]
        # Two rows of one width in a row are a table; commas in prose do not fall like that.
        fits = (one for one, two in itertools.pairwise(rows) if len(one) == len(two) > 1)
        found = next(fits, rows[0] if len(rows) == 1 and len(rows[0]) > 1 else [])
        if len(found) > len(best):
            best, mark = found, delimiter
    names = [_short(name) for name in best]
    joint = " | " if mark == "|" else ", " if mark == "\t" else f"{mark} "
    return _listed(names, _COLUMNS_NAMED, joint)


def _listed(names: list[str], most: int, joint: str) -> str:
    more = len(names) - most
    return joint.join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _short(name: str) -> str:
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return plain if len(plain) <= _NAME_LENGTH else f"{plain[:_NAME_LENGTH]}..."
