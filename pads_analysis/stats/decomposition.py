"""What a change is made of: the percentage points each part brings to the change of the whole.

References
----------
Casella and Berger (2002), Statistical Inference, 2nd ed., 5.5.4 (delta method). Garwood (1936), Biometrika 28:437.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, numbers_or_missing, same_shape
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


#: A change of the total beyond this many times its size is no count.
MOST_TIMES = 1e100


@dataclass(frozen=True, slots=True)
class Contribution(Printed):
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


def contributions(
    before: ArrayLike, after: ArrayLike, confidence: float = 0.95, *, dispersion: float = 1.0
) -> Contribution:
    """Split the percentage change of a total into the percentage points each part brings.

    Limits by the delta method for independent counts with variance `dispersion` times their mean; the earlier total
    in the denominator is a count too and is allowed for. Use it for parts that make up a whole. It describes and does
    not explain; with fewer than about 30 events before, percentages of the total mean little.

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

    Notes
    -----
    With d = (after - before) / B and B = sum before, Var(d_i) = phi (a_i + b_i (1 + d_i)^2 + (B - b_i) d_i^2) / B^2.
    Assumes independent counts.

    Examples
    --------
    >>> found = contributions([60, 40], [90, 30])
    >>> found.points.tolist(), found.total_percent
    ([30.0, -10.0], 20.0)
    """
    b, a = counts("before", before, 1), counts("after", after, 1)
    same_shape("after", a, "before", b)
    total = b.sum()
    if total == 0:
        raise ValueError("before holds no event, so there is no percentage change")
    phi = above_zero("dispersion", dispersion)
    with np.errstate(over="ignore"):
        share = (a - b) / total
    if np.abs(share).max() > MOST_TIMES:
        raise ValueError("after is too large beside before to give percentages")
    own = b * (1 + share) ** 2
    others = (total - b) * share**2
    error = np.sqrt(phi * (a + own + others)) / total
    half = normal_quantile(confidence) * error
    return Contribution(
        100 * share, 100 * (share - half), 100 * (share + half), float(100 * (a.sum() - total) / total)
    )


def contributions_from_ratios(
    before: ArrayLike, after: ArrayLike, ratio_low: ArrayLike, ratio_high: ArrayLike
) -> Contribution:
    """Split the percentage change of a total, with limits that follow those of each part's own ratio.

    A part's contribution is its earlier share times its ratio less one, so limits of the ratio give limits of the
    contribution, and the two leave out "no change" together. Use it beside a table of those ratios, so that the two
    never contradict each other; without such a table use `contributions`.

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
        When lengths differ, a count is missing, a limit is not a number or below zero, the lower limit of a part is
        above the upper, or the earlier counts do not add up to more than zero.

    Notes
    -----
    Assumes the earlier total as known: limits are a little too narrow where a part is most of the whole.

    Examples
    --------
    >>> found = contributions_from_ratios([80, 20], [100, 10], [1.0, 0.25], [1.5, 1.0])
    >>> found.ci_low.tolist(), found.ci_high.tolist()
    ([0.0, -15.0], [40.0, 0.0])
    """
    b, a = numbers("before", before, 1), numbers("after", after, 1)
    low, high = numbers_or_missing("ratio_low", ratio_low), numbers_or_missing("ratio_high", ratio_high)
    if not b.shape == a.shape == low.shape == high.shape:
        raise ValueError("before, after, ratio_low and ratio_high must have one value for each part")
    if ((low < 0) | (low > high))[(b > 0) & (a >= 0)].any():
        raise ValueError("ratio_low must be zero or more, and not above ratio_high")
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
