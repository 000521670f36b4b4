"""Segmented regression of an interrupted series of counts: a step and a bend at a known time.

References
----------
Lopez Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46:348. Newey and West (1987),
Econometrica 55:703. Bhaskaran and others (2013), International Journal of Epidemiology 42:1187 (harmonics, offset).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats import serial
from pads_analysis.stats.arguments import gapped, positive, same_shape
from pads_analysis.stats.count_models import FAMILIES, Family, fit_counts, newey_west
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, one_of, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class SegmentedRegression(Printed):
    """A log-linear model of n counts with p terms.

    Attributes
    ----------
    terms : ndarray of str (p,)
        "intercept", "level", "time", then "slope" if asked for, then the seasonal terms.
    coef, se : ndarray (p,)
        Coefficients on the log scale, and the standard errors used for the limits below.
    se_model, se_hac : ndarray (p,)
        Standard errors from the model's variance, and from Newey and West's estimate at the lag asked for.
    level_ratio, level_low, level_high, level_p : float
        Rate just after the change over what the earlier course led to, limits, two-sided p.
    slope_ratio, slope_low, slope_high, slope_p : float
        Factor by which the later course departs further with each period; NaN without a slope term.
    dispersion : float
        Pearson chi-square over `df_residual`; 1 for the Poisson model, NaN for the negative binomial. `se_model` uses
        it where it is above 1.
    alpha : float
        Variance = mean + alpha mean**2; 0 but for the negative binomial.
    deviance, log_likelihood : float
        `log_likelihood` is NaN for quasi-Poisson, which has none.
    df_residual : int
    durbin_watson : float
        Of the least-squares residuals of the counts on the same terms; near 2 without serial correlation.
    family : str
        The model fitted; "negative binomial" turns into "Poisson" if counts vary no more than by chance.
    path : ndarray (n, 2)
        Fitted counts, and what the fit expects without the change; both also for periods left out.
    """

    terms: NDArray[np.str_]
    coef: NDArray[np.float64]
    se: NDArray[np.float64]
    se_model: NDArray[np.float64]
    se_hac: NDArray[np.float64]
    level_ratio: float
    level_low: float
    level_high: float
    level_p: float
    slope_ratio: float
    slope_low: float
    slope_high: float
    slope_p: float
    dispersion: float
    alpha: float
    deviance: float
    log_likelihood: float
    df_residual: int
    durbin_watson: float
    family: str
    path: NDArray[np.float64]


def segmented_regression(
    count: ArrayLike,
    first_after: int,
    *,
    exposure: ArrayLike | None = None,
    slope_change: bool = True,
    season: Literal["harmonics", "months", "none"] = "harmonics",
    pairs: int = 2,
    period: int = 12,
    family: Family = "quasi-Poisson",
    errors: Literal["serial", "model", "hac"] | None = None,
    lags: int = 12,
    confidence: float = 0.95,
    distribution: Literal["t", "normal"] = "t",
) -> SegmentedRegression:
    """Fit a step and a change of slope at a known time to a series of counts.

    Use it when the time of the change was fixed beforehand, with at least 8 periods, better 24, on each side. It cannot
    tell the action from anything else that happened then: set a control series beside it. Not for a time found by
    looking at the series, nor for an effect that was phased in (leave those periods out as NaN).

    Parameters
    ----------
    count : array_like, shape (n,)
        Counts in time order; NaN for a period to be left out.
    first_after : int
        Position (from 0) of the first period after the change.
    exposure : array_like, shape (n,), optional
        Population at risk or days, above zero.
    slope_change : bool
        Fit a change of slope, counted from the change on, so that the level stays the step at the change itself.
    season : {"harmonics", "months", "none"}
        Sine and cosine pairs, one factor for each month, or nothing.
    pairs : int
        Number of harmonic pairs.
    period : int
        Periods in a year.
    family : {"quasi-Poisson", "Poisson", "negative binomial"}
    errors : {"serial", "model", "hac"}, optional
        Where the limits come from: extra variation that lingers from month to month (`pads_analysis.stats.serial`, the
        default for quasi-Poisson), the model's own variance (the default otherwise), or Newey and West's estimate,
        which is too small in short series. "serial" is not for the negative binomial.
    lags : int
        Lags of Newey and West's estimate (Bartlett weights, no small-sample factor).
    confidence : float
    distribution : {"t", "normal"}
        Quantile of "model" and "hac" limits: t with `df_residual`, or normal.

    Returns
    -------
    SegmentedRegression

    Raises
    ------
    ValueError
        An argument missing, negative, of the wrong length or unknown; no event on one side of the change or in one
        month of the year; fewer periods than terms.

    Notes
    -----
    log mu_t = log exposure_t + b0 + b1 post_t + b2 t + b3 (t - T) post_t + season, with t = 1..n and T = first_after,
    the last period before the change.

    Examples
    --------
    A series that falls from 100 to 80 and does nothing else:

    >>> found = segmented_regression([100] * 24 + [80] * 24, 24, season="none")
    >>> round(found.level_ratio, 6), round(found.slope_ratio, 6)
    (0.8, 1.0)
    """
    y = gapped("count", count)
    n = len(y)
    if n < 2:
        raise ValueError(f"count has {n} periods; there must be some on each side of the change")
    start = whole("first_after", first_after, 1, n - 1)
    at_risk = np.ones(n) if exposure is None else positive("exposure", exposure, 1)
    same_shape("exposure", at_risk, "count", y)
    one_of("family", family, *FAMILIES)
    one_of("distribution", distribution, "t", "normal")
    standard = "serial" if family == "quasi-Poisson" else "model"
    used = standard if errors is None else one_of("errors", errors, "serial", "model", "hac")
    chance = level(confidence)
    terms, x = _design(n, start, slope_change, season, pairs, period)
    kept = ~np.isnan(y)
    _check_events(y, start, x, kept, season, period)
    lag = whole("lags", lags, 0, n - 1)
    fit, alpha = fit_counts(y[kept], x[kept], np.log(at_risk[kept]), family)
    df = int(kept.sum()) - x.shape[1]
    spread = float(fit.pearson_chi2 / df) if family == "quasi-Poisson" else 1.0
    se_model = np.sqrt(np.diag(fit.normalized_cov_params) * max(spread, 1.0))
    se_hac = newey_west(fit, x, kept, lag)
    wanted = [1, 3] if slope_change else [1]
    if used == "serial":
        if alpha:
            raise ValueError("errors must be model or hac for the negative binomial")
        lasting = serial.fit(y[kept], x[kept], np.log(at_risk[kept]), np.flatnonzero(kept))
        se = np.sqrt(np.diag(lasting.covariance))
        effects = [lasting.contrast(np.eye(x.shape[1])[i], chance) for i in wanted]
    else:
        se = se_hac if used == "hac" else se_model
        effects = [
            _effect(fit.params[i], se[i], chance, df if distribution == "t" else np.inf) for i in wanted
        ]
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        ratios = [(*np.exp(effect[:3]).tolist(), effect[3]) for effect in effects] + [(np.nan,) * 4]
    without = x * np.where(np.isin(terms, ["level", "slope"]), 0.0, 1.0)
    return SegmentedRegression(
        terms,
        fit.params,
        se,
        se_model,
        se_hac,
        *ratios[0],
        *ratios[1],
        dispersion=np.nan if alpha else spread,
        alpha=alpha,
        deviance=float(fit.deviance),
        log_likelihood=np.nan
        if family == "quasi-Poisson"
        else float(fit.model.loglike(fit.params, scale=1.0)),
        df_residual=df,
        durbin_watson=_durbin_watson(y[kept], x[kept]),
        family="Poisson" if family == "negative binomial" and not alpha else family,
        path=at_risk[:, None] * np.exp(np.column_stack([x @ fit.params, without @ fit.params])),
    )


def _design(
    n: int, start: int, slope_change: bool, season: str, pairs: int, period: int
) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    time = np.arange(1, n + 1, dtype=np.float64)
    post = (time > start).astype(float)
    columns = {"intercept": np.ones(n), "level": post, "time": time}
    if slope_change:
        columns["slope"] = (time - start) * post
    length = whole("period", period, 2, 366)
    if one_of("season", season, "harmonics", "months", "none") == "harmonics":
        for k in range(1, whole("pairs", pairs, 1, (length - 1) // 2) + 1):
            columns[f"sin {k}"] = np.sin(2 * np.pi * k * time / length)
            columns[f"cos {k}"] = np.cos(2 * np.pi * k * time / length)
    elif season == "months":
        for month in range(1, length):
            columns[f"month {month + 1}"] = ((np.arange(n) % length) == month).astype(float)
    return np.array(list(columns), dtype=str), np.column_stack(list(columns.values()))


def _check_events(y: NDArray, start: int, x: NDArray, kept: NDArray, season: str, period: int) -> None:
    """Refuse series for which a coefficient is not defined, or infinite."""
    for side, part in (("before", y[:start]), ("after", y[start:])):
        if np.nansum(part) == 0:
            raise ValueError(f"count holds no event {side} the change")
    if season == "months":
        for month in range(int(period)):
            if np.nansum(y[month :: int(period)]) == 0:
                raise ValueError(f"count holds no event in month {month + 1} of the year: use harmonics")
    if kept.sum() <= x.shape[1] or np.linalg.matrix_rank(x[kept]) < x.shape[1]:
        raise ValueError(
            f"count has {int(kept.sum())} periods, too few on one side of the change for {x.shape[1]} terms"
        )


def _effect(coef: float, se: float, confidence: float, df: float) -> tuple[float, float, float, float]:
    half = float(stats.t.isf((1 - confidence) / 2, df)) * se
    return (
        coef,
        coef - half,
        coef + half,
        float(2 * stats.t.sf(abs(coef) / se, df)) if se else float(coef == 0),
    )


def _durbin_watson(y: NDArray, x: NDArray) -> float:
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    total = float((residual**2).sum())
    # Rounding errors of an exact fit are no residuals.
    return float((np.diff(residual) ** 2).sum() / total) if total > 1e-18 * float((y**2).sum()) else np.nan
