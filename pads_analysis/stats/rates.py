"""Rates and their confidence intervals, as the Office for Health Improvement and Disparities makes them.

References
----------
APHO (2008). Technical Briefing 3: Commonly used public health statistics and their confidence intervals.
Garwood (1936), Biometrika 28:437. Breslow and Day (1987), vol. II, p. 69 (Byar).
Fay and Feuer (1997), Statistics in Medicine 16:791 (limits of a weighted sum of Poisson counts). Swift (2009),
Communications in Statistics 38:748 (score, Wald and Jeffreys intervals of a Poisson mean, compared).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, fit_together, positive, scalar_or_array
from pads_analysis.stats.estimates import Interval, RateEstimate
from pads_analysis.stats.scalars import above_zero, level, one_of, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EXACT_BELOW = 10
Method = Literal["ohid", "exact", "byar", "byar-half", "score", "wald", "jeffreys"]
IN_STATSMODELS = {"score": "score", "wald": "wald", "jeffreys": "jeff"}


def poisson_interval(count: ArrayLike, confidence: float = 0.95, method: Method = "ohid") -> Interval:
    """Confidence limits of a Poisson mean, given one observed count.

    Use the default for published rates. The exact interval never covers less than its level; the others are there to
    compare with figures made by other tools. Not for counts that vary more than chance (months of a year, events that
    come in bursts): the interval is then too narrow.

    Parameters
    ----------
    count : array_like, any shape
        Observed counts, zero or more.
    confidence : float
        Level of the interval.
    method : {"ohid", "exact", "byar", "byar-half", "score", "wald", "jeffreys"}
        "ohid" (the default) is exact (Garwood) below 10 and Byar's approximation from 10. "byar" alone has no lower
        limit where its formula turns negative (tiny counts); it is then NaN. "byar-half" is what DescTools calls
        Byar: both limits from count + 1/2, which is another interval. "score", "wald" and "jeffreys" are those of
        statsmodels. Only "ohid" and "exact" are sure to hold the count itself: Jeffreys' lower limit of no event is
        above zero, and "wald" gives no event an interval of no width.

    Returns
    -------
    Interval
        Limits on the count, in the shape of `count`.

    Raises
    ------
    ValueError
        `count` empty, missing or negative; `confidence` outside 0-1; unknown `method`.

    Notes
    -----
    Assumes independent events.

    Examples
    --------
    Byar's limits of 65 events as in the test workbook of the Office for Health Improvement and Disparities:

    >>> print(poisson_interval(65))
    (50.16 to 82.85)
    >>> print(poisson_interval(65, 0.998))
    (42.88 to 94)
    """
    observed = counts("count", count)
    alpha = 1.0 - level(confidence)
    one_of("method", method, *get_args(Method))
    if method == "ohid":
        large = observed >= EXACT_BELOW
        low, high = _garwood(np.minimum(observed, EXACT_BELOW), alpha)
        byar_low, byar_high = _byar(np.maximum(observed, EXACT_BELOW), alpha)
        low, high = np.where(large, byar_low, low), np.where(large, byar_high, high)
    elif method == "exact":
        low, high = _garwood(observed, alpha)
    elif method == "byar":
        low, high = _byar(observed, alpha)
    elif method == "byar-half":
        low, high = _byar_half(observed, alpha)
    else:
        from statsmodels.stats.rates import confint_poisson

        low, high = confint_poisson(observed, 1.0, method=IN_STATSMODELS[method], alpha=alpha)
        low = np.maximum(low, 0.0)
    return Interval(scalar_or_array(low), scalar_or_array(high))


def _garwood(count: NDArray, alpha: float) -> tuple[NDArray, NDArray]:
    positive_count = np.where(count > 0, count, 1.0)
    low = np.where(count > 0, stats.chi2.ppf(alpha / 2, 2 * positive_count) / 2, 0.0)
    return low, np.asarray(stats.chi2.isf(alpha / 2, 2 * count + 2) / 2)


def _byar(count: NDArray, alpha: float) -> tuple[NDArray, NDArray]:
    z = stats.norm.isf(alpha / 2)
    base = np.where(count > 0, count, 1.0)
    inner = 1 - 1 / (9 * base) - z / (3 * np.sqrt(base))
    low = np.where((count > 0) & (inner >= 0), base * inner**3, np.nan)
    above = count + 1
    return low, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3


def _byar_half(count: NDArray, alpha: float) -> tuple[NDArray, NDArray]:
    z, middle = stats.norm.isf(alpha / 2), count + 0.5
    below, above = (1 - 1 / (9 * middle) + side * z / (3 * np.sqrt(middle)) for side in (-1, 1))
    return middle * np.maximum(below, 0.0) ** 3, middle * above**3


def crude_rate(
    count: ArrayLike, exposure: ArrayLike, per: float = 1000.0, confidence: float = 0.95
) -> RateEstimate:
    """Events per so many units of exposure, with the OHID interval.

    Use it for counts of independent events. Not for monthly crime, which varies more (`monthly_rates.rate_of_months`),
    nor for events that strike the same people again (`repeat_events.rate_for_people`).

    Parameters
    ----------
    count, exposure : array_like
        Counts (zero or more) and exposure (above zero, for example residents times years); they broadcast.
    per : float
        Unit of the rate: 1000 gives events per 1,000.
    confidence : float
        Level of the interval.

    Returns
    -------
    RateEstimate
        Rate and limits per `per` units, in the broadcast shape.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`exposure`, `per`) or of a shape that does not fit.

    Notes
    -----
    Assumes a Poisson count (exact limits below 10, Byar's from 10) and an exposure known without error.

    Examples
    --------
    222 events among 3,215 people as in the test workbook of the Office for Health Improvement and Disparities:

    >>> print(crude_rate(222, 3215, per=100))
    6.905 (6.027 to 7.876)
    """
    observed, at_risk = fit_together(count=counts("count", count), exposure=positive("exposure", exposure))
    unit = above_zero("per", per)
    limits = poisson_interval(observed, confidence)
    scaled = (unit * x / at_risk for x in (observed, limits.low, limits.high))
    return RateEstimate(*(scalar_or_array(x) for x in scaled))


def weighted_sum_interval(
    total: ArrayLike, variance: ArrayLike, largest: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Fay and Feuer's interval of a weighted sum of Poisson counts.

    Use it where few, heavy events make a normal interval lie too low: directly standardised rates, severity scores.
    Not for weights that are themselves estimates.

    Parameters
    ----------
    total, variance : array_like
        Σ a O and Σ a² O, of one shape.
    largest : array_like
        The largest weight a that one more event could carry, above zero; it broadcasts.
    confidence : float
        Level of the interval.

    Returns
    -------
    Interval
        In the unit of `total`; the lower limit of a total of zero is zero.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`largest`) or of a shape that does not fit; a variance above
        zero with a total of zero.

    Notes
    -----
    Assumes independent Poisson counts. With equal weights of 1 it is the exact interval of a count.

    Examples
    --------
    >>> print(weighted_sum_interval(4.0, 4.0, 1.0), poisson_interval(4, method="exact"))
    (1.09 to 10.24) (1.09 to 10.24)
    """
    y, v = fit_together(total=counts("total", total), variance=counts("variance", variance))
    a, alpha = positive("largest", largest), 1 - level(confidence)
    if ((y > 0) != (v > 0)).any():
        raise ValueError("total and variance must be zero together")
    some = y > 0
    y1, v1 = np.where(some, y, 1.0), np.where(some, v, 1.0)
    low = np.where(some, stats.gamma.ppf(alpha / 2, y1**2 / v1, scale=v1 / y1), 0.0)
    above, spread = y + a, v + a**2
    high = stats.gamma.isf(alpha / 2, above**2 / spread, scale=spread / above)
    return Interval(scalar_or_array(low), scalar_or_array(high))


def compare_with_value(
    count: ArrayLike, exposure: ArrayLike, value: float, per: float = 1000.0, confidence: float = 0.95
) -> NDArray[np.int64]:
    """Place a rate against a fixed value: 1 above, -1 below, 0 not told apart.

    The value is taken as known without error: use it for a target or a national rate. Not for a benchmark that the area
    is a good part of, nor for the mean of a few peers (`peers.compare_with_mean`).

    Parameters
    ----------
    count, exposure, per, confidence
        As for `crude_rate`.
    value : float
        The benchmark, per `per` units.

    Returns
    -------
    ndarray of int, or int
        In the broadcast shape of `count` and `exposure`.

    Raises
    ------
    ValueError
        As for `crude_rate`; `value` missing or negative.

    Notes
    -----
    Assumes what `crude_rate` does; by the OHID rule an area is above where its whole interval is.

    Examples
    --------
    >>> compare_with_value([80, 100, 130], 1000, 100.0).tolist()
    [-1, 0, 1]
    """
    benchmark = zero_or_more("value", value)
    estimate = crude_rate(count, exposure, per, confidence)
    above = np.asarray(estimate.ci_low) > benchmark
    below = np.asarray(estimate.ci_high) < benchmark
    return scalar_or_array(above.astype(np.int64) - below.astype(np.int64))
