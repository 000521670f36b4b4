"""From a data frame to a printed table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import Basis
from pads_analysis.show import words
from pads_analysis.show.cells import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SHORTHAND,
    VERDICT_NOTES,
    Column,
    json_safe,
    printed,
)
from pads_analysis.show.display import identifier
from pads_analysis.show.exhibits import Table
from pads_analysis.show.figure import sentence

if TYPE_CHECKING:
    import pandas as pd

_ESTIMATED = re.compile(r"interpolat|carried", re.IGNORECASE)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    section: str,
    name: str = "",
    caption: str,
    notes: Sequence[str] = (),
    total: str = "",
    empty: str = "No rows.",
) -> Table:
    """Return a table of `frame`, one row per row.

    Parameters
    ----------
    frame : DataFrame
    columns : sequence of Column
        What to print; a column that `frame` lacks is printed as not available.
    section, name : str
        Make the id.
    caption : str
    notes : sequence of str
        Empty ones are dropped; shorthand that occurs is explained after them.
    total : str
        Name of a boolean column that marks totals.
    empty : str
        What to say when there are no rows.
    """
    records = frame.to_dict("records")
    rows = tuple(tuple(_cell(record, column) for column in columns) for record in records)
    totals = frozenset(at for at, record in enumerate(records) if total and bool(record.get(total)))
    said = dict.fromkeys(sentence(note) for note in notes if note.strip())
    return Table(
        id=identifier("table", section, name),
        caption=caption,
        columns=tuple(columns),
        rows=rows,
        notes=(*said, *shorthand(rows, columns)),
        totals=totals,
        empty=empty,
    )


def shorthand(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the explanation of each shorthand that is printed in the rows."""
    seen = {printed(value, column) for row in rows for value, column in zip(row, columns, strict=True)}
    marks = SHORTHAND | {f'"{mark}"': meaning for mark, meaning in VERDICT_NOTES.items()}
    return tuple(
        words.at_start(f"{mark} means {meaning}.")
        for mark, meaning in marks.items()
        if mark.strip('"') in seen
    )


def population_caveat(basis: Basis) -> str:
    """Return the population note when the population is not a published estimate for the period, else ""."""
    return sentence(basis.population_note) if _ESTIMATED.search(basis.population_note) else ""


def caption_of(what: str, basis: Basis, period: str = "") -> str:
    """Return a caption: what, place, period."""
    return f"{what}, {words.place_name(basis.place)}, {period or basis.period}"


def change_percent_column(frame: pd.DataFrame, minimum_base: int) -> list[Any]:
    """Return changes in per cent; `[z]` where the earlier count is under the base, `[x]` where there is no ratio."""
    return [
        NOT_APPLICABLE
        if words.is_number(before) and before < minimum_base
        else (100 * (float(value) - 1) if words.is_number(value) else NOT_AVAILABLE)
        for value, before in zip(frame["ratio"], frame["count_before"], strict=True)
    ]


def _cell(record: dict[str, Any], column: Column) -> Any:
    if column.kind == "interval":
        return (record.get(column.low), record.get(column.high))
    if column.kind == "verdict" and column.low:
        return (record.get(column.key), record.get(column.low), record.get(column.high))
    return record.get(column.key, NOT_AVAILABLE)


def filled(frame: Any, columns: tuple[str, ...]) -> Any:
    """Return the frame with "not stated" where a text column says nothing."""
    changes = {
        column: [
            "not stated" if words.is_missing(value) or not str(value).strip() else str(value)
            for value in frame[column]
        ]
        for column in columns
    }
    return frame.assign(**changes)


def dated(frame: Any, column: str) -> Any:
    """Return the frame with the dates of a column in words."""
    shown = [words.day(str(json_safe(value) or "").strip()) or "not dated" for value in frame[column]]
    return frame.assign(**{column: shown})


def places_taken(low: Any, high: Any) -> str:
    """Return the interval of a place in a list: 2 to 5."""
    if not words.known(low, high):
        return NOT_APPLICABLE
    return " to ".join(dict.fromkeys((words.count(low), words.count(high))))


def with_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with "none given" where a text is empty."""
    return frame.map(lambda value: "none given" if value == "" else value)
