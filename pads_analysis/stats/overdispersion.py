"""Many areas compared at once vary more than chance: estimate by how much, and widen every comparison by it.

Method: the variance of the areas' z-scores, the largest and smallest tenth drawn in to the tenth and ninetieth
percentile so that the areas looked for do not hide themselves, never below one (Spiegelhalter 2005, "Handling
over-dispersion of performance indicators", Quality and Safety in Health Care 14:347-351; multiplicative form).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pads_analysis.stats.estimates import RatioEstimate

LEAST_AREAS = 10
WINSORISE = 0.10


def winsorised_dispersion(z: NDArray[np.float64]) -> float:
    """Return the mean square of z-scores after winsorising a tenth at each end, never below 1.

    Parameters
    ----------
    z : ndarray (n,)
        Standardised differences; missing ones are left out. With fewer than ten the answer is 1.

    Returns
    -------
    float
    """
    known = np.asarray(z, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size < LEAST_AREAS:
        return 1.0
    low, high = np.quantile(known, [WINSORISE, 1 - WINSORISE])
    return float(max(1.0, np.mean(np.clip(known, low, high) ** 2)))


def allow_overdispersion(estimate: RatioEstimate) -> RatioEstimate:
    """Return ratios of many areas with p-values and intervals that allow for spread beyond chance.

    Parameters
    ----------
    estimate : RatioEstimate
        Arrays of shape (n,), as from `compare_many`; each p belongs to the null ratio 1.

    Returns
    -------
    RatioEstimate
        The same ratios; z-scores divided by the square root of the dispersion, log intervals stretched by it;
        `dispersion` holds the estimate. With a dispersion of 1 nothing changes.

    Notes
    -----
    A ratio of zero or infinity keeps its one-sided interval, stretched at its finite limit only.
    """
    ratio, p = np.asarray(estimate.ratio), np.asarray(estimate.p)
    size = stats.norm.isf(np.clip(p, 1e-300, 1.0) / 2)
    z = np.where(ratio >= 1, size, -size)
    phi = winsorised_dispersion(z)
    if phi == 1.0:
        return replace(estimate, dispersion=1.0)
    root = np.sqrt(phi)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.where((ratio > 0) & np.isfinite(ratio), ratio, 1.0)
        low = middle * np.exp(root * np.log(np.asarray(estimate.ci_low) / middle))
        high = middle * np.exp(root * np.log(np.asarray(estimate.ci_high) / middle))
    return replace(
        estimate,
        ci_low=np.where(np.asarray(estimate.ci_low) == 0, 0.0, low),
        ci_high=np.where(np.isinf(estimate.ci_high), np.inf, high),
        p=2 * stats.norm.sf(size / root),
        dispersion=phi,
    )
