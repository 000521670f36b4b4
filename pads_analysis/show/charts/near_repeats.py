"""Knox ratios by distance and time: a table drawn in shades, with the ratio printed in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.assess.result import NearRepeatsResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, renders

if TYPE_CHECKING:
    import pandas as pd

MOST_FIGURES = 2
STEPS = (1.0, 1.5, 2.0)
#: Where fewer pairs are expected, a ratio says nothing.
LEAST_EXPECTED = 1.0
#: From this shade on, text is white.
DARK = 2


@renders(NearRepeatsResult)
def near_repeats(result: NearRepeatsResult, title: str = "") -> list[Figure]:
    """Draw the ratios of pairs to expected pairs for the clearest kinds of crime, else for the most frequent one.

    Parameters
    ----------
    result : Released[NearRepeatsResult]
    title : str
        Replaces the generated finding of the first figure.
    """
    kinds = result.kinds.sort_values(["found", "ratio", "incidents"], ascending=False, kind="stable")
    found = kinds.loc[kinds["found"].astype(bool)].head(MOST_FIGURES)
    chosen = found if len(found) else kinds.sort_values("incidents", ascending=False, kind="stable").head(1)
    return [
        _figure(result, row, title if at == 0 else "") for at, row in enumerate(chosen.to_dict("records"))
    ]


def _figure(result: NearRepeatsResult, kind: dict[str, Any], title: str) -> Figure:
    table = result.table.loc[result.table["code"] == kind["code"]].sort_values(["space", "time"])
    with figure.canvas(3.6) as (drawing, axes):
        _draw(axes, table)
        return figure.finish(
            drawing,
            section=result.section,
            name=str(kind["code"]),
            title=title or finding(kind),
            measure=f"{kind['name']}: pairs of incidents over those that shuffled dates would give",
            basis=result.basis,
            chart="Heat table of four distances by four spans of days",
            data=_data(result, kind, table),
            detail=f"{words.plural(kind['incidents'], 'incident')}. Framed and bold: clearly more.",
        )


def finding(kind: dict[str, Any]) -> str:
    """Return how much oftener, how near and how soon; or that nothing is shown."""
    if not kind["found"]:
        return f"No clear near repeats of {words.in_sentence(kind['name'])}"
    near = "at the same place" if kind["metres_to"] < 1 else f"within {words.count(kind['metres_to'])} m"
    return f"{kind['name']}: {words.decimal(kind['ratio'], 1)} times as frequent {near} in the week after another"


def _draw(axes: Any, table: pd.DataFrame) -> None:
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Rectangle

    rows, columns = list(dict.fromkeys(table["metres"])), list(dict.fromkeys(table["days"]))
    ratio = table["ratio"].to_numpy(dtype="float64").reshape(len(rows), len(columns))
    few = table["expected"].to_numpy(dtype="float64").reshape(ratio.shape) < LEAST_EXPECTED
    step = np.where(few, 0, np.searchsorted(STEPS, np.nan_to_num(ratio), side="right"))
    colours = ListedColormap(palette.SEQUENTIAL)
    axes.pcolormesh(step, cmap=colours, vmin=-0.5, vmax=3.5, edgecolors="white", linewidth=1.5)
    clear = table["clear"].to_numpy(dtype=bool).reshape(ratio.shape)
    for (row, column), value in np.ndenumerate(ratio):
        text = "too few" if few[row, column] else words.decimal(value, 1)
        axes.text(
            column + 0.5, row + 0.5, text, ha="center", va="center",
            color="white" if step[row, column] >= DARK else palette.DARK_GREY,
            fontweight="bold" if clear[row, column] else "normal",
        )  # fmt: skip
        if clear[row, column]:
            axes.add_patch(
                Rectangle(
                    (column + 0.05, row + 0.06), 0.9, 0.88, fill=False, edgecolor=palette.ORANGE, linewidth=3
                )
            )
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.set_xticks(np.arange(len(columns)) + 0.5, [words.wrapped(days, 8) for days in columns])
    axes.set_ylim(len(rows), 0)
    axes.grid(visible=False)


def _data(result: NearRepeatsResult, kind: dict[str, Any], table: pd.DataFrame) -> Table:
    columns = (
        Column("metres", "Distance"),
        Column("days", "Time between"),
        Column("observed", "Pairs", "count"),
        Column("expected", "Expected", "number", 1),
        Column("ratio", "Pairs over expected", "number", 2),
        Column("range", f"{words.level(confidence_of(result))} interval", "interval", 2),
        Column("clear", "Clearly more", "flag"),
    )
    rows = [
        (
            *(row[name] for name in ("metres", "days", "observed", "expected", "ratio")),
            (row["ci_low"], row["ci_high"]),
            row["clear"],
        )
        for row in table.to_dict("records")
    ]
    return figure.data_table(
        result.section, str(kind["code"]), f"{kind['name']}: pairs by distance and time", columns, rows
    )
