"""A step of a monthly series at a month named beforehand: how large, and does another month fit better.

References
----------
Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46:348. McCullagh and Nelder (1989),
Generalized Linear Models, ch. 9 (deviances over the dispersion). Hansen (2000), Econometrica 68:575, theorem 2 (the
likelihood ratio of where a step lies).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import gapped
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, whole
from pads_analysis.stats.segmented_regression import segmented_regression

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: Fewest months with a count on either side of a step.
LEAST_SIDE = 6
LEAST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class StepMonth(Printed):
    """A step at a month named beforehand.

    Attributes
    ----------
    ratio, ratio_low, ratio_high, p : float
        Level from that month on over what the course before led to, limits, two-sided p.
    best : int
        Position of the month at which a step fits best.
    behind : float
        How much worse the named month fits: difference of deviances over the dispersion.
    plausible : bool
        Whether nothing speaks for another month: `behind` is within the limit of the level, or no month at all has a
        step that is clear once the choice among all months is allowed for.
    """

    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    best: int
    behind: float
    plausible: bool


def step_at_month(
    count: ArrayLike, first_after: int, *, exposure: ArrayLike | None = None, confidence: float = 0.95
) -> StepMonth:
    """Fit a step at a month named beforehand, and at every other month, to a monthly series.

    When to use: to test a claim that says when a new level began. When not: to look for a step (`change_points`), or
    for what came in gradually.

    Parameters
    ----------
    count : array_like, shape (n,)
        Monthly counts in time order; NaN for a month to be left out.
    first_after : int
        Position (from 0) of the first month of the new level.
    exposure : array_like, shape (n,), optional
        Days of each month, above zero.
    confidence : float

    Returns
    -------
    StepMonth

    Raises
    ------
    ValueError
        An argument missing, negative or of unequal length; fewer than 24 months with a count, or 6 on either side of
        the month; no event on one side.

    Notes
    -----
    Season (two harmonics) and a straight course are allowed for. `behind` is held against Hansen's limit for the
    place of a step, -2 log(1 - sqrt(confidence)): 7.35 at 95 %, and not against chi-square on one degree of freedom,
    because the best month is the best of many. For the same reason a better month counts only where the p of its step
    times the number of months tried (Bonferroni) is within the level. Assumes one step at most.

    Examples
    --------
    >>> found = step_at_month([50, 52, 51, 49] * 8 + [76, 74, 75, 75] * 3, 32)
    >>> round(found.ratio, 2), found.best, found.plausible
    (1.49, 32, True)
    """
    y = gapped("count", count)
    at = whole("first_after", first_after, 0)
    chance = level(confidence)
    known = np.cumsum(~np.isnan(y))
    held = int(known[-1])
    sides = (
        int(known[at - 1]) if 0 < at <= len(y) else 0,
        held - (int(known[at - 1]) if 0 < at <= len(y) else 0),
    )
    if held < LEAST_MONTHS or min(sides) < LEAST_SIDE:
        raise ValueError(
            f"count has {held} months, {sides[0]} before the step and {sides[1]} from it: at least {LEAST_MONTHS}, and "
            f"{LEAST_SIDE} on either side, are needed"
        )
    named = segmented_regression(y, at, exposure=exposure, slope_change=False, confidence=chance, lags=0)
    others = [
        start
        for start in range(1, len(y))
        if known[start - 1] >= LEAST_SIDE and held - known[start - 1] >= LEAST_SIDE
    ]
    deviance = {start: _deviance(y, start, exposure) for start in others}
    best = min(deviance, key=lambda start: (deviance[start], abs(start - at)))
    behind = max(0.0, named.deviance - deviance[best]) / max(1.0, named.dispersion)
    apart = behind > -2 * np.log1p(-np.sqrt(chance))
    return StepMonth(
        named.level_ratio,
        named.level_low,
        named.level_high,
        named.level_p,
        best,
        behind,
        not (apart and _clear(y, best, exposure, (1 - chance) / len(others))),
    )


def _clear(y: np.ndarray, start: int, exposure: ArrayLike | None, level_p: float) -> bool:
    """Return whether the p of a step at `start` is within `level_p`."""
    found = segmented_regression(y, start, exposure=exposure, slope_change=False, lags=0)
    return bool(found.level_p <= level_p)


def _deviance(y: np.ndarray, start: int, exposure: ArrayLike | None) -> float:
    try:
        found = segmented_regression(y, start, exposure=exposure, slope_change=False, errors="model", lags=0)
    except ValueError:
        # No event on one side of this month: it cannot be where the named one is better.
        return np.inf
    return found.deviance
