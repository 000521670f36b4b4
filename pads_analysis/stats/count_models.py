"""Log-linear models of counts: Poisson or negative binomial coefficients, and standard errors that survive correlation.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 6, 9. Lawless (1987), Canadian Journal of Statistics 15:209
(negative binomial). Newey and West (1987), Econometrica 55:703. Parzen (1963), Sankhya A 25:383 (series with gaps).
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import optimize, special

from pads_analysis.stats.arguments import LARGEST, moderate

if TYPE_CHECKING:
    from numpy.typing import NDArray

Family = Literal["quasi-Poisson", "Poisson", "negative binomial"]
FAMILIES = ("quasi-Poisson", "Poisson", "negative binomial")
# A fitted rate this far below the mean is a coefficient on its way to minus infinity.
VANISHING = 1e-6
SMALLEST_THETA, LARGEST_THETA = 1e-6, 1e7


def fit_counts(y: NDArray, x: NDArray, offset: NDArray, family: Family = "Poisson") -> tuple[Any, float]:
    """Fit counts by maximum likelihood with a log link.

    Parameters
    ----------
    y : ndarray (n,)
        Counts.
    x : ndarray (n, p)
        Design of full rank, p < n.
    offset : ndarray (n,)
        Log exposure.
    family : {"quasi-Poisson", "Poisson", "negative binomial"}
        Quasi-Poisson coefficients are the Poisson ones; the caller scales their variance.

    Returns
    -------
    fit : statsmodels GLMResults
        Its `normalized_cov_params` is the covariance at dispersion 1, with alpha taken as known.
    alpha : float
        Variance = mean + alpha mean**2; 0 for the Poisson families, and where counts vary no more than by chance.

    Raises
    ------
    ValueError
        A count, or the ratio of two exposures, is above 1e15; a coefficient runs off to infinity because some
        combination of terms holds no event.

    Notes
    -----
    Assumes independent counts for its own covariance; for months in a row use `serial.fit` or `newey_west`.

    Examples
    --------
    >>> fit, alpha = fit_counts(np.array([4.0, 6, 5]), np.ones((3, 1)), np.zeros(3))
    >>> round(float(np.exp(fit.params[0])), 6), alpha
    (5.0, 0.0)
    """
    import statsmodels.api as sm

    moderate("count", y)
    # Exposures that differ by more than that are a slip.
    if np.ptp(offset) > np.log(LARGEST):
        raise ValueError(f"exposure differs between rows by a factor above {LARGEST:.0e}")

    def glm(alpha: float) -> Any:
        kind = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
        return sm.GLM(y, x, family=kind, offset=offset).fit(tol=1e-12, maxiter=200)

    with warnings.catch_warnings():
        # statsmodels warns of a perfect fit, which a constant series is, and of divergence, which is refused below.
        warnings.simplefilter("ignore")
        fit, alpha = glm(0.0), 0.0
        if family == "negative binomial":
            for _ in range(50):
                before, alpha = alpha, 1 / theta_of(y, fit.mu)
                fit = glm(alpha)
                if abs(alpha - before) <= 1e-10 * max(alpha, 1e-10):
                    break
    rate = fit.mu / np.exp(offset)
    if not (np.isfinite(fit.params).all() and rate.min() > VANISHING * rate.mean()):
        raise ValueError("count holds too few events for these terms: use a longer series or fewer terms")
    return fit, alpha


def theta_of(y: NDArray[np.float64], mu: NDArray[np.float64]) -> float:
    """Maximum likelihood of theta = 1 / alpha of the negative binomial, given the means.

    Parameters
    ----------
    y, mu : ndarray (n,)
        Counts and their expected values, above zero.

    Returns
    -------
    float
        Variance = mu + mu**2 / theta; infinite where the counts vary no more than Poisson ones.

    Examples
    --------
    >>> theta_of(np.array([4.0, 6, 5]), np.full(3, 5.0))
    inf
    """

    def score(log_theta: float) -> float:
        theta = np.exp(log_theta)
        terms = special.digamma(y + theta) - special.digamma(theta) - np.log1p(mu / theta)
        return float((terms + (mu - y) / (mu + theta)).sum())

    low, high = np.log(SMALLEST_THETA), np.log(LARGEST_THETA)
    # The slope of the likelihood at alpha = 0 has the sign of sum((y - mu)^2 - y); beyond 1e7 it is lost in rounding.
    if ((y - mu) ** 2 - y).sum() <= 0 or score(high) >= 0:
        return float("inf")
    if score(low) <= 0:
        return SMALLEST_THETA
    return float(np.exp(optimize.brentq(score, low, high, xtol=1e-13)))


def newey_west(fit: Any, x: NDArray, kept: NDArray, lags: int) -> NDArray[np.float64]:
    """Newey and West's standard errors (Bartlett weights, no small-sample factor).

    Parameters
    ----------
    fit : statsmodels GLMResults
        From `fit_counts`, of the rows kept.
    x : ndarray (n, p)
        Design of all rows in time order.
    kept : ndarray of bool (n,)
        Rows in the fit; the others keep their place in time, with a score of zero.
    lags : int
        Zero or more.

    Returns
    -------
    ndarray (p,)

    Notes
    -----
    Too small in short series: fewer than about 100 points. Assumes correlation that ends with the lags given.

    Examples
    --------
    >>> y, x = np.array([4.0, 6, 5, 9]), np.ones((4, 1))
    >>> fit, _ = fit_counts(y, x, np.zeros(4))
    >>> newey_west(fit, x, np.ones(4, dtype=bool), 0).round(4).tolist()
    [0.1559]
    """
    from statsmodels.stats.sandwich_covariance import S_hac_simple

    scores = np.zeros(x.shape)
    scores[kept] = fit.model.score_obs(fit.params, scale=1.0)
    cov = fit.normalized_cov_params @ S_hac_simple(scores, nlags=lags) @ fit.normalized_cov_params
    return np.sqrt(np.maximum(np.diag(cov), 0.0))
