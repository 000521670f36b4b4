"""Change between two periods: rate ratios with intervals.

References
----------
Przyborowski and Wilenski (1940), Biometrika 31:313; Clopper and Pearson (1934), Biometrika 26:404 (conditional exact).
Zeger (1988), Biometrika 75:621 (serially correlated counts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats import serial, year_blocks
from pads_analysis.stats.arguments import (
    counts,
    fit_together,
    gapped,
    numbers,
    positive,
    same_shape,
    scalar_or_array,
)
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.proportions import clopper_pearson
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EXACT_BELOW = 40
LEAST_PAIRS = 4
HISTORY_MONTHS = 60


def rate_ratio(
    count: ArrayLike,
    exposure: ArrayLike,
    count_before: ArrayLike,
    exposure_before: ArrayLike,
    confidence: float = 0.95,
) -> RatioEstimate:
    """Ratio of two Poisson rates, exact given the total (count / exposure) / (count_before / exposure_before).

    The interval is the central Clopper-Pearson one and p is twice the smaller tail, so the two always agree. It is
    right for independent events; for monthly series, whose counts vary more, use `compare_months`; for other tests of
    the same ratio see `rate_ratios`.

    Parameters
    ----------
    count, exposure, count_before, exposure_before : array_like
        Counts (zero or more) and exposures (above zero); they broadcast.
    confidence : float
        Level of the interval.

    Returns
    -------
    RatioEstimate
        In the broadcast shape. Both counts zero: ratio NaN, limits 0 and infinity, p 1, method "none recorded".

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of a shape that does not fit.

    Notes
    -----
    Assumes two independent Poisson counts: the first, given both, is binomial with share t1 / (t1 + t0).

    Examples
    --------
    60 events in 51,477.5 against 30 in 54,308.7 person-years (Gu and others 2008); R's exactci gives 1.3397 to 3.3884.

    >>> found = rate_ratio(60, 51477.5, 30, 54308.7)
    >>> round(float(found.ratio), 3), round(float(found.ci_low), 4), round(float(found.ci_high), 4)
    (2.11, 1.3397, 3.3884)
    """
    k1, k0 = counts("count", count), counts("count_before", count_before)
    t1, t0 = positive("exposure", exposure), positive("exposure_before", exposure_before)
    alpha = 1 - level(confidence)
    k1, t1, k0, t0 = fit_together(count=k1, exposure=t1, count_before=k0, exposure_before=t0)
    scale = t0 / t1
    share_low, share_high = clopper_pearson(k1, k0, alpha)
    low = _odds(share_low) * scale
    high = np.where(k0 > 0, _odds(share_high), np.inf) * scale
    share = t1 / (t1 + t0)
    tails = np.minimum(stats.binom.cdf(k1, k1 + k0, share), stats.binom.sf(k1 - 1, k1 + k0, share))
    none = (k1 + k0) == 0
    method = np.where(none, "none recorded", "exact")
    p = np.where(none, 1.0, np.minimum(1.0, 2 * tails))
    shaped = [scalar_or_array(x) for x in (quotient(k1, k0) * scale, low, high, p)]
    return RatioEstimate(*shaped, method=str(method) if method.ndim == 0 else method)


def quotient(k1: NDArray[np.float64], k0: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quotient of two counts, checked, of one shape: infinite where the second alone is zero, NaN where both are."""
    none = np.where(k1 > 0, np.inf, np.nan)
    return np.where(k0 > 0, k1 / np.where(k0 > 0, k0, 1.0), none)


def _odds(share: NDArray) -> NDArray:
    return share / np.where(share < 1, 1 - share, np.nan)


def compare_months(
    now: ArrayLike,
    before: ArrayLike,
    confidence: float = 0.95,
    exposure: ArrayLike | None = None,
    exposure_before: ArrayLike | None = None,
    *,
    history: ArrayLike | None = None,
    at: ArrayLike | None = None,
    months_apart: int = 12,
) -> RatioEstimate:
    """Ratio of two periods given month by month, each month set against the same calendar month.

    Quasi-Poisson log-linear model with calendar-month factors and a period effect. The standard error allows for
    variation beyond Poisson and for its correlation from month to month (see `pads_analysis.stats.serial`). With few
    events (fewer than 40 in both periods together) or too few months the exact method is used instead.

    The method of choice for a year of monthly counts against the year before. Not for periods of different calendar
    months, nor across a change in recording, which it would report as a change in events.

    Parameters
    ----------
    now, before : array_like, shape (m,)
        Monthly counts in order of time; now[i] and before[i] are the same calendar month of the two periods.
    confidence : float
        Level of the interval.
    exposure, exposure_before : array_like, shape (m,), optional
        Exposure of each month, for example population times days; 1 where not given.
    history : array_like, shape (h,), optional
        Monthly counts that end the month before position 0 of `before`, oldest first; NaN marks an excluded month.
        They sharpen the estimate of the extra variation and leave the ratio as it is, apart from exposure. At most
        60 months are used, each with the mean exposure of `before`.
    at : array_like of int, shape (m,), optional
        Position of each month in its period, when months were left out; 0 to m - 1 where not given.
    months_apart : int
        Months from before[i] to now[i].

    Returns
    -------
    RatioEstimate
        Scalars. `dispersion` is max(1, Pearson chi-square / df).

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of unequal length.

    Notes
    -----
    Assumes that both periods share their calendar pattern, and that the extra variation of neighbouring months is
    correlated by 0 to 0.8.

    Examples
    --------
    A tenth more in every month: the ratio is that of the totals.

    >>> before = [100, 90, 110, 120, 100, 80, 100, 90, 110, 120, 100, 80]
    >>> found = compare_months([y * 1.1 for y in before], before)
    >>> round(found.ratio, 6), found.method, found.ci_low < 1.1 < found.ci_high
    (1.1, 'quasi-Poisson', True)
    """
    y1, y0 = counts("now", now, 1), counts("before", before, 1)
    same_shape("now", y1, "before", y0)
    t1 = _exposure("exposure", exposure, y1)
    t0 = _exposure("exposure_before", exposure_before, y0)
    # No month at all is as good a history as none given.
    known = history is not None and np.size(history) > 0
    past = gapped("history", history)[-HISTORY_MONTHS:] if known else np.empty(0)
    position = np.arange(len(y1)) if at is None else numbers("at", at, 1).astype(np.int64)
    same_shape("at", position, "now", y1)
    level(confidence)

    kept = (y1 + y0) > 0
    if kept.sum() < LEAST_PAIRS or y1.sum() + y0.sum() < EXACT_BELOW or min(y1.sum(), y0.sum()) == 0:
        return rate_ratio(y1.sum(), t1.sum(), y0.sum(), t0.sum(), confidence)
    series = year_blocks.stack((y1, t1), (y0, t0), past, position, months_apart)
    return ratio_of_blocks(series, confidence)


def ratio_of_blocks(series: year_blocks.Blocks, confidence: float) -> RatioEstimate:
    """Ratio of block 0 to block -1 by the model of `serial`: what `compare_months` says of many events.

    For other comparisons of months to build on. When not: with few events, where the exact method is right.

    Parameters
    ----------
    series : year_blocks.Blocks
        Months laid out, with events in both blocks.
    confidence : float
        Level of the interval, already checked.

    Returns
    -------
    RatioEstimate
        Scalars.
    """
    x, contrast = series.design()
    model = serial.fit(series.counts, x, np.log(series.exposure), series.time)
    estimate, low, high, p = model.contrast(contrast, confidence)
    return RatioEstimate(
        ratio=float(np.exp(estimate)),
        ci_low=float(np.exp(low)),
        ci_high=float(np.exp(high)),
        p=p,
        method="quasi-Poisson",
        dispersion=model.dispersion,
        df=float(model.df),
        serial_correlation=model.serial_correlation,
        count_dispersion=model.total_dispersion(series.block == 0, series.time),
    )


def _exposure(name: str, exposure: ArrayLike | None, y: NDArray) -> NDArray:
    if exposure is None:
        return np.ones_like(y)
    t = positive(name, exposure, 1)
    same_shape(name, t, "now", y)
    return t


def compare_many(
    now: ArrayLike, before: ArrayLike, confidence: float = 0.95, *, overall: float = 1.0
) -> RatioEstimate:
    """Ratios of many small areas at once, each exact given its total.

    For a map of change by small area, where the months of one area are too few to model. Areas vary more than that
    where their own months swing together: pass the result through `overdispersion.allow_overdispersion`.

    Parameters
    ----------
    now, before : array_like, shape (k, m) or (k,)
        Counts of k areas, by month or in total.
    confidence : float
        Level of each interval; adjust the p values for the number of areas with `multiplicity.adjust`.
    overall : float
        Change of all areas together. Ratios are then relative to it: 1 means "changed as much as the whole".

    Returns
    -------
    RatioEstimate
        Arrays of shape (k,).

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or of unequal shape.

    Notes
    -----
    Assumes independent Poisson counts, as `rate_ratio` does, and `overall` as known.

    Examples
    --------
    >>> found = compare_many([30, 5], [20, 10], overall=1.25)
    >>> found.ratio.round(3).tolist(), found.p.round(3).tolist()
    ([1.2, 0.4], [0.627, 0.142])
    """
    y1, y0 = counts("now", now), counts("before", before)
    same_shape("now", y1, "before", y0)
    if y1.ndim not in (1, 2):
        raise ValueError(f"now must have 1 or 2 dimensions, not {y1.ndim}")
    if y1.ndim == 2:
        y1, y0 = y1.sum(axis=1), y0.sum(axis=1)
    return rate_ratio(y1, positive("overall", overall), y0, 1.0, confidence)
