"""The normal approximation: its quantile for a level, its two-sided p, and the standard error that limits imply.

References
----------
Abramowitz and Stegun (1964), Handbook of Mathematical Functions, ch. 26.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from pads_analysis.stats.arguments import numbers_or_missing
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def normal_quantile(confidence: float) -> float:
    """How many standard errors reach from an estimate to its limits at a level, both sides alike.

    Use it wherever limits are normal; with the few degrees of freedom of an estimated variance take Student's t.

    Parameters
    ----------
    confidence : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        `confidence` outside 0-1.

    Notes
    -----
    Assumes an estimate that is normal about what it estimates.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6), round(normal_quantile(0.998), 6)
    (1.959964, 3.090232)
    """
    return float(-ndtri((1 - level(confidence)) / 2))


def two_sided(z: ArrayLike) -> NDArray[np.float64]:
    """Two-sided p of standard normal deviates.

    Use it for an estimate over its standard error, where that is known or rests on many observations.

    Parameters
    ----------
    z : array_like, any shape
        Deviates, already checked; NaN gives NaN.

    Returns
    -------
    ndarray, or scalar for a scalar

    Notes
    -----
    Assumes deviates that are standard normal when there is no difference.

    Examples
    --------
    >>> round(float(two_sided(1.959964)), 6)
    0.05
    """
    return 2 * ndtr(-np.abs(z))


def standard_error(low: ArrayLike, high: ArrayLike, confidence: float = 0.95) -> NDArray[np.float64]:
    """Standard error that a normal interval with these limits would have, on the scale of the limits.

    Use it to combine an estimate that came with limits alone. Not for limits far from symmetric: it takes their mean
    width, and for a ratio their logarithms have to be passed.

    Parameters
    ----------
    low, high : array_like
        Limits, of one shape; NaN gives NaN, an infinite limit an infinite error.
    confidence : float
        Level of the interval.

    Returns
    -------
    ndarray, or scalar for scalars

    Raises
    ------
    ValueError
        `confidence` outside 0 to 1; `high` below `low`; not numbers.

    Notes
    -----
    Assumes normal limits, half of the rest in each tail.

    Examples
    --------
    >>> round(float(standard_error([1.0], [8.84])[0]), 3)
    2.0
    """
    width = numbers_or_missing("high", high) - numbers_or_missing("low", low)
    if (width < 0).any():
        raise ValueError("high is below low")
    return width / (2 * ndtri(0.5 + level(confidence) / 2))
