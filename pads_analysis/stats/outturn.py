"""Where the year will end: counts so far and a forecast of the rest, with an interval for the total.

References
----------
Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., ch. 5 (limits of sums come from
simulated paths, not from adding up limits). Hyndman and others (2008), Forecasting with Exponential Smoothing, ch. 6.
Gelman and others (2013), Bayesian Data Analysis, 3rd ed., 2.6 (gamma-Poisson prediction).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import counts
from pads_analysis.stats.forecasts import checked_history, fit_ets, seasonal_naive
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, one_of, source, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

METHODS = ("auto", "smoothing", "seasonal naive", "recent mean")
YEARS_FOR_SMOOTHING = 3
YEARS_FOR_SEASON = 2
# Below this many events a period, errors are far from normal and a season can hardly be told from chance.
LEAST_MEAN = 5.0
LEAST_HISTORY = 3


@dataclass(frozen=True, slots=True)
class Outturn(Printed):
    """A year's total, part counted and part forecast.

    Attributes
    ----------
    rest : ndarray (h,)
        Forecast of each period still to come.
    to_date : float
        Events counted so far this year.
    total, low, high : float
        Projected total and its prediction limits; NaN limits when no paths were given.
    target : float
        NaN when none was given.
    p_target : float
        Probability of meeting the target, as the share of simulated years; NaN without target or paths.
    method : str
        How the rest was forecast, and why so.
    """

    rest: NDArray[np.float64]
    to_date: float
    total: float
    low: float
    high: float
    target: float
    p_target: float
    method: str


def outturn(
    to_date: float,
    rest: ArrayLike,
    *,
    paths: ArrayLike | None = None,
    target: float | None = None,
    at_most: bool = True,
    confidence: float = 0.95,
    method: str = "as given",
) -> Outturn:
    """Add a forecast of the rest of the year to what was counted, with limits from simulated paths.

    Use it with a forecast of your own; `year_end` makes one. Not with limits of single months added up.

    Parameters
    ----------
    to_date : float
        Events counted so far.
    rest : array_like, shape (h,)
        Forecast of each period still to come, zero or more; empty when the year is over.
    paths : array_like, shape (draws, h), optional
        Simulated courses of the same periods. Their sums give the limits: adding up the limits of single periods would
        make the interval far too wide, or too narrow where errors hang together.
    target : float, optional
    at_most : bool
        True if the target is met by a total at or below it, False if at or above.
    confidence : float
    method : str
        Words for the result.

    Returns
    -------
    Outturn

    Raises
    ------
    ValueError
        An argument missing, negative or of the wrong shape.

    Notes
    -----
    Assumes paths that vary as the rest of the year will.

    Examples
    --------
    >>> outturn(225, [37, 12, 22, 29, 23, 28]).total
    376.0
    """
    done = zero_or_more("to_date", to_date)
    over = (isinstance(rest, list | tuple) and not rest) or getattr(rest, "shape", None) == (0,)
    coming = np.zeros(0) if over else counts("rest", rest, 1)
    aim = np.nan if target is None else zero_or_more("target", target)
    alpha, total = 1 - level(confidence), done + float(coming.sum())
    if len(coming) == 0:
        sums = np.array([done])
    elif paths is None:
        return Outturn(coming, done, total, np.nan, np.nan, aim, np.nan, str(method))
    else:
        drawn = counts("paths", paths, 2)
        if drawn.shape[1] != len(coming):
            raise ValueError(f"paths must have {len(coming)} columns, one for each period of rest")
        sums = done + drawn.sum(axis=1)
    low, high = np.quantile(sums, [alpha / 2, 1 - alpha / 2]).tolist()
    met = float((sums <= aim if at_most else sums >= aim).mean()) if target is not None else np.nan
    # Few skewed paths can leave the point forecast outside their own percentiles.
    return Outturn(coming, done, total, min(low, total), max(high, total), aim, met, str(method))


def year_end(
    history: ArrayLike,
    done: int,
    *,
    rng: np.random.Generator,
    target: float | None = None,
    at_most: bool = True,
    method: Literal["auto", "smoothing", "seasonal naive", "recent mean"] = "auto",
    period: int = 12,
    draws: int = 10_000,
    confidence: float = 0.95,
) -> Outturn:
    """Project the total of a year of which some months are counted.

    Use it for series recorded in one way throughout. Late recording is not handled: the latest months of an extract are
    too low as a rule, and so is the projection; compare extracts made equally long after the month, or leave the last
    one out. Nor does it know of actions planned, or of a break in the series.

    Parameters
    ----------
    history : array_like, shape (n,)
        Counts in time order up to the latest month; the last `done` belong to the year projected.
    done : int
        Months of the year counted so far, 0 to `period`.
    rng : numpy.random.Generator
    target : float, optional
    at_most : bool
        True if the target is met by a total at or below it.
    method : {"auto", "smoothing", "seasonal naive", "recent mean"}
        "auto" takes ETS(A,N,A) from three years on, the seasonal naive forecast from two, else the mean of the recent
        year without a season; the last also below 5 events a month. The result says which it took.
    period : int
        Periods in a year.
    draws : int
        Simulated years, at least 100.
    confidence : float

    Returns
    -------
    Outturn

    Raises
    ------
    ValueError
        An argument missing, negative or out of range; a history shorter than the method needs or than `done`.

    Notes
    -----
    Errors of the seasonal naive forecast are simulated with the first-order correlation of its past errors, since a
    year that runs high so far will do so to its end. Simulated months below zero are set to zero.

    Examples
    --------
    >>> import numpy as np
    >>> found = year_end([30, 40, 50, 40] * 3 + [30, 40], 2, period=4, rng=np.random.default_rng(1), target=170)
    >>> round(found.total), found.low < found.total < found.high
    (160, True)
    """
    y = checked_history(history)
    if len(y) < LEAST_HISTORY:
        raise ValueError(f"history has {len(y)} periods; at least {LEAST_HISTORY} are needed")
    m = whole("period", period, 2, 366)
    complete = whole("done", done, 0, min(m, len(y)))
    size = whole("draws", draws, 100, 1_000_000)
    source(rng)
    one_of("method", method, *METHODS)
    h = m - complete
    chosen, why = _choose(y, m) if method == "auto" else (method, "as asked for")
    if h == 0:
        chosen, why, rest, paths = "the year is complete", "nothing to forecast", np.zeros(0), None
    elif chosen == "smoothing":
        rest, paths = _smoothing(y, h, m, size, rng)
    elif chosen == "seasonal naive":
        rest, paths = _naive(y, h, m, size, rng)
    else:
        rest, paths = recent_paths(y, h, m, size, rng)
    to_date = float(y[len(y) - complete :].sum())
    return outturn(
        to_date,
        rest,
        paths=paths,
        target=target,
        at_most=at_most,
        confidence=confidence,
        method=f"{chosen}: {why}",
    )


def _choose(y: NDArray, m: int) -> tuple[str, str]:
    if y[-m:].mean() < LEAST_MEAN:
        return "recent mean", f"fewer than {LEAST_MEAN:g} events a period"
    if len(y) >= YEARS_FOR_SMOOTHING * m:
        return "smoothing", f"at least {YEARS_FOR_SMOOTHING} years of history"
    if len(y) >= YEARS_FOR_SEASON * m:
        return "seasonal naive", f"fewer than {YEARS_FOR_SMOOTHING} years of history"
    return "recent mean", f"fewer than {YEARS_FOR_SEASON} years of history"


def _smoothing(y: NDArray, h: int, m: int, size: int, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    fit, sigma, unit = fit_ets(y, period=m)
    if fit is None:
        return recent_paths(y, h, m, size, rng)
    mean = unit * np.asarray(fit.forecast(h), dtype=np.float64)
    # Counts vary at least as Poisson counts do, however smooth the history happens to be. That variance is itself
    # estimated (chi-square), and so is each month's seasonal state, from one value a year.
    df = len(y) - m - 2
    spread = max(sigma, float(np.sqrt(unit))) / unit * np.sqrt(df / rng.chisquare(df, size))
    errors = spread * rng.standard_normal((h, size))
    drawn = np.asarray(
        fit.simulate(h, anchor="end", repetitions=size, random_errors=errors), dtype=np.float64
    )
    drawn = drawn + spread * np.sqrt(m / len(y)) * rng.standard_normal((h, size))
    return np.maximum(mean, 0.0), np.maximum(unit * drawn.T, 0.0)


def _naive(y: NDArray, h: int, m: int, size: int, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    found = seasonal_naive(y, h, period=m)
    past = y[m:] - y[:-m]
    total = float((past**2).sum())
    r = min(max(float((past[1:] * past[:-1]).sum()) / total, 0.0), 0.95) if total else 0.0
    # The difference of two Poisson counts has twice their variance.
    sigma = max(found.sigma, float(np.sqrt(2 * y.mean())))
    errors = rng.standard_normal((size, h))
    for step in range(1, h):
        errors[:, step] = r * errors[:, step - 1] + np.sqrt(1 - r**2) * errors[:, step]
    return found.mean, np.maximum(found.mean + sigma * errors, 0.0)


def recent_paths(y: NDArray, h: int, m: int, size: int, rng: np.random.Generator) -> tuple[NDArray, NDArray]:
    """Forecast counts about an unknown constant mean: gamma for the mean, Poisson or negative binomial about it.

    Parameters
    ----------
    y : ndarray (n,)
        Checked counts in time order.
    h : int
        Periods to forecast.
    m : int
        The latest periods that the mean is taken over.
    size : int
        Simulated courses.
    rng : numpy.random.Generator

    Returns
    -------
    mean : ndarray (h,)
    paths : ndarray (size, h)
    """
    recent = y[-m:]
    n, mean = len(recent), float(recent.mean())
    apart = recent - mean
    total = float((apart**2).sum())
    phi = max(1.0, total / (n - 1) / mean) if mean else 1.0
    # A season not known, or a slow swing, makes neighbours alike: the months then tell less of the year's mean.
    r = min(max(float((apart[1:] * apart[:-1]).sum()) / total, 0.0), 0.8) if total else 0.0
    lasting = phi * (1 + r) / (1 - r)
    rate = rng.gamma((recent.sum() + 0.5) / lasting, lasting / n, (size, 1))
    monthly = np.broadcast_to(rate, (size, h))
    if phi > 1:
        monthly = rng.gamma(np.maximum(monthly, 1e-12) / (phi - 1), phi - 1)
    return np.full(h, mean), rng.poisson(monthly).astype(np.float64)
