"""Clusters of high values among neighbouring areas.

References
----------
Getis and Ord (1992), Geographical Analysis 24:189 (G); Ord and Getis (1995), ibid. 27:286 (the standardised G and G*).
Castro and Singer (2006), ibid. 38:180 (false discovery rate for local statistics). Benjamini and Yekutieli (2001),
Annals of Statistics 29:1165.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import numbers, numbers_or_missing
from pads_analysis.stats.contiguity import links
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.normal import two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy import sparse

    from pads_analysis.stats.contiguity import Weights

#: Values that differ by less than this share of the largest are equal: the rest is rounding.
SAME = 1e-14


@dataclass(frozen=True, slots=True)
class GiStar(Printed):
    """Local statistic of n areas.

    Attributes
    ----------
    z : ndarray (n,)
        Standard deviate: high where a neighbourhood (for G*, with the area itself) holds more than its share.
    p : ndarray (n,)
        Two-sided, normal approximation; not adjusted (see `fdr`).
    """

    z: NDArray[np.float64]
    p: NDArray[np.float64]


def offsets(values: NDArray) -> NDArray[np.float64]:
    """Values (any shape) less the first of them, on a scale of about 1; whole numbers keep their differences exactly.

    Scaling by a power of two rounds nothing and keeps differences of huge values from overflowing.

    Examples
    --------
    >>> offsets(np.array([3.0, 5, 3])).tolist()
    [0.0, 0.25, 0.0]
    """
    scaled = np.ldexp(values, -int(np.frexp(np.abs(values).max())[1]))
    return scaled - scaled.flat[0]


def centred(values: NDArray) -> NDArray[np.float64] | None:
    """Values less their mean, scaled to at most 1 in size; None where they do not vary beyond rounding.

    Local statistics do not depend on origin or unit, so this costs nothing and keeps variances exact for large,
    nearly equal values.

    Examples
    --------
    >>> centred(np.array([1.0, 2, 3])).tolist(), centred(np.array([7.0, 7]))
    ([-1.0, 0.0, 1.0], None)
    """
    x = offsets(values)
    c = x - x.mean()
    spread = float(np.abs(c).max())
    return None if spread <= SAME else c / spread


def gi_star(values: ArrayLike, weights: Weights) -> GiStar:
    """Getis-Ord Gi* with binary weights, each area its own neighbour: where are the clusters of high values?

    z_i = (sum_j w_ij x_j - W_i xbar) / sqrt(s2 (n W_i - W_i^2) / (n - 1)), s2 = sum x^2 / n - xbar^2. The formula is
    spelt out, rather than taken from esda, because esda takes seconds to import and gives a one-sided p; the tests
    hold the two equal.

    Not for fewer than about 30 areas or counts that are mostly zero: p rests on a normal approximation.

    Parameters
    ----------
    values : array_like, shape (n,)
        Counts or rates.
    weights : Neighbours, libpysal weights, sparse or dense array (n, n)
        Neighbours; anything above zero counts as 1 and the diagonal is set.

    Returns
    -------
    GiStar
        Where all values are equal, or an area's neighbours are all areas there are: z 0, p 1.

    Raises
    ------
    ValueError
        `values` empty or missing, fewer than 2, or `weights` of another size, negative or missing.

    Notes
    -----
    Assumes that values could have fallen on the areas in any order.

    Examples
    --------
    A corner of a grid of nine has four cells in its neighbourhood: (9 - 4) / sqrt(8 (9 * 4 - 16) / 8) = 1.118.

    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> gi_star([0, 0, 0, 0, 9, 0, 0, 0, 0], grid_neighbours(3, 3)).z[:2].round(3).tolist()
    [1.118, 0.707]
    """
    x, w = _checked(values, weights, 2)
    n = len(x)
    c = centred(x)
    if c is None:
        return GiStar(np.zeros(n), np.ones(n))
    size = np.asarray(w.sum(axis=1)).ravel() + 1
    return _standardised(w @ c + c, c @ c / n, size * (n - size) / (n - 1))


def gi(values: ArrayLike, weights: Weights) -> GiStar:
    """Getis-Ord Gi with binary weights: do an area's neighbours, the area left out, hold more than their share?

    Mean and variance are those of the other n - 1 areas. For hot spots use `gi_star`; use this one to ask whether an
    area's surroundings are high, whatever the area itself. The deviate is that of the conditional local Moran (see
    `autocorrelation.local_moran`) but for the sign.

    Parameters
    ----------
    values, weights
        As for `gi_star`; at least 3 areas. The diagonal is left out.

    Returns
    -------
    GiStar
        An area without neighbours, or whose others are all equal: z 0, p 1.

    Raises
    ------
    ValueError
        As for `gi_star`.

    Notes
    -----
    Assumes that the other areas' values could have fallen in any order.

    Examples
    --------
    The corner's three neighbours hold the nine events, the centre's none of them:

    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> gi([0, 0, 0, 0, 9, 0, 0, 0, 0], grid_neighbours(3, 3)).z[[0, 4]].round(3).tolist()
    [1.291, 0.0]
    """
    x, w = _checked(values, weights, 3)
    n = len(x)
    c = centred(x)
    if c is None:
        return GiStar(np.zeros(n), np.ones(n))
    size = np.asarray(w.sum(axis=1)).ravel()
    excess = w @ c + size * c / (n - 1)
    return _standardised(excess, variance_of_others(c), size * (n - 1 - size) / (n - 2))


def _checked(values: ArrayLike, weights: Weights, least: int) -> tuple[NDArray, sparse.csr_array]:
    x = numbers("values", values, 1)
    if len(x) < least:
        raise ValueError(f"values must hold at least {least} areas")
    w = links(weights, len(x))
    w.data[:] = 1.0
    return x, w


def variance_of_others(c: NDArray) -> NDArray[np.float64]:
    """Variance (divisor n - 1) of the n - 1 values other than each, shape (n,), of values with mean 0.

    Examples
    --------
    >>> variance_of_others(np.array([-2.0, 0, 2])).tolist()
    [1.0, 4.0, 1.0]
    """
    n = len(c)
    s2 = np.maximum((c @ c - c**2) / (n - 1) - (c / (n - 1)) ** 2, 0.0)
    # Beside one huge value the rest would cancel away; there the variance of the others is taken directly.
    for i in np.flatnonzero(s2 < 1e-8 * (c @ c) / n):
        s2[i] = np.delete(c, i).var()
    return s2


def _standardised(excess: NDArray, s2: NDArray | float, spread: NDArray) -> GiStar:
    """Excess over its standard error; s2 in the units of `centred`, spread 0 where the neighbours are none or all."""
    usable = (spread > 0) & (s2 > SAME**2)
    z = np.where(usable, excess / np.sqrt(np.where(usable, s2 * spread, 1.0)), 0.0)
    return GiStar(z, two_sided(z))


def fdr(p: ArrayLike, method: Literal["bh", "by"] = "bh") -> NDArray[np.float64]:
    """p values of all areas, adjusted together for the false discovery rate.

    Use it before calling any area of a map a cluster. Not for a single area named beforehand.

    Parameters
    ----------
    p : array_like, any shape
        NaN marks an area that was not tested.
    method : {"bh", "by"}
        Benjamini-Hochberg, which is right where statistics are independent or positively dependent, as those of
        overlapping neighbourhoods are; or Benjamini-Yekutieli, right under any dependence and far more cautious.

    Returns
    -------
    ndarray, shape of `p`

    Raises
    ------
    ValueError
        `p` empty or outside 0-1; another `method`.

    Notes
    -----
    By `multiplicity.adjust`; NaN areas are no part of the family.

    Examples
    --------
    >>> fdr([0.01, 0.02, 0.03, 0.5]).round(3).tolist()
    [0.04, 0.04, 0.04, 0.5]
    """
    return adjust(numbers_or_missing("p", p), f"fdr_{one_of('method', method, 'bh', 'by')}")
