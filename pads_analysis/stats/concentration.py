"""How unevenly events are spread over places, and how unevenly chance alone would spread them.

References
----------
Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33:451 (generalised Gini). Weisburd (2015),
Criminology 53:133 (shares of places). Marsh and Fox (2008) on the unbiased Gini of a sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts as check_counts
from pads_analysis.stats.arguments import numbers, same_shape

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Concentration:
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
    """
    x = _with_events(counts)
    n, total = len(x), x.sum()
    g = float(_gini_sorted(np.sort(x)))
    m = n
    if generalised:
        g = max(1.0, n / total) * (g - 1) + 1
        m = min(n, total)
    if unbiased:
        if m <= 1:
            raise ValueError("counts needs more than one place and one event for the unbiased form")
        g *= m / (m - 1)
    return g


def _with_events(counts: ArrayLike) -> NDArray:
    x = check_counts("counts", counts, 1)
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
    wanted = numbers("shares", shares, 1)
    if ((wanted <= 0) | (wanted > 1)).any():
        raise ValueError("shares must lie above 0 and up to 1")
    if rng is None:
        raise ValueError("rng is missing: pass numpy.random.default_rng(seed)")
    if draws < 1:
        raise ValueError("draws must be at least 1")
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
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    return w / w.sum()


def _places_needed(cumulative: NDArray, shares: NDArray, total: int) -> NDArray[np.int64]:
    """Fewest places that reach each share, for each row of cumulative counts; shape (rows, s)."""
    # A share such as 0.8 of 90 is 72.00000000000001 in floating point; it must not ask for a further event.
    needed = shares * total - 1e-9 * total
    return (cumulative[:, :, None] < needed[None, None, :]).sum(axis=1) + 1
