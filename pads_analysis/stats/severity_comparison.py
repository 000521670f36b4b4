"""A severity score beside those of peers.

References
----------
Fay and Feuer (1997), Statistics in Medicine 16:791 (limits of a weighted sum of Poisson counts). Zou and Donner (2008),
Statistics in Medicine 27:1693 (limits of a combined estimate).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

from pads_analysis.stats.arguments import counts, positive
from pads_analysis.stats.peers import LEAST_PEERS
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level
from pads_analysis.stats.severity import weighted_rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

SMALLEST_P, LARGEST_P = 1e-10, 1 - 1e-9


@dataclass(frozen=True, slots=True)
class ScoreComparison(Printed):
    """A weighted rate beside the unweighted mean of the peers' weighted rates, per `per` units.

    Attributes
    ----------
    score : float
        Of the area.
    mean, mean_low, mean_high : float
        Of the peers, with limits from the variation between them, not below 0.
    ratio, low, high, p : float
        score / mean with its interval, and a two-sided p that agrees with it.
    """

    score: float
    mean: float
    mean_low: float
    mean_high: float
    ratio: float
    low: float
    high: float
    p: float


def compare_scores(
    count: ArrayLike,
    weight: ArrayLike,
    exposure: float,
    peer_counts: ArrayLike,
    peer_exposures: ArrayLike,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    dispersion: float = 1.0,
) -> ScoreComparison:
    """Compare the weighted rate of an area with the unweighted mean of its peers' weighted rates.

    When to use: beside the comparison of plain rates. When not: where the area's score rests on fewer than some ten
    effective events, when one grave event decides.

    Parameters
    ----------
    count : array_like, shape (k,)
        The area's events by kind, at least one of a weight above zero.
    weight : array_like, shape (k,)
        Weight of one event of each kind.
    exposure : float
        Of the area.
    peer_counts, peer_exposures : array_like, shapes (n, k) and (n,)
        Of at least three peers, without the area, not all of them without weighted events.
    per : float
        Unit of the rates.
    confidence : float
        Level of the intervals.
    dispersion : float
        Variance of the area's counts over their means, 1 for Poisson; not below 1.

    Returns
    -------
    ScoreComparison

    Raises
    ------
    ValueError
        As for `severity.weighted_rate`; fewer than 3 peers, shapes that do not fit, no weighted event on one side.

    Notes
    -----
    The ratio's limits join, on the log scale, Fay and Feuer's limits of the area's score with the standard error of the
    mean between peers (t), as `peers.compare_with_mean` does for plain rates. Assumes that
    peers differ from each other as the area does from them.

    Examples
    --------
    Ten and two events of weights 1 and 20 beside four peers, all with one unit of exposure.

    >>> peers = [[10, 1], [12, 2], [8, 1], [9, 2]]
    >>> print(round(compare_scores([10, 2], [1, 20], 1.0, peers, [1.0] * 4, per=1.0).ratio, 3))
    1.258
    """
    peers, at_risk = counts("peer_counts", peer_counts, 2), positive("peer_exposures", peer_exposures, 1)
    if peers.shape != (len(at_risk), np.size(weight)):
        raise ValueError("peer_counts has a shape that does not fit weight and peer_exposures")
    n, alpha = len(at_risk), 1 - level(confidence)
    if n < LEAST_PEERS:
        raise ValueError(f"peer_counts has {n} peers; at least {LEAST_PEERS} are needed")

    def own(a: float) -> tuple[float, float, float]:
        found = weighted_rate(count, weight, exposure, float(per), 1 - a, dispersion=dispersion)
        # The lower limit of a fraction of an event can be too small for a floating-point number.
        low = max(float(found.ci_low), np.finfo(float).tiny)
        return float(found.rate), low, float(found.ci_high)

    score = own(alpha)[0]
    scores = per * (peers @ np.asarray(weight, dtype=np.float64)) / at_risk
    mean = float(scores.mean())
    if not (score > 0 and mean > 0):
        raise ValueError("count or peer_counts holds no event of a weight above zero")
    error = float(scores.std(ddof=1)) / np.sqrt(n)
    middle = np.log(score / mean)

    def limits(a: float) -> tuple[float, float]:
        _, low, high = own(a)
        spread = stats.t.isf(a / 2, n - 1) * error / mean
        return (
            middle - float(np.hypot(np.log(score / low), spread)),
            middle + float(np.hypot(np.log(high / score), spread)),
        )

    half = float(stats.t.isf(alpha / 2, n - 1)) * error
    low, high = np.exp(limits(alpha))
    p = _level_at_which(limits, 1 if middle < 0 else 0)
    ends = (max(0.0, mean - half), mean + half)
    return ScoreComparison(score, mean, *ends, float(np.exp(middle)), float(low), float(high), p)


def _level_at_which(limits: Callable[[float], tuple[float, float]], side: int) -> float:
    """Return the level at which one limit of the log ratio just touches zero."""

    def distance(log_a: float) -> float:
        return limits(float(np.exp(log_a)))[side]

    first, last = np.log(SMALLEST_P), np.log(LARGEST_P)
    if distance(first) * distance(last) > 0:
        return SMALLEST_P if (distance(first) > 0) == (side == 0) else 1.0
    return float(np.exp(optimize.brentq(distance, first, last, xtol=1e-10)))
