"""Log-linear models of counts in time, with extra variation that is correlated from month to month.

Real monthly counts vary more than Poisson counts do, and the excess lingers: a bad month is followed by a bad month.
A quasi-Poisson standard error takes months as independent and is then too small. Here the working covariance of the
Pearson residuals e is

    V = I + s^2 * D R(r) D,   D = diag(sqrt(mu)),   R(r)[i, j] = r ** |t_i - t_j|

that is, Poisson variance plus a multiplicative AR(1) disturbance with standard deviation s on the log scale. The
coefficients are the ordinary Poisson ones (consistent whatever V is). Their covariance is averaged over a grid of
(s, r) weighted by the restricted likelihood of the residuals, flat in r over 0 to 0.8, so that the uncertainty about
s and r themselves widens the interval.

References
----------
Zeger (1988), Biometrika 75:621 (log-linear models with a latent process). Patterson and Thompson (1971), Biometrika
58:545 (restricted likelihood). McCullagh and Nelder (1989), Generalized Linear Models, ch. 9 (quasi-likelihood).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORRELATIONS = np.linspace(0.0, 0.8, 9)
LOG_SCALE_SD = np.array([0.0, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6, 0.9])
# The four smallest matter only to very large counts; together they weigh as much as any two of the others.
PRIOR = np.array([0.5] * 4 + [1.0] * 9)


@dataclass(frozen=True, slots=True)
class SerialFit:
    """A fitted log-linear model.

    Attributes
    ----------
    coefficients : ndarray (p,)
        Poisson maximum likelihood, log scale.
    covariances : ndarray (g, p, p)
        Covariance of the coefficients under each of the g settings of the grid.
    weights : ndarray (g,)
        Weight of each setting; they add up to 1.
    fitted : ndarray (n,)
        Expected counts.
    dispersion : float
        max(1, Pearson chi-square / df).
    df : int
        n - p.
    serial_correlation : float
        Weighted mean of r.
    """

    coefficients: NDArray[np.float64]
    covariances: NDArray[np.float64]
    weights: NDArray[np.float64]
    fitted: NDArray[np.float64]
    dispersion: float
    df: int
    serial_correlation: float

    @property
    def covariance(self) -> NDArray[np.float64]:
        """Average covariance of the coefficients, shape (p, p)."""
        return np.einsum("g,gij->ij", self.weights, self.covariances)

    def total_dispersion(self, rows: NDArray[np.bool_], position: NDArray[np.int64]) -> float:
        """Variance of the sum of some observations over that of a Poisson count with the same mean.

        Under a setting (s, r) it is 1 + s^2 sum_ij mu_i mu_j r^|t_i - t_j| / sum_i mu_i; its root, the standard error,
        is averaged over the settings, because settings that are barely possible would draw up a mean of variances.

        Parameters
        ----------
        rows : ndarray of bool (n,)
            The observations that are added up.
        position : ndarray of int (n,)
            As passed to `fit`.
        """
        mu, t = self.fitted[rows], position[rows]
        lag = np.abs(t[:, None] - t[None, :])
        together = [float(mu @ np.where(lag == 0, 1.0, r**lag) @ mu) / mu.sum() for r in CORRELATIONS]
        phi = 1 + np.outer(together, LOG_SCALE_SD**2).ravel()
        return float(self.weights @ np.sqrt(phi)) ** 2

    def contrast(self, c: NDArray[np.float64], confidence: float) -> tuple[float, float, float, float]:
        """Estimate, low, high and two-sided p of c'b on the log scale; c has shape (p,)."""
        estimate = float(c @ self.coefficients)
        spread = np.sqrt(np.einsum("i,gij,j->g", c, self.covariances, c))

        def tail(distance: float) -> float:
            return float(self.weights @ special.ndtr(-distance / spread))

        alpha = (1 - confidence) / 2
        widest = spread.max() * (1 - special.ndtri(alpha))
        half = optimize.brentq(lambda d: tail(d) - alpha, 0.0, widest, xtol=1e-12)
        return estimate, estimate - half, estimate + half, min(1.0, 2 * tail(abs(estimate)))


def fit(
    y: NDArray[np.float64], x: NDArray[np.float64], offset: NDArray[np.float64], position: NDArray[np.int64]
) -> SerialFit:
    """Fit the model.

    Parameters
    ----------
    y : ndarray (n,)
        Counts.
    x : ndarray (n, p)
        Design of full rank, p < n; every column must touch at least one count above zero.
    offset : ndarray (n,)
        Log exposure.
    position : ndarray (n,)
        Place of each observation in time, in months; gaps are allowed.

    Returns
    -------
    SerialFit

    Raises
    ------
    ValueError
        The design leaves no degrees of freedom, or is not of full rank.

    Notes
    -----
    Assumes the covariance V above, s and r alike for all months.

    Examples
    --------
    >>> y = np.array([18.0, 22, 20, 19, 21, 20, 23, 17])
    >>> model = fit(y, np.ones((8, 1)), np.zeros(8), np.arange(8))
    >>> round(float(np.exp(model.coefficients[0])), 6), model.dispersion, model.df
    (20.0, 1.0, 7)
    """
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    n, p = x.shape
    if n <= p or np.linalg.matrix_rank(x) < p:
        raise ValueError(f"x has {p} columns that {n} observations cannot tell apart")
    with warnings.catch_warnings():
        # A series that the model fits exactly is no fault: its variance is then plain Poisson.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fitted = GLM(y, x, family=Poisson(), offset=offset).fit(maxiter=100, tol=1e-10)
    mu = np.maximum(fitted.fittedvalues, 1e-9)
    root = np.sqrt(mu)
    residual = (y - mu) / root
    covariances, weights, correlations = _grid(residual, x * root[:, None], root, position)
    return SerialFit(
        coefficients=np.asarray(fitted.params),
        covariances=covariances,
        weights=weights,
        fitted=mu,
        dispersion=max(1.0, float(residual @ residual) / (n - p)),
        df=n - p,
        serial_correlation=float(weights @ correlations),
    )


def _grid(e: NDArray, xw: NDArray, root: NDArray, position: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Covariances, weights and correlations of every setting (s, r); one eigenvalue problem for each r."""
    p = xw.shape[1]
    q = np.linalg.qr(xw, mode="complete")[0][:, p:]
    inverse = np.linalg.inv(xw.T @ xw)
    lag = np.abs(position[:, None] - position[None, :])
    # Every power of r that occurs once, and all the r and s at a time: many series are fitted for one report.
    powers = CORRELATIONS[:, None] ** np.arange(lag.max() + 1)
    extra = powers[:, lag] * np.outer(root, root)
    values, vectors = np.linalg.eigh(q.T @ extra @ q)
    u2 = (vectors.transpose(0, 2, 1) @ (q.T @ e)) ** 2
    added = inverse @ (xw.T @ extra @ xw) @ inverse
    v = 1 + (LOG_SCALE_SD**2)[:, None] * np.maximum(values, 0.0)[:, None, :]
    log_likelihood = (
        np.log(PRIOR) - 0.5 * (np.log(v).sum(axis=2) + (u2[:, None, :] / v).sum(axis=2))
    ).ravel()
    covariances = inverse + (LOG_SCALE_SD**2)[:, None, None] * added[:, None]
    relative = np.exp(log_likelihood - log_likelihood.max())
    return (
        covariances.reshape(-1, p, p),
        relative / relative.sum(),
        np.repeat(CORRELATIONS, len(LOG_SCALE_SD)),
    )
