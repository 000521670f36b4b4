"""The Mann-Kendall test: does a series rise or fall, whatever the shape of the rise?

References
----------
Mann (1945), Econometrica 13:245. Kendall (1975), Rank Correlation Methods (variance with ties). Hipel and McLeod
(1994), Time Series Modelling of Water Resources and Environmental Systems (the Great Lakes series).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.normal import two_sided
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Comparisons held at once.
BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class MannKendall(Printed):
    """Trend of a series, or of n series.

    Attributes
    ----------
    s : int or ndarray of int (n,)
        Pairs that rise less pairs that fall.
    var_s : float or ndarray (n,)
        Variance of S without a trend, ties allowed for.
    tau : float or ndarray (n,)
        Kendall's tau-b with time, -1 to 1; NaN where all values are equal.
    z, p : float or ndarray (n,)
        (S - sign S) / sqrt(var_s), and two-sided p from the normal distribution. For short series without ties this p
        is larger than the exact one.
    """

    s: int | NDArray[np.int64]
    var_s: float | NDArray[np.float64]
    tau: float | NDArray[np.float64]
    z: float | NDArray[np.float64]
    p: float | NDArray[np.float64]


def mann_kendall(x: ArrayLike) -> MannKendall:
    """Mann-Kendall test of one series, in time order.

    For a steady direction without assuming a line. Not for series with a season or months that hang together: both
    make p too small (test the same month of each year, or use `change.compare_months`).

    Parameters
    ----------
    x : array_like, shape (t,)
        At least 3 values, equally ordered in time.

    Returns
    -------
    MannKendall

    Raises
    ------
    ValueError
        `x` empty, missing, infinite or shorter than 3.

    Notes
    -----
    S = Σ sign(x_j − x_i) over i < j. Assumes values independent of one another when there is no trend.

    Examples
    --------
    >>> found = mann_kendall([3, 5, 2, 8, 9, 12, 11, 15, 14, 18, 17, 21])
    >>> found.s, round(found.var_s, 3), round(found.tau, 4)
    (56, 212.667, 0.8485)
    """
    import pymannkendall

    values = numbers("x", x, 1)
    _long_enough(values)
    # The test depends on the order alone; ranks keep differences of huge values from overflowing.
    ranks = rankdata(values, method="dense").astype(np.float64)
    found = pymannkendall.original_test(ranks)
    tau = _tau(np.array([found.s]), _ties(ranks[None, :]), len(ranks))[0]
    return MannKendall(
        int(found.s), float(found.var_s), float(tau), float(found.z), float(two_sided(found.z))
    )


def mann_kendall_rows(x: ArrayLike) -> MannKendall:
    """Mann-Kendall test of many series of one length.

    pymannkendall takes one series at a time, half a minute for 35,000; here the same sums run over all at once.

    Parameters
    ----------
    x : array_like, shape (n, t)
        A series in each row, at least 3 values.

    Returns
    -------
    MannKendall
        Arrays of shape (n,).

    Raises
    ------
    ValueError
        As for `mann_kendall`.

    Notes
    -----
    For maps of trends; adjust p for the number of series (`multiplicity.adjust`). Assumes values of a series that are
    independent of one another, as `mann_kendall` does.

    Examples
    --------
    >>> found = mann_kendall_rows([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 2, 2, 2, 2]])
    >>> found.s.tolist(), found.p.round(4).tolist()
    ([10, -10, 0], [0.0275, 0.0275, 1.0])
    """
    values = numbers("x", x, 2)
    _long_enough(values)
    n, t = values.shape
    step = max(1, BLOCK // t**2)
    s, ties = np.zeros(n, dtype=np.int64), np.zeros((n, t), dtype=np.int64)
    for start in range(0, n, step):
        rows = slice(start, start + step)
        s[rows], ties[rows] = _rising_less_falling(values[rows]), _ties(values[rows])
    var_s = (t * (t - 1) * (2 * t + 5) - ((ties - 1) * (2 * ties + 5)).sum(axis=1)) / 18
    moves = var_s > 0
    z = np.where(moves, (s - np.sign(s)) / np.sqrt(np.where(moves, var_s, 1.0)), 0.0)
    return MannKendall(s, var_s, _tau(s, ties, t), z, two_sided(z))


def _long_enough(values: NDArray) -> None:
    if values.shape[-1] < 3:
        raise ValueError("x must hold at least 3 values in time order")


def _rising_less_falling(x: NDArray) -> NDArray[np.int64]:
    earlier, later = np.triu_indices(x.shape[1], 1)
    a, b = x[:, earlier], x[:, later]
    return (b > a).sum(axis=1) - (b < a).sum(axis=1)


def _ties(x: NDArray) -> NDArray[np.int64]:
    """How many values of its row equal each value, itself included."""
    ordered = np.sort(x, axis=1)
    first = np.concatenate([np.ones((len(x), 1), bool), ordered[:, 1:] != ordered[:, :-1]], axis=1)
    group = np.cumsum(first.ravel()) - 1
    return np.bincount(group)[group].reshape(x.shape)


def _tau(s: NDArray, ties: NDArray, t: int) -> NDArray[np.float64]:
    pairs = t * (t - 1) / 2
    untied = pairs - (ties - 1).sum(axis=1) / 2
    some = untied > 0
    return np.where(some, s / np.sqrt(np.where(some, untied, 1.0) * pairs), np.nan)
