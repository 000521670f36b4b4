"""Delimited text cut into rows and fields, with nothing lost: a damaged line never shifts or swallows another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.content import Text
from pads_analysis.data.readers.headings import headings
from pads_analysis.data.readers.source import SourceTable

if TYPE_CHECKING:
    import pyarrow as pa

DELIMITERS = (",", ";", "\t", "|")
SEARCH_ROWS = 60
# A quoted value may run over line ends, but not over more than this: beyond it the quotation mark is a stray.
QUOTED_LINES = 20
_LINE_FEED, _QUOTE = 10, 34

RAGGED = "wrong number of fields"
UNCLOSED = "quotation mark not closed"
STRAY = "quotation marks out of place"
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


@dataclass
class _Sorted:
    """Lines of a file, sorted by what has to be done with them."""

    plain: list[bytes] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


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
    lines = [line for line in data[layout.end :].split(b"\n", SEARCH_ROWS)[:SEARCH_ROWS] if line.strip()]
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
    above = [fields for fields, found in first_rows(text.data, layout.delimiter) if found.row < layout.row]
    row = next(fields for fields, found in first_rows(text.data, layout.delimiter) if found.end == layout.end)
    heads = headings(row)
    body = text.data[layout.end :]
    named = len(heads.texts)
    width = len(row)
    sorted_lines = _sort(body, layout, named, width)
    data, kept, refused = _cut(sorted_lines, layout.delimiter, named, width)
    if data.num_rows != len(kept):
        # The two ways of cutting disagree about where records end, so every line is cut on its own instead.
        sorted_lines = _sort(body, layout, named, width, careful=True)
        data, kept, refused = _cut(sorted_lines, layout.delimiter, named, width)
    lines = np.asarray(sorted_lines.lines, dtype=np.int64)
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
        refused=tuple(sorted(sorted_lines.refused + [(int(lines[at]), why) for at, why in refused])),
        delimiter=layout.delimiter,
        unterminated=0 if ended else _record_line(last, sorted_lines, lines),
        notes=text.notes,
    )


def _record_line(last: int, sorted_lines: _Sorted, lines: np.ndarray) -> int:
    # The unfinished last line may be the tail of a record that began some lines above.
    known = [int(lines[-1])] if len(lines) else []
    known += [line for line, _ in sorted_lines.refused]
    return max((line for line in known if line <= last), default=0)


def _sort(body: bytes, layout: Layout, named: int, width: int, *, careful: bool = False) -> _Sorted:
    """Sort lines into whole records, blank lines and refused ones; `careful` trusts no line's quotation marks."""
    if not body:
        return _Sorted()
    whole = body if body.endswith(b"\n") else body + b"\n"
    codes = np.frombuffer(whole, dtype=np.uint8)
    ends = np.flatnonzero(codes == _LINE_FEED)
    starts = np.concatenate(([0], ends[:-1] + 1))
    odd, stray = _quotation(codes, ends, ord(layout.delimiter))
    blank = _blank(whole, starts, ends, width, layout.delimiter)
    if not body.endswith(b"\n") and layout.delimiter.encode() in whole[starts[-1] :]:
        blank[-1] = False  # an unfinished line of delimiters may be the start of a record
    if careful:
        stray = ~odd
    if not (odd | stray | blank).any():
        return _Sorted([whole], list(range(layout.line, layout.line + len(ends))))
    mender = _Mender(whole, starts, ends, odd, layout.delimiter, named, width)
    result = _Sorted()
    at = 0
    while at < len(ends):
        used = 1
        if odd[at] or (stray[at] and not blank[at]):
            record, used = mender.mend(at)
            if record is None:
                result.refused.append((layout.line + at, UNCLOSED if odd[at] else STRAY))
            else:
                result.plain.append(record)
                result.lines.append(layout.line + at)
        elif not blank[at]:
            result.plain.append(whole[starts[at] : ends[at] + 1])
            result.lines.append(layout.line + at)
        at += used
    return result


def _quotation(codes: np.ndarray, ends: np.ndarray, delimiter: int) -> tuple[np.ndarray, np.ndarray]:
    """Say of each line whether its quotation marks are odd in number, and whether any stands out of place.

    Counting from 0, an even mark opens a value, so it follows a delimiter, a line end or another mark; an odd one
    closes it, so one of these follows it. A line that keeps this cannot reach into the next one.
    """
    nothing = np.zeros(len(ends), dtype=bool)
    marks = np.flatnonzero(codes == _QUOTE)
    if not len(marks):
        return nothing, nothing.copy()
    line = np.searchsorted(ends, marks)
    number = np.bincount(line, minlength=len(ends))
    first = np.concatenate(([0], np.cumsum(number)[:-1]))
    opens = (np.arange(len(marks)) - first[line]) % 2 == 0
    edges = np.array([delimiter, _LINE_FEED, _QUOTE])
    before = np.where(marks > 0, codes[marks - 1], _LINE_FEED)
    after = codes[np.minimum(marks + 1, len(codes) - 1)]
    fits = np.where(opens, np.isin(before, edges), np.isin(after, edges))
    stray = nothing.copy()
    stray[line[~fits]] = True
    odd = number % 2 == 1
    return odd, stray & ~odd


def _blank(whole: bytes, starts: np.ndarray, ends: np.ndarray, width: int, delimiter: str) -> np.ndarray:
    blank = np.zeros(len(ends), dtype=bool)
    nothing = b' \t"' + delimiter.encode()
    for at in np.flatnonzero(ends - starts <= 4 * width + 8):
        blank[at] = not whole[starts[at] : ends[at]].strip(nothing)
    return blank


@dataclass(frozen=True)
class _Mender:
    """Reads lines whose quotation marks are in doubt, and writes them back with every value quoted."""

    whole: bytes
    starts: np.ndarray
    ends: np.ndarray
    odd: np.ndarray
    delimiter: str
    named: int
    width: int

    def mend(self, at: int) -> tuple[bytes | None, int]:
        """Return line `at` as a whole record, or None, and the number of lines it took."""
        reach = min(QUOTED_LINES, len(self.ends) - at) if self.odd[at] else 1
        for used in range(1, reach + 1):
            # A quoted value that opens on one line closes on a line that also has an odd number of marks.
            if used > 1 and not self.odd[at + used - 1]:
                continue
            fields = self._read(self.whole[self.starts[at] : self.ends[at + used - 1]])
            if fields is not None:
                out = io.StringIO(newline="")
                csv.writer(
                    out, delimiter=self.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n"
                ).writerow(fields)
                return out.getvalue().encode("utf-8"), used
        return None, 1

    def _read(self, record: bytes) -> list[str] | None:
        text = record.decode("utf-8", "replace")
        try:
            rows = list(
                csv.reader(
                    io.StringIO(text, newline=""),
                    delimiter=self.delimiter,
                    strict=True,
                    skipinitialspace=True,
                )
            )
        except csv.Error:
            return None
        if len(rows) != 1 or len(rows[0]) not in (self.named, self.width):
            return None
        return rows[0] + [""] * (self.width - len(rows[0]))


def _cut(
    sorted_lines: _Sorted, delimiter: str, named: int, width: int
) -> tuple[pa.Table, np.ndarray, list[tuple[int, str]]]:
    """Cut records into fields; returns the named ones, the record of each row, and the records refused, with why."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv

    names = [str(place) for place in range(width)]
    buffer = b"".join(sorted_lines.plain)
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

    data = pacsv.read_csv(
        pa.BufferReader(buffer),
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
    uneven_ones = [at for at, _ in refused] + list(short)
    kept = np.setdiff1d(np.arange(len(sorted_lines.lines)), uneven_ones)
    if width > named and data.num_rows == len(kept):
        outside = np.zeros(data.num_rows, dtype=bool)
        for place in range(named, width):
            blank = pc.equal(pc.utf8_trim_whitespace(data.column(place)), "")
            outside |= ~blank.to_numpy(zero_copy_only=False).astype(bool)
        refused += [(int(at), OUTSIDE) for at in kept[outside]]
        data, kept = data.filter(pa.array(~outside)), kept[~outside]
    data = data.select(names[:named])
    if short:
        extra = pa.table({name: [row[at] for row in short.values()] for at, name in enumerate(names[:named])})
        data = pa.concat_tables([data, extra.cast(data.schema)])
        kept = np.concatenate((kept, np.fromiter(short, dtype=int)))
    return data, kept, refused
