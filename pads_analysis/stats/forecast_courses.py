"""Simulated courses of monthly series, and what happened beside them.

References
----------
Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., ch. 5 (limits of sums come from
simulated paths, not from adding up limits).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Course(Printed):
    """Forecasts of k series over h months.

    Attributes
    ----------
    mean : ndarray (k, h)
        Point forecasts, zero or more.
    low, high : ndarray (k, h)
        Prediction limits of single months; not to be added up.
    paths : ndarray (draws, k, h)
        Simulated courses, zero or more: their sums give the limits of totals.
    alpha, gamma : ndarray (k,)
        Shares of an error by which level and season move, averaged; NaN without smoothing.
    """

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    paths: NDArray[np.float64]
    alpha: NDArray[np.float64]
    gamma: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Total(Printed):
    """The total of some months beside what had been forecast.

    Attributes
    ----------
    expected, low, high : float
        Forecast total and its prediction limits.
    p : float
        Two-sided share of simulated courses whose total lies as far out as what happened; never below 1 in the number
        of courses.
    """

    expected: float
    low: float
    high: float
    p: float


def total_beside(
    course: Course, at: int, months: ArrayLike, actual: float, confidence: float = 0.95
) -> Total:
    """Set what happened in some months beside the forecast of their total.

    Use it for months that were not seen when the forecast was made. Limits of single months are never added up.

    Parameters
    ----------
    course : Course
    at : int
        Which of its series.
    months : array_like of int, shape (j,)
        Which of its months.
    actual : float
        What happened in them together.
    confidence : float

    Returns
    -------
    Total

    Raises
    ------
    ValueError
        A level that is none.

    Notes
    -----
    Quantiles of the sums of simulated courses; assumes courses that vary as what happens does.

    Examples
    --------
    >>> drawn = np.random.default_rng(1).poisson(50.0, (4000, 1, 12)).astype(float)
    >>> flat = Course(np.full((1, 12), 50.0), drawn.min(0), drawn.max(0), drawn, np.zeros(1), np.zeros(1))
    >>> found = total_beside(flat, 0, range(12), 600)
    >>> round(found.expected), found.low < 600 < found.high, found.p > 0.5
    (600, True, True)
    """
    alpha, chosen = 1 - level(confidence), np.asarray(months, dtype=int)
    sums = course.paths[:, at, chosen].sum(axis=1)
    expected = float(course.mean[at, chosen].sum())
    low, high = np.quantile(sums, [alpha / 2, 1 - alpha / 2]).tolist()
    tail = min(float((sums <= actual).mean()), float((sums >= actual).mean()))
    return Total(expected, min(low, expected), max(high, expected), min(1.0, max(2 * tail, 1 / len(sums))))
