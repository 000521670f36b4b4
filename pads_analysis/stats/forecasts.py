"""Forecasts of a monthly series of counts. How good they were is in `forecast_accuracy`, the year's end in `outturn`.

References
----------
Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., ch. 5 and 8. Hyndman, Koehler, Ord and
Snyder (2008), Forecasting with Exponential Smoothing (innovations state space models, ETS).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, moderate
from pads_analysis.stats.ets_search import forecast_ana
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, one_of, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

MOST_STEPS = 1200


@dataclass(frozen=True, slots=True)
class Forecast(Printed):
    """Forecasts of h periods, in counts.

    Attributes
    ----------
    mean, low, high : ndarray (h,)
        Point forecasts and normal prediction limits of each single period. Limits may be negative, and must not be
        added up: for a sum use `outturn`.
    sigma : float
        Standard deviation of a one-step error.
    method : str
    alpha, beta, gamma : float
        Smoothing parameters of level, trend and season; NaN where there is none.
    """

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    sigma: float
    method: str
    alpha: float = np.nan
    beta: float = np.nan
    gamma: float = np.nan


def checked_history(history: ArrayLike) -> NDArray[np.float64]:
    """Counts in time order, shape (n,), zero to 1e15; raises ValueError naming `history` otherwise."""
    return moderate("history", counts("history", history, 1))


def seasonal_naive(
    history: ArrayLike, horizon: int, *, period: int = 12, confidence: float = 0.95
) -> Forecast:
    """Forecast every month by the same month of the year before: the baseline any other forecast has to beat.

    Use it beside every other forecast. Not for a series with a steady rise or fall, which it lags by a year.

    Parameters
    ----------
    history : array_like, shape (n,)
        Counts in time order, more than one year.
    horizon : int
        Periods to forecast.
    period : int
        Periods in a year; 1 repeats the last value.
    confidence : float

    Returns
    -------
    Forecast
        Standard error in year k ahead: root mean square of the seasonal differences times sqrt(k).

    Raises
    ------
    ValueError
        An argument missing, negative or out of range; a history of no more than one year.

    Notes
    -----
    Limits assume normal errors, independent from one year to the next.

    Examples
    --------
    >>> found = seasonal_naive([10, 20, 30, 40, 14, 20, 34, 40], 2, period=4)
    >>> found.mean.tolist(), round(found.sigma, 4)
    ([14.0, 20.0], 2.8284)
    """
    y, m = more_than_a_year(history, period)
    h = whole("horizon", horizon, 1, MOST_STEPS)
    sigma = float(np.sqrt(((y[m:] - y[:-m]) ** 2).mean()))
    step = np.arange(h)
    mean = y[len(y) - m + step % m]
    half = normal_quantile(confidence) * sigma * np.sqrt(step // m + 1)
    return Forecast(mean, mean - half, mean + half, sigma, "seasonal naive" if m > 1 else "naive")


def more_than_a_year(history: ArrayLike, period: int) -> tuple[NDArray[np.float64], int]:
    """Counts of more than one year (n,), and the periods in a year; raises ValueError naming the argument otherwise."""
    y, m = checked_history(history), whole("period", period, 1, 366)
    if len(y) <= m:
        raise ValueError(f"history has {len(y)} periods; more than {m} are needed")
    return y, m


def exponential_smoothing(
    history: ArrayLike,
    horizon: int,
    *,
    period: int = 12,
    trend: bool = False,
    damped: bool = False,
    season: bool = True,
    search: Literal["maximum", "as R"] = "maximum",
    confidence: float = 0.95,
) -> Forecast:
    """Exponential smoothing with additive errors, fitted by maximum likelihood: ETS(A,N,A) by default.

    Use it for series of three years and more whose counts are seldom below 5. A trend is extrapolated: leave it out
    unless there is a reason to expect it to last, or damp it. Limits treat the fitted parameters as true.

    Parameters
    ----------
    history : array_like, shape (n,)
        Counts in time order; at least two years with a season, and more periods than parameters.
    horizon : int
        Periods to forecast.
    period : int
        Periods in a year; at least 2 with a season.
    trend, damped, season : bool
        Additive trend (damped or not) and season.
    search : {"maximum", "as R"}
        "maximum" seeks the greatest likelihood. "as R" gives the figures of R's package forecast, whose search stops
        short of it (`ets_search`); with a season and no trend, three years and more.
    confidence : float

    Returns
    -------
    Forecast
        `sigma` divides the squared errors by n less the number of parameters (states included).

    Raises
    ------
    ValueError
        An argument missing, negative or out of range; a history too short.

    Notes
    -----
    Assumes normal errors of one size, whatever the level and the month.

    Examples
    --------
    >>> found = exponential_smoothing([30, 40, 50, 40] * 6, 4, period=4)
    >>> found.mean.round(2).tolist()
    [30.0, 40.0, 50.0, 40.0]
    """
    y = checked_history(history)
    h, alpha = whole("horizon", horizon, 1, MOST_STEPS), 1 - level(confidence)
    name = f"ETS(A,{'Ad' if trend and damped else 'A' if trend else 'N'},{'A' if season else 'N'})"
    one_of("search", search, "maximum", "as R")
    m = whole("period", period, 2 if season else 1, 366)
    fit, sigma, unit = fit_ets(y, period=m, trend=trend, damped=damped, season=season)
    if search == "as R" and (trend or not season or len(y) < 3 * m):
        raise ValueError("search 'as R' needs a season, no trend, and a history of three years")
    if fit is None:
        return Forecast(np.full(h, unit), np.full(h, unit), np.full(h, unit), 0.0, name)
    if search == "as R":
        mean, error, found, sigma = forecast_ana(y, m, h)
        half = stats.norm.isf(alpha / 2) * error
        return Forecast(mean, mean - half, mean + half, sigma, name, float(found[0]), np.nan, float(found[1]))
    frame = fit.get_prediction(start=len(y), end=len(y) + h - 1).summary_frame(alpha=alpha)
    mean, upper = (unit * frame[column].to_numpy(dtype=np.float64) for column in ("mean", "pi_upper"))
    # statsmodels divides the squared errors by n, which makes limits of short series too narrow.
    half = (upper - mean) * (sigma / (unit * np.sqrt(fit.scale)) if fit.scale > 0 else 0.0)
    found = dict(zip(fit.param_names, fit.params, strict=True))
    smoothing = (float(found.get(f"smoothing_{part}", np.nan)) for part in ("level", "trend", "seasonal"))
    return Forecast(mean, mean - half, mean + half, sigma, name, *smoothing)


def fit_ets(
    y: NDArray[np.float64],
    *,
    period: int = 12,
    trend: bool = False,
    damped: bool = False,
    season: bool = True,
) -> tuple[Any, float, float]:
    """Fit an additive ETS model to checked counts, divided by their mean.

    Parameters
    ----------
    y : ndarray (n,)
    period, trend, damped, season
        As in `exponential_smoothing`.

    Returns
    -------
    fit : statsmodels ETSResults or None
        None for a constant series, which has no error to learn from.
    sigma : float
        Root of squared errors over n less the number of parameters, in counts.
    unit : float
        The mean of the counts, by which the fit's values are to be multiplied.

    Raises
    ------
    ValueError
        `history` too short; `period` out of range.
    """
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    m = whole("period", period, 2 if season else 1, 366)
    # Level and its smoothing, trend likewise, a damping factor, the season's smoothing and its states but one.
    parameters = 2 + 2 * bool(trend) + bool(trend and damped) + m * bool(season)
    least = max(2 * m if season else 0, parameters + 2, 10)
    if len(y) < least:
        raise ValueError(f"history has {len(y)} periods; at least {least} are needed")
    if (y == y[0]).all():
        return None, 0.0, float(y[0])
    # Values near 1 suit the optimiser's steps whatever the size of the counts.
    unit = float(y.mean())
    model = ETSModel(
        pd.Series(y / unit),
        error="add",
        trend="add" if trend else None,
        damped_trend=bool(trend and damped),
        seasonal="add" if season else None,
        seasonal_periods=m if season else None,
    )
    with warnings.catch_warnings():
        # An optimiser that stops early still leaves a usable forecast; its errors are measured either way.
        warnings.simplefilter("ignore")
        fit = model.fit(disp=False, maxiter=5000)
    return fit, unit * float(np.sqrt((np.asarray(fit.resid) ** 2).sum() / (len(y) - parameters))), unit
