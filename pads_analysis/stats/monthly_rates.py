"""The rate of a year from its months, when months vary more than chance alone would have them.

The OHID rule (`rates.crude_rate`) gives the interval of a count of independent events. Police counts vary more, and the
excess lingers from month to month, so that a year's count says less about the underlying rate than its size suggests.
Here the extra variation is learnt from earlier years, as `change.compare_months` learns it.

References
----------
Zeger (1988), Biometrika 75:621 (serially correlated counts). McCullagh and Nelder (1989), Generalized Linear Models,
ch. 9 (dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts as checked_counts
from pads_analysis.stats.change import compare_months
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class MonthlyRate(Printed):
    """The rate of a period and its interval, per `per` units of exposure.

    Attributes
    ----------
    rate, ci_low, ci_high : float
        Rate, and interval of the underlying rate.
    dispersion : float
        Variance of the period's count over that of a Poisson count; 1 where too few events tell.
    serial_correlation : float
        Estimated correlation between neighbouring months of the extra variation; NaN where too few events tell.
    """

    rate: float
    ci_low: float
    ci_high: float
    dispersion: float
    serial_correlation: float


def rate_of_months(
    counts: ArrayLike,
    exposure: float,
    before: ArrayLike,
    history: ArrayLike | None = None,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    at: ArrayLike | None = None,
    months_apart: int = 12,
) -> MonthlyRate:
    """Rate of a period of months, with an interval for the rate that underlies it.

    Use it to say how sure one is of an area's level. Not to describe what was recorded then, which is a plain fact; nor
    without the same months of the year before, when nothing tells how much months vary.

    Parameters
    ----------
    counts, before : array_like, shape (m,)
        Monthly counts of the period and of the same calendar months before, in order of time.
    exposure : float
        Exposure of the whole period, for example person-years.
    history : array_like, shape (h,), optional
        Monthly counts that end the month before `before` begins, oldest first; NaN marks a month that is not usable.
    per : float
        Unit of the rate.
    confidence : float
        Level of the interval.
    at, months_apart
        As for `change.compare_months`.

    Returns
    -------
    MonthlyRate

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of unequal length.

    Notes
    -----
    The limits are those of the OHID rule for count / phi, times phi, where phi is the dispersion of the count that
    `change.compare_months` finds. With so few events that it falls back on the exact method, phi is 1. Assumes that the
    months vary as those of the year before and of `history` did.

    Examples
    --------
    >>> months = [100, 140, 90, 120, 160, 80, 100, 150, 90, 110, 150, 95]
    >>> found = rate_of_months(months, 60_000, [105, 110, 120, 90, 150, 115, 80, 130, 125, 85, 140, 120])
    >>> round(found.rate, 4), found.dispersion > 1, found.ci_low < found.rate < found.ci_high
    (23.0833, True, True)
    """
    y = checked_counts("counts", counts, 1)
    t, unit = above_zero("exposure", exposure), above_zero("per", per)
    found = compare_months(y, before, confidence, history=history, at=at, months_apart=months_apart)
    phi = 1.0 if np.isnan(found.count_dispersion) else found.count_dispersion
    limits = poisson_interval(y.sum() / phi, confidence)
    scale = unit / t
    return MonthlyRate(
        rate=float(y.sum()) * scale,
        ci_low=phi * float(limits.low) * scale,
        ci_high=phi * float(limits.high) * scale,
        dispersion=phi,
        serial_correlation=found.serial_correlation,
    )
