"""Rules that mark points of a control chart, and the conventions that differ on how long their runs are.

References
----------
NHS England, Making Data Count (shift, trend, two of three). Nelson (1984), Journal of Quality Technology 16:237 (tests
1 to 3). Wheeler (1993), Understanding Variation.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.moving_ranges import D2
from pads_analysis.stats.scalars import above_zero, switch, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LIMITS, TREND, TWO_OF_THREE, SHIFT = "limits", "trend", "two of three", "shift"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Which rules are used, and how long their runs are; conventions differ, so print them.

    Attributes
    ----------
    shift : int
        Points in a row on one side of the centre; 0 switches the rule off.
    trend : int
        Points in a row each above (or each below) the one before; 0 switches the rule off.
    two_of_three : bool
        Two of three points in a row between two thirds of a limit and the limit, all three on the same side of the
        centre. A point outside the limit has its own rule and does not count here, as in the NHS tool.
    limits : bool
        A point outside the limits.
    factor : float
        Limits are the centre plus and minus `factor` times the mean moving range.
    screen : bool
        Leave out moving ranges of 3.267 times their mean and more, once, before the limits are drawn.
    """

    shift: int = 7
    trend: int = 7
    two_of_three: bool = True
    limits: bool = True
    factor: float = 2.66
    screen: bool = False

    def __post_init__(self) -> None:
        for name in ("shift", "trend"):
            run = whole(name, getattr(self, name), 0)
            if run == 1:
                raise ValueError(f"{name} must be 0 (off) or at least 2, not {run!r}")
        above_zero("factor", self.factor)
        for name in ("two_of_three", "limits", "screen"):
            switch(name, getattr(self, name))

    def __str__(self) -> str:
        used = [LIMITS] if self.limits else []
        used += [f"{TREND} of {self.trend}"] if self.trend else []
        used += [TWO_OF_THREE] if self.two_of_three else []
        used += [f"{SHIFT} of {self.shift}"] if self.shift else []
        ranges = "screened moving ranges" if self.screen else "moving ranges"
        return f"{', '.join(used) or 'no rule'}; limits at {self.factor:.4g} mean {ranges}"


#: Conventions in use, by name. They differ, so a chart says which it was drawn with.
RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {
        "Making Data Count, 7 points": RuleSet(),
        "Making Data Count, 6 points": RuleSet(shift=6, trend=6),
        "NHSRplotthedots": RuleSet(screen=True),
        "8 points, trend of 6": RuleSet(shift=8, trend=6),
        "Nelson, tests 1 to 3": RuleSet(shift=9, trend=6, two_of_three=False, factor=3 / D2),
        "limits only, for runs and crossings": RuleSet(0, 0, two_of_three=False, factor=3 / D2, screen=True),
    }
)


def signals(
    x: NDArray[np.float64],
    line: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    rules: RuleSet,
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Mark the points of a chart.

    For `control_charts.individuals_chart`, which draws the limits too.

    Where several rules hold the first of limits, trend, two of three and shift names the point, as in the NHS tool.

    Parameters
    ----------
    x : ndarray (n,)
        Values in order of time; NaN never signals and breaks runs.
    line, lower, upper : ndarray (n,)
        Centre line and limits, in the unit of the values.
    rules : RuleSet

    Returns
    -------
    signal : ndarray of str (n,)
        Name of the rule, or "".
    direction : ndarray of int (n,)
        1 above or rising, -1 below or falling, 0 without signal.

    Examples
    --------
    >>> x, one = np.array([1.0, 2, 1, 9]), np.ones(4)
    >>> marked, towards = signals(x, 1.5 * one, -one, 4 * one, RuleSet())
    >>> marked.tolist(), towards.tolist()
    (['', '', '', 'limits'], [0, 0, 0, 1])
    """
    present = ~np.isnan(x)
    # A mean of equal values may miss them by a rounding error, which must not put them on one side of it.
    rounding = 1e-12 * np.maximum(np.abs(np.where(present, x, line)), np.abs(line))
    from_line = np.where(present, x, line) - line
    side = np.where(np.abs(from_line) > rounding, np.sign(from_line), 0).astype(np.int64)
    signal = np.full(x.shape, "", dtype="<U12")
    direction = np.zeros(x.shape, dtype=np.int64)

    def mark(name: str, where: NDArray, towards: NDArray) -> None:
        signal[where] = name
        direction[where] = towards[where]

    # From the lowest precedence to the highest: a later mark replaces an earlier one.
    if rules.shift:
        run = _runs(side, rules.shift)
        mark(SHIFT, run != 0, run)
    distance, reach = np.abs(from_line) - rounding, (upper - lower) / 2
    outside = (side != 0) & (distance > reach)
    beyond = (side != 0) & (distance > reach * 2 / 3) & ~outside
    if rules.two_of_three:
        mark(TWO_OF_THREE, _two_of_three(side, beyond) & beyond, side)
    if rules.trend:
        step = np.sign(np.diff(np.where(present, x, np.nan)))
        run = _trend(np.where(np.isnan(step), 0, step).astype(np.int64), rules.trend)
        mark(TREND, run != 0, run)
    if rules.limits:
        mark(LIMITS, outside, side)
    return signal, direction


def _runs(side: NDArray, length: int) -> NDArray:
    """Side (1 or -1) of every point that belongs to a run of at least `length` equal non-zero sides, else 0."""
    result = np.zeros(side.shape, dtype=np.int64)
    edges = np.flatnonzero(np.diff(side)) + 1
    for start, stop in zip(np.r_[0, edges], np.r_[edges, len(side)], strict=True):
        if side[start] != 0 and stop - start >= length:
            result[start:stop] = side[start]
    return result


def _trend(step: NDArray, length: int) -> NDArray:
    """As `_runs`, for points joined by at least `length` - 1 steps of one direction."""
    run = _runs(step, length - 1) if step.size else step
    result = np.zeros(len(step) + 1, dtype=np.int64)
    joined = run != 0
    # A turning point belongs to both trends; it points the way of the later one, as in the NHS tool.
    result[1:][joined] = run[joined]
    result[:-1][joined] = run[joined]
    return result


def _two_of_three(side: NDArray, beyond: NDArray) -> NDArray:
    """Points within some three in a row that lie on one side, at least two of them beyond two thirds."""
    found = np.zeros(side.shape, dtype=bool)
    for i in range(len(side) - 2):
        three = slice(i, i + 3)
        if abs(side[three].sum()) == 3 and beyond[three].sum() >= 2:
            found[three] = True
    return found
