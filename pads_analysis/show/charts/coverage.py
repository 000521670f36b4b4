"""Rows delivered by month, with the months that are missing or look incomplete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import NotAvailable, QualityResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts.trends import month_ticks
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, renders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

COMPLETE, INCOMPLETE, MISSING, BY_CHOICE = "complete", "looks incomplete", "missing", "left out by choice"


@renders(QualityResult)
def coverage(result: QualityResult, title: str = "") -> Figure | Absence:
    """Draw the rows of every month, or quarter; incomplete ones are hatched, missing ones are crosses.

    Parameters
    ----------
    result : Released[QualityResult]
    title : str
        Replaces the generated finding.
    """
    table = result.coverage.reset_index(drop=True)
    if table.empty:
        return absence(
            NotAvailable("quality-coverage", result.element, "Rows by month", "no month was delivered")
        )
    with figure.canvas(4.0) as (drawing, axes):
        _draw(axes, table)
        month_ticks(axes, list(table["month"]))
        axes.grid(visible=False, axis="x")
        axes.set_xlim(-0.8, len(table) - 0.2)
        figure.thousands(axes.yaxis)
        figure.key_above(axes, columns=2)
        first, last = table["month"].iloc[0], table["month"].iloc[-1]
        return figure.finish(
            drawing,
            section=result.section,
            name="coverage",
            title=title or finding(table),
            measure=f"Rows delivered a {_step(table)}",
            # The rows drawn are those of the counts; what partners disclosed stands in the table of deliveries alone.
            basis=replace(
                result.basis,
                source_kinds=tuple(kind for kind in result.basis.source_kinds if kind != "extract"),
            ),
            period=f"{words.month_label(first)} to {words.month_label(last)}",
            chart="Bar chart",
            data=_data(result, table),
        )


def finding(table: pd.DataFrame) -> str:
    """Return how many months, or quarters, are whole; those left out by choice are counted apart."""
    complete, chosen = (int((table["status"] == status).sum()) for status in (COMPLETE, BY_CHOICE))
    left_out = f"; {chosen} left out by choice" if chosen else ""
    if complete == len(table) - chosen:
        which = "All" if not chosen else "The other"
        return f"{which} {words.plural(complete, _step(table))} of data look complete{left_out}"
    return f"{complete} of {words.plural(len(table), _step(table))} of data look complete{left_out}"


def _step(table: pd.DataFrame) -> str:
    return "quarter" if words.rows_are_quarters(table["month"]) else "month"


def _draw(axes: Any, table: pd.DataFrame) -> None:
    rows = table["rows"].fillna(0).astype(float)
    kinds = (
        (COMPLETE, palette.NAVY, ""),
        (INCOMPLETE, "white", "////"),
        (BY_CHOICE, palette.PALE_GREY, "...."),
    )
    for status, colour, hatch in kinds:
        at = [position for position, value in enumerate(table["status"]) if value == status]
        if at:
            axes.bar(
                at, rows.iloc[at], width=0.75, facecolor=colour, hatch=hatch, linewidth=1,
                edgecolor=palette.NAVY if not hatch else palette.DARK_GREY, label=status, zorder=2,
            )  # fmt: skip
    gone = [position for position, value in enumerate(table["status"]) if value == MISSING]
    if gone:
        axes.plot(
            gone, [0.03 * max(rows.max(), 1)] * len(gone), linestyle="none", marker="x", markersize=9,
            markeredgewidth=2.2, color=palette.DARK_GREY, label=MISSING, zorder=3,
        )  # fmt: skip
    expected = table["expected"].astype(float)
    if expected.notna().any():
        axes.plot(
            range(len(table)),
            expected,
            color=palette.ORANGE,
            linestyle=(0, (5, 2)),
            label="expected",
            zorder=3,
        )


def _data(result: QualityResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("month", words.at_start(_step(table)), "month"),
        Column("rows", "Rows", "count"),
        Column("expected", "Expected", "count"),
        Column("status", "Status"),
    )
    rows = [tuple(row[column.key] for column in columns) for row in table.to_dict("records")]
    return figure.data_table(result.section, "coverage", f"Rows delivered by {_step(table)}", columns, rows)
