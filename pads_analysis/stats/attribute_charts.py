"""Control charts of counts (c), of rates (u) and of proportions (p), and Laney's u' and p' for large volumes.

References
----------
Shewhart (1931). Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., ch. 7. Laney (2002), Quality
Engineering 14:531 (u' and p'). Nelson (1982), Journal of Quality Technology 14:172 (screening of moving ranges).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import gapped, left_out, one_or_each, positive
from pads_analysis.stats.moving_ranges import D2, mean_range
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.run_tests import Runs, runs_and_crossings
from pads_analysis.stats.scalars import switch

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class AttributeChart(Printed):
    """A chart of n points.

    Attributes
    ----------
    value : ndarray (n,)
        What is drawn: counts (c), counts per unit of exposure (u), shares (p); NaN where a count is missing.
    centre, lower, upper : ndarray (n,)
        Centre line and 3-sigma limits in the unit of `value`, never below 0, nor above 1 for shares.
    signal : ndarray of bool (n,)
        Outside the limits.
    runs : Runs
        Runs and crossings of the points that are not excluded.
    sigma_z : float
        Variation between points over that expected by chance, by which Laney's limits are widened (or narrowed, below
        1); 1 for the plain charts, which leave it out of account.
    kind : str
        "c", "u", "p", "u'" or "p'".
    """

    value: NDArray[np.float64]
    centre: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    signal: NDArray[np.bool_]
    runs: Runs
    sigma_z: float
    kind: str


def c_chart(
    counts: ArrayLike, baseline: ArrayLike | slice | None = None, excluded: ArrayLike | slice | None = None
) -> AttributeChart:
    """Chart of counts with equal exposure: limits at the mean plus and minus three of its square roots.

    For small counts (a mean up to about 20) of independent events. Larger counts nearly always vary more than Poisson:
    `u_chart` with `laney`, or `control_charts.individuals_chart`.

    Parameters
    ----------
    counts : array_like, shape (n,)
        In order of time, zero or more; NaN marks a missing month.
    baseline : array_like of bool (n,) or slice, optional
        Points from which the centre is computed; all where not given.
    excluded : array_like of bool (n,) or slice, optional
        Points drawn but left out of the centre and of the runs.

    Returns
    -------
    AttributeChart

    Raises
    ------
    ValueError
        An argument empty, negative or of another length; no usable point in the baseline.

    Notes
    -----
    Assumes independent Poisson counts with one mean.

    Examples
    --------
    >>> chart = c_chart([9, 12, 14, 7, 7, 11, 9, 4, 2, 10, 16, 9])
    >>> print(round(float(chart.centre[0]), 3), round(float(chart.lower[0]), 3), round(float(chart.upper[0]), 2))
    9.167 0.084 18.25
    """
    y = gapped("counts", counts)
    base, drawn = _points(y, baseline, excluded)
    mean = float(y[base].mean())
    return _chart("c", y, mean, np.full(y.shape, np.sqrt(mean)), drawn, 1.0)


def u_chart(
    counts: ArrayLike,
    exposure: ArrayLike,
    baseline: ArrayLike | slice | None = None,
    excluded: ArrayLike | slice | None = None,
    *,
    laney: bool = False,
    screen: bool = False,
) -> AttributeChart:
    """Chart of rates: limits at the pooled rate plus and minus 3 sqrt(rate / exposure), or Laney's u'.

    Use `laney` for large counts: with thousands of events plain limits lie so close that most months fall outside.

    Parameters
    ----------
    counts : array_like, shape (n,)
        In order of time, zero or more; NaN marks a missing month.
    exposure : array_like, shape (n,), or float
        Exposure of each point, above zero, for example residents times days.
    baseline : array_like of bool (n,) or slice, optional
        Points from which centre and sigma_z are computed; all where not given.
    excluded : array_like of bool (n,) or slice, optional
        Points drawn but left out of centre, sigma_z and runs.
    laney : bool
        Multiply the limits by sigma_z, the mean moving range of the standardised points over 1.128.
    screen : bool
        Leave out moving ranges of 3.267 times their mean and more, once, before sigma_z is computed.

    Returns
    -------
    AttributeChart

    Raises
    ------
    ValueError
        An argument empty, negative or of another length; `exposure` not above zero; no usable point in the baseline, or
        fewer than two for `laney`.

    Notes
    -----
    Assumes independent points with one rate. A missing or excluded point joins its neighbours in the moving ranges.

    Examples
    --------
    Montgomery (2013), table 7.4: centre 0.074, upper limit 0.1894.

    >>> counts = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
    >>> chart = u_chart(counts, 50)
    >>> print(round(float(chart.centre[0]), 3), round(float(chart.upper[0]), 4))
    0.074 0.1894
    """
    y, n = _with_exposure(counts, "exposure", exposure)
    base, drawn = _points(y, baseline, excluded)
    rate = float(y[base].sum() / n[base].sum())
    return _rates("u", y / n, rate, np.sqrt(rate / n), base, drawn, laney, screen)


def p_chart(
    counts: ArrayLike,
    totals: ArrayLike,
    baseline: ArrayLike | slice | None = None,
    excluded: ArrayLike | slice | None = None,
    *,
    laney: bool = False,
    screen: bool = False,
) -> AttributeChart:
    """Chart of shares: limits at the pooled share plus and minus 3 sqrt(p (1 - p) / total), or Laney's p'.

    For events that either happen or do not to each of a known total. Not for a rate per resident (`u_chart`), nor,
    without `laney`, for totals of thousands.

    Parameters
    ----------
    counts : array_like, shape (n,)
        In order of time, zero up to the total; NaN marks a missing month.
    totals : array_like, shape (n,), or float
        Total of each point, above zero.
    baseline, excluded, laney, screen
        As for `u_chart`.

    Returns
    -------
    AttributeChart

    Raises
    ------
    ValueError
        As for `u_chart`; a count above its total.

    Notes
    -----
    Assumes independent binomial counts with one share.

    Examples
    --------
    Montgomery (2013), table 7.1 without samples 15 and 23: centre 0.2150, limits 0.0407 and 0.3893.

    >>> counts = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15]
    >>> counts += [9, 12, 7, 13, 9, 6]
    >>> excluded = [i in (15, 23) for i in range(1, 31)]
    >>> chart = p_chart(counts, 50, excluded=excluded)
    >>> print(round(float(chart.centre[0]), 4), round(float(chart.lower[0]), 4), round(float(chart.upper[0]), 4))
    0.215 0.0407 0.3893
    """
    y, n = _with_exposure(counts, "totals", totals)
    if (y[~np.isnan(y)] > n[~np.isnan(y)]).any():
        raise ValueError("counts holds a value above its total")
    base, drawn = _points(y, baseline, excluded)
    share = float(y[base].sum() / n[base].sum())
    sigma = np.sqrt(max(share * (1 - share), 0.0) / n)
    return _rates("p", y / n, share, sigma, base, drawn, laney, screen)


def _with_exposure(counts: ArrayLike, name: str, exposure: ArrayLike) -> tuple[NDArray, NDArray]:
    y = gapped("counts", counts)
    return y, one_or_each(name, positive(name, exposure), "counts", y)


def _points(
    y: NDArray, baseline: ArrayLike | slice | None, excluded: ArrayLike | slice | None
) -> tuple[NDArray, NDArray]:
    """Masks of the points that make the centre line, and of those that runs are counted over."""
    drawn = ~np.isnan(y) & ~left_out("excluded", excluded, len(y))
    base = drawn if baseline is None else drawn & left_out("baseline", baseline, len(y))
    if not base.any():
        raise ValueError("baseline has no usable point")
    return base, drawn


def _rates(
    kind: str,
    value: NDArray,
    centre: float,
    sigma: NDArray,
    base: NDArray,
    drawn: NDArray,
    laney: bool,
    screen: bool,
) -> AttributeChart:
    screen = switch("screen", screen)
    if not switch("laney", laney):
        return _chart(kind, value, centre, sigma, drawn, 1.0)
    if base.sum() < 2:
        raise ValueError("baseline needs two usable points for Laney's limits")
    usable = sigma[base] > 0
    z = np.where(usable, (value[base] - centre) / np.where(usable, sigma[base], 1.0), 0.0)
    sigma_z = mean_range(np.abs(np.diff(z)), screen) / D2
    return _chart(kind + "'", value, centre, sigma * sigma_z, drawn, sigma_z)


def _chart(
    kind: str, value: NDArray, centre: float, sigma: NDArray, drawn: NDArray, sigma_z: float
) -> AttributeChart:
    lower = np.maximum(centre - 3 * sigma, 0.0)
    upper = centre + 3 * sigma
    if kind.startswith("p"):
        upper = np.minimum(upper, 1.0)
    rounding = 1e-12 * (np.abs(centre) + 3 * sigma)
    # A missing value compares false.
    signal = (value > upper + rounding) | (value < lower - rounding)
    line = np.full(value.shape, centre)
    runs = runs_and_crossings(np.where(drawn, value, np.nan), line)
    return AttributeChart(value, line, lower, upper, signal, runs, sigma_z, kind)
