"""The period beside a forecast made from the months before it: one fan for each series."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pads_analysis.assess.result import OutturnResult, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, renders

MOST_CHARTS = 4
PAST_SHOWN = 24


@renders(OutturnResult)
def outturn(result: OutturnResult) -> list[Figure]:
    """Draw the forecast with its limits and what was recorded, for the total and the offences told apart from it.

    Parameters
    ----------
    result : Released[OutturnResult]

    Returns
    -------
    list of Figure
        At most four, the total first, then by how firmly they stand apart; the table has the others.
    """
    clear = result.table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]) & ~result.table["is_total"].astype(
        bool
    )
    chosen = pd.concat(
        [result.table.loc[result.table["is_total"]], result.table.loc[clear].sort_values("p_adjusted")]
    )
    return [_fan(result, row) for row in chosen.head(MOST_CHARTS).to_dict("records")]


def _fan(result: OutturnResult, row: dict[str, Any]) -> Figure:
    code = row["offence_code"]
    past = result.past.loc[result.past["offence_code"] == code].sort_values("month").tail(PAST_SHOWN)
    months = result.months.loc[result.months["offence_code"] == code].sort_values("month")
    level = words.level(confidence_of(result))
    with figure.canvas(4.2) as (drawing, axes):
        _draw(axes, past, months, level)
        month_ticks(axes, [*past["month"], *months["month"]])
        figure.thousands(axes.yaxis)
        figure.key_above(axes, columns=2)
        counted = "incidents" if words.is_incident(code) else "police recorded crimes"
        first, last = (past if len(past) else months)["month"].iloc[0], months["month"].iloc[-1]
        return figure.finish(
            drawing,
            section=result.section,
            name=code,
            title=finding(row),
            measure=f"{row['offence_name']}, {counted} a month",
            basis=result.basis,
            period=f"{words.month_label(first)} to {words.month_label(last)}",
            chart="Line chart with forecast",
            data=_data(result, row, months),
            detail=(
                "Forecast from the months before the period, of which those left out are not drawn; shaded: "
                f"{level} prediction interval of single months."
            ),
        )


def _draw(axes: Any, past: pd.DataFrame, months: pd.DataFrame, level: str) -> None:
    start = len(past)
    ahead = list(range(start, start + len(months)))
    axes.fill_between(
        ahead, months["low"].astype(float), months["high"].astype(float), color=palette.PALE_BLUE, linewidth=0,
        label=f"{level} prediction interval",
    )  # fmt: skip
    dashed = (0, (4, 2))
    axes.plot(
        ahead, months["expected"], color=palette.MID_GREY, linewidth=1.6, linestyle=dashed, label="forecast"
    )
    axes.plot(
        range(start), past["count"].astype(float), color=palette.MID_GREY, linewidth=1.6, marker="o", markersize=3,
        label="recorded before",
    )  # fmt: skip
    axes.plot(
        ahead, months["count"].astype(float), color=palette.NAVY, marker="o", markersize=5, label="recorded"
    )
    top = pd.concat([past["count"], months["count"], months["high"]]).astype(float).max()
    axes.set_ylim(0, top * 1.06 if top > 0 else 1.0)
    axes.set_xlim(-0.8, start + len(months) - 0.2)
    axes.grid(visible=False, axis="x")


def finding(row: dict[str, Any]) -> str:
    """Return where what was recorded lies beside the forecast total."""
    size = f"{words.count(row['count'])} against {words.count(round(row['expected']))} forecast"
    where = {
        Verdict.HIGHER: "more than the months before led one to expect",
        Verdict.LOWER: "fewer than the months before led one to expect",
    }.get(row["verdict"], "not clearly apart from the forecast")
    return f"{row['offence_name']}: {where}, {size}"


def _data(result: OutturnResult, row: dict[str, Any], months: pd.DataFrame) -> Table:
    level = words.level(confidence_of(result))
    columns = (
        Column("month", "Month", "month"),
        Column("count", "Recorded", "count"),
        Column("expected", "Forecast", "number", 1),
        Column("limits", f"{level} prediction interval", "interval", 0, "low", "high"),
    )
    rows = [
        (each["month"], each["count"], each["expected"], (each["low"], each["high"]))
        for each in months.to_dict("records")
    ]
    caption = f"{row['offence_name']} beside its forecast"
    return figure.data_table(result.section, row["offence_code"], caption, columns, rows)
