"""Rates of small areas drawn towards the overall rate, the more the fewer people they stand on.

References
----------
Marshall (1991), Applied Statistics 40:283 (global empirical Bayes estimate by moments). Bailey and Gatrell (1995),
Interactive Spatial Data Analysis, section 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class ShrunkRates(Printed):
    """Rates of n areas, as observed and as drawn to the overall rate.

    Attributes
    ----------
    raw, shrunk : ndarray (n,)
        Events per `per` units of exposure.
    weight : ndarray (n,)
        Share of its own raw rate that each shrunk rate keeps (0 to 1).
    overall : float
        Sum of events over sum of exposure, per `per`.
    between : float
        Variance between areas of the true rates, in squared units of the rate; 0 where the areas vary no more than
        chance would have them.
    """

    raw: NDArray[np.float64]
    shrunk: NDArray[np.float64]
    weight: NDArray[np.float64]
    overall: float
    between: float


def empirical_bayes(count: ArrayLike, exposure: ArrayLike, per: float = 1000.0) -> ShrunkRates:
    """Marshall's global empirical Bayes rates.

    Use it to map or rank many small areas, where the smallest stand at both ends by chance. Not for saying how one area
    differs from the others (it is drawn to them by design), nor for few areas, nor where the areas fall into distinct
    kinds with rates of their own.

    Parameters
    ----------
    count, exposure : array_like, shape (n,)
        Events (zero or more) and exposure (above zero) of each area.
    per : float
        Unit of the rates.

    Returns
    -------
    ShrunkRates

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`exposure`, `per`) or of another length.

    Notes
    -----
    With rates r, overall rate b = Σ y / Σ n, and s² = Σ n (r − b)² / Σ n: between-area variance a = s² − b / mean(n),
    0 where negative (esda keeps it negative); shrunk rate b + a (r − b) / (a + b / n).

    Examples
    --------
    These areas vary less than chance would have them, so each gets the overall rate:

    >>> result = empirical_bayes([2, 5, 0, 12, 7, 33, 4, 1], [310, 820, 150, 1430, 990, 2950, 410, 220])
    >>> print(result.between, round(float(result.shrunk[0]), 6))  # as R's spdep
    0.0 8.791209
    """
    y, n = counts("count", count, 1), positive("exposure", exposure, 1)
    same_shape("count", y, "exposure", n)
    unit = above_zero("per", per)
    r, b = y / n, float(y.sum() / n.sum())
    a = max(0.0, float((n * (r - b) ** 2).sum() / n.sum() - b / n.mean()))
    weight = a / (a + b / n) if a > 0 else np.zeros(len(y))
    return ShrunkRates(
        raw=unit * r,
        shrunk=unit * (b + weight * (r - b)),
        weight=weight,
        overall=unit * b,
        between=unit**2 * a,
    )
