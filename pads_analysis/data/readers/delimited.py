"""Delimited text cut into rows and fields, with nothing lost: a damaged line never shifts or swallows another."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.content import Text
from pads_analysis.data.readers.headings import headings
from pads_analysis.data.readers.quoting import QUOTED_LINES, Records, records
from pads_analysis.data.readers.source import SourceTable

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pacsv

DELIMITERS = (",", ";", "\t", "|")
SEARCH_ROWS = 60

RAGGED = "wrong number of fields"
OUTSIDE = "values outside the headed columns"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the heading row of a text file stands, and how its fields are divided.

    Attributes
    ----------
    delimiter : str
        One of `DELIMITERS`.
    row : int
        Rows above the heading row.
    end : int
        Position of the byte after the heading row.
    line : int
        Line on which the first data row stands, from 1.
    """

    delimiter: str
    row: int
    end: int
    line: int


def first_rows(data: bytes, delimiter: str, limit: int = SEARCH_ROWS) -> Iterator[tuple[list[str], Layout]]:
    """Yield the first rows of a text with the layout it would have if the heading row were that one.

    Parameters
    ----------
    data : bytes
        UTF-8 text with line feeds, or the beginning of one.
    delimiter : str
        Character between fields.
    limit : int
        Lines to look at.
    """
    start, line = 0, 1
    while start < len(data) and line <= limit:
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end + 1
        text = data[start:end].decode("utf-8", "replace").rstrip("\n")
        # A heading may itself hold a line end between quotation marks.
        extra = 0
        while text.count('"') % 2 and end < len(data) and extra < QUOTED_LINES:
            stop = data.find(b"\n", end)
            stop = len(data) if stop < 0 else stop + 1
            text += "\n" + data[end:stop].decode("utf-8", "replace").rstrip("\n")
            end, extra = stop, extra + 1
        yield _fields(text, delimiter), Layout(delimiter, line - 1, end, line + extra + 1)
        start, line = end, line + extra + 1


def heads_rows(data: bytes, layout: Layout, width: int) -> bool:
    """Whether rows of about this width follow a row: prose that happens to name columns heads none.

    Parameters
    ----------
    data : bytes
        The beginning of the text.
    layout : Layout
        Of the row in question.
    width : int
        Its number of fields.
    """
    # The last piece is left out: it may be the rest of a line that was cut, in the file or in what is looked at.
    lines = [line for line in data[layout.end :].split(b"\n", SEARCH_ROWS)[:-1] if line.strip()]
    mark = layout.delimiter.encode()
    return not lines or any(line.count(mark) + 1 >= width // 2 for line in lines)


def _fields(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return [text]


def table(text: Text, layout: Layout, *, name: str, where: str) -> SourceTable:
    """Return every row below the heading row.

    Rows with too few or too many fields, or with a quotation mark that is never closed, are refused with their
    line. Empty fields after the last heading are left out where the heading row has them too; in a row alone they
    mean that a value was cut in two, so that row is refused. Blank lines are no rows.

    Parameters
    ----------
    text : Text
        The whole file.
    layout : Layout
        From `first_rows`, of the row that was recognised as the heading row.
    name, where : str
        File name, and what to print in messages.
    """
    above = [fields for fields, at in first_rows(text.data, layout.delimiter) if at.row < layout.row]
    row = next(fields for fields, at in first_rows(text.data, layout.delimiter) if at.end == layout.end)
    heads = headings(row)
    body = text.data[layout.end :]
    named = len(heads.texts)
    width = len(row)
    found = records(body, layout.delimiter, layout.line, named, width)
    data, kept, refused = _cut(found, layout.delimiter, named, width)
    if data.num_rows != len(kept):
        # The two ways of cutting disagree about where records end, so every line is cut on its own instead.
        found = records(body, layout.delimiter, layout.line, named, width, careful=True)
        data, kept, refused = _cut(found, layout.delimiter, named, width)
    lines = np.asarray(found.lines, dtype=np.int64)
    ended = not body or body.endswith(b"\n")
    last = layout.line + body.count(b"\n")
    return SourceTable(
        name=name,
        where=where,
        sheet="",
        preamble=tuple(" ".join(part for part in fields if part.strip()) for fields in above),
        headings=heads,
        data=data,
        lines=lines[kept],
        refused=tuple(sorted(found.refused + [(int(lines[at]), why) for at, why in refused])),
        delimiter=layout.delimiter,
        unterminated=0 if ended else _record_line(last, found, lines),
        notes=text.notes,
    )


def _record_line(last: int, found: Records, lines: np.ndarray) -> int:
    # The unfinished last line may be the tail of a record that began some lines above.
    known = [int(lines[-1])] if len(lines) else []
    known += [line for line, _ in found.refused]
    return max((line for line in known if line <= last), default=0)


def _cut(
    found: Records, delimiter: str, named: int, width: int
) -> tuple[pa.Table, np.ndarray, list[tuple[int, str]]]:
    """Cut records into fields; returns the named ones, the record of each row, and the records refused, with why."""
    import pyarrow as pa

    names = [str(place) for place in range(width)]
    buffer = b"".join(found.pieces)
    if not buffer:
        empty = pa.table({name: pa.array([], pa.string()) for name in names[:named]})
        return empty, np.zeros(0, dtype=int), []
    refused: list[tuple[int, str]] = []
    short: dict[int, list[str]] = {}

    def uneven(row: pacsv.InvalidRow) -> str:
        fields = _fields(row.text, delimiter)
        if len(fields) == named < width:
            short[row.number - 1] = fields
        else:
            refused.append((row.number - 1, RAGGED))
        return "skip"

    data = _parse(buffer, delimiter, names, uneven)
    kept = np.setdiff1d(np.arange(len(found.lines)), [at for at, _ in refused] + list(short))
    if width > named and data.num_rows == len(kept):
        outside = _outside(data, named)
        refused += [(int(at), OUTSIDE) for at in kept[outside]]
        data, kept = data.filter(pa.array(~outside)), kept[~outside]
    data = data.select(names[:named])
    if short:
        extra = pa.table({name: [row[at] for row in short.values()] for at, name in enumerate(names[:named])})
        data = pa.concat_tables([data, extra.cast(data.schema)])
        kept = np.concatenate((kept, np.fromiter(short, dtype=int)))
    return data, kept, refused


def _parse(
    buffer: bytes, delimiter: str, names: list[str], uneven: Callable[[pacsv.InvalidRow], str]
) -> pa.Table:
    """Cut every record into text; `uneven` is called for each that has another number of fields than `names`."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    return pacsv.read_csv(
        pa.BufferReader(buffer),
        # One thread and one block, because only then does pyarrow give the numbers of uneven rows.
        read_options=pacsv.ReadOptions(use_threads=False, column_names=names, block_size=len(buffer) + 1),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=uneven
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            null_values=[],
            check_utf8=False,
        ),
    )


def _outside(data: pa.Table, named: int) -> np.ndarray:
    """Say of each row whether it has a value under an empty heading."""
    import pyarrow.compute as pc

    outside = np.zeros(data.num_rows, dtype=bool)
    for place in range(named, data.num_columns):
        blank = pc.equal(pc.utf8_trim_whitespace(data.column(place)), "")
        outside |= ~blank.to_numpy(zero_copy_only=False).astype(bool)
    return outside
