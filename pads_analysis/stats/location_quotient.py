"""The location quotient: is a category's share here larger than its share in the whole?

References
----------
Brantingham and Brantingham (1997), Crime Prevention Studies 8:263 (location quotients, counts and rates).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, fit_together, positive, scalar_or_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def location_quotient(
    e_ij: ArrayLike, e_j: ArrayLike, e_i: ArrayLike, e: ArrayLike
) -> float | NDArray[np.float64]:
    """Location quotient (e_ij / e_j) / (e_i / e).

    For the mix of categories in an area: 1.3 says that the category's share of the area's events is 30 % larger than
    its share of all events. Not for how much happens (use a rate), nor for a handful of events: no interval is given,
    and one event more can double it. All quotients of an area hang together: a category that falls raises the others.

    Parameters
    ----------
    e_ij : array_like
        Events of category i in area j.
    e_j : array_like
        All events in area j.
    e_i : array_like
        Events of category i everywhere, area j included.
    e : array_like
        All events everywhere. The four broadcast.

    Returns
    -------
    float or ndarray
        No unit; NaN where the area, or the category, has no event at all.

    Raises
    ------
    ValueError
        An argument empty, missing or negative; `e` not above zero; a part larger than its
        whole; shapes that do not fit.

    Notes
    -----
    It describes and assumes nothing.

    Examples
    --------
    >>> round(float(location_quotient(120, 1500, 3100, 52000)), 4)
    1.3419
    """
    both, area, category, everything = fit_together(
        e_ij=counts("e_ij", e_ij), e_j=counts("e_j", e_j), e_i=counts("e_i", e_i), e=positive("e", e)
    )
    names = (("e_ij", both, "e_j", area), ("e_ij", both, "e_i", category), ("e_j", area, "e", everything))
    for name, part, whole_name, whole in (*names, ("e_i", category, "e", everything)):
        if (part > whole * (1 + 1e-9)).any():
            raise ValueError(f"{name} is above {whole_name}, of which it is a part")
    known = (area > 0) & (category > 0)
    share = both / np.where(known, area, 1.0)
    return scalar_or_array(np.where(known, share / (np.where(known, category, 1.0) / everything), np.nan))
