"""Areas against one target, with limits widened by how much areas truly differ.

References
----------
Spiegelhalter (2005), Statistics in Medicine 24:1185 (transformations, additive over-dispersion). Spiegelhalter and
others (2012), JRSS A 175:1 (winsorised z-scores). NHS Digital, Summary Hospital-level Mortality Indicator:
specification (log ratio, truncation).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, scalar_or_array
from pads_analysis.stats.estimates import Interval
from pads_analysis.stats.funnels import LEVELS, Funnel, levels, pairs, parts
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.overdispersion import winsorised
from pads_analysis.stats.scalars import number, one_of, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Kind = Literal["ratio", "counts", "proportion"]
Scale = Literal["sqrt", "log", "arcsine"]


@dataclass(frozen=True, slots=True)
class OverdispersedFunnel(Funnel):
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

    y: NDArray[np.float64]
    s: NDArray[np.float64]
    z: NDArray[np.float64]
    z_trimmed: NDArray[np.float64]
    z_adjusted: NDArray[np.float64]
    target_y: float
    phi: float
    tau2: float


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
    one_of("kind", kind, *get_args(Kind))
    if one_of("method", method, "CQC", "SHMI") == "SHMI" and kind != "ratio":
        raise ValueError(f"method 'SHMI' is for ratios only, not for kind {kind!r}")
    o, e = (parts if kind == "proportion" else pairs)("numerator", numerator, "denominator", denominator)
    trim = number("trim_by", trim_by)
    if not 0 <= trim < 0.5:
        raise ValueError("trim_by must lie between 0 and 0.5")
    if target is not None:
        centre = zero_or_more("target", target)
    else:
        centre = 1.0 if kind == "ratio" else float(o.sum() / e.sum())
    y, s, target_y, scale = _transformed(kind, method, o, e, centre)
    z = (y - target_y) / s
    trimmed = _truncated(z, trim) if method == "SHMI" else winsorised(z, trim)
    kept = np.isfinite(trimmed)
    if not kept.any():
        raise ValueError("trim_by leaves no area to measure the spread by")
    phi = float(np.mean(trimmed[kept] ** 2))
    tau2 = _between(phi, 1 / s[kept] ** 2)
    drawn, place = [], np.zeros(len(o), dtype=np.int64)
    adjusted = (y - target_y) / np.sqrt(s**2 + tau2)
    for c in levels(confidence):
        limits = scale_limits(target_y, s, tau2, c, scale)
        drawn += [limits.low, limits.high]
        quantile = normal_quantile(c)
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

    Notes
    -----
    Assumes y normal about the target with variance s² + tau2. Not a test of an area: `place` is.

    Examples
    --------
    >>> print(scale_limits(1.0, 0.05, 0.0025, scale="sqrt"))
    (0.742 to 1.296)
    """
    centre, error = number("target_y", target_y), counts("s", s)
    if scale is not None:
        one_of("scale", scale, *get_args(Scale))
    half = normal_quantile(confidence) * np.sqrt(error**2 + zero_or_more("tau2", tau2))
    low, high = centre - half, centre + half
    if scale == "log":
        # Beyond what a float holds the upper limit is infinite.
        with np.errstate(over="ignore"):
            low, high = np.exp(low), np.exp(high)
    elif scale == "sqrt":
        low, high = np.maximum(low, 0.0) ** 2, np.maximum(high, 0.0) ** 2
    elif scale == "arcsine":
        # Beyond 0 and a right angle the sine turns back; no proportion lies there.
        low, high = np.sin(np.maximum(low, 0.0)) ** 2, np.sin(np.minimum(high, np.pi / 2)) ** 2
    return Interval(scalar_or_array(low), scalar_or_array(high))


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
