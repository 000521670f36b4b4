"""Tables of the county overview: options for joint working, and what each district lacks."""

from __future__ import annotations

from pads_analysis.assess.result import CountyGapsResult, JointWorkingResult
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import table, with_words


@renders(JointWorkingResult)
def joint_working(result: JointWorkingResult) -> list[Table]:
    """List the actions that aim at a shared issue, the shared issues, and what districts decided."""
    actions = (
        Column("offence_name", "Shared issue"),
        Column("district", "District"),
        Column("action", "Action of its plan"),
        Column("lead", "Lead"),
        Column("status", "Status"),
        Column("how_told", "Told by"),
    )
    shared = (Column("offence_name", "Issue"), Column("why_shared", "Why it is called shared"))
    decided = (
        Column("issue_name", "Issue"),
        Column("district", "District"),
        Column("decision", "Decision"),
        Column("because", "Because"),
    )
    without = ", ".join(result.without_plan)
    lacking = f"Without a plan here: {without}" if without and not result.withheld else ""
    made = [
        table(
            with_words(result.actions), actions, section=result.section,
            caption=f"Actions of the districts' plans that aim at a shared issue, {result.county_name}",
            notes=(
                lacking,
                "Told by the offence that an action names as its indicator, or by its words; read both before acting",
            ),
            empty="no action of a plan held here names a shared issue.",
        ),
        table(
            result.issues, shared, section=result.section, name="issues",
            caption=f"Issues that districts of {result.county_name} share", empty="none is shared by this rule.",
        ),
    ]  # fmt: skip
    if len(result.decided):
        made.append(
            table(
                with_words(result.decided), decided, section=result.section, name="decided",
                caption="What districts decided on their issues",
            )
        )  # fmt: skip
    return made


@renders(CountyGapsResult)
def county_gaps(result: CountyGapsResult) -> Table:
    """List what each district gave."""
    columns = (
        Column("district", "District"),
        Column("data", "Recorded crime"),
        *(Column(kind, title) for kind, title in result.files.items()),
    )
    return table(
        result.table, columns, section=result.section,
        caption=f"What is held for each district of {result.county_name}",
        notes=result.basis.notes,
    )  # fmt: skip
