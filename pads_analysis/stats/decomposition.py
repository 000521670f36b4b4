"""What a change is made of: contributions of parts, shift-share, and products of factors.

References
----------
Dunn (1960); Esteban-Marquillas (1972), Regional and Urban Economics 2:249 (shift-share). Kitagawa (1955), JASA 50:1168.
Das Gupta (1993), Standardization and Decomposition of Rates, US Bureau of the Census P23-186.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, level, numbers, positive, same_shape
from pads_analysis.stats.rates import poisson_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST_FACTORS = 6


@dataclass(frozen=True, slots=True)
class Contribution:
    """Contributions of k parts to the change of their sum.

    Attributes
    ----------
    points, ci_low, ci_high : ndarray (k,)
        Percentage points of the earlier total; `points` add up to `total_percent`.
    total_percent : float
        Change of the total, per cent.
    """

    points: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    total_percent: float


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Change of k categories in one area, split against a reference area; in counts.

    Attributes
    ----------
    growth, national, mix, regional : ndarray (k,)
        Change; what it would be had all grown like the reference total; the rest of what the category did in the
        reference; what is special to the area. growth = national + mix + regional, by category and in sum.
    competitive, allocation : ndarray (k,)
        Esteban-Marquillas's split of `regional`.
    """

    growth: NDArray[np.float64]
    national: NDArray[np.float64]
    mix: NDArray[np.float64]
    regional: NDArray[np.float64]
    competitive: NDArray[np.float64]
    allocation: NDArray[np.float64]


def contributions(
    before: ArrayLike, after: ArrayLike, confidence: float = 0.95, *, dispersion: float = 1.0
) -> Contribution:
    """Split the percentage change of a total into the percentage points each part brings.

    Limits by the delta method for independent counts with variance `dispersion` times their mean; the earlier total
    in the denominator is a count too and is allowed for.

    Parameters
    ----------
    before, after : array_like, shape (k,)
        Counts of the parts in the two periods; `before` needs at least one event.
    confidence : float
        Level of the intervals.
    dispersion : float
        Variance over mean of the counts; 1 for Poisson.

    Returns
    -------
    Contribution

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of unequal length; no event in `before`.
    """
    b, a = counts("before", before, 1), counts("after", after, 1)
    same_shape("after", a, "before", b)
    total = b.sum()
    if total == 0:
        raise ValueError("before holds no event, so there is no percentage change")
    phi = float(positive("dispersion", dispersion, 0))
    share = (a - b) / total
    own = b * (1 + share) ** 2
    others = (total - b) * share**2
    error = np.sqrt(phi * (a + own + others)) / total
    half = stats.norm.isf((1 - level(confidence)) / 2) * error
    return Contribution(
        100 * share, 100 * (share - half), 100 * (share + half), float(100 * (a.sum() - total) / total)
    )


def contributions_from_ratios(
    before: ArrayLike, after: ArrayLike, ratio_low: ArrayLike, ratio_high: ArrayLike
) -> Contribution:
    """Split the percentage change of a total, with limits that follow those of each part's own ratio.

    A part's contribution is its earlier share times its ratio less one, so limits of the ratio give limits of the
    contribution, and the two leave out "no change" together. The earlier total is taken as known.

    Parameters
    ----------
    before, after : array_like, shape (k,)
        Counts of the parts; a net negative count (a correction) has points and no limits.
    ratio_low, ratio_high : array_like, shape (k,)
        Limits of after / before for each part. Where `before` is zero there is no ratio: the exact Poisson limits of
        `after` are used.

    Returns
    -------
    Contribution

    Raises
    ------
    ValueError
        When lengths differ, or the earlier counts do not add up to more than zero.
    """
    b, a = numbers("before", before, 1), numbers("after", after, 1)
    low, high = np.asarray(ratio_low, dtype=np.float64), np.asarray(ratio_high, dtype=np.float64)
    if not len(b) == len(a) == len(low) == len(high):
        raise ValueError("before, after, ratio_low and ratio_high must have one value for each part")
    total = b.sum()
    if total <= 0:
        raise ValueError("before must add up to more than zero")
    points = 100 * (a - b) / total
    # A part without earlier events has an infinite upper limit of its ratio; zero times it is filled in below.
    with np.errstate(invalid="ignore"):
        ci_low, ci_high = 100 * b * (low - 1) / total, 100 * b * (high - 1) / total
    fresh = (b == 0) & (a >= 0)
    if fresh.any():
        limits = poisson_interval(a[fresh])
        ci_low[fresh], ci_high[fresh] = 100 * limits.low / total, 100 * limits.high / total
    unknown = (b < 0) | (a < 0) | ~np.isfinite(ci_low) | ~np.isfinite(ci_high)
    ci_low[unknown], ci_high[unknown] = np.nan, np.nan
    return Contribution(points, ci_low, ci_high, float(100 * (a.sum() - total) / total))


def shift_share(
    before: ArrayLike, after: ArrayLike, reference_before: ArrayLike, reference_after: ArrayLike
) -> ShiftShare:
    """Shift-share analysis of an area's change by category.

    Parameters
    ----------
    before, after : array_like, shape (k,)
        Counts of the area by category.
    reference_before, reference_after : array_like, shape (k,)
        Counts of the reference (the whole the area is set against). `reference_before` must be above zero.

    Returns
    -------
    ShiftShare

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of unequal length; a category without a start value: join it to another.
    """
    e0, e1 = positive("before", before, 1), counts("after", after, 1)
    r0, r1 = positive("reference_before", reference_before, 1), counts("reference_after", reference_after, 1)
    for name, array in (("after", e1), ("reference_before", r0), ("reference_after", r1)):
        same_shape(name, array, "before", e0)
    overall = r1.sum() / r0.sum()
    local, category = e1 / e0, r1 / r0
    homothetic = e0.sum() * r0 / r0.sum()
    return ShiftShare(
        growth=e1 - e0,
        national=e0 * (overall - 1),
        mix=e0 * (category - overall),
        regional=e0 * (local - category),
        competitive=homothetic * (local - category),
        allocation=(e0 - homothetic) * (local - category),
    )


def kitagawa(
    share_before: ArrayLike, rate_before: ArrayLike, share_after: ArrayLike, rate_after: ArrayLike
) -> tuple[float, float]:
    """Split the change of an overall rate into make-up of the population and rates of its groups.

    Parameters
    ----------
    share_before, rate_before, share_after, rate_after : array_like, shape (k,)
        Share of each group in the population and its rate, in the two periods.

    Returns
    -------
    composition, rate : float
        Effects in the unit of the rates; they add up to the change of the overall rate.

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length.
    """
    s0, r0 = counts("share_before", share_before, 1), counts("rate_before", rate_before, 1)
    s1, r1 = counts("share_after", share_after, 1), counts("rate_after", rate_after, 1)
    for name, array in (("rate_before", r0), ("share_after", s1), ("rate_after", r1)):
        same_shape(name, array, "share_before", s0)
    return float(((s1 - s0) * (r0 + r1) / 2).sum()), float(((r1 - r0) * (s0 + s1) / 2).sum())


def product_factors(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Split the change of a product of factors into one effect for each (Das Gupta; the Shapley value).

    Parameters
    ----------
    before, after : mapping of str to float
        The same 2 to 6 factors in the two periods, for example population, prevalence, incidence.

    Returns
    -------
    dict of str to float
        Effect of each factor, in the unit of the product; they add up to its change.

    Raises
    ------
    ValueError
        The factors differ between periods, a value is missing, or there are more than 6 or fewer than 2.
    """
    names = list(before)
    if set(names) != set(after):
        raise ValueError("after must hold the same factors as before")
    if not 2 <= len(names) <= MOST_FACTORS:
        raise ValueError(f"before must hold 2 to {MOST_FACTORS} factors, not {len(names)}")
    start = dict(zip(names, numbers("before", [before[n] for n in names]), strict=True))
    end = dict(zip(names, numbers("after", [after[n] for n in names]), strict=True))
    k = len(names)
    effects = {}
    for name in names:
        others = [n for n in names if n != name]
        total = 0.0
        for size in range(k):
            weight = factorial(size) * factorial(k - 1 - size) / factorial(k)
            for moved in combinations(others, size):
                total += weight * float(np.prod([end[n] if n in moved else start[n] for n in others]))
        effects[name] = float((end[name] - start[name]) * total)
    return effects
