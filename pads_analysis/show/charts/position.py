"""The partnership among others: their rates with intervals, and a funnel of the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.assess.result import PositionResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.position import placed

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 20
PLACES_ON_FUNNEL = {
    2: "above the 99.8% limit",
    1: "above the 95% limit",
    0: "within the limits",
    -1: "below the 95% limit",
    -2: "below the 99.8% limit",
}
MEASURE = "Police recorded crime per 1,000 residents a year by partnership"


@renders(PositionResult)
def position(result: PositionResult) -> list[Figure]:
    """Draw the areas' rates with intervals and the mean of the others, and the funnel where there are ten areas.

    Returns
    -------
    list of Figure
        One figure, or two.
    """
    return [_dots(result)] if result.curve is None else [_dots(result), _funnel(result, result.curve)]


def _dots(result: PositionResult) -> Figure:
    table = result.areas.sort_values("rate_per_1000", ascending=False, kind="stable").reset_index(drop=True)
    drawn = _nearest(table)
    own = drawn["is_own"].astype(bool)
    series = [
        _series(drawn, own, words.place_name(result.basis.place), palette.NAVY, "o"),
        _series(drawn, ~own, "the others", palette.MID_GREY, "s"),
    ]
    places = words.rate_places(list(table["rate_per_1000"]))
    rates = [words.decimal(rate, places) for rate in drawn["rate_per_1000"]]
    with figure.canvas(intervals.height(len(drawn))) as (drawing, axes):
        if words.known(result.mean_low, result.mean_high):
            axes.axvspan(result.mean_low, result.mean_high, color=palette.PALE_GREY, zorder=0, linewidth=0)
        intervals.draw(axes, [words.place_name(name) for name in drawn["partnership_name"]], series, rates)
        intervals.reference(axes, result.mean)
        axes.set_xlim(left=0)
        figure.thousands(axes.xaxis)
        band = f"mean of the others ({words.decimal(result.mean, places)}) and its interval"
        figure.key_above(axes, handles=intervals.key_handles(series, band=band))
        cut = (
            f" The {len(drawn)} nearest in rate are drawn, of {len(table)}."
            if len(drawn) < len(table)
            else ""
        )
        return figure.finish(
            drawing,
            section=result.section,
            name="rates",
            title=finding(result),
            measure=MEASURE,
            basis=result.basis,
            per_resident=True,
            chart="Dot chart with intervals",
            data=_data(result, table, places),
            detail=f"Lines: {words.level(confidence_of(result))} intervals.{cut}",
        )


def finding(result: PositionResult) -> str:
    """Return the place of the total, as an interval."""
    row = result.table.loc[result.table["is_total"].astype(bool)].iloc[0].to_dict()
    place = placed(row)
    return f"The rate of recorded crime {'takes' if place.startswith('place') else 'is'} {place}"


def _nearest(table: pd.DataFrame) -> pd.DataFrame:
    """Return the own row and those next to it in rate, `MOST_DRAWN` in all."""
    at = int(table.index[table["is_own"].astype(bool)][0])
    first = min(max(0, at - MOST_DRAWN // 2), max(0, len(table) - MOST_DRAWN))
    return table.iloc[first : first + MOST_DRAWN]


def _series(table: pd.DataFrame, chosen: pd.Series, label: str, colour: str, marker: str) -> intervals.Series:
    return intervals.Series(
        label=words.wrapped(label, 30),
        values=list(table["rate_per_1000"].where(chosen)),
        lows=list(table["ci_low"].where(chosen)),
        highs=list(table["ci_high"].where(chosen)),
        colour=colour,
        marker=marker,
    )


def _funnel(result: PositionResult, curve: pd.DataFrame) -> Figure:
    areas = result.areas
    own = areas["is_own"].astype(bool)
    with figure.canvas(4.6) as (drawing, axes):
        x = curve["person_years"] / 1000
        for name, style, label in (("inner", (0, (5, 2)), "95% limits"), ("outer", "solid", "99.8% limits")):
            for side, shown in (("low", label), ("high", "_")):
                values = curve[f"{name}_{side}"]
                axes.plot(x, values, color=palette.DARK_GREY, linewidth=1.4, linestyle=style, label=shown)
        axes.plot(
            x, curve["target"], color=palette.MID_GREY, linewidth=1.4, linestyle=":", label="all together"
        )
        axes.plot(
            areas.loc[~own, "person_years"] / 1000, areas.loc[~own, "rate_per_1000"], "s", color=palette.MID_GREY,
            markersize=6, label="the others",
        )  # fmt: skip
        axes.plot(
            areas.loc[own, "person_years"] / 1000, areas.loc[own, "rate_per_1000"], "o", color=palette.NAVY,
            markersize=11, markeredgecolor="white", label=words.wrapped(words.place_name(result.basis.place), 30),
        )  # fmt: skip
        axes.set_ylim(*_window(areas, curve))
        axes.set_xlabel("Residents times years counted (thousands)")
        figure.thousands(axes.xaxis)
        figure.thousands(axes.yaxis)
        figure.key_above(axes, columns=3)
        place = PLACES_ON_FUNNEL[int(areas.loc[own, "funnel_place"].iloc[0])]
        return figure.finish(
            drawing,
            section=result.section,
            name="funnel",
            title=f"On the funnel the rate lies {place}",
            measure="Police recorded crime per 1,000 residents a year by size of area",
            basis=result.basis,
            per_resident=True,
            chart="Funnel plot",
            data=_funnel_data(areas),
            detail="The limits allow for areas that differ by more than chance.",
        )


def _window(areas: pd.DataFrame, curve: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the vertical axis: every area and every limit, with room."""
    low = min(areas["rate_per_1000"].min(), np.nanmin(curve["outer_low"]))
    high = max(areas["rate_per_1000"].max(), np.nanmax(curve["outer_high"]))
    room = 0.06 * (high - low)
    return max(0.0, low - room), high + room


def _data(result: PositionResult, table: pd.DataFrame, places: int) -> Table:
    columns = (
        Column("partnership_name", "Partnership"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000", "number", places),
        Column(
            "rate", f"{words.level(confidence_of(result))} interval", "interval", places, "ci_low", "ci_high"
        ),
    )
    note = (
        f"Mean of the others: {words.decimal(result.mean, places)} per 1,000 "
        f"({words.span(result.mean_low, result.mean_high, places)})."
    )
    return figure.data_table(
        result.section, "rates", "Rates of the areas compared", columns, _rows(table), note
    )


def _rows(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (
            words.place_name(row["partnership_name"]),
            row["count"],
            row["rate_per_1000"],
            (row["ci_low"], row["ci_high"]),
        )
        for row in table.to_dict("records")
    ]


def _funnel_data(areas: pd.DataFrame) -> Table:
    columns = (
        Column("partnership_name", "Partnership"),
        Column("person_years", "Residents times years", "count"),
        Column("rate_per_1000", "Rate per 1,000", "number", words.rate_places(list(areas["rate_per_1000"]))),
        Column("place", "On the funnel"),
    )
    rows = [
        (
            words.place_name(row["partnership_name"]),
            row["person_years"],
            row["rate_per_1000"],
            PLACES_ON_FUNNEL[int(row["funnel_place"])],
        )
        for row in areas.sort_values("person_years", kind="stable").to_dict("records")
    ]
    return figure.data_table(PositionResult.section, "funnel", "Areas on the funnel", columns, rows)
