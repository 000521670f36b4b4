"""Sheets of a workbook (xlsx, xls, ods) as tables of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data.readers.headings import headings
from pads_analysis.data.readers.source import SourceTable
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_UNPACKED = 4 << 30
MAX_RATIO = 400
MAX_CELLS = 200_000_000
_WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
# What zipfile raises on damaged archives: besides its own error also those of what it is built on.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
# Names of members that only office files have; in a zip cut short the first ones still stand at its beginning.
_OFFICE_MARKS = (b"[Content_Types].xml", b"_rels/.rels", b"xl/", b"docProps/", b"mimetype")
_MARK_BYTES = 65_536
_EXTENT = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')


def opened(data: bytes, where: str) -> CalamineWorkbook | None:
    """Return the workbook in these bytes, or None when they are some other zip or Office file.

    Raises
    ------
    ContractError
        When the workbook is damaged, protected by a password, or unpacks to an absurd size.
    """
    import python_calamine as calamine

    if data.startswith(b"PK") and not _is_workbook(data, where):
        return None
    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError as fault:
        raise ContractError(
            "The workbook is protected by a password.", where, "Save a copy without the password."
        ) from fault
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as fault:
        if not data.startswith(b"PK"):
            return None  # Word, Outlook and others share the beginning of an old Excel file
        raise _damaged(where, str(fault)) from fault


def _is_workbook(data: bytes, where: str) -> bool:
    """Whether a zip holds a workbook, and one that can be opened without filling the memory.

    Raises
    ------
    ContractError
        When the zip is damaged, unpacks to an absurd size, or has a sheet that reaches absurdly far.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if not names & _WORKBOOKS:
                return False
            if "mimetype" in names and b"spreadsheet" not in archive.read("mimetype")[:100]:
                return False  # a text or a drawing of the same family of formats
            unpacked = sum(member.file_size for member in members)
            if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(data) + (64 << 20):
                raise ContractError(
                    "The workbook unpacks to far more than a publication holds.",
                    where,
                    "Check where the file came from; save the sheet you need as CSV if it is right.",
                )
            for member in members:
                if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                    with archive.open(member) as sheet:
                        _refuse_far_cells(sheet.read(4096), where)
    except _BROKEN_ZIP as fault:
        if any(mark in data[:_MARK_BYTES] for mark in _OFFICE_MARKS):
            raise _damaged(where, str(fault)) from fault
        raise ContractError(
            f"It starts like a zip archive but cannot be opened ({str(fault).rstrip('.')}).",
            where,
            "Fetch it again from the publisher.",
        ) from fault
    return True


def _refuse_far_cells(start: bytes, where: str) -> None:
    # A sheet is held as a full rectangle, so one stray cell in the last column and row would take all memory.
    found = _EXTENT.search(start)
    if not found:
        return
    width = 0
    for letter in found[1]:
        width = width * 26 + letter - 64
    if width * int(found[2]) > MAX_CELLS:
        raise ContractError(
            f"A sheet reaches to cell {found[1].decode()}{found[2].decode()}, far beyond its data.",
            where,
            "Delete the empty rows and columns outside the table, or save the sheet as CSV.",
        )


def _damaged(where: str, why: str) -> ContractError:
    return ContractError(
        f"The workbook is damaged or cut short ({why}).",
        where,
        "Download or copy the file again, then ingest it again.",
    )


def sheets(book: CalamineWorkbook, where: str) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield the name and the rows of each sheet that holds any.

    Raises
    ------
    ContractError
        When a sheet cannot be read.
    """
    import python_calamine as calamine

    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except calamine.CalamineError as fault:
            raise _damaged(f"{where}, sheet {name}", str(fault)) from fault
        if rows:
            yield name, rows


def cell(value: Any) -> str:
    """Return a cell as text: whole numbers without a decimal point, dates as YYYY-MM-DD."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def table(name: str, where: str, sheet: str, rows: list[list[Any]], row: int) -> SourceTable:
    """Return the rows of a sheet below its heading row.

    Parameters
    ----------
    name, where, sheet : str
        File name, what to print in messages, and the sheet's name.
    rows : list of list
        Every cell of the sheet.
    row : int
        Place of the heading row, from 0.
    """
    import pyarrow as pa

    heads = headings([cell(value) for value in rows[row]])
    width = len(heads.texts)
    texts = [[cell(value) for value in line] for line in rows[row + 1 :]]
    lines = [row + 2 + at for at, line in enumerate(texts) if any(part.strip() for part in line)]
    refused = []
    body = []
    for line in lines:
        fields = texts[line - row - 2]
        if any(part.strip() for part in fields[width:]):
            refused.append((line, "values outside the headed columns"))
        else:
            body.append((line, (fields + [""] * width)[:width]))
    data = pa.table(
        {str(at): pa.array([fields[at] for _, fields in body], pa.string()) for at in range(width)}
    )
    preamble = tuple(" ".join(filter(str.strip, map(cell, line))) for line in rows[:row])
    return SourceTable(
        name=name,
        where=f"{where}, sheet {sheet}",
        sheet=sheet,
        preamble=preamble,
        headings=heads,
        data=data,
        lines=np.asarray([line for line, _ in body], dtype=np.int64),
        refused=tuple(refused),
    )
