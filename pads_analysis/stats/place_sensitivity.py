"""The least change of one weight that moves a thing across a line in the list.

References
----------
Triantaphyllou and Sanchez (1997), Decision Sciences 28:151 (sensitivity of weighted sums to one weight).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers, relative_weights
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: How far beyond a crossing the list is looked at, and totals nearer than which are level.
STEP, LEVEL = 1e-7, 1e-12


@dataclass(frozen=True, slots=True)
class PlaceSensitivity(Printed):
    """For each of n things: the weight whose least change takes it across the line.

    Attributes
    ----------
    above : ndarray of bool (n,)
        The thing stands above the line with the weights given.
    criterion : ndarray of int (n,)
        Index of that weight; -1 where no single weight does it.
    weight, needed : ndarray (n,)
        That weight now and where the thing crosses, as shares of all; NaN where none does.
    """

    above: NDArray[np.bool_]
    criterion: NDArray[np.int64]
    weight: NDArray[np.float64]
    needed: NDArray[np.float64]


def place_sensitivity(scores: ArrayLike, weights: ArrayLike, line: int) -> PlaceSensitivity:
    """Find for each thing the least change of one weight, the others in proportion, that moves it across the line.

    With weight j at t the total of thing i is t s_ij + (1 - t) r_ij, a straight line in t; its place changes only where
    it crosses another, so that only crossings are looked at.

    For telling each thing's place apart from chance choices of weights. Not for several weights at once (`smaa`), nor
    for doubt about scores.

    Parameters
    ----------
    scores : array_like, shape (n, m)
        Scores of n things on m criteria of one scale; none missing.
    weights : array_like, shape (m,)
        Relative weights, zero or more, one above zero.
    line : int
        How many things stand above the line, 1 to n.

    Returns
    -------
    PlaceSensitivity

    Raises
    ------
    ValueError
        An argument empty, missing, negative (`weights`) or of another shape; `line` not from 1 to n.

    Notes
    -----
    Assumes that the other weights keep their proportions. Things that are level count as the earlier one above.

    Examples
    --------
    The first leads as long as the first weight is above 3/7; the second enters below it.

    >>> found = place_sensitivity([[1, 0.2], [0.6, 0.5]], [0.5, 0.5], 1)
    >>> found.needed.round(4).tolist(), found.criterion.tolist()
    ([0.4286, 0.4286], [0, 0])
    """
    s = numbers("scores", scores, 2)
    n, m = s.shape
    w = relative_weights("weights", weights, m, f"scores has {m} criteria")
    k = whole("line", line, 1, n)
    now = _inside(s @ w, k)
    criterion, needed = np.full(n, -1), np.full(n, np.nan)
    for j in range(m if m > 1 else 0):
        others = np.delete(w, j)
        share = others / others.sum() if others.sum() > 0 else np.full(m - 1, 1 / (m - 1))
        rest = np.delete(s, j, axis=1) @ share
        slope = s[:, j] - rest
        for t in _crossings(slope, rest, w[j]):
            side = STEP if t > w[j] else -STEP
            moved = _inside(rest + (t + side) * slope, k) != now
            found = np.where(criterion >= 0, np.abs(needed - w[np.maximum(criterion, 0)]), np.inf)
            nearer = moved & (abs(t - w[j]) < found - STEP)
            criterion[nearer], needed[nearer] = j, t
    weight = np.where(criterion >= 0, w[np.maximum(criterion, 0)], np.nan)
    return PlaceSensitivity(now, criterion.astype(np.int64), weight, needed)


def _inside(total: NDArray, k: int) -> NDArray[np.bool_]:
    inside = np.zeros(len(total), dtype=bool)
    inside[np.argsort(-np.round(total / LEVEL), kind="stable")[:k]] = True
    return inside


def _crossings(slope: NDArray, rest: NDArray, now: float) -> NDArray[np.float64]:
    """Weights at which two things are level, those nearest to the present weight first."""
    a, b = np.triu_indices(len(slope), 1)
    gap, turn = rest[b] - rest[a], slope[a] - slope[b]
    crossing = np.abs(turn) > LEVEL
    t = np.unique(gap[crossing] / turn[crossing])
    t = t[(t > STEP) & (t < 1 - STEP)]
    return t[np.argsort(np.abs(t - now), kind="stable")]
