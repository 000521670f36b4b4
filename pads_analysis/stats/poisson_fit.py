"""The coefficients of a log-linear Poisson model and nothing else, for models that are fitted hundreds of times.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 2.5 (iteratively reweighted least squares).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STEPS = 100
#: A step that moves no expected count by more than this share of itself is the last.
STILL = 1e-10
SMALLEST_MEAN = 1e-9


def poisson_fit(
    y: NDArray[np.float64], x: NDArray[np.float64], offset: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit counts by maximum likelihood with a log link.

    For checked arguments only. Where the covariance of independent counts, other families or a refusal of coefficients
    without a limit are wanted, use `count_models.fit_counts`.

    Parameters
    ----------
    y : ndarray (n,)
        Counts, not all zero.
    x : ndarray (n, p)
        Design of full rank, p <= n.
    offset : ndarray (n,)
        Log exposure.

    Returns
    -------
    coefficients : ndarray (p,)
        Log scale. One that runs off to minus infinity stops after 100 steps.
    fitted : ndarray (n,)
        Expected counts, at least 1e-9.

    Notes
    -----
    Assumes a Poisson mean exp(x b + offset). Stops by the change relative to each expected count, so that large counts
    take no more steps than small ones.

    Examples
    --------
    >>> b, mu = poisson_fit(np.array([4.0, 6, 5]), np.ones((3, 1)), np.zeros(3))
    >>> round(float(np.exp(b[0])), 6), mu.round(6).tolist()
    (5.0, [5.0, 5.0, 5.0])
    """
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    for _ in range(MOST_STEPS):
        root = np.sqrt(mu)
        b = np.linalg.lstsq(x * root[:, None], (eta - offset + (y - mu) / mu) * root, rcond=None)[0]
        before, eta = eta, np.maximum(x @ b + offset, np.log(SMALLEST_MEAN))
        mu = np.exp(eta)
        if np.abs(eta - before).max() <= STILL:
            break
    return b, mu
