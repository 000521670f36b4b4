"""Whether two monthly series move together beyond season, trend and what others share.

References
----------
Freedman and Lane (1983), Journal of Business and Economic Statistics 1:292 (permuting residuals of a reduced model).
Politis and Romano (1992), in Exploring the Limits of Bootstrap, Wiley (circular blocks). Phipson and Smyth (2010),
Statistical Applications in Genetics and Molecular Biology 9:39 (a permutation p is never zero). Fisher (1921), Metron
1:3 (interval of a correlation).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Residuals beyond the terms taken out; fewer say nothing.
LEAST_SPARE = 10


@dataclass(frozen=True, slots=True)
class CoMovement(Printed):
    """Correlations of what is left of pairs of series.

    Attributes
    ----------
    r : ndarray (m,)
        Correlation of the residuals of each pair; NaN where a series has no residual.
    ci_low, ci_high : ndarray (m,)
        Fisher's interval with the degrees of freedom that are left after the terms taken out.
    p : ndarray (m,)
        One-sided (moving together), by permuting blocks of months.
    spare : int
        Months less the terms taken out.
    """

    r: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    p: NDArray[np.float64]
    spare: int


def co_movement(
    series: ArrayLike,
    pairs: ArrayLike,
    calendar: ArrayLike,
    *,
    rng: np.random.Generator,
    shared: ArrayLike | None = None,
    block: int = 3,
    permutations: int = 1999,
    confidence: float = 0.95,
) -> CoMovement:
    """Correlate pairs of monthly series after season, straight trend and shared movement are taken out.

    Use it to ask whether neighbouring areas rise and fall in the same months more than the calendar and everybody else
    make them. Not with fewer than two years, nor for counts of a handful a month, and never as a sign that one area's
    events move to the other: both may follow the same offenders, the same weather, or the same recording.

    Parameters
    ----------
    series : array_like, shape (s, t)
        Series on the scale on which they are correlated (for counts their square roots), months in order.
    pairs : array_like of int, shape (m, 2)
        Rows of `series` to correlate.
    calendar : array_like of int, shape (t,)
        Calendar month of each column, 1 to 12.
    rng : numpy.random.Generator
        For the permutations.
    shared : array_like, shape (t,) or (k, t), optional
        Series whose movement is taken out as well.
    block : int
        Months that stay together when months are permuted.
    permutations : int
        Number drawn; the smallest p is 1 / (permutations + 1).
    confidence : float
        Level of the intervals.

    Returns
    -------
    CoMovement

    Raises
    ------
    ValueError
        A value missing; lengths that differ; a pair that names no series; fewer than ten months more than the terms
        taken out; no generator.

    Notes
    -----
    Residuals of the second series of a pair are moved round in blocks, and the terms are taken out of them again, so
    that season cannot come back as agreement. Assumes months of one block to be about as alike as those of any other.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> common = rng.normal(size=48)
    >>> rows = [common + rng.normal(size=48) * 0.4, common + rng.normal(size=48) * 0.4, rng.normal(size=48)]
    >>> found = co_movement(rows, [(0, 1), (0, 2)], list(range(1, 13)) * 4, rng=rng, permutations=199)
    >>> found.r.round(1).tolist(), (found.p < 0.05).tolist()
    ([0.9, -0.2], [True, False])
    """
    y, chosen = numbers("series", series, 2), numbers("pairs", pairs, 2).astype(int)
    months = numbers("calendar", calendar, 1).astype(int)
    s, t = y.shape
    if len(months) != t or (months < 1).any() or (months > 12).any():
        raise ValueError(f"calendar must hold {t} months from 1 to 12, one for each column of series")
    if chosen.shape[1] != 2 or (chosen < 0).any() or (chosen >= s).any():
        raise ValueError(f"pairs must name two rows of series, 0 to {s - 1}")
    terms = _terms(months, t, shared)
    spare = t - int(np.linalg.matrix_rank(terms))
    if spare < LEAST_SPARE:
        raise ValueError(f"series has {t} months, which leaves {spare}; at least {LEAST_SPARE} must be left")
    z = normal_quantile(level(confidence))
    length, draws = whole("block", block, 1, t), whole("permutations", permutations, 1, 1_000_000)
    keep = np.eye(t) - terms @ np.linalg.pinv(terms)
    residual = _unit(y @ keep, y)
    orders = _block_orders(t, length, draws, source(rng))
    r = np.full(len(chosen), np.nan)
    p = np.full(len(chosen), np.nan)
    for second in np.unique(chosen[:, 1]):
        if not residual[second].any():
            continue
        moved = _unit(residual[second][orders] @ keep)
        for at in np.flatnonzero(chosen[:, 1] == second):
            first = residual[chosen[at, 0]]
            if not first.any():
                continue
            r[at] = float(first @ residual[second])
            p[at] = (1 + (moved @ first >= r[at] - 1e-12).sum()) / (draws + 1)
    with np.errstate(divide="ignore"):
        centre, half = np.arctanh(np.clip(r, -1, 1)), z / np.sqrt(spare - 2)
    return CoMovement(r, np.tanh(centre - half), np.tanh(centre + half), p, spare)


def _terms(months: NDArray, t: int, shared: ArrayLike | None) -> NDArray[np.float64]:
    """Return the columns that are taken out: a level for each calendar month held, a slope, what is shared."""
    held = (months[:, None] == np.unique(months)[None, :]).astype(float)
    columns = [held, np.linspace(-1, 1, t)[:, None]]
    if shared is not None:
        common = np.atleast_2d(numbers("shared", shared))
        if common.shape[1] != t:
            raise ValueError(f"shared has {common.shape[1]} months but series has {t}")
        columns.append((common - common.mean(axis=1, keepdims=True)).T)
    return np.hstack(columns)


def _unit(rows: NDArray, whole_rows: NDArray | None = None) -> NDArray[np.float64]:
    """Return rows of length one; rows of which nothing but rounding is left become zero."""
    size = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    scale = np.abs(rows if whole_rows is None else whole_rows).max(axis=1, keepdims=True)
    left = size > 1e-9 * np.maximum(scale, 1e-300)
    return np.where(left, rows / np.where(left, size, 1.0), 0.0)


def _block_orders(t: int, length: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return orders of months in which circular blocks of `length` months stay together."""
    blocks = -(-t // length)
    starts = rng.integers(t, size=draws)
    position = np.arange(blocks * length).reshape(blocks, length)
    order = np.argsort(rng.random((draws, blocks)), axis=1)
    flat = position[order].reshape(draws, -1)
    # The last block may be short: what reaches past the end is left out.
    kept = flat[flat < t].reshape(draws, t)
    return (kept + starts[:, None]) % t
