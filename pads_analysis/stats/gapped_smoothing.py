"""Forecasts of many monthly series at once from a past of which months are left out.

The model is that of `forecasts.exponential_smoothing`, ETS(A,N,A): a level and a season that each move by a share of
every error. Given the two shares the errors are linear in the state at the start, so that the start is found by least
squares for all series together, months that are left out making no error. The two shares are not chosen but averaged
over, each pair by how well the past supports it, and so are the variance and the start: the limits allow for not
knowing any of them.

References
----------
Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing, ch. 5 (the start by least squares) and
6 (variance of forecasts). Gelman and others (2013), Bayesian Data Analysis, 3rd ed., 14.2 (regression without prior
knowledge).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import moderate
from pads_analysis.stats.forecast_courses import Course
from pads_analysis.stats.outturn import recent_paths
from pads_analysis.stats.scalars import level, source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVEL_SHARES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7, 0.9)
SEASON_SHARES = (0.0, 0.05, 0.1, 0.2, 0.35)
#: A season of twelve needs every month once; with half as many again the variance can be told.
LEAST_MONTHS = 18


def smooth(
    history: ArrayLike,
    horizon: int,
    *,
    rng: np.random.Generator,
    period: int = 12,
    draws: int = 4000,
    confidence: float = 0.95,
) -> Course:
    """Forecast many series by exponential smoothing from histories that may lack months.

    Use it for monthly counts seldom below 5, of a year and a half and more, when months were left out or many series
    are to be forecast. Not for a single whole series at the maximum of the likelihood, for which see
    `forecasts.exponential_smoothing`, nor for few events (`steady`).

    Parameters
    ----------
    history : array_like, shape (k, n)
        Counts in time order; NaN marks a month left out, the same months in all series.
    horizon : int
        Months to forecast after the last of the history, whether that one was left out or not.
    rng : numpy.random.Generator
    period : int
        Months in a year.
    draws : int
        Simulated courses, at least 100.
    confidence : float
        Level of the limits of single months.

    Returns
    -------
    Course

    Raises
    ------
    ValueError
        A negative or infinite count; months left out that differ between series; fewer than a year and a half of months
        once those are left out, or a calendar month never seen; an argument out of range.

    Notes
    -----
    y_t = l + s + e, l + alpha e, s + gamma e. Errors normal, of one size, at least that of Poisson counts of the
    series' mean. A month left out makes no error within the history, and one of unknown size where none is seen after
    it.

    Examples
    --------
    A series that is the same every year is forecast to go on so, whichever month is left out:

    >>> y = [[30.0, 40, 50, 40] * 6]
    >>> y[0][5] = np.nan
    >>> found = smooth(y, 4, period=4, rng=np.random.default_rng(1))
    >>> found.mean.round(6).tolist()
    [[30.0, 40.0, 50.0, 40.0]]
    """
    y, kept = _checked(history, period)
    h, m = whole("horizon", horizon, 1, 600), whole("period", period, 2, 366)
    size, alpha_level = whole("draws", draws, 100, 1_000_000), 1 - level(confidence)
    rng = source(rng)
    last = int(np.flatnonzero(kept)[-1]) + 1
    fitted = _fit(y[:, :last], kept[:last], m)
    ahead = h + y.shape[1] - last
    mean = np.empty((len(y), ahead))
    paths = np.empty((size, len(y), ahead))
    for at in range(len(y)):
        mean[at], paths[:, at] = _courses(fitted, at, last, ahead, m, size, rng)
    mean, paths = np.maximum(mean[:, -h:], 0.0), np.maximum(paths[:, :, -h:], 0.0)
    low, high = np.quantile(paths, [alpha_level / 2, 1 - alpha_level / 2], axis=0)
    return Course(
        mean, np.minimum(low, mean), np.maximum(high, mean), paths,
        fitted.weight @ fitted.grid[:, 0], fitted.weight @ fitted.grid[:, 1],
    )  # fmt: skip


def steady(
    history: ArrayLike,
    horizon: int,
    *,
    rng: np.random.Generator,
    period: int = 12,
    draws: int = 4000,
    confidence: float = 0.95,
) -> Course:
    """Forecast many series of few events by the mean of their latest year, without a season.

    Use it below about 5 events a month, where a season can hardly be told from chance. Not for large counts, whose
    season it ignores.

    Parameters
    ----------
    history, horizon, rng, period, draws, confidence
        As for `smooth`; the latest year is that of months not left out.

    Returns
    -------
    Course

    Raises
    ------
    ValueError
        As `smooth`.

    Notes
    -----
    As `outturn.year_end` by its recent mean: a gamma draw of the mean, Poisson or negative binomial counts about it.

    Examples
    --------
    >>> found = steady([[2.0, 3, 1, 2, 2, 4, 0, 2, 2, 3, 1, 2] * 2], 6, rng=np.random.default_rng(1))
    >>> found.mean[0, 0], found.low[0, 0]
    (np.float64(2.0), np.float64(0.0))
    """
    y, kept = _checked(history, period)
    h, size = whole("horizon", horizon, 1, 600), whole("draws", draws, 100, 1_000_000)
    alpha, rng = 1 - level(confidence), source(rng)
    found = [recent_paths(one[kept], h, period, size, rng) for one in y]
    mean, paths = np.stack([one for one, _ in found]), np.stack([drawn for _, drawn in found], axis=1)
    low, high = np.quantile(paths, [alpha / 2, 1 - alpha / 2], axis=0)
    none = np.full(len(y), np.nan)
    return Course(mean, np.minimum(low, mean), np.maximum(high, mean), paths, none, none)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The fit of every pair of shares (g) to every series (k).

    `weight` (k, g); `squares` (k, g) sums of squared errors; `state` (g, m + 1, k) the last state; `spread` (g, m + 1,
    m) what the last state owes to the uncertain start, per unit of sigma; `df`; `floor` (k,) the least variance.
    """

    grid: NDArray
    weight: NDArray
    squares: NDArray
    state: NDArray
    spread: NDArray
    df: int
    floor: NDArray


def _checked(history: ArrayLike, period: int) -> tuple[NDArray, NDArray]:
    y = np.asarray(history, dtype=np.float64)
    if y.ndim != 2 or not y.size:
        raise ValueError("history must have a row for each series")
    missing = np.isnan(y)
    if (missing != missing[0]).any():
        raise ValueError("history must leave out the same months in every series")
    kept = ~missing[0]
    if (y[:, kept] < 0).any():
        raise ValueError("history must not hold a negative count")
    moderate("history", y[:, kept])
    seen = np.bincount(np.flatnonzero(kept) % period, minlength=period)
    least = LEAST_MONTHS * period / 12
    if kept.sum() < least or (seen == 0).any():
        raise ValueError(
            f"history has {int(kept.sum())} months; at least {least:g}, with every calendar month, are needed"
        )
    return y, kept


def _fit(y: NDArray, kept: NDArray, m: int) -> _Fit:
    pairs = [(a, c) for a in LEVEL_SHARES for c in SEASON_SHARES if a + c <= 1]
    grid = np.array(pairs)
    g, k = len(grid), len(y)
    # The state is the level and one value for each calendar month; the level starts at 0, because only sums are seen.
    from_start = np.zeros((g, m + 1, m))
    from_start[:, np.arange(1, m + 1), np.arange(m)] = 1.0
    from_past = np.zeros((g, m + 1, k))
    rows, left = [], []
    for t in np.flatnonzero(kept):
        month = 1 + t % m
        row = from_start[:, 0] + from_start[:, month]
        rest = y[:, t] - from_past[:, 0] - from_past[:, month]
        rows.append(row)
        left.append(rest)
        for place, share in ((0, grid[:, 0]), (month, grid[:, 1])):
            from_start[:, place] -= share[:, None] * row
            from_past[:, place] += share[:, None] * rest
    design, values = np.stack(rows, axis=1), np.stack(left, axis=1)
    q, r = np.linalg.qr(design)
    inverse = np.linalg.inv(r)
    start = inverse @ (q.swapaxes(1, 2) @ values)
    errors = values - design @ start
    n = int(kept.sum())
    df = n - m
    floor = np.maximum(y[:, kept].mean(axis=1), 1e-9)
    # Counts vary at least as Poisson counts do, however smooth the past happens to be.
    squares = np.maximum((errors**2).sum(axis=1).T, df * floor[:, None])
    spread = np.linalg.slogdet(r)[1]
    support = -spread - 0.5 * df * np.log(squares)
    weight = np.exp(support - support.max(axis=1, keepdims=True))
    return _Fit(
        grid, weight / weight.sum(axis=1, keepdims=True), squares, from_start @ start + from_past,
        from_start @ inverse, df, floor,
    )  # fmt: skip


def _courses(
    fit: _Fit, at: int, n: int, h: int, m: int, size: int, rng: np.random.Generator
) -> tuple[NDArray, NDArray]:
    """Return the mean (h,) and simulated courses (size, h) of one series."""
    month = 1 + (n + np.arange(h)) % m
    state = fit.state[:, :, at]
    mean = fit.weight[at] @ (state[:, :1] + state[:, month])
    chosen = rng.choice(len(fit.grid), size=size, p=fit.weight[at])
    sigma = np.sqrt(fit.squares[at, chosen] / rng.chisquare(fit.df, size))
    start = rng.standard_normal((size, fit.spread.shape[2]))
    drawn = state[chosen] + sigma[:, None] * np.einsum("sij,sj->si", fit.spread[chosen], start)
    errors = sigma[:, None] * rng.standard_normal((size, h))
    shares = fit.grid[chosen]
    paths = np.empty((size, h))
    for step in range(h):
        paths[:, step] = drawn[:, 0] + drawn[:, month[step]] + errors[:, step]
        drawn[:, 0] += shares[:, 0] * errors[:, step]
        drawn[:, month[step]] += shares[:, 1] * errors[:, step]
    return mean, paths
