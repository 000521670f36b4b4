"""Table of recorded crime weighted by severity."""

from __future__ import annotations

from pads_analysis.assess.result import SeverityResult
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, population_caveat, table


@renders(SeverityResult)
def severity(result: SeverityResult) -> Table:
    """List every offence with its weight, its share of the count and its share of the score."""
    frame = result.table.copy()
    for column in ("share_count", "share_score"):
        frame[column] = 100 * frame[column].astype(float)
    unit = f" ({result.unit})" if result.unit.strip() else ""
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("weight", f"Weight of one{unit}", "number", 0 if (frame["weight"] % 1 == 0).all() else 2),
        Column("share_count", "Share of the count (%)", "percent", 1),
        Column("share_score", "Share of the score (%)", "percent", 1),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of(f"Severity: {result.title}", result.basis),
        notes=(
            f"Weights: {result.source}",
            "The interval of the score is Fay and Feuer's, months that swing together allowed for, and one more "
            "offence of the largest weight; scores by different weights cannot be compared",
            "It stands beside the plain count and not in its place; weights are judgements",
            population_caveat(result.basis),
            *result.basis.notes,
        ),
    )
