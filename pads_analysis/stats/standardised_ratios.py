"""Observed events over those expected at a reference's rates: indirect standardisation.

References
----------
APHO (2008), Technical Briefing 3. Breslow and Day (1987), Statistical Methods in Cancer Research, vol. II, ch. 2
(ratios of observed to expected, and why they do not compare with one another).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, of_length, positive, same_shape, scalar_or_array
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from pads_analysis.stats.estimates import Numbers


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

    Notes
    -----
    Assumes a Poisson count of observed events; expected events are taken as known.

    Examples
    --------
    The nineteen bands of the test workbook of the Office for Health Improvement and Disparities: 107.07 (100.17 to
    114.32).

    >>> count = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
    >>> people = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
    >>> events = [10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595, 4745, 5514, 7125, 5694]
    >>> everyone = [50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479, 49974, 44140, 40888]
    >>> events, everyone = [*events, 6210, 5757], [*everyone, 37239, 30819, 18136, 15325, 13918]
    >>> result = indirectly_standardised(count, people, events, everyone)
    >>> print([round(100 * float(x), 2) for x in (result.ratio, result.ratio_low, result.ratio_high)])
    [107.07, 100.17, 114.32]

    >>> result = indirectly_standardised([31, 72, 15], [9000, 15500, 6100], [5100, 9800, 2200], [15e5, 22e5, 9e5])
    >>> print(round(result.expected, 4), round(result.ratio, 6))  # as R's epitools
    114.5566 1.030059
    """
    observed, at_risk = counts("count", count), counts("exposure", exposure)
    events = counts("reference_count", reference_count, 1)
    people, unit = positive("reference_exposure", reference_exposure, 1), above_zero("per", per)
    same_shape("exposure", at_risk, "count", observed)
    same_shape("reference_exposure", people, "reference_count", events)
    bands = observed.shape[-1] if observed.ndim else 1
    of_length("reference_count", events, bands, f"count has {bands} bands")
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
