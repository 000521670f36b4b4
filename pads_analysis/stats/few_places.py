"""How much of a change that an area has to itself lies in the few places that moved most, beside chance.

The places that moved most are picked by how they moved, so that they hold much of any change even where every place
moved alike. What they hold is therefore set beside what the same number of places would hold in draws in which all
places changed by the same ratio.

References
----------
DerSimonian and Laird (1986), Controlled Clinical Trials 7:177 (spread between places by the method of moments; here
by the median). Bernasco and Steenbeek
(2017), Journal of Quantitative Criminology 33:451 (concentration beside what chance makes of few events).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, source, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CHI_SQUARE_MEDIAN = 0.4549


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
        How many times as much as chance alone places vary on average, which the draws allow for.
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
    Each place's two counts together are split in the proportion of the whole, and drawn as Poisson counts, the change
    of the whole being held. Where places vary more than chance lets them, each draw moves every place by a gamma factor
    of mean 1 whose variance is that of the middle half of places: busy places then vary more in events than quiet ones.
    Assumes places independent of one another.

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
    spread, info = _spread(a, both)
    size = (whole("draws", draws, 2, 1_000_000), len(both))
    own = rng.gamma(1 / spread, spread, size) if spread > 1e-9 else np.ones(size)
    later = rng.poisson(share * both * own)
    earlier = rng.poisson((1 - share) * both, size)
    drawn = later - ratio * earlier
    # The change of the whole is given; only how it spreads is at stake.
    drawn = way * (drawn - (drawn.sum(axis=1) - everywhere)[:, None] * (both / both.sum()))
    top = np.partition(drawn, len(b) - k, axis=1)[:, -k:].sum(axis=1)
    held = float(gap[order].sum())
    low, high = np.quantile(top, [alpha / 2, 1 - alpha / 2]).tolist()
    ends = sorted((way * low, way * high))
    p = max(float((top >= way * held).mean()), 1 / len(top))
    return FewPlaces(order, held, everywhere, way * float(top.mean()), ends[0], ends[1], p, 1 + spread * info)


def _spread(after: NDArray, both: NDArray) -> tuple[float, float]:
    """Return the variance of places' own ratios, from the middle of the places, and the mean information of a place.

    The few that stand out must count neither in the centre nor in the spread: the share of the middle place is the
    centre, and the spread that at which the median of the scaled squares is as chi-square on one degree of freedom.
    """
    x, n = after[both > 0], both[both > 0]
    order = np.argsort(x / n)
    at = np.searchsorted(np.cumsum(n[order]), n.sum() / 2)
    middle = float(np.clip((x / n)[order][at], 0.02, 0.98))
    info = n * middle * (1 - middle)
    square = (x - middle * n) ** 2 / info
    least, most = 0.0, 4.0
    if np.median(square) <= CHI_SQUARE_MEDIAN:
        return 0.0, float(info.mean())
    for _ in range(40):
        tried = (least + most) / 2
        above = np.median(square / (1 + tried * info)) > CHI_SQUARE_MEDIAN
        least, most = (tried, most) if above else (least, tried)
    return (least + most) / 2, float(info.mean())
