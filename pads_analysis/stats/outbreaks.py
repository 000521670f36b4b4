"""Counts that exceed what their own past explains: the improved Farrington method, and the original one.

Each month is compared with the same months of earlier years, by a log-linear model whose variance is phi times the
mean; past outbreaks are weighted down. Many series are fitted together, quickly (`farrington`, `poisson_batches`).

References
----------
Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), Statistics in Medicine 32:1206 (improved).
Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159:547 (original). Salmon, Schumacher and Hoehle (2016),
Journal of Statistical Software 70(10) (the three thresholds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from pads_analysis.stats.arguments import gapped, left_out, numbers, positions, positive
from pads_analysis.stats.farrington import Settings, Threshold, monitored
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, between, one_of, switch, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Exceedance(Printed):
    """What was counted against what the past explains, at t points in time of one series, or of m series.

    Attributes
    ----------
    at : ndarray of int (t,)
        Position of each point (0-based).
    observed, expected : ndarray (t,) or (m, t)
        Count, and mean expected from the past; NaN where the past does not determine it.
    upper : ndarray (t,) or (m, t)
        Largest count that the past explains at the level asked for (a whole number unless the threshold is "delta").
    dispersion : ndarray (t,) or (m, t)
        max(1, Pearson chi-square / df) of the reweighted fit.
    score : ndarray (t,) or (m, t)
        (observed - expected) / (upper - expected): above 1 beyond the bound.
    p : ndarray (t,) or (m, t)
        Probability of a count at least as large, expected and dispersion taken as known ("delta": normal on the power
        scale).
    has_trend : ndarray of bool (t,) or (m, t)
        Whether the model kept its trend.
    enough : ndarray of bool (t,) or (m, t)
        Whether enough was counted lately to raise an alarm at all.
    alarm : ndarray of bool (t,) or (m, t)
        observed above upper, and enough.
    """

    at: NDArray[np.int64]
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    upper: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    score: NDArray[np.float64]
    p: NDArray[np.float64]
    has_trend: NDArray[np.bool_]
    enough: NDArray[np.bool_]
    alarm: NDArray[np.bool_]


def exceedance(
    values: ArrayLike,
    at: ArrayLike | None = None,
    *,
    b: int = 5,
    w: int = 1,
    frequency: int = 12,
    periods: int = 10,
    past_left_out: int = 3,
    weights_threshold: float = 2.58,
    trend: bool = True,
    p_trend: float = 1.0,
    alpha: float = 0.01,
    threshold: Threshold = "nb plugin",
    reweight: bool = True,
    limit54: tuple[float, int] = (5, 4),
    population: ArrayLike | None = None,
    excluded: ArrayLike | slice | None = None,
) -> Exceedance:
    """Improved Farrington method: counts that exceed the same months of the last years (Noufaily et al. 2013).

    Use it for the latest months of many monthly or weekly series, to see which stand out. Not for the size of a change
    (`change.compare_months`), nor with fewer than three past years; a lasting change of recording alarms for a year.

    Parameters
    ----------
    values : array_like, shape (n,) or (m, n)
        Counts in order of time, of one series or of m; NaN marks an excluded month.
    at : array_like of int, optional
        Positions to look at (0-based); every one with b years before it where not given.
    b, w : int
        Years to go back, and half-width of the window about the same month of each of them.
    frequency : int
        Points in a year: 12, 52.
    periods : int
        Parts of the year with a level of their own, that of the window counted; 1 uses the windows alone.
    past_left_out : int
        Points just before the one looked at that are no part of its past, lest an outbreak hide itself.
    weights_threshold : float
        Anscombe residuals above it are weighted down.
    trend : bool
        Fit a log-linear trend. It is left out where it would predict more than was ever seen, with fewer than three
        years, or where its p value is not below `p_trend`.
    p_trend : float
        1 keeps the trend whatever its p value, as the paper advises.
    alpha : float
        One-sided level of the bound for one count.
    threshold : {"nb plugin", "muan", "delta"}
        Quantile of the negative binomial at the expected mean (the paper); at the upper limit of that mean; or of the
        normal on the 2/3 power scale.
    reweight : bool
        Weight past outbreaks down.
    limit54 : tuple of float and int
        No alarm unless at least so many were counted in the last so many points, the present one included.
    population : array_like, shape (n,) or (m, n), optional
        Exposure, above zero; the model is then of the rate.
    excluded : array_like of bool (n,) or slice, optional
        Further points to leave out of the past of every series, for example those of a pandemic.

    Returns
    -------
    Exceedance
        Arrays of shape (t,) for one series, (m, t) for m.

    Raises
    ------
    ValueError
        An argument empty, negative, of another shape or out of range; fewer than `b` years before a position; more
        `periods` than the points between two windows.

    Notes
    -----
    Assumes independent counts with variance phi times the mean, one season for all years and a steady trend. phi is
    that of the reweighted fit, at least 1.

    Examples
    --------
    >>> months = [52, 48, 55, 50, 47, 51] * 12 + [52, 90]
    >>> found = exceedance(months, at=[72, 73])
    >>> print(found.expected.round(1), found.upper, found.alarm)
    [50.3 51.7] [68. 69.] [False  True]
    """
    y = gapped("values", values, ndim=(1, 2))
    one_of("threshold", threshold, *get_args(Threshold))
    settings = Settings(
        b=whole("b", b, 1),
        w=whole("w", w, 0),
        frequency=whole("frequency", frequency, 2),
        periods=whole("periods", periods, 1),
        past_left_out=whole("past_left_out", past_left_out, 0),
        weights_threshold=above_zero("weights_threshold", weights_threshold),
        trend=switch("trend", trend),
        p_trend=above_zero("p_trend", p_trend),
        alpha=between("alpha", alpha, 0, 1),
        threshold=threshold,
        power=2 / 3,
        reweight=switch("reweight", reweight),
        limit54=_limit(limit54),
    )
    return _monitored(y, at, settings, _offset(population, y), left_out("excluded", excluded, y.shape[-1]))


def exceedance_1996(
    values: ArrayLike,
    at: ArrayLike | None = None,
    *,
    b: int = 5,
    w: int = 1,
    frequency: int = 12,
    trend: bool = True,
    alpha: float = 0.01,
    power: float = 2 / 3,
    reweight: bool = True,
    limit54: tuple[float, int] = (5, 4),
    population: ArrayLike | None = None,
    excluded: ArrayLike | slice | None = None,
) -> Exceedance:
    """Farrington's original method (1996): the windows alone, a trend only if significant, a normal bound.

    For comparison with older work. Without a season in the model it needs narrow windows, and it has fewer months to
    learn the variation from than `exceedance`.

    Parameters
    ----------
    values, at, b, w, frequency, trend, reweight, limit54, population, excluded
        As for `exceedance`. The trend needs p below 0.05; residuals above 1 are weighted down.
    alpha : float
        Two-sided level: the bound is the 1 - alpha / 2 quantile.
    power : float
        Power at which counts are taken as normal: 2/3, 1/2, or 1 for none.

    Returns
    -------
    Exceedance

    Raises
    ------
    ValueError
        As for `exceedance`; `power` none of the three.

    Notes
    -----
    Assumes what `exceedance` does, without a season in the window.

    Examples
    --------
    >>> months = [52, 48, 55, 50, 47, 51] * 12 + [52, 90]
    >>> found = exceedance_1996(months, at=[72, 73])
    >>> print(found.expected.round(1), found.alarm)
    [50.3 51.7] [False  True]
    """
    y = gapped("values", values, ndim=(1, 2))
    if not np.isclose(above_zero("power", power), [2 / 3, 1 / 2, 1]).any():
        raise ValueError(f"power must be 2/3, 1/2 or 1, not {power!r}")
    settings = Settings(
        b=whole("b", b, 1),
        w=whole("w", w, 0),
        frequency=whole("frequency", frequency, 2),
        periods=1,
        past_left_out=0,
        weights_threshold=1.0,
        trend=switch("trend", trend),
        p_trend=0.05,
        alpha=between("alpha", alpha, 0, 1),
        threshold="1996",
        power=float(power),
        reweight=switch("reweight", reweight),
        limit54=_limit(limit54),
    )
    return _monitored(y, at, settings, _offset(population, y), left_out("excluded", excluded, y.shape[-1]))


def _monitored(
    y: NDArray, at: ArrayLike | None, settings: Settings, offset: NDArray, kept_out: NDArray[np.bool_]
) -> Exceedance:
    years = settings.b * settings.frequency
    if 2 * settings.w + 1 > settings.frequency:
        raise ValueError(f"w must leave windows that fit into a year of {settings.frequency} points")
    if settings.periods > 1 and settings.frequency - 2 * settings.w - 1 < settings.periods - 1:
        raise ValueError("periods are more than the points between two windows")
    if settings.past_left_out + settings.w >= settings.frequency:
        raise ValueError("past_left_out reaches into the window of the year before")
    if y.shape[-1] <= years:
        raise ValueError(f"values holds {y.shape[-1]} points in time; more than {years} are needed")
    k = positions("at", at, years, y.shape[-1])
    if len(k) == 0:
        raise ValueError("at is empty")
    found = monitored(np.atleast_2d(y), k, np.atleast_2d(offset), kept_out, settings)
    return Exceedance(k, *(x[0] if y.ndim == 1 else x for x in found))


def _offset(population: ArrayLike | None, y: NDArray) -> NDArray:
    if population is None:
        return np.zeros(y.shape)
    exposure = positive("population", population)
    if exposure.shape not in (y.shape, y.shape[-1:]):
        raise ValueError(f"population has shape {exposure.shape} but values has shape {y.shape}")
    return np.broadcast_to(np.log(exposure), y.shape)


def _limit(limit54: tuple[float, int]) -> tuple[float, int]:
    given = numbers("limit54", limit54)
    if given.shape != (2,) or given[0] < 0:
        raise ValueError("limit54 must be two numbers: so many events, in so many points")
    return float(given[0]), whole("limit54", given[1], 1)
