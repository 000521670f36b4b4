"""Which incidents have a point of their own, and whether the points of an extract are finer than a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

#: Steps of grids that points are rounded to, in metres, the widest first; finer ones leave a hundred metres readable.
STEPS = (1000, 500, 250, 200, 100, 50)
ON_GRID = 0.95
LEAST_POINTS = 20


@dataclass(frozen=True, slots=True)
class Points:
    """The incidents with a point.

    Attributes
    ----------
    rows : DataFrame
        Those whose easting and northing are known.
    n_without : int
        The others.
    refused : str
        Why the points cannot stand for places, as a clause; empty when they can.
    """

    rows: pd.DataFrame
    n_without: int
    refused: str


def own_points(rows: pd.DataFrame) -> Points:
    """Return the incidents that came with a point of their own.

    Parameters
    ----------
    rows : DataFrame
        As `Case.incidents`; easting and northing in metres on the National Grid.

    Returns
    -------
    Points
        Refused when no row has a point, or when nearly all points lie on a grid of 50 metres or more: then incidents of
        many addresses share one point.
    """
    has = rows["easting"].notna() & rows["northing"].notna()
    kept = rows[has]
    without = int((~has).sum())
    if kept.empty:
        return Points(kept, without, "the extract gives no point for any record, only areas")
    step = _grid_step(kept[["easting", "northing"]].to_numpy(dtype="float64"))
    if step:
        return Points(
            kept,
            without,
            f"the points of the extract are rounded to a grid of {step} metres, so that addresses share one",
        )
    return Points(kept, without, "")


def _grid_step(xy: np.ndarray) -> int:
    """Return the widest step whose grid holds nearly all distinct points, 0 for none."""
    places = np.unique(np.round(xy), axis=0)
    if len(places) < LEAST_POINTS:
        return 0
    for step in STEPS:
        # The grid may start anywhere, at the middle of its squares for one.
        shares = [np.unique(column % step, return_counts=True)[1].max() / len(places) for column in places.T]
        if min(shares) >= ON_GRID:
            return step
    return 0
