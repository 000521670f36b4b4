"""The textbook models of two sets of monthly counts that vary more than Poisson: quasi-Poisson and negative binomial.

Twelve-month totals hide how much the months vary, so both take the months. They take each month as independent of the
others and alike within its year; `change.compare_months`, which allows for the season and for correlation from month to
month, is the method of choice for monthly crime.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 9 (quasi-Poisson). Lawless (1987), Canadian Journal of
Statistics 15:209 (negative binomial, NB2: variance mu + alpha mu^2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special, stats

from pads_analysis.stats.arguments import complete
from pads_analysis.stats.count_models import theta_of
from pads_analysis.stats.normal import normal_quantile, two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class QuasiPoissonRatio(Printed):
    """Ratio of two means with variance phi times the mean.

    Attributes
    ----------
    ratio, ci_low, ci_high, p : float
        Ratio, and limits and two-sided p from t with `df` degrees of freedom.
    dispersion : float
        phi, Pearson chi-square / df; not held at 1.
    poisson_error, error : float
        Standard error of the log ratio with phi = 1, and with phi.
    t, df : float
        Log ratio / error, and residual degrees of freedom. t is infinite (0 for equal means) where no month varies.
    """

    ratio: float
    ci_low: float
    ci_high: float
    p: float
    dispersion: float
    poisson_error: float
    error: float
    t: float
    df: float


@dataclass(frozen=True, slots=True)
class NegativeBinomialRatio(Printed):
    """Ratio of two means with variance mu + alpha mu^2, by maximum likelihood.

    Attributes
    ----------
    ratio, ci_low, ci_high, p : float
        Ratio with its Wald interval on the log scale and two-sided p (normal).
    log_ratio, error : float
        Log ratio and its standard error, alpha taken as known (expected information).
    alpha, theta : float
        Extra variation (no unit) and its inverse; 0 and infinite where the months vary no more than Poisson.
    log_likelihood : float
        At the maximum, constants included.
    """

    ratio: float
    ci_low: float
    ci_high: float
    p: float
    log_ratio: float
    error: float
    alpha: float
    theta: float
    log_likelihood: float


def quasi_poisson(now: ArrayLike, before: ArrayLike, confidence: float = 0.95) -> QuasiPoissonRatio:
    """Quasi-Poisson ratio of the means of two sets of counts, with the parts that it is made of.

    The plain textbook form, without calendar months or serial correlation. Use it to check or to teach; for monthly
    counts use `change.compare_months`.

    Parameters
    ----------
    now, before : array_like, shapes (a,) and (b,)
        Counts; each set needs an event, and both together at least 3 values.
    confidence : float
        Level of the interval.

    Returns
    -------
    QuasiPoissonRatio

    Raises
    ------
    ValueError
        An argument empty, missing or negative, without any event, or with too few values.

    Notes
    -----
    Assumes months independent of each other, and one mean for each set.

    Examples
    --------
    >>> found = quasi_poisson([60, 58, 49, 71], [45, 52, 38, 61])
    >>> print(round(found.ratio, 3), round(found.dispersion, 3))
    1.214 1.673
    """
    y1, y0 = _months(now, before)
    df = len(y1) + len(y0) - 2
    phi = sum(float(((y - y.mean()) ** 2 / y.mean()).sum()) for y in (y1, y0)) / df
    log_ratio = float(np.log(y1.mean() / y0.mean()))
    poisson_error = float(np.sqrt(1 / y1.sum() + 1 / y0.sum()))
    error = float(np.sqrt(phi)) * poisson_error
    half = float(stats.t.isf((1 - level(confidence)) / 2, df)) * error
    if error > 0:
        t, p = log_ratio / error, float(2 * stats.t.sf(abs(log_ratio) / error, df))
    else:
        t, p = (float(np.copysign(np.inf, log_ratio)), 0.0) if log_ratio else (0.0, 1.0)
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        ratio, low, high = np.exp([log_ratio, log_ratio - half, log_ratio + half]).tolist()
    return QuasiPoissonRatio(ratio, low, high, p, phi, poisson_error, error, t, float(df))


def _months(now: ArrayLike, before: ArrayLike) -> tuple[NDArray, NDArray]:
    y1, y0 = complete("now", now), complete("before", before)
    for name, y in (("now", y1), ("before", y0)):
        if y.sum() == 0:
            raise ValueError(f"{name} holds no event")
    if len(y1) + len(y0) < 3:
        raise ValueError("now and before together need at least 3 values")
    return y1, y0


def negative_binomial(now: ArrayLike, before: ArrayLike, confidence: float = 0.95) -> NegativeBinomialRatio:
    """Negative binomial (NB2) ratio of the means of two sets of counts.

    Use it beside `quasi_poisson`: where both agree, the kind of extra variation does not matter. Not with fewer than
    about ten months on a side (alpha is then a guess), nor for seasonal or serially correlated months.

    Parameters
    ----------
    now, before : array_like, shapes (a,) and (b,)
        Counts; each set needs an event, and both together at least 3 values.
    confidence : float
        Level of the interval.

    Returns
    -------
    NegativeBinomialRatio

    Raises
    ------
    ValueError
        An argument empty, missing or negative, without any event, or with too few values.

    Notes
    -----
    Assumes months independent of each other, one mean for each set, and one alpha for both. With one mean to a set the
    likelihood is largest at the plain means whatever alpha is, so only alpha is searched for.

    Examples
    --------
    >>> found = negative_binomial([60, 58, 49, 71, 88, 52], [45, 52, 38, 61, 55, 49])
    >>> print(round(found.ratio, 3), round(found.theta, 1))
    1.26 65.5
    """
    y1, y0 = _months(now, before)
    y = np.concatenate([y1, y0])
    mu = np.concatenate([np.full(len(y1), y1.mean()), np.full(len(y0), y0.mean())])
    theta = theta_of(y, mu)
    alpha = 1 / theta
    log_ratio = float(np.log(y1.mean() / y0.mean()))
    error = float(np.sqrt(sum(1 / x.sum() + alpha / len(x) for x in (y1, y0))))
    z = normal_quantile(confidence)
    return NegativeBinomialRatio(
        ratio=float(np.exp(log_ratio)),
        ci_low=float(np.exp(log_ratio - z * error)),
        ci_high=float(np.exp(log_ratio + z * error)),
        p=float(two_sided(log_ratio / error)),
        log_ratio=log_ratio,
        error=error,
        alpha=alpha,
        theta=theta,
        log_likelihood=_log_likelihood(y, mu, theta),
    )


def _log_likelihood(y: NDArray, mu: NDArray, theta: float) -> float:
    if np.isinf(theta):
        return float((special.xlogy(y, mu) - mu - special.gammaln(y + 1)).sum())
    parts = special.gammaln(y + theta) - special.gammaln(theta) - special.gammaln(y + 1)
    # y log(mu / (mu + theta)) is 0 for y = 0.
    return float((parts + special.xlogy(y, mu / (mu + theta)) - theta * np.log1p(mu / theta)).sum())
