"""Means of a group of areas, with and without one of them.

References
----------
HMIC, Crime and policing comparator: about the data (the group average is the unweighted mean of member rates, the force
itself included).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class GroupMeans(Printed):
    """Means of the rates of an area and its peers, in the unit of the rates.

    Attributes
    ----------
    rate : float
        Rate of the area.
    with_self, without_self : float
        Unweighted means of the rates. With itself is the HMIC average; it shrinks the gap by (n - 1) / n.
    weighted_with_self, weighted_without_self : float
        Means weighted by exposure, which are the groups' own rates; NaN when no exposure was given.
    rank : int
        1 for the highest rate; equal rates share the smaller rank.
    n : int
        Areas, the area itself included.
    """

    rate: float
    with_self: float
    without_self: float
    weighted_with_self: float
    weighted_without_self: float
    rank: int
    n: int


def group_means(rates: ArrayLike, own: int, exposures: ArrayLike | None = None) -> GroupMeans:
    """Means of a group of areas with and without one of them, weighted by exposure and not.

    Use it to print the figure another tool prints beside your own. Compare with the mean without self: an area
    is part of the mean with self, so the difference understates.

    Parameters
    ----------
    rates : array_like, shape (n,)
        Rates of the area and at least one peer, zero or more, in any one unit.
    own : int
        Position (from 0) of the area.
    exposures : array_like, shape (n,), optional
        Population or other exposure of each, above zero.

    Returns
    -------
    GroupMeans

    Raises
    ------
    ValueError
        An argument missing, negative, of unequal length; a single area; `own` outside the list.

    Notes
    -----
    It describes and assumes nothing; for a test see `peers.compare_with_mean`.

    Examples
    --------
    >>> found = group_means([71.2, 64.8, 80.1, 69.9, 75.4, 66, 72.3, 78.8], own=0)
    >>> round(found.with_self, 4), round(found.without_self, 4), found.rank
    (72.3125, 72.4714, 5)
    """
    r = counts("rates", rates, 1)
    if len(r) < 2:
        raise ValueError("rates must hold the area and at least one peer")
    i = whole("own", own, 0, len(r) - 1)
    others = np.arange(len(r)) != i
    weighted = [np.nan, np.nan]
    if exposures is not None:
        w = positive("exposures", exposures, 1)
        same_shape("exposures", w, "rates", r)
        weighted = [float(np.average(r, weights=w)), float(np.average(r[others], weights=w[others]))]
    return GroupMeans(
        float(r[i]),
        float(r.mean()),
        float(r[others].mean()),
        *weighted,
        rank=1 + int((r > r[i]).sum()),
        n=len(r),
    )
