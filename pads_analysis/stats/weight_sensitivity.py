"""How far each weight may move before the order at the top changes.

References
----------
Triantaphyllou and Sanchez (1997), Decision Sciences 28:151 (sensitivity of weighted sums to one weight). Dodgson and
others (2009), Multi-criteria analysis: a manual, DCLG (sensitivity analysis).
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

#: Totals nearer than this, on a scale of 1, are equal.
EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class WeightSensitivity(Printed):
    """Ranges of m weights within which the things at the top stay there.

    Attributes
    ----------
    weight : ndarray (m,)
        Weights given, adding up to 1.
    low, high : ndarray (m,)
        Least and greatest value of that weight, the others keeping their proportions, at which no thing outside the
        top has a higher total than one inside; 0 and 1 where nothing ever changes.
    enters_low, enters_high : ndarray of int (m,)
        Thing that draws level at that end, as an index into the scores; -1 where nothing changes.
    leaves_low, leaves_high : ndarray of int (m,)
        Thing at the top that it draws level with; -1 likewise.
    room : ndarray (m,)
        Least change of the weight, up or down, that changes the top; infinite where none does.
    top : ndarray of int (k,)
        The things at the top, highest total first.
    """

    weight: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    enters_low: NDArray[np.int64]
    enters_high: NDArray[np.int64]
    leaves_low: NDArray[np.int64]
    leaves_high: NDArray[np.int64]
    room: NDArray[np.float64]
    top: NDArray[np.int64]


def weight_sensitivity(scores: ArrayLike, weights: ArrayLike, top: int = 1) -> WeightSensitivity:
    """Find, exactly, the range of each weight over which the same things stay at the top.

    With weight j at t and the others scaled to fill the rest, the total of thing i is t s_ij + (1 - t) r_ij, where r_ij
    is its mean over the other criteria: a straight line in t. The range ends where the line of a thing outside the top
    crosses that of one inside; no search is needed.

    For saying how firm a ranking is, weight by weight. Not for doubt about several weights at once (`smaa`,
    `ranking.weighted_ranks`), nor about scores.

    Parameters
    ----------
    scores : array_like, shape (n, m)
        Scores of n things on m criteria of one scale, more being higher; none missing; at least 2 criteria.
    weights : array_like, shape (m,)
        Relative weights, zero or more, one above zero. Where one weight is everything, the others share the rest
        evenly as it gives way.
    top : int
        How many things make up the top: 1 for the first rank, up to n. The order among them does not count; things
        level at its edge are taken in the order given.

    Returns
    -------
    WeightSensitivity

    Raises
    ------
    ValueError
        An argument empty, missing, negative (`weights`) or of another shape; fewer than 2 criteria; `top` not from 1 to
        n.

    Notes
    -----
    Assumes that the other weights keep their proportions.

    Examples
    --------
    Equal weights; the first thing leads as long as the first weight is above 3/7.

    >>> found = weight_sensitivity([[1, 0.2], [0.6, 0.5]], [0.5, 0.5])
    >>> found.low.round(4).tolist(), found.high.round(4).tolist()
    ([0.4286, 0.0], [1.0, 0.5714])
    """
    s = numbers("scores", scores, 2)
    n, m = s.shape
    if m < 2:
        raise ValueError("scores must have at least 2 criteria")
    w = relative_weights("weights", weights, m, f"scores has {m} criteria")
    k = whole("top", top, 1, n)
    s = s / (np.abs(s).max() or 1.0)
    order = np.argsort(-np.round(s @ w / EQUAL), kind="stable")
    inside, outside = order[:k], order[k:]
    ends = [_range(s, w, j, inside, outside) for j in range(m)]
    low, high = (np.array([end[side][0] for end in ends]) for side in (0, 1))
    pairs = np.array([[end[side][1:] for end in ends] for side in (0, 1)], dtype=np.int64)
    room = np.minimum(
        np.where(pairs[0, :, 0] >= 0, w - low, np.inf), np.where(pairs[1, :, 0] >= 0, high - w, np.inf)
    )
    return WeightSensitivity(
        weight=w,
        low=low,
        high=high,
        enters_low=pairs[0, :, 0],
        enters_high=pairs[1, :, 0],
        leaves_low=pairs[0, :, 1],
        leaves_high=pairs[1, :, 1],
        room=room,
        top=inside,
    )


def _range(s: NDArray, w: NDArray, j: int, inside: NDArray, outside: NDArray) -> list[tuple[float, int, int]]:
    """The lower and upper end for weight j, each with the things that meet there: (t, enters, leaves)."""
    others = np.delete(w, j)
    others = others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / len(others))
    rest = np.delete(s, j, axis=1) @ others
    # Lead of each thing inside over each outside, at t = 0 and per unit of t.
    at_none = rest[inside][:, None] - rest[outside][None, :]
    slope = (s[inside, j][:, None] - s[outside, j][None, :]) - at_none
    ends = [(0.0, -1, -1), (1.0, -1, -1)]
    for side, moves in enumerate((slope > EQUAL, slope < -EQUAL)):
        if not moves.any():
            continue
        # The pairs that are level now may be so but for rounding: no end lies beyond the weight itself.
        cross = np.divide(-at_none, slope, where=moves, out=np.full(slope.shape, np.nan))
        cross = np.maximum(cross, w[j]) if side else np.minimum(cross, w[j])
        place = np.nanargmin(cross) if side else np.nanargmax(cross)
        a, b = np.unravel_index(place, cross.shape)
        t = float(cross[a, b])
        # A crossing at 0 or 1 itself changes nothing within reach.
        if 0 < t < 1 or (t == w[j] and 0 <= t <= 1):
            ends[side] = (t, int(outside[b]), int(inside[a]))
    return ends
