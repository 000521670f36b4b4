"""The ledger of submissions: data sets by quarters, each with its state and grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import SubmissionsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders
from pads_analysis.vocabulary import short_name, themed_sets

if TYPE_CHECKING:
    import pandas as pd

#: How a quarter is drawn by its state: face, hatch, and colour of the letters.
STATES = {
    "good": (palette.NAVY, "", "white"),
    "fair": (palette.PALE_BLUE, "", palette.DARK_GREY),
    "poor": ("white", "////", palette.DARK_GREY),
    "missing": ("white", "", palette.DARK_GREY),
}
LATE = "*"
LABEL_WIDTH = 24


@renders(SubmissionsResult)
def submissions(result: SubmissionsResult, title: str = "") -> Figure:
    """Draw one row for each data set and authority, one column for each quarter.

    Parameters
    ----------
    result : Released[SubmissionsResult]
    title : str
        Replaces the generated finding.
    """
    table = result.table.assign(label=[_label(row) for row in result.table.to_dict("records")])
    labels, quarters = list(dict.fromkeys(table["label"])), sorted(table["quarter"].unique())
    with figure.canvas(1.2 + 0.95 * len(labels)) as (drawing, axes):
        for row in table.to_dict("records"):
            _cell(axes, labels.index(row["label"]), quarters.index(row["quarter"]), row)
        axes.set_yticks(range(len(labels)), labels, fontsize=11)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_xlim(-0.5, len(quarters) - 0.5)
        step = max(1, len(quarters) // 4)
        axes.set_xticks(
            range(0, len(quarters), step),
            [words.month_label(month, short=True) for month in quarters[::step]],
        )
        axes.grid(visible=False)
        return figure.finish(
            drawing,
            section=result.section,
            title=title or finding(result.table),
            measure="State of each quarter by data set",
            basis=result.basis,
            period=f"quarters from {words.month_label(quarters[0])} to {words.month_label(quarters[-1])}",
            chart="Grid of data sets by quarters",
            data=_data(result),
            detail=f"G good, F fair, P poor (our own grades), none: did not come; {LATE} came late.",
        )


def finding(table: pd.DataFrame) -> str:
    """Return how many quarters of the period came and are good."""
    now = table.loc[table["in_period"]]
    if now.empty:
        return "Nothing was disclosed for the period"
    good = int((now["grade"] == "good").sum())
    return f"{good} of {words.plural(len(now), 'quarter')} of the period are graded good"


def _label(row: dict[str, Any]) -> str:
    code = row["data_set"]
    name = short_name(code) if code in themed_sets() else row["name"]
    return f"{words.wrapped(name, LABEL_WIDTH, 3)}\n{words.wrapped(row['authority'], LABEL_WIDTH, 2)}"


def _state(row: dict[str, Any]) -> str:
    return row["grade"] or "missing"


def _cell(axes: Any, y: int, x: int, row: dict[str, Any]) -> None:
    from matplotlib.patches import Rectangle

    face, hatch, ink = STATES[_state(row)]
    axes.add_patch(
        Rectangle(
            (x - 0.46, y - 0.42), 0.92, 0.84, facecolor=face, hatch=hatch, edgecolor=palette.MID_GREY, linewidth=0.8
        )
    )  # fmt: skip
    letter = {"good": "G", "fair": "F", "poor": "P", "missing": "none"}[_state(row)]
    mark = LATE if row["status"] == "late" else ""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if hatch else None
    axes.text(x, y, f"{letter}{mark}", ha="center", va="center", color=ink, fontsize=11, bbox=box)


def _data(result: SubmissionsResult) -> Table:
    columns = (
        Column("name", "Data set"),
        Column("authority", "Authority"),
        Column("quarter", "Quarter from", "month"),
        Column("status", "Status"),
        Column("state", "Grade"),
    )
    rows = [
        (row["name"], row["authority"], row["quarter"], row["status"], _state(row))
        for row in result.table.to_dict("records")
    ]
    return figure.data_table(result.section, "", "State of each quarter", columns, rows)
