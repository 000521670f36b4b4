"""Weights that come out of the data: by how unequally things score (entropy, CRITIC). Cross-checks only.

Nobody is accountable for such weights, and one thing more or less changes them: they should set no statutory priority.
Agreed weights are in `criteria`.

References
----------
Zeleny (1982), Multiple Criteria Decision Making (entropy weights). Diakoulaki, Mavrotas and Papayannakis (1995),
Computers and Operations Research 22:763 (CRITIC).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.multicriteria import minmax, things_by_criteria

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Weights that add up to less than this before they are shared out come from rounding.
NOTHING = 1e-12


def entropy_weights(matrix: ArrayLike) -> NDArray[np.float64]:
    """Weights by how unequally the things score: 1 + sum p ln p / ln n, shared out.

    For comparison with a published index. Not for priorities: nobody is accountable for these weights.

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

    Notes
    -----
    Assumes that what varies most between the things at hand matters most, which nobody need agree with.

    Examples
    --------
    >>> entropy_weights([[1, 10], [1, 20], [2, 90]]).round(3).tolist()
    [0.135, 0.865]
    """
    x = things_by_criteria(matrix)
    if (x < 0).any() or (x.max(axis=0) == 0).any():
        raise ValueError("matrix must be zero or more, and no criterion all zero")
    x = x / x.max(axis=0)
    share = x / x.sum(axis=0)
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=0) / np.log(len(x))
    return _shared_out(np.where(np.ptp(x, axis=0) > 0, 1 - entropy, 0.0))


def critic_weights(matrix: ArrayLike, types: ArrayLike | None = None) -> NDArray[np.float64]:
    """CRITIC weights: spread of each criterion times its lack of correlation with the others.

    For comparison with a published index. Not for priorities: nobody is accountable for these weights.

    Parameters
    ----------
    matrix, types
        As for `multicriteria.minmax`. The paper scales from anti-ideal to ideal, which needs `types`; without them all
        criteria are taken as "more is higher", as pymcdm does whatever their types.

    Returns
    -------
    ndarray (m,)
        Adds up to 1; a criterion on which all are equal gets 0.

    Raises
    ------
    ValueError
        As for `multicriteria.minmax`; no criterion with any difference, or none that differs from another.

    Notes
    -----
    Assumes that what varies most, and apart from the other criteria, matters most.

    Examples
    --------
    >>> critic_weights([[1, 9, 2], [2, 7, 1], [3, 5, 3]]).round(3).tolist()
    [0.312, 0.438, 0.25]
    """
    x = minmax(matrix, types)
    if x.shape[1] == 1 and np.ptp(x) > 0:
        return np.ones(1)
    c = x - x.mean(axis=0)
    spread = np.sqrt((c**2).mean(axis=0))
    unit = c / np.where(spread > 0, spread, 1.0)
    return _shared_out(spread * (1 - unit.T @ unit / len(x)).sum(axis=0))


def _shared_out(importance: NDArray) -> NDArray[np.float64]:
    importance = np.maximum(importance, 0.0)
    if importance.sum() <= NOTHING:
        raise ValueError("matrix holds no difference that could give weights")
    return importance / importance.sum()
