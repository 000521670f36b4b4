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

if TYPE_CHECKING:
    from numpy.typing import NDArray

Family = Literal["quasi-Poisson", "Poisson", "negative binomial"]
FAMILIES = ("quasi-Poisson", "Poisson", "negative binomial")
# Counts beyond this cannot be told apart; exposures that differ by more are a slip.
LARGEST = 1e15
# A fitted rate this far below the mean is a coefficient on its way to minus infinity.
VANISHING = 1e-6


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
    """
    import statsmodels.api as sm

    if y.max() > LARGEST:
        raise ValueError(f"count holds a value above {LARGEST:.0e}")
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
                before, alpha = alpha, _extra_variation(y, fit.mu)
                fit = glm(alpha)
                if abs(alpha - before) <= 1e-10 * max(alpha, 1e-10):
                    break
    rate = fit.mu / np.exp(offset)
    if not (np.isfinite(fit.params).all() and rate.min() > VANISHING * rate.mean()):
        raise ValueError("count holds too few events for these terms: use a longer series or fewer terms")
    return fit, alpha


def _extra_variation(y: NDArray, mu: NDArray) -> float:
    """Maximum-likelihood alpha of the negative binomial given the means; 0 if counts vary no more than Poisson."""

    def score(log_theta: float) -> float:
        theta = np.exp(log_theta)
        terms = (
            special.digamma(theta + y)
            - special.digamma(theta)
            - np.log1p(mu / theta)
            + (mu - y) / (theta + mu)
        )
        return float(terms.sum())

    low, high = np.log(1e-6), np.log(1e7)
    # The score falls through zero at the estimate; below zero at no extra variation there is nothing to estimate.
    if ((y - mu) ** 2 - y).sum() <= 0 or score(low) * score(high) >= 0:
        return 0.0
    return float(np.exp(-optimize.brentq(score, low, high, xtol=1e-13, rtol=1e-14)))


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
    """
    from statsmodels.stats.sandwich_covariance import S_hac_simple

    scores = np.zeros(x.shape)
    scores[kept] = fit.model.score_obs(fit.params, scale=1.0)
    cov = fit.normalized_cov_params @ S_hac_simple(scores, nlags=lags) @ fit.normalized_cov_params
    return np.sqrt(np.maximum(np.diag(cov), 0.0))
