"""The weighted displacement difference of months in pairs: scaled to the area's size, with its months' own spread.

References
----------
Wheeler and Ratcliffe (2018), Crime Science 7:11 (difference and variance). McCullagh and Nelder (1989), Generalized
Linear Models, section 6.2 (dispersion from the residual spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, same_shape
from pads_analysis.stats.evaluation import displacement_difference
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_PAIRS = 4


@dataclass(frozen=True, slots=True)
class PairedDifference(Printed):
    """Change of one area less what the change of its comparison leads to expect, in events.

    Attributes
    ----------
    difference, ci_low, ci_high : float
        Events after less `expected`, with limits; negative is fewer than expected.
    p : float
        Two-sided.
    expected : float
        Events before times the comparison's ratio of after to before.
    ratio, ratio_low, ratio_high : float
        The same as a ratio to `expected`, which is taken as known; not below 0.
    dispersion : float
        Variance of the paired months over that of Poisson counts, 1 at least.
    small_counts : bool
        A count of one of the two areas and periods below 5: the interval is not to be read.
    """

    difference: float
    ci_low: float
    ci_high: float
    p: float
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    dispersion: float
    small_counts: bool


def paired_difference(
    before: ArrayLike,
    after: ArrayLike,
    comparison_before: ArrayLike,
    comparison_after: ArrayLike,
    *,
    confidence: float = 0.95,
) -> PairedDifference:
    """Weighted displacement difference of one area beside its comparison, from months in pairs.

    Use it where an action has a start, months before and after can be paired by calendar month, and areas without the
    action are at hand that would otherwise have changed by the same proportion. Not where the area was chosen for a
    recent peak, nor for counts below 5.

    Parameters
    ----------
    before, after : array_like, shape (m,)
        Monthly counts of the area of the action; before[i] and after[i] are the same calendar month.
    comparison_before, comparison_after : array_like, shape (m,)
        The same of the comparison; its areas are none of the area's.
    confidence : float

    Returns
    -------
    PairedDifference

    Raises
    ------
    ValueError
        Fewer than 4 pairs, another length, a count missing or negative, or no event before in one of the two.

    Notes
    -----
    The comparison's weight is its count before over the area's, so that equal proportional changes give a difference
    of zero. Assumes pairs that are independent of each other. The variance of the counts is multiplied by m var(d_i)
    over it, where d_i is the weighted difference of pair i, where that is above 1; t with m - 1 degrees of freedom.
    Where the comparison rose by a ratio r the earlier counts, whose error r multiplies, weigh r squared as much.

    Examples
    --------
    An area that halves beside a comparison of ten times its size that does not change:

    >>> found = paired_difference([20] * 6, [10] * 6, [200] * 6, [200] * 6)
    >>> found.difference, found.expected, found.ratio, found.dispersion
    (-60.0, 120.0, 0.5, 1.0)
    """
    pairs = [
        counts(name, given, 1)
        for name, given in (
            ("before", before),
            ("after", after),
            ("comparison_before", comparison_before),
            ("comparison_after", comparison_after),
        )
    ]
    for name, array in zip(("after", "comparison_before", "comparison_after"), pairs[1:], strict=True):
        same_shape(name, array, "before", pairs[0])
    m = len(pairs[0])
    if m < LEAST_PAIRS:
        raise ValueError(f"before has {m} months; at least {LEAST_PAIRS} pairs are needed")
    tb, ta, cb, ca = (float(array.sum()) for array in pairs)
    if tb == 0 or cb == 0:
        raise ValueError("before and comparison_before must hold at least one event")
    weight = cb / tb
    spread = _dispersion(pairs, weight)
    found = displacement_difference(
        (tb, ta), (cb, ca), area_weights=(weight, 1, 1, 1), confidence=confidence, dispersion=spread
    )
    error = found.total_se * _of_ratio(tb, ta, cb, ca)
    half = float(stats.t.isf((1 - level(confidence)) / 2, m - 1)) * error
    expected = tb * ca / cb
    return PairedDifference(
        difference=found.total,
        ci_low=found.total - half,
        ci_high=found.total + half,
        p=float(2 * stats.t.sf(abs(found.total) / error, m - 1)),
        expected=expected,
        ratio=_ratio(expected, found.total),
        ratio_low=_ratio(expected, found.total - half),
        ratio_high=_ratio(expected, found.total + half),
        dispersion=spread,
        small_counts=found.small_counts,
    )


def _dispersion(pairs: list[NDArray[np.float64]], weight: float) -> float:
    before, after, comparison_before, comparison_after = pairs
    d = (after - before) - (comparison_after - comparison_before) / weight
    poisson = float((before + after).sum() + (comparison_before + comparison_after).sum() / weight**2)
    return max(1.0, len(d) * float(d.var(ddof=1)) / poisson)


def _of_ratio(tb: float, ta: float, cb: float, ca: float) -> float:
    """Return by how much a common rise makes the error larger than that of counts that stay; 1 at least."""
    square = (ca / cb) ** 2
    stays = tb + ta + (cb + ca) * (tb / cb) ** 2
    rises = square * tb + ta + (square * cb + ca) * (tb / cb) ** 2
    return max(1.0, rises / stays) ** 0.5


def _ratio(expected: float, difference: float) -> float:
    return max(0.0, (expected + difference) / expected) if expected else np.nan
