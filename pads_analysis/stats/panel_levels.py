"""Levels of areas and of periods in a model of counts, taken out by turns: hundreds of areas need no large matrix.

References
----------
Correia, Guimarães and Zylkin (2020), Stata Journal 20:95. Deming and Stephan (1940), Annals of Mathematical Statistics
11:427 (scaling to the sums of rows and columns).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS, CLOSE = 500, 1e-11


def fitted_levels(y: NDArray, weight: NDArray, a: NDArray, t: NDArray) -> NDArray[np.float64]:
    """Fit counts by `weight` times a factor for each area and each period.

    Parameters
    ----------
    y, weight : ndarray (n,)
        Counts, and what they are in proportion to, above zero.
    a, t : ndarray of int (n,)
        Area and period, from 0; each holds an event.

    Returns
    -------
    ndarray (n,)
        `weight` scaled so that the sums over each area and each period are those of `y`, which is the Poisson fit.

    Raises
    ------
    ValueError
        When rows are missing so that the factors cannot be told apart.

    Examples
    --------
    >>> a, t = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> fitted_levels(np.array([1.0, 3, 2, 6]), np.ones(4), a, t).round(6).tolist()
    [1.0, 3.0, 2.0, 6.0]
    """
    mu, by_area, by_period = weight * y.sum() / weight.sum(), np.bincount(a, y), np.bincount(t, y)
    for _ in range(ROUNDS):
        mu = mu * (by_area / np.bincount(a, mu))[a]
        scale = by_period / np.bincount(t, mu)
        mu = mu * scale[t]
        if np.abs(scale - 1).max() < CLOSE:
            return mu
    raise ValueError("count: levels of areas and periods cannot be told apart; rows are missing")


def without_levels(x: NDArray, weight: NDArray, a: NDArray, t: NDArray) -> NDArray[np.float64]:
    """Take the weighted means of areas and of periods out of a series.

    Parameters
    ----------
    x, weight : ndarray (n,)
        The series, and weights above zero.
    a, t : ndarray of int (n,)
        Area and period, from 0.

    Returns
    -------
    ndarray (n,)
        Residuals of the weighted regression of `x` on areas and periods.

    Raises
    ------
    ValueError
        When rows are missing so that the means cannot be told apart.

    Examples
    --------
    >>> a, t = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> without_levels(np.array([0.0, 0, 0, 1]), np.ones(4), a, t).tolist()
    [0.25, -0.25, -0.25, 0.25]
    """
    size = max(float(np.abs(x).max()), np.finfo(float).tiny)
    in_area, in_period = np.bincount(a, weight), np.bincount(t, weight)
    for _ in range(ROUNDS):
        x = x - (np.bincount(a, weight * x) / in_area)[a]
        step = np.bincount(t, weight * x) / in_period
        x = x - step[t]
        if np.abs(step).max() < CLOSE * size:
            return x
    raise ValueError("series: levels of areas and periods cannot be told apart; rows are missing")
