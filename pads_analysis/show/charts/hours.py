"""Heat maps of the hours of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.result import HoursResult, NotAvailable
from pads_analysis.show import clock, figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import absence, renders

if TYPE_CHECKING:
    from pads_analysis.show.display import Absence

MOST_FIGURES = 3
#: An hour with so many times the events of an even spread, and the words for it.
STEPS = (0.5, 1.0, 2.0)
STEP_WORDS = ("Under half", "Half to even", "Even to double", "Over double")
TICKS = range(0, 24, 3)


@renders(HoursResult)
def hours(result: HoursResult, title: str = "") -> list[Figure] | Absence:
    """Draw days by hours, shaded by how far each hour is from an even spread, for all crime and the sharpest patterns.

    Parameters
    ----------
    result : Released[HoursResult]
    title : str
        Replaces the generated finding of the first figure.
    """
    chosen = _chosen(result)
    if not chosen:
        return absence(
            NotAvailable(
                "hours-heat-map", result.element, "Hours of the week", "too few records have a time of day"
            )
        )
    return [_figure(result, row, title if at == 0 else "") for at, row in enumerate(chosen)]


def _chosen(result: HoursResult) -> list[dict[str, Any]]:
    """Return the subjects that are drawn: the first data set as a whole, then the sharpest peaks, then other totals."""
    enough = result.subjects["timed"] >= result.basis.minimum_base
    rows = result.subjects.loc[result.subjects["tested"].astype(bool) & enough]
    peaks = result.peaks.loc[result.peaks["primary"].astype(bool), ["data_set", "code", "ratio"]]
    ranked = rows.merge(peaks, on=["data_set", "code"], how="left")
    totals = ranked["is_total"].astype(bool)
    first, rest = ranked.loc[totals].head(1), ranked.loc[totals].iloc[1:]
    others = (
        ranked.drop(first.index).dropna(subset="ratio").sort_values("ratio", ascending=False, kind="stable")
    )
    chosen = pd.concat([first, others, rest.loc[rest["ratio"].isna()]])
    return chosen.head(MOST_FIGURES).to_dict("records")


def _figure(result: HoursResult, row: dict[str, Any], title: str) -> Figure:
    own = (result.grid["data_set"] == row["data_set"]) & (result.grid["code"] == row["code"])
    grid = result.grid.loc[own].sort_values(["day", "hour"])
    peaks = bool(grid["in_peak"].any())
    with figure.canvas(3.9) as (drawing, axes):
        _draw(axes, grid)
        figure.key_above(axes, 2, _key(peaks))
        return figure.finish(
            drawing,
            section=result.section,
            name=f"{row['data_set']}-{row['code']}",
            title=title or finding(result, row),
            measure=f"{row['name']} by day of the week and hour",
            basis=result.basis,
            chart="Heat map of seven days by 24 hours",
            data=_data(result, row, grid),
            detail=_detail(row, peaks),
        )


def _detail(row: dict[str, Any], peaks: bool) -> str:
    number = words.plural(row["timed"], "record")
    dots = " Dots: hours that are clearly busier." if peaks else ""
    spread = f"{number} with a time of day, each spread over the time in which it may have happened."
    return f"{spread} Shades: against an even spread.{dots}"


def finding(result: HoursResult, row: dict[str, Any]) -> str:
    """Return the clear peak of a subject, or that there is none."""
    own = (result.peaks["data_set"] == row["data_set"]) & (result.peaks["code"] == row["code"])
    peak = result.peaks.loc[own & result.peaks["primary"].astype(bool)].to_dict("records")
    if not peak:
        return f"{row['name']}: no hours stand out clearly"
    daily = ", daily" if peak[0]["level"] == "band" else ""
    return f"{row['name']}: most {clock.spells(peak[0]['level'], peak[0]['spells'], limit=2)}{daily}"


def _draw(axes: Any, grid: pd.DataFrame) -> None:
    from matplotlib.colors import ListedColormap

    ratio = grid["ratio"].to_numpy(dtype="float64").reshape(7, 24)
    step = np.searchsorted(STEPS, ratio, side="right")
    axes.pcolormesh(
        np.arange(25), np.arange(8), step, cmap=ListedColormap(palette.SEQUENTIAL), vmin=-0.5, vmax=3.5,
        edgecolors="white", linewidth=0.8,
    )  # fmt: skip
    at = np.argwhere(grid["in_peak"].to_numpy(dtype=bool).reshape(7, 24))
    # A white rim keeps the dot apart from dark and pale cells alike.
    axes.plot(
        at[:, 1] + 0.5, at[:, 0] + 0.5, "o", color=palette.ORANGE, markersize=6, markeredgecolor="white",
        markeredgewidth=1, linestyle="none",
    )  # fmt: skip
    axes.set_yticks(np.arange(7) + 0.5, clock.DAYS)
    axes.set_xticks(list(TICKS), [f"{hour:02d}" for hour in TICKS])
    axes.set_xlabel("Hour of the day")
    axes.set_ylim(7, 0)
    axes.set_xlim(0, 24)
    axes.grid(visible=False)


def _key(peaks: bool) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    patches: list[Any] = [
        Patch(facecolor=colour, edgecolor=palette.MID_GREY, label=label)
        for colour, label in zip(palette.SEQUENTIAL, STEP_WORDS, strict=True)
    ]
    dot = Line2D(
        [], [], color=palette.ORANGE, marker="o", markersize=7, linestyle="none", label="Clearly busier"
    )
    return [*patches, dot] if peaks else patches


def _data(result: HoursResult, row: dict[str, Any], grid: pd.DataFrame) -> Table:
    events = grid["events"].to_numpy(dtype="float64").reshape(7, 24)
    columns = (Column("hour", "Hour"), *(Column(day.lower(), day, "number", 1) for day in clock.DAYS))
    rows = [
        (f"{hour:02d}:00 to {hour:02d}:59", *(float(value) for value in events[:, hour]))
        for hour in range(24)
    ]
    return figure.data_table(
        result.section,
        f"{row['data_set']}-{row['code']}",
        f"{row['name']}: expected records by hour and day",
        columns,
        rows,
    )
