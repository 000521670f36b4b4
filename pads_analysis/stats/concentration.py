"""How unevenly events are spread over places, and how unevenly chance alone would spread them.

References
----------
Weisburd (2015), Criminology 53:133 (shares of places). Bernasco and Steenbeek (2017), Journal of Quantitative
Criminology 33:451 (generalised Gini, and why few events gather by chance).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers, relative_weights
from pads_analysis.stats.inequality import gini, gini_sorted, lorenz, with_events
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


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


def places_needed(counts: ArrayLike, shares: ArrayLike = (0.25, 0.5, 0.8)) -> PlacesNeeded:
    """The law of concentration: how few of all places hold a quarter, half and four fifths of the events.

    For all places of one kind (all street segments, all small areas), also those without an event. Read it beside what
    chance alone would give (`concentration`), as rare events always gather in few places.

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

    Notes
    -----
    It describes and assumes nothing; equal counts are taken in the order given.

    Examples
    --------
    >>> found = places_needed([22, 18, 17, 12, 11, 8, 6, 3, 2, 1])
    >>> found.places.tolist(), found.busiest_tenth
    ([2, 3, 5], 0.22)
    """
    x, wanted = with_events(counts), _shares(shares)
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

    Use it before calling anything concentrated: with fewer events than places even chance leaves most places empty. Not
    for weighted or averaged counts, which cannot be drawn again.

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

    Notes
    -----
    Chance: multinomial draws of all events over all places. Assumes, as the baseline, events independent of one
    another.

    Examples
    --------
    Steenbeek and Bernasco's example of eight events in three of ten places (generalised Gini .75):

    >>> found = concentration([5, 2, 1, 0, 0, 0, 0, 0, 0, 0], [0.5], rng=np.random.default_rng(1))
    >>> found.places.tolist(), round(found.gini, 2), found.gini_by_chance < found.gini
    ([1], 0.75, True)
    """
    x = with_events(counts)
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
    chance_gini = max(1.0, n / total) * (gini_sorted(simulated.astype(float)) - 1) + 1
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
    return relative_weights("weights", weights, len(x), f"counts has {len(x)} places")


def _places_needed(cumulative: NDArray, shares: NDArray, total: float) -> NDArray[np.int64]:
    """Fewest places that reach each share, for each row of cumulative counts; shape (rows, s)."""
    # A share such as 0.8 of 90 is 72.00000000000001 in floating point; it must not ask for a further event.
    needed = shares * total * (1 - 1e-13)
    return (cumulative[:, :, None] < needed[None, None, :]).sum(axis=1) + 1
