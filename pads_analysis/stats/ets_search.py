"""ETS(A,N,A) by a simplex search of limited length: it exists so that figures made with R can be met again.

Analysts who worked in R have published forecasts of its function forecast::ets. Those are not the maximum-likelihood
ones: for the 14 parameters of a monthly series R's search stops, as a rule, at its limit of 2,000 evaluations, and its
forecasts can lie several per cent from those of the maximum. To check such a figure the same steps must be made, and
no optimiser of scipy makes them. Use it for that only; `forecasts.exponential_smoothing` otherwise seeks the maximum.

Model, start values by decomposition, and variances are those of the book by Hyndman and others; the search is Nash's
published algorithm. What they leave open is set as the R function sets it: the bounds of alpha and gamma, where they
start, how many seasonally adjusted values the first level is the mean of, and the limit of evaluations. The reference
numbers of the tests hold this module to R's results.

References
----------
Nelder and Mead (1965), Computer Journal 7:308, in the form of Nash (1990), Compact Numerical Methods for Computers, 2nd
ed., algorithm 19. Hyndman and others (2008), Forecasting with Exponential Smoothing, ch. 2, 5 and 6 (model, start
values, variances).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The R function's limit of evaluations, and its bounds of alpha and gamma.
EVALUATIONS = 2000
SMALLEST, LARGEST = 1e-4, 0.9999
# Stands for "not allowed" in the search.
HIGH = 1e35


def search_ana(y: NDArray[np.float64], m: int) -> tuple[NDArray[np.float64], float]:
    """Fit ETS(A,N,A) by the limited search.

    Parameters
    ----------
    y : ndarray (n,)
        Counts, not all equal, at least three years.
    m : int
        Periods in a year.

    Returns
    -------
    parameters : ndarray (m + 2,)
        alpha, gamma, first level, and the seasonal states before the first period, the latest first, the last left out
        (they add up to zero).
    squares : float
        Sum of squared one-step errors.
    """
    from statsmodels.tsa.seasonal import seasonal_decompose

    season = np.asarray(seasonal_decompose(y, period=m).seasonal)
    level = float((y - season)[: max(10, 2 * m)].mean())
    alpha = SMALLEST + 0.2 * (LARGEST - SMALLEST) / m
    gamma = SMALLEST + 0.05 * (min(LARGEST, 1 - alpha) - SMALLEST)
    values = y.tolist()

    def badness(p: NDArray) -> float:
        if not (SMALLEST <= p[0] <= LARGEST and SMALLEST <= p[1] <= min(LARGEST, 1 - p[0])):
            return HIGH
        squares = run_ana(values, p)[0]
        return len(values) * float(np.log(squares)) if 0 < squares < np.inf else HIGH

    found = simplex_search(badness, np.array([alpha, gamma, level, *season[1:m][::-1]]))
    return found, run_ana(values, found)[0]


def run_ana(y: list[float], p: NDArray[np.float64]) -> tuple[float, float, list[float]]:
    """Run the model over the series.

    Parameters
    ----------
    y : list of float
        Counts.
    p : ndarray (m + 2,)
        As `search_ana` returns them.

    Returns
    -------
    squares, level, season
        Sum of squared errors, the last level, and the last m seasonal states, the next one first.
    """
    alpha, gamma, level, *latest_first = p.tolist()
    season = [-sum(latest_first), *latest_first[::-1]]
    squares, m = 0.0, len(season)
    for t, value in enumerate(y):
        error = value - level - season[t % m]
        squares += error * error
        level += alpha * error
        season[t % m] += gamma * error
    turn = len(y) % m
    return squares, level, season[turn:] + season[:turn]


def simplex_search(
    f: Callable[[NDArray[np.float64]], float], start: NDArray[np.float64], evaluations: int = EVALUATIONS
) -> NDArray[np.float64]:
    """Nelder and Mead's search in Nash's form, stopped after a number of evaluations.

    Parameters
    ----------
    f : callable
        To be minimised; takes an ndarray (k,).
    start : ndarray (k,)
    evaluations : int

    Returns
    -------
    ndarray (k,)
        The best corner.
    """
    k = len(start)
    step = 0.1 * float(np.abs(start).max()) or 0.1
    corners = np.vstack([start, start + step * np.eye(k)])
    heights = np.array([f(corner) for corner in corners])
    root = np.sqrt(np.finfo(float).eps)
    near = root * (abs(heights[0]) + root)
    used, best = k + 1, 0
    while used <= evaluations:
        best, worst = int(np.argmin(heights)), int(np.argmax(heights))
        if heights[worst] <= heights[best] + near:
            break
        centre = (corners.sum(axis=0) - corners[worst]) / k
        mirrored = 2 * centre - corners[worst]
        height, used = f(mirrored), used + 1
        if height < heights[best]:
            further = 2 * mirrored - centre
            beyond, used = f(further), used + 1
            better = beyond < height
            corners[worst], heights[worst] = (further, beyond) if better else (mirrored, height)
            continue
        failed = height >= heights[worst]
        if not failed:
            corners[worst], heights[worst] = mirrored, height
        halfway = 0.5 * corners[worst] + 0.5 * centre
        between, used = f(halfway), used + 1
        if between < heights[worst]:
            corners[worst], heights[worst] = halfway, between
        elif failed:
            corners = 0.5 * (corners - corners[best]) + corners[best]
            others = np.arange(k + 1) != best
            heights[others] = [f(corner) for corner in corners[others]]
            used += k
    return corners[best]


def forecast_ana(y: NDArray[np.float64], m: int, horizon: int) -> tuple[NDArray, NDArray, NDArray, float]:
    """Forecast from the limited search.

    Parameters
    ----------
    y : ndarray (n,)
        As in `search_ana`.
    m, horizon : int

    Returns
    -------
    mean, sd : ndarray (horizon,)
        Forecasts and the standard deviations of their errors.
    parameters : ndarray (m + 2,)
    sigma : float
        Root of squared errors over n less the number of parameters.
    """
    parameters, squares = search_ana(y, m)
    _, level, season = run_ana(y.tolist(), parameters)
    step = np.arange(horizon)
    sigma = float(np.sqrt(squares / (len(y) - m - 2)))
    # Each later error moves the level by alpha, and the same month of later years by gamma as well.
    carried = parameters[0] + parameters[1] * (step % m == 0)
    spread = np.sqrt(1 + np.concatenate([[0.0], np.cumsum(carried[1:] ** 2)]))
    return level + np.array(season)[step % m], sigma * spread, parameters, sigma
