"""Detection of a rise from a short past: EARS C1, C2 and C3, and Rossi's CUSUM of Poisson counts.

Second to `outbreaks`, which knows the season; these serve where only weeks or a few months are held.

References
----------
Hutwagner, Thompson, Seeman and Treadwell (2003), Journal of Urban Health 80:i89 (EARS). Fricker, Hegler and Dunfee
(2008), Statistics in Medicine 27:3407 (C1 to C3). Rossi, Lampugnani and Marchi (1999), Statistics in Medicine 18:2111
(CUSUM). Salmon, Schumacher and Hoehle (2016), Journal of Statistical Software 70(10) (the bounds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import special

from pads_analysis.stats.arguments import complete, positions
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, between, one_of, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LAG = {"C1": 0, "C2": 2, "C3": 2}
PAST = {"C1": 0, "C2": 2, "C3": 4}


@dataclass(frozen=True, slots=True)
class Ears(Printed):
    """EARS at t points in time.

    Attributes
    ----------
    at : ndarray of int (t,)
        Position of each point (0-based).
    observed : ndarray (t,)
        Count at the point.
    expected, spread : ndarray (t,)
        Mean and standard deviation of the baseline.
    statistic : ndarray (t,)
        C1 or C2, (observed - expected) / spread; or C3, the sum of what C2 exceeds 1 by over three points. Infinite
        where the baseline does not vary and the count differs from it.
    upper : ndarray (t,)
        Count (not whole) above which the point is an alarm; 0 where the points before it suffice for one.
    alarm : ndarray of bool (t,)
    """

    at: NDArray[np.int64]
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    spread: NDArray[np.float64]
    statistic: NDArray[np.float64]
    upper: NDArray[np.float64]
    alarm: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cusum(Printed):
    """Rossi's CUSUM at t points in time.

    Attributes
    ----------
    at : ndarray of int (t,)
        Position of each point (0-based).
    observed : ndarray (t,)
        Count at the point.
    cusum : ndarray (t,)
        Cumulated standardised excess over k, never below 0; it is not set back after an alarm.
    upper : ndarray (t,)
        Count (not whole) from which the point raises an alarm.
    alarm : ndarray of bool (t,)
        cusum of at least h.
    mean : float
        In-control mean used.
    """

    at: NDArray[np.int64]
    observed: NDArray[np.float64]
    cusum: NDArray[np.float64]
    upper: NDArray[np.float64]
    alarm: NDArray[np.bool_]
    mean: float


def ears(
    values: ArrayLike,
    method: Literal["C1", "C2", "C3"] = "C1",
    at: ArrayLike | None = None,
    *,
    baseline: int = 7,
    alpha: float | None = None,
    least_spread: float = 0.0,
    form: Literal["published", "surveillance"] = "published",
) -> Ears:
    """Compare each count with the mean and spread of the few counts before it.

    Use it for a new series without a past year; not for seasonal monthly series, where the months just before are no
    fair comparison.

    Parameters
    ----------
    values : array_like, shape (n,)
        Counts in order of time, none missing.
    method : {"C1", "C2", "C3"}
        Baseline that ends one point before (C1) or three points before (C2, C3); C3 adds up three points.
    at : array_like of int, optional
        Positions to look at (0-based); every one with enough before it where not given.
    baseline : int
        Points of the baseline, at least 3.
    alpha : float, optional
        One-sided level; 0.001 for C1 and C2 and 0.025 for C3 where not given.
    least_spread : float
        Least standard deviation to work with, zero or more: keeps a flat baseline from flagging the first change.
    form : {"published", "surveillance"}
        Of C3 only. "published": the point itself and the two before it. "surveillance": the two before it alone, with
        the bound as the R package of that name computes it; it flags the point after a rise, whatever its own count.

    Returns
    -------
    Ears

    Raises
    ------
    ValueError
        `values` empty, missing, negative or too short; an unknown `method` or `form`; another argument out of range.

    Notes
    -----
    Assumes independent counts with one mean and variance over the baseline, roughly normal.

    Examples
    --------
    >>> found = ears([5, 6, 5, 7, 6, 5, 6, 6, 14], at=[7, 8])
    >>> print(found.upper.round(2), found.alarm)
    [8.05 7.99] [False  True]
    """
    y = complete("values", values)
    one_of("method", method, *LAG)
    one_of("form", form, "published", "surveillance")
    width, floor = whole("baseline", baseline, 3), zero_or_more("least_spread", least_spread)
    usual = 0.025 if method == "C3" else 0.001
    z = special.ndtri(1 - between("alpha", usual if alpha is None else alpha, 0, 1))
    if len(y) <= width + PAST[method]:
        raise ValueError(f"values holds {len(y)} counts; {method} needs more than {width + PAST[method]}")
    k = positions("at", at, width + PAST[method], len(y))
    mean, spread = _baseline(y, width, LAG[method], floor)
    c = _standardised(y - mean, spread)
    if method != "C3":
        return Ears(k, y[k], mean[k], spread[k], c[k], (mean + z * spread)[k], c[k] > z)
    over = np.maximum(c - 1, 0.0)
    past = over[k - 1] + over[k - 2]
    if form == "published":
        statistic, start = past + over[k], mean[k] + spread[k]
    else:
        statistic, start = past, y[k]
    # An unvarying baseline (spread 0) with a rise before leaves 0 times infinity: the past alone then decides.
    room = np.where(np.isinf(past), -np.inf, (z - np.where(np.isinf(past), 0.0, past)) * spread[k])
    upper = np.maximum(start + room, 0.0)
    if form == "surveillance":
        return Ears(k, y[k], mean[k], spread[k], statistic, upper, y[k] > upper)
    return Ears(k, y[k], mean[k], spread[k], statistic, np.where(past > z, 0.0, upper), statistic > z)


def _baseline(y: NDArray, width: int, lag: int, floor: float) -> tuple[NDArray, NDArray]:
    """Mean and standard deviation of the `width` points that end `lag` + 1 before each point; NaN without them."""
    mean, spread = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(y, width)[: len(y) - width - lag]
    mean[width + lag :] = windows.mean(axis=1)
    spread[width + lag :] = np.maximum(windows.std(axis=1, ddof=1), floor)
    spread[width + lag :][np.ptp(windows, axis=1) == 0] = floor
    return mean, spread


def _standardised(excess: NDArray, spread: NDArray) -> NDArray:
    flat = spread == 0
    size = np.where(flat, 1.0, spread)
    apart = np.where(np.abs(excess) > 1e-9, np.copysign(np.inf, excess), 0.0)
    return np.where(flat, apart, excess / size)


def rossi_cusum(
    values: ArrayLike,
    at: ArrayLike | None = None,
    *,
    mean: float | None = None,
    k: float = 1.04,
    h: float = 2.26,
) -> Cusum:
    """Cumulate the excess of Poisson counts over their in-control mean; finds small lasting rises.

    Use it for a level that should hold still, such as the weeks after an intervention. Not with a season or a trend,
    and not where counts vary more than Poisson: the alarms are then too many.

    Parameters
    ----------
    values : array_like, shape (n,)
        Counts in order of time, none missing.
    at : array_like of int, optional
        Positions to follow (0-based), in a row. Where not given: all, or all but the first where `mean` is not given.
    mean : float, optional
        In-control mean, above zero; that of all values before the first position where not given.
    k, h : float
        Reference value and decision limit; 1.04 and 2.26 are the published pair.

    Returns
    -------
    Cusum

    Raises
    ------
    ValueError
        `values` empty, missing, negative or too short; positions not in a row; a mean of zero; `k` negative or `h` not
        above zero.

    Notes
    -----
    z = (x - 3m + 2 sqrt(x m)) / (2 sqrt(m)), S_t = max(0, S_{t-1} + z_t - k), alarm when S_t >= h. Assumes independent
    Poisson counts with the mean m.

    Examples
    --------
    >>> found = rossi_cusum([5, 6, 5, 7, 6, 5, 6, 6, 12, 13], at=[8, 9])
    >>> print(found.cusum.round(2), found.alarm)
    [1.33 3.01] [False  True]
    """
    y = complete("values", values)
    if mean is None and len(y) < 2:
        raise ValueError("values holds fewer than 2 counts")
    t = positions("at", at, 0 if mean is not None else 1, len(y))
    if len(t) == 0 or (np.diff(t) != 1).any():
        raise ValueError("at must be positions in a row")
    m = above_zero("mean", y[: t[0]].mean() if mean is None else mean)
    slack, limit = zero_or_more("k", k), above_zero("h", h)
    x, root = y[t], np.sqrt(m)
    z = (x - 3 * m + 2 * np.sqrt(x * m)) / (2 * root)
    sums = np.concatenate([[0.0], np.cumsum(z - slack)])
    # S_t = max over s <= t of the sum from s + 1 to t: the sum less its lowest value so far.
    cusum = (sums - np.minimum.accumulate(sums))[1:]
    before = np.concatenate([[0.0], cusum[:-1]])
    # z >= h + k - S_{t-1}, solved for x: sqrt(x) = -sqrt(m) + sqrt(4 m + 2 sqrt(m) (h + k - S)).
    inner = 4 * m + 2 * root * (limit + slack - before)
    upper = np.maximum(np.sqrt(np.maximum(inner, 0.0)) - root, 0.0) ** 2
    return Cusum(t, x, cusum, upper, cusum >= limit, m)
