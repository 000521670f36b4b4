"""Monthly series with the levels they part into."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pads_analysis.assess.result import LevelShiftsResult, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.charts import trend_marks
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure
from pads_analysis.show.opening import renders
from pads_analysis.vocabulary.events import events

CLEAR = (Verdict.HIGHER, Verdict.LOWER)
MOST_PANELS = 4


@renders(LevelShiftsResult)
def level_shifts(result: LevelShiftsResult, title: str = "") -> Figure:
    """Draw the total and the offences whose level moved most clearly, at most four, with their levels.

    Parameters
    ----------
    result : Released[LevelShiftsResult]
    title : str
        Replaces the generated finding.
    """
    clear = result.table.loc[result.table["verdict"].isin(CLEAR)]
    held = list(dict.fromkeys(result.series["offence_code"]))
    moved = [code for code in clear.sort_values("p_adjusted", kind="stable")["offence_code"] if code in held]
    codes = list(dict.fromkeys([held[0], *moved]))[:MOST_PANELS]
    said = title or finding(clear, result)
    panels = {1: (1, 1), 2: (1, 2)}.get(len(codes), (2, 2))
    with figure.canvas(0.8 + 2.7 * panels[0], panels, squeeze=False) as (drawing, grid):
        for axes, code in zip(grid.flat, codes, strict=False):
            _panel(axes, result.series.loc[result.series["offence_code"] == code], clear, result.names[code])
        for axes in list(grid.flat)[len(codes) :]:
            axes.set_visible(False)
        figure.key_above(grid.flat[0], columns=2)
        return figure.finish(
            drawing,
            section=result.section,
            title=said,
            measure="Recorded a day, by month",
            basis=result.basis,
            chart="Line charts with levels" if len(codes) > 1 else "Line chart with levels",
            message=_in_words(clear.loc[clear["offence_code"].isin(codes)], said, result),
            data=_data(result, codes, clear),
            detail="Upright lines: months from which the level clearly differs.",
        )


def finding(clear: pd.DataFrame, result: LevelShiftsResult) -> str:
    """Return the month in which most levels moved clearly, and how many."""
    if clear.empty:
        return "No level of recorded crime clearly moved"
    total = clear.loc[clear["is_total"].astype(bool)]
    if len(total):
        each = [
            f"{row['verdict']} from {words.month_label(row['month'])}" for row in total.to_dict("records")
        ]
        return f"Level of recorded crime: {words.listed(each, limit=2)}"
    counted = clear.groupby("month").size()
    month = counted.sort_values(ascending=False, kind="stable").index[0]
    rows = clear.loc[clear["month"] == month]
    ways = set(rows["verdict"])
    way = f"{next(iter(ways))} " if len(ways) == 1 else "another "
    if len(rows) == 1:
        return f"{result.names[rows['offence_code'].iloc[0]]}: {way}level from {words.month_label(month)}"
    number = words.at_start(words.small_number(len(rows)))
    return f"{number} types of offence: {way}level from {words.month_label(month)}"


def _in_words(clear: pd.DataFrame, title: str, result: LevelShiftsResult) -> str:
    """Return the finding and the clearest moves that are drawn, for those who do not see the figure."""
    each = [
        f"{words.in_sentence(result.names[row['offence_code']])} {row['verdict']} from "
        f"{words.month_label(row['month'])}"
        for row in clear.sort_values("p_adjusted", kind="stable").to_dict("records")
    ]
    return f"{title}{f': {words.listed(each, limit=2)}' if each else ''}"


def _panel(axes: Any, table: pd.DataFrame, clear: pd.DataFrame, name: str) -> None:
    table = table.reset_index(drop=True)
    trend_marks.draw_behind(axes, table, _event_marks())
    x = list(range(len(table)))
    axes.plot(x, table["daily_rate"], color=palette.NAVY, marker="o", markersize=3, label="recorded a day")
    axes.step(x, table["level"], where="mid", color=palette.ORANGE, linewidth=2.2, label="level")
    months = list(clear.loc[clear["offence_code"] == table["offence_code"].iloc[0], "month"])
    for at, month in enumerate(table["month"]):
        if month in months:
            axes.axvline(at - 0.5, color=palette.DARK_GREY, linewidth=1.4, linestyle=(0, (4, 2)))
    month_ticks(axes, list(table["month"]))
    axes.set_title(words.wrapped(name, 22))
    axes.set_ylim(0, 1.08 * max(float(table["daily_rate"].max()), 1e-9))
    axes.set_xlim(-0.8, len(table) - 0.2)
    axes.grid(visible=False, axis="x")


def _event_marks() -> pd.DataFrame:
    rows = [
        (pd.Timestamp(f"{event.first}-01"), pd.Timestamp(f"{event.last}-01"), "event", "", event.note)
        for event in events()
    ]
    return pd.DataFrame(rows, columns=trend_marks.COLUMNS)


def _data(result: LevelShiftsResult, codes: list[str], clear: pd.DataFrame) -> Any:
    columns = (
        Column("offence_name", "Offence"),
        Column("month", "Month", "month"),
        Column("daily_rate", "Recorded a day", "number", 2),
        Column("level", "Level", "number", 2),
        Column("move", "Clear move in this month"),
    )
    said = {
        (row["offence_code"], row["month"]): verdict_words(row["verdict"], row["ci_low"], row["ci_high"])
        for row in clear.to_dict("records")
    }
    rows = [
        (
            result.names[row["offence_code"]],
            row["month"],
            row["daily_rate"],
            row["level"],
            said.get((row["offence_code"], row["month"]), "none"),
        )
        for code in codes
        for row in result.series.loc[result.series["offence_code"] == code].to_dict("records")
    ]
    return figure.data_table(result.section, "", "Levels of the monthly series", columns, rows)
