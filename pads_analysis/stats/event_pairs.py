"""Counts of pairs of events by distance and time apart, without holding all pairs at once: the engine of `near_repeat`.

References
----------
Bentley (1975), Communications of the ACM 18:509 (the k-d tree that finds near pairs).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

#: Pairs of events held at once.
BLOCK = 1_000_000


def pairs_by_time(t: NDArray, edges: NDArray) -> NDArray[np.int64]:
    """Pairs of all events less than each edge apart in time.

    Parameters
    ----------
    t : ndarray (n,)
        Times.
    edges : ndarray (k,)
        In the unit of the times.

    Returns
    -------
    ndarray of int (k,)

    Examples
    --------
    >>> pairs_by_time(np.array([0.0, 1, 3]), np.array([1.0, 2, 9])).tolist()
    [0, 1, 3]
    """
    t = np.sort(t)
    n = len(t)
    below = np.empty(len(edges), dtype=np.int64)
    for k, edge in enumerate(edges):
        # A binary search on the difference itself, so that rounding falls as it does for the near pairs.
        low, high = np.arange(n), np.full(n, n)
        while (low < high).any():
            middle = (low + high) // 2
            near = (middle < n) & (t[np.minimum(middle, n - 1)] - t < edge) & (low < high)
            low, high = np.where(near, middle + 1, low), np.where(near, high, middle)
        below[k] = np.maximum(low - np.arange(n) - 1, 0).sum()
    return below


def banded_pairs(
    xy: NDArray,
    times: NDArray,
    space: NDArray,
    time: NDArray,
    norm: int,
    below_time: NDArray,
    n_pairs: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs in each band of distance and time, for several sets of times at once.

    Counts are kept as "nearer than each edge"; an infinite edge then takes its counts from the totals.

    Parameters
    ----------
    xy : ndarray (n, 2)
        Positions.
    times : ndarray (rows, n)
        Times of the events, a set in each row.
    space, time : ndarray (s + 1,) and (k + 1,)
        Rising edges of the bands; the last may be infinite.
    norm : int
        1 along the axes, 2 in a straight line.
    below_time : ndarray of int (k + 1,)
        As `pairs_by_time` gives them.
    n_pairs : int
        All pairs, n (n - 1) / 2.

    Returns
    -------
    counted : ndarray of int (rows, s, k)
    by_space : ndarray of int (1, s)
        Pairs in each space band, whatever their time.
    """
    near, soon = space[np.isfinite(space)], time[np.isfinite(time)]
    counted = np.zeros((len(times), len(space), len(time)), dtype=np.int64)
    below_space = np.full(len(space), n_pairs)
    below_space[: len(near)] = 0
    for i, j, distance in _near_pairs(xy, near[-1], norm):
        band = np.searchsorted(near, distance, side="right")
        order = np.argsort(band, kind="stable")
        ends = np.searchsorted(band[order], np.arange(len(near)), side="right")
        below_space[: len(near)] += ends
        i, j = i[order][: ends[-1]], j[order][: ends[-1]]
        for row, t in zip(counted, times, strict=True):
            apart = np.abs(t[i] - t[j])
            for k, edge in enumerate(soon):
                row[: len(near), k] += _counts_up_to(apart < edge, ends)
    counted[:, :, len(soon) :] = below_space[None, :, None]
    counted[:, len(near) :, :] = below_time[None, None, :]
    return np.diff(np.diff(counted, axis=1), axis=2), np.diff(below_space)[None, :]


def _counts_up_to(flags: NDArray, ends: NDArray) -> NDArray[np.int64]:
    starts = np.concatenate([[0], ends[:-1]])
    return np.cumsum([np.count_nonzero(flags[a:b]) for a, b in zip(starts, ends, strict=True)])


def _near_pairs(xy: NDArray, radius: float, norm: int) -> Iterator[tuple[NDArray, NDArray, NDArray]]:
    """Each pair of events nearer than `radius` once, with its distance, in blocks of about BLOCK pairs."""
    order = np.argsort(xy[:, 0], kind="stable")
    places = xy[order]
    # A hair more, as the tree compares squares; bands are then told by the distance itself.
    reach = radius * (1 + 1e-9)
    size = cKDTree(places).query_ball_point(places, reach, p=norm, return_length=True)
    block = np.cumsum(size) // BLOCK
    edges = np.concatenate([[0], np.flatnonzero(np.diff(block)) + 1, [len(places)]]).tolist()
    for start, stop in pairwise(edges):
        ahead = np.searchsorted(places[:, 0], places[stop - 1, 0] + reach, side="right")
        later = cKDTree(places[start : max(ahead, stop)])
        found = cKDTree(places[start:stop]).sparse_distance_matrix(
            later, reach, p=norm, output_type="ndarray"
        )
        once = found["j"] > found["i"]
        yield order[found["i"][once] + start], order[found["j"][once] + start], found["v"][once]
