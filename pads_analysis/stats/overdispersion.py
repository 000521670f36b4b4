"""Many areas compared at once vary more than chance: estimate by how much, and widen every comparison by it.

The variance of the areas' z-scores is measured with the largest and smallest tenth drawn in to the tenth and ninetieth
percentile, so that the areas looked for do not hide themselves; it is never taken below one.

References
----------
Spiegelhalter (2005), Quality and Safety in Health Care 14:347 (multiplicative form). Tukey (1962), Annals of
Mathematical Statistics 33:1 (winsorising).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import numbers_or_missing
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.normal import two_sided

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_AREAS = 10
WINSORISE = 0.10


def winsorised(z: NDArray[np.float64], share: float = WINSORISE) -> NDArray[np.float64]:
    """Values with a share at each end drawn in to the quantile there, so that a few extremes do not decide.

    Parameters
    ----------
    z : ndarray (n,)
        Finite values, checked.
    share : float
        From 0 up to 0.5.

    Returns
    -------
    ndarray (n,)
        In the order given.

    Examples
    --------
    >>> winsorised(np.array([-9.0, -1, 0, 1, 9]), 0.25).tolist()
    [-1.0, -1.0, 0.0, 1.0, 1.0]
    """
    return np.clip(z, *np.quantile(z, [share, 1 - share]))


def winsorised_dispersion(z: ArrayLike) -> float:
    """Mean square of z-scores after winsorising a tenth at each end, never below 1.

    Use it on the z-scores of many areas tested alike. Not where most areas truly changed: their change is then taken
    for spread. It is somewhat too small for z-scores that are normal and wide, of which it sees the inner part only.

    Parameters
    ----------
    z : array_like, shape (n,)
        Standardised differences; missing and infinite ones are left out. With fewer than ten the answer is 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        `z` not numbers.

    Notes
    -----
    Assumes z-scores that would be standard normal by chance alone.

    Examples
    --------
    >>> round(winsorised_dispersion([-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 9]), 4)
    8.3636
    """
    known = numbers_or_missing("z", z)
    known = known[np.isfinite(known)]
    if known.size < LEAST_AREAS:
        return 1.0
    return float(max(1.0, np.mean(winsorised(known) ** 2)))


def allow_overdispersion(estimate: RatioEstimate) -> RatioEstimate:
    """Ratios of many areas with p-values and intervals that allow for spread beyond chance.

    Use it on a map or table of small areas that were each compared exactly. Not for fewer than ten areas, where nothing
    is estimated, nor for ratios whose intervals allow for extra variation already (`change.compare_months`).

    Parameters
    ----------
    estimate : RatioEstimate
        Arrays of shape (n,), as from `change.compare_many`; each p belongs to the null ratio 1.

    Returns
    -------
    RatioEstimate
        The same ratios; z-scores divided by the square root of the dispersion, log intervals stretched by it;
        `dispersion` holds the estimate. With a dispersion of 1 nothing changes.

    Raises
    ------
    ValueError
        `estimate` is something else.

    Notes
    -----
    A ratio of zero or infinity keeps its one-sided interval, stretched at its finite limit only. Assumes one dispersion
    for all areas, whatever their size.

    Examples
    --------
    Ten areas that halved and ten that doubled, by 50 events against 100: far more spread than chance.

    >>> from pads_analysis.stats.change import compare_many
    >>> plain = compare_many([50, 100] * 10, [100, 50] * 10)
    >>> wide = allow_overdispersion(plain)
    >>> round(wide.dispersion, 1), bool((wide.p > plain.p).all()), (wide.ratio == plain.ratio).all().item()
    (16.3, True, True)
    """
    if not isinstance(estimate, RatioEstimate):
        raise ValueError("estimate must be a RatioEstimate, as compare_many gives it")
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
        p=two_sided(size / root),
        dispersion=phi,
    )
