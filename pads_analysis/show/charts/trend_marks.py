"""What is known of single months, marked on a monthly chart: events, recording, newer data, missing months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pads_analysis.show import palette

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ["first", "last", "kind", "offence_code", "words"]
#: Key, and words in the table behind the figure.
KINDS = {
    "event": "national event",
    "recording": "change of recording",
    "revised": "replaced by newer data",
    "missing": "missing, nothing delivered",
}
_BELOW = {"revised": (".", 9), "missing": ("x", 8)}
_AT = 0.025


def of_series(marks: pd.DataFrame | None, code: str, *, is_total: bool) -> pd.DataFrame:
    """Return the marks of one series: those of every offence, and its own; the total holds all of them."""
    if marks is None or marks.empty:
        return pd.DataFrame(columns=COLUMNS)
    return marks if is_total else marks.loc[marks["offence_code"].isin(["", code])]


def draw_behind(axes: Any, table: pd.DataFrame, marks: pd.DataFrame) -> None:
    """Draw events as bands, and changes of recording as upright lines, behind the series."""
    for kind, first, last in _runs(table, marks):
        label = KINDS[kind] if not _in_key(axes, KINDS[kind]) else None
        if kind == "event":
            axes.axvspan(
                first - 0.5, last + 0.5, facecolor=palette.PALE_GREY, edgecolor=palette.LIGHT_GREY,
                hatch="//", linewidth=0, zorder=0, label=label,
            )  # fmt: skip
        elif kind == "recording":
            # Between the last month of the old way and the first of the new.
            axes.axvline(
                first - 0.5, color=palette.DARK_GREY, linewidth=1.6, linestyle=(0, (1, 1.5)), label=label
            )


def draw_below(axes: Any, table: pd.DataFrame, marks: pd.DataFrame) -> None:
    """Mark months that newer data replaced, and months without any, along the foot of the plot."""
    for kind, (marker, size) in _BELOW.items():
        at = [
            position
            for found, first, last in _runs(table, marks)
            if found == kind
            for position in range(first, last + 1)
        ]
        if at:
            axes.plot(
                sorted(set(at)), [_AT] * len(set(at)), transform=axes.get_xaxis_transform(), linestyle="none",
                marker=marker, markersize=size, color=palette.DARK_GREY, label=KINDS[kind], zorder=4,
            )  # fmt: skip


def missing(table: pd.DataFrame, marks: pd.DataFrame) -> pd.Series:
    """Return which months were never delivered: their zero is no count and is not drawn."""
    at = {
        position
        for kind, first, last in _runs(table, marks)
        if kind == "missing"
        for position in range(first, last + 1)
    }
    return pd.Series([position in at for position in range(len(table))], index=table.index)


def in_words(table: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    """Return what is known of each month, for the table behind the figure."""
    known: list[list[str]] = [[] for _ in range(len(table))]
    for kind, first, last in _runs(table, marks):
        for position in range(first, last + 1):
            if KINDS[kind] not in known[position]:
                known[position].append(KINDS[kind])
    return ["; ".join(each) or "nothing" for each in known]


def _runs(table: pd.DataFrame, marks: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield kind and first and last position of each mark that lies in the months of the table."""
    months = list(pd.to_datetime(table["month"]))
    for kind, first, last in zip(marks["kind"], marks["first"], marks["last"], strict=True):
        at = [position for position, month in enumerate(months) if first <= month <= last]
        if at and kind in KINDS:
            yield kind, at[0], at[-1]


def _in_key(axes: Any, label: str) -> bool:
    return label in axes.get_legend_handles_labels()[1]
