"""Proportions and their confidence intervals: Wilson's, and the exact one of Clopper and Pearson.

References
----------
Wilson (1927), JASA 22:209. Clopper and Pearson (1934), Biometrika 26:404. APHO (2008), Technical Briefing 3 (Wilson's
interval as the public health standard). Newcombe (1998), Statistics in Medicine 17:857 (both compared).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, fit_together, positive, scalar_or_array
from pads_analysis.stats.estimates import RateEstimate
from pads_analysis.stats.normal import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def wilson(k: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> RateEstimate:
    """Proportion k/n with Wilson's score interval, without continuity correction.

    Use it for a share of things that each either are or are not. Not for a survey with weights or clusters
    (`surveys.proportion`), nor where the same people are counted several times.

    Parameters
    ----------
    k, n : array_like
        Successes and trials, 0 <= k <= n, n above zero; they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RateEstimate
        Proportion (0 to 1) and limits.

    Raises
    ------
    ValueError
        An argument empty, missing or negative, `k` above `n`, or shapes that do not fit.

    Notes
    -----
    Assumes n independent trials with one probability. It never leaves 0 to 1, and has a width at both ends.

    Examples
    --------
    65 of 100 as in the test workbook of the Office for Health Improvement and Disparities:

    >>> print(wilson(65, 100))
    0.65 (0.5525 to 0.7364)
    """
    hits, trials = fit_together(k=counts("k", k), n=positive("n", n))
    if (hits > trials).any():
        raise ValueError("k is above n")
    z = normal_quantile(confidence)
    share = hits / trials
    middle = (hits + z**2 / 2) / (trials + z**2)
    half = z * np.sqrt(trials * share * (1 - share) + z**2 / 4) / (trials + z**2)
    # At the ends the limit is 0 or 1 by algebra; rounding must not push it beyond the estimate.
    low = np.where(hits == 0, 0.0, middle - half)
    high = np.where(hits == trials, 1.0, middle + half)
    return RateEstimate(scalar_or_array(share), scalar_or_array(low), scalar_or_array(high))


def clopper_pearson(
    hits: NDArray[np.float64], misses: NDArray[np.float64], alpha: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact limits of a proportion, from checked numbers of hits and misses.

    Use it where an interval must never cover less than its level; it covers more than that for few trials, where
    `wilson` is nearer to it. Hits and misses need not be whole (an effective number of answers, say).

    Parameters
    ----------
    hits, misses : ndarray, one shape
        Zero or more, not both zero.
    alpha : float
        1 less the level of the interval.

    Returns
    -------
    low, high : ndarray
        In the same shape; 0 without hits, 1 without misses.

    Notes
    -----
    Assumes independent trials with one probability.

    Examples
    --------
    >>> low, high = clopper_pearson(np.array([0.0, 8]), np.array([10.0, 2]), 0.05)
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.4439], [0.3085, 0.9748])
    """
    some, rest = np.maximum(hits, 1e-9), np.maximum(misses, 1e-9)
    low = np.where(hits > 0, stats.beta.ppf(alpha / 2, some, misses + 1), 0.0)
    return low, np.where(misses > 0, stats.beta.isf(alpha / 2, hits + 1, rest), 1.0)
