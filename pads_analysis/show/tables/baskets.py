"""Table of the baskets of offences (statutory element a)."""

from __future__ import annotations

from pads_analysis.assess.result import BasketsResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, change_percent_column, population_caveat, table


@renders(BasketsResult)
def baskets(result: BasketsResult) -> Table:
    """List every basket counted, with its rate, its change, and the standing of the list behind it."""
    frame = result.table.copy()
    level = words.level(confidence_of(result))
    columns = [
        Column("offence_name", "Basket"),
        Column("status", "List of offences"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", 1),
        Column("rate_interval", f"{level} interval of rate", "interval", 1, "rate_low", "rate_high"),
    ]
    compared: tuple[str, ...] = (f"Not compared, because {result.why_not}",)
    if result.compared:
        frame["change_percent"] = change_percent_column(frame, result.basis.minimum_base)
        columns += _of_change(result, level)
        compared = (
            f"Compared with {result.period_before}: {words.plural(result.months_compared, 'calendar month')} in each",
            result.rule,
            "Baskets overlap: one offence can be in several, so they neither add up nor change on their own",
        )
        if NOT_APPLICABLE in list(frame["change_percent"]):
            base = result.basis.minimum_base
            compared += (f"{NOT_APPLICABLE} in the change column: the earlier count is under {base}",)
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Baskets of police recorded crime", result.basis),
        notes=(
            f"Counted from the {result.counted_from}",
            *compared,
            *_row_notes(result),
            *_uncounted(result),
            population_caveat(result.basis),
            *result.basis.notes,
        ),
    )


def _of_change(result: BasketsResult, level: str) -> list[Column]:
    # Months that are complete in one period alone are in the count and not in the comparison.
    rows = result.table.to_dict("records")
    fewer = any(row["count"] != row["count_now"] for row in rows)
    columns = [Column("count_now", "Count in the months compared", "count")] if fewer else []
    return [
        *columns,
        Column("count_before", "Count before", "count"),
        Column("change_percent", "Change (%)", "percent", 1),
        Column("ratio_interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the period before", "verdict", low="ci_low", high="ci_high"),
    ]


def _row_notes(result: BasketsResult) -> tuple[str, ...]:
    notes = []
    for row in result.table.to_dict("records"):
        said = [f"{row['meaning'].rstrip('.')}. Source of the list: {row['source'].rstrip('.')}"]
        said += [f"Approximation: {row['misses']}"] if row["misses"] else []
        said += [row["note"].rstrip(".")] if row["note"] else []
        notes.append(f"{row['offence_name'].partition(' (')[0]}: {'. '.join(said)}")
    return tuple(notes)


def _uncounted(result: BasketsResult) -> tuple[str, ...]:
    rows = result.uncounted.to_dict("records")
    return tuple(f"{row['offence_name']} is not counted, because {row['because']}" for row in rows)
