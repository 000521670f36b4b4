"""How unevenly events are spread over places, and how unevenly chance alone would spread them.

References
----------
Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33:451 (generalised Gini). Weisburd (2015),
Criminology 53:133 (shares of places). Deltas (2003), Review of Economics and Statistics 85:226 (bias of the Gini of a
small sample).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts as check_counts
from pads_analysis.stats.arguments import numbers, same_shape
from pads_analysis.stats.checks import source, whole
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


#: More events than this cannot be counted one by one in a float.
MOST_EVENTS = 2**53


@dataclass(frozen=True, slots=True)
class Concentration(Printed):
    """Concentration of events over n places; places without events count as places.

    Attributes
    ----------
    share_places, share_events, share_events_by_chance : ndarray (n + 1,)
        Curve from (0, 0) to (1, 1), the busiest places first; the last is the mean over draws.
    shares : ndarray (s,)
        Shares of events asked for.
    places : ndarray of int (s,)
        Fewest places that hold each share.
    share_places_needed : ndarray (s,)
        `places` / n.
    places_by_chance, share_places_by_chance : ndarray (s,)
        The same if the events fell independently on the places (mean over draws).
    gini, gini_by_chance : float
        Generalised Gini coefficient, and its mean by chance.
    n_places, n_events : int
    """

    share_places: NDArray[np.float64]
    share_events: NDArray[np.float64]
    share_events_by_chance: NDArray[np.float64]
    shares: NDArray[np.float64]
    places: NDArray[np.int64]
    share_places_needed: NDArray[np.float64]
    places_by_chance: NDArray[np.float64]
    share_places_by_chance: NDArray[np.float64]
    gini: float
    gini_by_chance: float
    n_places: int
    n_events: int


@dataclass(frozen=True, slots=True)
class PlacesNeeded(Printed):
    """Fewest places that hold given shares of the events.

    Attributes
    ----------
    shares : ndarray (s,)
        Shares of events asked for.
    places : ndarray of int (s,)
        Fewest places that hold each share.
    percent_of_places, percent_of_used : ndarray (s,)
        `places` as a percentage of all places, and of those with an event.
    busiest_tenth : float
        Share of the events in the busiest tenth of all places, rounded up to whole places.
    n_places, n_used : int
        All places, and those with an event.
    """

    shares: NDArray[np.float64]
    places: NDArray[np.int64]
    percent_of_places: NDArray[np.float64]
    percent_of_used: NDArray[np.float64]
    busiest_tenth: float
    n_places: int
    n_used: int


def gini(counts: ArrayLike, *, generalised: bool = True, unbiased: bool = False) -> float:
    """Gini coefficient of counts over places: 0 equal, 1 all in one place.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Events at each place, at least one event in all.
    generalised : bool
        Allow for fewer events c than places n, which cannot be spread evenly: G' = max(1, n/c) (G - 1) + 1.
    unbiased : bool
        Multiply by m / (m - 1), with m = n, or min(n, c) for the generalised form.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        `counts` empty, missing, negative, without an event, or (unbiased) of a single place or event.

    Examples
    --------
    Steenbeek and Bernasco's example of eight events in three of ten places: .80 plain, .75 generalised.

    >>> counts = [5, 2, 1, 0, 0, 0, 0, 0, 0, 0]
    >>> round(gini(counts, generalised=False), 2), round(gini(counts), 2)
    (0.8, 0.75)
    """
    x = _with_events(counts)
    n, total = len(x), x.sum()
    g = float(_gini_sorted(np.sort(x)))
    m = n
    if generalised:
        # Counts as even as they can be have 0, but for rounding.
        g = max(0.0, max(1.0, n / total) * (g - 1) + 1)
        m = min(n, total)
    if unbiased:
        if m <= 1:
            raise ValueError("counts needs more than one place and one event for the unbiased form")
        g *= m / (m - 1)
    return float(g)


def _with_events(counts: ArrayLike) -> NDArray:
    x = check_counts("counts", counts, 1)
    if x.max() > MOST_EVENTS or x.sum() > MOST_EVENTS:
        raise ValueError("counts holds more events than can be told apart")
    if x.sum() == 0:
        raise ValueError("counts holds no event")
    return x


def _gini_sorted(ascending: NDArray) -> NDArray:
    """Gini of each row (last axis ascending)."""
    n = ascending.shape[-1]
    rank = np.arange(1, n + 1)
    return 2 * (ascending * rank).sum(axis=-1) / (n * ascending.sum(axis=-1)) - (n + 1) / n


def lorenz(counts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cumulative share of places and of events, the busiest places first.

    Parameters
    ----------
    counts : array_like, shape (n,)

    Returns
    -------
    share_places, share_events : ndarray (n + 1,)
        Both start at 0 and end at 1.

    Raises
    ------
    ValueError
        `counts` empty, missing, negative or without an event.
    """
    x = _with_events(counts)
    events = np.concatenate([[0.0], np.cumsum(np.sort(x)[::-1])]) / x.sum()
    return np.linspace(0.0, 1.0, len(x) + 1), events


def places_needed(counts: ArrayLike, shares: ArrayLike = (0.25, 0.5, 0.8)) -> PlacesNeeded:
    """The law of concentration: how few of all places hold a quarter and half of the events.

    Read it beside what chance alone would give (`concentration`), as rare events always gather in few places.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Events at every place, also those without.
    shares : array_like, shape (s,)
        Shares of events, above 0 and up to 1.

    Returns
    -------
    PlacesNeeded

    Raises
    ------
    ValueError
        `counts` empty, missing, negative or without an event; `shares` out of range.

    Examples
    --------
    >>> found = places_needed([22, 18, 17, 12, 11, 8, 6, 3, 2, 1])
    >>> found.places.tolist(), found.busiest_tenth
    ([2, 3, 5], 0.22)
    """
    x, wanted = _with_events(counts), _shares(shares)
    n, used = len(x), int((x > 0).sum())
    cumulative = np.cumsum(np.sort(x)[::-1])
    places = _places_needed(cumulative[None, :], wanted, x.sum())[0]
    tenth = -(-n // 10)
    return PlacesNeeded(
        shares=wanted,
        places=places,
        percent_of_places=100 * places / n,
        percent_of_used=100 * places / used,
        busiest_tenth=float(cumulative[tenth - 1] / x.sum()),
        n_places=n,
        n_used=used,
    )


def _shares(shares: ArrayLike) -> NDArray:
    wanted = numbers("shares", shares, 1)
    if ((wanted <= 0) | (wanted > 1)).any():
        raise ValueError("shares must lie above 0 and up to 1")
    return wanted


def concentration(
    counts: ArrayLike,
    shares: ArrayLike = (0.25, 0.5, 0.8),
    rng: np.random.Generator | None = None,
    draws: int = 200,
    weights: ArrayLike | None = None,
) -> Concentration:
    """How few places hold a quarter, half and four fifths of the events, beside what chance would give.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Whole numbers of events at every place, also those without.
    shares : array_like, shape (s,)
        Shares of events, above 0 and up to 1.
    rng : numpy.random.Generator
        Source of the draws; required.
    draws : int
        Number of multinomial draws for the chance baseline.
    weights : array_like, shape (n,), optional
        Relative chance of each place, for example its residents; equal where not given.

    Returns
    -------
    Concentration

    Raises
    ------
    ValueError
        `counts` empty, missing, negative, not whole, without an event; `shares` out of range; `weights` of another
        length or all zero; no `rng`; `draws` below 1.
    """
    x = _with_events(counts)
    if (x != np.round(x)).any():
        raise ValueError("counts must be whole numbers")
    wanted = _shares(shares)
    rng, draws = source(rng), whole("draws", draws, 1)
    n, total = len(x), int(x.sum())
    chance = _chance(weights, x)
    simulated = np.sort(rng.multinomial(total, chance, size=draws), axis=1)
    curves = np.cumsum(simulated[:, ::-1], axis=1)
    share_places, share_events = lorenz(x)
    places = _places_needed(np.cumsum(np.sort(x)[::-1])[None, :], wanted, total)[0]
    by_chance = _places_needed(curves, wanted, total).mean(axis=0)
    chance_gini = max(1.0, n / total) * (_gini_sorted(simulated.astype(float)) - 1) + 1
    return Concentration(
        share_places=share_places,
        share_events=share_events,
        share_events_by_chance=np.concatenate([[0.0], curves.mean(axis=0) / total]),
        shares=wanted,
        places=places,
        share_places_needed=places / n,
        places_by_chance=by_chance,
        share_places_by_chance=by_chance / n,
        gini=gini(x),
        gini_by_chance=float(chance_gini.mean()),
        n_places=n,
        n_events=total,
    )


def _chance(weights: ArrayLike | None, x: NDArray) -> NDArray:
    if weights is None:
        return np.full(len(x), 1 / len(x))
    w = check_counts("weights", weights, 1)
    same_shape("weights", w, "counts", x)
    if w.max() == 0:
        raise ValueError("weights are all zero")
    w = w / w.max()
    return w / w.sum()


def _places_needed(cumulative: NDArray, shares: NDArray, total: float) -> NDArray[np.int64]:
    """Fewest places that reach each share, for each row of cumulative counts; shape (rows, s)."""
    # A share such as 0.8 of 90 is 72.00000000000001 in floating point; it must not ask for a further event.
    needed = shares * total * (1 - 1e-13)
    return (cumulative[:, :, None] < needed[None, None, :]).sum(axis=1) + 1
