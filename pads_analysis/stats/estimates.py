"""Estimates with their uncertainty, as returned by several modules: one line in print, a table in a notebook.

The methods behind each estimate are cited where it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = float | NDArray[np.float64]


def _shown(low: Numbers, high: Numbers, *middle: Numbers) -> str:
    if np.ndim(low):
        return f"{np.size(low)} estimates"
    start = f"{middle[0]:.4g} " if middle else ""
    return f"{start}({low:.4g} to {high:.4g})"


@dataclass(frozen=True, slots=True)
class Interval(Printed):
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
class RateEstimate(Printed):
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
class RatioEstimate(Printed):
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
