"""Table of the months in which the level of an offence moved."""

from __future__ import annotations

from pads_analysis.assess.result import LevelShiftsResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table


@renders(LevelShiftsResult)
def level_shifts(result: LevelShiftsResult) -> Table:
    """List every move found, also those that are not clear."""
    frame = result.table.copy()
    frame["known"] = [
        "; ".join(filter(None, [str(event), str(note).rstrip(".")])) or "nothing"
        for event, note in zip(frame["event"], frame["note"], strict=True)
    ]
    places = words.rate_places([*frame["level_before"], *frame["level_after"]])
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Offence"),
        Column("month", "First month of the new level", "month"),
        Column("until", "Last month of it", "month"),
        Column("level_before", "A day, before", "number", places),
        Column("level_after", "A day, after", "number", places),
        Column("ratio", "Ratio", "number", 2),
        Column("interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the level before", "verdict", low="ci_low", high="ci_high"),
        Column("known", "Known of those months"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Moves of level", result.basis),
        notes=(result.rule, *result.not_searched, *result.basis.notes),
        empty="no series parts into levels.",
    )
