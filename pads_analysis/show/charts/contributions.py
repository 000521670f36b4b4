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
from pads_analysis.show.places import without_empty_rest

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
    offences = result.offences
    title = offences_finding(offences, result.total_change_percent)
    figures = [_bars(result, offences, "offence_name", "offences", "type of offence", title)]
    if result.places is not None and len(result.places):
        places = without_empty_rest(result.places)
        title = places_finding(places)
        figures.append(_bars(result, places, "place_name", "places", "small area", title))
    return figures


def _bars(
    result: ContributionsResult, frame: pd.DataFrame, label: str, name: str, by: str, title: str
) -> Figure:
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
            title=title,
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


def offences_finding(offences: pd.DataFrame, total: float) -> str:
    """Return the largest contribution in the direction of the total, of those whose interval leaves out zero."""
    if not len(offences) or not words.is_number(total):
        return "Contributions to the change"
    ordered = offences.loc[offences["contribution_points"].notna()].sort_values(
        "contribution_points", ascending=total < 0, kind="stable"
    )
    move = f"a net {words.decimal(abs(total), 1)}% {'rise' if total >= 0 else 'fall'}"
    for row in ordered.to_dict("records"):
        points, low, high = float(row["contribution_points"]), row.get("ci_low"), row.get("ci_high")
        clear = words.known(low, high) and (low > 0 or high < 0)
        if clear and (points > 0) == (total >= 0):
            name = row["offence_name"]
            verb = (
                words.were(name, "adds", "add") if points > 0 else words.were(name, "takes off", "take off")
            )
            return f"{name} {verb} {words.decimal(abs(points), 1)} points in {move}"
    return f"No single type of offence clearly moves the total: {move}"


def places_finding(places: pd.DataFrame) -> str:
    """Return how many of the largest changes are rises or falls; chance moves every small area, so none is named."""
    moves = places.loc[_named(places), "difference"]
    rises, falls, number = int((moves > 0).sum()), int((moves < 0).sum()), len(moves)
    if not rises + falls:
        return "No small area changed"
    way, how_many = ("rise", rises) if rises >= falls else ("fall", falls)
    if number == 1:
        return f"The one small area {'rose' if rises else 'fell'}"
    verb = f"is a {way}" if how_many == 1 else f"are {way}s"
    return f"Of the {words.small_number(number)} largest changes {words.small_number(how_many)} {verb}"


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
