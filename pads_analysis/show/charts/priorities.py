"""Scores of issues with the interval that weights and data leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable, PrioritiesResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

TIERS = (("first", palette.NAVY, "o"), ("next", palette.TURQUOISE, "D"), ("watch", palette.MID_GREY, "s"))
SPAN = "90% of draws"


@renders(PrioritiesResult)
def priorities(result: PrioritiesResult, title: str = "") -> Figure | Absence:
    """Draw the total of every issue with its interval; colour and shape give the tier, and so do words.

    Parameters
    ----------
    result : Released[PrioritiesResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[result.table["total"].notna()].sort_values(
        "total", ascending=False, kind="stable"
    )
    if table.empty:
        return absence(
            NotAvailable("priorities-scores", result.element, "Scores of issues", "no issue could be scored")
        )
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        series = [_series(table, *tier) for tier in TIERS if (table["tier"] == tier[0]).any()]
        at_right = [f"{words.decimal(row['total'], 1)} {row['tier']}" for row in table.to_dict("records")]
        intervals.draw(axes, list(table["offence_name"]), series, at_right)
        _scale(axes, result, table)
        figure.key_above(axes, columns=3, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(table),
            measure=result.scheme_title,
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail=f"Lines: {SPAN} of weights and data.",
        )


def finding(table: pd.DataFrame) -> str:
    """Return how many issues stand in the first tier."""
    first = list(table.loc[table["tier"] == "first", "offence_name"])
    if not first:
        return "No issue stands clearly in the first tier"
    if len(first) == 1:
        return f"{first[0]} stands in the first tier"
    return f"{len(first)} of {len(table)} issues stand in the first tier"


def _scale(axes: object, result: PrioritiesResult, table: pd.DataFrame) -> None:
    """Show the whole scale where it is short, and of a long one the part that is used."""
    low, high = result.scale
    if high - low > 20:
        low, high = 0.0, min(high, 1.08 * float(table["total_high"].max()) or 1.0)
    axes.set_xlim(low, high)  # type: ignore[attr-defined]
    if (low, high) == (0.0, 4.0):
        axes.set_xticks(range(5))  # type: ignore[attr-defined]


def _series(table: pd.DataFrame, tier: str, colour: str, marker: str) -> intervals.Series:
    own = table["tier"] == tier
    return intervals.Series(
        label=tier,
        values=list(table["total"].where(own)),
        lows=list(table["total_low"].where(own)),
        highs=list(table["total_high"].where(own)),
        colour=colour,
        marker=marker,
    )


def _data(result: PrioritiesResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("offence_name", "Issue"),
        Column("total", result.scheme_title, "number", 2),
        Column("score", f"Interval ({SPAN})", "interval", 2, "total_low", "total_high"),
        Column("tier", "Tier"),
    )
    rows = [
        (row["offence_name"], row["total"], (row["total_low"], row["total_high"]), row["tier"])
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Scores of issues", columns, rows)
