"""Weights drawn evenly from all that are possible, or from those that keep what is agreed about them.

References
----------
Tervonen and Lahdelma (2007), European Journal of Operational Research 178:500 (ordered and bounded weights). Barron and
Barrett (1996), Management Science 42:1515 (the centroid of ordered weights).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, of_length
from pads_analysis.stats.scalars import source, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

#: Weights closer together than this leave no room for doubt.
ROOM = 1e-9
#: Fewest weights proposed at once.
BLOCK = 8192


def draw_weights(
    m: int,
    draws: int,
    rng: np.random.Generator,
    *,
    order: Sequence[int] | None = None,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Draw weights evenly from all that add up to 1 and keep what is agreed about them.

    For `smaa`, or for any figure that depends on weights not agreed. Even draws are an assumption too: they take every
    set of weights to be held by as many people. Not for weights known but for some doubt (`ranking.weighted_ranks`).

    Parameters
    ----------
    m : int
        Number of criteria.
    draws : int
        Number of draws.
    rng : numpy.random.Generator
        Source of the draws.
    order : sequence of int, length m, optional
        Criteria from the most to the least important, as indices from 0.
    low, high : array_like, shape (m,), optional
        Bounds of each weight; 0 and 1 where not given.

    Returns
    -------
    ndarray (draws, m)

    Raises
    ------
    ValueError
        `order` not a permutation; bounds outside 0-1, crossed, or without room for weights that add up to 1; order and
        bounds that leave too small a part of the weights to draw from.

    Notes
    -----
    Weights are even on the simplex (Dirichlet with all parameters 1), and kept where order and bounds hold.

    Examples
    --------
    With the order alone known, the mean weights are the rank-order centroid .6111, .2778, .1111:

    >>> draw_weights(3, 200_000, np.random.default_rng(1), order=[0, 1, 2]).mean(axis=0).round(2).tolist()
    [0.61, 0.28, 0.11]
    """
    m, draws, rng = whole("m", m, 1, 1000), whole("draws", draws, 1), source(rng)
    bottom, top = _bounds(m, low, high)
    ranks = None if order is None else _order(order, m)
    fixed = bottom if 1 - bottom.sum() <= ROOM else top if top.sum() - 1 <= ROOM else None
    if fixed is not None:
        if ranks is not None and (np.diff(fixed[ranks]) > ROOM).any():
            raise ValueError("order contradicts low and high")
        return np.tile(fixed / fixed.sum(), (draws, 1))
    kept: list[NDArray] = []
    have = tried = 0
    while have < draws:
        if tried > 1_000_000 + 200 * draws:
            raise ValueError("order, low and high leave too few weights to draw from")
        w = _propose(m, max(BLOCK, draws - have), rng, ranks, bottom, top)
        tried += len(w)
        w = w[((w >= bottom - ROOM) & (w <= top + ROOM)).all(axis=1)]
        kept.append(w[: draws - have])
        have += len(kept[-1])
    return np.concatenate(kept)


def _propose(
    m: int, size: int, rng: np.random.Generator, ranks: NDArray | None, low: NDArray, high: NDArray
) -> NDArray:
    even = rng.standard_exponential((size, m))
    even /= even.sum(axis=1, keepdims=True)
    if ranks is not None:
        w = np.empty_like(even)
        w[:, ranks] = -np.sort(-even, axis=1)
        return w
    # Both triangles hold all weights within the bounds; the smaller one wastes fewer draws.
    if 1 - low.sum() <= high.sum() - 1:
        return low + (1 - low.sum()) * even
    return high - (high.sum() - 1) * even


def _order(order: Sequence[int], m: int) -> NDArray[np.int64]:
    ranks = numbers("order", order, 1)
    if sorted(ranks.tolist()) != list(range(m)):
        raise ValueError(f"order must name each of the {m} criteria once, as numbers from 0")
    return ranks.astype(np.int64)


def _bounds(m: int, low: ArrayLike | None, high: ArrayLike | None) -> tuple[NDArray, NDArray]:
    bottom = np.zeros(m) if low is None else counts("low", low, 1)
    top = np.ones(m) if high is None else counts("high", high, 1)
    for name, bound in (("low", bottom), ("high", top)):
        of_length(name, bound, m, f"there are {m} criteria")
        if (bound > 1).any():
            raise ValueError(f"{name} holds a weight above 1")
    if (bottom > top).any():
        raise ValueError("low is above high")
    if bottom.sum() > 1 + ROOM or top.sum() < 1 - ROOM:
        raise ValueError("low and high leave no weights that add up to 1")
    return bottom, top
