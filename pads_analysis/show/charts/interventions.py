"""Monthly series of each action with its start, and every estimate beside the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.assess.result import ActionSeries, InterventionsResult, NotAvailable, Outcome
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

MOST_SERIES = 6
MOST_ROWS = 14
LABEL_WIDTH = 20
ROWS = {"comparison": "its areas", "buffers": "areas around", "together": "both", "series": "own course"}
AFTER = {
    Outcome.FELL_MORE: "fell more than where compared",
    Outcome.ROSE_MORE: "rose more than where compared",
    Outcome.NOT_SHOWN: "no difference shown",
    Outcome.NOT_JUDGED: "cannot be judged",
}


@renders(InterventionsResult)
def interventions(result: InterventionsResult) -> list[Figure | Absence]:
    """Draw the estimates of all actions on one scale, then the monthly series of each.

    Returns
    -------
    list of Figure
        At most six series, the first of the plan; none of an action that no method
        could look at. An Absence where nothing can be drawn.
    """
    outcomes = dict(zip(result.table["action_id"], result.table["outcome"], strict=True))
    drawn = [
        one
        for one in result.series
        if len(one.table) > 1
        and (outcomes[one.action_id] != Outcome.NOT_JUDGED or one.table["fitted"].notna().any())
    ][:MOST_SERIES]
    return [*_forest(result), *(_series(result, one, outcomes[one.action_id]) for one in drawn)] or [
        _none(result)
    ]


def _none(result: InterventionsResult) -> Absence:
    return absence(
        NotAvailable(
            "interventions-chart", result.element, "Actions, drawn", "no action has months to draw",
        )
    )  # fmt: skip


def _forest(result: InterventionsResult) -> list[Figure]:
    """Return the chart of estimates that have an interval and stand on enough events; none where there is none."""
    rows = result.estimates.loc[
        result.estimates["method"].isin(ROWS) & result.estimates["judged"].astype(bool)
    ]
    enough = rows["expected"].isna() | (rows["expected"] >= result.basis.minimum_base)
    rows = rows.loc[enough & (rows["ratio"] > 0) & (rows["ratio_low"] > 0)].head(MOST_ROWS)
    if rows.empty:
        return []
    labels = [
        f"{action}: {ROWS[method]}" for action, method in zip(rows["action_id"], rows["method"], strict=True)
    ]
    series = intervals.Series(
        "estimate", list(rows["ratio"]), list(rows["ratio_low"]), list(rows["ratio_high"]),
        hollow=[low <= 1 <= high for low, high in zip(rows["ratio_low"], rows["ratio_high"], strict=True)],
    )  # fmt: skip
    values = [f"{words.decimal(value, 2)} times" for value in rows["ratio"]]
    level = words.level(confidence_of(result))
    with figure.canvas(intervals.height(len(rows) + 1)) as (drawing, axes):
        intervals.draw(axes, labels, [series], values, label_width=LABEL_WIDTH)
        intervals.log_scale(axes, [*rows["ratio_low"], *rows["ratio_high"], 1.0])
        intervals.reference(axes, 1.0)
        figure.key_above(axes, handles=intervals.key_handles([series], hollow="interval holds 1"))
        return [
            figure.finish(
                drawing,
                section=result.section,
                name="estimates",
                title=_finding(result),
                measure=f"Recorded after actions over what was expected, with {level} intervals",
                basis=result.basis,
                chart="Dot chart with intervals",
                data=_estimates(result, rows, labels),
                detail="1: as where compared, or as its earlier course. Logarithmic scale.",
            )
        ]


def _finding(result: InterventionsResult) -> str:
    moved = [
        f"{row['action_id']} {AFTER[Outcome(row['outcome'])]}"
        for row in result.table.to_dict("records")
        if row["outcome"] in (Outcome.FELL_MORE, Outcome.ROSE_MORE)
    ]
    if len(moved) == 1:
        return f"After {moved[0].split()[0]} the offence {' '.join(moved[0].split()[1:])}"
    return f"A clear difference after {words.small_number(len(moved))} of {words.plural(len(result.table), 'action')}"


def _estimates(result: InterventionsResult, rows: pd.DataFrame, labels: list[str]) -> Table:
    columns = (
        Column("label", "Action and where"),
        Column("ratio", "Times what was expected", "number", 2),
        Column(
            "limits",
            f"{words.level(confidence_of(result))} interval",
            "interval",
            2,
            "ratio_low",
            "ratio_high",
        ),
    )
    cells = [
        (label, row["ratio"], (row["ratio_low"], row["ratio_high"]))
        for label, row in zip(labels, rows.to_dict("records"), strict=True)
    ]
    return figure.data_table(result.section, "estimates", "Estimates drawn", columns, cells)


def _series(result: InterventionsResult, one: ActionSeries, outcome: str) -> Figure:
    table = one.table.reset_index(drop=True)
    months = list(table["month"])
    with figure.canvas(4.2) as (drawing, axes):
        _draw(axes, table, one, words.level(confidence_of(result)))
        month_ticks(axes, months)
        figure.thousands(axes.yaxis)
        figure.key_above(axes)
        unit = "incidents" if words.is_incident(one.offence_code) else "police recorded crimes"
        return figure.finish(
            drawing,
            section=result.section,
            name=f"series {one.action_id}",
            title=f"{one.action_id}, {words.in_sentence(one.offence_name)}: {AFTER[Outcome(outcome)]}",
            measure=f"{one.offence_name}, {unit} a month, {one.place}",
            basis=result.basis,
            period=f"{words.month_label(months[0])} to {words.month_label(months[-1])}",
            chart="Line chart with the start of an action",
            data=_months(result, one, table),
            detail="The verdict needs a comparison with other areas too, which is not drawn here.",
        )


def _draw(axes: Any, table: pd.DataFrame, one: ActionSeries, level: str) -> None:
    x = np.arange(len(table))
    used = table["used"].astype(bool)
    counts = table["count"].astype(float)
    if table["fitted"].notna().any():
        axes.fill_between(
            x, table["without_low"].astype(float), table["without_high"].astype(float),
            color=palette.PALE_BLUE, linewidth=0, label=f"{level} interval of the step",
        )  # fmt: skip
        axes.plot(x, table["fitted"], color=palette.ORANGE, linewidth=1.6, label="model fitted")
        axes.plot(
            x, table["without"], color=palette.MID_GREY, linewidth=1.6, linestyle=(0, (4, 2)),
            label="earlier course carried on",
        )  # fmt: skip
    axes.plot(x, counts.where(used), color=palette.NAVY, marker="o", markersize=4, label="recorded")
    if (~used).any():
        axes.plot(
            x[~used], counts[~used], linestyle="none", marker="o", markersize=7, markerfacecolor="white",
            markeredgecolor=palette.DARK_GREY, label="left out",
        )  # fmt: skip
    start = int((table["month"] < one.first).sum())
    if 0 < start < len(table):
        axes.axvline(
            start - 0.5, color=palette.DARK_GREY, linewidth=1.6, linestyle=(0, (1, 1.5)), label="start"
        )
    highest = float(np.nanmax(table[["count", "fitted", "without_high"]].to_numpy(dtype=float)))
    # A wide interval of the earlier course must not press the counts flat.
    top = min(highest, 2.5 * max(float(counts.max()), 1.0))
    axes.set_ylim(0, top * 1.06)
    axes.set_xlim(-0.8, len(table) - 0.2)
    axes.grid(visible=False, axis="x")


def _months(result: InterventionsResult, one: ActionSeries, table: pd.DataFrame) -> Table:
    columns = (
        Column("month", "Month", "month"),
        Column("count", "Count", "count"),
        Column("used", "Counted", "flag"),
        Column("fitted", "Model fitted", "number", 1),
        Column("without", "Earlier course carried on", "number", 1),
        Column("limits", "Its interval", "interval", 1, "without_low", "without_high"),
    )
    rows = [
        (
            row["month"],
            row["count"],
            row["used"],
            row["fitted"],
            row["without"],
            (row["without_low"], row["without_high"]),
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(
        result.section, f"series {one.action_id}", f"{one.offence_name} by month", columns, rows
    )
