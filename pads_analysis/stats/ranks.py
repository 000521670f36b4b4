"""How sure a place in a table of areas is.

References
----------
Goldstein and Spiegelhalter (1996), JRSS A 159:385 (league tables and their limitations). Marshall and Spiegelhalter
(1998), BMJ 316:1701 (intervals of ranks).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts as checked_counts
from pads_analysis.stats.arguments import numbers, one_or_each, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Share of draws from which an area may be called highest (or lowest). Of two equal areas one passes it in 5 % of
#: tables, of more equal areas in fewer.
SURE = 0.975


@dataclass(frozen=True, slots=True)
class RankIntervals(Printed):
    """Places of n areas by rate, 1 for the highest.

    Attributes
    ----------
    rate : ndarray (n,)
        Events per unit of exposure.
    rank, rank_low, rank_high : ndarray of int (n,)
        Middle place over the draws, and the interval of places.
    p_highest, p_lowest : ndarray (n,)
        Share of draws in which the area comes first, or last.
    is_highest, is_lowest : ndarray of bool (n,)
        The area may be called so: in at least 97.5 % of draws.
    """

    rate: NDArray[np.float64]
    rank: NDArray[np.int64]
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    p_highest: NDArray[np.float64]
    p_lowest: NDArray[np.float64]
    is_highest: NDArray[np.bool_]
    is_lowest: NDArray[np.bool_]


def rank_intervals(
    counts: ArrayLike,
    exposures: ArrayLike,
    *,
    rng: np.random.Generator,
    dispersion: ArrayLike = 1.0,
    draws: int = 10_000,
    confidence: float = 0.95,
) -> RankIntervals:
    """Intervals of the places of areas in a table ordered by rate.

    Use it before any area is called highest, lowest, or third of fifteen. Not with a dispersion of 1 for monthly counts
    that vary more than that (`monthly_rates.rate_of_months` tells how much).

    Parameters
    ----------
    counts, exposures : array_like, shape (n,)
        Of at least two areas.
    rng : numpy.random.Generator
        Source of the draws.
    dispersion : array_like, shape () or (n,)
        Variance of each count over its mean; not below 1.
    draws : int
        Draws of all rates together, at least 100.
    confidence : float
        Level of the interval of places.

    Returns
    -------
    RankIntervals

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length; fewer than two areas; dispersion below 1;
        no generator; fewer than 100 draws.

    Notes
    -----
    Rates are drawn from gamma distributions with shape count / dispersion + 1/2 (Jeffreys), areas independently.

    Examples
    --------
    >>> found = rank_intervals([150, 100, 105], [1000, 1000, 1000], rng=np.random.default_rng(1))
    >>> found.rank_low.tolist(), found.rank_high.tolist(), found.is_highest.tolist()
    ([1, 2, 2], [1, 3, 3], [True, False, False])
    """
    k, t = checked_counts("counts", counts, 1), positive("exposures", exposures, 1)
    same_shape("counts", k, "exposures", t)
    phi = one_or_each("dispersion", numbers("dispersion", dispersion), "counts", k)
    if (phi < 1).any():
        raise ValueError("dispersion is below 1")
    if len(k) < 2:
        raise ValueError("counts must hold at least two areas")
    rng, size = source(rng), whole("draws", draws, 100, 1_000_000)
    alpha = (1 - level(confidence)) / 2
    drawn = rng.gamma(k / phi + 0.5, phi / t, size=(size, len(k)))
    ranks = np.empty(drawn.shape, dtype=np.int64)
    np.put_along_axis(ranks, (-drawn).argsort(axis=1), np.arange(1, len(k) + 1)[None, :], axis=1)
    low, middle, high = np.quantile(ranks, [alpha, 0.5, 1 - alpha], axis=0, method="nearest").astype(np.int64)
    first, last = (ranks == 1).mean(axis=0), (ranks == len(k)).mean(axis=0)
    return RankIntervals(k / t, middle, low, high, first, last, first >= SURE, last >= SURE)
