"""Criteria made comparable: scores on fixed value functions, and weights from what people can say of them.

References
----------
Dodgson and others (2009), Multi-criteria analysis: a manual, DCLG (value functions, swing weights). Von Winterfeldt and
Edwards (1986), Decision Analysis and Behavioral Research (swing). Edwards and Barron (1994), Organizational Behavior
and Human Decision Processes 60:306 (rank-order centroid).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers, numbers_or_missing, relative_weights
from pads_analysis.stats.scalars import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def value(x: ArrayLike, anchors: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Score on a fixed piecewise-linear value function; outside the anchors the end score holds.

    Use it to put criteria of different units on one scale, agreed before the figures are seen, so that one thing more
    or less cannot turn two others round. Not with anchors taken from the data at hand.

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

    Notes
    -----
    Assumes that a point more is worth as much at one end of the score as at the other: anchors say where it is not
    so.

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

    Use it when those accountable can say how much the whole range of each criterion matters to them. Not with points
    for the criteria's importance in general, without their ranges in view.

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

    Notes
    -----
    Assumes that a criterion matters as much whatever the scores on the others (additive value).

    Examples
    --------
    >>> swing_weights([100, 80, 40, 20]).round(4).tolist()
    [0.4167, 0.3333, 0.1667, 0.0833]
    """
    return relative_weights("points", points)


def rank_order_centroid(n: int) -> NDArray[np.float64]:
    """Weights of n criteria of which only the order is known, most important first: (1/n) sum_{k>=i} 1/k.

    Use it where an order is all that people agree on; it is the mean of all weights in that order. Not for criteria of
    which some matter alike: the weights fall steeply.

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

    Notes
    -----
    Assumes all weights in that order to be held by as many people.

    Examples
    --------
    Edwards and Barron's table for four criteria:

    >>> rank_order_centroid(4).round(4).tolist()
    [0.5208, 0.2708, 0.1458, 0.0625]
    """
    n = whole("n", n, 1, 10_000)
    return np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n


def equal_weights(m: int) -> NDArray[np.float64]:
    """Equal weights of m criteria: what is left when nobody may say which matters more.

    Use it where nobody may say which criterion matters more. Not as a way round deciding.

    Parameters
    ----------
    m : int
        Number of criteria.

    Returns
    -------
    ndarray (m,)

    Raises
    ------
    ValueError
        `m` not a whole number from 1 to 10 million.

    Notes
    -----
    Assumes that the ranges of the criteria matter alike; equal is a judgement too.

    Examples
    --------
    >>> equal_weights(4).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    m = whole("m", m, 1)
    return np.full(m, 1 / m)
