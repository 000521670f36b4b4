"""Hot and cold spots over time: new, consecutive, intensifying, persistent, diminishing, historical and the rest.

References
----------
Esri, How Emerging Hot Spot Analysis works (ArcGIS Pro), for the categories. Getis and Ord (1992), Geographical Analysis
24:189; Ord and Getis (1995), ibid. 27:286 (Gi*). Mann (1945), Econometrica 13:245; Kendall (1975).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.contiguity import links
from pads_analysis.stats.mann_kendall import mann_kendall_rows
from pads_analysis.stats.normal import two_sided
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import between, whole
from pads_analysis.stats.spatial import GiStar, centred, fdr, offsets

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.contiguity import Weights

NO_PATTERN = "no pattern detected"
#: Share of the time steps from which a place is hot (or cold) "all the time", in tenths.
TENTHS = 9


@dataclass(frozen=True, slots=True)
class EmergingHotSpots(Printed):
    """What became of n places over t time steps.

    Attributes
    ----------
    category : ndarray of str (n,)
        Such as "new hotspot" or "historical coldspot"; "no pattern detected" else.
    steps_hot, steps_cold : ndarray of int (n,)
        Time steps in which the place was significantly hot, and cold.
    s : ndarray of int (n,)
        Mann-Kendall S of the place's z over time.
    tau, trend_z, trend_p : ndarray (n,)
        Kendall's tau-b of z over time, its deviate and two-sided p; not adjusted for the number of places.
    z : ndarray (n, t)
        Standard deviates.
    significant : ndarray of bool (n, t)
    """

    category: NDArray[np.str_]
    steps_hot: NDArray[np.int64]
    steps_cold: NDArray[np.int64]
    s: NDArray[np.int64]
    tau: NDArray[np.float64]
    trend_z: NDArray[np.float64]
    trend_p: NDArray[np.float64]
    z: NDArray[np.float64]
    significant: NDArray[np.bool_]


def space_time_gi_star(values: ArrayLike, weights: Weights, steps_back: int = 0) -> GiStar:
    """Gi* of every place and time step, against the mean of all places and steps together.

    The neighbourhood of a place at a step is the place and its neighbours, at that step and the `steps_back` before it.

    Parameters
    ----------
    values : array_like, shape (n, t)
        Counts or rates, places by time steps in order.
    weights : Neighbours, libpysal weights, sparse or dense array (n, n)
        Neighbours; anything above zero counts as 1.
    steps_back : int
        Earlier steps that belong to the neighbourhood; 0 takes each step by itself.

    Returns
    -------
    GiStar
        Arrays (n, t); z 0 and p 1 where nothing varies.

    Raises
    ------
    ValueError
        `values` empty, missing or not (n, t); `weights` of another size; `steps_back` not from 0 to t - 1.

    Notes
    -----
    For `emerging_hot_spots`. A step that holds less than the others everywhere is cold everywhere: take a change in
    recording out first. Assumes what `spatial.gi_star` does, over places and steps together.

    Examples
    --------
    Three cells in a row over two steps, nine events in the last cell at the last step.

    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> space_time_gi_star([[0, 0], [0, 0], [0, 9]], grid_neighbours(1, 3)).z.round(3).tolist()
    [[-0.707, -0.707], [-1.0, 1.0], [-0.707, 1.414]]
    """
    x = numbers("values", values, 2)
    n, t = x.shape
    if n < 2:
        raise ValueError("values must hold at least 2 areas")
    back = whole("steps_back", steps_back, 0)
    if back >= t:
        raise ValueError(f"steps_back is {back} but values has {t} time steps")
    w = links(weights, n)
    w.data[:] = 1.0
    if centred(x.ravel()) is None:
        return GiStar(np.zeros((n, t)), np.ones((n, t)))
    # Sums of whole numbers are exact until the mean comes off: equal neighbourhoods must have equal z, as the trend
    # test takes the least rounding for a rise or fall.
    d = offsets(x)
    lag = w @ d + d
    total = lag.copy()
    for k in range(1, back + 1):
        total[:, k:] += lag[:, : t - k]
    places = np.asarray(w.sum(axis=1)).ravel() + 1
    size = places[:, None] * np.minimum(np.arange(1, t + 1), back + 1)
    spread = d.var() * size * (n * t - size) / (n * t - 1)
    z = np.where(spread > 0, (total - size * d.mean()) / np.sqrt(np.where(spread > 0, spread, 1.0)), 0.0)
    return GiStar(z, two_sided(z))


def classify(z: ArrayLike, significant: ArrayLike, alpha: float = 0.05) -> EmergingHotSpots:
    """Put each place into one of Esri's sixteen categories, from its deviates over time.

    Use it on deviates and adjusted tests made elsewhere; `emerging_hot_spots` does all at once.

    A step is hot where it is significant with z above 0, cold with z below 0. Hot spots, in the order tried (cold spots
    likewise, z and trend turned round):

    1. historical: hot in 90 % of the steps or more, the last not among them;
    2. intensifying, diminishing, persistent: hot in 90 % or more, the last included, with z rising, falling, or neither
       by the Mann-Kendall test;
    3. oscillating: hot in the last step, cold in some step before;
    4. new: hot in the last step only;
    5. consecutive: hot in the last two steps or more without a break, and never before;
    6. sporadic: hot in the last step, and on and off before.

    Esri's present text is followed where its versions differ: sporadic needs a hot last step, and a last step that is
    positive but not significant is "not hot". Where two definitions hold, the order above decides: a place once cold is
    oscillating, not new.

    Parameters
    ----------
    z : array_like, shape (t,) or (n, t)
        Deviates, places by time steps in order; at least 3 steps (Esri asks for 10).
    significant : array_like of bool, shape of `z`
        Which of them are significant, after adjustment for their number.
    alpha : float
        Level of the trend test.

    Returns
    -------
    EmergingHotSpots
        Arrays with n = 1 where `z` is one series.

    Raises
    ------
    ValueError
        `z` empty, missing, shorter than 3; `significant` not bool or of another shape; `alpha` outside 0-1.

    Notes
    -----
    The trend test takes steps as independent; steps that share counts make it see trends too often.

    Examples
    --------
    Hot nine times of ten, but no longer: sfdep 0.2.4 calls this persistent.

    >>> z = [3.1, 2.9, 3.3, 3.0, 3.2, 2.8, 3.4, 3.1, 2.9, -0.2]
    >>> classify(z, [True] * 9 + [False]).category.tolist()
    ['historical hotspot']
    """
    given = numbers("z", z)
    try:
        flags = np.asarray(significant)
    except ValueError as error:
        raise ValueError("significant must be a table of True and False") from error
    if flags.dtype != bool:
        raise ValueError("significant must hold True and False only")
    if flags.shape != given.shape or given.ndim not in (1, 2):
        raise ValueError(f"significant has shape {flags.shape} but z has shape {given.shape}")
    score, flags = np.atleast_2d(given), np.atleast_2d(flags)
    if score.shape[1] < 3:
        raise ValueError("z must hold at least 3 time steps")
    limit = between("alpha", alpha, 0, 1)
    hot, cold = flags & (score > 0), flags & (score < 0)
    trend = mann_kendall_rows(score)
    move = np.where(trend.p < limit, np.sign(trend.s), 0)
    return EmergingHotSpots(
        _categories(hot, cold, move),
        hot.sum(axis=1),
        cold.sum(axis=1),
        trend.s,
        trend.tau,
        trend.z,
        trend.p,
        score,
        flags,
    )


def _categories(hot: NDArray, cold: NDArray, move: NDArray) -> NDArray[np.str_]:
    hot_spots, cold_spots = _patterns(hot, cold, move), _patterns(cold, hot, -move)
    # Hot and cold in turn, so that what was hot nearly always is historical even where the last step is cold.
    conditions = [c for name in hot_spots for c in (hot_spots[name], cold_spots[name])]
    names = [f"{name} {kind}" for name in hot_spots for kind in ("hotspot", "coldspot")]
    return np.select(conditions, names, NO_PATTERN)


def _patterns(hot: NDArray, cold: NDArray, move: NDArray) -> dict[str, NDArray[np.bool_]]:
    """Which places fit each pattern of hot spot, in the order in which they are tried."""
    steps = hot.sum(axis=1)
    always = 10 * steps >= TENTHS * hot.shape[1]
    last = hot[:, -1]
    # Length of the unbroken hot run that ends with the last step.
    run = np.cumprod(hot[:, ::-1], axis=1).sum(axis=1)
    return {
        "historical": always & ~last,
        "intensifying": always & (move > 0),
        "diminishing": always & (move < 0),
        "persistent": always,
        "oscillating": last & cold.any(axis=1),
        "new": last & (steps == 1),
        "consecutive": last & (steps == run),
        "sporadic": last,
    }


def emerging_hot_spots(
    values: ArrayLike,
    weights: Weights,
    *,
    steps_back: int = 0,
    false_discovery_rate: float = 0.05,
    alpha: float = 0.05,
) -> EmergingHotSpots:
    """Emerging hot spot analysis: Gi* over space and time, adjusted, then classified place by place.

    For maps of how clusters came and went over ten or more equal time steps. Not with fewer than ten steps, not across
    a change in recording, and not for cells that are nearly always empty. A category describes a sequence of tests;
    it does not test one category against another.

    Parameters
    ----------
    values : array_like, shape (n, t)
        Counts or rates, places by time steps in order; at least 3 steps.
    weights : Neighbours, libpysal weights, sparse or dense array (n, n)
        Neighbours.
    steps_back : int
        Earlier steps that belong to a neighbourhood. Esri's default is 1, but steps that share counts make the trend
        test see trends in 14 % of places without one at the 5 % level; 0 keeps that level.
    false_discovery_rate : float
        Benjamini-Hochberg level over all places and steps together.
    alpha : float
        Level of the trend test.

    Returns
    -------
    EmergingHotSpots

    Raises
    ------
    ValueError
        As for `space_time_gi_star` and `classify`; `false_discovery_rate` outside 0-1.

    Notes
    -----
    Assumes what `spatial.gi_star` does, and steps of equal length.

    Examples
    --------
    A corner of a grid of 25 cells that is always busy, and the opposite one busy in the last of ten steps only:

    >>> import numpy as np
    >>> from pads_analysis.stats.contiguity import grid_neighbours
    >>> counts = np.ones((5, 5, 10))
    >>> counts[:2, :2], counts[3:, 3:, -1] = 20, 20
    >>> found = emerging_hot_spots(counts.reshape(25, 10), grid_neighbours(5, 5))
    >>> found.category[[0, 12, 24]].tolist()
    ['persistent hotspot', 'no pattern detected', 'new hotspot']
    """
    found = space_time_gi_star(values, weights, steps_back)
    limit = between("false_discovery_rate", false_discovery_rate, 0, 1)
    return classify(found.z, fdr(found.p) <= limit, alpha)
