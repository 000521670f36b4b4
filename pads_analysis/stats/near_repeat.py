"""Knox's test and the banded near-repeat table: do events follow one another close by and soon after?

References
----------
Knox (1964), Applied Statistics 13:25. Johnson and others (2007), Journal of Quantitative Criminology 23:201 (the table
of bands, permuted times). Steenbeek and Davies, NearRepeat for R (bands that hold their lower edge).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import numbers, numbers_or_missing, of_length
from pads_analysis.stats.contiguity import FARTHEST, coordinates
from pads_analysis.stats.event_pairs import banded_pairs, pairs_by_time
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of, source, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Metric = Literal["euclidean", "manhattan"]

#: Shuffles of the times held at once.
SHUFFLES = 100
#: Dates become whole microseconds, which are exact; their breaks are given in days.
DAY = 86_400_000_000.0


@dataclass(frozen=True, slots=True)
class NearRepeat(Printed):
    """Pairs of events by distance (s bands) and time apart (k bands).

    Attributes
    ----------
    space_bands : ndarray of str (s,)
    time_bands : ndarray of str (k,)
        "[lower, upper)" in the units given.
    observed : ndarray of int (s, k)
        Pairs of events.
    expected : ndarray (s, k)
        Pairs if times were shuffled over places: all pairs in the space band times all pairs in the time band, over all
        pairs. Exact, not simulated.
    ratio : ndarray (s, k)
        observed / expected, the Knox ratio; NaN where nothing is expected.
    p_poisson : ndarray (s, k)
        Chance of as many pairs or more from a Poisson distribution; pairs share events, so it is approximate.
    p : ndarray (s, k)
        (1 + permutations with as many pairs or more) / (permutations + 1); NaN without permutations. One-sided; not
        adjusted for the number of cells.
    n_events, n_pairs, permutations : int
    """

    space_bands: NDArray[np.str_]
    time_bands: NDArray[np.str_]
    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    p_poisson: NDArray[np.float64]
    p: NDArray[np.float64]
    n_events: int
    n_pairs: int
    permutations: int


@dataclass(frozen=True, slots=True)
class Knox(Printed):
    """Knox's test.

    Attributes
    ----------
    close_pairs : int
        Pairs close in space and in time.
    expected : float
        Close pairs if times were shuffled over places.
    ratio : float
        close_pairs / expected; NaN where nothing is expected.
    p_poisson, p : float
        As in `NearRepeat`.
    p_poisson_above : float
        Chance of strictly more pairs than were seen, which R's surveillance and pointpats print as the p value.
    table : ndarray of int (2, 2)
        Pairs: close in space or not, by close in time or not.
    n_events, n_pairs, permutations : int
    """

    close_pairs: int
    expected: float
    ratio: float
    p_poisson: float
    p: float
    p_poisson_above: float
    table: NDArray[np.int64]
    n_events: int
    n_pairs: int
    permutations: int


def near_repeat(
    points: ArrayLike,
    times: ArrayLike,
    space_breaks: ArrayLike,
    time_breaks: ArrayLike,
    *,
    metric: Metric = "euclidean",
    permutations: int = 0,
    rng: np.random.Generator | None = None,
) -> NearRepeat:
    """Count pairs of events by bands of distance and time, against what shuffled times would give.

    For events with an exact place and date. Not for points moved to shared map points for publication: events then
    fall on one spot by design. A ratio above 1 mixes true repetition with seasons or places that changed over the
    period (population shift): keep the period short, and read the nearest band beside the next ones.

    Only pairs nearer than the last finite space break are looked at, in blocks, and the counts beyond follow from the
    totals: 50,000 events need a few hundred megabytes whatever the breaks.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        Positions in a projected grid.
    times : array_like, shape (n,)
        Numbers in any unit, or dates (numpy or pandas), which are read in days.
    space_breaks, time_breaks : array_like, shapes (s + 1,) and (k + 1,)
        Edges of the bands, rising, from 0 or more; the last may be infinite. A band holds its lower edge and not its
        upper: with (0, 0.001, 100) two events on one spot are in the first, two 100 apart in none.
    metric : {"euclidean", "manhattan"}
        Distance in a straight line, or along the axes.
    permutations : int
        Shuffles of the times for `p`; 0 for none.
    rng : numpy.random.Generator
        Source of the shuffles; required with `permutations`.

    Returns
    -------
    NearRepeat

    Raises
    ------
    ValueError
        Fewer than two events; missing or infinite positions or times; unequal lengths; breaks not rising or negative;
        another `metric`; `permutations` without `rng`.

    Notes
    -----
    Assumes that without repetition any event could have had any of the times.

    Examples
    --------
    Two pairs of neighbours, each a day apart:

    >>> found = near_repeat([[0, 0], [10, 0], [900, 0], [910, 0]], [1, 2, 31, 32], [0, 100, np.inf], [0, 8, np.inf])
    >>> found.observed.tolist(), found.expected.round(3).tolist()
    ([[2, 0], [0, 4]], [[0.667, 1.333], [1.333, 2.667]])
    """
    xy, t, unit = _events(points, times)
    space, time = _breaks("space_breaks", space_breaks), _breaks("time_breaks", time_breaks)
    table = _tabulate(xy, t, space, time * unit, metric, permutations, rng)
    return NearRepeat(
        _bands(space), _bands(time), *table, len(t), len(t) * (len(t) - 1) // 2, int(permutations)
    )


def knox(
    points: ArrayLike,
    times: ArrayLike,
    eps_s: float,
    eps_t: float,
    *,
    metric: Metric = "euclidean",
    permutations: int = 0,
    rng: np.random.Generator | None = None,
) -> Knox:
    """Knox's test: are there more pairs close in both space and time than shuffled times would give?

    Use it where theory names the limits.

    Close means up to and including the limits. One pair of limits fixed beforehand makes one test; for several, or to
    see how far repetition reaches, use `near_repeat`.

    Parameters
    ----------
    points, times, metric, permutations, rng
        As for `near_repeat`.
    eps_s, eps_t : float
        Greatest distance and time apart that count as close, zero or more.

    Returns
    -------
    Knox

    Raises
    ------
    ValueError
        As for `near_repeat`.

    Notes
    -----
    Assumes what `near_repeat` does.

    Examples
    --------
    >>> found = knox([[0, 0], [10, 0], [900, 0], [910, 0]], [1, 2, 31, 32], 10, 1)
    >>> found.close_pairs, round(found.expected, 3), round(found.p_poisson, 3)
    (2, 0.667, 0.144)
    """
    xy, t, unit = _events(points, times)
    limits = [zero_or_more(name, v) for name, v in (("eps_s", eps_s), ("eps_t", eps_t))]
    # The next number above the limit is the open edge of a band that holds the limit itself.
    space, time = (np.array([0.0, np.nextafter(v, np.inf), np.inf]) for v in (limits[0], limits[1] * unit))
    observed, expected, ratio, poisson, p = _tabulate(xy, t, space, time, metric, permutations, rng)
    return Knox(
        int(observed[0, 0]),
        float(expected[0, 0]),
        float(ratio[0, 0]),
        float(poisson[0, 0]),
        float(p[0, 0]),
        float(stats.poisson.sf(observed[0, 0], expected[0, 0])),
        observed,
        len(t),
        len(t) * (len(t) - 1) // 2,
        int(permutations),
    )


def _events(points: ArrayLike, times: ArrayLike) -> tuple[NDArray, NDArray, float]:
    """Positions, times as floats, and how many of their units one unit of a break holds."""
    xy = coordinates("points", points)
    dates = getattr(getattr(times, "dtype", None), "kind", "") == "M" and np.ndim(times) == 1
    listed = list(times) if isinstance(times, list | tuple) else []
    if dates or (listed and all(isinstance(v, datetime.date | np.datetime64) for v in listed)):
        import pandas as pd

        index = pd.DatetimeIndex(pd.to_datetime(times if dates else listed, utc=True))
        if index.isna().any():
            raise ValueError("times holds a missing value")
        t = index.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
        t, unit = (t - t.min()).astype(np.float64), DAY
    else:
        t, unit = numbers("times", times, 1), 1.0
        if (np.abs(t) > FARTHEST).any():
            raise ValueError(f"times holds a value beyond {FARTHEST:g}")
    of_length("times", t, len(xy), f"points has {len(xy)}")
    if len(t) < 2:
        raise ValueError("points must hold at least two events")
    return xy, t, unit


def _breaks(name: str, breaks: ArrayLike) -> NDArray[np.float64]:
    edges = numbers_or_missing(name, breaks)
    if edges.ndim != 1 or len(edges) < 2 or np.isnan(edges).any():
        raise ValueError(f"{name} must hold two numbers or more, none missing")
    if edges[0] < 0 or np.isinf(edges[:-1]).any() or (np.diff(edges) <= 0).any():
        raise ValueError(f"{name} must rise from 0 or more; only the last may be infinite")
    return edges


def _bands(edges: NDArray) -> NDArray[np.str_]:
    return np.array([f"[{a:g}, {b:g})" for a, b in pairwise(edges)])


def _tabulate(
    xy: NDArray,
    t: NDArray,
    space: NDArray,
    time: NDArray,
    metric: str,
    permutations: int,
    rng: np.random.Generator | None,
) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """Observed and expected pairs, their ratio, and both p, each (s, k)."""
    one_of("metric", metric, "euclidean", "manhattan")
    shuffles = whole("permutations", permutations, 0, 100_000)
    rng = source(rng) if shuffles else None
    norm = 1 if metric == "manhattan" else 2
    n_pairs = len(t) * (len(t) - 1) // 2
    below = pairs_by_time(t, time)
    observed, by_space = (a[0] for a in banded_pairs(xy, t[None, :], space, time, norm, below, n_pairs))
    exceed = np.zeros(observed.shape, dtype=np.int64)
    for start in range(0, shuffles, SHUFFLES):
        shuffled = np.stack([rng.permutation(t) for _ in range(min(SHUFFLES, shuffles - start))])
        drawn, _ = banded_pairs(xy, shuffled, space, time, norm, below, n_pairs)
        exceed += (drawn >= observed).sum(axis=0)
    expected = by_space[:, None] * (np.diff(below) / n_pairs)
    ratio = np.where(expected > 0, observed / np.where(expected > 0, expected, 1.0), np.nan)
    p = (1 + exceed) / (shuffles + 1) if shuffles else np.full(observed.shape, np.nan)
    return observed, expected, ratio, stats.poisson.sf(observed - 1, expected), p
