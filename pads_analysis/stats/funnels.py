"""Areas against one target: limits that narrow as an area grows, by chance alone or allowing for areas that differ.

References
----------
Spiegelhalter (2005), Statistics in Medicine 24:1185 (funnel plots, transformations, additive over-dispersion).
Spiegelhalter and others (2012), JRSS A 175:1 (winsorised z-scores). NHS Digital, Summary Hospital-level Mortality
Indicator: specification (log ratio, truncation). Garwood (1936), Biometrika 28:437. Wilson (1927), JASA 22:209.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import special, stats

from pads_analysis.stats.arguments import counts, level, numbers, positive, same_shape, scalar_or_array
from pads_analysis.stats.estimates import Interval
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval, wilson
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Kind = Literal["ratio", "counts", "proportion"]
Scale = Literal["sqrt", "log", "arcsine"]
LEVELS = (0.95, 0.998)
LARGE = 1e8


@dataclass(frozen=True, slots=True)
class Funnel(Printed):
    """Areas against a target, by chance alone.

    Attributes
    ----------
    value : ndarray (n,)
        What is plotted: ratio, proportion, or rate per `per` units.
    inner_low, inner_high, outer_low, outer_high : ndarray (n,)
        Limits about the target at the lower and the higher level (95 and 99.8 % unless told), in the unit of `value`.
    place : ndarray of int (n,)
        2 above the outer limit, 1 above the inner, 0 within, -1 and -2 below.
    target : float
        Centre line, in the unit of `value`.
    """

    value: NDArray[np.float64]
    inner_low: NDArray[np.float64]
    inner_high: NDArray[np.float64]
    outer_low: NDArray[np.float64]
    outer_high: NDArray[np.float64]
    place: NDArray[np.int64]
    target: float


@dataclass(frozen=True, slots=True)
class OverdispersedFunnel(Printed):
    """Areas against a target, allowing for areas that truly differ (additive random effects).

    Attributes
    ----------
    value, inner_low, inner_high, outer_low, outer_high, place, target
        As for `Funnel`; `place` goes by `z_adjusted` against the level's normal quantile.
    y, s : ndarray (n,)
        Transformed value and its standard error by chance.
    z, z_trimmed, z_adjusted : ndarray (n,)
        (y - target) / s; the same winsorised, or NaN where truncated; (y - target) / sqrt(s² + tau2).
    target_y : float
        Target on the scale of `y`.
    phi : float
        Mean square of the trimmed z-scores; about 1 where chance explains all.
    tau2 : float
        Variance between areas, on the scale of `y`.
    """

    value: NDArray[np.float64]
    inner_low: NDArray[np.float64]
    inner_high: NDArray[np.float64]
    outer_low: NDArray[np.float64]
    outer_high: NDArray[np.float64]
    place: NDArray[np.int64]
    target: float
    y: NDArray[np.float64]
    s: NDArray[np.float64]
    z: NDArray[np.float64]
    z_trimmed: NDArray[np.float64]
    z_adjusted: NDArray[np.float64]
    target_y: float
    phi: float
    tau2: float


def poisson_limits(expected: ArrayLike, target: float = 1.0, confidence: float = 0.95) -> Interval:
    """Limits of a ratio as FunnelPlotR draws them: the exact interval of E events, over E.

    An approximation: it takes the expected events for observed ones. `ratio_funnel` gives the limits that agree with
    the test of each area.

    Parameters
    ----------
    expected : array_like, shape (n,)
        Expected events, above zero.
    target : float
        Centre line.
    confidence : float
        Level of the limits.

    Returns
    -------
    Interval
        In the unit of `target`.

    Raises
    ------
    ValueError
        An argument empty, missing or not above zero; `confidence` outside 0-1.

    Examples
    --------
    >>> print([round(float(x), 5) for x in poisson_limits([15, 20, 30]).low])  # FunnelPlotR's own test
    [0.55969, 0.61083, 0.6747]
    """
    e, centre = positive("expected", expected), float(positive("target", target, 0))
    limits = poisson_interval(e, confidence, method="exact")
    return Interval(*(scalar_or_array(centre * np.asarray(x) / e) for x in (limits.low, limits.high)))


def ratio_funnel(
    observed: ArrayLike, expected: ArrayLike, target: float = 1.0, confidence: tuple[float, float] = LEVELS
) -> Funnel:
    """Ratios of observed to expected events against a target, by chance alone.

    For few or small areas. With large counts nearly every area falls outside, because areas truly differ: use
    `overdispersed_funnel`.

    Parameters
    ----------
    observed, expected : array_like, shape (n,)
        Events (zero or more) and expected events (above zero).
    target : float
        Ratio tested against, above zero.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`expected`, `target`) or of another length; levels that do
        not rise.

    Notes
    -----
    An area is above when the lower OHID limit of its count (exact below 10, Byar from 10) is above target × expected.
    The limits drawn solve the exact test for the count, so they may differ from that rule in the fourth digit.

    Examples
    --------
    >>> funnel = ratio_funnel([8, 151, 159], [6.24, 106.44, 232.93])  # OHID's workbook: none, High (0.001), Low (0.001)
    >>> print(funnel.place)
    [ 0  2 -2]
    """
    o, e = _pairs("observed", observed, "expected", expected)
    centre = float(positive("target", target, 0))
    mu = centre * e
    drawn, place = [], np.zeros(len(o), dtype=np.int64)
    for c in _levels(confidence):
        own = poisson_interval(o, c)
        place += (np.asarray(own.low) > mu).astype(np.int64) - (np.asarray(own.high) < mu).astype(np.int64)
        drawn += [x / e for x in _count_limits(mu, (1 - c) / 2)]
    return Funnel(o / e, *drawn, place=place, target=centre)


def rate_funnel(
    count: ArrayLike,
    exposure: ArrayLike,
    per: float = 1000.0,
    target: float | None = None,
    confidence: tuple[float, float] = LEVELS,
) -> Funnel:
    """Rates against a target, by chance alone: `ratio_funnel` with the events expected at the target's rate.

    Parameters
    ----------
    count, exposure : array_like, shape (n,)
        Events (zero or more) and exposure (above zero).
    per : float
        Unit of the rates.
    target : float, optional
        Rate tested against, per `per`; all events over all exposure where not given.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        As for `ratio_funnel`; no event and no `target`.
    """
    k, n = _pairs("count", count, "exposure", exposure)
    unit = float(positive("per", per, 0))
    if target is None and k.sum() == 0:
        raise ValueError("count holds no event, so that it gives no target")
    centre = float(unit * k.sum() / n.sum() if target is None else positive("target", target, 0))
    found = ratio_funnel(k, centre / unit * n, 1.0, confidence)
    drawn = (found.value, found.inner_low, found.inner_high, found.outer_low, found.outer_high)
    return Funnel(*(centre * x for x in drawn), place=found.place, target=centre)


def proportion_funnel(
    k: ArrayLike, n: ArrayLike, target: float | None = None, confidence: tuple[float, float] = LEVELS
) -> Funnel:
    """Proportions against a target, by chance alone: Wilson's limits about the target, as OHID draws them.

    Parameters
    ----------
    k, n : array_like, shape (n,)
        Successes and trials of each area, 0 <= k <= n, n above zero.
    target : float, optional
        Proportion tested against (0 to 1); all successes over all trials where not given.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of another length, `k` above `n`, or `target` above 1; levels that do not
        rise.
    """
    hits, trials = _parts("k", k, "n", n)
    centre = float(hits.sum() / trials.sum() if target is None else counts("target", target, 0))
    if centre > 1:
        raise ValueError("target is above 1")
    value = hits / trials
    drawn, place = [], np.zeros(len(hits), dtype=np.int64)
    for c in _levels(confidence):
        limits = wilson(centre * trials, trials, c)
        drawn += [np.asarray(limits.ci_low), np.asarray(limits.ci_high)]
        place += (value > limits.ci_high).astype(np.int64) - (value < limits.ci_low).astype(np.int64)
    return Funnel(value, *drawn, place=place, target=centre)


def overdispersed_funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    kind: Kind,
    *,
    method: Literal["CQC", "SHMI"] = "CQC",
    trim_by: float = 0.1,
    target: float | None = None,
    confidence: tuple[float, float] = LEVELS,
) -> OverdispersedFunnel:
    """Areas against a target, with limits widened by how much the areas truly differ.

    The usual choice for many areas with large counts. The extremes are trimmed before the spread is measured, so that
    the areas looked for do not hide themselves. Not for fewer than about ten areas: tau2 is then hardly known.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        Observed and expected events ("ratio"), two counts ("counts"), successes and trials ("proportion").
    kind : {"ratio", "counts", "proportion"}
        y is √(O/E) with s = 1 / (2√E); log((O + ½)/(E + ½)) with s² = O/(O + ½)² + E/(E + ½)²; arcsin √p with
        s = 1 / (2√n).
    method : {"CQC", "SHMI"}
        "CQC" winsorises the z-scores. "SHMI", for ratios only, has y = log(O/E) with s = 1/√E and leaves the extremes
        out.
    trim_by : float
        Share trimmed at each end, 0 up to (not including) 0.5.
    target : float, optional
        Centre line; 1 for ratios, the sums' quotient otherwise.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    OverdispersedFunnel

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`denominator`) or of another length; a proportion above 1;
        no event; a zero numerator with "SHMI"; an unknown `kind` or `method`; `trim_by` or `confidence` out of range.

    Notes
    -----
    φ = Σ z² / n over the trimmed z-scores; τ² = max(0, (nφ − (n − 1)) / (Σw − Σw²/Σw)), w = 1/s². Limits are
    target ± z √(s² + τ²) on the scale of y, brought back to the scale of the value. FunnelPlotR does not square its CQC
    limits back, which leaves them half as wide; they are `scale_limits(..., scale=None)` here.

    Examples
    --------
    >>> o, e = [100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220]
    >>> found = overdispersed_funnel(o, e, "ratio")
    >>> print(round(found.phi, 6), round(found.tau2, 8))  # as R's FunnelPlotR
    2.327178 0.00343978
    """
    names = {"ratio": ("CQC", "SHMI"), "counts": ("CQC",), "proportion": ("CQC",)}
    one_of("method", method, names[one_of("kind", kind, tuple(names))])
    o, e = (_parts if kind == "proportion" else _pairs)("numerator", numerator, "denominator", denominator)
    trim = float(numbers("trim_by", trim_by, 0))
    if not 0 <= trim < 0.5:
        raise ValueError("trim_by must lie between 0 and 0.5")
    if target is not None:
        centre = float(counts("target", target, 0))
    else:
        centre = 1.0 if kind == "ratio" else float(o.sum() / e.sum())
    y, s, target_y, scale = _transformed(kind, method, o, e, centre)
    z = (y - target_y) / s
    trimmed = _truncated(z, trim) if method == "SHMI" else np.clip(z, *np.quantile(z, [trim, 1 - trim]))
    kept = np.isfinite(trimmed)
    if not kept.any():
        raise ValueError("trim_by leaves no area to measure the spread by")
    phi = float(np.mean(trimmed[kept] ** 2))
    tau2 = _between(phi, 1 / s[kept] ** 2)
    drawn, place = [], np.zeros(len(o), dtype=np.int64)
    adjusted = (y - target_y) / np.sqrt(s**2 + tau2)
    for c in _levels(confidence):
        limits = scale_limits(target_y, s, tau2, c, scale)
        drawn += [limits.low, limits.high]
        quantile = stats.norm.isf((1 - c) / 2)
        place += (adjusted > quantile).astype(np.int64) - (adjusted < -quantile).astype(np.int64)
    shape = (place, centre, y, s, z, trimmed, adjusted, target_y, phi, tau2)
    return OverdispersedFunnel(o / e, *drawn, *shape)


def scale_limits(
    target_y: float, s: ArrayLike, tau2: float = 0.0, confidence: float = 0.95, scale: Scale | None = None
) -> Interval:
    """Funnel limits for given standard errors: to draw the curve between areas, or for areas not in the funnel.

    Parameters
    ----------
    target_y : float
        Centre line on the transformed scale.
    s : array_like
        Standard errors on that scale, zero or more.
    tau2 : float
        Variance between areas on that scale.
    confidence : float
        Level of the limits.
    scale : {"sqrt", "log", "arcsine"}, optional
        Transformation to undo; none leaves the limits on the transformed scale.

    Returns
    -------
    Interval
        In the shape of `s`.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, or an unknown `scale`.
    """
    centre, error = float(numbers("target_y", target_y, 0)), counts("s", s)
    half = stats.norm.isf((1 - level(confidence)) / 2) * np.sqrt(error**2 + counts("tau2", tau2, 0))
    low, high = centre - half, centre + half
    if scale is None:
        return Interval(scalar_or_array(low), scalar_or_array(high))
    if one_of("scale", scale, get_args(Scale)) == "log":
        # Beyond what a float holds the upper limit is infinite.
        with np.errstate(over="ignore"):
            low, high = np.exp(low), np.exp(high)
    elif scale == "sqrt":
        low, high = np.maximum(low, 0.0) ** 2, np.maximum(high, 0.0) ** 2
    else:
        # Beyond 0 and a right angle the sine turns back; no proportion lies there.
        low, high = np.sin(np.maximum(low, 0.0)) ** 2, np.sin(np.minimum(high, np.pi / 2)) ** 2
    return Interval(scalar_or_array(np.asarray(low)), scalar_or_array(np.asarray(high)))


def _count_limits(mu: NDArray, half: float) -> tuple[NDArray, NDArray]:
    """Counts o at which P(X <= o) and P(X >= o) of a Poisson mean reach `half`, also between whole numbers."""
    small = np.minimum(mu, LARGE)
    # chdtriv(p, x) is the degrees of freedom at which chi-square's distribution function at x is p.
    low, high = special.chdtriv(1 - half, 2 * small) / 2 - 1, special.chdtriv(half, 2 * small) / 2
    # It fails for huge means, where Cornish and Fisher's expansion is right to a thousandth of an event.
    z = stats.norm.isf(half)
    middle, away = mu + (z**2 - 1) / 6, z * np.sqrt(mu) + 0.5
    low, high = np.where(mu > LARGE, middle - away, low), np.where(mu > LARGE, middle + away, high)
    return np.maximum(low, 0.0), high


def _pairs(name: str, first: ArrayLike, other_name: str, second: ArrayLike) -> tuple[NDArray, NDArray]:
    o, e = counts(name, first, 1), positive(other_name, second, 1)
    same_shape(name, o, other_name, e)
    return o, e


def _parts(name: str, first: ArrayLike, other_name: str, second: ArrayLike) -> tuple[NDArray, NDArray]:
    hits, trials = _pairs(name, first, other_name, second)
    if (hits > trials).any():
        raise ValueError(f"{name} is above {other_name}")
    return hits, trials


def _levels(confidence: tuple[float, float]) -> tuple[float, float]:
    pair = numbers("confidence", confidence, 1)
    if len(pair) != 2 or not 0 < pair[0] < pair[1] < 1:
        raise ValueError("confidence must be two levels between 0 and 1, the lower first")
    return float(pair[0]), float(pair[1])


def _transformed(
    kind: Kind, method: str, o: NDArray, e: NDArray, centre: float
) -> tuple[NDArray, NDArray, float, Scale]:
    """Value, standard error and target on the transformed scale, and the scale's name."""
    if kind == "proportion":
        if centre > 1:
            raise ValueError("target is above 1")
        return np.arcsin(np.sqrt(o / e)), 1 / (2 * np.sqrt(e)), float(np.arcsin(np.sqrt(centre))), "arcsine"
    if centre == 0:
        raise ValueError("target is zero" if o.sum() else "numerator holds no event")
    if kind == "counts":
        spread = np.sqrt(o / (o + 0.5) ** 2 + e / (e + 0.5) ** 2)
        return np.log((o + 0.5) / (e + 0.5)), spread, float(np.log(centre)), "log"
    if method == "CQC":
        return np.sqrt(o / e), 1 / (2 * np.sqrt(e)), float(np.sqrt(centre)), "sqrt"
    if (o == 0).any():
        raise ValueError("numerator must be above zero with method 'SHMI', which takes its logarithm")
    return np.log(o / e), 1 / np.sqrt(e), float(np.log(centre)), "log"


def _truncated(z: NDArray, trim: float) -> NDArray:
    """z with NaN in the first and last of 1 / trim groups of equal size by rank."""
    if trim == 0:
        return z
    groups = 1 / trim
    group = np.floor(stats.rankdata(z) * groups / (len(z) + 1))
    return np.where((group > 0) & (group < groups - 1), z, np.nan)


def _between(phi: float, w: NDArray) -> float:
    n = len(w)
    if n < 2 or n * phi < n - 1:
        return 0.0
    return float(max(0.0, (n * phi - (n - 1)) / (w.sum() - (w**2).sum() / w.sum())))
