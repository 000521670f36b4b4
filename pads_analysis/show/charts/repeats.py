"""Repeat victims and repeated places, by kind of crime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import NotAvailable, RepeatsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence


@renders(RepeatsResult)
def repeats(result: RepeatsResult, title: str = "") -> Figure | Absence:
    """Draw the share of victims struck again beside the share of events that fell on them, with intervals.

    Parameters
    ----------
    result : Released[RepeatsResult]
    title : str
        Replaces the generated finding.
    """
    drawable = result.table.loc[[words.is_number(share) for share in result.table["share_units"]]]
    if drawable.empty:
        return absence(
            NotAvailable(
                "repeats-shares",
                result.element,
                "Repeats by kind of crime",
                f"there are too few {result.unit}s",
            )
        )
    table = drawable.sort_values(["is_total", "share_events"], ascending=False, kind="stable")
    series = [
        _series(table, "share_units", f"Share of {result.unit}s", palette.NAVY, "o", -0.14),
        _series(table, "share_events", "Share of events that fell on them", palette.ORANGE, "s", 0.14),
    ]
    with figure.canvas(intervals.height(len(table)) + 0.4) as (drawing, axes):
        intervals.draw(axes, list(table["name"]), series)
        # A little room, so that a mark at nought is whole.
        axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
        axes.set_xlabel("Per cent")
        figure.key_above(axes, 2, intervals.key_handles(series))
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result, table),
            measure=f"{words.at_start(result.unit)}s struck twice or more, and events that fell on them (%)",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail=f"Lines: {words.level(confidence_of(result))} intervals.",
        )


def _series(
    table: pd.DataFrame, name: str, label: str, colour: str, marker: str, offset: float
) -> intervals.Series:
    middle, low, high = (
        [100 * value for value in table[key]] for key in (name, f"{name}_low", f"{name}_high")
    )
    return intervals.Series(label, middle, low, high, colour, marker, offset=offset)


def finding(result: RepeatsResult, table: pd.DataFrame) -> str:
    """Return what share of events fell on how few."""
    top = table.iloc[0]
    kind = "" if bool(top["is_total"]) else f" of {words.in_sentence(top['name'])}"
    return (
        f"{words.percent(top['share_units'])} of {result.unit}s{kind} were struck again, with "
        f"{words.percent(top['share_events'])} of events"
    )


def _data(result: RepeatsResult, table: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("name", "Crime"),
        Column("units", f"{words.at_start(result.unit)}s", "count"),
        Column("share_units", f"Share of {result.unit}s (%)", "percent", 1),
        Column("a", f"{level} interval", "interval", 1),
        Column("share_events", "Share of events (%)", "percent", 1),
        Column("b", f"{level} interval", "interval", 1),
    )
    rows = [
        (
            row["name"],
            row["units"],
            100 * row["share_units"],
            (100 * row["share_units_low"], 100 * row["share_units_high"]),
            100 * row["share_events"],
            (100 * row["share_events_low"], 100 * row["share_events_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Struck twice or more", columns, rows)
