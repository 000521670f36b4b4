"""Synthetic control: an area beside the weighted mean of others that moved as it did before an action.

References
----------
Abadie, Diamond and Hainmueller (2010), JASA 105:493 (method, placebo ranks). Abadie (2021), Journal of Economic
Literature 59:391 (when it can be used). Kaul and others (2022), Journal of Business and Economic Statistics 40:1362 (on
matching all earlier outcomes). Weights by the package pysyncon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import moderate, numbers
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_DONORS = 2
LEAST_PERIODS = 2
# Rates beyond this have squares that no number holds.
HIGHEST = 1e100
# An error this small beside the size of the outcomes is a perfect fit but for rounding and the optimiser's stop.
PERFECT = 1e-6


@dataclass(frozen=True, slots=True)
class SyntheticControl(Printed):
    """One treated area and its synthetic control, from T periods and n areas; in the unit of the outcome.

    Attributes
    ----------
    donors : ndarray of int (n - 1,)
        Positions (from 0) of the other areas.
    weights : ndarray (n - 1,)
        Their weights, zero or more, which add up to 1.
    placebo_ratio : ndarray (n - 1,)
        `ratio` of each, had it been the treated one, with the real one left out.
    ratio : float
        post_rmspe / pre_rmspe; infinite after a perfect fit, 0 if the fit is perfect throughout.
    pre_rmspe, post_rmspe : float
        Root mean square distance between area and synthetic control, before and after.
    pre_percent : float
        pre_rmspe as per cent of the area's mean before; NaN if that is zero. Above about 10, do not read on.
    mean_gap : float
        Mean of area less synthetic control after the start.
    rank : int
        Place of the area's `ratio` among all n, 1 the largest; ties count against it.
    p, smallest_p : float
        rank / n, and the smallest value these areas could give, 1 / n.
    path : ndarray (T, 3)
        Area, synthetic control, gap.
    """

    donors: NDArray[np.int64]
    weights: NDArray[np.float64]
    placebo_ratio: NDArray[np.float64]
    ratio: float
    pre_rmspe: float
    post_rmspe: float
    pre_percent: float
    mean_gap: float
    rank: int
    p: float
    smallest_p: float
    path: NDArray[np.float64]


def synthetic_control(outcomes: ArrayLike, first_after: int, treated: int = 0) -> SyntheticControl:
    """Weight other areas so that together they moved as the treated area did before, and compare afterwards.

    Use it for one treated area, with rates of at least as many earlier periods as there are good donors, better 20 and
    more. The donors must be free of the action and its spill-over, and of shocks of their own. Not when `pre_percent`
    is large, the area lies outside the range of its donors, or one donor was chosen because it fell.

    Parameters
    ----------
    outcomes : array_like, shape (T, n)
        Rates (not counts of areas of different size), periods in rows, areas in columns; at least 3 areas.
    first_after : int
        Position (from 0) of the first row after the start; at least 2 rows lie before it.
    treated : int
        Column (from 0) of the treated area.

    Returns
    -------
    SyntheticControl

    Raises
    ------
    ValueError
        An argument missing, infinite or of the wrong shape; fewer than 3 areas or 2 earlier periods; a position outside
        the table.

    Notes
    -----
    The weights minimise the squared distance over all earlier periods, each scaled by its standard deviation between
    areas. Placebo test: every donor in turn takes the place of the treated area. With 14 donors the smallest possible
    p is 1/15, whatever the effect.

    Examples
    --------
    An area that was the mean of two others, until it halved:

    >>> import numpy as np
    >>> one, two = np.array([8.0, 12, 9, 11, 10, 10]), np.array([20.0, 18, 22, 17, 20, 20])
    >>> area = (one + two) / 2 * [1, 1, 1, 1, 0.5, 0.5]
    >>> found = synthetic_control(np.column_stack([area, one, two, [30, 35, 28, 33, 30, 31]]), 4)
    >>> found.weights.round(3).tolist(), round(found.mean_gap, 3), found.p, found.smallest_p
    ([0.5, 0.5, 0.0], -7.5, 0.25, 0.25)
    """
    z = numbers("outcomes", outcomes, 2)
    periods, n = z.shape
    if n < LEAST_DONORS + 1:
        raise ValueError(f"outcomes has {n} areas; at least {LEAST_DONORS + 1} are needed")
    if periods < LEAST_PERIODS + 1:
        raise ValueError(f"outcomes has {periods} periods; at least {LEAST_PERIODS + 1} are needed")
    moderate("outcomes", z, HIGHEST)
    start = whole("first_after", first_after, LEAST_PERIODS, periods - 1)
    own = whole("treated", treated, 0, n - 1)
    donors = np.delete(np.arange(n), own)
    weights, gap = _fit(z, own, donors, start)
    pre, post, ratio = _errors(gap, start, z)
    # The treated area is no donor for a placebo: its effect would show there with the opposite sign.
    placebo = np.array([_errors(_fit(z, d, donors[donors != d], start)[1], start, z)[2] for d in donors])
    rank = 1 + int((placebo >= ratio).sum())
    mean = abs(float(z[:start, own].mean()))
    return SyntheticControl(
        donors=donors,
        weights=weights,
        placebo_ratio=placebo,
        ratio=ratio,
        pre_rmspe=pre,
        post_rmspe=post,
        pre_percent=100 * pre / mean if mean else np.nan,
        mean_gap=float(gap[start:].mean()),
        rank=rank,
        p=rank / n,
        smallest_p=1 / n,
        path=np.column_stack([z[:, own], z[:, own] - gap, gap]),
    )


def _fit(z: NDArray, own: int, donors: NDArray, start: int) -> tuple[NDArray, NDArray]:
    """Weights of the donors, and the gap in every period."""
    # Subtracting the donors' mean changes nothing, since weights add up to 1, but spares the optimiser large numbers;
    # a period in which all are equal says nothing about the weights.
    before = z[:start][:, [own, *donors]]
    spread = before.std(axis=1, ddof=1)
    told = spread > 1e-12 * np.abs(before).max(axis=1)
    if len(donors) == 1 or not told.any():
        weights = np.full(len(donors), 1 / len(donors))
    else:
        scaled = (before[told] - before[told, 1:].mean(axis=1, keepdims=True)) / spread[told, None]
        weights = _weights(scaled[:, 1:], scaled[:, 0])
    return weights, z[:, own] - z[:, donors] @ weights


def _weights(x0: NDArray, x1: NDArray) -> NDArray:
    from pysyncon import Synth

    v = np.eye(len(x1)) / len(x1)
    found, _ = Synth.w_optimize(V_mat=v, X0=x0, X1=x1, qp_options={"maxiter": 1000, "ftol": 1e-12})
    found = np.clip(found, 0.0, None)
    return found / found.sum()


def _errors(gap: NDArray, start: int, z: NDArray) -> tuple[float, float, float]:
    pre, post = (float(np.sqrt((part**2).mean())) for part in (gap[:start], gap[start:]))
    perfect = PERFECT * float(np.abs(z).max())
    if pre > perfect:
        return pre, post, post / pre
    return pre, post, np.inf if post > perfect else 0.0
