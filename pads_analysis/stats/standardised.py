"""Rates standardised for the make-up of a population, and rates of events that strike the same people again.

References
----------
Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10:457 (limits of a weighted sum of Poisson
counts). Fay and Feuer (1997), Statistics in Medicine 16:791 (gamma limits). APHO (2008), Technical Briefing 3.
Stukel and others (1994), Statistics in Medicine 13:1781 (variance when people have several events). Eurostat (2013),
Revision of the European Standard Population.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, positive, scalar_or_array
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval, weighted_sum_interval
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = float | NDArray[np.float64]

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


@dataclass(frozen=True, slots=True)
class StandardisedRatio(Printed):
    """Observed over expected events; each field a single value, or an array over areas (a,).

    Attributes
    ----------
    observed, expected : float
        Events, and events if every band had the reference's rate.
    ratio, ratio_low, ratio_high : float
        observed / expected (no unit); multiply by 100 for the usual index.
    rate, rate_low, rate_high : float
        The ratio times the reference's crude rate, per `per`.
    reference_rate : float
        Crude rate of the reference, per `per`.
    """

    observed: Numbers
    expected: Numbers
    ratio: Numbers
    ratio_low: Numbers
    ratio_high: Numbers
    rate: Numbers
    rate_low: Numbers
    rate_high: Numbers
    reference_rate: float


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
    (one number then hides what matters), nor where people have several events each: use `standardised_for_people`.

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
    >>> result = directly_standardised([1, 4, 2, 8], [900, 1100, 700, 1500], [25, 30, 25, 20], 1, interval="gamma")
    >>> print([round(float(x), 6) for x in (result.rate, result.ci_low, result.ci_high)])  # as R's epitools
    [0.00315, 0.00167, 0.005596]
    """
    one_of("interval", interval, ("dobson", "gamma"))
    observed, at_risk, w = _bands(counts("count", count), exposure, weights)
    share = w / at_risk
    variance = (share**2 * observed).sum(-1)
    return _weighted(observed, at_risk, share, variance, per, confidence, least_events, interval)


def standardised_for_people(
    people: ArrayLike,
    exposure: ArrayLike,
    weights: ArrayLike = ESP2013,
    per: float = 100_000.0,
    confidence: float = 0.95,
    *,
    events: ArrayLike | None = None,
    least_events: float = LEAST_EVENTS,
) -> StandardisedRate:
    """Directly standardised rate of events when one person can have several: people, not events, are independent.

    The right interval for repeat victims and repeat callers. It needs the number of people by how many events they
    had; where only events are counted, `directly_standardised` gives an interval that is too narrow.

    Parameters
    ----------
    people : array_like, shape (b, k) or (a, b, k)
        People in each band (last axis but one) by how many events they had (last axis).
    exposure : array_like, shape (b,) or (a, b)
        All people in each band, above zero.
    weights, per, confidence, least_events
        As for `directly_standardised`; `least_events` looks at events.
    events : array_like, shape (k,), optional
        Events of each person in the last axis; 1, 2, ..., k where not given.

    Returns
    -------
    StandardisedRate

    Raises
    ------
    ValueError
        As for `directly_standardised`; `events` of another length than the last axis of `people`.

    Notes
    -----
    The variance is Σ_k k² var_k, var_k being that of the rate of people with k events (a compound Poisson count).

    Examples
    --------
    Three people with one event and two with two, of 1,000: 7 events, variance 3 + 2 × 4 = 11.

    >>> result = standardised_for_people([[3, 2]], [1000], [1], per=1000, least_events=0)
    >>> print(round(result.rate, 1), round(result.se**2, 1))
    7.0 11.0
    """
    by_times = counts("people", people)
    if by_times.ndim < 2:
        raise ValueError("people must have a row for each band and a column for each number of events")
    k = np.arange(1.0, by_times.shape[-1] + 1) if events is None else counts("events", events, 1)
    if len(k) != by_times.shape[-1]:
        raise ValueError(f"events has {len(k)} values but people has {by_times.shape[-1]} columns")
    observed, at_risk, w = _bands(by_times @ k, exposure, weights)
    share = w / at_risk
    variance = (share**2 * (by_times @ k**2)).sum(-1)
    return _weighted(observed, at_risk, share, variance, per, confidence, least_events)


def rate_for_people(
    people: ArrayLike,
    exposure: float,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    events: ArrayLike | None = None,
) -> StandardisedRate:
    """Crude rate of events when one person can have several: `standardised_for_people` with a single band.

    Parameters
    ----------
    people : array_like, shape (k,)
        People by how many events they had.
    exposure : float
        All people, above zero.
    per, confidence, events
        As for `standardised_for_people`. Nothing is withheld.

    Returns
    -------
    StandardisedRate
        Single values.

    Raises
    ------
    ValueError
        As for `standardised_for_people`.
    """
    by_times = counts("people", people, 1)
    at_risk = positive("exposure", exposure, 0)
    return standardised_for_people(
        by_times[None, :], at_risk[None], [1.0], per, confidence, events=events, least_events=0
    )


def indirectly_standardised(
    count: ArrayLike,
    exposure: ArrayLike,
    reference_count: ArrayLike,
    reference_exposure: ArrayLike,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> StandardisedRatio:
    """Events observed over those expected at the reference's rates, with the OHID interval of the observed count.

    Use it where an area's own bands hold too few events for a direct rate. Ratios of two areas do not compare the
    areas with one another, only each with the reference.

    Parameters
    ----------
    count, exposure : array_like, shape (b,) or (a, b)
        Events and people in each band (zero or more) of one area or of a areas. Only the sum of `count` is used.
    reference_count, reference_exposure : array_like, shape (b,)
        Events (zero or more) and people (above zero) of the reference, whose rates are taken as known.
    per : float
        Unit of the rates.
    confidence : float
        Level of the intervals.

    Returns
    -------
    StandardisedRatio

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of a shape that does not fit; no event expected.

    Examples
    --------
    >>> result = indirectly_standardised([31, 72, 15], [9000, 15500, 6100], [5100, 9800, 2200], [15e5, 22e5, 9e5])
    >>> print(round(result.expected, 4), round(result.ratio, 6))  # as R's epitools
    114.5566 1.030059
    """
    observed, at_risk = counts("count", count), counts("exposure", exposure)
    events, people = (
        counts("reference_count", reference_count, 1),
        positive("reference_exposure", reference_exposure, 1),
    )
    unit = float(positive("per", per, 0))
    _fits("exposure", at_risk.shape, "count", observed.shape)
    _fits("reference_exposure", people.shape, "reference_count", events.shape)
    _fits("reference_count", events.shape, "count", observed.shape[-1:])
    total, expected = observed.sum(-1), (at_risk * events / people).sum(-1)
    if (expected <= 0).any():
        raise ValueError("exposure and reference_count leave no event to expect")
    limits = poisson_interval(total, confidence)
    ratios = [np.asarray(x) / expected for x in (total, limits.low, limits.high)]
    reference = unit * float(events.sum() / people.sum())
    return StandardisedRatio(
        scalar_or_array(total),
        scalar_or_array(expected),
        *(scalar_or_array(x) for x in ratios),
        *(scalar_or_array(reference * x) for x in ratios),
        reference_rate=reference,
    )


def _bands(observed: NDArray, exposure: ArrayLike, weights: ArrayLike) -> tuple[NDArray, NDArray, NDArray]:
    """Events, exposure and weights (made to sum to one) of matching bands."""
    at_risk, w = positive("exposure", exposure), counts("weights", weights, 1)
    if observed.ndim == 0:
        raise ValueError("count must have a value for each band")
    _fits("exposure", at_risk.shape, "count", observed.shape)
    _fits("weights", w.shape, "count", observed.shape[-1:])
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    return observed, at_risk, w / w.sum()


def _fits(name: str, shape: tuple[int, ...], other_name: str, other: tuple[int, ...]) -> None:
    if shape != other:
        raise ValueError(f"{name} has shape {shape}, but {other_name} asks for {other}")


def _weighted(
    observed: NDArray,
    at_risk: NDArray,
    share: NDArray,
    variance: NDArray,
    per: float,
    confidence: float,
    least_events: float,
    interval: str = "dobson",
) -> StandardisedRate:
    unit, least = float(positive("per", per, 0)), float(numbers("least_events", least_events, 0))
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
        crude_rate=scalar_or_array(np.asarray(unit * events / at_risk.sum(-1))),
        se=scalar_or_array(np.where(withheld, np.nan, unit * np.sqrt(variance))),
        events=scalar_or_array(np.asarray(events)),
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
