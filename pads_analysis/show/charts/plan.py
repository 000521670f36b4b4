"""Targets of the last plan: what was recorded or is projected, with its interval, beside the aim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.assess.result import NotAvailable, PlanTargetsResult
from pads_analysis.show import figure, palette, plan_words, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, confidence_of, renders

if TYPE_CHECKING:
    from pads_analysis.show.display import Absence

TICKS = (0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10)
CLEAR = ("met", "missed", "on course", "off course")


@renders(PlanTargetsResult)
def plan_targets(result: PlanTargetsResult, title: str = "") -> Figure | Absence:
    """Draw each target's number as a multiple of its aim; the aim is a line, hollow marks are too uncertain to say.

    Parameters
    ----------
    result : Released[PlanTargetsResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    Figure
        An Absence when no target has both a number and an aim.
    """
    table = result.table.loc[result.table["projected"].notna() & (result.table["projected"] > 0)]
    if table.empty:
        return absence(
            NotAvailable(
                "plan_targets-chart", "", "Targets beside what was recorded", "no target could be judged"
            )
        )
    # Multiples of the aim, the same way up for every target, so that one scale serves all.
    for name in ("projected", "low", "high"):
        table = table.assign(**{f"{name}_times": table[name] / table["aim_count"]})
    series = [
        _series(table, "recorded", table["past"].astype(bool), palette.NAVY, "o"),
        _series(table, "projected", ~table["past"].astype(bool), palette.ORANGE, "D"),
    ]
    series = [each for each in series if any(words.is_number(value) for value in each.values)]
    with figure.canvas(intervals.height(len(table) + 2)) as (drawing, axes):
        labels = [f"{row['target_id']}: {row['offence_name']}" for row in table.to_dict("records")]
        intervals.draw(axes, labels, series, [_at_right(row) for row in table.to_dict("records")])
        intervals.log_scale(axes, [*table["low_times"], *table["high_times"], 0.9, 1.1])
        _few_ticks(axes)
        intervals.reference(axes, 1.0)
        axes.set_xlabel("times the aim")
        handles = intervals.key_handles(series, hollow="too uncertain to say")
        figure.key_above(axes, columns=3, handles=handles)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result.table),
            measure="Recorded or projected beside the aim of each target, as a multiple of it",
            basis=result.basis,
            period="twelve months to the date of each target",
            chart="Dot chart with intervals",
            data=_data(result, table),
            detail=(
                "The line at 1 is the aim. Lines: "
                f"{words.level(confidence_of(result))} interval of the level recorded, or prediction interval. "
                "Logarithmic scale."
            ),
        )


def _few_ticks(axes: Any) -> None:
    """Leave so few multiples on the axis that their labels stand apart beside long labels of the rows."""
    low, high = axes.get_xlim()
    axes.set_xticks([tick for tick in TICKS if low <= tick <= high])


def finding(table: pd.DataFrame) -> str:
    """Return how many targets came to what."""
    counted = table["outcome"].value_counts()
    parts = [f"{words.count(counted[word])} {word}" for word in plan_words.OUTCOMES if word in counted]
    return f"Targets of the previous plan: {words.listed(parts, limit=6)}"


def _series(table: pd.DataFrame, label: str, own: pd.Series, colour: str, marker: str) -> intervals.Series:
    return intervals.Series(
        label=label,
        values=list(table["projected_times"].where(own)),
        lows=list(table["low_times"].where(own & (table["low_times"] > 0))),
        highs=list(table["high_times"].where(own)),
        colour=colour,
        marker=marker,
        hollow=[outcome not in CLEAR for outcome in table["outcome"]],
    )


def _at_right(row: dict[str, Any]) -> str:
    aimed = words.count(row["aim_count"])
    return f"{words.count(row['projected'])}, aim {aimed}\n{row['outcome']}"


def _data(result: PlanTargetsResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("target", "Target"),
        Column("aim_count", "Aim", "count"),
        Column("projected", "Recorded or projected", "count"),
        Column("limits", f"{words.level(confidence_of(result))} interval", "interval", 0, "low", "high"),
        Column("outcome", "Outcome"),
    )
    rows = [
        (
            f"{row['target_id']}: {row['offence_name']}",
            row["aim_count"],
            row["projected"],
            (row["low"], row["high"]),
            row["outcome"],
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "Targets beside what was recorded", columns, rows)
