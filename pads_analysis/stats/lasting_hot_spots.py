"""How long hot spots have lasted: the same test of gathering in every time step, each step taken by itself.

`emerging_hot_spots` sets every step against the mean of all steps, so that a season, or a year in which everything is
low, makes hot spots come and go everywhere. Here each step is set against its own mean: a hot spot is a place that
holds more than its share at that time, whatever the total does.

References
----------
Esri, How Emerging Hot Spot Analysis works (ArcGIS Pro), for the categories. Ord and Getis (1995), Geographical Analysis
27:286 (Gi*). Mann (1945), Econometrica 13:245; Kendall (1975). Benjamini and Hochberg (1995), JRSS B 57:289.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts
from pads_analysis.stats.emerging_hot_spots import classify
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import between
from pads_analysis.stats.spatial import fdr, gi_star

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.contiguity import Weights

LEAST_STEPS = 3
ALWAYS = ("intensifying hotspot", "diminishing hotspot", "persistent hotspot")


@dataclass(frozen=True, slots=True)
class LastingHotSpots(Printed):
    """Hot spots of n places over t time steps.

    Attributes
    ----------
    category : ndarray of str (n,)
        Esri's category among hot spots; "no pattern detected" else.
    hot : ndarray of bool (n, t)
        Significantly hot in the step.
    steps_hot : ndarray of int (n,)
    z : ndarray (n, t)
        Gi* of the step.
    trend_p : ndarray (n,)
        Mann-Kendall p of z over time, adjusted over the places hot in nine steps of ten, the last among them; NaN for
        all others.
    """

    category: NDArray[np.str_]
    hot: NDArray[np.bool_]
    steps_hot: NDArray[np.int64]
    z: NDArray[np.float64]
    trend_p: NDArray[np.float64]


def lasting_hot_spots(
    values: ArrayLike, weights: Weights, *, false_discovery_rate: float = 0.05
) -> LastingHotSpots:
    """Gi* in every time step by itself, adjusted over all places and steps, then Esri's categories of hot spots.

    When to use: to tell lasting hot spots from new and past ones over ten or more equal steps. When not: with fewer
    than about two events a place and step (see `spatial`); to say that a place changed: "sporadic" is what a place near
    the line looks like when nothing changes.

    Parameters
    ----------
    values : array_like, shape (n, t)
        Counts, places by time steps in order; at least 3 steps.
    weights : Neighbours, libpysal weights, sparse or dense array (n, n)
        Neighbours.
    false_discovery_rate : float
        Benjamini-Hochberg level over all places and steps together, and over the trends.

    Returns
    -------
    LastingHotSpots

    Raises
    ------
    ValueError
        `values` empty, missing, negative, not (n, t) or of fewer than 3 steps; `weights` of another size;
        `false_discovery_rate` outside 0-1.

    Notes
    -----
    Cold spots are not looked for: with few events a step has no room below its mean. A trend is called at the false
    discovery rate over the places that are always hot, so that of many of them none rises or falls by chance alone.

    Examples
    --------
    Forty places in a row, of which the first three hold more in every one of ten steps:

    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> found = lasting_hot_spots([[60] * 10] * 3 + [[5] * 10] * 37, grid_neighbours(1, 40))
    >>> found.category[[0, 2, 10]].tolist()
    ['persistent hotspot', 'persistent hotspot', 'no pattern detected']
    """
    x = counts("values", values, 2)
    if x.shape[1] < LEAST_STEPS:
        raise ValueError(f"values must hold at least {LEAST_STEPS} time steps")
    limit = between("false_discovery_rate", false_discovery_rate, 0, 1)
    steps = [gi_star(step, weights) for step in x.T]
    z = np.stack([step.z for step in steps], axis=1)
    hot = (fdr(np.stack([step.p for step in steps], axis=1)) <= limit) & (z > 0)
    found = classify(z, hot)
    always = np.isin(found.category, ALWAYS)
    trend = adjust(np.where(always, found.trend_p, np.nan))
    moves = always & (trend <= limit)
    category = np.where(always & ~moves, "persistent hotspot", found.category)
    category = np.where(moves & (found.s > 0), "intensifying hotspot", category)
    category = np.where(moves & (found.s < 0), "diminishing hotspot", category)
    return LastingHotSpots(category, hot, hot.sum(axis=1), z, trend)
