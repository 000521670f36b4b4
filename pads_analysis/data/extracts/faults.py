"""Faults of single values: a few leave rows out or blank, many of one kind refuse the file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pads_analysis.data.extracts.moments import EARLY, FUTURE, UNREAD, Column
from pads_analysis.data.readers.source import RowAccount, SourceTable
from pads_analysis.errors import ContractError

_NAMED_ROWS = 5
_ADVICE = {
    UNREAD: "Say how the dates are written in the map, for example dates: day/month/year, or correct the rows.",
    FUTURE: "Check that day and month are not exchanged (dates in the map), or correct the rows.",
    EARLY: "Check the year of these rows; 1900 is what spreadsheets write for none.",
}
_DO = "Correct the rows, ask for the file again, or check that the map names the right column."


@dataclass(frozen=True, slots=True)
class Faults:
    """Tells the account of a table about its faults, and refuses the table when there are too many of one kind.

    Attributes
    ----------
    source : SourceTable
    account : RowAccount
    most : float
        Share of the rows above which one fault refuses the file.
    """

    source: SourceTable
    account: RowAccount
    most: float

    def reject(self, reasons: np.ndarray, column: Column) -> None:
        """Leave out the rows that have a reason.

        Raises
        ------
        ContractError
            When one reason has too many rows.
        """
        self._refuse_many(reasons, column, "")
        self.account.reject_for(reasons, column.heading)

    def flag(self, reasons: np.ndarray, column: Column, done: str = "", hint: str = "") -> None:
        """Count the rows that have a reason; `done` says what became of the value.

        Raises
        ------
        ContractError
            When one reason has too many rows; `hint` is then said, too. Missing values are no faults.
        """
        self._refuse_many(reasons, column, hint)
        end = f", {done}" if done else ""
        marked = np.array([f"{reason}{end}" if reason else "" for reason in reasons], dtype=object)
        self.account.flag_for(marked, damage=True, column=column.heading)

    def refuse_ragged(self) -> None:
        """Refuse a table of which too many rows could not be cut into fields.

        Raises
        ------
        ContractError
            Naming the first of them.
        """
        refused = self.source.refused
        rows = self.source.data.num_rows + len(refused)
        if len(refused) > self._allowed(rows):
            lines = [line for line, _ in refused]
            raise ContractError(
                f"{len(refused):,} of {rows:,} rows have a wrong number of fields ({_rows(lines)}).",
                self.source.where,
                "A value may hold the sign that divides fields: ask for the file with such values in quotation marks.",
            )

    def _refuse_many(self, reasons: np.ndarray, column: Column, hint: str) -> None:
        rows = len(reasons)
        for reason in sorted(set(reasons.tolist()) - {"", *_USUAL}):
            at = np.flatnonzero(reasons == reason)
            if len(at) > self._allowed(rows):
                raise ContractError(
                    f"{len(at):,} of {rows:,} rows: {reason} ({_rows([int(self.source.lines[one]) for one in at])})"
                    f"{f'; {hint}' if hint else ''}.",
                    column.named,
                    _ADVICE.get(reason, _DO),
                )

    def _allowed(self, rows: int) -> float:
        # One bad row is an accident, also in a file of ten.
        return max(1.0, self.most * rows)


#: What is common in real extracts and says nothing against the rest of the file: counted, never a reason to refuse it.
_USUAL = frozenset({"a placeholder stands instead of a point"})


def _rows(lines: list[int]) -> str:
    named = ", ".join(str(line) for line in lines[:_NAMED_ROWS])
    more = len(lines) - _NAMED_ROWS
    return f"row{'' if len(lines) == 1 else 's'} {named}" + (f" and {more:,} more" if more > 0 else "")
