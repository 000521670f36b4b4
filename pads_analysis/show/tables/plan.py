"""Tables of the last partnership plan (statutory element f)."""

from __future__ import annotations

from pads_analysis.assess.result import PreviousPlanResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import dated, filled, table


@renders(PreviousPlanResult)
def previous_plan(result: PreviousPlanResult) -> Table:
    """List the actions of the last plan with their state and evidence."""
    frame = dated(filled(result.table, ("priority", "lead", "evidence")), "due")
    past = frame["overdue"].fillna(False).astype(bool)
    frame["overdue"] = [
        "stopped" if status == "stopped" else "yes" if late else "no"
        for status, late in zip(frame["status"], past, strict=True)
    ]
    columns = (
        Column("action", "Action"),
        Column("priority", "Priority"),
        Column("lead", "Lead"),
        Column("due", "Due"),
        Column("status", "Status"),
        Column("overdue", "Past the date set"),
        Column("evidence", "Evidence or reason"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Actions of the previous plan, {words.place_name(result.basis.place)}",
        notes=result.basis.notes,
    )
