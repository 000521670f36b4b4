"""Control charts of single values in time (XmR), with the rules of NHS England's Making Data Count.

Charts of counts, rates and proportions are in `attribute_charts`, runs and crossings in `run_tests`.

References
----------
Shewhart (1931). Wheeler (1993), Understanding Variation. NHS England, Making Data Count. Nelson (1982), Journal of
Quality Technology 14:172 (screening of moving ranges).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import numbers, positive, same_shape
from pads_analysis.stats.gapped_series import gapped, left_out, whole
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of, switch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

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
        positive("factor", self.factor, 0)
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
        "Nelson, tests 1 to 3": RuleSet(shift=9, trend=6, two_of_three=False, factor=3 / 1.128),
        "limits only, for runs and crossings": RuleSet(
            0, 0, two_of_three=False, factor=3 / 1.128, screen=True
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ControlChart(Printed):
    """A chart of n points; it prints as a table.

    Attributes
    ----------
    centre, lower, upper : ndarray (n,)
        Centre line and limits, in the unit of the values. The lower limit may be negative: nothing is cut off.
    signal : ndarray of str (n,)
        Rule that marks the point ("limits", "trend", "two of three", "shift"), in that order of precedence, or "".
    direction : ndarray of int (n,)
        1 above or rising, -1 below or falling, 0 without signal.
    moving_range_mean : float
        Mean moving range of the baseline.
    """

    centre: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    signal: NDArray[np.str_]
    direction: NDArray[np.int64]
    moving_range_mean: float


def individuals_chart(
    values: ArrayLike,
    baseline: ArrayLike | slice | None = None,
    rules: RuleSet | None = None,
    centre: ArrayLike | None = None,
) -> ControlChart:
    """Chart of single values with limits from the moving ranges of the baseline.

    Parameters
    ----------
    values : array_like, shape (n,)
        In order of time; NaN marks an excluded month, which breaks runs and moving ranges and never signals.
    baseline : array_like of bool (n,) or slice, optional
        Points from which centre and limits are computed; all where not given. It needs at least one moving range.
    rules : RuleSet, optional
        Rules; those of `RuleSet()` where not given.
    centre : float or array_like (n,), optional
        Centre line to use instead of the baseline mean, for example a seasonal expectation.

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError
        `values` empty or infinite; `baseline` of another length or without a moving range; `centre` missing; `rules`
        anything but a rule set.

    Notes
    -----
    Assumes months that are independent of each other and without season or trend in the baseline; where they are not,
    signals come more often than the rules suggest.

    Examples
    --------
    The series by which NHSRplotthedots shows what screening does (published limits -0.72 and 4.6, or -3.06 and 6.95):

    >>> series = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> for screen in (True, False):
    ...     chart = individuals_chart(series, rules=RuleSet(screen=screen))
    ...     print(round(float(chart.lower[0]), 2), round(float(chart.upper[0]), 2))
    -0.72 4.6
    -3.06 6.95
    """
    x = gapped("values", values, signed=True)
    rules = RuleSet() if rules is None else rules
    if not isinstance(rules, RuleSet):
        raise ValueError("rules must be a RuleSet")
    base = _mask(baseline, x)
    line = np.full(x.shape, x[base & ~np.isnan(x)].mean()) if centre is None else _centre(centre, x)
    mean_range = _mean_moving_range(x - line if centre is not None else x, base, rules.screen)
    lower, upper = line - rules.factor * mean_range, line + rules.factor * mean_range
    signal, direction = _signals(x, line, lower, upper, rules)
    return ControlChart(line, lower, upper, signal, direction, mean_range)


def point_types(
    chart: ControlChart, improvement: Literal["increase", "decrease", "neutral"]
) -> NDArray[np.str_]:
    """Whether each point of a chart is common cause, improvement or concern, as Making Data Count colours it.

    Parameters
    ----------
    chart : ControlChart
    improvement : {"increase", "decrease", "neutral"}
        The direction that is better; with "neutral" signals are only high or low.

    Returns
    -------
    ndarray of str (n,)
        "common cause", "improvement", "concern", "neutral high" or "neutral low".

    Raises
    ------
    ValueError
        Unknown `improvement`; `chart` anything but a chart.
    """
    names = {
        "increase": ("concern", "common cause", "improvement"),
        "decrease": ("improvement", "common cause", "concern"),
        "neutral": ("neutral low", "common cause", "neutral high"),
    }
    if not isinstance(chart, ControlChart):
        raise ValueError("chart must be a ControlChart")
    return np.array(names[one_of("improvement", improvement, tuple(names))])[chart.direction + 1]


def _mask(baseline: ArrayLike | slice | None, x: NDArray) -> NDArray[np.bool_]:
    mask = np.ones(x.shape, dtype=bool) if baseline is None else left_out("baseline", baseline, len(x))
    usable = mask & ~np.isnan(x)
    if not has_moving_range(usable):
        raise ValueError("baseline has no two months in a row")
    return mask


def has_moving_range(usable: ArrayLike) -> bool:
    """Whether any two values in a row are usable, without which there are no limits; `usable` is bool of shape (n,)."""
    mask = np.asarray(usable, dtype=bool)
    return bool((mask[1:] & mask[:-1]).any())


def _centre(centre: ArrayLike, x: NDArray) -> NDArray:
    line = numbers("centre", centre)
    if line.ndim == 0:
        return np.full(x.shape, float(line))
    same_shape("centre", line, "values", x)
    return line


def _mean_moving_range(x: NDArray, base: NDArray, screen: bool) -> float:
    ranges = np.abs(np.diff(x))
    ranges = ranges[base[1:] & base[:-1] & ~np.isnan(ranges)]
    mean = float(ranges.mean())
    if screen and mean > 0:
        mean = float(ranges[ranges < 3.267 * mean].mean())
    return mean


def _signals(
    x: NDArray, line: NDArray, lower: NDArray, upper: NDArray, rules: RuleSet
) -> tuple[NDArray, NDArray]:
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
