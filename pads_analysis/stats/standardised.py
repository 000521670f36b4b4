"""Rates standardised directly: what an area's rate would be, were its population made up as the standard's.

Events that strike the same people again are in `repeat_events`, observed over expected events in `standardised_ratios`.

References
----------
Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10:457 (limits of a weighted sum of Poisson
counts). Fay and Feuer (1997), Statistics in Medicine 16:791 (gamma limits). APHO (2008), Technical Briefing 3.
Eurostat (2013), Revision of the European Standard Population.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import counts, of_length, positive, same_shape, scalar_or_array
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval, weighted_sum_interval
from pads_analysis.stats.scalars import above_zero, number, one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.estimates import Numbers

# Ages 0-4, 5-9, ..., 85-89, 90 and over; of 100,000.
ESP2013 = 1000 * np.array([5, 5.5, 5.5, 5.5, 6, 6, 6.5, 7, 7, 7, 7, 6.5, 6, 5.5, 5, 4, 2.5, 1.5, 1])
ESP2013.flags.writeable = False
LEAST_EVENTS = 10


@dataclass(frozen=True, slots=True)
class StandardisedRate(Printed):
    """A rate weighted over bands; each field a single value, or an array over areas (a,).

    Attributes
    ----------
    rate, ci_low, ci_high : float
        Events per `per` units of exposure; NaN where withheld.
    crude_rate : float
        Sum of events over sum of exposure, per `per`.
    se : float
        Standard error of the rate, per `per`; NaN where withheld.
    events : float
        Events in all bands.
    withheld : bool
        True where there were fewer events than the rule asks for.
    """

    rate: Numbers
    ci_low: Numbers
    ci_high: Numbers
    crude_rate: Numbers
    se: Numbers
    events: Numbers
    withheld: bool | NDArray[np.bool_]


def directly_standardised(
    count: ArrayLike,
    exposure: ArrayLike,
    weights: ArrayLike = ESP2013,
    per: float = 100_000.0,
    confidence: float = 0.95,
    *,
    interval: Literal["dobson", "gamma"] = "dobson",
    least_events: float = LEAST_EVENTS,
) -> StandardisedRate:
    """The rate an area would have, were its population made up as the standard's.

    Use it to compare areas of different age make-up. Not where the bands' rates rank differently in different areas
    (one number then hides what matters), nor where people have several events each: see `repeat_events`.

    Parameters
    ----------
    count, exposure : array_like, shape (b,) or (a, b)
        Events (zero or more) and people (above zero) in b bands, the last axis, of one area or of a areas.
    weights : array_like, shape (b,)
        The standard population; the European one of 2013 (19 bands of age) where not given.
    per : float
        Unit of the rate.
    confidence : float
        Level of the interval.
    interval : {"dobson", "gamma"}
        Dobson's, as OHID makes it, or Fay and Feuer's, wider for few events. Do not mix the two in one table.
    least_events : float
        Withhold (NaN) below so many events in all; 10 as OHID does, 0 never.

    Returns
    -------
    StandardisedRate

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`exposure`, `per`) or of a shape that does not fit;
        an unknown `interval`.

    Notes
    -----
    D = Σ w O / n / Σ w with variance Σ w² O / n² / (Σ w)², and limits D + √(var / O) (O_L − O), where O_L (and O_U) are
    the OHID limits of all events O. Assumes independent Poisson counts. The lower limit stops at 0.

    Examples
    --------
    The nineteen bands of the test workbook of the Office for Health Improvement and Disparities, per 100,000:

    >>> count = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
    >>> people = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
    >>> result = directly_standardised(count, people)
    >>> print([round(float(x), 2) for x in (result.rate, result.ci_low, result.ci_high)])
    [10430.25, 9717.71, 11178.94]

    >>> result = directly_standardised([1, 4, 2, 8], [900, 1100, 700, 1500], [25, 30, 25, 20], 1, interval="gamma")
    >>> print([round(float(x), 6) for x in (result.rate, result.ci_low, result.ci_high)])  # as R's epitools
    [0.00315, 0.00167, 0.005596]
    """
    one_of("interval", interval, "dobson", "gamma")
    observed, at_risk, w = bands(counts("count", count), exposure, weights)
    share = w / at_risk
    variance = (share**2 * observed).sum(-1)
    return weighted_over_bands(
        observed, at_risk, share, variance, per, confidence, least_events=least_events, interval=interval
    )


def bands(
    observed: NDArray[np.float64], exposure: ArrayLike, weights: ArrayLike
) -> tuple[NDArray, NDArray, NDArray]:
    """Events, exposure and weights (made to sum to one) of matching bands, the last axis.

    Raises ValueError naming the argument that is empty, negative, not above zero (`exposure`) or of another shape.
    """
    at_risk, w = positive("exposure", exposure), counts("weights", weights, 1)
    if observed.ndim == 0:
        raise ValueError("count must have a value for each band")
    same_shape("exposure", at_risk, "count", observed)
    of_length("weights", w, observed.shape[-1], f"count has {observed.shape[-1]} bands")
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    return observed, at_risk, w / w.sum()


def weighted_over_bands(
    observed: NDArray[np.float64],
    at_risk: NDArray[np.float64],
    share: NDArray[np.float64],
    variance: NDArray[np.float64],
    per: float,
    confidence: float,
    *,
    least_events: float,
    interval: str = "dobson",
) -> StandardisedRate:
    """A weighted rate with its interval, from checked bands.

    Parameters
    ----------
    observed, at_risk, share : ndarray (b,) or (a, b)
        Events, people, and weight over people, of each band.
    variance : ndarray () or (a,)
        Variance of the weighted rate.
    per, confidence, least_events, interval
        As for `directly_standardised`.

    Returns
    -------
    StandardisedRate

    Raises
    ------
    ValueError
        `per` not above zero; `least_events` or `confidence` out of range.
    """
    unit, least = above_zero("per", per), number("least_events", least_events)
    events, rate = observed.sum(-1), (share * observed).sum(-1)
    if interval == "gamma":
        limits = weighted_sum_interval(rate, variance, share.max(-1), confidence)
        low, high = limits.low, limits.high
    else:
        low, high = _dobson(events, rate, variance, share.max(-1), confidence)
    withheld = np.asarray(events < least)
    shown = (np.where(withheld, np.nan, unit * x) for x in (rate, low, high))
    return StandardisedRate(
        *(scalar_or_array(x) for x in shown),
        crude_rate=scalar_or_array(unit * events / at_risk.sum(-1)),
        se=scalar_or_array(np.where(withheld, np.nan, unit * np.sqrt(variance))),
        events=scalar_or_array(events),
        withheld=scalar_or_array(withheld),
    )


def _dobson(
    events: NDArray, rate: NDArray, variance: NDArray, largest: NDArray, confidence: float
) -> tuple[NDArray, NDArray]:
    limits = poisson_interval(events, confidence)
    some = variance > 0
    stretch = np.sqrt(variance / np.where(some, events, 1.0))
    low = np.maximum(rate + stretch * (np.asarray(limits.low) - events), 0.0)
    high = rate + stretch * (np.asarray(limits.high) - events)
    # Without an event that counts, nothing says where the next would fall: take the band where it weighs most.
    return low, np.where(some, high, largest * float(poisson_interval(0, confidence).high))
