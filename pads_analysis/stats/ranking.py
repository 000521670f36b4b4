"""Weighing several criteria, and how far the order depends on the weights and scores.

References
----------
Dodgson and others (2009), Multi-criteria analysis: a manual, DCLG. Lahdelma and Salminen (2001), Operations Research
49:444 (SMAA-2, rank acceptability).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers_or_missing, of_length, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import between, number, source, two_rising, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


#: Scores beyond this cannot be averaged without overflow.
LARGEST = 1e100


@dataclass(frozen=True, slots=True)
class Ranking(Printed):
    """Totals of n things and how sure their order is; rank 1 is the highest total.

    Attributes
    ----------
    total : ndarray (n,)
        Weighted mean of the scores given, in their unit; NaN for a thing without any score.
    total_low, total_high : ndarray (n,)
        Middle `coverage` of the draws, widened to hold `total` where it lies outside.
    rank_low, rank_high : ndarray (n,)
        Best and worst rank in the middle `coverage` of the draws (NaN without any score).
    acceptability : ndarray (n, n)
        Share of draws in which thing i takes rank j + 1.
    """

    total: NDArray[np.float64]
    total_low: NDArray[np.float64]
    total_high: NDArray[np.float64]
    rank_low: NDArray[np.float64]
    rank_high: NDArray[np.float64]
    acceptability: NDArray[np.float64]


def weighted_ranks(
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    score_sd: ArrayLike | None = None,
    weight_uncertainty: float = 0.25,
    draws: int = 2000,
    rng: np.random.Generator | None = None,
    coverage: float = 0.9,
    bounds: tuple[float, float] | None = None,
) -> Ranking:
    """Rank things by their weighted mean score, with the spread that doubt about scores and weights gives.

    Use it for a list of issues scored on fixed value functions (`criteria.value`) with agreed weights. Where weights
    are not agreed use `smaa`; not for scores on different scales, nor for a thing scored on one or two criteria beside
    others scored on all.

    Parameters
    ----------
    scores : array_like, shape (n, k)
        Score of each thing on each criterion, on fixed value functions; NaN where it was not scored: its total rests
        on the other criteria, their weights scaled up.
    weights : array_like, shape (k,)
        Relative weights, zero or more, one above zero.
    score_sd : array_like, shape (n, k) or (k,), optional
        Standard deviation of each score; 0 where not given. NaN counts as 0.
    weight_uncertainty : float
        Standard deviation of each weight on the log scale: 0.25 lets a weight vary by about a quarter either way.
        Infinity ignores the weights and draws them evenly from all possible ones (SMAA-2).
    draws : int
        Number of draws.
    rng : numpy.random.Generator
        Source of the draws; required.
    coverage : float
        Share of draws between low and high.
    bounds : (float, float), optional
        Ends of the score scale, to which drawn scores are held; no score may lie outside.

    Returns
    -------
    Ranking

    Raises
    ------
    ValueError
        Arguments empty, negative or of unequal length; nothing scored; a score outside `bounds`; no `rng`.

    Notes
    -----
    Assumes that scores, and weights, are wrong independently of one another. Equal totals take turns.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> found = weighted_ranks([[4, 3], [1, 2], [3, 4]], [0.5, 0.5], rng=rng)
    >>> found.total.tolist(), found.rank_low.tolist(), found.rank_high.tolist()
    ([3.5, 1.5, 3.5], [1.0, 3.0, 1.0], [2.0, 3.0, 2.0])
    """
    s, w, sd = _scores(scores, weights, score_sd)
    rng, draws = source(rng), whole("draws", draws, 1, 1_000_000)
    coverage = between("coverage", coverage, 0, 1)
    weight_uncertainty = number("weight_uncertainty", weight_uncertainty, infinite=True)
    # A weight that may be off by a factor of exp(10) is not known at all: that is what infinity says.
    if not (0 <= weight_uncertainty <= 10 or weight_uncertainty == np.inf):
        raise ValueError(f"weight_uncertainty must be 0 to 10, or infinite, not {weight_uncertainty!r}")
    n, k = s.shape
    if weight_uncertainty == np.inf:
        drawn_weights = rng.dirichlet(np.ones(k), size=draws)
    else:
        drawn_weights = w * np.exp(weight_uncertainty * rng.standard_normal((draws, k)))
    drawn = s[None, :, :] + sd[None, :, :] * rng.standard_normal((draws, n, k))
    if bounds is not None:
        least, most = two_rising("bounds", bounds)
        if (s < least).any() or (s > most).any():
            raise ValueError("scores holds a value outside bounds")
        drawn = np.clip(drawn, least, most)
    totals = _weighted_mean(drawn, drawn_weights[:, None, :])
    scored = ~np.isnan(totals[0])
    ranks = np.full((draws, n), np.nan)
    ranks[:, scored] = _ranks(totals[:, scored], rng)
    edges = [50 * (1 - coverage), 50 * (1 + coverage)]
    limits = {name: np.full((2, n), np.nan) for name in ("total", "rank")}
    limits["total"][:, scored] = np.percentile(totals[:, scored], edges, axis=0)
    limits["rank"][:, scored] = np.percentile(ranks[:, scored], edges, axis=0, method="nearest")
    acceptability = (ranks[:, :, None] == np.arange(1, n + 1)[None, None, :]).mean(axis=0)
    total = _weighted_mean(s, w)
    # Draws held to the ends of the scale all lie to one side of a score at its end.
    low, high = np.minimum(limits["total"][0], total), np.maximum(limits["total"][1], total)
    return Ranking(total, low, high, *limits["rank"], acceptability)


def _scores(
    scores: ArrayLike, weights: ArrayLike, score_sd: ArrayLike | None
) -> tuple[NDArray, NDArray, NDArray]:
    s = numbers_or_missing("scores", scores)
    if s.ndim != 2 or s.size == 0:
        raise ValueError("scores must be a table of things by criteria, not empty")
    if (np.abs(s) > LARGEST).any() or np.isnan(s).all():
        raise ValueError("scores holds an infinite or enormous value, or no score at all")
    w = counts("weights", weights, 1)
    of_length("weights", w, s.shape[1], f"scores has {s.shape[1]} criteria")
    if w.max() == 0:
        raise ValueError("weights are all zero")
    w = w / w.max()
    sd = np.zeros_like(s) if score_sd is None else numbers_or_missing("score_sd", score_sd)
    sd = np.where(np.isnan(sd), 0.0, sd)
    if sd.ndim == 1:
        sd = np.broadcast_to(sd, s.shape) if sd.shape == w.shape else sd
    same_shape("score_sd", sd, "scores", s)
    if (sd < 0).any() or (sd > LARGEST).any():
        raise ValueError("score_sd holds a negative, infinite or enormous value")
    return s, w, sd


def _weighted_mean(scores: NDArray, weights: NDArray) -> NDArray:
    used = np.where(np.isnan(scores), 0.0, weights)
    whole = used.sum(axis=-1)
    some = whole > 0
    return np.where(some, (np.nan_to_num(scores) * used).sum(axis=-1) / np.where(some, whole, 1.0), np.nan)


def _ranks(totals: NDArray, rng: np.random.Generator) -> NDArray:
    """Rank 1 for the highest in each row; equal totals take turns at random."""
    order = np.lexsort((rng.random(totals.shape), -totals), axis=1)
    return np.argsort(order, axis=1) + 1


def chance_of_first(acceptability: ArrayLike, share: float) -> NDArray[np.float64]:
    """Chance of each issue to stand in the first part of the list.

    Use it to say which issues belong at the top whatever the doubt, and which may or may not.

    Parameters
    ----------
    acceptability : array_like, shape (n, n)
        Share of draws in which issue i takes place j + 1, as `weighted_ranks` gives it.
    share : float
        Part of the list, above 0 and at most 1; it holds at least one place and is rounded to whole places.

    Returns
    -------
    ndarray (n,)

    Raises
    ------
    ValueError
        `acceptability` not square or negative; `share` outside 0 to 1.

    Notes
    -----
    Assumes what the draws did.

    Examples
    --------
    >>> chance_of_first([[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0, 0.3, 0.7]], 1 / 3).tolist()
    [0.7, 0.3, 0.0]
    """
    chances = counts("acceptability", acceptability, 2)
    if chances.shape[0] != chances.shape[1]:
        raise ValueError(f"acceptability must be square, not of shape {chances.shape}")
    if not 0 < number("share", share) <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share!r}")
    places = max(1, round(len(chances) * share))
    return chances[:, :places].sum(axis=1)
