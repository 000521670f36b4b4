"""Moran's I: do neighbouring areas have like values, in all and area by area?

References
----------
Moran (1950), Biometrika 37:17. Cliff and Ord (1981), Spatial Processes (moments of I). Anselin (1995),
Geographical Analysis 27:93 (local I). Sokal, Oden and Thomson (1998), ibid. 30:331 (conditional moments of local I).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.contiguity import links
from pads_analysis.stats.normal import two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of
from pads_analysis.stats.spatial import SAME, centred, variance_of_others

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.contiguity import Weights


#: Deviations from the mean smaller than this share of the largest are rounding.
AT_MEAN = 1e-12


@dataclass(frozen=True, slots=True)
class Moran(Printed):
    """Global Moran's I of n areas.

    Attributes
    ----------
    i, expected : float
        I and its mean -1 / (n - 1) if values fell on the areas at random.
    variance, z, p : float
        Under randomisation: the values are given and only their places are random. p is two-sided, normal.
    variance_normal, z_normal, p_normal : float
        Under normality: the values are draws of one normal variable.
    """

    i: float
    expected: float
    variance: float
    z: float
    p: float
    variance_normal: float
    z_normal: float
    p_normal: float


@dataclass(frozen=True, slots=True)
class LocalMoran(Printed):
    """Local Moran's I of n areas.

    Attributes
    ----------
    i, expected, variance : ndarray (n,)
        I_i, and its mean and variance when the area keeps its value and the others are shuffled.
    z, p : ndarray (n,)
        Standard deviate and two-sided p, normal; not adjusted (see `spatial.fdr`). Where the area has no neighbours,
        or lies at the mean: z 0, p 1.
    quadrant : ndarray of str (n,)
        "high-high", "low-low", "high-low" or "low-high": the area, then its neighbours, against the mean; "" where
        either lies at it. Says nothing of significance.
    """

    i: NDArray[np.float64]
    expected: NDArray[np.float64]
    variance: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    quadrant: NDArray[np.str_]


def moran(values: ArrayLike, weights: Weights, *, row_standardised: bool = True) -> Moran:
    """Global Moran's I with its analytical test: is the map as a whole patterned?

    I = (n / S0) sum_ij w_ij c_i c_j / sum_i c_i^2, c = x - xbar. The moments are Cliff and Ord's, spelt out with sparse
    products, as esda takes seconds to import; the tests hold the two equal. No permutations are needed, so 35,000
    areas take milliseconds.

    Not for counts of areas of very different size (use rates), nor as evidence of any one cluster (`local_moran`,
    `spatial.gi_star`). Assumes that every area is equally likely to take every value: rates of small populations vary
    more than those of large ones, which the test takes for roughness.

    Parameters
    ----------
    values : array_like, shape (n,)
        At least 4 areas, not all equal.
    weights : Neighbours, libpysal weights, sparse or dense array (n, n)
        Zero or more; the diagonal is left out. Areas without neighbours stay in n.
    row_standardised : bool
        Divide each area's weights by their sum, the usual form. False uses the weights as they are.

    Returns
    -------
    Moran
        Where every area is the neighbour of all others I is -1 / (n - 1) by algebra: z 0, p 1.

    Raises
    ------
    ValueError
        `values` empty, missing, fewer than 4, all equal; `weights` of another size, negative, missing, or without any
        pair of neighbours.

    Examples
    --------
    Counts that fall from one corner of a 6 x 6 grid; spdep::moran.test 1.2-7 finds I 0.8256 and a deviate of 9.577.

    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> x = [12, 10, 7, 5, 3, 1, 11, 14, 9, 4, 2, 2, 8, 9, 6, 5, 1, 0, 4, 5, 3, 2, 1, 1, 3, 2, 2, 0, 0, 1, 1, 1, 0, 1,
    ...      0, 0]
    >>> found = moran(x, grid_neighbours(6, 6))
    >>> round(found.i, 4), round(found.z, 3)
    (0.8256, 9.577)
    """
    c, w = _checked(values, weights, row_standardised)
    n = len(c)
    s0, s1, s2 = _weight_sums(w)
    square = c @ c
    i = float(n / s0 * (c @ (w @ c)) / square)
    expected = -1 / (n - 1)
    normal = (n**2 * s1 - n * s2 + 3 * s0**2) / (s0**2 * (n**2 - 1)) - expected**2
    kurtosis = n * (c**4).sum() / square**2
    fixed = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    shape = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (fixed - shape) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    tests = []
    for variance in (float(random), float(normal)):
        # In a graph of all pairs both variances are 0 but for rounding.
        usable = variance > 1e-12 * expected**2
        z = (i - expected) / np.sqrt(variance) if usable else 0.0
        tests += [variance if usable else 0.0, float(z), float(two_sided(np.asarray(z)))]
    return Moran(i, expected, *tests)


def _checked(values: ArrayLike, weights: Weights, standardise: bool) -> tuple[NDArray, sparse.csr_array]:
    x = numbers("values", values, 1)
    if len(x) < 4:
        raise ValueError("values must hold at least 4 areas")
    w = links(weights, len(x))
    if w.nnz == 0:
        raise ValueError("weights holds no pair of neighbours")
    c = centred(x)
    if c is None:
        raise ValueError("values are all equal: there is nothing to be alike in")
    w.data /= w.data.max()
    if standardise:
        w.data /= np.repeat(_row_sums(w, w.data), np.diff(w.indptr))
    return c, w


def _row_sums(w: sparse.csr_array, data: NDArray) -> NDArray[np.float64]:
    n = w.shape[0]
    return np.bincount(np.repeat(np.arange(n), np.diff(w.indptr)), data, minlength=n)


def _weight_sums(w: sparse.csr_array) -> tuple[float, float, float]:
    """Cliff and Ord's S0, S1 and S2."""
    both = w + w.T
    rows, columns = np.asarray(w.sum(axis=1)).ravel(), np.asarray(w.sum(axis=0)).ravel()
    return float(w.sum()), float((both.data**2).sum() / 2), float(((rows + columns) ** 2).sum())


def local_moran(
    values: ArrayLike,
    weights: Weights,
    *,
    row_standardised: bool = True,
    divisor: Literal["n", "n-1"] = "n",
) -> LocalMoran:
    """Local Moran's I with conditional moments: which areas resemble, or stand out from, their neighbours?

    I_i = (c_i / m2) sum_j w_ij c_j with m2 = sum c^2 / n. Given c_i, shuffling the others has mean
    -c_i^2 W_i / ((n - 1) m2) and variance (c_i / m2)^2 n / (n - 2) (S_i - W_i^2 / (n - 1)) (m2 - c_i^2 / (n - 1)), with
    W_i = sum_j w_ij and S_i = sum_j w_ij^2. Unlike Gi* it finds outliers: a high area among low ones. Adjust p with
    `spatial.fdr` over all areas.

    Not for fewer than about 30 areas or counts that are mostly zero: the deviates are then far from normal.

    Parameters
    ----------
    values, weights, row_standardised
        As for `moran`.
    divisor : {"n", "n-1"}
        Of m2: "n" as in Anselin and spdep, "n-1" as in esda and GeoDa. I_i differs by the factor (n - 1) / n, its
        test does not.

    Returns
    -------
    LocalMoran

    Raises
    ------
    ValueError
        As for `moran`; another `divisor`.

    Notes
    -----
    Assumes that the values of the other areas could have fallen in any order.

    Examples
    --------
    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> found = local_moran([9, 8, 1, 9, 7, 0, 1, 0, 0, 1, 0, 8], grid_neighbours(4, 3))
    >>> found.quadrant[[0, 11]].tolist()
    ['high-high', 'high-low']
    """
    one_of("divisor", divisor, "n", "n-1")
    c, w = _checked(values, weights, row_standardised)
    # An area at the mean but for rounding has no direction to test.
    c = np.where(np.abs(c) > AT_MEAN, c, 0.0)
    n = len(c)
    # The moments hold for m2 = sum c^2 / n; another divisor multiplies the statistic and its mean alike.
    scale = 1.0 if divisor == "n" else (n - 1) / n
    m2 = c @ c / n
    lag = w @ c
    total, squares = _row_sums(w, w.data), _row_sums(w, w.data**2)
    expected = -(c**2) * total / ((n - 1) * m2)
    among = squares - total**2 / (n - 1)
    # m2 - c_i^2 / (n - 1) is (n - 1) / n times the variance of the other values.
    others = variance_of_others(c)
    usable = (c != 0) & (among > 1e-12 * squares) & (others > SAME**2)
    spread = np.where(usable, n / (n - 2) * among * (n - 1) / n * others, 0.0)
    variance = (c / m2) ** 2 * spread
    z = np.sign(c) * (lag + c * total / (n - 1)) / np.sqrt(np.where(usable, spread, np.inf))
    i = c * lag / m2
    kinds = np.array(["low-low", "low-high", "high-low", "high-high"])
    quadrant = np.where((c != 0) & (np.abs(lag) > AT_MEAN), kinds[2 * (c > 0) + (lag > 0)], "")
    return LocalMoran(i * scale, expected * scale, variance * scale**2, z, two_sided(z), quadrant)
