"""The weighted displacement quotient: what the surroundings of an action gained or lost of its success.

References
----------
Bowers and Johnson (2003), Journal of Quantitative Criminology 19:275. Guerette (2009), Analyzing Crime Displacement and
Diffusion, POP Guide 10, appendix B (formulas).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

import numpy as np

from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, zero_or_more


@dataclass(frozen=True, slots=True)
class DisplacementQuotient(Printed):
    """Weighted displacement quotient and the measures it is made of.

    Attributes
    ----------
    gross_effect : float
        Events before less events after in the response area.
    net_effect : float
        The same as shares of the control area's events.
    success_measure, buffer_measure : float
        Change of the response and of the buffer area's share of the control's events; negative is a reduction.
    wdq : float
        buffer_measure / success_measure; NaN when success_measure is zero. To be read only when `interpretable`.
    total_net_effect : float
        Events fewer than expected from the control, in response and buffer area together.
    interpretable : bool
        True if the response area improved against its control; without that there is nothing to displace.
    reading : str
        What the quotient says, in words.
    """

    gross_effect: float
    net_effect: float
    success_measure: float
    buffer_measure: float
    wdq: float
    total_net_effect: float
    interpretable: bool
    reading: str


def displacement_quotient(
    response_before: float,
    response_after: float,
    buffer_before: float,
    buffer_after: float,
    control_before: float,
    control_after: float,
) -> DisplacementQuotient:
    """Weighted displacement quotient of one action: what the buffer around it gained or lost of its success.

    It has no interval and swings widely when the success is small: prefer `evaluation.displacement_difference`, and
    give the quotient where readers are used to it.

    Parameters
    ----------
    response_before, response_after, buffer_before, buffer_after : float
        Events in the area of the action and in the buffer around it, in two periods of one length.
    control_before, control_after : float
        Events in the control area, which overlaps neither; above zero.

    Returns
    -------
    DisplacementQuotient

    Raises
    ------
    ValueError
        A count missing or negative; a control count of zero.

    Notes
    -----
    WDQ = (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb). Above 1 the gain outside exceeds the gain inside; 0 to 1 there is a gain
    outside as well; -1 to 0 part of the success moved; below -1 more moved than was gained.

    Examples
    --------
    >>> found = displacement_quotient(200, 140, 120, 110, 1000, 1000)
    >>> round(found.wdq, 4), found.total_net_effect, found.reading
    (0.1667, 70.0, 'diffusion of benefit, not more than the success itself')
    """
    ra, rb = zero_or_more("response_after", response_after), zero_or_more("response_before", response_before)
    da, db = zero_or_more("buffer_after", buffer_after), zero_or_more("buffer_before", buffer_before)
    ca = above_zero("control_after", control_after)
    cb = above_zero("control_before", control_before)
    success, buffer = _difference(ra / ca, rb / cb), _difference(da / ca, db / cb)
    wdq = buffer / success if success else np.nan
    return DisplacementQuotient(
        gross_effect=rb - ra,
        net_effect=0.0 - success,
        success_measure=success,
        buffer_measure=buffer,
        wdq=wdq,
        total_net_effect=(rb * ca / cb - ra) + (db * ca / cb - da),
        interpretable=success < 0,
        reading=_reading(wdq, success),
    )


def _difference(after: float, before: float) -> float:
    # Shares that are equal as fractions may differ in their last digit as floating-point numbers.
    return 0.0 if isclose(after, before, rel_tol=1e-12) else after - before


def _reading(wdq: float, success: float) -> str:
    if success >= 0:
        return "not to be read: the response area did not improve against its control"
    if wdq > 1:
        return "diffusion of benefit, more than the success itself"
    if wdq > 0:
        return "diffusion of benefit, not more than the success itself"
    if wdq == 0:
        return "no change in the buffer against the control"
    if wdq >= -1:
        return "displacement, not more than the success"
    return "displacement, more than the success"
