"""Table of wards."""

from __future__ import annotations

from pads_analysis.assess.result import WardsResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, change_percent_column, table


@renders(WardsResult)
def wards(result: WardsResult) -> Table:
    """List every ward with its count, rate, how it stands beside the others, and its change."""
    frame, level = result.table.copy(), words.level(confidence_of(result))
    frame["change_percent"] = change_percent_column(
        frame.assign(ratio=frame["change"]), result.basis.minimum_base
    )
    places = (
        words.rate_places(list(frame["rate_per_1000"].dropna()))
        if frame["rate_per_1000"].notna().any()
        else 1
    )
    columns = [
        Column("ward_name", "Ward"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval", "interval", places, "ci_low", "ci_high"),
        Column("verdict", "Rate against all other wards", "verdict", 0, "ratio_low", "ratio_high"),
    ]
    if result.compared:
        columns += [
            Column("count_before", "Count before", "count"),
            Column("change_percent", "Change (%)", "number", 0),
            Column("change_verdict", "Change", "verdict", 0, "change_low", "change_high"),
        ]
    years = words.listed([f"mid-{year}" for year in result.population_years])
    return table(
        frame,
        tuple(columns),
        section=result.section,
        caption=caption_of(f"{result.offence_name} by ward", result.basis),
        notes=(
            "A ward is made up of the small areas (LSOAs) that the lookup in the store gives to it, whole",
            f"Populations: {years} estimates of small areas" if years else "",
            "Residents are not those who are there by day or at night, which makes the rates of town centres high",
            "Before: the same calendar months of the period before, complete in both" if result.compared else "",
            result.rule,
            *result.basis.notes,
        ),
    )  # fmt: skip
