"""Control charts of single values in time (XmR), with the rules of NHS England's Making Data Count.

References
----------
Shewhart (1931). Wheeler (1993), Understanding Variation. NHS England, Making Data Count. Nelson (1982), Journal of
Quality Technology 14:172 (screening of moving ranges).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers, same_shape

if TYPE_CHECKING:
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
            run = getattr(self, name)
            if run != 0 and run < 2:
                raise ValueError(f"{name} must be 0 (off) or at least 2, not {run!r}")
        if not self.factor > 0:
            raise ValueError(f"factor must be above zero, not {self.factor!r}")

    def __str__(self) -> str:
        used = [LIMITS] if self.limits else []
        used += [f"{TREND} of {self.trend}"] if self.trend else []
        used += [TWO_OF_THREE] if self.two_of_three else []
        used += [f"{SHIFT} of {self.shift}"] if self.shift else []
        return ", ".join(used)


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart of n points.

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
        `values` empty or infinite; `baseline` of another length or without a moving range; `centre` missing.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or x.size == 0:
        raise ValueError("values must be one series, not empty")
    if np.isinf(x).any():
        raise ValueError("values holds an infinite value")
    rules = RuleSet() if rules is None else rules
    base = _mask(baseline, x)
    line = np.full(x.shape, x[base & ~np.isnan(x)].mean()) if centre is None else _centre(centre, x)
    mean_range = _mean_moving_range(x - line if centre is not None else x, base, rules.screen)
    lower, upper = line - rules.factor * mean_range, line + rules.factor * mean_range
    signal, direction = _signals(x, line, lower, upper, rules)
    return ControlChart(line, lower, upper, signal, direction, mean_range)


def _mask(baseline: ArrayLike | slice | None, x: NDArray) -> NDArray[np.bool_]:
    mask = np.zeros(x.shape, dtype=bool)
    if baseline is None:
        mask[:] = True
    elif isinstance(baseline, slice):
        mask[baseline] = True
    else:
        mask = np.asarray(baseline)
        if mask.dtype != bool:
            raise ValueError("baseline must be true or false for each value, or a slice")
        same_shape("baseline", mask, "values", x)
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
    side = np.where(present, np.sign(np.where(present, x, line) - line), 0).astype(np.int64)
    signal = np.full(x.shape, "", dtype="<U12")
    direction = np.zeros(x.shape, dtype=np.int64)

    def mark(name: str, where: NDArray, towards: NDArray) -> None:
        signal[where] = name
        direction[where] = towards[where]

    # From the lowest precedence to the highest: a later mark replaces an earlier one.
    if rules.shift:
        run = _runs(side, rules.shift)
        mark(SHIFT, run != 0, run)
    with np.errstate(invalid="ignore"):
        outside = present & ((x > upper) | (x < lower))
        beyond = present & (np.abs(x - line) > (upper - line) * 2 / 3) & ~outside
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
    result[:-1] = run
    later = run != 0
    result[1:][later] = run[later]
    return result


def _two_of_three(side: NDArray, beyond: NDArray) -> NDArray:
    """Points within some three in a row that lie on one side, at least two of them beyond two thirds."""
    found = np.zeros(side.shape, dtype=bool)
    for i in range(len(side) - 2):
        three = slice(i, i + 3)
        if abs(side[three].sum()) == 3 and beyond[three].sum() >= 2:
            found[three] = True
    return found
