"""Many small log-linear Poisson regressions at once, all with one design: the engine of `outbreaks`.

The design is a level for each group and, if wanted, one straight trend. Every series has weights of its own (0 leaves a
value out), so that missing values need no design of their own.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 2 (iteratively reweighted least squares) and 9 (dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STEPS = 50
TOLERANCE = 1e-10
SETTLED = 1e-8
ROUNDING = 1e-5
LEAST_WEIGHT = 1e-8
# Log of the smallest mean told apart from zero, and of the largest.
LOWEST, HIGHEST = -30.0, 45.0


@dataclass(frozen=True, slots=True)
class PoissonBatch:
    """Fits of m series of r values.

    Attributes
    ----------
    fitted : ndarray (m, r)
        Expected counts.
    coefficients : ndarray (m, g + 1)
        Log level of each of g groups at the time of zero, and slope (0 without a trend).
    inverse : ndarray (m, g + 1, g + 1)
        Covariance of the coefficients at dispersion 1.
    leverage : ndarray (m, r)
        Diagonal of the hat matrix.
    dispersion : ndarray (m,)
        Weighted Pearson chi-square / df, not held at 1; NaN without degrees of freedom.
    df : ndarray of int (m,)
        Values used less coefficients estimated.
    has_trend : ndarray of bool (m,)
        Whether the slope was estimated.
    converged : ndarray of bool (m,)
        Whether the fit settled (deviance to one part in 10^8).
    """

    fitted: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    inverse: NDArray[np.float64]
    leverage: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    df: NDArray[np.int64]
    has_trend: NDArray[np.bool_]
    converged: NDArray[np.bool_]


def fit_batch(
    y: NDArray[np.float64],
    group: NDArray[np.int64],
    time: NDArray[np.float64],
    offset: NDArray[np.float64],
    weight: NDArray[np.float64],
    trend: NDArray[np.bool_],
) -> PoissonBatch:
    """Fit y ~ group + time by weighted Poisson likelihood, for m series at once.

    Parameters
    ----------
    y : ndarray (m, r)
        Counts, any number where the weight is 0.
    group : ndarray of int (r,)
        Group of each value, 0 to g - 1.
    time : ndarray (r,)
        Time of each value, of the order of 1 in size.
    offset : ndarray (m, r)
        Log exposure.
    weight : ndarray (m, r)
        Prior weights; 0 leaves a value out.
    trend : ndarray of bool (m,)
        Whether the series gets a slope; it is left out besides where the times used do not vary within any group.

    Returns
    -------
    PoissonBatch
        A group without any value used has coefficient 0, which means nothing.
    """
    used = weight > 0
    level = (group[:, None] == np.arange(group.max() + 1)[None, :]).astype(float)
    seen = used @ level > 0
    slope = trend & (_within(used, level, time) > 1e-9)
    x = np.concatenate([level, time[:, None]], axis=1)
    estimated = np.concatenate([seen, slope[:, None]], axis=1)
    y = np.where(used, y, 0.0)
    eta, beta = np.log(y + 0.1), np.zeros(estimated.shape)
    deviance, change = np.full(len(y), np.inf), np.full(len(y), np.inf)
    for _ in range(MOST_STEPS):
        # A series that has settled is left alone, so that its answer does not depend on its companions.
        on = np.flatnonzero(change > TOLERANCE)
        if len(on) == 0:
            break
        beta[on] = _step(x, y[on], eta[on], offset[on], weight[on], estimated[on])
        eta[on] = np.clip(beta[on] @ x.T + offset[on], LOWEST, HIGHEST)
        now = _deviance(y[on], np.exp(eta[on]), weight[on])
        # The deviance of counts that the model fits exactly is rounding, of the size of the counts.
        size = np.abs(now) + 0.1 + ROUNDING * (weight[on] * y[on]).sum(axis=1)
        change[on] = np.abs(now - deviance[on]) / size
        deviance[on] = now
    mu = np.exp(eta)
    w = weight * np.maximum(mu, LEAST_WEIGHT)
    inverse = np.linalg.inv(_information(x, w, estimated)) * (estimated[:, :, None] & estimated[:, None, :])
    leverage = w * np.einsum("rp,mpq,rq->mr", x, inverse, x, optimize=True)
    df = used.sum(axis=1) - estimated.sum(axis=1)
    pearson = (weight * (y - mu) ** 2 / np.maximum(mu, LEAST_WEIGHT)).sum(axis=1)
    dispersion = np.where(df > 0, pearson / np.maximum(df, 1), np.nan)
    return PoissonBatch(mu, beta, inverse, leverage, dispersion, df, slope, change <= SETTLED)


def _step(
    x: NDArray, y: NDArray, eta: NDArray, offset: NDArray, weight: NDArray, estimated: NDArray
) -> NDArray:
    """Coefficients by weighted least squares on the working values, shape (m, p)."""
    mu = np.maximum(np.exp(eta), LEAST_WEIGHT)
    w, z = weight * mu, eta - offset + (y - np.exp(eta)) / mu
    return np.linalg.solve(_information(x, w, estimated), np.where(estimated, (w * z) @ x, 0.0)[..., None])[
        ..., 0
    ]


def _within(used: NDArray, level: NDArray, time: NDArray) -> NDArray:
    """Sum of squares of the times used about their group means; shape (m,)."""
    n, total, squares = used @ level, used @ (level * time[:, None]), used @ (level * time[:, None] ** 2)
    return (squares - total**2 / np.maximum(n, 1)).sum(axis=1)


def _information(x: NDArray, w: NDArray, estimated: NDArray) -> NDArray:
    """X'WX of each series, with the identity where a coefficient is not estimated; shape (m, p, p)."""
    both = estimated[:, :, None] & estimated[:, None, :]
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    return (
        np.where(both, (w @ products).reshape(both.shape), 0.0) + np.eye(x.shape[1]) * ~estimated[:, :, None]
    )


def _deviance(y: NDArray, mu: NDArray, weight: NDArray) -> NDArray:
    ratio = np.where(y > 0, y, 1.0) / np.where(y > 0, mu, 1.0)
    return 2 * (weight * (y * np.log(ratio) - (y - mu))).sum(axis=1)
