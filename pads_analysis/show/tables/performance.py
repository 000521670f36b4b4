"""Tables of performance, and of how the partnership sees itself."""

from __future__ import annotations

from pads_analysis.assess.result import HallmarksResult, PerformanceResult
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table, with_words


@renders(PerformanceResult)
def performance(result: PerformanceResult) -> Table:
    """List the three triage tests for every offence."""
    columns = (
        Column("offence_name", "Offence"),
        Column("target_test", "Against the target"),
        Column("peer_test", "Against peers"),
        Column("direction_test", "Direction of travel"),
        Column("unfavourable", "Unfavourable tests", "count"),
        Column("reading", "Reading"),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        caption=caption_of("Triage tests", result.basis),
        notes=(result.rule, *result.basis.notes),
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
        with_words(result.table),
        columns,
        section=result.section,
        caption=caption_of("Self-assessment", result.basis),
        notes=(
            "The hallmarks describe good practice; they are not prescriptive and not a measure of outcomes",
            *result.basis.notes,
        ),
    )
