"""Other ways of adding up criteria, to see whether a ranking hangs on the method. Cross-checks only.

None of these should set statutory priorities: all measure each thing against the others at hand, so that adding one can
turn two others round. Rank with `ranking` on fixed value functions and agreed weights, and read these beside it.

References
----------
Hwang and Yoon (1981), Multiple Attribute Decision Making (TOPSIS). Brans and Vincke (1985), Management Science 31:647
(PROMETHEE II).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import rankdata

from pads_analysis.stats.arguments import numbers, relative_weights
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Scores that agree to this many decimals on a scale of 1 share a rank: the rest is rounding.
DECIMALS = 12


@dataclass(frozen=True, slots=True)
class CrossCheck(Printed):
    """Scores of n things by one method.

    Attributes
    ----------
    score : ndarray (n,)
        Higher is more; the unit depends on the method.
    rank : ndarray (n,)
        1 the highest; equal scores share their mean rank.
    """

    score: NDArray[np.float64]
    rank: NDArray[np.float64]


def things_by_criteria(matrix: ArrayLike) -> NDArray[np.float64]:
    """Measurements of at least two things as a float array (n, m); raises ValueError naming `matrix` otherwise."""
    x = numbers("matrix", matrix, 2)
    if len(x) < 2:
        raise ValueError("matrix must hold at least 2 things")
    return x


def _directions(types: ArrayLike | None, m: int) -> NDArray[np.float64]:
    if types is None:
        return np.ones(m)
    signs = numbers("types", types, 1)
    if len(signs) != m or not np.isin(signs, (-1.0, 1.0)).all():
        raise ValueError(f"types must hold {m} values, each 1 (more is higher) or -1 (less is higher)")
    return signs


def _weights(weights: ArrayLike, m: int) -> NDArray[np.float64]:
    return relative_weights("weights", weights, m, f"matrix has {m} criteria")


def _ranked(score: NDArray) -> CrossCheck:
    return CrossCheck(score, rankdata(-np.round(score, DECIMALS)))


def minmax(matrix: ArrayLike, types: ArrayLike | None = None) -> NDArray[np.float64]:
    """Each criterion scaled from its worst thing (0) to its best (1).

    For the methods of this module. Not for statutory priorities: `criteria.value` scores on a scale fixed beforehand.

    Parameters
    ----------
    matrix : array_like, shape (n, m)
        Measurements of n things on m criteria.
    types : array_like, shape (m,), optional
        1 where more is higher (as where not given), -1 where less is.

    Returns
    -------
    ndarray (n, m)
        A criterion on which all are equal gives 1 to all.

    Raises
    ------
    ValueError
        `matrix` empty, missing or of fewer than 2 things; `types` of another length or other than 1 and -1.

    Notes
    -----
    The scale is that of the things at hand: it moves when one is added.

    Examples
    --------
    >>> minmax([[10, 3], [20, 5], [15, 3]], types=[1, -1]).tolist()
    [[0.0, 1.0], [1.0, 0.0], [0.5, 1.0]]
    """
    x = things_by_criteria(matrix)
    signs = _directions(types, x.shape[1])
    size = np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)
    x = signs * (x / size)
    low, span = x.min(axis=0), np.ptp(x, axis=0)
    return np.where(span > 0, (x - low) / np.where(span > 0, span, 1.0), 1.0)


def weighted_sum(matrix: ArrayLike, weights: ArrayLike, types: ArrayLike | None = None) -> CrossCheck:
    """Weighted mean of min-max scaled criteria. A cross-check: one thing more or less can turn two others round.

    Use it to equal a figure made so; to rank, `ranking.weighted_ranks` on fixed value functions.

    Parameters
    ----------
    matrix, types
        As for `minmax`.
    weights : array_like, shape (m,)
        Relative weights, zero or more, one above zero.

    Returns
    -------
    CrossCheck
        Scores from 0 to 1.

    Raises
    ------
    ValueError
        As for `minmax`; `weights` negative, all zero or of another length.

    Notes
    -----
    Assumes additive value, linear from the worst thing to the best.

    Examples
    --------
    >>> found = weighted_sum([[820, 3.4], [410, 4.6], [1500, 2.1]], [2, 1])
    >>> found.score.round(3).tolist(), found.rank.tolist()
    ([0.424, 0.333, 0.667], [2.0, 3.0, 1.0])
    """
    scaled = minmax(matrix, types)
    return _ranked(scaled @ _weights(weights, scaled.shape[1]))


def topsis(
    matrix: ArrayLike,
    weights: ArrayLike,
    types: ArrayLike | None = None,
    *,
    scaling: Literal["minmax", "vector"] = "minmax",
) -> CrossCheck:
    """TOPSIS: how far from the worst and how near to the best that any thing scores on each criterion.

    A cross-check of a weighted sum; with other things at hand the best and the worst move.

    Parameters
    ----------
    matrix, weights, types
        As for `weighted_sum`.
    scaling : {"minmax", "vector"}
        Min-max, or Hwang and Yoon's division by the root of the sum of squares.

    Returns
    -------
    CrossCheck
        Scores from 0 (worst on all) to 1 (best on all); 0.5 where all things are equal.

    Raises
    ------
    ValueError
        As for `weighted_sum`; another `scaling`.

    Notes
    -----
    Score d₋ / (d₊ + d₋), Euclidean distances from the worst and the best values met. Assumes criteria that may be
    traded.

    Examples
    --------
    >>> topsis([[820, 3.4], [410, 4.6], [1500, 2.1]], [2, 1]).rank.tolist()
    [2.0, 3.0, 1.0]
    """
    one_of("scaling", scaling, "minmax", "vector")
    x = minmax(matrix, types)
    m = x.shape[1]
    if scaling == "vector":
        raw = things_by_criteria(matrix)
        raw = raw / np.maximum(np.abs(raw).max(axis=0), np.finfo(float).tiny)
        length = np.sqrt((raw**2).sum(axis=0))
        x = _directions(types, m) * raw / np.where(length > 0, length, 1.0)
    v = _weights(weights, m) * x
    to_best, to_worst = (np.sqrt(((v - end) ** 2).sum(axis=1)) for end in (v.max(axis=0), v.min(axis=0)))
    both = to_best + to_worst
    return _ranked(np.where(both > 0, to_worst / np.where(both > 0, both, 1.0), 0.5))


def promethee_ii(matrix: ArrayLike, weights: ArrayLike, types: ArrayLike | None = None) -> CrossCheck:
    """PROMETHEE II net flow with the usual preference: weight of the criteria won less weight of those lost.

    The mean is over all other things. A cross-check that only looks at order on each criterion, not at distance; not
    for criteria on which small differences mean nothing.

    Parameters
    ----------
    matrix, weights, types
        As for `weighted_sum`.

    Returns
    -------
    CrossCheck
        Scores from -1 to 1, adding up to 0.

    Raises
    ------
    ValueError
        As for `weighted_sum`.

    Notes
    -----
    Assumes that any difference, however small, counts in full (the usual preference function).

    Examples
    --------
    >>> promethee_ii([[820, 3.4], [410, 4.6], [1500, 2.1]], [2, 1]).score.round(4).tolist()
    [0.0, -0.3333, 0.3333]
    """
    x = things_by_criteria(matrix)
    n, m = x.shape
    # For one criterion, the things below each less the things above it are twice its mean rank less n + 1.
    won_less_lost = 2 * rankdata(x, axis=0) - (n + 1)
    return _ranked(won_less_lost * _directions(types, m) @ _weights(weights, m) / (n - 1))
