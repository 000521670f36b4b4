"""Writes the authorities' files quarter by quarter, and beside them the maps with the days on which they came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from pads_analysis.data.example.extracts import formats
from pads_analysis.data.example.extracts.workbook import write_workbook
from pads_analysis.data.example.files import write_table, write_text
from pads_analysis.data.example.settings import load
from pads_analysis.vocabulary import data_set


@dataclass(slots=True)
class Deliveries:
    """The files of all authorities as they are written.

    Attributes
    ----------
    folder : Path
        Where they go.
    months : tuple of str
        YYYY-MM of every month of the calendar.
    first : int
        Position of the first month that is disclosed.
    rng : Generator
        Source of the days on which files come.
    files : list of Path
        What was written.
    sent : dict
        By data set: each quarter (YYYY-MM of its first month) and the day on which its file came.
    rows : dict
        By data set: rows in its files.
    """

    folder: Path
    months: tuple[str, ...]
    first: int
    rng: np.random.Generator
    files: list[Path] = field(default_factory=list)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def quarters(self) -> list[str]:
        """The first month of every quarter that a disclosed month lies in."""
        return list(dict.fromkeys(quarter_of(month) for month in self.months[self.first :]))

    def write(self, kind: str, table: pd.DataFrame, month: np.ndarray, partnership: str) -> None:
        """Write a data set, one file for each quarter but the missing one, and its map.

        Parameters
        ----------
        kind : str
            Code of the data set.
        table : DataFrame
            Text, in the form of the authority.
        month : ndarray of int
            Position of each row's month.
        partnership : str
            Code of the partnership, for a file whose rows have no place.
        """
        quarter = np.array([quarter_of(one) for one in self.months])[month]
        missing = load("extracts")["submissions"]["missing"]
        left_out = self._back(missing["quarters_back"]) if missing["data_set"] == kind else ""
        received = {}
        for name in self.quarters:
            day = self._day(kind, name)
            if name == left_out:
                continue
            part = table[quarter == name]
            file = f"{kind}_{name[:4]}_q{(int(name[5:]) + 2) // 3}"
            if kind == "council_asb":
                rows = [formats.TITLE, *self._lines(part)]
                path = write_workbook(self.folder / f"{file}.xlsx", formats.SHEET, rows, day)
            else:
                path = write_table(self.folder / f"{file}.csv", part.map(_cell))
            self.files.append(path)
            received[path.name] = day
            self.sent.setdefault(kind, {})[name] = day
            self.rows[kind] = self.rows.get(kind, 0) + len(part)
        self.files.append(self._map(kind, partnership, received))

    def _map(self, kind: str, partnership: str, received: dict[str, str]) -> Path:
        said = formats.map_of(kind, partnership) | {"received": received}
        text = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=110)
        return write_text(self.folder / f"{kind}.map.yaml", f"# {data_set(kind).name}.\n{text}")

    def _day(self, kind: str, quarter: str) -> str:
        """Return the day on which a quarter's file came."""
        said = load("extracts")
        low, high = said["days_to_send"].get(kind, said["days_to_send"]["usual"])
        day = _end(quarter) + dt.timedelta(days=int(self.rng.integers(low, high + 1)))
        late = said["submissions"]["late"]
        if late["data_set"] == kind and quarter == self._back(late["quarters_back"]):
            day = data_set(kind).due(quarter) + dt.timedelta(days=late["days_after_due"])
        return day.isoformat()

    def _back(self, quarters: int) -> str:
        return self.quarters[-1 - quarters]

    def submissions(self) -> list[dict[str, Any]]:
        """Return what the ledger should tell of each planted quarter: kind, data_set, quarter, due and the day."""
        said = load("extracts")["submissions"]
        found = []
        for name in ("late", "missing"):
            kind, quarter = said[name]["data_set"], self._back(said[name]["quarters_back"])
            received = self.sent[kind].get(quarter, "")
            due = data_set(kind).due(quarter).isoformat()
            found.append(
                {
                    "kind": f"{name}_submission",
                    "data_set": kind,
                    "authority": formats.map_of(kind, "")["authority"],
                    "quarter": quarter,
                    "due": due,
                    "received": received,
                }
            )
        return found

    @staticmethod
    def _lines(table: pd.DataFrame) -> Iterator[list[str]]:
        yield list(table.columns)
        yield from table.astype(str).to_numpy().tolist()


def quarter_of(month: str) -> str:
    """Return the first month of the quarter that a month lies in, both YYYY-MM."""
    return f"{month[:4]}-{(int(month[5:]) - 1) // 3 * 3 + 1:02d}"


def _end(quarter: str) -> dt.date:
    number = int(quarter[:4]) * 12 + int(quarter[5:]) + 2
    return dt.date(number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)


def _cell(value: object) -> str:
    return str(value)
