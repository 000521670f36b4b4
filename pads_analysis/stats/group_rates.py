"""Rates of groups of areas, with intervals that allow for areas differing within a group.

Method: quasi-Poisson regression of the areas' counts on group indicators with the log of exposure as offset; the
dispersion is Pearson's chi-square over its degrees of freedom, never below one (McCullagh and Nelder 1989,
section 6.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True, slots=True)
class GroupRates:
    """Rates by group.

    Attributes
    ----------
    group : ndarray (g,)
        Group labels in ascending order.
    size : ndarray (g,)
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

    group: np.ndarray
    size: np.ndarray
    count: np.ndarray
    rate: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    ratio: float
    ratio_low: float
    ratio_high: float
    dispersion: float


def group_rates(
    count: np.ndarray,
    exposure: np.ndarray,
    group: np.ndarray,
    *,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> GroupRates:
    """Return rates by group from counts of single areas.

    Parameters
    ----------
    count : array (n,)
        Events of each area, zero or more.
    exposure : array (n,)
        Exposure of each area, above zero.
    group : array (n,)
        Group of each area; at least two groups.
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
        When lengths differ, a count is negative or missing, an exposure is not above zero, or there is one group only.

    Notes
    -----
    With group indicators alone the maximum likelihood rates are the crude rates, and the variance of a log rate is the
    dispersion over the group's count. A group without events has a rate of zero, whose upper limit is the Poisson limit
    times the dispersion.
    """
    count, exposure, group = np.asarray(count, float), np.asarray(exposure, float), np.asarray(group)
    _check(count, exposure, group)
    labels, index = np.unique(group, return_inverse=True)
    size = np.bincount(index)
    total, base = np.bincount(index, weights=count), np.bincount(index, weights=exposure)
    rate = total / base
    fitted = rate[index] * exposure
    df = len(count) - len(labels)
    used = fitted > 0
    chi2 = np.sum((count[used] - fitted[used]) ** 2 / fitted[used])
    dispersion = max(1.0, chi2 / df) if df > 0 else 1.0
    quantile = stats.t.ppf(0.5 + confidence / 2, df) if df > 0 else stats.norm.ppf(0.5 + confidence / 2)
    with np.errstate(divide="ignore"):
        half = quantile * np.sqrt(dispersion / total)
    none = total == 0
    low = np.where(none, 0.0, rate * np.exp(-np.where(none, 0.0, half)))
    upper_of_none = stats.chi2.ppf(0.5 + confidence / 2, 2) / 2 * dispersion / base
    high = np.where(none, upper_of_none, rate * np.exp(np.where(none, 0.0, half)))
    ratio = ratio_low = ratio_high = float("nan")
    if total[0] > 0 and total[-1] > 0:
        ratio = float(rate[0] / rate[-1])
        width = float(quantile * np.sqrt(dispersion * (1 / total[0] + 1 / total[-1])))
        ratio_low, ratio_high = ratio * np.exp(-width), ratio * np.exp(width)
    return GroupRates(
        labels,
        size,
        total,
        rate * per,
        low * per,
        high * per,
        ratio,
        float(ratio_low),
        float(ratio_high),
        float(dispersion),
    )


def _check(count: np.ndarray, exposure: np.ndarray, group: np.ndarray) -> None:
    if not (len(count) == len(exposure) == len(group)):
        raise ValueError("count, exposure and group must have one value for each area")
    if not np.isfinite(count).all() or (count < 0).any():
        raise ValueError("count must be zero or more for every area")
    if not np.isfinite(exposure).all() or (exposure <= 0).any():
        raise ValueError("exposure must be above zero for every area")
    if len(np.unique(group)) < 2:
        raise ValueError("group must hold at least two groups")
