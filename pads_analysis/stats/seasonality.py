"""Recurring differences between calendar months, with month length and trend allowed for.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 6 and 9. Zeger (1988), Biometrika 75:621 (serial).
Wang, Smith and Hyndman (2006), Data Mining and Knowledge Discovery 13:335 (strength of seasonality).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats import serial
from pads_analysis.stats.arguments import gapped, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_MONTHS = 24
#: Days of a month of mean length.
MEAN_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Seasonality(Printed):
    """Seasonal indices of a monthly series; position 0 is January.

    Attributes
    ----------
    index, ci_low, ci_high : ndarray (12,)
        Daily rate of each calendar month over the mean of the twelve (mean 1), with interval.
    strength : float
        0 none to 1 all of the variation around the trend, log scale.
    p : float
        Test that all twelve are equal (F).
    n_years : float
        Usable months / 12.
    residual_dispersion : float
        max(1, Pearson chi-square / df).
    serial_correlation : float
        Estimated correlation between neighbouring months of the extra variation.
    """

    index: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    strength: float
    p: float
    n_years: float
    residual_dispersion: float
    serial_correlation: float


def month_days(month_start: ArrayLike) -> NDArray[np.int64]:
    """Days in each month.

    Use it as exposure: a February is a tenth shorter than a March.

    Parameters
    ----------
    month_start : array_like of dates, shape (n,)
        A day of each month: datetime64, Timestamp or "YYYY-MM-DD".

    Returns
    -------
    ndarray of int (n,)

    Raises
    ------
    ValueError
        Empty, or not dates.

    Notes
    -----
    By the Gregorian calendar.

    Examples
    --------
    >>> month_days(["2023-02-01", "2024-02-01"]).tolist()
    [28, 29]
    """
    month = _months(month_start)
    first = month.astype("datetime64[D]")
    return ((month + 1).astype("datetime64[D]") - first).astype(np.int64)


def _months(month_start: ArrayLike) -> NDArray:
    try:
        month = np.asarray(month_start).astype("datetime64[M]")
    except (TypeError, ValueError) as error:
        raise ValueError("month_start must hold dates") from error
    if month.ndim != 1 or month.size == 0 or np.isnat(month).any():
        raise ValueError("month_start must be one series of dates, not empty, none missing")
    return month


def seasonal_indices(
    counts: ArrayLike, month_start: ArrayLike, excluded: ArrayLike | None = None, confidence: float = 0.95
) -> Seasonality:
    """Seasonal indices from a quasi-Poisson model with calendar months and a piecewise-linear trend.

    The trend may bend once a year; exposure is the days in each month; standard errors allow for variation beyond
    Poisson and its correlation in time (`pads_analysis.stats.serial`).

    Use it to ask whether there is a season, and how large, from two full years on (better four). Not for indices to
    equal another office's (`seasonal_adjustment.classical_indices`), nor for a season that moves from year to year.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Monthly counts; NaN marks an excluded month.
    month_start : array_like of dates, shape (n,)
        Month of each count, in order of time, no month twice.
    excluded : array_like of bool, shape (n,), optional
        Further months to leave out, for example those of a pandemic.
    confidence : float
        Level of the intervals.

    Returns
    -------
    Seasonality

    Raises
    ------
    ValueError
        Arguments of unequal length, negative, out of order; fewer than 24 usable months, a calendar month seen fewer
        than twice, one with events in fewer than two years, or twelve months in a row without any (a category that did
        not exist for part of the time shows its beginning, not a season).

    Notes
    -----
    Assumes the same season every year; Easter is not modelled.

    Examples
    --------
    Four years of as many events a day in every month, but twice as many in August:

    >>> months = np.arange("2020-01", "2024-01", dtype="datetime64[M]")
    >>> counts = 10 * month_days(months) * np.where(np.arange(48) % 12 == 7, 2, 1)
    >>> found = seasonal_indices(counts, months)
    >>> found.index[[0, 7]].round(3).tolist(), found.p < 0.001
    ([0.923, 1.846], True)
    """
    y, month = gapped("counts", counts), _months(month_start)
    same_shape("month_start", month, "counts", y)
    time = month.astype(np.int64)
    if (np.diff(time) <= 0).any():
        raise ValueError("month_start must be in order of time, no month twice")
    usable = ~np.isnan(y)
    if excluded is not None:
        left_out = np.asarray(excluded, dtype=bool)
        same_shape("excluded", left_out, "counts", y)
        usable &= ~left_out
    y, time, days = y[usable], time[usable], month_days(month)[usable]
    calendar = time % 12
    _refuse_short(y, calendar)
    _refuse_empty(y, calendar)

    season = (calendar[:, None] == np.arange(12)[None, :]).astype(float)
    model = serial.fit(y, np.hstack([season, _trend(time)]), np.log(days), time)
    index, low, high = _indices(model, level(confidence))
    return Seasonality(
        index=index,
        ci_low=low,
        ci_high=high,
        strength=_strength(y, model, calendar),
        p=_equality(model),
        n_years=len(y) / 12,
        residual_dispersion=model.dispersion,
        serial_correlation=model.serial_correlation,
    )


def _refuse_short(y: NDArray, calendar: NDArray) -> None:
    if len(y) < LEAST_MONTHS:
        raise ValueError(f"counts has {len(y)} usable months; at least {LEAST_MONTHS} are needed")
    seen = np.bincount(calendar, minlength=12)
    if (seen < 2).any():
        raise ValueError("counts must cover each calendar month at least twice")


def _refuse_empty(y: NDArray, calendar: NDArray) -> None:
    years = np.bincount(calendar[y > 0], minlength=12)
    if (years == 0).any():
        raise ValueError("counts holds a calendar month without any event")
    if (years < 2).any():
        raise ValueError("counts holds a calendar month with events in only one year")
    gaps = np.diff(np.flatnonzero(np.r_[1, y, 1]))
    if (gaps > 12).any():
        raise ValueError("counts holds twelve months in a row without any event")


def _trend(time: NDArray) -> NDArray:
    """A straight line and a hinge after every whole year with at least half a year still to come; shape (n, h)."""
    years = (time - time[0]) / 12
    knots = [0.0, *np.arange(1.0, years[-1] - 0.5)]
    hinges = np.stack([np.maximum(years - knot, 0.0) for knot in knots], axis=1)
    # Excluded stretches may leave a hinge without support of its own.
    kept = [0]
    season_free = hinges - hinges.mean(axis=0)
    for j in range(1, hinges.shape[1]):
        basis = np.hstack([np.ones((len(time), 1)), season_free[:, [*kept, j]]])
        if np.linalg.matrix_rank(basis, tol=1e-6) == basis.shape[1]:
            kept.append(j)
    return hinges[:, kept] - hinges[:, kept].mean(axis=0)


def _indices(model: serial.SerialFit, confidence: float) -> tuple[NDArray, NDArray, NDArray]:
    g = model.coefficients[:12]
    effect = np.exp(g - g.mean())
    index = effect / effect.mean()
    low, high = np.empty(12), np.empty(12)
    for m in range(12):
        # d log(index_m) / d g = e_m - effect / sum(effect)
        c = np.zeros(len(model.coefficients))
        c[:12] = -effect / effect.sum()
        c[m] += 1
        estimate, lower, upper, _ = model.contrast(c, confidence)
        low[m], high[m] = index[m] * np.exp([lower - estimate, upper - estimate])
    return index, low, high


def _equality(model: serial.SerialFit) -> float:
    """F test that the twelve month effects are equal."""
    difference = np.hstack([np.eye(11), -np.ones((11, 1))])
    b = difference @ model.coefficients[:12]
    covariance = difference @ model.covariance[:12, :12] @ difference.T
    return float(stats.f.sf(b @ np.linalg.solve(covariance, b) / 11, 11, model.df))


def _strength(y: NDArray, model: serial.SerialFit, calendar: NDArray) -> float:
    residual = (y - model.fitted) / model.fitted
    g = model.coefficients[:12]
    season = (g - g.mean())[calendar]
    whole = np.var(season + residual)
    return float(max(0.0, 1 - np.var(residual) / whole)) if whole > 0 else 0.0


def deseasonalise(counts: ArrayLike, month_start: ArrayLike, seasonality: Seasonality) -> NDArray[np.float64]:
    """Counts with season and month length taken out, as counts for a month of mean length and season.

    Use it to draw a series without its season. Not before a test: months adjusted by indices that were estimated from
    them look surer than they are.

    Parameters
    ----------
    counts, month_start : array_like, shape (n,)
        As for `seasonal_indices`; NaN stays NaN.
    seasonality : Seasonality
        Indices to divide by.

    Returns
    -------
    ndarray (n,)

    Raises
    ------
    ValueError
        Arguments of unequal length, negative, or not dates.

    Notes
    -----
    Assumes what `seasonal_indices` does.

    Examples
    --------
    >>> months = np.arange("2020-01", "2024-01", dtype="datetime64[M]")
    >>> counts = 10 * month_days(months) * np.where(np.arange(48) % 12 == 7, 2, 1)
    >>> flat = deseasonalise(counts, months, seasonal_indices(counts, months))
    >>> round(float(flat.max() / flat.min()), 3)
    1.0
    """
    y, month = gapped("counts", counts), _months(month_start)
    same_shape("month_start", month, "counts", y)
    calendar = month.astype(np.int64) % 12
    return y / (seasonality.index[calendar] * month_days(month) / MEAN_MONTH)
