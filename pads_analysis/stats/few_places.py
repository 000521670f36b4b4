"""How much of a change that an area has to itself lies in the few places that moved most, beside chance.

The places that moved most are picked by how they moved, so that they hold much of any change even where every place
moved alike. What they hold is therefore set beside what the same number of places would hold in draws in which all
places changed by the same ratio.

References
----------
Spiegelhalter (2005), Quality and Safety in Health Care 14:347 (dispersion of many areas). Bernasco and Steenbeek
(2017), Journal of Quantitative Criminology 33:451 (concentration beside what chance makes of few events).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, same_shape
from pads_analysis.stats.factor_intervals import resampled_counts
from pads_analysis.stats.overdispersion import winsorised_dispersion
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, source, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class FewPlaces(Printed):
    """What the few places that moved most hold of what all places hold.

    Attributes
    ----------
    places : ndarray of int (few,)
        Positions of those places, the one that moved most first.
    held, everywhere : float
        Later count less expected count, in them and in all places.
    chance, chance_low, chance_high : float
        What so many places would hold had all changed by one ratio: mean and limits of draws.
    p : float
        One-sided share of draws that hold as much; never below 1 in the number of draws.
    dispersion : float
        How many times as much as chance alone places vary, which the draws allow for.
    """

    places: NDArray[np.int64]
    held: float
    everywhere: float
    chance: float
    chance_low: float
    chance_high: float
    p: float
    dispersion: float


def few_places(
    before: ArrayLike,
    after: ArrayLike,
    expected_ratio: float,
    few: int,
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    confidence: float = 0.95,
) -> FewPlaces:
    """Say what the `few` places that moved most in the direction of the whole hold, beside chance.

    Use it to ask whether a change sits in few places or everywhere. Not to find which places changed, for which see
    `change.compare_many`.

    Parameters
    ----------
    before, after : array_like, shape (n,)
        Counts of all places in two periods.
    expected_ratio : float
        Later over earlier count that is taken as expected in every place.
    few : int
        How many places, fewer than all.
    rng : numpy.random.Generator
    draws : int
    confidence : float

    Returns
    -------
    FewPlaces

    Raises
    ------
    ValueError
        An argument missing, negative or of unequal length; no event in one of the periods; `few` out of range.

    Notes
    -----
    Each place's two counts together are split in the proportion of the whole, and drawn as Poisson counts, or negative
    binomial ones where places vary more, the change of the whole being held. Assumes places independent of one another.

    Examples
    --------
    Ten places alike but one, which has all of the change:

    >>> found = few_places([40] * 10, [40] * 9 + [140], 1.0, 1, rng=np.random.default_rng(1))
    >>> found.places.tolist(), found.held, found.everywhere, found.p <= 0.01
    ([9], 100.0, 100.0, True)
    """
    b, a = counts("before", before, 1), counts("after", after, 1)
    same_shape("after", a, "before", b)
    ratio, alpha = zero_or_more("expected_ratio", expected_ratio), 1 - level(confidence)
    k, rng = whole("few", few, 1, len(b) - 1), source(rng)
    if not a.sum() or not b.sum():
        raise ValueError("before and after must each hold an event")
    gap = a - ratio * b
    everywhere = float(gap.sum())
    way = 1.0 if everywhere >= 0 else -1.0
    order = np.argsort(-way * gap, kind="stable")[:k]
    both, share = a + b, float(a.sum() / (a.sum() + b.sum()))
    seen = both > 0
    z = (a - share * both)[seen] / np.sqrt(both[seen] * share * (1 - share))
    phi = winsorised_dispersion(z)
    later = resampled_counts(share * both, rng, draws, phi)
    earlier = resampled_counts((1 - share) * both, rng, draws, phi)
    drawn = later - ratio * earlier
    # The change of the whole is given; only how it spreads is at stake.
    drawn = way * (drawn - (drawn.sum(axis=1) - everywhere)[:, None] * (both / both.sum()))
    top = np.partition(drawn, len(b) - k, axis=1)[:, -k:].sum(axis=1)
    held = float(gap[order].sum())
    low, high = np.quantile(top, [alpha / 2, 1 - alpha / 2]).tolist()
    ends = sorted((way * low, way * high))
    p = max(float((top >= way * held).mean()), 1 / len(top))
    return FewPlaces(order, held, everywhere, way * float(top.mean()), ends[0], ends[1], p, phi)
