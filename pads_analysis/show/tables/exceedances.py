"""Table of the months that stand out from the same months of earlier years."""

from __future__ import annotations

from pads_analysis.assess.result import ExceedancesResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table


@renders(ExceedancesResult)
def exceedances(result: ExceedancesResult) -> Table:
    """List every month above its own bound, those that hold with all comparisons allowed for first."""
    rows = result.table.loc[(result.table["beyond"] | result.table["stands_out"]).astype(bool)]
    rows = rows.sort_values(["stands_out", "p"], ascending=[False, True], kind="stable")
    rows = rows.assign(
        named=["stands out" if out else "above its own bound only" for out in rows["stands_out"]]
    )
    bound = words.level(1 - result.level)
    columns = (
        Column("offence_name", "Offence"),
        Column("month", "Month", "month"),
        Column("count", "Count", "count"),
        Column("expected", "Expected", "number", 1),
        Column("upper", f"Largest count explained ({bound}, one-sided)", "count"),
        Column("named", "What may be said"),
    )
    recorded = {
        f"{name}: {note}"
        for name, note in zip(rows["offence_name"], rows["note"], strict=True)
        if str(note or "").strip()
    }
    return table(
        rows,
        columns,
        section=result.section,
        caption=caption_of("Months above what the same months of earlier years explain", result.basis),
        notes=(result.rule, *sorted(recorded), *result.basis.notes),
        empty="none.",
    )
