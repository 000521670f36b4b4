"""Did an action work, and did events move next door: the weighted displacement difference, by count and by harm.

References
----------
Wheeler and Ratcliffe (2018), Crime Science 7:11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import LARGEST, counts, moderate, of_length, positive
from pads_analysis.stats.normal import normal_quantile, two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Below this the normal approximation of a count is poor (Wheeler and Ratcliffe).
LEAST_COUNT = 5


@dataclass(frozen=True, slots=True)
class DisplacementDifference(Printed):
    """Weighted displacement difference, in events (or units of harm) per unit of the weights.

    Attributes
    ----------
    local, local_se : float
        Change in the treated area less the change in its control; its standard error.
    displaced, displaced_se : float
        The same for the two displacement areas; 0 where none were given.
    total, total_se : float
        local + displaced; negative is a net reduction.
    z, p, ci_low, ci_high : float
        total / total_se, its two-sided normal p, and the limits of `total`. NaN z and p when no event was counted.
    small_counts : bool
        True if a count is below 5, where the normal approximation is poor. Pairs without any event are not looked at.
    """

    local: float
    local_se: float
    displaced: float
    displaced_se: float
    total: float
    total_se: float
    z: float
    p: float
    ci_low: float
    ci_high: float
    small_counts: bool


def displacement_difference(
    treated: ArrayLike,
    control: ArrayLike,
    displacement_treated: ArrayLike = (0, 0),
    displacement_control: ArrayLike = (0, 0),
    *,
    time_weights: ArrayLike = (1, 1),
    area_weights: ArrayLike = (1, 1, 1, 1),
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> DisplacementDifference:
    """Change in a treated area and around it, less the change in its controls, with an interval.

    Use it where an action has a start, one treated area, a control of the same kind, and areas into which events might
    move. Areas must not overlap, and the treated area must not have been chosen for a recent peak: it would fall back
    by itself. Not for counts below about 5 (see `small_counts`), nor for several treated areas (use `panel`).

    Parameters
    ----------
    treated, control, displacement_treated, displacement_control : array_like, shape (2,)
        Counts before and after.
    time_weights : array_like, shape (2,)
        Length of the two periods, for example (12, 6) months; counts are divided by them.
    area_weights : array_like, shape (4,)
        Size of control, treated, displacement control and displacement treated area, in this order.
    confidence : float
        Level of the interval.
    dispersion : float
        Variance over mean of the counts; 1 for Poisson. Monthly counts of one area usually have more.

    Returns
    -------
    DisplacementDifference

    Raises
    ------
    ValueError
        An argument missing, negative, of the wrong length; a weight or the dispersion not above zero.

    Notes
    -----
    WDD = dT - dC + dTd - dCd with each count divided by time weight times area weight w; Var = phi sum count / w**2,
    independent Poisson counts when phi = 1.

    Examples
    --------
    The worked example of Wheeler and Ratcliffe (2018):

    >>> found = displacement_difference([207, 110], [308, 318], [178, 157], [150, 140])
    >>> found.total, round(found.total_se**2, 6), round(found.z, 2), round(found.ci_low), round(found.ci_high)
    (-118.0, 1568.0, -2.98, -196, -40)
    """
    pairs = {
        "control": control,
        "treated": treated,
        "displacement_control": displacement_control,
        "displacement_treated": displacement_treated,
    }
    cells = np.array([_pair(name, counts(name, given, 1)) for name, given in pairs.items()])
    effect, variance = _differences(cells, time_weights, area_weights)
    phi = above_zero("dispersion", dispersion)
    return _difference(effect, phi * variance, normal_quantile(confidence), cells)


def harm_difference(
    treated: ArrayLike,
    control: ArrayLike,
    weights: ArrayLike,
    displacement_treated: ArrayLike | None = None,
    displacement_control: ArrayLike | None = None,
    *,
    time_weights: ArrayLike = (1, 1),
    area_weights: ArrayLike = (1, 1, 1, 1),
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> DisplacementDifference:
    """Displacement difference over several kinds of event, each weighted by its harm.

    Use it when an action may turn one kind of event into another. The kinds must not overlap, and their counts are
    taken to vary independently. Weights are taken as known; a single heavy weight can decide the result.

    Parameters
    ----------
    treated, control : array_like, shape (k, 2)
        Counts of each kind before and after.
    weights : array_like, shape (k,)
        Harm of one event of each kind, zero or more.
    displacement_treated, displacement_control : array_like, shape (k, 2), optional
        The same for the displacement areas; none by default.
    time_weights, area_weights, confidence, dispersion
        As in `displacement_difference`.

    Returns
    -------
    DisplacementDifference
        In units of harm: sum of weight times difference, variance sum of weight**2 times variance.

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of the wrong shape; a weight of time or area not above zero.

    Notes
    -----
    Assumes independent Poisson counts (variance `dispersion` times the mean) and weights known without error.

    Examples
    --------
    Wheeler's example of five kinds of crime with weights of 3, 2, 5, 7 and 10: harm down by 1,721, standard error
    304.1.

    >>> treated = [[130, 74], [327, 202], [398, 190], [144, 92], [183, 96]]
    >>> control = [[133, 91], [388, 305], [148, 97], [86, 64], [94, 67]]
    >>> found = harm_difference(treated, control, [3, 2, 5, 7, 10])
    >>> found.total, round(found.total_se, 1), round(found.ci_low), round(found.ci_high)
    (-1721.0, 304.1, -2317, -1125)
    """
    harm = moderate("weights", counts("weights", weights, 1))
    none = np.zeros((len(harm), 2))
    pairs = {
        "control": control,
        "treated": treated,
        "displacement_control": none if displacement_control is None else displacement_control,
        "displacement_treated": none if displacement_treated is None else displacement_treated,
    }
    cells = np.array([_pair(name, counts(name, given, 2), len(harm)) for name, given in pairs.items()])
    effect, variance = _differences(cells, time_weights, area_weights)
    phi = above_zero("dispersion", dispersion)
    return _difference(effect @ harm, phi * variance @ harm**2, normal_quantile(confidence), cells)


def _pair(name: str, array: NDArray, k: int | None = None) -> NDArray:
    wanted = (2,) if k is None else (k, 2)
    if array.shape != wanted:
        rows = "" if k is None else ", a row for each of the weights"
        raise ValueError(f"{name} must have shape {wanted}: counts before and after{rows}, not {array.shape}")
    return moderate(name, array)


def _differences(cells: NDArray, time_weights: ArrayLike, area_weights: ArrayLike) -> tuple[NDArray, NDArray]:
    """Change and its Poisson variance for each area (first axis), over the last axis (before, after)."""
    time, area = positive("time_weights", time_weights, 1), positive("area_weights", area_weights, 1)
    for name, array, size in (("time_weights", time, 2), ("area_weights", area, 4)):
        moderate(name, of_length(name, array, size, f"must have {size}"), least=1 / LARGEST)
    weight = np.expand_dims(area, tuple(range(1, cells.ndim))) * time
    scaled = cells / weight
    return scaled[..., 1] - scaled[..., 0], (cells / weight**2).sum(axis=-1)


def _difference(
    effect: NDArray, variance: NDArray, quantile: float, cells: NDArray
) -> DisplacementDifference:
    local, displaced = float(effect[1] - effect[0]), float(effect[3] - effect[2])
    local_var, displaced_var = float(variance[:2].sum()), float(variance[2:].sum())
    total, error = local + displaced, float(np.sqrt(local_var + displaced_var))
    z = total / error if error else np.nan
    half = quantile * error
    used = cells[cells.sum(axis=-1) > 0]
    return DisplacementDifference(
        local=local,
        local_se=float(np.sqrt(local_var)),
        displaced=displaced,
        displaced_se=float(np.sqrt(displaced_var)),
        total=total,
        total_se=error,
        z=z,
        p=float(two_sided(z)),
        ci_low=float(total - half),
        ci_high=float(total + half),
        small_counts=bool(used.size == 0 or (used < LEAST_COUNT).any()),
    )
