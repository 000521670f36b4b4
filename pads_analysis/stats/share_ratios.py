"""The ratio of two independent shares, with an interval and a test that agrees with it.

References
----------
Zou and Donner (2008), Statistics in Medicine 27:1693 (limits of a ratio from the limits of its two parts). Wilson
(1927), JASA 22:209 (limits of a share). Newcombe (1998), Statistics in Medicine 17:873 (the same for a difference).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, fit_together, positive, scalar_or_array
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.normal import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_STEPS = 60
_FURTHEST = 40.0


def share_ratio(
    part: ArrayLike, whole: ArrayLike, part_other: ArrayLike, whole_other: ArrayLike, confidence: float = 0.95
) -> RatioEstimate:
    """Ratio of the share part / whole to the share part_other / whole_other of other things.

    When to use: to set the make-up of one group beside that of another, or of a later time. When not: where one group
    is part of the other (take it out first), where the same people are counted several times, and for events over a
    population, whose ratio is `change.rate_ratio`.

    Parameters
    ----------
    part, whole, part_other, whole_other : array_like
        Things with the property, and all things, of each of the two groups; they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RatioEstimate
        In the broadcast shape. Neither group having any: ratio NaN, limits 0 and infinity, p 1.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, a whole of zero or below its part, or shapes that do not fit.

    Notes
    -----
    On the log scale the limits of both shares (Wilson's) are joined by the rule of Zou and Donner. p is 1 less the
    level at which the interval would touch 1. Assumes independent things, each with its group's probability.

    Examples
    --------
    36 of 40 beside 16 of 80; Koopman's limits of this much used example are 2.94 and 7.15.

    >>> found = share_ratio(36, 40, 16, 80)
    >>> f"{found.ratio:.2f} ({found.ci_low:.2f} to {found.ci_high:.2f})"
    '4.50 (2.91 to 7.12)'
    """
    k1, n1, k0, n0 = fit_together(
        part=counts("part", part),
        whole=positive("whole", whole),
        part_other=counts("part_other", part_other),
        whole_other=positive("whole_other", whole_other),
    )
    if (k1 > n1).any() or (k0 > n0).any():
        raise ValueError("a part is above the whole of which it is a part")
    low, high = _limits(k1, n1, k0, n0, np.full(k1.shape, normal_quantile(confidence)))
    none, only = (k1 + k0) == 0, (k0 == 0) & (k1 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(none, np.nan, np.where(only, np.inf, (k1 / n1) / (k0 / n0)))
    p = np.where(none, 1.0, 2 * stats.norm.sf(_touches(k1, n1, k0, n0, ratio)))
    return RatioEstimate(
        *(scalar_or_array(x) for x in (ratio, low, high, np.minimum(p, 1.0))), method="Zou and Donner"
    )


def _limits(
    k1: NDArray, n1: NDArray, k0: NDArray, n0: NDArray, z: NDArray
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the limits of the ratio at `z` standard errors; 0 and infinity where a share is zero."""
    low1, high1 = _wilson(k1, n1, z)
    low0, high0 = _wilson(k0, n0, z)
    share1, share0 = k1 / n1, k0 / n0
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log(share1) - np.log(share0)
        below = np.hypot(np.log(share1) - np.log(low1), np.log(high0) - np.log(share0))
        above = np.hypot(np.log(high1) - np.log(share1), np.log(share0) - np.log(low0))
        low = np.where(k1 == 0, 0.0, np.where(k0 == 0, low1 / high0, np.exp(middle - below)))
        high = np.where(k0 == 0, np.inf, np.where(k1 == 0, high1 / low0, np.exp(middle + above)))
    return low, high


def _wilson(k: NDArray, n: NDArray, z: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    share = k / n
    middle = (k + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(n * share * (1 - share) + z**2 / 4) / (n + z**2)
    return np.where(k == 0, 0.0, middle - half), np.where(k == n, 1.0, middle + half)


def _touches(k1: NDArray, n1: NDArray, k0: NDArray, n0: NDArray, ratio: NDArray) -> NDArray[np.float64]:
    """Return how many standard errors wide the interval is that touches 1, found by halving."""
    above = ratio > 1
    least, most = np.zeros(k1.shape), np.full(k1.shape, _FURTHEST)
    for _ in range(_STEPS):
        z = (least + most) / 2
        low, high = _limits(k1, n1, k0, n0, z)
        outside = np.where(above, low > 1, high < 1)
        least, most = np.where(outside, z, least), np.where(outside, most, z)
    return (least + most) / 2
