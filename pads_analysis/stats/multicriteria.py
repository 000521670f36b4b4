"""Other ways of adding up criteria, to see whether a ranking hangs on the method. Cross-checks only.

None of these should set statutory priorities. Min-max scaling, TOPSIS and PROMETHEE measure each thing against the
others at hand, so that adding one can turn two others round; entropy and CRITIC weights come out of the spread of the
data, and nobody is accountable for them. Rank with `ranking` on fixed value functions and agreed weights, and read
these beside it.

References
----------
Hwang and Yoon (1981), Multiple Attribute Decision Making (TOPSIS). Brans and Vincke (1985), Management Science 31:647
(PROMETHEE II). Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22:763 (CRITIC). Zeleny
(1982), Multiple Criteria Decision Making (entropy weights).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import rankdata

from pads_analysis.stats.arguments import counts, numbers
from pads_analysis.stats.checks import one_of, whole
from pads_analysis.stats.printed import Printed

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


def _matrix(matrix: ArrayLike, least: int = 2) -> NDArray[np.float64]:
    x = numbers("matrix", matrix, 2)
    if len(x) < least:
        raise ValueError(f"matrix must hold at least {least} things")
    return x


def _directions(types: ArrayLike | None, m: int) -> NDArray[np.float64]:
    if types is None:
        return np.ones(m)
    signs = numbers("types", types, 1)
    if len(signs) != m or not np.isin(signs, (-1.0, 1.0)).all():
        raise ValueError(f"types must hold {m} values, each 1 (more is higher) or -1 (less is higher)")
    return signs


def _weights(weights: ArrayLike, m: int) -> NDArray[np.float64]:
    w = counts("weights", weights, 1)
    if len(w) != m:
        raise ValueError(f"weights has {len(w)} values but matrix has {m} criteria")
    if w.max() == 0:
        raise ValueError("weights are all zero")
    w = w / w.max()
    return w / w.sum()


def _ranked(score: NDArray) -> CrossCheck:
    return CrossCheck(score, rankdata(-np.round(score, DECIMALS)))


def minmax(matrix: ArrayLike, types: ArrayLike | None = None) -> NDArray[np.float64]:
    """Each criterion scaled from its worst thing (0) to its best (1).

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
    """
    x = _matrix(matrix)
    signs = _directions(types, x.shape[1])
    size = np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)
    x = signs * (x / size)
    low, span = x.min(axis=0), np.ptp(x, axis=0)
    return np.where(span > 0, (x - low) / np.where(span > 0, span, 1.0), 1.0)


def weighted_sum(matrix: ArrayLike, weights: ArrayLike, types: ArrayLike | None = None) -> CrossCheck:
    """Weighted mean of min-max scaled criteria.

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
    """
    one_of("scaling", scaling, "minmax", "vector")
    x = minmax(matrix, types)
    m = x.shape[1]
    if scaling == "vector":
        raw = _matrix(matrix)
        raw = raw / np.maximum(np.abs(raw).max(axis=0), np.finfo(float).tiny)
        length = np.sqrt((raw**2).sum(axis=0))
        x = _directions(types, m) * raw / np.where(length > 0, length, 1.0)
    v = _weights(weights, m) * x
    to_best, to_worst = (np.sqrt(((v - end) ** 2).sum(axis=1)) for end in (v.max(axis=0), v.min(axis=0)))
    both = to_best + to_worst
    return _ranked(np.where(both > 0, to_worst / np.where(both > 0, both, 1.0), 0.5))


def promethee_ii(matrix: ArrayLike, weights: ArrayLike, types: ArrayLike | None = None) -> CrossCheck:
    """PROMETHEE II net flow with the usual preference: weight of the criteria won less weight of those lost.

    The mean is over all other things. Only order counts on each criterion, not distance.

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
    """
    x = _matrix(matrix)
    n, m = x.shape
    # For one criterion, the things below each less the things above it are twice its mean rank less n + 1.
    won_less_lost = 2 * rankdata(x, axis=0) - (n + 1)
    return _ranked(won_less_lost * _directions(types, m) @ _weights(weights, m) / (n - 1))


def entropy_weights(matrix: ArrayLike) -> NDArray[np.float64]:
    """Weights by how unequally the things score: 1 + sum p ln p / ln n, shared out. Not for statutory priorities.

    Parameters
    ----------
    matrix : array_like, shape (n, m)
        Zero or more, no criterion all zero; at least 2 things.

    Returns
    -------
    ndarray (m,)
        Adds up to 1.

    Raises
    ------
    ValueError
        `matrix` empty, missing, negative, with a criterion all zero, or without any difference.
    """
    x = _matrix(matrix)
    if (x < 0).any() or (x.max(axis=0) == 0).any():
        raise ValueError("matrix must be zero or more, and no criterion all zero")
    x = x / x.max(axis=0)
    share = x / x.sum(axis=0)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=0) / np.log(len(x))
    return _shared_out(np.where(np.ptp(x, axis=0) > 0, 1 - entropy, 0.0))


def critic_weights(matrix: ArrayLike, types: ArrayLike | None = None) -> NDArray[np.float64]:
    """CRITIC weights: spread of each criterion times its lack of correlation with the others. Not for priorities.

    Parameters
    ----------
    matrix, types
        As for `minmax`. The paper scales from anti-ideal to ideal, which needs `types`; without them all criteria are
        taken as "more is higher", as pymcdm does whatever their types.

    Returns
    -------
    ndarray (m,)
        Adds up to 1; a criterion on which all are equal gets 0.

    Raises
    ------
    ValueError
        As for `minmax`; no criterion with any difference, or none that differs from another.
    """
    x = minmax(matrix, types)
    if x.shape[1] == 1 and np.ptp(x) > 0:
        return np.ones(1)
    c = x - x.mean(axis=0)
    spread = np.sqrt((c**2).mean(axis=0))
    unit = c / np.where(spread > 0, spread, 1.0)
    return _shared_out(spread * (1 - unit.T @ unit / len(x)).sum(axis=0))


def equal_weights(m: int) -> NDArray[np.float64]:
    """Equal weights of m criteria, shape (m,); ValueError unless m is a whole number from 1 to 10 million."""
    m = whole("m", m, 1)
    return np.full(m, 1 / m)


def _shared_out(importance: NDArray) -> NDArray[np.float64]:
    importance = np.maximum(importance, 0.0)
    if importance.sum() <= 10.0**-DECIMALS:
        raise ValueError("matrix holds no difference that could give weights")
    return importance / importance.sum()
