"""Lines of delimited text put together into records, without trusting their quotation marks.

A quoted value may hold line ends, so one stray mark could swallow every row up to the next. Each line is therefore
looked at for itself: most are plainly whole, and the few in doubt are mended one by one, or refused alone.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import numpy as np

# A quoted value may run over line ends, but not over more than this: beyond it the quotation mark is a stray.
QUOTED_LINES = 20
# With fewer fields than this, counting delimiters does not tell a row from a piece of text.
MANY_FIELDS = 6
UNCLOSED = "quotation mark not closed"
STRAY = "quotation marks out of place"

_LINE_FEED, _QUOTE = 10, 34


@dataclass(slots=True)
class Records:
    """Lines of a text sorted into records.

    Attributes
    ----------
    pieces : list of bytes
        The records, in order, joined or apart.
    lines : list of int
        Line on which each record begins.
    refused : list of (int, str)
        Line and reason of what is no record.
    """

    pieces: list[bytes] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def records(
    body: bytes, delimiter: str, line: int, named: int, width: int, *, careful: bool = False
) -> Records:
    """Sort lines into whole records, blank lines, and refused ones.

    Parameters
    ----------
    body : bytes
        Text below the heading row, with line feeds.
    delimiter : str
        Character between fields.
    line : int
        Line on which `body` begins.
    named, width : int
        Number of headings with a text, and of all headings.
    careful : bool
        Whether to trust no line's quotation marks.
    """
    if not body:
        return Records()
    whole = body if body.endswith(b"\n") else body + b"\n"
    codes = np.frombuffer(whole, dtype=np.uint8)
    ends = np.flatnonzero(codes == _LINE_FEED)
    starts = np.concatenate(([0], ends[:-1] + 1))
    odd, stray = _quotation(codes, ends, ord(delimiter))
    blank = _blank(whole, starts, ends, width, delimiter)
    if not body.endswith(b"\n") and delimiter.encode() in whole[starts[-1] :]:
        blank[-1] = False  # an unfinished line of delimiters may be the start of a record
    if careful:
        stray = ~odd
    if not (odd | stray | blank).any():
        return Records([whole], list(range(line, line + len(ends))))
    mender = _Mender(whole, starts, ends, odd, delimiter, named, width)
    result = Records()
    at = 0
    while at < len(ends):
        used = 1
        if odd[at] or (stray[at] and not blank[at]):
            record, used = mender.mend(at)
            if record is None:
                result.refused.append((line + at, UNCLOSED if odd[at] else STRAY))
            else:
                result.pieces.append(record)
                result.lines.append(line + at)
        elif not blank[at]:
            result.pieces.append(whole[starts[at] : ends[at] + 1])
            result.lines.append(line + at)
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


@dataclass(frozen=True, slots=True)
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
            if used > 1 and self._whole_rows(at, at + used - 1):
                break
            fields = self._read(self.whole[self.starts[at] : self.ends[at + used - 1]])
            if fields is not None:
                out = io.StringIO(newline="")
                csv.writer(
                    out, delimiter=self.delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n"
                ).writerow(fields)
                return out.getvalue().encode("utf-8"), used
        return None, 1

    def _whole_rows(self, first: int, last: int) -> bool:
        # A value over several lines shares its row's delimiters between its first and its last line. Where both have
        # those of a whole row, two stray marks stand there, and must not swallow the rows between them as text.
        if self.width < MANY_FIELDS:
            return False
        mark = self.delimiter.encode()
        return all(
            self.whole.count(mark, self.starts[line], self.ends[line]) >= self.width - 1
            for line in (first, last)
        )

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
