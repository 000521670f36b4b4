"""Did areas with an action change apart from areas without it: two-way fixed-effects Poisson regression.

References
----------
Hausman, Hall and Griliches (1984), Econometrica 52:909 (fixed-effects Poisson). Cameron and Miller (2015), Journal of
Human Resources 50:317 (clusters, and few of them). Goodman-Bacon (2021), Journal of Econometrics 225:254 (why not with
staggered starts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import codes, counts, positive, same_shape, zeros_and_ones
from pads_analysis.stats.count_models import fit_counts
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Cluster-robust errors are known to be too small below about this many areas (Cameron and Miller).
ENOUGH_AREAS = 40


@dataclass(frozen=True, slots=True)
class PanelEffect(Printed):
    """Effect of an action in some of g areas, from counts by area and period.

    Attributes
    ----------
    coef : float
        Log of `ratio`.
    ratio, ratio_low, ratio_high, p : float
        Change of the treated areas' rates over that of the others; limits and two-sided p from `se` and Student's t
        with g - 1 degrees of freedom.
    se : float
        The larger of `se_cluster` and the quasi-Poisson standard error: with few areas, and always with one treated
        area, clustered errors are far too small.
    se_iid, se_cluster_plain, se_cluster : float
        Standard errors of `coef`: Poisson; clustered by area without a small-sample factor (HC0); with the factor
        g/(g-1) (n-1)/(n-k) (HC1), n rows and k coefficients. NaN when no degree of freedom is left.
    dispersion : float
        Pearson chi-square over residual degrees of freedom; NaN without any.
    deviance : float
    n_areas, n_treated, n_periods, n_rows : int
        After areas and periods without any event were left out, which hold no information.
    caution : str
        What to doubt, in words; "" if nothing.
    """

    coef: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    se: float
    se_iid: float
    se_cluster_plain: float
    se_cluster: float
    dispersion: float
    deviance: float
    n_areas: int
    n_treated: int
    n_periods: int
    n_rows: int
    caution: str


def two_way_poisson(
    count: ArrayLike,
    area: ArrayLike,
    period: ArrayLike,
    treated: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    confidence: float = 0.95,
) -> PanelEffect:
    """Difference in differences for counts: one effect, a level for each area and for each period.

    Use it when several areas start an action in the same period and others never do, and before the start both moved
    alike (look at it). Not for staggered starts, which are refused: this model then compares areas with ones treated
    earlier. With fewer than about 40 areas read `randomisation.randomisation_test` beside it.

    Parameters
    ----------
    count : array_like, shape (n,)
        Events in each row.
    area, period : array_like, shape (n,)
        Labels (str or numbers) of the row's area and period.
    treated : array_like, shape (n,)
        1 or True where the action ran in that area and period, else 0.
    exposure : array_like, shape (n,), optional
        Population at risk or days, above zero.
    confidence : float

    Returns
    -------
    PanelEffect

    Raises
    ------
    ValueError
        An argument missing, negative, of unequal length; `treated` not 0 or 1, the same everywhere, or starting at
        different times; no event in the treated areas or the others, before or after.

    Notes
    -----
    log mu = log exposure + area + period + effect x treated. Assumes that without the action both groups would have
    changed alike.

    Examples
    --------
    Two areas, two periods: (60/100) / (90/100).

    >>> found = two_way_poisson([100, 60, 100, 90], ["a", "a", "b", "b"], [1, 2, 1, 2], [0, 1, 0, 0])
    >>> round(found.ratio, 6)
    0.666667
    """
    y, on, a, t, at_risk = panel_rows(count, area, period, treated, exposure)
    confidence = level(confidence)
    kept = (np.bincount(a, y) > 0)[a] & (np.bincount(t, y) > 0)[t]
    y, on, at_risk = y[kept], on[kept], at_risk[kept]
    a, t = (np.unique(code[kept], return_inverse=True)[1] for code in (a, t))
    ever = np.bincount(a, on) > 0
    check_block(y, on, a, t, ever)
    x = np.column_stack([on, _dummies(a), _dummies(t)[:, 1:]])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("treated cannot be told apart from areas and periods: rows are missing")
    fit, _ = fit_counts(y, x, np.log(at_risk))
    g, df = len(ever), len(y) - x.shape[1]
    coef, iid = float(fit.params[0]), float(np.sqrt(fit.normalized_cov_params[0, 0]))
    plain, dispersion = _cluster_error(fit, x, y, a), np.nan
    cluster, error = np.nan, iid
    if df:
        dispersion = float(fit.pearson_chi2 / df)
        cluster = float(plain * np.sqrt(g / (g - 1) * (len(y) - 1) / df))
        error = max(cluster, iid * np.sqrt(max(dispersion, 1.0)))
    half = float(stats.t.isf((1 - confidence) / 2, g - 1)) * error
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        ratio, low, high = np.exp([coef, coef - half, coef + half]).tolist()
    return PanelEffect(
        coef=coef,
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        p=float(2 * stats.t.sf(abs(coef) / error, g - 1)),
        se=float(error),
        se_iid=iid,
        se_cluster_plain=plain,
        se_cluster=cluster,
        dispersion=dispersion,
        deviance=float(fit.deviance),
        n_areas=g,
        n_treated=int(ever.sum()),
        n_periods=int(t.max()) + 1,
        n_rows=len(y),
        caution=_caution(g, int(ever.sum()), df),
    )


def panel_rows(
    count: ArrayLike, area: ArrayLike, period: ArrayLike, treated: ArrayLike, exposure: ArrayLike | None
) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """Check the columns of a panel.

    Parameters
    ----------
    count, area, period, treated, exposure
        As for `two_way_poisson`.

    Returns
    -------
    tuple of five ndarray (n,)
        Count, treated, area code, period code and exposure.

    Raises
    ------
    ValueError
        An argument missing, negative, of another length, or (`treated`) not 0 or 1.
    """
    y, on = counts("count", count, 1), zeros_and_ones("treated", treated)
    same_shape("treated", on, "count", y)
    if not y.any():
        raise ValueError("count holds no event")
    at_risk = np.ones(len(y)) if exposure is None else positive("exposure", exposure, 1)
    same_shape("exposure", at_risk, "count", y)
    areas, periods = (
        codes(name, x, len(y), f"count has {len(y)}") for name, x in (("area", area), ("period", period))
    )
    return y, on, areas, periods, at_risk


def _dummies(code: NDArray) -> NDArray:
    return (code[:, None] == np.arange(code.max() + 1)).astype(float)


def check_block(y: NDArray, on: NDArray, a: NDArray, t: NDArray, ever: NDArray) -> None:
    """Refuse a panel unless treated areas by later periods are one block, with events in all four parts.

    Parameters
    ----------
    y, on, a, t : ndarray (n,)
        Count, treated, area code and period code.
    ever : ndarray of bool (areas,)
        Whether the area was ever treated.

    Raises
    ------
    ValueError
        Nobody, or everybody, is treated; starts differ; a part holds no event.
    """
    if not on.any() or ever.all():
        raise ValueError(
            "treated must be 1 in some areas and 0 throughout in others, among areas with events"
        )
    after = np.bincount(t, on) > 0
    if (on != (ever[a] & after[t])).any():
        raise ValueError(
            "treated does not start (or stop) in the same period everywhere: this model would compare areas with "
            "ones treated earlier; estimate each start by itself"
        )
    for group, where in (("treated areas", ever[a]), ("other areas", ~ever[a])):
        for side, when in (("before", ~after[t]), ("after", after[t])):
            if y[where & when].sum() == 0:
                raise ValueError(f"count holds no event in the {group} {side} the start")


def _cluster_error(fit: Any, x: NDArray, y: NDArray, a: NDArray) -> float:
    scores = x * (y - fit.mu)[:, None]
    by_area = np.array([np.bincount(a, column) for column in scores.T]).T
    # Only the first row of the sandwich is wanted: that of the effect.
    return float(np.sqrt(((by_area @ fit.normalized_cov_params[0]) ** 2).sum()))


def _caution(g: int, treated: int, df: int) -> str:
    if not df:
        return "two areas and two periods: nothing shows how much areas differ by themselves; the error is Poisson's"
    if g < ENOUGH_AREAS or min(treated, g - treated) < ENOUGH_AREAS / 4:
        return f"{g} areas, {treated} treated: too few to trust the limits; read a randomisation test"
    return ""
