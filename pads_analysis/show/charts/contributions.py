"""Which offences and which small areas make up the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import ContributionsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@renders(ContributionsResult)
def contributions(result: ContributionsResult) -> list[Figure]:
    """Draw the contribution of every offence, and of small areas where they are known, to the total change.

    Parameters
    ----------
    result : Released[ContributionsResult]

    Returns
    -------
    list of Figure
        Bars to the right add to the total, bars to the left take from it; the words at the right say so too.
    """
    figures = [_bars(result, result.offences, "offence_name", "offences", "type of offence")]
    if result.places is not None and len(result.places):
        figures.append(_bars(result, result.places, "place_name", "places", "small area"))
    return figures


def _bars(result: ContributionsResult, frame: pd.DataFrame, label: str, name: str, by: str) -> Figure:
    table = frame.loc[frame["contribution_points"].notna()]
    # What no single area holds is no finding: it stands last, whatever its size.
    table = table.assign(rest=~_named(table)).sort_values(
        ["rest", "contribution_points"], ascending=[True, False], kind="stable"
    )
    points = [float(value) for value in table["contribution_points"]]
    with figure.canvas(intervals.height(len(table)) - 0.4) as (drawing, axes):
        colours = [palette.NAVY if value >= 0 else palette.ORANGE for value in points]
        axes.barh(range(len(points)), points, color=colours, height=0.55, zorder=2)
        _intervals(axes, table)
        axes.axvline(0, color=palette.DARK_GREY, linewidth=1.4, zorder=3)
        intervals.draw(axes, list(table[label]), [], [sign_words(value) for value in points])
        axes.margins(x=0.08)
        figure.thousands(axes.xaxis)
        return figure.finish(
            drawing,
            section=result.section,
            name=name,
            title=finding(table, label, result.total_change_percent),
            measure=f"Contribution to the change in recorded crime by {by}, percentage points",
            basis=result.basis,
            chart="Bar chart",
            data=_data(result, table, label, name, by),
        )


def _intervals(axes: Axes, table: pd.DataFrame) -> None:
    if "ci_low" not in table:
        return
    for row, (low, high) in enumerate(zip(table["ci_low"], table["ci_high"], strict=True)):
        if words.known(low, high):
            axes.plot([low, high], [row, row], color="white", linewidth=3.4, zorder=4)
            axes.plot([low, high], [row, row], color=palette.DARK_GREY, linewidth=1.8, zorder=5)


def sign_words(points: float) -> str:
    """Return a contribution in words: "adds 1.2", "takes off 0.8"."""
    size = words.decimal(abs(points), 1)
    if float(size) == 0:
        return "about 0"
    return f"adds {size}" if points > 0 else f"takes off {size}"


def finding(table: pd.DataFrame, label: str, total: float) -> str:
    """Return the largest contribution in the direction of the total."""
    named = table.loc[_named(table)]
    if not len(named) or not words.is_number(total):
        return "Contributions to the change"
    row = named.iloc[0] if total >= 0 else named.iloc[-1]
    move = f"{words.decimal(abs(total), 1)}% {'rise' if total >= 0 else 'fall'}"
    name = words.place_name(row[label])
    return f"{name} {sign_words(float(row['contribution_points']))} points in a net {move}"


def _named(table: pd.DataFrame) -> pd.Series:
    """Return which rows are one offence or one area, not all others together or without a location."""
    if "place_code" not in table:
        return pd.Series(data=True, index=table.index)
    return table["place_code"].astype(str).str.strip() != ""


def _data(result: ContributionsResult, table: pd.DataFrame, label: str, name: str, by: str) -> Table:
    columns = [
        Column(label, by.capitalize()),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("contribution_points", "Contribution (percentage points)", "number", 2),
    ]
    has_interval = "ci_low" in table
    if has_interval:
        columns.append(Column("contribution", "Interval", "interval", 2, "ci_low", "ci_high"))
    rows = [
        (
            row[label],
            row["count_before"],
            row["count"],
            row["contribution_points"],
            *(((row["ci_low"], row["ci_high"]),) if has_interval else ()),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, name, f"Contribution to the change by {by}", columns, rows)
