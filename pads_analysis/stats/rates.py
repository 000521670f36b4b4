"""Rates, proportions and their confidence intervals, as the Office for Health Improvement and Disparities makes them.

References
----------
APHO (2008). Technical Briefing 3: Commonly used public health statistics and their confidence intervals.
Garwood (1936), Biometrika 28:437. Breslow and Day (1987), vol. II, p. 69 (Byar). Wilson (1927), JASA 22:209.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, level, positive, scalar_or_array
from pads_analysis.stats.estimates import Interval, RateEstimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EXACT_BELOW = 10


def poisson_interval(
    count: ArrayLike, confidence: float = 0.95, method: Literal["ohid", "exact", "byar"] = "ohid"
) -> Interval:
    """Confidence limits of a Poisson mean, given one observed count.

    Parameters
    ----------
    count : array_like, any shape
        Observed counts, zero or more.
    confidence : float
        Level of the interval.
    method : {"ohid", "exact", "byar"}
        "ohid" (the default) is exact (Garwood) below 10 and Byar's approximation from 10. Byar alone has no lower
        limit where its formula turns negative (tiny counts); it is then NaN.

    Returns
    -------
    Interval
        Limits on the count, in the shape of `count`.

    Raises
    ------
    ValueError
        `count` empty, missing or negative; `confidence` outside 0-1; unknown `method`.
    """
    observed = counts("count", count)
    alpha = 1.0 - level(confidence)
    if method not in ("ohid", "exact", "byar"):
        raise ValueError(f"method must be 'ohid', 'exact' or 'byar', not {method!r}")
    if method == "byar":
        low, high = _byar(observed, alpha)
    else:
        low, high = _garwood(observed, alpha)
        if method == "ohid":
            large = observed >= EXACT_BELOW
            byar_low, byar_high = _byar(np.maximum(observed, EXACT_BELOW), alpha)
            low, high = np.where(large, byar_low, low), np.where(large, byar_high, high)
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


def crude_rate(
    count: ArrayLike, exposure: ArrayLike, per: float = 1000.0, confidence: float = 0.95
) -> RateEstimate:
    """Events per so many units of exposure, with the OHID interval.

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
        An argument empty, missing, negative, not positive (`exposure`, `per`) or of another shape.
    """
    observed, at_risk = _broadcast(
        "count", counts("count", count), "exposure", positive("exposure", exposure)
    )
    unit = float(positive("per", per))
    limits = poisson_interval(observed, confidence)
    scaled = (unit * x / at_risk for x in (observed, limits.low, limits.high))
    return RateEstimate(*(scalar_or_array(np.asarray(x)) for x in scaled))


def wilson(k: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> RateEstimate:
    """Proportion k/n with Wilson's score interval, without continuity correction.

    Parameters
    ----------
    k, n : array_like
        Successes and trials, 0 <= k <= n, n above zero; they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RateEstimate
        Proportion (0 to 1) and limits.

    Raises
    ------
    ValueError
        An argument empty, missing or negative, or `k` above `n`.
    """
    hits, trials = _broadcast("k", counts("k", k), "n", positive("n", n))
    if (hits > trials).any():
        raise ValueError("k is above n")
    z = stats.norm.isf((1 - level(confidence)) / 2)
    share = hits / trials
    middle = (hits + z**2 / 2) / (trials + z**2)
    half = z * np.sqrt(trials * share * (1 - share) + z**2 / 4) / (trials + z**2)
    # At the ends the limit is 0 or 1 by algebra; rounding must not push it beyond the estimate.
    low = np.where(hits == 0, 0.0, middle - half)
    high = np.where(hits == trials, 1.0, middle + half)
    return RateEstimate(scalar_or_array(share), scalar_or_array(low), scalar_or_array(high))


def compare_with_value(
    count: ArrayLike, exposure: ArrayLike, value: float, per: float = 1000.0, confidence: float = 0.95
) -> NDArray[np.int64]:
    """Place a rate against a fixed value: 1 above, -1 below, 0 not told apart.

    The value is taken as known without error, so the area must be no part of a small benchmark.

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
    """
    benchmark = float(counts("value", value))
    estimate = crude_rate(count, exposure, per, confidence)
    above = np.asarray(estimate.ci_low) > benchmark
    below = np.asarray(estimate.ci_high) < benchmark
    return scalar_or_array(above.astype(np.int64) - below.astype(np.int64))


def _broadcast(name: str, first: NDArray, other_name: str, second: NDArray) -> tuple[NDArray, NDArray]:
    try:
        return tuple(np.broadcast_arrays(first, second))  # type: ignore[return-value]
    except ValueError as error:
        raise ValueError(
            f"{name} {first.shape} and {other_name} {second.shape} do not fit together"
        ) from error
