"""How good forecasts were, against what happened later and against the simplest forecast.

References
----------
Hyndman and Koehler (2006), International Journal of Forecasting 22:679 (MASE). Hyndman and Athanasopoulos (2021),
Forecasting: Principles and Practice, 3rd ed., ch. 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, moderate, numbers, same_shape
from pads_analysis.stats.forecasts import more_than_a_year
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Accuracy(Printed):
    """Errors of forecasts against what happened.

    Attributes
    ----------
    mae, rmse : float
        Mean absolute and root mean square error, in counts.
    mape : float
        Mean absolute error, per cent of what happened; NaN if a period had none.
    mase : float
        mae over that of the seasonal naive forecast within the history: below 1 beats it. NaN if that is zero.
    """

    mae: float
    rmse: float
    mape: float
    mase: float


def accuracy(actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, *, period: int = 12) -> Accuracy:
    """Measure forecasts against what happened later.

    Use it to choose between forecasts, on periods that none of them had seen. Not on the periods they were fitted
    to.

    Parameters
    ----------
    actual, forecast : array_like, shape (h,)
        What happened, and what had been forecast.
    history : array_like, shape (n,)
        The counts the forecast was made from, more than one year; they give the scale of `mase`.
    period : int
        Periods in a year.

    Returns
    -------
    Accuracy

    Raises
    ------
    ValueError
        An argument missing, infinite or of unequal length; a negative count; a history of no more than one year.

    Notes
    -----
    It describes and assumes nothing; a mean over few periods says little of the next.

    Examples
    --------
    >>> found = accuracy([12, 18], [10, 20], [10, 20, 14, 24], period=2)
    >>> found.mae, round(found.mape, 2), found.mase
    (2.0, 13.89, 0.5)
    """
    a = moderate("actual", counts("actual", actual, 1))
    f = moderate("forecast", numbers("forecast", forecast, 1))
    same_shape("forecast", f, "actual", a)
    y, m = more_than_a_year(history, period)
    error = np.abs(a - f)
    scale = float(np.abs(y[m:] - y[:-m]).mean())
    return Accuracy(
        mae=float(error.mean()),
        rmse=float(np.sqrt((error**2).mean())),
        mape=float(100 * (error / a).mean()) if (a > 0).all() else np.nan,
        mase=float(error.mean() / scale) if scale else np.nan,
    )
