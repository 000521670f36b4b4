"""How often each issue takes each place, as a table of shades with the numbers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.assess.result import PriorityPlacesResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    import pandas as pd

#: Shares of draws between shades; numbers stand in the cells as well.
STEPS = (0.05, 0.25, 0.5)
STEP_WORDS = ("Under 5%", "5% to 25%", "25% to 50%", "50% and more")
ROW_INCHES, MARGIN_INCHES = 0.46, 1.5
WEIGHTS = {"set": "weights near those set", "all": "all weights there could be"}


@renders(PriorityPlacesResult)
def priority_places(result: PriorityPlacesResult, title: str = "") -> list[Figure]:
    """Draw for each issue the share of draws in which it takes each place: near the weights set, and over all weights.

    Parameters
    ----------
    result : Released[PriorityPlacesResult]
    title : str
        Replaces the generated finding of the first figure.
    """
    held = [which for which in WEIGHTS if (result.acceptability["weights"] == which).any()]
    return [_figure(result, which, title if at == 0 else "") for at, which in enumerate(held)]


def _figure(result: PriorityPlacesResult, which: str, title: str) -> Figure:
    own = result.acceptability.loc[result.acceptability["weights"] == which]
    names = list(result.table["offence_name"])
    share = own["share"].to_numpy().reshape(len(names), -1)
    groups = bands(len(names))
    grouped = np.column_stack([share[:, low - 1 : high].sum(axis=1) for low, high in groups])
    labels = [_places(low, high) for low, high in groups]
    with figure.canvas(MARGIN_INCHES + ROW_INCHES * len(names)) as (drawing, axes):
        _draw(axes, grouped, [words.wrapped(name, 18, 2) for name in names], labels)
        figure.key_above(axes, 2, _key())
        return figure.finish(
            drawing,
            section=result.section,
            name=which,
            title=title or finding(result.table, grouped, which),
            measure=f"Share of draws in which an issue takes each place, {WEIGHTS[which]}",
            basis=result.basis,
            per_resident=True,
            chart="Table of shades, issues by places",
            data=_data(result, which, names, grouped, labels),
        )


def bands(n: int) -> list[tuple[int, int]]:
    """Return places in bands: the first, then to the end of each quarter of the list."""
    ends = [1, *(round(n * part) for part in (0.25, 0.5, 0.75)), n]
    ends = sorted({max(1, end) for end in ends})
    return [(before + 1, end) for before, end in zip([0, *ends[:-1]], ends, strict=True)]


def _places(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def finding(table: pd.DataFrame, grouped: np.ndarray, which: str) -> str:
    """Return which issue comes first most often, and how often."""
    top = int(grouped[:, 0].argmax())
    where = "near the weights set" if which == "set" else "over all weights"
    return (
        f"{table['offence_name'].iloc[top]} comes first in {words.percent(grouped[top, 0])} of draws {where}"
    )


def _draw(axes: Any, grouped: np.ndarray, names: list[str], labels: list[str]) -> None:
    from matplotlib.colors import ListedColormap

    step = np.searchsorted(STEPS, grouped, side="right")
    rows, columns = grouped.shape
    axes.pcolormesh(
        np.arange(columns + 1), np.arange(rows + 1), step, cmap=ListedColormap(palette.SEQUENTIAL), vmin=-0.5,
        vmax=3.5, edgecolors="white", linewidth=1.5,
    )  # fmt: skip
    for row, column in np.ndindex(rows, columns):
        if grouped[row, column] >= 0.005:
            colour = "white" if step[row, column] >= 2 else palette.DARK_GREY
            axes.text(
                column + 0.5, row + 0.5, f"{100 * grouped[row, column]:.0f}", ha="center", va="center",
                color=colour, fontsize=13,
            )  # fmt: skip
    axes.set_yticks(np.arange(rows) + 0.5, names)
    axes.set_xticks(np.arange(columns) + 0.5, labels)
    axes.set_xlabel("Place (numbers: per cent of draws)")
    axes.set_ylim(rows, 0)
    axes.grid(visible=False)


def _key() -> list[Any]:
    from matplotlib.patches import Patch

    return [
        Patch(facecolor=colour, edgecolor=palette.MID_GREY, label=label)
        for colour, label in zip(palette.SEQUENTIAL, STEP_WORDS, strict=True)
    ]


def _data(
    result: PriorityPlacesResult, which: str, names: list[str], grouped: np.ndarray, labels: list[str]
) -> Table:
    columns = (
        Column("offence_name", "Issue"),
        *(Column(f"places_{at}", f"{label} (%)", "percent", 1) for at, label in enumerate(labels)),
    )
    rows = [(name, *(100 * float(value) for value in row)) for name, row in zip(names, grouped, strict=True)]
    caption = f"Share of draws by place, {WEIGHTS[which]}"
    return figure.data_table(result.section, which, caption, columns, rows)
