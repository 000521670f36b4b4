"""Rates of events that strike the same people again: people, not events, are independent of one another.

References
----------
Stukel and others (1994), Statistics in Medicine 13:1781 (variance when people have several events). Dobson, Kuulasmaa,
Eberle and Scherer (1991), Statistics in Medicine 10:457 (limits). Office for Health Improvement and Disparities,
Fingertips technical guidance (events that are not independent).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, of_length, positive
from pads_analysis.stats.standardised import (
    ESP2013,
    LEAST_EVENTS,
    StandardisedRate,
    bands,
    weighted_over_bands,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


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
    had; where only events are counted, `standardised.directly_standardised` gives an interval that is too narrow.

    Parameters
    ----------
    people : array_like, shape (b, k) or (a, b, k)
        People in each band (last axis but one) by how many events they had (last axis).
    exposure : array_like, shape (b,) or (a, b)
        All people in each band, above zero.
    weights, per, confidence, least_events
        As for `standardised.directly_standardised`; `least_events` looks at events.
    events : array_like, shape (k,), optional
        Events of each person in the last axis; 1, 2, ..., k where not given.

    Returns
    -------
    StandardisedRate

    Raises
    ------
    ValueError
        As for `standardised.directly_standardised`; `events` of another length than the last axis of `people`.

    Notes
    -----
    The variance is Σ_k k² var_k, var_k being that of the rate of people with k events (a compound Poisson count).
    Assumes people independent of one another.

    Examples
    --------
    The nineteen bands of OHID's test workbook, people by one to four events each, per 100,000:

    >>> one = [75, 16, 11, 12, 8, 18, 26, 18, 18, 21, 21, 23, 23, 39, 25, 40, 46, 49, 56]
    >>> two = [16, 3, 2, 3, 0, 3, 6, 3, 4, 4, 4, 4, 6, 8, 5, 9, 9, 10, 11]
    >>> three = [4, 1, 1, 1, 0, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 2, 2, 3, 3]
    >>> four = [2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1]
    >>> people = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
    >>> result = standardised_for_people(np.column_stack([one, two, three, four]), people)
    >>> print([round(float(x), 2) for x in (result.rate, result.ci_low, result.ci_high)])
    [10430.25, 9532.95, 11373.07]

    Three people with one event and two with two, of 1,000: 7 events, variance 3 + 2 × 4 = 11.

    >>> result = standardised_for_people([[3, 2]], [1000], [1], per=1000, least_events=0)
    >>> print(round(result.rate, 1), round(result.se**2, 1))
    7.0 11.0
    """
    by_times = counts("people", people)
    if by_times.ndim < 2:
        raise ValueError("people must have a row for each band and a column for each number of events")
    k = np.arange(1.0, by_times.shape[-1] + 1) if events is None else counts("events", events, 1)
    of_length("events", k, by_times.shape[-1], f"people has {by_times.shape[-1]} columns")
    observed, at_risk, w = bands(by_times @ k, exposure, weights)
    share = w / at_risk
    variance = (share**2 * (by_times @ k**2)).sum(-1)
    return weighted_over_bands(observed, at_risk, share, variance, per, confidence, least_events=least_events)


def rate_for_people(
    people: ArrayLike,
    exposure: float,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    events: ArrayLike | None = None,
) -> StandardisedRate:
    """Crude rate of events when one person can have several: `standardised_for_people` with a single band.

    Use it for the rate of events of repeat victims where no bands of age are at hand. Not for areas of different
    make-up.

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

    Notes
    -----
    Assumes people independent of one another.

    Examples
    --------
    Twelve people with one event and four with two: as many events as 20 people with one, and a wider interval.

    >>> found, single = rate_for_people([12, 4], 1000), rate_for_people([20], 1000)
    >>> float(found.rate - single.rate), round(float(found.se / single.se), 3)
    (0.0, 1.183)
    """
    by_times = counts("people", people, 1)
    at_risk = positive("exposure", exposure, 0)
    return standardised_for_people(
        by_times[None, :], at_risk[None], [1.0], per, confidence, events=events, least_events=0
    )
