"""Control charts of single values in time (XmR), with the rules of NHS England's Making Data Count.

The rules are in `chart_rules`, charts of counts, rates and proportions in `attribute_charts`, runs and crossings in
`run_tests`.

References
----------
Shewhart (1931). Wheeler (1993), Understanding Variation. NHS England, Making Data Count. Nelson (1982), Journal of
Quality Technology 14:172 (screening of moving ranges). Montgomery (2013), Introduction to Statistical Quality Control,
7th ed., ch. 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import gapped, left_out, numbers, one_or_each
from pads_analysis.stats.chart_rules import RuleSet, signals
from pads_analysis.stats.moving_ranges import has_moving_range, mean_range
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


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

    Use it to tell whether the latest months differ from ordinary variation; it needs no model of that variation, which
    suits large counts. Not for fewer than about twelve points in the baseline, nor for counts that are mostly below
    ten (`attribute_charts.c_chart`), nor for a series with a season, unless its expectation is passed as `centre`.

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

    Montgomery (2013), table 6.5, the first 20 points: centre 300.5, limits 279.78 and 321.22 (at 3 / 1.128 ranges).

    >>> x = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
    >>> chart = individuals_chart(x, rules=RuleSet(factor=3 / 1.128))
    >>> print(float(chart.centre[0]), round(float(chart.lower[0]), 2), round(float(chart.upper[0]), 2))
    300.5 279.78 321.22
    """
    x = gapped("values", values, signed=True)
    rules = RuleSet() if rules is None else rules
    if not isinstance(rules, RuleSet):
        raise ValueError("rules must be a RuleSet")
    base = _mask(baseline, x)
    if centre is None:
        line = np.full(x.shape, x[base & ~np.isnan(x)].mean())
    else:
        line = one_or_each("centre", numbers("centre", centre), "values", x)
    mean_range = _mean_moving_range(x - line if centre is not None else x, base, rules.screen)
    lower, upper = line - rules.factor * mean_range, line + rules.factor * mean_range
    signal, direction = signals(x, line, lower, upper, rules)
    return ControlChart(line, lower, upper, signal, direction, mean_range)


def point_types(
    chart: ControlChart, improvement: Literal["increase", "decrease", "neutral"]
) -> NDArray[np.str_]:
    """Whether each point of a chart is common cause, improvement or concern, as Making Data Count colours it.

    Use it only where one direction is plainly better: a rise of recorded events may mean more reporting.

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

    Notes
    -----
    Assumes that the direction that is better is the same for all points.

    Examples
    --------
    >>> chart = individuals_chart([5, 6, 5, 6, 5, 6, 5, 12], baseline=slice(0, 7))
    >>> point_types(chart, "decrease")[-2:].tolist()
    ['common cause', 'concern']
    """
    names = {
        "increase": ("concern", "common cause", "improvement"),
        "decrease": ("improvement", "common cause", "concern"),
        "neutral": ("neutral low", "common cause", "neutral high"),
    }
    if not isinstance(chart, ControlChart):
        raise ValueError("chart must be a ControlChart")
    return np.array(names[one_of("improvement", improvement, *names)])[chart.direction + 1]


def _mask(baseline: ArrayLike | slice | None, x: NDArray) -> NDArray[np.bool_]:
    mask = np.ones(x.shape, dtype=bool) if baseline is None else left_out("baseline", baseline, len(x))
    usable = mask & ~np.isnan(x)
    if not has_moving_range(usable):
        raise ValueError("baseline has no two months in a row")
    return mask


def _mean_moving_range(x: NDArray, base: NDArray, screen: bool) -> float:
    ranges = np.abs(np.diff(x))
    return mean_range(ranges[base[1:] & base[:-1] & ~np.isnan(ranges)], screen)
