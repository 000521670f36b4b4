"""Weighing several criteria, and how far the order depends on the weights and scores.

References
----------
Dodgson and others (2009), Multi-criteria analysis: a manual, DCLG. Lahdelma and Salminen (2001), Operations Research
49:444 (SMAA-2, rank acceptability). Edwards and Barron (1994), Organizational Behavior and Human Decision Processes
60:306 (rank-order centroid). Von Winterfeldt and Edwards (1986), Decision Analysis and Behavioral Research (swing).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, same_shape
from pads_analysis.stats.checks import between, number, numbers_or_missing, source, whole
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """
    s, w, sd = _scores(scores, weights, score_sd)
    rng, draws = source(rng), whole("draws", draws, 1, 1_000_000)
    coverage = between("coverage", coverage, 0, 1)
    weight_uncertainty = number("weight_uncertainty", weight_uncertainty)
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
        ends = numbers("bounds", bounds, 1)
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise ValueError("bounds must be two numbers, the lower first")
        if (s < ends[0]).any() or (s > ends[1]).any():
            raise ValueError("scores holds a value outside bounds")
        drawn = np.clip(drawn, *ends)
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
    if len(w) != s.shape[1]:
        raise ValueError(f"weights has {len(w)} values but scores has {s.shape[1]} criteria")
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
    """
    chances = counts("acceptability", acceptability, 2)
    if chances.shape[0] != chances.shape[1]:
        raise ValueError(f"acceptability must be square, not of shape {chances.shape}")
    if not 0 < number("share", share) <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share!r}")
    places = max(1, round(len(chances) * share))
    return chances[:, :places].sum(axis=1)


def value(x: ArrayLike, anchors: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Score on a fixed piecewise-linear value function; outside the anchors the end score holds.

    Parameters
    ----------
    x : array_like, any shape
        Measurements; NaN gives NaN (not scored).
    anchors : sequence of (measurement, score)
        At least two, measurements rising.

    Returns
    -------
    ndarray, shape of `x`

    Raises
    ------
    ValueError
        Anchors missing, fewer than two, or not rising; `x` not numeric.

    Examples
    --------
    >>> value([0.75, 9], [(0.5, 0), (1.0, 2), (2.0, 4)]).tolist()
    [1.0, 4.0]
    """
    points = numbers("anchors", anchors, 2)
    if points.shape[1] != 2 or len(points) < 2 or (np.diff(points[:, 0]) <= 0).any():
        raise ValueError("anchors must be at least two pairs (measurement, score), measurements rising")
    measured = numbers_or_missing("x", x)
    return np.where(np.isnan(measured), np.nan, np.interp(measured, points[:, 0], points[:, 1]))[()]


def swing_weights(points: ArrayLike) -> NDArray[np.float64]:
    """Weights from swing points: p_i / sum p.

    Parameters
    ----------
    points : array_like, shape (k,)
        How much a swing from worst to best on each criterion matters, the largest swing 100; zero or more.

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    ValueError
        `points` empty, missing, negative or all zero.

    Examples
    --------
    >>> swing_weights([100, 80, 40, 20]).round(4).tolist()
    [0.4167, 0.3333, 0.1667, 0.0833]
    """
    p = counts("points", points, 1)
    if p.max() == 0:
        raise ValueError("points are all zero")
    p = p / p.max()
    return p / p.sum()


def rank_order_centroid(n: int) -> NDArray[np.float64]:
    """Weights of n criteria of which only the order is known, most important first: (1/n) sum_{k>=i} 1/k.

    Parameters
    ----------
    n : int
        Number of criteria, 1 to 10,000.

    Returns
    -------
    ndarray (n,)

    Raises
    ------
    ValueError
        `n` not a whole number in that range.

    Examples
    --------
    Edwards and Barron's table for four criteria:

    >>> rank_order_centroid(4).round(4).tolist()
    [0.5208, 0.2708, 0.1458, 0.0625]
    """
    n = whole("n", n, 1, 10_000)
    return np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n
