"""SMAA-2: what can be said of an order of things when the weights of the criteria are not agreed.

References
----------
Lahdelma and Salminen (2001), Operations Research 49:444 (SMAA-2). Tervonen and Lahdelma (2007), European Journal of
Operational Research 178:500 (its computation, ordered and bounded weights).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, numbers_or_missing, same_shape
from pads_analysis.stats.drawn_weights import draw_weights
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import source, two_rising, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

#: Draws handled together, and numbers held together where scores are drawn too.
BLOCK = 8192
NUMBERS = 1_000_000
#: Totals nearer than this, on a scale of 1, are ties and take turns.
GRAIN = 1e-12


@dataclass(frozen=True, slots=True)
class Smaa(Printed):
    """What the draws say of n things on m criteria.

    Attributes
    ----------
    first : ndarray (n,)
        Share of draws in which the thing is first.
    mean_rank : ndarray (n,)
        Mean rank over the draws, 1 the highest.
    confidence : ndarray (n,)
        Confidence factor: chance that the thing is first with its own central weights, given the doubt about scores;
        NaN for a thing never first.
    acceptability : ndarray (n, n)
        Share of draws in which thing i takes rank j + 1; rows and columns add up to 1.
    central_weights : ndarray (n, m)
        Mean of the weights that put the thing first; NaN for a thing never first.
    winning : ndarray (n, n)
        Share of draws in which thing i is above thing j; 0 on the diagonal.
    draws : int
    """

    first: NDArray[np.float64]
    mean_rank: NDArray[np.float64]
    confidence: NDArray[np.float64]
    acceptability: NDArray[np.float64]
    central_weights: NDArray[np.float64]
    winning: NDArray[np.float64]
    draws: int


@dataclass(frozen=True, slots=True)
class _Scores:
    """Scores on a scale of about 1, their standard deviations and the ends they are held to."""

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: float
    high: float
    unknown: NDArray[np.bool_]

    @property
    def exact(self) -> bool:
        return not (self.sd.any() or self.unknown.any())

    def draw(self, size: int, rng: np.random.Generator) -> NDArray:
        drawn = rng.standard_normal((size, *self.mean.shape))
        drawn *= self.sd
        drawn += self.mean
        drawn = np.clip(drawn, self.low, self.high, out=drawn)
        if self.unknown.any():
            drawn[:, self.unknown] = rng.uniform(self.low, self.high, (size, int(self.unknown.sum())))
        return drawn


def smaa(
    scores: ArrayLike,
    *,
    score_sd: ArrayLike | None = None,
    bounds: tuple[float, float] | None = None,
    order: Sequence[int] | None = None,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    draws: int = 10_000,
    rng: np.random.Generator | None = None,
) -> Smaa:
    """Rank things under all weights that could be held, and say which weights favour which thing.

    For showing people who disagree on weights what they agree on. Not for making weights unnecessary: even weights over
    all possible ones are an assumption too, and things that are never first under any weights can still matter. For
    known weights with some doubt use `ranking.weighted_ranks`.

    Parameters
    ----------
    scores : array_like, shape (n, m)
        Scores of n things on m criteria, on fixed value functions of one scale, more being higher. With `bounds` a
        missing one (NaN) is drawn evenly from the whole scale; without, none may be missing.
    score_sd : array_like, shape (n, m), optional
        Standard deviation of each score (normal, independent); 0 where not given.
    bounds : (float, float), optional
        Ends of the score scale, to which drawn scores are held.
    order, low, high
        What is agreed about the weights; see `drawn_weights.draw_weights`. All weights alike where not given.
    draws : int
        Number of draws; a share near one half then has a standard error of sqrt(.25 / draws).
    rng : numpy.random.Generator
        Source of the draws; required.

    Returns
    -------
    Smaa
        Equal totals take turns.

    Raises
    ------
    ValueError
        An argument empty, missing, infinite, negative (`score_sd`) or of another shape; no `rng`; as for
        `drawn_weights.draw_weights`.

    Notes
    -----
    Assumes scores that are wrong independently of one another, and additive value.

    Examples
    --------
    The first thing leads where w > 5/9, the last where w < 5/11, the other in between: shares 4/9, 10/99 and 5/11.

    >>> found = smaa([[1, 0], [0.6, 0.5], [0, 1]], draws=100_000, rng=np.random.default_rng(1))
    >>> bool(np.abs(found.first - [4 / 9, 10 / 99, 5 / 11]).max() < 0.01)
    True
    """
    given = _scaled(scores, score_sd, bounds)
    n, m = given.mean.shape
    rng, draws = source(rng), whole("draws", draws, 1)
    limits = {"order": order, "low": low, "high": high}
    taken = np.zeros((n, n), dtype=np.int64)
    above = np.zeros((n, n), dtype=np.int64)
    weights = np.zeros((n, m))
    for size in _blocks(draws, given):
        w = draw_weights(m, size, rng, **limits)
        rank, wins = _ranks(_totals(given, w, rng), rng)
        above += wins
        for i in range(n):
            taken[i] += np.bincount(rank[i], minlength=n)
        weights += (rank == 0).astype(np.float64) @ w
    acceptability = taken / draws
    first = taken[:, 0]
    central = np.where(first[:, None] > 0, weights / np.maximum(first, 1)[:, None], np.nan)
    return Smaa(
        first=acceptability[:, 0],
        mean_rank=acceptability @ np.arange(1.0, n + 1),
        confidence=_confidence(given, central, draws, rng),
        acceptability=acceptability,
        central_weights=central,
        winning=above / draws,
        draws=draws,
    )


def _scaled(scores: ArrayLike, score_sd: ArrayLike | None, bounds: tuple[float, float] | None) -> _Scores:
    s = numbers("scores", scores, 2) if bounds is None else numbers_or_missing("scores", scores)
    if s.ndim != 2 or s.size == 0:
        raise ValueError("scores must be a table of things by criteria, not empty")
    unknown = np.isnan(s)
    if unknown.any() and bounds is not None:
        s = np.where(unknown, sum(two_rising("bounds", bounds)) / 2, s)
    sd = np.zeros(s.shape) if score_sd is None else counts("score_sd", score_sd, 2)
    same_shape("score_sd", sd, "scores", s)
    low, high = (-np.inf, np.inf)
    if bounds is not None:
        low, high = two_rising("bounds", bounds)
        if (s < low).any() or (s > high).any():
            raise ValueError("scores holds a value outside bounds")
    # Order does not depend on origin or unit; on a scale of 1 ties can be told from rounding.
    size = max(float(np.abs(s).max()), float(sd.max())) or 1.0
    middle = s.min() / size
    unit = max(float(np.ptp(s / size)), float((sd / size).max())) or 1.0
    if unknown.any() and unit < (high - low) / size:
        unit = (high - low) / size
    ends = ((x / size - middle) / unit for x in (low, high))
    return _Scores((s / size - middle) / unit, sd / size / unit, *ends, unknown)


def _blocks(draws: int, given: _Scores) -> Iterator[int]:
    size = BLOCK if given.exact else max(1, min(BLOCK, NUMBERS // given.mean.size))
    for done in range(0, draws, size):
        yield min(size, draws - done)


def _totals(given: _Scores, w: NDArray, rng: np.random.Generator) -> NDArray:
    """Weighted sums of each thing in each draw, (n, size)."""
    if given.exact:
        return given.mean @ w.T
    return np.matmul(given.draw(len(w), rng), w[:, :, None])[:, :, 0].T


def _ranks(totals: NDArray, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rank from 0 of each thing in each draw, (n, size), and how often each is above each other, (n, n)."""
    n = len(totals)
    key = np.rint(totals / GRAIN) + rng.random(totals.shape)
    rank = np.zeros(totals.shape, dtype=np.int64)
    wins = np.zeros((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(i + 1, n):
            over = key[i] > key[j]
            rank[j] += over
            rank[i] += ~over
            wins[i, j] = np.count_nonzero(over)
            wins[j, i] = totals.shape[1] - wins[i, j]
    return rank, wins


def _confidence(
    given: _Scores, central: NDArray, draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Chance that each thing is first with its own central weights."""
    known = ~np.isnan(central[:, 0])
    w = np.where(known[:, None], central, 0.0)
    n = len(w)
    if given.exact:
        totals = given.mean @ w.T
        top = totals >= totals.max(axis=0) - GRAIN
        share = np.where(np.diag(top), 1 / top.sum(axis=0), 0.0)
        return np.where(known, share, np.nan)
    held = np.zeros(n)
    for size in _blocks(draws, given):
        totals = given.draw(size, rng) @ w.T
        held += (np.diagonal(totals, axis1=1, axis2=2) >= totals.max(axis=1)).sum(axis=0)
    return np.where(known, held / draws, np.nan)
