"""The model behind `outbreaks`: what is compared, fitted, weighted down and bounded at one point in time.

References
----------
Farrington et al. (1996), JRSS A 159:547. Noufaily et al. (2013), Statistics in Medicine 32:1206.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy import special, stats

from pads_analysis.stats.poisson_batches import PoissonBatch, fit_batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

Threshold = Literal["nb plugin", "muan", "delta"]
LEAST_YEARS_FOR_TREND = 3
#: Below this an expected count is nothing.
NO_COUNT = 1e-6
#: Below this a difference is one of rounding.
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the method, by the names of `outbreaks.exceedance`; `threshold` "1996" is that of the original."""

    b: int
    w: int
    frequency: int
    periods: int
    past_left_out: int
    weights_threshold: float
    trend: bool
    p_trend: float
    alpha: float
    threshold: Threshold | Literal["1996"]
    power: float
    reweight: bool
    limit54: tuple[float, int]


class Monitored(NamedTuple):
    """Arrays of shape (m, t), as in `outbreaks.Exceedance`."""

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    upper: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    score: NDArray[np.float64]
    p: NDArray[np.float64]
    has_trend: NDArray[np.bool_]
    enough: NDArray[np.bool_]
    alarm: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Past:
    """The past of one point for m series: r places in time, their groups (the last is the window's), data and use."""

    y: NDArray[np.float64]
    group: NDArray[np.int64]
    time: NDArray[np.float64]
    offset: NDArray[np.float64]
    used: NDArray[np.bool_]
    years: NDArray[np.int64]


def monitored(
    y: NDArray[np.float64],
    at: NDArray[np.int64],
    offset: NDArray[np.float64],
    kept_out: NDArray[np.bool_],
    settings: Settings,
) -> Monitored:
    """Monitor m series at the positions given.

    Parameters
    ----------
    y, offset : ndarray (m, n)
        Counts, NaN where excluded, and log exposure.
    at : ndarray of int (t,)
        Positions, each with b years before it.
    kept_out : ndarray of bool (n,)
        Points that are no part of any past.
    settings : Settings
        Choices of the method.

    Returns
    -------
    Monitored
        Arrays (m, t). `outbreaks.exceedance` checks the arguments and says what each field means.
    """
    columns = [_at_one(y, int(k), offset, kept_out, settings) for k in at]
    return Monitored(*(np.stack(field, axis=1) for field in zip(*columns, strict=True)))


def _at_one(y: NDArray, k: int, offset: NDArray, kept_out: NDArray, s: Settings) -> Monitored:
    past = _past(y, k, offset, kept_out, s)
    model = _with_or_without_trend(past, offset[:, k], s)
    window = past.group.max()
    eta = model.coefficients[:, window] + offset[:, k]
    known = past.used[:, past.group == window].any(axis=1) & (model.df > 0) & model.converged
    mu = np.where(known, np.exp(np.clip(eta, -50.0, 50.0)), np.nan)
    mu = np.where(mu < NO_COUNT, 0.0, mu)
    phi = np.where(known, np.maximum(model.dispersion, 1.0), np.nan)
    error = np.sqrt(phi * model.inverse[:, window, window])
    upper, p = _bound(y[:, k], mu, phi, error, s)
    first, last = max(0, k - s.limit54[1] + 1), k + 1
    enough = np.nansum(y[:, first:last], axis=1) >= s.limit54[0]
    observed = y[:, k]
    beyond = observed > upper
    room = np.where(upper > mu, upper - mu, np.nan)
    score = np.where(np.isnan(room) & beyond, np.inf, (observed - mu) / room)
    return Monitored(observed, mu, upper, phi, score, p, model.has_trend, enough, beyond & enough)


def _past(y: NDArray, k: int, offset: NDArray, kept_out: NDArray, s: Settings) -> _Past:
    group = _groups(k, s)
    at = np.flatnonzero(group >= 0)
    used = ~np.isnan(y[:, at]) & ~kept_out[at]
    # Nearest year back, 1 to b; the present window counts to year 1.
    years = np.maximum(np.rint((k - at) / s.frequency), 1).astype(np.int64)
    return _Past(y[:, at], group[at], (at - k) / (s.b * s.frequency), offset[:, at], used, years)


def _groups(k: int, s: Settings) -> NDArray[np.int64]:
    """Group of every point before k: `periods` - 1 for the windows, less for the parts between them, -1 for none."""
    group = np.full(k, -1, dtype=np.int64)
    if s.threshold != "1996":
        group[k - s.w :] = s.periods - 1
    between = s.frequency - 2 * s.w - 1
    share, rest = divmod(between, max(s.periods - 1, 1))
    parts = np.repeat(np.arange(s.periods - 1), [share + (i < rest) for i in range(s.periods - 1)])
    for year in range(1, s.b + 1):
        same = k - year * s.frequency
        group[max(same - s.w, 0) : same + s.w + 1] = s.periods - 1
        group[same + s.w + 1 : same + s.w + 1 + len(parts)] = parts
    if s.threshold != "1996":
        group[max(k - s.past_left_out, 0) :] = -1
    return group


def _with_or_without_trend(past: _Past, offset_now: NDArray, s: Settings) -> PoissonBatch:
    years = sum((past.used[:, past.years == year].any(axis=1)).astype(int) for year in range(1, s.b + 1))
    model = _fit(past, s.trend & (years >= LEAST_YEARS_FOR_TREND), s)
    window = past.group.max()
    largest = np.where(past.used, past.y, -np.inf).max(axis=1)
    predicted = np.exp(np.clip(model.coefficients[:, window] + offset_now, -50.0, 50.0))
    # A level series is predicted at its largest value but for rounding.
    kept = model.has_trend & model.converged & (predicted <= largest * (1 + 1e-6))
    if s.p_trend < 1:
        kept &= _trend_p(model) < s.p_trend
    dropped = model.has_trend & ~kept
    if not dropped.any():
        return model
    rows = np.flatnonzero(dropped)
    part = _Past(past.y[rows], past.group, past.time, past.offset[rows], past.used[rows], past.years)
    flat = _fit(part, np.zeros(len(rows), dtype=bool), s)
    merged = {}
    for name in PoissonBatch.__slots__:
        whole = getattr(model, name).copy()
        whole[rows] = getattr(flat, name)
        merged[name] = whole
    return PoissonBatch(**merged)


def _trend_p(model: PoissonBatch) -> NDArray:
    error = np.sqrt(np.maximum(model.dispersion * model.inverse[:, -1, -1], 1e-300))
    return 2 * stats.t.sf(np.abs(model.coefficients[:, -1]) / error, np.maximum(model.df, 1))


def _fit(past: _Past, trend: NDArray[np.bool_], s: Settings) -> PoissonBatch:
    def fitted(weight: NDArray) -> PoissonBatch:
        return fit_batch(past.y, past.group, past.time, past.offset, weight, trend)

    model = fitted(past.used.astype(float))
    return fitted(_weights(past, model, s.weights_threshold)) if s.reweight else model


def _weights(past: _Past, model: PoissonBatch, threshold: float) -> NDArray:
    """Weight s^-2 for standardised Anscombe residuals s above the threshold, else 1; scaled to a mean of 1."""
    y, mu = np.where(past.used, past.y, 0.0), model.fitted
    phi = np.where(np.isnan(model.dispersion), 1.0, np.maximum(model.dispersion, 1.0))
    left = 1 - model.leverage
    raw = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - np.sqrt(mu))
    # A value that its group rests on alone is fitted exactly.
    s = np.where(left > NOTHING, raw / np.sqrt(phi[:, None] * np.maximum(left, NOTHING)), 0.0)
    omega = np.where(past.used, np.where(s > threshold, np.maximum(s, threshold) ** -2.0, 1.0), 0.0)
    total = omega.sum(axis=1, keepdims=True)
    return omega * past.used.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1.0)


def _bound(y: NDArray, mu: NDArray, phi: NDArray, error: NDArray, s: Settings) -> tuple[NDArray, NDArray]:
    """Upper bound of a new count, and the probability of one at least as large as seen."""
    if s.threshold in ("delta", "1996"):
        z = special.ndtri(1 - (s.alpha if s.threshold == "delta" else s.alpha / 2))
        centre = mu**s.power
        tau = phi + mu * error**2
        spread = s.power * np.sqrt(np.maximum(mu, NOTHING) ** (2 * s.power - 1) * tau)
        return (centre + z * spread) ** (1 / s.power), special.ndtr((centre - y**s.power) / spread)
    # The upper limit of the mean, for "muan", is that of its log.
    high = mu * np.exp(np.minimum(special.ndtri(1 - s.alpha) * error, 50.0)) if s.threshold == "muan" else mu
    return _counts(high, phi, "ppf", np.full(mu.shape, 1 - s.alpha)), _counts(mu, phi, "sf", np.ceil(y) - 1)


def _counts(mu: NDArray, phi: NDArray, what: Literal["ppf", "sf"], argument: NDArray) -> NDArray:
    """Quantile or upper tail of counts with mean mu and variance phi mu: negative binomial, Poisson at phi = 1."""
    found = np.full(mu.shape, np.nan)
    asked = ~np.isnan(mu) & ~np.isnan(argument)
    nothing, poisson = asked & (mu == 0), asked & (mu > 0) & (phi <= 1 + NOTHING)
    extra = asked & (mu > 0) & ~poisson
    found[nothing] = 0.0 if what == "ppf" else (argument[nothing] < 0).astype(float)
    found[poisson] = getattr(stats.poisson, what)(argument[poisson], mu[poisson])
    size, share = mu[extra] / (phi[extra] - 1), 1 / phi[extra]
    found[extra] = getattr(stats.nbinom, what)(argument[extra], size, share)
    return found
