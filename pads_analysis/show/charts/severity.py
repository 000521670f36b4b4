"""Each offence's share of the count beside its share of the severity score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import SeverityResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    import pandas as pd


@renders(SeverityResult)
def severity(result: SeverityResult, title: str = "") -> Figure:
    """Draw the two shares of every offence with a weight.

    Parameters
    ----------
    result : Released[SeverityResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.loc[(result.table["count"] > 0) | (result.table["weight"] > 0)]
    series = [
        _series(table, "share_count", "share of the count", palette.NAVY, "o", -0.12),
        _series(table, "share_score", "share of the score", palette.ORANGE, "D", 0.16),
    ]
    with figure.canvas(intervals.height(len(table))) as (drawing, axes):
        right = [words.percent(share) for share in table["share_score"]]
        intervals.draw(axes, list(table["offence_name"]), series, right)
        axes.set_xlim(left=0)
        figure.key_above(axes, handles=intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result),
            measure="Share of the count and of the severity score (%)",
            basis=result.basis,
            chart="Dot chart",
            data=_data(table),
            detail="Figures to the right: share of the score.",
        )


def finding(result: SeverityResult) -> str:
    """Return what gives most of the score."""
    top = result.table.iloc[0]
    name = top["offence_name"]
    return f"{name} {words.were(name, 'gives', 'give')} {words.percent(top['share_score'])} of the severity score"


def _series(
    table: pd.DataFrame, column: str, label: str, colour: str, marker: str, offset: float
) -> intervals.Series:
    missing = [float("nan")] * len(table)
    values = list(100 * table[column].astype(float))
    return intervals.Series(label, values, missing, missing, colour=colour, marker=marker, offset=offset)


def _data(table: pd.DataFrame) -> Table:
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("share_count", "Share of the count (%)", "percent", 1),
        Column("share_score", "Share of the score (%)", "percent", 1),
    )
    rows = [
        (row["offence_name"], row["count"], 100 * row["share_count"], 100 * row["share_score"])
        for row in table.to_dict("records")
    ]
    return figure.data_table(
        SeverityResult.section, "", "Shares of the count and of the score", columns, rows
    )
