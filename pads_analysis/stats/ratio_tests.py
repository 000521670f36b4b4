"""Tests of two Poisson rates by their p value alone: the E-test, and six tests of one ratio side by side.

References
----------
Krishnamoorthy and Thomson (2004), J. Stat. Plan. Inference 119:23 (E-test, unpooled variance). Ng, Gu and Tang (2007),
Computational Statistics and Data Analysis 51:3085 (both variances). Gu, Ng, Tang and Schucany (2008), Biometrical
Journal 50:283 (Wald, score, square root, mid-p).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import special, stats

from pads_analysis.stats.arguments import scalar_or_array
from pads_analysis.stats.normal import two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rate_ratios import conditional_exact, two_counts
from pads_analysis.stats.scalars import above_zero, number, one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.estimates import Numbers

Alternative = Literal["two-sided", "larger", "smaller"]
MOST_EVENTS = 1e9
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class RatioTests(Printed):
    """p values of one question by six tests; every field in the broadcast shape, 1 where nothing was counted.

    Attributes
    ----------
    wald, score, sqrt : float or ndarray
        Normal approximations: variance as observed, variance under the null, variance-stabilising square root.
    exact, mid_p : float or ndarray
        Given the total; two-sided: minimum likelihood, and twice the smaller mid-p tail.
    e_test : float or ndarray
        Pooled variance.
    """

    wald: Numbers
    score: Numbers
    sqrt: Numbers
    exact: Numbers
    mid_p: Numbers
    e_test: Numbers


def e_test(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    difference: float = 0.0,
    variance: Literal["pooled", "unpooled"] = "pooled",
    alternative: Alternative = "two-sided",
) -> Numbers:
    """p value of the E-test ("estimated p") of two Poisson rates.

    The probability, over all pairs of counts with the rates estimated under the null, of a standardised difference at
    least as large as the one seen. More powerful than the conditional exact test when events are few. Not for monthly
    totals that vary more than Poisson. With unequal exposures the two variances give different p values (up to a
    quarter apart): say which was used.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Whole counts, zero or more, and exposures above zero in one unit; they broadcast.
    difference : float
        Rate minus rate before under the null.
    variance : {"pooled", "unpooled"}
        Of the standardised difference: from the rate of both together, or from each rate (the form of the paper).
    alternative : {"two-sided", "larger", "smaller"}
        Whether the difference of the rates differs from, exceeds or falls short of `difference`.

    Returns
    -------
    float or ndarray
        In the broadcast shape; 1 where both counts are zero, or where the null allows no rate above zero.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not whole (counts), too large (above 1e9 events) or of a shape that does
        not fit; unknown `variance` or `alternative`.

    Notes
    -----
    Assumes two independent Poisson counts; the rates under the null are moment estimates.

    Examples
    --------
    Krishnamoorthy and Thomson (2004), example 1: no weed seed in one sample of clover, three in another.

    >>> print(round(float(e_test(0, 1, 3, 1)), 4))
    0.0884
    """
    k1, t1, k0, t0 = two_counts(count, exposure, count_before, exposure_before)
    one_of("variance", variance, "pooled", "unpooled")
    one_of("alternative", alternative, *get_args(Alternative))
    d = number("difference", difference)
    for name, k in (("count", k1), ("count_before", k0)):
        if (k > MOST_EVENTS).any():
            raise ValueError(f"{name} is above {MOST_EVENTS:.0e}: use score_ratio")
    each = zip(*(np.ravel(x) for x in (k1, t1, k0, t0)), strict=True)
    p = [_e_test(*(float(x) for x in four), d, variance == "pooled", alternative) for four in each]
    return scalar_or_array(np.array(p).reshape(k1.shape))


def _e_test(k1: float, t1: float, k0: float, t0: float, d: float, pooled: bool, alternative: str) -> float:
    rate = (k1 + k0 - d * t1) / (t1 + t0)
    if k1 + k0 == 0 or rate <= 0 or rate + d <= 0:
        return 1.0
    # Variance of the difference of the rates: a share of each count.
    v1, v0 = ((1 / t1 + 1 / t0) / (t1 + t0),) * 2 if pooled else (t1**-2, t0**-2)
    t = (k1 / t1 - k0 / t0 - d) / np.sqrt(v1 * k1 + v0 * k0)
    mean, mean_before = t1 * (rate + d), t0 * rate
    if mean > 2 * MOST_EVENTS:
        raise ValueError("difference puts the expected count above 2e9")
    width = 12 * np.sqrt(mean) + 60
    y1 = np.arange(max(0.0, np.floor(mean - width)), np.ceil(mean + width))
    a = y1 / t1 - d
    low, high = _bounds(a, y1, t, t0, v1, v0)
    at_most, at_least = _at_most(low, mean_before), _at_least(high, mean_before)
    # With a <= 0 every y0 lies on the side of the smaller rate, those below `low` too.
    if alternative == "two-sided":
        beyond = np.minimum(at_most + at_least, 1.0) if t != 0 else np.ones_like(y1)
    elif (alternative == "larger") == (t > 0):
        beyond = np.where(a > 0, at_most, 0.0) if t > 0 else np.where(a < 0, at_most, 0.0) + at_least
    elif alternative == "larger":
        strictly_less = 1 - _at_least(low, mean_before)
        beyond = _at_most(high, mean_before) - np.where((a < 0) & (t != 0), strictly_less, 0.0)
    else:
        beyond = np.where((a > 0) | (t == 0), _at_least(low, mean_before), 1.0)
    p = float(stats.poisson.pmf(y1, mean) @ beyond)
    zeros = {"larger": t <= 0, "smaller": t >= 0, "two-sided": t != 0}[alternative]
    if zeros and d == 0 and y1[0] == 0:
        # Two zeros have no standardised difference, but the bounds took them for one beyond.
        p -= float(np.exp(-mean - mean_before))
    return min(max(p, 0.0), 1.0)


def _at_most(bound: NDArray, mean: float) -> NDArray:
    return stats.poisson.cdf(np.floor(bound + TIE * (1 + np.abs(bound))), mean)


def _at_least(bound: NDArray, mean: float) -> NDArray:
    return stats.poisson.sf(np.ceil(bound - TIE * (1 + np.abs(bound))) - 1, mean)


def _bounds(a: NDArray, y1: NDArray, t: float, t0: float, v1: float, v0: float) -> tuple[NDArray, NDArray]:
    """For each y1 the y0 where (a - y0 / t0)^2 = t^2 (v1 y1 + v0 y0): between the two the difference is smaller."""
    centre, c = a * t0 + t**2 * v0 * t0**2 / 2, (a**2 - t**2 * v1 * y1) * t0**2
    # centre^2 - c, written so that nothing cancels.
    discriminant = t**2 * t0**2 * (v0 * (a * t0 + t**2 * v0 * t0**2 / 4) + v1 * y1)
    root = np.sqrt(np.maximum(discriminant, 0.0))
    high = centre + root
    # The smaller root from the product of both where the difference would cancel.
    low = np.where(high > 0, c / np.where(high > 0, high, 1.0), centre - root)
    # No root: every y0 is beyond; a bound between two whole numbers parts them without overlap.
    between = np.floor(centre) + 0.5
    return np.where(discriminant < 0, between, low), np.where(discriminant < 0, between, high)


def ratio_tests(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    null_ratio: float = 1.0,
    alternative: Alternative = "two-sided",
) -> RatioTests:
    """Six tests of one ratio of two rates, side by side, to see whether the choice of test matters.

    Choose the test before looking. With few events (fewer than about 10 on a side) trust the last three only.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Whole counts, zero or more, and exposures above zero in one unit; they broadcast.
    null_ratio : float
        Ratio under test, above zero.
    alternative : {"two-sided", "larger", "smaller"}
        Whether the ratio differs from, exceeds or falls short of the null ratio.

    Returns
    -------
    RatioTests

    Raises
    ------
    ValueError
        As for `e_test`; `null_ratio` not above zero.

    Notes
    -----
    Assumes two independent Poisson counts.

    Examples
    --------
    Gu et al. (2008), one-sided:

    >>> found = ratio_tests(60, 51477.5, 30, 54308.7, alternative="larger")
    >>> print(*(round(float(p), 6) for p in (found.wald, found.score, found.sqrt, found.mid_p, found.e_test)))
    0.000356 0.000316 0.000285 0.00031 0.000298
    """
    k1, t1, k0, t0 = two_counts(count, exposure, count_before, exposure_before)
    null = above_zero("null_ratio", null_ratio)
    one_of("alternative", alternative, *get_args(Alternative))
    r = null * t1 / t0
    none = (k1 + k0) == 0
    some = np.where(none, 1.0, k1 + k0 * r**2), np.where(none, 1.0, k1 + k0)
    z = (
        (k1 - k0 * r) / np.sqrt(some[0]),
        (k1 - k0 * r) / np.sqrt(some[1] * r),
        2 * (np.sqrt(k1 + 3 / 8) - np.sqrt((k0 + 3 / 8) * r)) / np.sqrt(1 + r),
    )
    exact = conditional_exact(k1, t1, k0, t0, null)
    half = stats.binom.pmf(k1, k1 + k0, r / (1 + r)) / 2
    conditional = {
        "two-sided": (exact.p, exact.p_mid),
        "larger": (exact.p_greater, exact.p_greater - half),
        "smaller": (exact.p_less, exact.p_less - half),
    }[alternative]
    found = [np.where(none, 1.0, p) for p in (*(_tail(x, alternative) for x in z), *conditional)]
    # A ratio of null is one rate for both once the first exposure counts null times.
    found.append(e_test(k1, null * t1, k0, t0, alternative=alternative))
    return RatioTests(*(scalar_or_array(p) for p in found))


def _tail(z: NDArray, alternative: Alternative) -> NDArray:
    if alternative == "two-sided":
        return two_sided(z)
    return special.ndtr(-z if alternative == "larger" else z)
