"""How many more pairs of events lie close in space and time than shuffled times would give, with intervals.

References
----------
Knox (1964), Applied Statistics 13:25. Hoeffding (1948), Annals of Mathematical Statistics 19:293 (counts of pairs
as U statistics). Efron and Stein (1981), Annals of Statistics 9:586 (the jackknife counts what pairs share twice).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from pads_analysis.stats.arguments import numbers, of_length
from pads_analysis.stats.contiguity import coordinates
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class PairRatios(Printed):
    """Pairs close in space and time over what is expected; every array has shape (s, k).

    Attributes
    ----------
    observed : ndarray of int
        Pairs of events in each band of distance and time.
    expected : ndarray
        As in `near_repeat.NearRepeat`.
    ratio, ci_low, ci_high : ndarray
        observed / expected; NaN where nothing is expected. Without a pair the limits are those of a Poisson count.
    """

    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]


def pairs_within(points: ArrayLike, reach: float) -> int:
    """Count the pairs of events up to a distance apart.

    Use it before `pair_ratios` and `near_repeat.near_repeat`, whose time and memory grow with that number. Not a
    test.

    Parameters
    ----------
    points : array_like, shape (n, 2)
    reach : float

    Returns
    -------
    int

    Raises
    ------
    ValueError
        Missing or infinite positions.

    Notes
    -----
    Assumes a projected grid.

    Examples
    --------
    >>> pairs_within([[0, 0], [3, 4], [50, 0]], 5)
    1
    """
    xy = coordinates("points", points)
    tree = cKDTree(xy)
    return (int(tree.count_neighbors(tree, float(reach))) - len(xy)) // 2


def pair_ratios(
    points: ArrayLike,
    times: ArrayLike,
    space_breaks: ArrayLike,
    time_breaks: ArrayLike,
    confidence: float = 0.95,
) -> PairRatios:
    """Estimate the Knox ratio of each band of distance and time with an interval.

    Use it for how much more often events follow one another near by, where `near_repeat` has tested whether they
    do. Not for points moved to shared map points, nor for a few pairs: below ten the interval is rough.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        Positions in a projected grid.
    times : array_like, shape (n,)
        Numbers, in the unit of `time_breaks`.
    space_breaks, time_breaks : array_like, shapes (s + 1,) and (k + 1,)
        Finite edges of the bands, rising, as for `near_repeat`: a band holds its lower edge and not its upper.
    confidence : float

    Returns
    -------
    PairRatios

    Raises
    ------
    ValueError
        Fewer than four events; missing or infinite positions, times or breaks; unequal lengths; breaks not rising.

    Notes
    -----
    log ratio +- z times its standard error. The variance is that of events drawn independently: the part of each
    event in the three counts of pairs (close in both, in space, in time), less what pairs without a common event
    would otherwise count twice. An event with many near repeats thus widens the interval, which a Poisson interval
    would not. Assumes events (or clusters of them) drawn independently from all that could have happened.

    Examples
    --------
    Two pairs of neighbours, each a day apart, and two events far away:

    >>> points = [[0, 0], [10, 0], [900, 0], [910, 0], [5000, 0], [9000, 0]]
    >>> found = pair_ratios(points, [1, 2, 31, 32, 70, 99], [0, 100], [0, 8])
    >>> found.observed.tolist(), found.expected.round(3).tolist(), found.ratio.round(1).tolist()
    ([[2]], [[0.267]], [[7.5]])
    """
    xy, t = coordinates("points", points), numbers("times", times, 1)
    of_length("times", t, len(xy), f"points has {len(xy)}")
    space, time = _edges("space_breaks", space_breaks), _edges("time_breaks", time_breaks)
    n = len(t)
    if n < 4:
        raise ValueError("points must hold at least four events")
    i, j, s_band, k_band = _near(xy, t, space, time)
    by_time = _partners_in_time(t, time)
    shape = (len(space) - 1, len(time) - 1)
    observed, expected = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    error = np.full(shape, np.nan)
    pairs = n * (n - 1) / 2
    for s in range(shape[0]):
        in_space = s_band == s
        by_space = _partners(i[in_space], j[in_space], n)
        for k in range(shape[1]):
            both = in_space & (k_band == k)
            observed[s, k] = both.sum()
            expected[s, k] = by_space.sum() / 2 * by_time[k].sum() / 2 / pairs
            if observed[s, k] and expected[s, k] > 0:
                error[s, k] = _log_error(_partners(i[both], j[both], n), by_space, by_time[k])
    ratio = observed / np.where(expected > 0, expected, np.nan)
    reach = np.exp(normal_quantile(confidence) * error)
    # Of no pair at all, the exact upper limit of a Poisson count.
    most = -np.log((1 - confidence) / 2) / np.where(expected > 0, expected, np.nan)
    low = np.where(observed > 0, ratio / reach, np.where(expected > 0, 0.0, np.nan))
    return PairRatios(observed, expected, ratio, low, np.where(observed > 0, ratio * reach, most))


def _edges(name: str, breaks: ArrayLike) -> NDArray[np.float64]:
    edges = numbers(name, breaks, 1)
    if len(edges) < 2 or edges[0] < 0 or (np.diff(edges) <= 0).any():
        raise ValueError(f"{name} must rise from 0 or more")
    return edges


def _near(
    xy: NDArray, t: NDArray, space: NDArray, time: NDArray
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pairs nearer than the last space break: both events, bands of distance and of time (past the last: none)."""
    found = cKDTree(xy).query_pairs(space[-1] * (1 + 1e-9), output_type="ndarray")
    i, j = found[:, 0], found[:, 1]
    distance = np.hypot(*(xy[i] - xy[j]).T)
    bands = (
        np.searchsorted(edges, value, side="right") - 1
        for edges, value in ((space, distance), (time, np.abs(t[i] - t[j])))
    )
    return (i, j, *bands)


def _partners(i: NDArray, j: NDArray, n: int) -> NDArray[np.int64]:
    return np.bincount(i, minlength=n) + np.bincount(j, minlength=n)


def _partners_in_time(t: NDArray, edges: NDArray) -> list[NDArray[np.int64]]:
    """For each band, how many other events each event is so far apart from in time."""
    order = np.sort(t)
    # Less than `edge` apart, the event itself among them; rounding falls as for a difference below the edge.
    below = [
        np.searchsorted(order, np.nextafter(t + edge, -np.inf), side="right")
        - np.searchsorted(order, np.nextafter(t - edge, np.inf), side="left")
        if edge > 0
        else np.ones(len(t), dtype=np.int64)
        for edge in edges
    ]
    return [after - before for before, after in pairwise(below)]


def _log_error(both: NDArray, by_space: NDArray, by_time: NDArray) -> float:
    """Standard error of the log ratio from the part of each event in the three counts of pairs."""
    n = len(both)
    part = 2 * (both / both.sum() - by_space / by_space.sum() - by_time / by_time.sum() + 1 / n)
    single = 2.0 / both.sum()
    # Pairs that share no event stand in both of their events: their own variance would count twice.
    return float(np.sqrt(max((part**2).sum() - single, single)))
