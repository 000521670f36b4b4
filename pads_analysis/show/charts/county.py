"""The county's partnerships side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import CountyResult, NotAvailable
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence


@renders(CountyResult)
def county(result: CountyResult, title: str = "") -> Figure | Absence:
    """Draw the rate of every partnership of the county with its interval; the own one by colour and shape.

    Parameters
    ----------
    result : Released[CountyResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["rate_per_1000"].notna()]
    table = table.sort_values("rate_per_1000", ascending=False, kind="stable")
    if table.empty:
        return absence(
            NotAvailable("county-rates", result.element, "Rates in the county", "no rate could be worked out")
        )
    own = table["is_own"].astype(bool)
    rates = list(table["rate_per_1000"])
    places = words.rate_places(rates)
    series = [
        _series(table, own, words.place_name(result.basis.place), palette.NAVY, "o"),
        _series(table, ~own, "other partnerships", palette.MID_GREY, "s"),
    ]
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        labels = [words.place_name(name) for name in table["partnership_name"]]
        intervals.draw(axes, labels, series, [words.decimal(rate, places) for rate in rates])
        axes.set_xlim(left=0)
        figure.thousands(axes.xaxis)
        figure.key_above(axes, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Police recorded crime per 1,000 residents a year by partnership",
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=_data(result, table, places),
            detail=f"Lines: {words.level(confidence_of(result))} intervals.",
        )


def finding(result: CountyResult) -> str:
    """Return how the rates of the county spread; no area is called highest."""
    rates = [float(rate) for rate in result.table["rate_per_1000"] if words.is_number(rate)]
    places = words.rate_places(rates)
    return f"Rates in {result.county_name} run from {words.span(min(rates), max(rates), places)} per 1,000"


def _series(table: pd.DataFrame, chosen: pd.Series, label: str, colour: str, marker: str) -> intervals.Series:
    return intervals.Series(
        label=words.wrapped(label, 30),
        values=list(table["rate_per_1000"].where(chosen)),
        lows=list(table["ci_low"].where(chosen)),
        highs=list(table["ci_high"].where(chosen)),
        colour=colour,
        marker=marker,
    )


def _data(result: CountyResult, table: pd.DataFrame, places: int) -> Table:
    columns = (
        Column("partnership_name", "Partnership"),
        Column("rate_per_1000", "Rate per 1,000", "number", places),
        Column(
            "rate", f"{words.level(confidence_of(result))} interval", "interval", places, "ci_low", "ci_high"
        ),
    )
    rows = [
        (words.place_name(row["partnership_name"]), row["rate_per_1000"], (row["ci_low"], row["ci_high"]))
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Rates of the county's partnerships", columns, rows)
