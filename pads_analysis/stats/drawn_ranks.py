"""Places of things whose scores are drawn: what is not known is drawn from the whole scale, and lines stand in gaps.

References
----------
Lahdelma and Salminen (2001), Operations Research 49:444 (rank acceptability, pairwise winning). Goldstein and
Spiegelhalter (1996), JRSS A 159:385 (places with intervals, and what they do not separate).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, numbers_or_missing, of_length, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import between, number, source, two_rising, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Totals nearer than this share of their spread are equal and take turns.
GRAIN = 1e-12


@dataclass(frozen=True, slots=True)
class DrawnRanks(Printed):
    """What draws of the totals of n things say of their order; place 1 is the highest total.

    Attributes
    ----------
    low, high : ndarray (n,)
        Middle `coverage` of the drawn totals.
    rank_low, rank_high : ndarray (n,)
        Best and worst place in the middle `coverage` of the draws.
    acceptability : ndarray (n, n)
        Share of draws in which thing i takes place j + 1.
    above : ndarray (n, n)
        Share of draws in which thing i is above thing j, equal totals counting half; 0 on the diagonal.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rank_low: NDArray[np.float64]
    rank_high: NDArray[np.float64]
    acceptability: NDArray[np.float64]
    above: NDArray[np.float64]


def draw_scores(
    scores: ArrayLike, sd: ArrayLike, bounds: tuple[float, float], draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw scores within their own uncertainty, and a missing one from anywhere on the scale.

    Use it where a thing was not measured on a criterion: nobody knows whether its score would have been the lowest or
    the highest. Not where a missing score means none of it.

    Parameters
    ----------
    scores : array_like, shape (n, k)
        NaN where not measured.
    sd : array_like, shape (n, k)
        Standard deviation of each score; NaN counts as 0.
    bounds : (float, float)
        Ends of the scale, to which drawn scores are held.
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (draws, n, k)

    Raises
    ------
    ValueError
        Arguments empty, of unequal shape or outside `bounds`; a negative or infinite deviation; no `rng`.

    Notes
    -----
    Assumes scores that are wrong independently of one another, and nothing known of a missing one (even on the scale).

    Examples
    --------
    >>> drawn = draw_scores([[3.0, np.nan]], [[0.0, 0.0]], (0, 4), 1000, np.random.default_rng(1))
    >>> drawn[:, 0, 0].min().item(), bool(abs(drawn[:, 0, 1].mean() - 2) < 0.1)
    (3.0, True)
    """
    s, spread = numbers_or_missing("scores", scores), numbers_or_missing("sd", sd)
    if s.ndim != 2 or s.size == 0:
        raise ValueError("scores must be a table of things by criteria, not empty")
    same_shape("sd", spread, "scores", s)
    spread = np.where(np.isnan(spread), 0.0, spread)
    if (spread < 0).any() or not np.isfinite(spread).all():
        raise ValueError("sd holds a negative or infinite value")
    least, most = two_rising("bounds", bounds)
    unknown = np.isnan(s)
    if (s[~unknown] < least).any() or (s[~unknown] > most).any():
        raise ValueError("scores holds a value outside bounds")
    rng, draws = source(rng), whole("draws", draws, 1, 1_000_000)
    deviates = rng.standard_normal((draws, *s.shape))
    drawn = np.clip(np.nan_to_num(s) + spread * deviates, least, most)
    anywhere = rng.uniform(least, most, (draws, int(unknown.sum())))
    drawn[:, unknown] = anywhere
    return drawn


def ranks_of_draws(totals: ArrayLike, rng: np.random.Generator, coverage: float = 0.9) -> DrawnRanks:
    """Places, their intervals and who is above whom, from draws of the totals.

    Use it with the totals of any way of scoring. Not with draws of things that were drawn apart from one another where
    they share what is uncertain.

    Parameters
    ----------
    totals : array_like, shape (draws, n)
    rng : numpy.random.Generator
        Decides the turns of equal totals.
    coverage : float
        Share of draws between low and high.

    Returns
    -------
    DrawnRanks

    Raises
    ------
    ValueError
        `totals` empty, missing or infinite; `coverage` outside 0-1; no `rng`.

    Notes
    -----
    Assumes what the draws did.

    Examples
    --------
    >>> found = ranks_of_draws([[3, 1], [3, 1], [1, 3], [3, 1]], np.random.default_rng(1))
    >>> found.above.tolist(), found.acceptability[0].tolist()
    ([[0.0, 0.75], [0.25, 0.0]], [0.75, 0.25])
    """
    t = numbers("totals", totals, 2)
    rng, coverage = source(rng), between("coverage", coverage, 0, 1)
    n = t.shape[1]
    unit = float(np.ptp(t)) or 1.0
    keys = np.rint((t - t.min()) / unit / GRAIN)
    order = np.lexsort((rng.random(t.shape), -keys), axis=1)
    ranks = np.argsort(order, axis=1) + 1
    edges = [50 * (1 - coverage), 50 * (1 + coverage)]
    low, high = np.percentile(t, edges, axis=0)
    rank_low, rank_high = np.percentile(ranks, edges, axis=0, method="nearest").astype("float64")
    above = np.zeros((n, n))
    for i in range(n):
        above[i] = (keys[:, [i]] > keys).mean(axis=0) + (keys[:, [i]] == keys).mean(axis=0) / 2
    np.fill_diagonal(above, 0.0)
    acceptability = (ranks[:, :, None] == np.arange(1, n + 1)).mean(axis=0)
    return DrawnRanks(low, high, rank_low, rank_high, acceptability, above)


def clear_line(total: ArrayLike, above: ArrayLike, sure: float, first: int, last: int) -> int:
    """Where in a list a line may be drawn: all above it are above all below it, each pair in so many of the draws.

    For tiers that do not separate equals: a line falls into a gap or is not drawn. Two equal things are parted only by
    a chance difference that makes one of them seem above the other in `sure` of the draws, with no other thing near.

    Parameters
    ----------
    total : array_like, shape (n,)
        Totals that order the list.
    above : array_like, shape (n, n)
        Share of draws in which thing i is above thing j.
    sure : float
        Share of draws that every pair across the line must reach, above one half.
    first, last : int
        Fewest and most things above the line.

    Returns
    -------
    int
        Number of things above the line whose weakest pair is strongest; 0 where no line can be drawn.

    Raises
    ------
    ValueError
        Arguments of another shape; `sure` not above 0.5 and at most 1.

    Notes
    -----
    Assumes what the draws did.

    Examples
    --------
    >>> above = [[0, 0.95, 0.99], [0.05, 0, 0.6], [0.01, 0.4, 0]]
    >>> clear_line([3.0, 2.0, 1.9], above, 0.8, 1, 2)
    1
    """
    t, wins = numbers("total", total, 1), counts("above", above, 2)
    of_length("total", t, len(wins), f"above has {len(wins)} rows")
    if wins.shape[0] != wins.shape[1]:
        raise ValueError(f"above must be square, not of shape {wins.shape}")
    if not 0.5 < number("sure", sure) <= 1:
        raise ValueError(f"sure must be above 0.5 and at most 1, not {sure!r}")
    order = np.argsort(-t, kind="stable")
    wins = wins[np.ix_(order, order)]
    last = min(last, len(t) - 1)
    support = {k: float(wins[:k, k:].min()) for k in range(max(first, 1), last + 1)}
    best = max(support, key=lambda k: support[k], default=0)
    return best if best and support[best] >= sure else 0
