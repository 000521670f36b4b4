"""How unequal counts of places are: the Gini coefficient, generalised for few events, and the curve behind it.

References
----------
Bernasco and Steenbeek (2017), Journal of Quantitative Criminology 33:451 (generalised Gini). Deltas (2003), Review of
Economics and Statistics 85:226 (bias of the Gini of a small sample). Lorenz (1905), Publications of the American
Statistical Association 9:209.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts as check_counts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: More events than this cannot be counted one by one in a float.
MOST_EVENTS = 2**53


def gini(counts: ArrayLike, *, generalised: bool = True, unbiased: bool = False) -> float:
    """Gini coefficient of counts over places: 0 equal, 1 all in one place.

    Use it to compare how uneven two years, or two kinds of event, are over the same places. Not without the places that
    had no event, nor beside a figure for other places; and read it beside chance (`concentration.concentration`).

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

    Notes
    -----
    G = 2 Σ i x₍ᵢ₎ / (n Σ x) − (n + 1) / n, x ascending. It describes and assumes nothing.

    Examples
    --------
    Steenbeek and Bernasco's example of eight events in three of ten places: .80 plain, .75 generalised.

    >>> counts = [5, 2, 1, 0, 0, 0, 0, 0, 0, 0]
    >>> round(gini(counts, generalised=False), 2), round(gini(counts), 2)
    (0.8, 0.75)
    """
    x = with_events(counts)
    n, total = len(x), x.sum()
    g = float(gini_sorted(np.sort(x)))
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


def with_events(counts: ArrayLike) -> NDArray[np.float64]:
    """Events at n places as a float array (n,), checked; raises ValueError naming `counts` without any event."""
    x = check_counts("counts", counts, 1)
    if x.max() > MOST_EVENTS or x.sum() > MOST_EVENTS:
        raise ValueError("counts holds more events than can be told apart")
    if x.sum() == 0:
        raise ValueError("counts holds no event")
    return x


def gini_sorted(ascending: NDArray[np.float64]) -> NDArray[np.float64]:
    """Plain Gini coefficient of each row of counts (last axis ascending, each with an event), shape (...,)."""
    n = ascending.shape[-1]
    rank = np.arange(1, n + 1)
    return 2 * (ascending * rank).sum(axis=-1) / (n * ascending.sum(axis=-1)) - (n + 1) / n


def lorenz(counts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cumulative share of places and of events, the busiest places first.

    Use it to draw the curve that `gini` sums up.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Events at every place, also those without.

    Returns
    -------
    share_places, share_events : ndarray (n + 1,)
        Both start at 0 and end at 1.

    Raises
    ------
    ValueError
        `counts` empty, missing, negative or without an event.

    Notes
    -----
    It describes and assumes nothing.

    Examples
    --------
    >>> places, events = lorenz([1, 3, 0, 0])
    >>> places.tolist(), events.tolist()
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.75, 1.0, 1.0, 1.0])
    """
    x = with_events(counts)
    events = np.concatenate([[0.0], np.cumsum(np.sort(x)[::-1])]) / x.sum()
    return np.linspace(0.0, 1.0, len(x) + 1), events
