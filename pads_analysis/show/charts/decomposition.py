"""The parts of each change as bars with intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pads_analysis.assess.result import DecompositionsResult, Verdict
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.parts import HEADINGS, signed

MOST_CHARTS = 4
CHANGE = "Change in all"


@renders(DecompositionsResult)
def decompositions(result: DecompositionsResult) -> list[Figure]:
    """Draw the parts of the total's change, and of the largest changes that are called or rest on recording.

    Parameters
    ----------
    result : Released[DecompositionsResult]

    Returns
    -------
    list of Figure
        At most four; the table has the others.
    """
    called = result.changes["verdict"].isin([Verdict.HIGHER, Verdict.LOWER]) | result.changes["recording"]
    chosen = result.changes.loc[result.changes["is_total"] | called].head(MOST_CHARTS)
    return [_bars(result, row) for row in chosen.to_dict("records")]


def _bars(result: DecompositionsResult, row: dict[str, Any]) -> Figure:
    table = result.table.loc[result.table["offence_code"] == row["offence_code"]]
    bars = pd.DataFrame(
        {
            "label": [HEADINGS[part] for part in table["part"]] + [CHANGE],
            "count": [*table["count"], row["difference"]],
            "low": [*table["ci_low"], row["difference_low"]],
            "high": [*table["ci_high"], row["difference_high"]],
        }
    )
    with figure.canvas(intervals.height(len(bars)) - 0.2) as (drawing, axes):
        values = [float(value) for value in bars["count"]]
        colours = [palette.NAVY if value >= 0 else palette.ORANGE for value in values[:-1]] + [
            palette.MID_GREY
        ]
        axes.barh(range(len(values)), values, color=colours, height=0.55, zorder=2)
        for at, (low, high) in enumerate(zip(bars["low"], bars["high"], strict=True)):
            if words.known(low, high) and high > low:
                axes.plot([low, high], [at, at], color="white", linewidth=3.4, zorder=4)
                axes.plot([low, high], [at, at], color=palette.DARK_GREY, linewidth=1.8, zorder=5)
        axes.axvline(0, color=palette.DARK_GREY, linewidth=1.4, zorder=3)
        intervals.draw(axes, list(bars["label"]), [], [signed(value) for value in values])
        axes.margins(x=0.08)
        figure.thousands(axes.xaxis)
        name = row["offence_name"]
        counted = "incidents" if words.is_incident(row["offence_code"]) else "police recorded crimes"
        shared = f"Shared with {result.against}. " if result.against else ""
        return figure.finish(
            drawing,
            section=result.section,
            name=row["offence_code"],
            title=finding(name, row["difference"], table),
            measure=f"{name}, parts of the change since {result.period_before}, {counted}",
            basis=result.basis,
            chart="Bar chart with intervals",
            data=_data(result, row, bars),
            detail=f"{shared}Lines: {words.level(confidence_of(result))} intervals.",
        )


def finding(name: str, difference: Any, table: pd.DataFrame) -> str:
    """Return the largest part that can be told from none, and how much of the change it is."""
    clear = table.loc[table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    net = f"a net {words.count(abs(int(difference)))} {'more' if difference > 0 else 'fewer'}"
    net = net if int(difference) else "no net change"
    if clear.empty:
        return f"{name}: no part of {net} can be told from none"
    part = clear.loc[clear["count"].abs().idxmax()]
    size, what = words.count(round(abs(part["count"]))), words.in_sentence(HEADINGS[part["part"]])
    return f"{name}: {what} {'adds' if part['count'] > 0 else 'takes off'} {size} in {net}"


def _data(result: DecompositionsResult, row: dict[str, Any], bars: pd.DataFrame) -> Table:
    columns = (
        Column("label", "Part"),
        Column("count", "Events", "number", 1),
        Column("interval", f"{words.level(confidence_of(result))} interval", "interval", 0, "low", "high"),
    )
    rows = [(bar["label"], bar["count"], (bar["low"], bar["high"])) for bar in bars.to_dict("records")]
    caption = f"Parts of the change, {words.in_sentence(row['offence_name'])}"
    return figure.data_table(result.section, row["offence_code"], caption, columns, rows)
