"""Change between two periods whose matched months are not all equally far apart.

Two assessments need not end in the same calendar month. Each month of the later period is then matched with the same
calendar month of the earlier one, some 12 months before and others 24. The model is that of
`pads_analysis.stats.change.compare_months`; only the place of each month in time is told month by month, because the
extra variation lingers from one month to the next in true time and not in the order of the pairs.

References
----------
Zeger (1988), Biometrika 75:621 (serially correlated counts). See `pads_analysis.stats.change`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats import year_blocks
from pads_analysis.stats.arguments import counts, gapped, numbers, same_shape
from pads_analysis.stats.change import (
    EXACT_BELOW,
    HISTORY_MONTHS,
    LEAST_PAIRS,
    compare_months,
    ratio_of_blocks,
)
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def compare_matched(
    now: ArrayLike,
    before: ArrayLike,
    confidence: float = 0.95,
    *,
    at_now: ArrayLike,
    at_before: ArrayLike,
    history: ArrayLike | None = None,
) -> RatioEstimate:
    """Ratio of two periods given as matched months, each with its own place in time.

    When to use: where months left out make pairs unequally far apart. When not: for two whole years, which
    `change.compare_months` compares.

    Parameters
    ----------
    now, before : array_like, shape (m,)
        Monthly counts; now[i] and before[i] are the same calendar month.
    confidence : float
        Level of the interval.
    at_now, at_before : array_like of int, shape (m,)
        Months since the first month of the earlier period, for each count of `now` and of `before`.
    history : array_like, shape (h,), optional
        Monthly counts that end the month before the earlier period, oldest first; NaN marks an excluded month. They
        sharpen the estimate of the extra variation and leave the ratio as it is. At most 60 months are used.

    Returns
    -------
    RatioEstimate
        Scalars; that of `compare_months` where all pairs are equally far apart or events are few.

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length; two counts of one month; a pair that is not of one
        calendar month, or whose later month is not the later one.

    Notes
    -----
    Assumes what `compare_months` does. Months between the two periods are not used.

    Examples
    --------
    >>> spring = [52, 61, 58, 49, 55, 60]
    >>> found = compare_matched(
    ...     [64, 70, 66, 50, 57, 63], spring, at_now=[24, 25, 26, 15, 16, 17], at_before=[0, 1, 2, 3, 4, 5]
    ... )
    >>> print(round(found.ratio, 3))
    1.104
    """
    y1, y0 = counts("now", now, 1), counts("before", before, 1)
    same_shape("now", y1, "before", y0)
    later, earlier = (
        numbers(name, at, 1).astype(np.int64) for name, at in (("at_now", at_now), ("at_before", at_before))
    )
    same_shape("at_now", later, "now", y1)
    same_shape("at_before", earlier, "before", y0)
    level(confidence)
    apart = later - earlier
    if (apart <= 0).any() or (apart % 12).any():
        raise ValueError(
            "at_now and at_before must pair each month with the same calendar month of an earlier year"
        )
    both = np.concatenate([later, earlier])
    if len(np.unique(both)) < len(both):
        raise ValueError("at_now and at_before hold one month twice")
    if len(np.unique(apart)) == 1:
        return compare_months(y1, y0, confidence, history=history, at=earlier, months_apart=int(apart[0]))
    kept = (y1 + y0) > 0
    if kept.sum() < LEAST_PAIRS or y1.sum() + y0.sum() < EXACT_BELOW or min(y1.sum(), y0.sum()) == 0:
        # Few events are compared by their totals alone, where places in time play no part.
        return compare_months(y1, y0, confidence)
    known = history is not None and np.size(history) > 0
    past = gapped("history", history)[-HISTORY_MONTHS:] if known else np.empty(0)
    ones = np.ones_like(y1)
    series = year_blocks.stack((y1, ones), (y0, ones), past, earlier)
    time = series.time.copy()
    time[series.block == 0] = later[kept]
    return ratio_of_blocks(replace(series, time=time), confidence)
