"""An area among comparable areas: its rate and its change against the mean of theirs.

References
----------
HMIC, Crime and policing comparator: about the data (the group average is the unweighted mean of member rates).
Zou and Donner (2008), Statistics in Medicine 27:1693 (limits of a combined estimate). Welch (1947), Biometrika 34:28.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

from pads_analysis.stats.arguments import counts, positive, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import poisson_interval
from pads_analysis.stats.scalars import above_zero, at_least_one, level, number, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_PEERS = 3
#: Rates beyond this have squares that no number holds.
HIGHEST = 1e100


@dataclass(frozen=True, slots=True)
class PeerComparison(Printed):
    """An area against the mean of its peers; rates are per `per` units, the area itself is not in the mean.

    Attributes
    ----------
    rate : float
        Rate of the area.
    mean, mean_low, mean_high : float
        Unweighted mean of the peer rates; limits from the variation between peers (t, n_peers - 1 df), not below 0.
    weighted_mean : float
        Sum of peer counts over sum of peer exposures.
    mean_with_area, weighted_mean_with_area : float
        The same with the area counted in; unweighted, it is the average as the HMIC comparator defines it.
    ratio, ratio_low, ratio_high, p : float
        rate / mean with interval and a two-sided p that agrees with it. NaN ratio and p 1 when nothing was recorded
        anywhere; infinite ratio, limits 0 to infinity and p 1 when no peer recorded anything.
    n_peers : int
    """

    rate: float
    mean: float
    mean_low: float
    mean_high: float
    weighted_mean: float
    mean_with_area: float
    weighted_mean_with_area: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    n_peers: int


@dataclass(frozen=True, slots=True)
class ChangeBesidePeers(Printed):
    """An area's change beside that of its peers.

    Attributes
    ----------
    peer_ratio : float
        Geometric mean of the peers' ratios.
    ratio, ratio_low, ratio_high : float
        Own ratio over it, and its interval.
    p : float
        Two-sided p of "changed as the peers did".
    """

    peer_ratio: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float


def compare_with_mean(
    count: float,
    exposure: float,
    peer_counts: ArrayLike,
    peer_exposures: ArrayLike,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    dispersion: float = 1.0,
) -> PeerComparison:
    """Compare the rate of an area with the unweighted mean rate of its peers.

    The ratio's limits combine, on the log scale, the limits of the area's own rate (OHID rule, counts divided by the
    dispersion) and of the mean (standard error between peers, t).

    Use it to ask whether an area lies above or below what areas of its kind have on average. Not to ask whether it is
    unusual among them: with large counts nearly every area differs from the mean, and
    `random_effects.prediction_interval` is the right question. The mean is a few areas' own, not a fixed standard.

    Parameters
    ----------
    count, exposure : float
        Of the area.
    peer_counts, peer_exposures : array_like, shape (n,)
        Of the peers, at least three, without the area itself.
    per : float
        Unit of the rates.
    confidence : float
        Level of the intervals.
    dispersion : float
        Variance of the area's count over its mean, 1 for Poisson; not below 1.

    Returns
    -------
    PeerComparison

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of unequal length; fewer than 3 peers; dispersion below 1.

    Notes
    -----
    Assumes the area's count independent of its peers', and the peers a sample of areas of one kind.

    Examples
    --------
    Eight forces with rates of 71.2 (the force itself), 64.8, ...: the HMIC average is 72.3125, without the force
    72.4714.

    >>> found = compare_with_mean(712, 10, [648, 801, 699, 754, 660, 723, 788], [10] * 7, per=1)
    >>> round(found.mean_with_area, 4), round(found.mean, 4), found.ratio_low < 1 < found.ratio_high
    (72.3125, 72.4714, True)
    """
    k, t = zero_or_more("count", count), above_zero("exposure", exposure)
    peer_k, peer_t = peer_events(peer_counts, peer_exposures)
    with np.errstate(over="ignore"):
        peer_rates, peer_count, peer_exposure = peer_k / peer_t, float(peer_k.sum()), float(peer_t.sum())
    if peer_rates.max() > HIGHEST:
        raise ValueError("peer_counts over peer_exposures gives a rate that no number can square")
    unit, phi = above_zero("per", per), at_least_one("dispersion", dispersion)
    alpha = 1 - level(confidence)
    n, mean, rate = len(peer_rates), float(peer_rates.mean()), k / t
    error = float(peer_rates.std(ddof=1)) / np.sqrt(n)
    half = stats.t.isf(alpha / 2, n - 1) * error
    ratio, low, high, p = _ratio(k, t, mean, error, n, phi, alpha)
    return PeerComparison(
        rate=unit * rate,
        mean=unit * mean,
        mean_low=unit * max(0.0, mean - float(half)),
        mean_high=unit * (mean + float(half)),
        weighted_mean=unit * peer_count / peer_exposure,
        mean_with_area=unit * (mean * n + rate) / (n + 1),
        weighted_mean_with_area=float(unit * (k + peer_count) / (t + peer_exposure)),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        p=p,
        n_peers=n,
    )


def peer_events(peer_counts: ArrayLike, peer_exposures: ArrayLike) -> tuple[NDArray, NDArray]:
    """Counts and exposures of at least three peers, each (n,); raises ValueError naming the argument that is wrong."""
    k, t = counts("peer_counts", peer_counts, 1), positive("peer_exposures", peer_exposures, 1)
    same_shape("peer_counts", k, "peer_exposures", t)
    _enough("peer_counts", k)
    return k, t


def _enough(name: str, peers: NDArray) -> None:
    if len(peers) < LEAST_PEERS:
        raise ValueError(f"{name} has {len(peers)} peers; at least {LEAST_PEERS} are needed")


def _ratio(
    k: float, t: float, mean: float, error: float, n: int, phi: float, alpha: float
) -> tuple[float, float, float, float]:
    """Ratio, limits and p; p is the level at which the interval just touches 1."""
    if mean == 0:
        return (np.nan if k == 0 else np.inf), 0.0, np.inf, 1.0

    def limits(a: float) -> tuple[float, float]:
        own = poisson_interval(k / phi, 1 - a)
        spread = stats.t.isf(a / 2, n - 1) * error / mean
        high = np.log(phi * own.high / t / mean)
        if k == 0:
            return -np.inf, high + spread
        middle = np.log(k / t / mean)
        # The lower limit of a fraction of an event can be too small for a floating-point number.
        low = np.log(max(phi * own.low / t / mean, np.finfo(float).tiny))
        return middle - np.hypot(middle - low, spread), middle + np.hypot(high - middle, spread)

    low, high = limits(alpha)
    side = 1 if k / t < mean else 0

    def distance(log_a: float) -> float:
        return limits(np.exp(log_a))[side]

    smallest, largest = np.log(1e-12), np.log(1 - 1e-9)
    if distance(smallest) * distance(largest) > 0:
        p = 1e-12 if (distance(smallest) > 0) == (side == 0) else 1.0
    else:
        p = float(np.exp(optimize.brentq(distance, smallest, largest, xtol=1e-10)))
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        return k / t / mean, float(np.exp(low)), float(np.exp(high)), p


def compare_change_with_peers(
    log_ratio: float, error: float, peer_now: ArrayLike, peer_before: ArrayLike, confidence: float = 0.95
) -> ChangeBesidePeers:
    """Set one area's ratio of two periods beside the geometric mean of its peers' ratios.

    Use it to ask whether an area's change is its own, or that of areas like it. Not where the peers changed how they
    record, and not as the effect of an action, for which see `panel` and `synthetic_control`.

    Parameters
    ----------
    log_ratio, error : float
        Natural log of the area's own ratio, and its standard error.
    peer_now, peer_before : array_like, shape (n,)
        Counts of at least three peers, without the area, over the same months. Half an event is added to each, so that
        a peer without events stays in.
    confidence : float
        Level of the interval.

    Returns
    -------
    ChangeBesidePeers

    Raises
    ------
    ValueError
        An argument missing, negative or of unequal length; fewer than 3 peers; an error below zero.

    Notes
    -----
    The variance of the difference of logs is the area's own plus the spread of the peers' logs over n; Student's t with
    Welch's degrees of freedom. Assumes peers that changed independently of one another.

    Examples
    --------
    An area that grew by half beside four peers that did not grow:

    >>> found = compare_change_with_peers(np.log(1.5), 0.1, [99, 101, 100, 102], [100, 100, 100, 100])
    >>> round(found.peer_ratio, 3), round(found.ratio, 3), found.p < 0.05
    (1.005, 1.493, True)
    """
    now, before = counts("peer_now", peer_now, 1), counts("peer_before", peer_before, 1)
    same_shape("peer_now", now, "peer_before", before)
    _enough("peer_now", now)
    # Squares of huge errors are infinite in numpy and an exception in plain Python.
    own, own_error = np.float64(number("log_ratio", log_ratio)), np.float64(zero_or_more("error", error))
    logs = np.log((now + 0.5) / (before + 0.5))
    mean, spread = logs.mean(), logs.var(ddof=1) / len(logs)
    gap, alpha = own - mean, 1 - level(confidence)
    # A ratio or limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        variance = own_error**2 + spread
        df = variance**2 / (spread**2 / (len(logs) - 1)) if spread else np.inf
        half = stats.t.isf(alpha / 2, df) * np.sqrt(variance)
        p = 2 * stats.t.sf(abs(gap) / np.sqrt(variance), df) if variance else float(gap == 0)
        peer, ratio, low, high = np.exp([mean, gap, gap - half, gap + half]).tolist()
    return ChangeBesidePeers(peer, ratio, low, high, float(p))
