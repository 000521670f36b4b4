"""Moving ranges: the differences of neighbours in time, by which control charts measure ordinary variation.

References
----------
Wheeler (1993), Understanding Variation. Nelson (1982), Journal of Quality Technology 14:172 (screening).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Mean moving range over standard deviation, for independent normal values.
D2 = 1.128
#: Ranges from this many times their mean on are screened out.
SCREEN = 3.267


def mean_range(ranges: NDArray[np.float64], screen: bool = False) -> float:
    """Mean of moving ranges, if asked for without the outlying ones.

    Screening, done once, keeps one wild value from widening the limits so far that it hides itself. Conventions differ:
    say whether it was done.

    Parameters
    ----------
    ranges : ndarray (k,)
        Absolute differences, at least one, none missing.
    screen : bool
        Leave out ranges of 3.267 times their mean and more.

    Returns
    -------
    float
        In the unit of the ranges.

    Examples
    --------
    >>> mean_range(np.array([1.0, 1, 1, 1, 1, 13])), mean_range(np.array([1.0, 1, 1, 1, 1, 13]), screen=True)
    (3.0, 1.0)
    """
    mean = float(ranges.mean())
    return float(ranges[ranges < SCREEN * mean].mean()) if screen and mean > 0 else mean


def has_moving_range(usable: ArrayLike) -> bool:
    """Whether any two values in a row are usable, without which there are no limits.

    Parameters
    ----------
    usable : array_like of bool, shape (n,)
        In order of time.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_moving_range([True, False, True]), has_moving_range([False, True, True])
    (False, True)
    """
    mask = np.asarray(usable, dtype=bool)
    return bool((mask[1:] & mask[:-1]).any())
