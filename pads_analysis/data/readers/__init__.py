"""Readers: from a publisher's file to a typed table and an account of every row.

`recognise` tells the kind of a file from its content; `read` reads it. What a file is called matters only where
the content does not say its year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pads_analysis.data.readers import (
    borough,
    boundaries,
    content,
    delimited,
    deprivation,
    home_office,
    households,
    known,
    lookup,
    pas_london,
    population,
    source,
    street,
    unknown,
    workbook,
)
from pads_analysis.data.readers.headings import headings
from pads_analysis.data.readers.recognition import Recognised, Rule, first_match
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["Recognised", "describe", "read", "recognise"]

# The first rule to fit a heading row wins, so particular tables stand before general ones.
RULES = (
    Rule("street", "street", street.recognises),
    Rule("csp_table", "csp_table", home_office.recognises_csp),
    Rule("force_table", "force_table", home_office.recognises_force),
    Rule("borough", "borough", borough.recognises),
    Rule("survey_table", "pas_london", pas_london.recognises),
    Rule("", "", known.recognises),
    Rule("deprivation", "deprivation", deprivation.recognises),
    Rule("", "", deprivation.recognises_domains),
    Rule("households", "households", households.recognises),
    Rule("population", "population", population.recognises),
    Rule("lookup", "lookup", lookup.recognises),
)

_READERS: dict[str, Callable[[source.SourceTable, RawFile], Reading]] = {
    "street": street.read,
    "csp_table": home_office.read_csp,
    "force_table": home_office.read_force,
    "borough": borough.read,
    "pas_london": pas_london.read,
    "deprivation": deprivation.read,
    "households": households.read,
    "population": population.read,
    "lookup": lookup.read,
}


def recognise(raw: RawFile) -> Recognised | None:
    """Tell the kind of a file from its content; its name is not looked at.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.

    Returns
    -------
    Recognised or None
        Its `kind` is "" for a file that is known, and not used by this version. None: not a kind we know.

    Raises
    ------
    ContractError
        When the content cannot be decompressed or opened, so that its kind cannot be told.
    """
    start = content.head(raw)
    form = content.form(start)
    if form == "json":
        if not boundaries.may_be_features(start):
            return None
        # A first outline can be longer than the beginning that was read, and stand before its area code.
        why = boundaries.recognises_json(start) or boundaries.recognises_json(content.whole(raw))
        return Recognised("boundaries", "geojson", why) if why else None
    if form == "geopackage":
        why = boundaries.recognises_geopackage(content.whole(raw))
        return Recognised("boundaries", "geopackage", why) if why else None
    if form == "workbook":
        book = workbook.opened(content.whole(raw), raw.where)
        return _recognise_sheets(book, raw) if book else None
    found = _find_layout(_beginning(start))
    return found[0] if found else None


def describe(raw: RawFile) -> str:
    """Say what a file is that `recognise` does not know, as far as its bytes tell, and what to do about it.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.

    Returns
    -------
    str
        One or two sentences.
    """
    start = content.head(raw)
    return unknown.describe(raw, start, _beginning(start))


def read(raw: RawFile, recognised: Recognised) -> Reading:
    """Read a whole file and account for every row.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.
    recognised : Recognised
        From `recognise`, with a kind.

    Returns
    -------
    Reading
        The table keeps the contract of its kind in `pads_analysis.data.contracts`.

    Raises
    ------
    ContractError
        When the file as a whole cannot be relied on: cut short, unreadable, a needed column missing or twice,
        no year to be had. Nothing of it should be stored.
    ValueError
        When `recognised` has no kind.
    """
    if not recognised.kind:
        raise ValueError(f"{raw.where} is of no kind that is used: {recognised.why}")
    data = content.whole(raw)
    if recognised.reader == "geojson":
        return boundaries.read_json(data, raw)
    if recognised.reader == "geopackage":
        return boundaries.read_geopackage(data, raw)
    reader = _READERS[recognised.reader]
    if content.form(data[: content.HEAD_BYTES]) == "workbook":
        book = workbook.opened(data, raw.where)
        if book is None:
            raise _changed(raw, recognised)
        return _read_sheets(book, raw, recognised, reader)
    text = content.decode(data, raw.where)
    found = _find_layout(text.data[: content.HEAD_BYTES])
    if found is None or found[0].kind != recognised.kind:
        raise _changed(raw, recognised)
    return reader(delimited.table(text, found[1], name=raw.name, where=raw.where), raw)


def _changed(raw: RawFile, recognised: Recognised) -> ContractError:
    return ContractError(
        f"The file can no longer be read as it was recognised ({recognised.why}).",
        raw.where,
        "Deliver the file as published.",
    )


def _beginning(start: bytes) -> bytes:
    """Return the beginning of a text in UTF-8, whole lines only; b"" when it is no text."""
    if len(start) == content.HEAD_BYTES:
        # A cut through the middle of a letter of two or four bytes would look like damage. 256 kB ends on a
        # whole UTF-16 or UTF-32 letter, and for UTF-8 the last, partial line is left out.
        cut = start.rfind(b"\n")
        start = start[: cut + 1] if cut > 0 and not start.startswith((b"\xff\xfe", b"\xfe\xff")) else start
    try:
        return content.decode(start, "").data
    except ContractError:
        # What is wrong is said when the file is read; here only the headings matter.
        return start.replace(b"\r\n", b"\n").replace(b"\x00", b"")


def _find_layout(data: bytes) -> tuple[Recognised, delimited.Layout] | None:
    for delimiter in delimited.DELIMITERS:
        for fields, layout in delimited.first_rows(data, delimiter):
            if len(fields) < 2:
                continue
            found = first_match(RULES, headings(fields))
            if found and delimited.heads_rows(data, layout, len(fields)):
                return found, layout
    return None


def _heading_rows(
    book: CalamineWorkbook, raw: RawFile
) -> Iterator[tuple[str, list[list[Any]], int, Recognised | None]]:
    """Yield each sheet with the place of its heading row, and what it is recognised as."""
    for sheet, rows in workbook.sheets(book, raw.where):
        found: tuple[int, Recognised | None] = (0, None)
        for at, row in enumerate(rows[: delimited.SEARCH_ROWS]):
            if match := first_match(RULES, headings([workbook.cell(value) for value in row])):
                found = (at, match)
                break
        yield sheet, rows, *found


def _recognise_sheets(book: CalamineWorkbook, raw: RawFile) -> Recognised | None:
    unused = None
    for _, _, _, found in _heading_rows(book, raw):
        if found and found.kind:
            return found
        unused = unused or found
    return unused


def _read_sheets(
    book: CalamineWorkbook,
    raw: RawFile,
    recognised: Recognised,
    reader: Callable[[source.SourceTable, RawFile], Reading],
) -> Reading:
    readings: list[Reading] = []
    other: list[str] = []
    for sheet, rows, at, found in _heading_rows(book, raw):
        part = found is not None and found.kind == recognised.kind
        if not part or (recognised.kind == "population" and not population.of_persons(sheet)):
            other.append(sheet)
            continue
        readings.append(reader(workbook.table(raw.name, raw.where, sheet, rows, at), raw))
    if not readings:
        raise _changed(raw, recognised)
    note = (f"Sheets not read: {', '.join(other)}.",) if other else ()
    return source.merged(readings, note)
