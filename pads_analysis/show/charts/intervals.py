"""Dots with intervals, one row per thing compared: the commonest chart of an assessment."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pads_analysis.show import palette, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_INCHES = 0.5
MARGIN_INCHES = 1.1
LABEL_WIDTH = 18
WIDE_SPREAD = 20.0
_PAD = 0.06
LADDERS = (
    (1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 7, 8, 9),
    (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9),
    (1, 1.25, 1.5, 2, 3, 4, 5, 8),
    (1, 1.5, 2, 3, 5, 7),
    (1, 2, 5),
    (1, 3),
    (1,),
)


@dataclass(frozen=True, slots=True)
class Series:
    """One dot per row, with its interval.

    Attributes
    ----------
    label : str
        Its name in the key.
    values, lows, highs : sequence of float
        One per row; a missing value is not drawn.
    colour, marker : str
        Both differ between series, so that colour is never alone.
    hollow : sequence of bool
        Rows whose dot is hollow: no clear difference.
    offset : float
        How far below the row's middle it is drawn, in rows.
    """

    label: str
    values: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]
    colour: str = palette.NAVY
    marker: str = "o"
    hollow: Sequence[bool] = ()
    offset: float = 0.0


def height(rows: int) -> float:
    """Return the height in inches of a chart of so many rows."""
    return MARGIN_INCHES + ROW_INCHES * max(rows, 2)


def draw(
    axes: Axes,
    labels: Sequence[str],
    series: Sequence[Series],
    at_right: Sequence[str] = (),
    *,
    label_width: int = LABEL_WIDTH,
    label_lines: int = 3,
) -> None:
    """Draw dots with intervals, the first row at the top.

    Parameters
    ----------
    axes : matplotlib Axes
    labels : sequence of str
        One per row; wrapped to two or three lines.
    series : sequence of Series
    at_right : sequence of str
        What is printed to the right of each row: the size in figures.
    label_width, label_lines : int
        Characters of a line of a label, and its lines; more is cut.
    """
    for each in series:
        _draw_series(axes, each)
    axes.set_yticks(range(len(labels)), [words.wrapped(label, label_width, label_lines) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    for row, text in enumerate(at_right):
        axes.text(1.02, row, text, transform=axes.get_yaxis_transform(), va="center", ha="left", fontsize=13)


def _draw_series(axes: Axes, series: Series) -> None:
    for row, (value, low, high) in enumerate(zip(series.values, series.lows, series.highs, strict=True)):
        if not words.is_number(value):
            continue
        y = row + series.offset
        hollow = bool(series.hollow[row]) if len(series.hollow) else False
        if words.known(low, high):
            axes.plot([low, high], [y, y], color=series.colour, linewidth=2.2, zorder=2)
        axes.plot(
            [value],
            [y],
            marker=series.marker,
            color=series.colour,
            markerfacecolor="white" if hollow else series.colour,
            markeredgewidth=1.8,
            markersize=8,
            linestyle="none",
            zorder=3,
        )


def log_scale(axes: Axes, values: Sequence[Any]) -> None:
    """Set a logarithmic scale that spans the positive values, with at most about seven plain tick labels."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    shown = [float(value) for value in values if words.is_number(value) and float(value) > 0]
    low, high = (min(shown), max(shown)) if shown else (0.5, 2.0)
    room = (high / low) ** _PAD if high > low else 1.2
    low, high = low / room, high * room
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(FixedLocator(log_ticks(low, high)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))


def log_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Return round numbers between `low` and `high` for a logarithmic axis.

    The densest of several ladders is used that gives at most `most` ticks with room for a label between
    neighbours.
    """
    room = math.log(high / low) / (most + 3)
    inside: list[float] = []
    for ladder in LADDERS:
        first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
        ticks = [step * 10.0**power for power in range(first, last + 1) for step in ladder]
        inside = [float(f"{tick:.6g}") for tick in ticks if low <= tick <= high]
        gaps = [math.log(after / before) for before, after in pairwise(inside)]
        if len(inside) <= most and all(gap >= room for gap in gaps):
            return inside
    return inside[:: max(1, math.ceil(len(inside) / most))]


def spread(values: Sequence[Any]) -> float:
    """Return the largest positive value over the smallest."""
    shown = [float(value) for value in values if words.is_number(value) and float(value) > 0]
    return max(shown) / min(shown) if shown else 1.0


def reference(axes: Axes, value: float, margin: float = 0.0) -> None:
    """Draw the line of no difference, and the band within which figures count as similar."""
    if margin:
        axes.axvspan(
            value / (1 + margin), value * (1 + margin), color=palette.PALE_GREY, zorder=0, linewidth=0
        )
    axes.axvline(value, color=palette.DARK_GREY, linewidth=1.4, zorder=1)


def key_handles(series: Sequence[Series], *, hollow: str = "", band: str = "") -> list[Any]:
    """Return the entries of the key: each series, what a hollow dot means, what the band means."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], color=each.colour, marker=each.marker, markersize=8, linewidth=2.2, label=each.label)
        for each in series
    ]
    if hollow:
        handles.append(
            Line2D(
                [], [], color=palette.NAVY, marker="o", markerfacecolor="white", markeredgewidth=1.8,
                markersize=8, linewidth=2.2, label=hollow,
            )
        )  # fmt: skip
    if band:
        handles.append(Patch(facecolor=palette.PALE_GREY, edgecolor=palette.LIGHT_GREY, label=band))
    return handles
