"""Ratio of two Poisson rates with its interval: exact given the total, Wald on the log scale, and score.

Three tiers, by what is counted. Few events: `conditional_exact`, or `ratio_tests.e_test`, which has more power. Many
events that are independent of each other: `score_ratio` or `wald_ratio`. Monthly counts, which vary more than that:
`month_ratios` (the textbook models), or `change.compare_months`, which allows for the season too.

References
----------
Przyborowski and Wilenski (1940), Biometrika 31:313; Clopper and Pearson (1934), Biometrika 26:404 (exact). Gu, Ng, Tang
and Schucany (2008), Biometrical Journal 50:283 (Wald, score). Lancaster (1961), JASA 56:223 (mid-p).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats import change
from pads_analysis.stats.arguments import counts, fit_together, positive, scalar_or_array
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.normal import normal_quantile, two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.estimates import Numbers

LARGEST_WHOLE = 2.0**53


@dataclass(frozen=True, slots=True)
class ConditionalExact(Printed):
    """The ratio of two rates, exact given the total of both counts; every field in the broadcast shape.

    Attributes
    ----------
    ratio, ci_low, ci_high : float or ndarray
        Ratio of the rates with the central Clopper-Pearson interval, as `change.rate_ratio` gives them.
    p : float or ndarray
        Two-sided, minimum likelihood: the probability of every split no more likely than the one seen. It can
        contradict the interval at the margin; `p_central` and `p_mid` cannot.
    p_central : float or ndarray
        Two-sided, twice the smaller tail: below 1 - confidence exactly when the interval leaves out the null ratio.
    p_mid : float or ndarray
        Two-sided mid-p: as `p_central`, with half the probability of the split seen; less conservative.
    p_greater, p_less : float or ndarray
        One-sided, against a ratio above and below the null ratio.
    """

    ratio: Numbers
    ci_low: Numbers
    ci_high: Numbers
    p: Numbers
    p_central: Numbers
    p_mid: Numbers
    p_greater: Numbers
    p_less: Numbers


def conditional_exact(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    null_ratio: float = 1.0,
    confidence: float = 0.95,
) -> ConditionalExact:
    """Test the ratio of two rates exactly, given the total: count ~ Binomial(total, share of exposure).

    Use it for few, independent events. Do not use it for monthly totals of recorded crime, which vary more than
    Poisson: `change.compare_months`.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Whole counts, zero or more, and exposures above zero in one unit; they broadcast.
    null_ratio : float
        Ratio under test, above zero.
    confidence : float
        Level of the interval.

    Returns
    -------
    ConditionalExact

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not whole (counts) or of a shape that does not fit.

    Notes
    -----
    Assumes two independent Poisson counts.

    Examples
    --------
    Example of Gu et al. (2008): 60 events in 51,477.5 against 30 in 54,308.7 person-years.

    >>> found = conditional_exact(60, 51477.5, 30, 54308.7)
    >>> print(round(found.ratio, 3), round(found.ci_low, 4), round(found.ci_high, 4), round(found.p_greater, 6))
    2.11 1.3397 3.3884 0.000428
    """
    k1, t1, k0, t0 = two_counts(count, exposure, count_before, exposure_before)
    null = above_zero("null_ratio", null_ratio)
    estimate = change.rate_ratio(k1, t1, k0, t0, confidence)
    total, share = k1 + k0, null * t1 / (null * t1 + t0)
    less, greater = stats.binom.cdf(k1, total, share), stats.binom.sf(k1 - 1, total, share)
    half = stats.binom.pmf(k1, total, share) / 2
    shaped = (
        _minimum_likelihood(k1, total, share),
        np.minimum(1.0, 2 * np.minimum(less, greater)),
        np.minimum(1.0, 2 * np.minimum(less - half, greater - half)),
        greater,
        less,
    )
    return ConditionalExact(
        estimate.ratio, estimate.ci_low, estimate.ci_high, *(scalar_or_array(x) for x in shaped)
    )


def _minimum_likelihood(k: NDArray, n: NDArray, share: NDArray) -> NDArray:
    each = zip(np.ravel(k), np.ravel(n), np.ravel(share), strict=True)
    p = [stats.binomtest(int(a), int(b), float(c)).pvalue if b > 0 else 1.0 for a, b, c in each]
    return np.array(p, dtype=np.float64).reshape(np.shape(k))


def wald_ratio(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    confidence: float = 0.95,
) -> RatioEstimate:
    """Ratio of two rates with Wald's interval on the log scale: log RR -+ z sqrt(1 / count + 1 / count_before).

    The interval most textbooks print. Use it only with ten events or more on each side; with none on a side it says
    nothing (limits 0 and infinity, p 1): use `conditional_exact` or `score_ratio`.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Counts, zero or more, and exposures above zero in one unit; they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RatioEstimate
        In the broadcast shape; method "Wald, log scale".

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of a shape that does not fit.

    Notes
    -----
    Assumes two independent Poisson counts.

    Examples
    --------
    >>> print(wald_ratio(120, 10_000, 150, 10_000))
    0.8 (0.6293 to 1.017), p = 0.0685, Wald, log scale
    """
    k1, t1, k0, t0 = two_counts(count, exposure, count_before, exposure_before, whole=False)
    z = normal_quantile(confidence)
    usable = (k1 > 0) & (k0 > 0)
    a, b = np.where(usable, k1, 1.0), np.where(usable, k0, 1.0)
    log_ratio, error = np.log(a / b * (t0 / t1)), np.sqrt(1 / a + 1 / b)
    low = np.where(usable, np.exp(log_ratio - z * error), 0.0)
    high = np.where(usable, np.exp(log_ratio + z * error), np.inf)
    p = np.where(usable, two_sided(log_ratio / error), 1.0)
    return _estimate(change.quotient(k1, k0) * (t0 / t1), low, high, p, "Wald, log scale")


def score_ratio(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    confidence: float = 0.95,
) -> RatioEstimate:
    """Ratio of two rates with the interval of the score test; closed form, and sound with no events on one side.

    Use it for counts too many for the exact method to matter. It is a little narrower than the exact interval. Not for
    monthly totals that vary more than Poisson.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Counts, zero or more, and exposures above zero in one unit; they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RatioEstimate
        In the broadcast shape; method "score". Both counts zero: ratio NaN, limits 0 and infinity, p 1.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of a shape that does not fit.

    Notes
    -----
    Assumes two independent Poisson counts. The limits solve (k1 - k0 r)^2 = z^2 (k1 + k0) r for r = ratio t1 / t0.
    The interval leaves out 1 exactly when p < 1 - confidence.

    Examples
    --------
    >>> print(score_ratio(60, 51477.5, 30, 54308.7))
    2.11 (1.366 to 3.259), p = 0.000632, score
    """
    k1, t1, k0, t0 = two_counts(count, exposure, count_before, exposure_before, whole=False)
    z2 = normal_quantile(confidence) ** 2
    total = k1 + k0
    half = k1 * k0 + z2 * total / 2
    root = half + np.sqrt(z2 * total * (k1 * k0 + z2 * total / 4))
    # The smaller root as the product of both over the larger, which does not cancel.
    low = np.where(k1 > 0, k1**2 / np.where(root > 0, root, 1.0), 0.0) * (t0 / t1)
    high = np.where(k0 > 0, root / np.where(k0 > 0, k0, 1.0) ** 2, np.inf) * (t0 / t1)
    r = t1 / t0
    z = (k1 - k0 * r) / np.sqrt(np.where(total > 0, total, 1.0) * r)
    p = np.where(total > 0, two_sided(z), 1.0)
    return _estimate(change.quotient(k1, k0) * (t0 / t1), low, high, p, "score")


def _estimate(ratio: NDArray, low: NDArray, high: NDArray, p: NDArray, method: str) -> RatioEstimate:
    return RatioEstimate(*(scalar_or_array(x) for x in (ratio, low, high, p)), method=method)


def two_counts(
    count: ArrayLike, exposure: ArrayLike, before: ArrayLike, exposure_before: ArrayLike, whole: bool = True
) -> tuple[NDArray, ...]:
    """Both counts and exposures, checked and broadcast to one shape, as (k1, t1, k0, t0).

    Raises ValueError naming the argument that is missing, negative, above 2**53 or, where `whole` asks for it, not
    whole.
    """
    k1, k0 = counts("count", count), counts("count_before", before)
    t1, t0 = positive("exposure", exposure), positive("exposure_before", exposure_before)
    for name, k in (("count", k1), ("count_before", k0)):
        if (k > LARGEST_WHOLE).any():
            raise ValueError(f"{name} holds a count above 2 to the power 53")
        if whole and (k != np.floor(k)).any():
            raise ValueError(f"{name} must hold whole numbers")
    return fit_together(count=k1, exposure=t1, count_before=k0, exposure_before=t0)
