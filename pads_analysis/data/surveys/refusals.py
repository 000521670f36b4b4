"""Refusals of a file that name the first rows of a fault, and its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.errors import ContractError
from pads_analysis.params.fields import shown

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.readers.source import SourceTable

_NAMED_ROWS = 5


@dataclass(frozen=True, slots=True)
class Refusals:
    """Refuses a table for values of a column.

    Attributes
    ----------
    source : SourceTable
    heading : str
        Of the column.
    """

    source: SourceTable
    heading: str

    def refuse(self, bad: np.ndarray, what: str, do: str) -> None:
        """Refuse the table when any row is bad.

        Parameters
        ----------
        bad : ndarray of bool, shape (rows,)
        what, do : str
            What is wrong, without the rows, and what to do.

        Raises
        ------
        ContractError
            Naming the first rows and the column.
        """
        at = np.flatnonzero(bad)
        if not len(at):
            return
        lines = [int(self.source.lines[one]) for one in at]
        named = ", ".join(str(line) for line in lines[:_NAMED_ROWS])
        more = len(lines) - _NAMED_ROWS
        rows = f"row{'' if len(lines) == 1 else 's'} {named}" + (f" and {more:,} more" if more > 0 else "")
        raise ContractError(f"{what}.", f"{self.source.where}, {rows}, column {self.heading!r}", do)

    def refuse_value(self, text: pd.Series, bad: np.ndarray, what: str, do: str) -> None:
        """Refuse the table when any row is bad, quoting the first bad value before `what`."""
        at = np.flatnonzero(bad)
        if len(at):
            value = text.iloc[int(at[0])]
            self.refuse((text == value).to_numpy() & bad, f"{shown(value)} {what}", do)
