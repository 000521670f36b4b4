"""Intervals of a survey proportion, from its effective sample size and degrees of freedom.

References
----------
Korn and Graubard (1998), Survey Methodology 24:193 (exact interval with an effective size). Rao and Scott (1984),
Annals of Statistics 12:46 (scaled likelihood). Wilson (1927), JASA 22:209. Lumley (2010), Complex Surveys, section 2.3
(log-odds).
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from scipy import optimize, special, stats

from pads_analysis.stats.estimates import Interval
from pads_analysis.stats.proportions import clopper_pearson, wilson
from pads_analysis.stats.scalars import above_zero, level, one_of, zero_or_more

Method = Literal["logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"]
METHODS = get_args(Method)
TINY = 1e-12


def proportion_interval(
    p: float, effective: float, n: int, df: int, confidence: float = 0.95, method: Method = "logit"
) -> Interval:
    """Confidence interval of one survey proportion.

    "logit" suits most; "beta" (never too narrow) or "wilson" where p is near 0 or 1; the others are there to compare
    with figures made by other tools.

    Parameters
    ----------
    p : float
        Estimated proportion, 0 to 1.
    effective : float
        Effective sample size p (1 - p) / se², above zero.
    n : int
        Answers, at least 2.
    df : int
        Degrees of freedom of the standard error, at least 1.
    confidence : float
        Level of the interval.
    method : {"logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"}
        t interval on the log-odds ("logit", and "xlogit", the same formula), on the arcsine-root scale ("asin") or
        plainly ("mean", which may leave 0 to 1); the profile likelihood over the design effect ("likelihood"); Clopper
        and Pearson's ("beta") or Wilson's interval with the effective size times (t of n - 1 over t of df)².

    Returns
    -------
    Interval
        The estimate lies in it. At 0 and 1 only "beta" and "wilson" are defined.

    Raises
    ------
    ValueError
        An argument missing or out of range; p of 0 or 1 with another method than "beta" or "wilson".

    Notes
    -----
    Assumes a standard error with `df` degrees of freedom. `surveys.proportion` chooses the method and fills in the
    rest.

    Examples
    --------
    Schools of the R package survey, stratified sample of 200:

    >>> p, se = 0.827948, 0.0243448
    >>> print(proportion_interval(p, p * (1 - p) / se**2, 200, 197))
    (0.7745 to 0.8708)
    """
    share, size = zero_or_more("p", p), above_zero("effective", effective)
    answers, freedom = above_zero("n", n), above_zero("df", df)
    alpha = 1 - level(confidence)
    one_of("method", method, *METHODS)
    if share > 1:
        raise ValueError("p is above 1")
    if answers < 2:
        raise ValueError("n is below 2")
    if share in (0.0, 1.0) and method not in ("beta", "wilson"):
        raise ValueError(f"p of {share:g} has no interval by method {method!r}")
    t = float(stats.t.isf(alpha / 2, freedom))
    if method in ("beta", "wilson"):
        size *= (float(stats.t.isf(alpha / 2, answers - 1)) / t) ** 2
        low, high = _exact(share, size, alpha) if method == "beta" else _wilson(share, size, alpha)
    elif method == "likelihood":
        low, high = _likelihood(share, size, answers, t)
    else:
        low, high = _transformed(method, share, t, np.sqrt(share * (1 - share) / size))
    return Interval(float(low), float(high))


def _transformed(method: str, p: float, t: float, se: float) -> tuple[float, float]:
    if method == "mean":
        return p - t * se, p + t * se
    if method == "asin":
        middle, half = np.arcsin(np.sqrt(p)), t * se / (2 * np.sqrt(p * (1 - p)))
        return np.sin(max(middle - half, 0.0)) ** 2, np.sin(min(middle + half, np.pi / 2)) ** 2
    middle, half = special.logit(p), t * se / (p * (1 - p))
    return special.expit(middle - half), special.expit(middle + half)


def _exact(p: float, size: float, alpha: float) -> tuple[float, float]:
    low, high = clopper_pearson(np.asarray(p * size), np.asarray((1 - p) * size), alpha)
    return float(low), float(high)


def _wilson(p: float, size: float, alpha: float) -> tuple[float, float]:
    found = wilson(p * size, size, 1 - alpha)
    return found.ci_low, found.ci_high


def _likelihood(p: float, size: float, n: float, t: float) -> tuple[float, float]:
    """Where the deviance, over design effect n / size and quasi-binomial dispersion n / (n - 1), reaches t²."""
    scale = n / size * n / (n - 1)

    def beyond(q: float) -> float:
        return 2 * n * (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))) / scale - t**2

    low = optimize.brentq(beyond, TINY, p, xtol=1e-14) if p > TINY and beyond(TINY) > 0 else 0.0
    high = optimize.brentq(beyond, p, 1 - TINY, xtol=1e-14) if p < 1 - TINY and beyond(1 - TINY) > 0 else 1.0
    return low, high
