"""Tables of what people who live or work here say (statutory element e)."""

from __future__ import annotations

from pads_analysis.assess.result import ViewsResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, dated, filled, table


@renders(ViewsResult)
def views(result: ViewsResult) -> Table:
    """List published answers with base, date, mode and source."""
    frame = result.table.copy()
    random = frame["probability"].fillna(False).astype(bool)
    frame["value"] = 100 * frame["value"].astype(float)
    for column in ("ci_low", "ci_high"):
        frame[column] = (100 * frame[column].astype(float)).astype(object).where(random, NOT_APPLICABLE)
    frame = dated(filled(frame, ("group", "mode", "source")), "date")
    frame["probability"] = random
    columns = (
        Column("question", "Question or event"),
        Column("group", "Group"),
        Column("value", "Share (%)", "percent", 1),
        Column(
            "interval",
            f"{words.level(confidence_of(result))} interval (%)",
            "interval",
            1,
            "ci_low",
            "ci_high",
        ),
        Column("base", "Answers or attendance", "count"),
        Column("date", "Date"),
        Column("mode", "Mode"),
        Column("probability", "Random sample", "flag"),
        Column("source", "Source"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("What people who live or work here answered", result.basis),
        notes=("An interval is given for random samples only", *result.basis.notes),
    )
