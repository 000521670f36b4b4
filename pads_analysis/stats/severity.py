"""A rate in which events count by a weight, so that a few grave ones are not lost among many slight ones.

References
----------
Office for National Statistics (2016), Research outputs: developing a Crime Severity Score for England and Wales.
Fay and Feuer (1997), Statistics in Medicine 16:791 (limits of a weighted sum of Poisson counts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, positive, scalar_or_array
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import weighted_sum_interval
from pads_analysis.stats.scalars import above_zero, at_least_one

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from pads_analysis.stats.estimates import Numbers


@dataclass(frozen=True, slots=True)
class WeightedRate(Printed):
    """Weighted events per `per` units of exposure; single values, or arrays over areas (a,).

    Attributes
    ----------
    rate, ci_low, ci_high : float
        Sum of weight times count over exposure, and its interval.
    se : float
        Standard error of the rate.
    effective_events : float
        Events of equal weight that would leave the rate as uncertain as it is: (Σ w x)² / Σ w² x, over the dispersion.
    heaviest_share : float
        Share of the rate that comes from the kind of event giving most of it; NaN without events.
    """

    rate: Numbers
    ci_low: Numbers
    ci_high: Numbers
    se: Numbers
    effective_events: Numbers
    heaviest_share: Numbers


def weighted_rate(
    count: ArrayLike,
    weight: ArrayLike,
    exposure: ArrayLike,
    per: float = 1.0,
    confidence: float = 0.95,
    *,
    dispersion: float = 1.0,
) -> WeightedRate:
    """Weighted events over exposure (a severity score), with standard error and interval.

    Use it beside the plain rate, never instead of it: where `effective_events` is small, one grave event moves the
    score and its interval is wide. Weights are the publisher's table, passed in; they are never typed in here.

    Parameters
    ----------
    count : array_like, shape (k,) or (a, k)
        Events by kind (last axis), of one area or of a areas.
    weight : array_like, shape (k,)
        Weight of one event of each kind, zero or more, at least one above zero.
    exposure : array_like, shape () or (a,)
        Residents (times years), above zero.
    per : float
        Unit of the rate; 1 gives the score per resident.
    confidence : float
        Level of the interval.
    dispersion : float
        Variance of the counts over their mean, 1 for Poisson, not below 1.

    Returns
    -------
    WeightedRate

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`exposure`, `per`, `dispersion`), or of a shape that does
        not fit; all weights zero; dispersion below 1.

    Notes
    -----
    SE = √(φ Σ w² x) / exposure, the counts x being independent with variance φ times their mean. The interval is Fay
    and Feuer's, since `rate` ± 1.96 SE lies too low when the heaviest events are few. It allows for one more event of
    the largest weight, also where none of that kind happened.

    Examples
    --------
    The definition: (2 × 100 + 10 × 5) / 1000.

    >>> result = weighted_rate([2, 10], [100, 5], 1000)
    >>> print(round(result.rate, 3), round(result.se, 4))
    0.25 0.1423
    """
    x, w = counts("count", count), counts("weight", weight, 1)
    at_risk, unit = positive("exposure", exposure), above_zero("per", per)
    phi = at_least_one("dispersion", dispersion)
    if x.ndim == 0 or x.shape[-1:] != w.shape:
        raise ValueError(f"weight has shape {w.shape} but the last axis of count is {x.shape[-1:]}")
    if at_risk.shape != x.shape[:-1]:
        raise ValueError(f"exposure has shape {at_risk.shape} but count asks for {x.shape[:-1]}")
    if w.sum() == 0:
        raise ValueError("weight is zero for every kind of event")
    parts = w * x
    total, variance = parts.sum(-1), phi * (w * parts).sum(-1)
    # A dispersion of phi is as if events came phi at a time, so one more of them weighs phi times as much.
    limits = weighted_sum_interval(total, variance, phi * w.max(), confidence)
    none, scale = total == 0, unit / at_risk
    effective = np.where(none, 0.0, total**2 / np.where(none, 1.0, variance))
    share = np.where(none, np.nan, parts.max(-1) / np.where(none, 1.0, total))
    scaled = (scale * np.asarray(v) for v in (total, limits.low, limits.high, np.sqrt(variance)))
    return WeightedRate(*(scalar_or_array(v) for v in (*scaled, effective, share)))
