"""Rates of many areas whose counts vary more than chance alone would have them, the variation being known.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 9 (dispersion).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, positive
from pads_analysis.stats.rates import crude_rate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from pads_analysis.stats.estimates import RateEstimate


def dispersed_rate(
    count: ArrayLike,
    exposure: ArrayLike,
    dispersion: ArrayLike = 1.0,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> RateEstimate:
    """Events per so many units of exposure, with an interval for the rate that underlies them.

    When to use: to set areas side by side, each with the dispersion that its own months tell
    (`RatioEstimate.count_dispersion`). When not: to describe what was recorded, which is a plain fact.

    Parameters
    ----------
    count, exposure : array_like
        Events (zero or more) and exposure (above zero); they broadcast.
    dispersion : array_like
        Variance of each count over its mean; not below 1.
    per : float
        Unit of the rates.
    confidence : float
        Level of the intervals.

    Returns
    -------
    RateEstimate
        In the broadcast shape.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`exposure`, `dispersion`, `per`) or of another shape;
        dispersion below 1.

    Notes
    -----
    The OHID limits of count / dispersion events, times the dispersion: `monthly_rates.rate_of_months` for many areas
    whose dispersion is known.

    Examples
    --------
    Four times the variance, twice the width:

    >>> print(dispersed_rate(400, 100_000), dispersed_rate(400, 100_000, 4.0), sep="; ")
    4 (3.618 to 4.412); 4 (3.254 to 4.865)
    """
    events, at_risk, phi = (
        counts("count", count),
        positive("exposure", exposure),
        positive("dispersion", dispersion),
    )
    if (phi < 1).any():
        raise ValueError("dispersion is below 1")
    try:
        events, at_risk, phi = np.broadcast_arrays(events, at_risk, phi)
    except ValueError as error:
        raise ValueError("count, exposure and dispersion have shapes that do not fit together") from error
    return crude_rate(events / phi, at_risk / phi, per=per, confidence=confidence)
