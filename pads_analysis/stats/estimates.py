"""Estimates with their uncertainty, as returned by several modules; they print as one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = float | NDArray[np.float64]


def _shown(low: Numbers, high: Numbers, *middle: Numbers) -> str:
    if np.ndim(low):
        return f"{np.size(low)} estimates"
    start = f"{middle[0]:.4g} " if middle else ""
    return f"{start}({low:.4g} to {high:.4g})"


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval.

    Attributes
    ----------
    low, high : float or ndarray
        Limits, in the unit and shape of what was estimated.
    """

    low: Numbers
    high: Numbers

    def __str__(self) -> str:
        return _shown(self.low, self.high)


@dataclass(frozen=True, slots=True)
class RateEstimate:
    """A rate with its confidence interval.

    Attributes
    ----------
    rate, ci_low, ci_high : float or ndarray
        Events per `per` units of exposure; all of one shape.
    """

    rate: Numbers
    ci_low: Numbers
    ci_high: Numbers

    def __str__(self) -> str:
        return _shown(self.ci_low, self.ci_high, self.rate)


@dataclass(frozen=True, slots=True)
class RatioEstimate:
    """A ratio of two rates, with its confidence interval and the test of "no difference".

    The test agrees with the interval: p is below 1 - confidence exactly when the interval leaves out 1.

    Attributes
    ----------
    ratio, ci_low, ci_high, p : float or ndarray
        Ratio (no unit; NaN when both counts are zero, infinite when only the second is), limits, two-sided p.
    method : str or ndarray of str
        "exact", "quasi-Poisson" or "none recorded".
    dispersion : float
        Pearson dispersion, never below 1; NaN for the exact method, which assumes 1.
    df : float
        Residual degrees of freedom; NaN for the exact method.
    serial_correlation : float
        Estimated correlation between neighbouring months of the extra variation; NaN for the exact method.
    count_dispersion : float
        Variance of the first period's count, over all its months, over that of a Poisson count; NaN for the exact
        method. It is larger than `dispersion` where neighbouring months swing together.
    """

    ratio: Numbers
    ci_low: Numbers
    ci_high: Numbers
    p: Numbers
    method: str | NDArray[np.str_]
    dispersion: float = np.nan
    df: float = np.nan
    serial_correlation: float = np.nan
    count_dispersion: float = np.nan

    def __str__(self) -> str:
        if np.ndim(self.ratio):
            return _shown(self.ci_low, self.ci_high)
        return f"{_shown(self.ci_low, self.ci_high, self.ratio)}, p = {self.p:.3g}, {self.method}"


def standard_error(low: ArrayLike, high: ArrayLike, confidence: float = 0.95) -> NDArray[np.float64]:
    """Standard error that a normal interval with these limits would have, on the scale of the limits.

    Parameters
    ----------
    low, high : array_like
        Limits, of one shape; NaN gives NaN. For a ratio pass their logarithms.
    confidence : float
        Level of the interval.

    Returns
    -------
    ndarray, or scalar for scalars

    Raises
    ------
    ValueError
        `confidence` outside 0 to 1; `high` below `low`.
    """
    from scipy.special import ndtri

    width = np.asarray(high, dtype=np.float64) - np.asarray(low, dtype=np.float64)
    if (width < 0).any():
        raise ValueError("high is below low")
    return width / (2 * ndtri(0.5 + level(confidence) / 2))
