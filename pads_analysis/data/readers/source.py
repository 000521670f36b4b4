"""A table of text as delivered, and the account of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.reading import Reading
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

EXAMPLES = 50
OPEN_END = "last line has no end, so its last value may be cut short"


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Rows of text under one heading row, each with the line it stands on.

    Attributes
    ----------
    name : str
        File name as delivered.
    where : str
        What to print in messages: container, file and sheet.
    sheet : str
        Sheet of a workbook; "" for a text file.
    preamble : tuple of str
        Texts above the heading row.
    headings : Headings
        The heading row.
    data : pyarrow.Table
        One string column per heading, in order, without nulls.
    lines : ndarray of int64, shape (rows,)
        Line in the file, or row in the sheet, of each row of `data`.
    refused : tuple of (int, str)
        Rows that could not be cut into the right number of fields: line and reason.
    delimiter : str
        Of a text file; "" for a sheet.
    unterminated : int
        Line of the last row when the file does not end its last line, which a cut file does not; else 0.
    notes : tuple of str
        Sentences for the catalogue.
    """

    name: str
    where: str
    sheet: str
    preamble: tuple[str, ...]
    headings: Headings
    data: pa.Table
    lines: np.ndarray
    refused: tuple[tuple[int, str], ...] = ()
    delimiter: str = ""
    unterminated: int = 0
    notes: tuple[str, ...] = ()

    def text(self, place: int) -> pd.Series:
        """Return a column as text, white space around it removed, named as headed; shape (rows,), dtype str."""
        import pyarrow.compute as pc

        column = pc.utf8_trim_whitespace(self.data.column(place)).to_pandas()
        return column.rename(self.headings.texts[place].strip())

    def optional(self, *names: str) -> pd.Series | None:
        """Return the column headed by one of these slugs, or None when there is none.

        Raises
        ------
        ContractError
            When the heading occurs twice.
        """
        place = self.headings.find(*names, where=self.where)
        return None if place is None else self.text(place)

    def needed(self, *names: str) -> pd.Series:
        """Return the column headed by one of these slugs.

        Raises
        ------
        ContractError
            When the heading is absent or occurs twice.
        """
        found = self.optional(*names)
        if found is None:
            raise ContractError(
                f"The column {names[0].replace('_', ' ')!r} is missing.",
                self.where,
                "Deliver the file as published, with all its columns.",
            )
        return found


def by_value(values: pd.Series, function: Callable[[str], Any]) -> np.ndarray:
    """Apply a function once to each different text of a column; returns an object array, shape (rows,)."""
    import pandas as pd

    codes, different = pd.factorize(values)
    answers = np.empty(len(different), dtype=object)
    answers[:] = [function(text) for text in different]
    return answers[codes]


def count_values(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return a column of counts, int64, and the reasons why some are none, object array of "" where there is none.

    Both have shape (rows,); a row with a reason has the number 0, which is no count.
    """
    import pandas as pd

    codes, different = pd.factorize(written)
    parsed = [values.count(text) for text in different]
    numbers = np.array([number for number, _ in parsed], dtype=np.int64)
    reasons = np.array([reason for _, reason in parsed], dtype=object)
    return numbers[codes], reasons[codes]


class RowAccount:
    """Says of every row of a table whether it is kept, and why not, and what must be said of it.

    Parameters
    ----------
    source : SourceTable
        The table; headings repeated among its rows are rejected at once.
    """

    def __init__(self, source: SourceTable) -> None:
        self.source = source
        size = source.data.num_rows
        self.kept = np.ones(size, dtype=bool)
        self._reasons: dict[str, np.ndarray] = {}
        self._flags: dict[str, tuple[np.ndarray, bool]] = {}
        self._columns: dict[str, list[tuple[np.ndarray, str]]] = {}
        self.reject(_repeated_headings(source), "heading row repeated")

    def reject(self, mask: np.ndarray, reason: str, column: object = "") -> None:
        """Leave out the rows of a mask; a row already left out keeps its first reason.

        `column` is the heading under which the reason stands, to be named with the row.
        """
        mask = np.asarray(mask, dtype=bool) & self.kept
        if mask.any():
            self._name(mask, reason, column)
            before = self._reasons.get(reason)
            self._reasons[reason] = mask if before is None else before | mask
            self.kept &= ~mask

    def reject_for(self, reasons: np.ndarray, column: object = "") -> None:
        """Leave out the rows whose entry is a reason instead of ""; `reasons` is an object array, shape (rows,)."""
        for reason in set(reasons.tolist()) - {""}:
            self.reject(reasons == reason, reason, column)

    def _name(self, mask: np.ndarray, reason: str, column: object) -> None:
        # One reason may stand in several columns, as a missing count does in months side by side.
        if column:
            self._columns.setdefault(reason, []).append((mask, f" in column {str(column)[:60]!r}"))

    def _column(self, reason: str, place: int) -> str:
        return next((column for mask, column in self._columns.get(reason, ()) if mask[place]), "")

    def flag(self, mask: np.ndarray, reason: str, *, damage: bool = False, column: object = "") -> None:
        """Mark rows that are kept with a caveat.

        `damage` says that a field was unreadable, so that an unfinished last line showing it counts as cut short;
        the first such rows are named with their `column`.
        """
        mask = np.asarray(mask, dtype=bool)
        if mask.any():
            self._name(mask, reason, column)
            before = self._flags.get(reason, (np.zeros_like(mask), False))
            self._flags[reason] = (before[0] | mask, before[1] or damage)

    def flag_for(self, reasons: np.ndarray, *, damage: bool = False, column: object = "") -> None:
        """Mark the rows whose entry is a caveat instead of ""."""
        for reason in set(reasons.tolist()) - {""}:
            self.flag(reasons == reason, reason, damage=damage, column=column)

    def reading(self, kind: str, table: pd.DataFrame, **details: Any) -> Reading:
        """Return the account and the table as a `Reading`; `details` are further fields of it.

        Raises
        ------
        ContractError
            When the last line was not ended and cannot be read whole: the file was cut short.
        """
        self._refuse_cut_end()
        source = self.source
        rejected = Counter(reason for _, reason in source.refused)
        rejected.update({reason: int(mask.sum()) for reason, mask in self._reasons.items()})
        self._flag_open_end()
        flagged = {reason: int((mask & self.kept).sum()) for reason, (mask, _) in self._flags.items()}
        rows_in = source.data.num_rows + len(source.refused)
        notes = source.notes + tuple(details.pop("notes", ()))
        if source.unterminated:
            notes += (
                "The last line has no end; if the file was cut there, its last value may be too short.",
            )
        if rows_in == 0:
            notes += ("The file holds headings and no rows.",)
        elif not self.kept.any():
            notes += ("Not one row could be kept.",)
        return Reading(
            kind=kind,
            table=table,
            rows_in=rows_in,
            rows_kept=int(self.kept.sum()),
            rejected=dict(rejected),
            rejected_rows=self._examples(),
            flagged_rows=self._damaged_rows(),
            flagged={reason: number for reason, number in flagged.items() if number},
            notes=tuple(dict.fromkeys(notes)),
            **details,
        )

    def _examples(self) -> tuple[tuple[int, str], ...]:
        return self._listed(list(self.source.refused), self._reasons)

    def _damaged_rows(self) -> tuple[tuple[int, str], ...]:
        """Return the first rows that were kept although a field of them could not be read."""
        return self._listed(
            [], {reason: mask & self.kept for reason, (mask, bad) in self._flags.items() if bad}
        )

    def _listed(
        self, listed: list[tuple[int, str]], masks: Mapping[str, np.ndarray]
    ) -> tuple[tuple[int, str], ...]:
        sheet = f" (sheet {self.source.sheet})" if self.source.sheet else ""
        for reason, mask in masks.items():
            places = np.flatnonzero(mask)[:EXAMPLES]
            listed += [
                (int(self.source.lines[place]), reason + self._column(reason, place)) for place in places
            ]
        return tuple((line, reason + sheet) for line, reason in sorted(listed)[:EXAMPLES])

    def _flag_open_end(self) -> None:
        # Where the file was cut within its last value, or a publisher left out the last line end, looks the same.
        source = self.source
        if source.unterminated and source.headings.texts:
            at = len(source.headings.texts) - 1
            filled = (source.text(at) != "").to_numpy()
            here = (source.lines == source.unterminated) & filled
            self.flag(here, OPEN_END, damage=True, column=source.headings.texts[at].strip())

    def _refuse_cut_end(self) -> None:
        last = self.source.unterminated
        if not last:
            return
        damaged = [reason for line, reason in self.source.refused if line == last]
        here = self.source.lines == last
        damaged += [reason for reason, mask in self._reasons.items() if (mask & here).any()]
        damaged += [reason for reason, (mask, bad) in self._flags.items() if bad and (mask & here).any()]
        if damaged:
            raise ContractError(
                f"The last line is cut short ({damaged[0]}; the line has no end).",
                f"{self.source.where}, line {last}",
                "Download or copy the file again, then ingest it again.",
            )


def _repeated_headings(source: SourceTable) -> np.ndarray:
    same = np.zeros(source.data.num_rows, dtype=bool)
    named = [place for place, text in enumerate(source.headings.texts) if text.strip()]
    if not named or not source.data.num_rows:
        return same
    same |= _equals(source, named[0])
    for place in named[1:]:
        if not same.any():
            break
        same &= _equals(source, place)
    return same


def _equals(source: SourceTable, place: int) -> np.ndarray:
    import pyarrow.compute as pc

    heading = source.headings.texts[place].strip()
    trimmed = pc.utf8_trim_whitespace(source.data.column(place))
    return pc.equal(trimmed, heading).to_numpy(zero_copy_only=False).astype(bool)


def merged(readings: Sequence[Reading], notes: tuple[str, ...] = ()) -> Reading:
    """Return the readings of the sheets of one workbook as one, with further notes."""
    import pandas as pd

    first = readings[0]
    rejected: Counter[str] = Counter()
    flagged: Counter[str] = Counter()
    for reading in readings:
        rejected.update(reading.rejected)
        flagged.update(reading.flagged)
    months = [month for reading in readings for month in reading.period]
    return Reading(
        kind=first.kind,
        table=pd.concat([reading.table for reading in readings], ignore_index=True),
        rows_in=sum(reading.rows_in for reading in readings),
        rows_kept=sum(reading.rows_kept for reading in readings),
        rejected=dict(rejected),
        rejected_rows=tuple(row for reading in readings for row in reading.rejected_rows)[:EXAMPLES],
        flagged_rows=tuple(row for reading in readings for row in reading.flagged_rows)[:EXAMPLES],
        flagged=dict(flagged),
        period=(min(months), max(months)) if months else (),
        coverage=tuple(dict.fromkeys(key for reading in readings for key in reading.coverage)),
        vintage=max(reading.vintage for reading in readings),
        notes=tuple(dict.fromkeys(note for reading in readings for note in reading.notes)) + notes,
    )
