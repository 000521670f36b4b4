"""Intervals for the effects of factors on a change, from counts drawn again.

References
----------
Efron and Tibshirani (1993), An Introduction to the Bootstrap, ch. 6 and 13 (parametric bootstrap, percentile limits).
Kitagawa (1955), JASA 50:1168. Das Gupta (1993), US Bureau of the Census P23-186.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, moderate, one_or_each, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rate_decomposition import MOST_FACTORS, kitagawa_effects, product_effects
from pads_analysis.stats.scalars import above_zero, level, source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST_LEFT_OUT = 0.01


@dataclass(frozen=True, slots=True)
class FactorEffects(Printed):
    """Effects of k factors on a change, with bootstrap limits; all in the unit of the product or rate.

    Attributes
    ----------
    factors : ndarray of str (k,)
    effect, ci_low, ci_high : ndarray (k,)
        Effects, which add up to `total`, and percentile limits.
    total, total_low, total_high : float
        Change of the product or rate, and its limits.
    draws, left_out : int
        Draws asked for, and draws in which a factor was undefined (a zero denominator) and which were left out.
    """

    factors: NDArray[np.str_]
    effect: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    total: float
    total_low: float
    total_high: float
    draws: int
    left_out: int


def resampled_counts(
    count: ArrayLike, rng: np.random.Generator, draws: int = 1000, dispersion: ArrayLike = 1.0
) -> NDArray[np.float64]:
    """Counts drawn again about those observed: Poisson, or negative binomial where they vary more.

    Use it for the interval of any figure made from counts. Not for counts of which some are zero by chance and matter:
    a count of zero stays zero.

    Parameters
    ----------
    count : array_like, shape (m,)
        Observed counts, zero or more.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of draws, at least 1.
    dispersion : array_like, shape () or (m,)
        Variance over mean: 0 for a number known without error (a population), 1 for Poisson, above 1 for negative
        binomial.

    Returns
    -------
    ndarray (draws, m)

    Raises
    ------
    ValueError
        `count` empty, missing or negative; no generator; `draws` below 1; `dispersion` negative, between 0 and 1, or
        of another shape.

    Notes
    -----
    Assumes counts independent of one another.

    Examples
    --------
    >>> drawn = resampled_counts([100, 400, 50], np.random.default_rng(1), 20_000, dispersion=[0, 1, 4])
    >>> drawn.mean(axis=0).round().tolist(), (drawn.var(axis=0) / drawn.mean(axis=0)).round(1).tolist()
    ([100.0, 400.0, 50.0], [0.0, 1.0, 4.0])
    """
    mean = moderate("count", counts("count", count, 1))
    phi = one_or_each("dispersion", counts("dispersion", dispersion), "count", mean)
    if ((phi > 0) & (phi < 1)).any():
        raise ValueError("dispersion must be 0 (known without error), 1 (Poisson) or more")
    rng = source(rng)
    drawn = np.tile(mean, (whole("draws", draws, 1, 1_000_000), 1))
    varies = (phi > 0) & (mean > 0)
    wide = varies & (phi > 1)
    # A Poisson count about a gamma mean of shape mean/(phi - 1) is negative binomial with variance phi times mean.
    drawn[:, wide] = rng.gamma(mean[wide] / (phi[wide] - 1), phi[wide] - 1, (len(drawn), wide.sum()))
    drawn[:, varies] = rng.poisson(drawn[:, varies])
    return drawn


def bootstrap_kitagawa(
    count_before: ArrayLike,
    population_before: ArrayLike,
    count_after: ArrayLike,
    population_after: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    dispersion: ArrayLike = 1.0,
    confidence: float = 0.95,
    per: float = 1000.0,
) -> FactorEffects:
    """Kitagawa's two effects on an overall rate, with limits from counts drawn again; populations are taken as known.

    Use it to ask whether a rate changed because the population's make-up did. Not for groups that hold few events (a
    zero stays zero in every draw), nor as an explanation: the effects are arithmetic.

    Parameters
    ----------
    count_before, population_before, count_after, population_after : array_like, shape (k,)
        Events and residents of each group in the two periods; residents above zero.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of draws.
    dispersion : array_like, shape () or (k,)
        Variance over mean of the counts, as in `resampled_counts`.
    confidence : float
        Level of the intervals.
    per : float
        Unit of the rates: 1000 gives events per 1,000.

    Returns
    -------
    FactorEffects
        Factors "composition" and "rate".

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (populations, `per`) or of unequal length; see also
        `resampled_counts`.

    Notes
    -----
    Percentiles of draws about the observed counts. Assumes counts of groups independent of one another.

    Examples
    --------
    >>> found = bootstrap_kitagawa([50, 200], [5000, 5000], [30, 360], [2500, 7500], rng=np.random.default_rng(1))
    >>> found.effect.tolist(), found.total, bool((found.ci_low <= found.effect).all())
    ([8.25, 5.75], 14.0, True)
    """
    c0, n0 = counts("count_before", count_before, 1), positive("population_before", population_before, 1)
    c1, n1 = counts("count_after", count_after, 1), positive("population_after", population_after, 1)
    for name, array in (("population_before", n0), ("count_after", c1), ("population_after", n1)):
        same_shape(name, array, "count_before", c0)
    unit, alpha = above_zero("per", per), 1 - level(confidence)
    k0 = resampled_counts(c0, rng, draws, dispersion)
    k1 = resampled_counts(c1, rng, draws, dispersion)
    s0, s1 = n0 / n0.sum(), n1 / n1.sum()
    effect = unit * kitagawa_effects(s0, c0 / n0, s1, c1 / n1)
    drawn = unit * kitagawa_effects(s0, k0 / n0, s1, k1 / n1)
    return _with_limits(("composition", "rate"), effect, drawn, alpha)


def bootstrap_factors(
    count_before: ArrayLike,
    count_after: ArrayLike,
    factors: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    names: Sequence[str],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    dispersion: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> FactorEffects:
    """Das Gupta's effects on a product of factors made from counts, with limits from counts drawn again.

    Use it for events = residents x victims per resident x events per victim, and the like.

    Counts are drawn independently, so give counts that can vary independently: victims and their further events,
    say, rather than victims and events, of which one contains the other.

    Parameters
    ----------
    count_before, count_after : array_like, shape (m,)
        Counts in the two periods; numbers known without error take dispersion 0.
    factors : callable
        Makes the k factors from counts: takes an array (..., m) and returns an array (..., k).
    names : sequence of str, shape (k,)
        Names of the 2 to 6 factors.
    rng : numpy.random.Generator
    draws : int
    dispersion : array_like, shape () or (m,)
        Variance over mean of each count, as in `resampled_counts`.
    confidence : float

    Returns
    -------
    FactorEffects

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length; `factors` gives another shape or an undefined factor
        at the observed counts, or in more than 1 draw in 100 (counts too small); see also `resampled_counts`.

    Notes
    -----
    Percentiles of draws about the observed counts. Assumes counts independent of one another.

    Examples
    --------
    Residents; victims; further events beyond each victim's first.

    >>> import numpy as np
    >>> def made(c):
    ...     residents, victims, further = np.moveaxis(c, -1, 0)
    ...     return np.stack([residents, victims / residents, (victims + further) / victims], axis=-1)
    >>> found = bootstrap_factors([10000, 400, 200], [10000, 500, 250], made,
    ...                           ["residents", "prevalence", "events per victim"],
    ...                           rng=np.random.default_rng(1), dispersion=[0, 1, 1])
    >>> [round(float(e), 6) for e in found.effect], round(found.total, 6)
    ([0.0, 150.0, 0.0], 150.0)
    """
    c0, c1 = counts("count_before", count_before, 1), counts("count_after", count_after, 1)
    same_shape("count_after", c1, "count_before", c0)
    if isinstance(names, str) or np.ndim(names) != 1 or not 2 <= len(names) <= MOST_FACTORS:
        raise ValueError(f"names must hold the names of 2 to {MOST_FACTORS} factors")
    if not callable(factors):
        raise ValueError("factors must be a function that makes the factors from counts")
    alpha, k = 1 - level(confidence), len(names)
    f0, f1 = _made(factors, c0, k), _made(factors, c1, k)
    if not (np.isfinite(f0).all() and np.isfinite(f1).all()):
        raise ValueError("factors gives an undefined factor at the observed counts")
    k0 = resampled_counts(c0, rng, draws, dispersion)
    k1 = resampled_counts(c1, rng, draws, dispersion)
    g0, g1 = _made(factors, k0, k), _made(factors, k1, k)
    defined = (np.isfinite(g0) & np.isfinite(g1)).all(axis=1)
    left_out = len(defined) - int(defined.sum())
    if left_out > MOST_LEFT_OUT * len(defined):
        raise ValueError(
            f"count_before or count_after is too small: a factor was undefined in {left_out} draws"
        )
    drawn = product_effects(g0[defined], g1[defined])
    return _with_limits(tuple(names), product_effects(f0, f1), drawn, alpha, left_out)


def _made(factors: Callable, count: NDArray, k: int) -> NDArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.asarray(factors(count), dtype=np.float64)
    if made.shape != (*count.shape[:-1], k):
        raise ValueError(f"factors must give an array of shape {(*count.shape[:-1], k)}, not {made.shape}")
    return made


def _with_limits(
    names: tuple[str, ...], effect: NDArray, drawn: NDArray, alpha: float, left_out: int = 0
) -> FactorEffects:
    values = np.column_stack([drawn.sum(axis=1), drawn])
    estimate = np.array([effect.sum(), *effect])
    low, high = np.quantile(values, [alpha / 2, 1 - alpha / 2], axis=0)
    # Skewed draws of few events can leave the estimate outside their own percentiles; limits that leave out what
    # was observed would mislead.
    low, high = np.minimum(low, estimate), np.maximum(high, estimate)
    return FactorEffects(
        np.array(names, dtype=str),
        effect,
        low[1:],
        high[1:],
        float(estimate[0]),
        float(low[0]),
        float(high[0]),
        draws=len(drawn) + left_out,
        left_out=left_out,
    )
