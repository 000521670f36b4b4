"""Areas against one target: limits that narrow as an area grows, by chance alone.

For limits that allow for areas which truly differ see `overdispersed_funnels`.

References
----------
Spiegelhalter (2005), Statistics in Medicine 24:1185 (funnel plots). Garwood (1936), Biometrika 28:437. Wilson (1927),
JASA 22:209. APHO (2008), Technical Briefing 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special, stats

from pads_analysis.stats.arguments import counts, positive, same_shape, scalar_or_array
from pads_analysis.stats.estimates import Interval
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.proportions import wilson
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero, level, two_rising

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVELS = (0.95, 0.998)
LARGE = 1e8


@dataclass(frozen=True, slots=True)
class Funnel(Printed):
    """Areas against a target, by chance alone.

    Attributes
    ----------
    value : ndarray (n,)
        What is plotted: ratio, proportion, or rate per `per` units.
    inner_low, inner_high, outer_low, outer_high : ndarray (n,)
        Limits about the target at the lower and the higher level (95 and 99.8 % unless told), in the unit of `value`.
    place : ndarray of int (n,)
        2 above the outer limit, 1 above the inner, 0 within, -1 and -2 below.
    target : float
        Centre line, in the unit of `value`.
    """

    value: NDArray[np.float64]
    inner_low: NDArray[np.float64]
    inner_high: NDArray[np.float64]
    outer_low: NDArray[np.float64]
    outer_high: NDArray[np.float64]
    place: NDArray[np.int64]
    target: float


def poisson_limits(expected: ArrayLike, target: float = 1.0, confidence: float = 0.95) -> Interval:
    """Limits of a ratio as FunnelPlotR draws them: the exact interval of E events, over E.

    Use it to equal a figure made by that package.

    An approximation: it takes the expected events for observed ones. `ratio_funnel` gives the limits that agree with
    the test of each area.

    Parameters
    ----------
    expected : array_like, shape (n,)
        Expected events, above zero.
    target : float
        Centre line.
    confidence : float
        Level of the limits.

    Returns
    -------
    Interval
        In the unit of `target`.

    Raises
    ------
    ValueError
        An argument empty, missing or not above zero; `confidence` outside 0-1.

    Notes
    -----
    Assumes Poisson counts.

    Examples
    --------
    >>> print([round(float(x), 5) for x in poisson_limits([15, 20, 30]).low])  # FunnelPlotR's own test
    [0.55969, 0.61083, 0.6747]
    """
    e, centre = positive("expected", expected), above_zero("target", target)
    limits = poisson_interval(e, confidence, method="exact")
    return Interval(*(scalar_or_array(centre * np.asarray(x) / e) for x in (limits.low, limits.high)))


def ratio_funnel(
    observed: ArrayLike, expected: ArrayLike, target: float = 1.0, confidence: tuple[float, float] = LEVELS
) -> Funnel:
    """Ratios of observed to expected events against a target, by chance alone.

    For few or small areas. With large counts nearly every area falls outside, because areas truly differ: use
    `overdispersed_funnels.overdispersed_funnel`.

    Parameters
    ----------
    observed, expected : array_like, shape (n,)
        Events (zero or more) and expected events (above zero).
    target : float
        Ratio tested against, above zero.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        An argument empty, missing, negative, not positive (`expected`, `target`) or of another length; levels that do
        not rise.

    Notes
    -----
    An area is above when the lower OHID limit of its count (exact below 10, Byar from 10) is above target × expected.
    The limits drawn solve the exact test for the count, so they may differ from that rule in the fourth digit.

    Examples
    --------
    >>> funnel = ratio_funnel([8, 151, 159], [6.24, 106.44, 232.93])  # OHID's workbook: none, High (0.001), Low (0.001)
    >>> print(funnel.place)
    [ 0  2 -2]
    """
    o, e = pairs("observed", observed, "expected", expected)
    centre = above_zero("target", target)
    mu = centre * e
    drawn, place = [], np.zeros(len(o), dtype=np.int64)
    for c in levels(confidence):
        own = poisson_interval(o, c)
        place += (np.asarray(own.low) > mu).astype(np.int64) - (np.asarray(own.high) < mu).astype(np.int64)
        drawn += [x / e for x in _count_limits(mu, (1 - c) / 2)]
    return Funnel(o / e, *drawn, place=place, target=centre)


def rate_funnel(
    count: ArrayLike,
    exposure: ArrayLike,
    per: float = 1000.0,
    target: float | None = None,
    confidence: tuple[float, float] = LEVELS,
) -> Funnel:
    """Rates against a target, by chance alone: `ratio_funnel` with the events expected at the target's rate.

    For rates of few or small areas. Not for large ones (`overdispersed_funnels`), nor for a target made of a few areas.

    Parameters
    ----------
    count, exposure : array_like, shape (n,)
        Events (zero or more) and exposure (above zero).
    per : float
        Unit of the rates.
    target : float, optional
        Rate tested against, per `per`; all events over all exposure where not given.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        As for `ratio_funnel`; no event and no `target`.

    Notes
    -----
    Assumes what `ratio_funnel` does.

    Examples
    --------
    The first and the eighth area of OHID's workbook against the rate of all forty: "High (0.001)", "Not significant".

    >>> found = rate_funnel([2419, 2111], [264102, 307381], per=100_000, target=668.5)
    >>> print(found.place)
    [2 0]
    """
    k, n = pairs("count", count, "exposure", exposure)
    unit = above_zero("per", per)
    if target is None and k.sum() == 0:
        raise ValueError("count holds no event, so that it gives no target")
    centre = float(unit * k.sum() / n.sum() if target is None else positive("target", target, 0))
    found = ratio_funnel(k, centre / unit * n, 1.0, confidence)
    drawn = (found.value, found.inner_low, found.inner_high, found.outer_low, found.outer_high)
    return Funnel(*(centre * x for x in drawn), place=found.place, target=centre)


def proportion_funnel(
    k: ArrayLike, n: ArrayLike, target: float | None = None, confidence: tuple[float, float] = LEVELS
) -> Funnel:
    """Proportions against a target, by chance alone: Wilson's limits about the target, as OHID draws them.

    For shares of few or small areas. Not for large ones, nearly all of which fall outside: `overdispersed_funnels`.

    Parameters
    ----------
    k, n : array_like, shape (n,)
        Successes and trials of each area, 0 <= k <= n, n above zero.
    target : float, optional
        Proportion tested against (0 to 1); all successes over all trials where not given.
    confidence : (float, float)
        Levels of the inner and the outer limits.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of another length, `k` above `n`, or `target` above 1; levels that do not
        rise.

    Notes
    -----
    Assumes independent trials.

    Examples
    --------
    Three areas of OHID's workbook: "High (0.001)", "Low (0.001)", "Not significant".

    >>> found = proportion_funnel([35078.488, 24803.6256, 50050.7443], [41980, 31824, 61921], target=0.806425)
    >>> print(found.place)
    [ 2 -2  0]
    """
    hits, trials = parts("k", k, "n", n)
    centre = float(hits.sum() / trials.sum() if target is None else counts("target", target, 0))
    if centre > 1:
        raise ValueError("target is above 1")
    value = hits / trials
    drawn, place = [], np.zeros(len(hits), dtype=np.int64)
    for c in levels(confidence):
        limits = wilson(centre * trials, trials, c)
        drawn += [np.asarray(limits.ci_low), np.asarray(limits.ci_high)]
        place += (value > limits.ci_high).astype(np.int64) - (value < limits.ci_low).astype(np.int64)
    return Funnel(value, *drawn, place=place, target=centre)


def _count_limits(mu: NDArray, half: float) -> tuple[NDArray, NDArray]:
    """Counts o at which P(X <= o) and P(X >= o) of a Poisson mean reach `half`, also between whole numbers."""
    small = np.minimum(mu, LARGE)
    # chdtriv(p, x) is the degrees of freedom at which chi-square's distribution function at x is p.
    low, high = special.chdtriv(1 - half, 2 * small) / 2 - 1, special.chdtriv(half, 2 * small) / 2
    # It fails for huge means, where Cornish and Fisher's expansion is right to a thousandth of an event.
    z = stats.norm.isf(half)
    middle, away = mu + (z**2 - 1) / 6, z * np.sqrt(mu) + 0.5
    low, high = np.where(mu > LARGE, middle - away, low), np.where(mu > LARGE, middle + away, high)
    return np.maximum(low, 0.0), high


def pairs(name: str, first: ArrayLike, other_name: str, second: ArrayLike) -> tuple[NDArray, NDArray]:
    """Counts (n,) and what they stand over (n,), above zero; raises ValueError naming the argument that is wrong."""
    o, e = counts(name, first, 1), positive(other_name, second, 1)
    same_shape(name, o, other_name, e)
    return o, e


def parts(name: str, first: ArrayLike, other_name: str, second: ArrayLike) -> tuple[NDArray, NDArray]:
    """As `pairs`, for counts that are part of what they stand over."""
    hits, trials = pairs(name, first, other_name, second)
    if (hits > trials).any():
        raise ValueError(f"{name} is above {other_name}")
    return hits, trials


def levels(confidence: tuple[float, float]) -> tuple[float, float]:
    """The levels of the inner and the outer limits; raises ValueError naming `confidence` unless they rise in 0-1."""
    inner, outer = two_rising("confidence", confidence)
    return level(inner), level(outer)
