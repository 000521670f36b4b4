"""Tables of what the partnership supplies: decisions, self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import DecisionsResult, HallmarksResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column, json_safe
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table

if TYPE_CHECKING:
    import pandas as pd


@renders(DecisionsResult)
def decisions(result: DecisionsResult) -> Table:
    """List what the authorities decided, why, who decided, and when."""
    columns = (
        Column("issue", "Issue"),
        Column("tier", "Tier as scored"),
        Column("decision", "Decision"),
        Column("because", "Because"),
        Column("by", "Decided by"),
        Column("date", "Date"),
    )
    frame = _with_words(result.table)
    return table(
        frame.assign(date=[words.day(json_safe(value)) for value in frame["date"]]),
        columns,
        section=result.section,
        caption=caption_of("Decisions on the scored issues", result.basis),
        notes=result.basis.notes,
    )


@renders(HallmarksResult)
def hallmarks(result: HallmarksResult) -> Table:
    """List the partnership's score of itself on each criterion, with what it means and what shows it."""
    columns = (
        Column("criterion", "Criterion"),
        Column("score", "Score (0 to 4)", "count"),
        Column("meaning", "Meaning"),
        Column("evidence", "Evidence"),
    )
    return table(
        _with_words(result.table),
        columns,
        section=result.section,
        caption=caption_of("Self-assessment", result.basis),
        notes=(
            "The hallmarks describe good practice; they are not prescriptive and not a measure of outcomes",
            *result.basis.notes,
        ),
    )


def _with_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with "none given" where a text is empty."""
    return frame.map(lambda value: "none given" if value == "" else value)
