"""Trend, season and remainder of one series: STL, classical indices, and the length of months taken out.

For a test of whether there is a season at all, with intervals, use `seasonality`.

References
----------
Cleveland, Cleveland, McRae and Terpenning (1990), Journal of Official Statistics 6:3 (STL). Kendall and Stuart (1983),
The Advanced Theory of Statistics, vol. 3 (classical decomposition).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import gapped, left_out, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import switch, whole
from pads_analysis.stats.seasonality import MEAN_MONTH, month_days

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST_FILLS = 100
WIDEST = 1_000_001
SETTLED = 1e-9


@dataclass(frozen=True, slots=True)
class Decomposition(Printed):
    """A series parted into trend, season and remainder, which add up to it.

    Attributes
    ----------
    observed : ndarray (n,)
        Values as given; NaN where excluded.
    trend, seasonal : ndarray (n,)
        In the unit of the values, for excluded points too.
    remainder : ndarray (n,)
        observed - trend - seasonal; NaN where excluded.
    adjusted : ndarray (n,)
        observed - seasonal; NaN where excluded.
    """

    observed: NDArray[np.float64]
    trend: NDArray[np.float64]
    seasonal: NDArray[np.float64]
    remainder: NDArray[np.float64]
    adjusted: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClassicalIndices(Printed):
    """Seasonal indices; position 0 is the season of the first value, whatever month that is.

    Attributes
    ----------
    additive : ndarray (period,)
        What the season adds, in the unit of the values; the mean is 0.
    multiplicative : ndarray (period,)
        What the season multiplies by; the mean is 1. NaN where the moving average is 0 somewhere.
    """

    additive: NDArray[np.float64]
    multiplicative: NDArray[np.float64]


def stl(
    values: ArrayLike,
    period: int = 12,
    window: int | Literal["periodic"] = "periodic",
    robust: bool = False,
    excluded: ArrayLike | slice | None = None,
) -> Decomposition:
    """Seasonal and trend decomposition by loess, with the settings of R's `stl`.

    Use it to draw a series without its season, from three full years on. Take month lengths out first
    (`per_mean_month`); where the season grows with the level, decompose logs. Not a test: it finds a season in noise.

    Parameters
    ----------
    values : array_like, shape (n,)
        In order of time, at least two full periods; NaN marks an excluded point.
    period : int
        Points in a year: 12.
    window : int or "periodic"
        Years over which the season may change, at least 3 (7 or more is usual); "periodic" holds it still.
    robust : bool
        Weight outlying points down; implementations differ here by up to 3 %.
    excluded : array_like of bool (n,) or slice, optional
        Further points to leave out, for example those of a pandemic. They are filled in with what trend and season
        make of them until that no longer changes, so that they pull neither.

    Returns
    -------
    Decomposition

    Raises
    ------
    ValueError
        `values` empty or infinite, or shorter than two periods; a season of the period without a value left; `period`
        below 2; `window` neither "periodic" nor a whole number of at least 3.

    Notes
    -----
    Assumes an additive season. An odd period has a low-pass window two points wider than R's.

    Examples
    --------
    Monthly deaths by accident in the United States, 1973 and 1974 (January is low, July high):

    >>> deaths = [9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927,
    ...           7750, 6981, 8038, 8422, 8714, 9512, 10120, 9823, 8743, 9129, 8710, 8680]
    >>> print(stl(deaths).seasonal[[0, 6]].round())
    [-1089.  1562.]
    """
    x = gapped("values", values, signed=True)
    period = whole("period", period, 2)
    windows, robust = _windows(period, window, len(x)), switch("robust", robust)
    usable = ~np.isnan(x) & ~left_out("excluded", excluded, len(x))
    _refuse(len(x), usable, period)
    if np.ptp(x[usable]) == 0:
        trend, seasonal = np.full(x.shape, x[usable][0]), np.zeros(x.shape)
    else:
        trend, seasonal = _filled(x, usable, period, windows, robust)
    observed = np.where(usable, x, np.nan)
    return Decomposition(observed, trend, seasonal, observed - trend - seasonal, observed - seasonal)


def _windows(period: int, window: int | str, n: int) -> dict[str, int]:
    """Widths and jumps of the three smoothers, as R sets them."""
    if isinstance(window, str):
        if window != "periodic":
            raise ValueError(f"window must be 'periodic' or a whole number, not {window!r}")
        season = 10 * n + 1
    else:
        season = _next_odd(whole("window", window, 3))
        if season > WIDEST:
            raise ValueError(f"window must be at most {WIDEST} years; 'periodic' holds the season still")
    trend = _next_odd(int(np.ceil(1.5 * period / (1 - 1.5 / season))))
    low_pass = _next_odd(period) if period % 2 == 0 else period + 2
    widths = {"seasonal": season, "trend": trend, "low_pass": low_pass}
    jumps = {f"{name}_jump": -(-width // 10) for name, width in widths.items()}
    return {**widths, **jumps, "seasonal_deg": 0, "periodic": int(isinstance(window, str))}


def _next_odd(number: int) -> int:
    return number + 1 - number % 2


def _refuse(n: int, usable: NDArray[np.bool_], period: int) -> None:
    if n < 2 * period:
        raise ValueError(f"values holds {n} points; two periods are {2 * period}")
    seen = np.bincount(np.flatnonzero(usable) % period, minlength=period)
    if (seen == 0).any():
        raise ValueError("values has a season of the period without any value left")


def _filled(
    x: NDArray, usable: NDArray, period: int, windows: dict[str, int], robust: bool
) -> tuple[NDArray, NDArray]:
    """Trend and season, excluded points standing at what both make of them."""
    scale = float(np.std(x[usable]))
    level = float(x[usable].mean())
    y = np.where(usable, x, np.interp(np.arange(len(x)), np.flatnonzero(usable), x[usable]))
    # Loess is scaled to the spread, so that neither tiny nor huge units lose digits.
    y = (y - level) / scale
    for _ in range(MOST_FILLS):
        trend, seasonal = _decomposed(y, period, windows, robust)
        if usable.all():
            break
        filled = np.where(usable, y, trend + seasonal)
        settled = np.abs(filled - y).max() <= SETTLED
        y = filled
        if settled:
            break
    return trend * scale + level, seasonal * scale


def _decomposed(y: NDArray, period: int, windows: dict[str, int], robust: bool) -> tuple[NDArray, NDArray]:
    from statsmodels.tsa.seasonal import STL

    settings = {name: value for name, value in windows.items() if name != "periodic"}
    inner, outer = (1, 15) if robust else (2, 0)
    fitted = STL(y, period=period, robust=robust, **settings).fit(inner_iter=inner, outer_iter=outer)
    trend, seasonal = np.asarray(fitted.trend), np.asarray(fitted.seasonal)
    if windows["periodic"]:
        season = np.arange(len(y)) % period
        seasonal = _season_means(seasonal, season, period)[season]
    return trend, seasonal


def classical_indices(
    values: ArrayLike, period: int = 12, excluded: ArrayLike | slice | None = None
) -> ClassicalIndices:
    """Seasonal indices from the differences from, and the ratios to, a centred moving average of one period.

    The indices most textbooks and statistical offices print. Use `seasonality.seasonal_indices` for intervals and a
    test. Half a period at each end, and about every excluded point, has no moving average and is not used.

    Parameters
    ----------
    values : array_like, shape (n,)
        In order of time, zero or more, at least two full periods; NaN marks an excluded point.
    period : int
        Points in a year: 12.
    excluded : array_like of bool (n,) or slice, optional
        Further points to leave out.

    Returns
    -------
    ClassicalIndices

    Raises
    ------
    ValueError
        `values` empty, negative, infinite or shorter than two periods; a season of the period without a value that has
        a moving average; `period` below 2.

    Notes
    -----
    Assumes the same season in all years.

    Examples
    --------
    >>> found = classical_indices([8, 12] * 6, period=2)
    >>> print(found.additive, found.multiplicative)
    [-2.  2.] [0.8 1.2]
    """
    x = gapped("values", values)
    period = whole("period", period, 2)
    usable = ~np.isnan(x) & ~left_out("excluded", excluded, len(x))
    _refuse(len(x), usable, period)
    x = np.where(usable, x, np.nan)
    weights = np.full(period, 1 / period) if period % 2 else np.r_[0.5, np.ones(period - 1), 0.5] / period
    half = len(weights) // 2
    average = np.full(x.shape, np.nan)
    average[half : len(x) - half] = np.lib.stride_tricks.sliding_window_view(x, len(weights)) @ weights
    season = np.arange(len(x)) % period
    known = ~np.isnan(average) & usable
    if (np.bincount(season[known], minlength=period) == 0).any():
        raise ValueError("values has a season of the period without any value that has a moving average")
    difference = _season_means(x[known] - average[known], season[known], period)
    ratio = np.full(period, np.nan)
    if (average[known] > 0).all():
        ratio = _season_means(x[known] / average[known], season[known], period)
        ratio = ratio / ratio.mean()
    return ClassicalIndices(difference - difference.mean(), ratio)


def _season_means(y: NDArray, season: NDArray, period: int) -> NDArray:
    return np.bincount(season, y, period) / np.bincount(season, minlength=period)


def per_mean_month(values: ArrayLike, month_start: ArrayLike) -> NDArray[np.float64]:
    """Monthly counts as they would be in a month of mean length, 30.4375 days.

    Use it before any comparison of months with each other; a year as a whole changes by a day at most.

    Parameters
    ----------
    values : array_like, shape (n,)
        Counts; NaN stays NaN.
    month_start : array_like of dates, shape (n,)
        A day of each month.

    Returns
    -------
    ndarray (n,)

    Raises
    ------
    ValueError
        Arguments empty, negative, of unequal length, or not dates.

    Notes
    -----
    Assumes events spread evenly over the days of a month.

    Examples
    --------
    >>> print(per_mean_month([280, 310], ["2023-02-01", "2023-03-01"]).round(1))
    [304.4 304.4]
    """
    y, days = gapped("values", values), month_days(month_start)
    same_shape("month_start", days, "values", y)
    return y / days * MEAN_MONTH
