"""Do counts go along with another series: a slope over areas and periods, or over areas alone.

References
----------
Hausman, Hall and Griliches (1984), Econometrica 52:909 (fixed-effects Poisson). Cameron and Miller (2015), Journal of
Human Resources 50:317 (clusters, and few of them). MacKinnon and Webb (2020), Journal of Econometrics 218:435
(permuting whole clusters). Robinson (1950), American Sociological Review 15:351 (areas are not people).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import codes, counts, numbers, positive, same_shape
from pads_analysis.stats.count_models import fit_counts
from pads_analysis.stats.panel import ENOUGH_AREAS
from pads_analysis.stats.panel_levels import fitted_levels, without_levels
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, level, source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_AREAS = 5
LEAST_PERIODS = 2
#: Share of a series' spread that must be left once areas and periods are taken out.
LEAST_LEFT = 1e-6
#: In units of half the largest value: beyond it a slope is on its way to infinity.
STEEPEST = 15.0


@dataclass(frozen=True, slots=True)
class Slope(Printed):
    """How a rate goes along with a series, per `step` of it.

    Attributes
    ----------
    coef, se : float
        Log of `ratio`, and the larger of the two standard errors below.
    ratio, ratio_low, ratio_high : float
        Factor by which the rate differs for each `step`; limits from `se` and Student's t with as many degrees of
        freedom as areas less one (over areas alone: less two).
    p : float
        Two-sided. The larger of the t test's and `p_permuted`, where there is one and areas are fewer than 40.
    p_permuted : float
        Share of reassignments of whole series to areas whose score lies as far out; NaN without permutation.
    se_quasi, se_robust : float
        Quasi-Poisson standard error, and the one clustered by area (HC1).
    dispersion : float
        Pearson chi-square over residual degrees of freedom.
    n_areas, n_periods, n_rows : int
        After areas and periods without any event were left out, which hold no information.
    """

    coef: float
    se: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    p_permuted: float
    se_quasi: float
    se_robust: float
    dispersion: float
    n_areas: int
    n_periods: int
    n_rows: int


def two_way_slope(
    count: ArrayLike,
    area: ArrayLike,
    period: ArrayLike,
    series: ArrayLike,
    *,
    rng: np.random.Generator,
    exposure: ArrayLike | None = None,
    step: float = 1.0,
    confidence: float = 0.95,
    draws: int = 1999,
) -> Slope:
    """Slope of counts on a series, with a level for each area and for each period.

    Use it to ask whether areas whose series moved away from that of the others had counts that did so too. Not for a
    series that is the same everywhere or never changes, which is refused; not as the effect of one on the other,
    because anything that moved with both stands behind the same slope; and not of people, but of areas.

    Parameters
    ----------
    count : array_like, shape (n,)
        Events in each row.
    area, period : array_like, shape (n,)
        Labels of the row's area and period.
    series : array_like, shape (n,)
        Value of the series there and then.
    rng : numpy.random.Generator
        For the permutation of whole series between areas.
    exposure : array_like, shape (n,), optional
        Population at risk or days, above zero.
    step : float
        Units of the series that the ratio is told for, above zero.
    confidence : float
    draws : int
        Permutations.

    Returns
    -------
    Slope

    Raises
    ------
    ValueError
        An argument missing, negative, of unequal length; fewer than 5 areas or 2 periods with events; a series without
        spread of its own within areas; no fit.

    Notes
    -----
    log mu = log exposure + area + period + coef x series / step. Assumes that without the series' movement all areas
    would have gone alike. The permutation takes every area to have been as likely to have any other's series.

    Examples
    --------
    Counts that double where the series goes up by one:

    >>> import numpy as np
    >>> rise = np.array([[0, 0, 1], [0, 1, 1], [0, 0, 0], [0, 0, 0], [0, 1, 0]])
    >>> area, period = np.indices(rise.shape)
    >>> found = two_way_slope((50 * 2**rise).ravel(), area.ravel(), period.ravel(), rise.ravel(),
    ...                       rng=np.random.default_rng(1))
    >>> round(found.ratio, 6)
    2.0
    """
    y, at_risk = counts("count", count, 1), _exposure(exposure, count)
    x = numbers("series", series, 1) / above_zero("step", step)
    same_shape("series", x, "count", y)
    confidence, size, rng = level(confidence), whole("draws", draws, 99, 1_000_000), source(rng)
    labels = [
        codes(name, given, len(y), f"count has {len(y)}")
        for name, given in (("area", area), ("period", period))
    ]
    kept = np.all([(np.bincount(code, y) > 0)[code] for code in labels], axis=0)
    y, x, at_risk = y[kept], x[kept], at_risk[kept]
    a, t = (np.unique(code[kept], return_inverse=True)[1] for code in labels)
    if not len(y) or a.max() + 1 < LEAST_AREAS or t.max() + 1 < LEAST_PERIODS:
        raise ValueError(f"at least {LEAST_AREAS} areas and {LEAST_PERIODS} periods with events are needed")
    df = len(y) - int(a.max()) - int(t.max()) - 2
    if df < 1:
        raise ValueError("too few rows for a level of each area and period")
    # Centred, so that no power of it overflows; levels of areas take up the difference.
    x = x - x.mean()
    null = fitted_levels(y, at_risk, a, t)
    own = without_levels(x, null, a, t)
    if (null * own**2).sum() <= LEAST_LEFT * max((null * x**2).sum(), np.finfo(float).tiny):
        raise ValueError("series does not vary within areas beyond what all share")
    coef, mu = _solve(y, x, at_risk, a, t)
    own = without_levels(x, mu, a, t)
    information = float((mu * own**2).sum())
    dispersion = float(((y - mu) ** 2 / mu).sum() / df)
    g = int(a.max()) + 1
    scores = np.bincount(a, own * (y - mu))
    robust = float(np.sqrt(g / (g - 1) * (len(y) - 1) / df * (scores**2).sum()) / information)
    return _slope(
        coef,
        (float(np.sqrt(max(dispersion, 1.0) / information)), robust),
        g - 1,
        confidence,
        permuted=_permuted(y - null, x, a, t, rng, size),
        few=g < ENOUGH_AREAS,
        dispersion=dispersion,
        sizes=(g, int(t.max()) + 1, len(y)),
    )


def area_slope(
    count: ArrayLike,
    series: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    step: float = 1.0,
    confidence: float = 0.95,
) -> Slope:
    """Slope of counts on a series over areas at one time.

    Use it for a series that hardly changes, such as a deprivation index, over a few dozen areas and more. Not as the
    effect of the one on the other: areas differ in everything else too, and neighbours are alike. Prefer
    `two_way_slope` where the series moves.

    Parameters
    ----------
    count, series : array_like, shape (n,)
        Events and the value of the series, one per area.
    exposure : array_like, shape (n,), optional
        Population at risk, above zero.
    step : float
        Units of the series that the ratio is told for, above zero.
    confidence : float

    Returns
    -------
    Slope
        `n_periods` is 1 and `p_permuted` NaN.

    Raises
    ------
    ValueError
        As for `two_way_slope`.

    Notes
    -----
    log mu = log exposure + intercept + coef x series / step. Assumes areas independent of one another.

    Examples
    --------
    >>> round(area_slope([10, 20, 40, 80, 160], [0, 1, 2, 3, 4]).ratio, 6)
    2.0
    """
    y, at_risk = counts("count", count, 1), _exposure(exposure, count)
    x = numbers("series", series, 1) / above_zero("step", step)
    same_shape("series", x, "count", y)
    if len(y) < LEAST_AREAS or not y.any():
        raise ValueError(f"at least {LEAST_AREAS} areas, and an event in one of them, are needed")
    if np.ptp(x) == 0:
        raise ValueError("series is the same in every area")
    design = np.column_stack([x - x.mean(), np.ones(len(y))])
    fit, _ = fit_counts(y, design, np.log(at_risk))
    n, df = len(y), len(y) - 2
    dispersion = float(fit.pearson_chi2 / df)
    bread = fit.normalized_cov_params[0]
    robust = float(np.sqrt(n / df * (((design * (y - fit.mu)[:, None]) @ bread) ** 2).sum()))
    quasi = float(np.sqrt(bread[0] * max(dispersion, 1.0)))
    return _slope(
        float(fit.params[0]), (quasi, robust), df, level(confidence),
        permuted=np.nan, few=False, dispersion=dispersion, sizes=(n, 1, n),
    )  # fmt: skip


def _exposure(exposure: ArrayLike | None, count: ArrayLike) -> NDArray:
    y = counts("count", count, 1)
    at_risk = np.ones(len(y)) if exposure is None else positive("exposure", exposure, 1)
    same_shape("exposure", at_risk, "count", y)
    return at_risk


def _slope(
    coef: float, errors: tuple[float, float], df: int, confidence: float, *, permuted: float, few: bool,
    dispersion: float, sizes: tuple[int, int, int],
) -> Slope:  # fmt: skip
    error = max(errors)
    half = float(stats.t.isf((1 - confidence) / 2, df)) * error
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        ratio, low, high = np.exp([coef, coef - half, coef + half]).tolist()
    p = float(2 * stats.t.sf(abs(coef) / error, df))
    p = max(p, permuted) if few and not np.isnan(permuted) else p
    return Slope(coef, error, ratio, low, high, p, permuted, *errors, dispersion, *sizes)


def _solve(y: NDArray, x: NDArray, at_risk: NDArray, a: NDArray, t: NDArray) -> tuple[float, NDArray]:
    """Newton steps on the slope, levels fitted anew at each; the likelihood has one top."""
    coef, longest = 0.0, 2 / max(float(np.abs(x).max()), np.finfo(float).tiny)
    for _ in range(200):
        mu = fitted_levels(y, at_risk * np.exp(coef * x), a, t)
        own = without_levels(x, mu, a, t)
        move = float((own * (y - mu)).sum() / (mu * own**2).sum())
        coef += float(np.clip(move, -longest, longest))
        if abs(coef) > STEEPEST * longest:
            break
        if abs(move) < 1e-9 * longest:
            return coef, fitted_levels(y, at_risk * np.exp(coef * x), a, t)
    raise ValueError("count holds too few events where the series moves: no slope fits")


def _permuted(
    residual: NDArray, x: NDArray, a: NDArray, t: NDArray, rng: np.random.Generator, draws: int
) -> float:
    """Share of reassignments of whole series whose studentised score is at least the real one's."""
    g, periods = int(a.max()) + 1, int(t.max()) + 1
    series, left = np.zeros((g, periods)), np.zeros((g, periods))
    # A missing row adds nothing to its area's score; the series is set to its mean there.
    series[a, t] = without_levels(x, np.ones(len(x)), a, t)
    left[a, t] = residual
    score = left @ series.T
    order = np.tile(np.arange(g), (draws + 1, 1))
    # The real assignment, the first, always belongs to the reference, so that p is never zero.
    order[1:] = rng.permuted(order[1:], axis=1)
    each = score[np.arange(g), order]
    spread = np.maximum((each**2).sum(axis=1), np.finfo(float).tiny)
    extreme = each.sum(axis=1) ** 2 / spread
    return float((extreme >= extreme[0] * (1 - 1e-9)).mean())
