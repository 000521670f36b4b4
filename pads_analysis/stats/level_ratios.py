"""Ratios of neighbouring levels of one series of counts that was parted into levels.

References
----------
Zeger (1988), Biometrika 75:621 (the model of `pads_analysis.stats.serial`). Killick, Fearnhead and Eckley (2012), JASA
107:1590 (where the levels come from).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats import serial
from pads_analysis.stats.arguments import counts, numbers, positive, same_shape
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def level_ratios(
    count: ArrayLike,
    first: ArrayLike,
    exposure: ArrayLike,
    position: ArrayLike | None = None,
    confidence: float = 0.95,
) -> tuple[RatioEstimate, ...]:
    """Ratio of each level to the one before it, variation that lingers from month to month allowed for.

    Use it to give the levels of `change_points.segments` a size with an interval. When not: for a time of change that
    was known beforehand (`segmented_regression`), nor for a slope, which no level describes.

    Parameters
    ----------
    count : array_like, shape (n,)
        Counts in order of time.
    first : array_like of int, shape (k,)
        First position of each level, the first of them 0.
    exposure : array_like, shape (n,)
        Above zero, for example days times a seasonal index.
    position : array_like of int, shape (n,), optional
        Place of each count in time, in months; 0 to n - 1 where not given.
    confidence : float

    Returns
    -------
    tuple of RatioEstimate
        k - 1 of them. Where one of two levels has no event, ratio and limits are missing and p is 1.

    Raises
    ------
    ValueError
        An argument missing, negative or of unequal length; `first` not rising from 0.

    Notes
    -----
    One log-linear model with a constant for every level: log mu = log exposure + level. It takes the places of the
    levels as given; where they were found in the same counts, the limits are too narrow and p too small.

    Examples
    --------
    >>> (found,) = level_ratios([100] * 12 + [80] * 12, [0, 12], [1] * 24)
    >>> round(found.ratio, 6), found.ci_high < 1
    (0.8, True)
    """
    y, at_risk = counts("count", count, 1), positive("exposure", exposure, 1)
    same_shape("exposure", at_risk, "count", y)
    starts = numbers("first", first, 1).astype(np.int64)
    if starts[0] != 0 or (np.diff(starts) <= 0).any() or starts[-1] >= len(y):
        raise ValueError("first must rise from 0 and stay below the number of counts")
    time = np.arange(len(y)) if position is None else numbers("position", position, 1).astype(np.int64)
    same_shape("position", time, "count", y)
    chance = level(confidence)
    of_level = np.searchsorted(starts, np.arange(len(y)), side="right") - 1
    events = np.bincount(of_level, weights=y, minlength=len(starts))
    some = np.flatnonzero(events > 0)
    none = RatioEstimate(np.nan, np.nan, np.nan, 1.0, "none recorded")
    kept = np.isin(of_level, some)
    if len(starts) < 2 or len(some) < 2 or kept.sum() <= len(some):
        return (none,) * (len(starts) - 1)
    x = (of_level[kept][:, None] == some[None, :]).astype(float)
    model = serial.fit(y[kept], x, np.log(at_risk[kept]), time[kept])
    found = []
    for number in range(1, len(starts)):
        if not {number - 1, number} <= set(some.tolist()):
            found.append(none)
            continue
        contrast = (some == number).astype(float) - (some == number - 1).astype(float)
        estimate, low, high, p = model.contrast(contrast, chance)
        found.append(
            RatioEstimate(
                float(np.exp(estimate)), float(np.exp(low)), float(np.exp(high)), p, "quasi-Poisson",
                dispersion=model.dispersion, df=float(model.df), serial_correlation=model.serial_correlation,
            )
        )  # fmt: skip
    return tuple(found)
