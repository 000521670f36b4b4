"""The rate of a year from its months, when months vary more than chance alone would have them.

The OHID rule (`rates.crude_rate`) gives the interval of a count of independent events. Police counts vary more, and the
excess lingers from month to month, so that a year's count says less about the underlying rate than its size suggests.
Here the extra variation is learnt from earlier years, as `change.compare_months` learns it.

References
----------
Zeger (1988), Biometrika 75:621 (serially correlated counts). McCullagh and Nelder (1989), Generalized Linear Models,
ch. 9 (dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats import serial, year_blocks
from pads_analysis.stats.arguments import counts as checked_counts
from pads_analysis.stats.arguments import level, positive, series_with_gaps
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_HISTORY = 12
HISTORY_MONTHS = 60


@dataclass(frozen=True, slots=True)
class MonthlyRate(Printed):
    """The rate of a period and its interval, per `per` units of exposure.

    Attributes
    ----------
    rate, ci_low, ci_high : float
        Rate, and interval of the underlying rate.
    dispersion : float
        Variance of the period's count over that of a Poisson count; 1 where nothing was recorded.
    serial_correlation : float
        Estimated correlation between neighbouring months of the extra variation.
    """

    rate: float
    ci_low: float
    ci_high: float
    dispersion: float
    serial_correlation: float


def rate_of_months(
    counts: ArrayLike,
    exposure: float,
    history: ArrayLike,
    per: float = 1000.0,
    confidence: float = 0.95,
) -> MonthlyRate:
    """Rate of a year of months, with an interval for the rate that underlies it.

    When to use: to say how sure one is of an area's level. When not: to describe what was recorded in that year, which
    is a plain fact; or without a year and more of earlier months, when nothing tells how much months vary.

    Parameters
    ----------
    counts : array_like, shape (m,)
        Monthly counts of the period, m at most 12, in order of time.
    exposure : float
        Exposure of the whole period, for example person-years.
    history : array_like, shape (h,)
        The months just before, oldest first, h at least 12; NaN marks a month that is not usable. At most 60 are used.
    per : float
        Unit of the rate.
    confidence : float
        Level of the interval.

    Returns
    -------
    MonthlyRate

    Raises
    ------
    ValueError
        An argument missing, negative or too short; no event in the year before the period.

    Notes
    -----
    Under a setting (s, r) of the model of `serial` the period's count varies phi times as much as a Poisson count,
    phi = 1 + s^2 sum_ij mu_i mu_j r^|i-j| / sum_i mu_i; its root is averaged over the settings by their weights. The
    limits are those of the OHID rule for count / phi, times phi.
    """
    y = checked_counts("counts", counts, 1)
    t, unit = float(positive("exposure", exposure, 0)), float(positive("per", per, 0))
    past = series_with_gaps("history", history)[-HISTORY_MONTHS:]
    level(confidence)
    if len(y) > 12:
        raise ValueError(f"counts has {len(y)} months; a period is at most 12")
    if len(past) < LEAST_HISTORY or np.isnan(past[-12:][: len(y)]).any():
        raise ValueError("history must hold the same months of the year before, none missing")
    total = float(y.sum())
    phi, correlation = _dispersion(y, past)

    limits = poisson_interval(total / phi, confidence)
    scale = unit / t
    return MonthlyRate(
        rate=total * scale,
        ci_low=phi * float(limits.low) * scale,
        ci_high=phi * float(limits.high) * scale,
        dispersion=phi,
        serial_correlation=correlation,
    )


def _dispersion(y: NDArray, past: NDArray) -> tuple[float, float]:
    """Dispersion of the period's count, and the correlation between neighbouring months."""
    m = len(y)
    before = past[-12:][:m]
    if before.sum() == 0:
        raise ValueError("history holds no event in the same months of the year before")
    ones = np.ones(m)
    series = year_blocks.stack((y, ones), (before, ones), past[:-12], np.arange(m))
    if y.sum() == 0:
        # The limits of a count of zero do not depend on how much it would vary.
        return 1.0, 0.0
    x, _ = series.design()
    model = serial.fit(series.counts, x, np.log(series.exposure), series.time)
    now = series.block == 0
    mu, time = model.fitted[now], series.time[now]
    lag = np.abs(time[:, None] - time[None, :])
    together = {r: float(mu @ np.where(lag == 0, 1.0, r**lag) @ mu) / mu.sum() for r in serial.CORRELATIONS}
    phi = np.array([1 + s**2 * together[r] for r in serial.CORRELATIONS for s in serial.LOG_SCALE_SD])
    # The average is taken over standard errors: that of variances is drawn up by settings that are barely possible.
    return float(model.weights @ np.sqrt(phi)) ** 2, model.serial_correlation
