"""Rates by deprivation fifth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import DeprivationResult, NotAvailable
from pads_analysis.show import figure, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.display import Absence
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd


@renders(DeprivationResult)
def deprivation(result: DeprivationResult, title: str = "") -> Figure | Absence:
    """Draw the rate of each deprivation fifth with its interval.

    Parameters
    ----------
    result : Released[DeprivationResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["rate_per_1000"].notna()].sort_values("quintile")
    if table.empty:
        return absence(
            NotAvailable(
                "deprivation-rates", result.element, "Rates by deprivation", "no rate could be worked out"
            )
        )
    rates = list(table["rate_per_1000"])
    series = intervals.Series("rate", rates, list(table["ci_low"]), list(table["ci_high"]))
    places = words.rate_places(rates)
    with figure.canvas(intervals.height(len(table)) - 0.3) as (drawing, axes):
        labels = [words.fifth(value) for value in table["quintile"]]
        intervals.draw(axes, labels, [series], [words.decimal(rate, places) for rate in rates])
        axes.set_xlim(left=0)
        figure.thousands(axes.xaxis)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Located crime per 1,000 residents a year, by deprivation fifth of small areas",
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=_data(result, table, places),
            detail=f"Lines: {words.level(confidence_of(result))} intervals.",
        )


def finding(result: DeprivationResult) -> str:
    """Return the ratio of the most to the least deprived areas, when it is clear of 1."""
    if words.known(result.ratio, result.ratio_low, result.ratio_high):
        if result.ratio_low > 1 or result.ratio_high < 1:
            places = 1 if result.ratio >= 1 else 2
            times = f"{words.decimal(result.ratio, places)} times the rate of the least deprived"
            return f"Most deprived fifth: {times}"
        return "No clear difference in rate between deprivation fifths"
    return "Rates by deprivation fifth"


def _data(result: DeprivationResult, table: pd.DataFrame, places: int) -> Table:
    columns = (
        Column("quintile", "Deprivation fifth"),
        Column("rate_per_1000", "Rate per 1,000", "number", places),
        Column(
            "rate", f"{words.level(confidence_of(result))} interval", "interval", places, "ci_low", "ci_high"
        ),
    )
    rows = [
        (words.fifth(row["quintile"]), row["rate_per_1000"], (row["ci_low"], row["ci_high"]))
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Rates by deprivation fifth", columns, rows)
