"""Rates of groups of areas, with intervals that allow for areas differing within a group.

The model is a quasi-Poisson regression of the areas' counts on group indicators with the log of exposure as offset; the
dispersion is Pearson's chi-square over its degrees of freedom, never below one.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., section 6.2. Garwood (1936), Biometrika 28:437 (upper
limit of a group without events).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import codes, counts, positive, same_shape
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero, level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class GroupRates(Printed):
    """Rates of g groups.

    Attributes
    ----------
    group : ndarray (g,)
        Group labels in ascending order.
    size : ndarray of int (g,)
        Areas in each.
    count : ndarray (g,)
        Events.
    rate, ci_low, ci_high : ndarray (g,)
        Events per `per` units of exposure, and the interval.
    ratio, ratio_low, ratio_high : float
        Rate of the first group over the rate of the last, and the interval; missing when the last has no events.
    dispersion : float
        Estimated dispersion (1 = as chance).
    """

    group: NDArray
    size: NDArray[np.int64]
    count: NDArray[np.float64]
    rate: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    ratio: float
    ratio_low: float
    ratio_high: float
    dispersion: float


def group_rates(
    count: ArrayLike,
    exposure: ArrayLike,
    group: ArrayLike,
    *,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> GroupRates:
    """Rates by group from counts of single areas.

    Use it for a gradient over groups of areas, such as fifths of deprivation. Not for people: a difference between
    groups of areas says nothing about the people in them. With fewer than about ten areas the dispersion is hardly
    known; neighbouring areas resemble one another, which makes the intervals a little narrow.

    Parameters
    ----------
    count : array_like, shape (n,)
        Events of each area, zero or more.
    exposure : array_like, shape (n,)
        Exposure of each area, above zero.
    group : array_like, shape (n,)
        Label of each area's group; at least two groups.
    per : float
        Units of exposure that a rate is given for.
    confidence : float
        Level of the intervals.

    Returns
    -------
    GroupRates

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not above zero (`exposure`, `per`) or of another length; labels missing,
        or of kinds that have no order; one group only.

    Notes
    -----
    With group indicators alone the maximum likelihood rates are the crude rates, and the variance of a log rate is the
    dispersion over the group's count. A group without events has a rate of zero, whose upper limit is the Poisson limit
    times the dispersion. Assumes areas independent of one another, with one dispersion for all groups.

    Examples
    --------
    >>> found = group_rates([10, 30, 5, 15], [1000, 1000, 500, 1500], ["b", "b", "a", "a"])
    >>> found.group.tolist(), found.rate.tolist(), found.ratio, round(found.dispersion, 6)
    (['a', 'b'], [10.0, 20.0], 0.5, 5.0)
    """
    y, t, unit = counts("count", count, 1), positive("exposure", exposure, 1), above_zero("per", per)
    same_shape("exposure", t, "count", y)
    labels, index = _groups(group, len(y))
    total, base = np.bincount(index, weights=y), np.bincount(index, weights=t)
    rate = total / base
    df = len(y) - len(labels)
    dispersion = _dispersion(y, rate[index] * t, df)
    quantile = stats.t.isf((1 - level(confidence)) / 2, df) if df > 0 else normal_quantile(confidence)
    with np.errstate(divide="ignore"):
        half = quantile * np.sqrt(dispersion / total)
    none = total == 0
    low = np.where(none, 0.0, rate * np.exp(-np.where(none, 0.0, half)))
    upper_of_none = float(poisson_interval(0, confidence, method="exact").high) * dispersion / base
    high = np.where(none, upper_of_none, rate * np.exp(np.where(none, 0.0, half)))
    ratio = ratio_low = ratio_high = float("nan")
    if total[0] > 0 and total[-1] > 0:
        ratio = float(rate[0] / rate[-1])
        width = float(quantile * np.sqrt(dispersion * (1 / total[0] + 1 / total[-1])))
        ratio_low, ratio_high = ratio * np.exp(-width), ratio * np.exp(width)
    shown = (unit * x for x in (rate, low, high))
    return GroupRates(
        labels, np.bincount(index), total, *shown, ratio, float(ratio_low), float(ratio_high), dispersion
    )


def _groups(group: ArrayLike, n: int) -> tuple[NDArray, NDArray[np.int64]]:
    """Labels in ascending order, and the position of each area's label among them."""
    codes("group", group, n, f"count has {n} areas")
    try:
        labels, index = np.unique(np.asarray(group), return_inverse=True)
    except TypeError as error:
        raise ValueError("group holds labels that cannot be put in order") from error
    if len(labels) < 2:
        raise ValueError("group must hold at least two groups")
    return labels, index


def _dispersion(y: NDArray, fitted: NDArray, df: int) -> float:
    used = fitted > 0
    chi2 = np.sum((y[used] - fitted[used]) ** 2 / fitted[used])
    return float(max(1.0, chi2 / df)) if df > 0 else 1.0
