"""A part of an area's events beside the same part of its peers' events: the location quotient with an interval.

References
----------
Brantingham and Brantingham (1997), Crime Prevention Studies 8:263 (location quotients). Zou and Donner (2008),
Statistics in Medicine 27:1693 (limits of a combined estimate). McCullagh and Nelder (1989), Generalized Linear Models,
ch. 9 (dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, positive, same_shape
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class ShareBesidePeers(Printed):
    """A share (0 to 1) of an area's events beside the mean share of its peers.

    Attributes
    ----------
    share, share_low, share_high : float
        Of the area, with its interval.
    peer_share, peer_low, peer_high : float
        Unweighted mean of the peers' shares, limits from the variation between peers.
    quotient, low, high, p : float
        share / peer_share (the location quotient, the area left out of the whole), its interval, and a two-sided p that
        agrees with it.
    """

    share: float
    share_low: float
    share_high: float
    peer_share: float
    peer_low: float
    peer_high: float
    quotient: float
    low: float
    high: float
    p: float


def share_beside_peers(
    part: float,
    whole: float,
    peer_parts: ArrayLike,
    peer_wholes: ArrayLike,
    *,
    part_dispersion: float = 1.0,
    whole_dispersion: float = 1.0,
    confidence: float = 0.95,
) -> ShareBesidePeers:
    """Location quotient of one category against the unweighted mean of the peers' shares.

    When to use: to say what an area's mix of offences has more of than the mixes of its peers. When not: for how much
    happens (compare rates); nor for a handful of events.

    Parameters
    ----------
    part, whole : float
        Events of the category and all events of the area.
    peer_parts, peer_wholes : array_like, shape (n,)
        Of at least three peers, without the area.
    part_dispersion, whole_dispersion : float
        Variance of the area's two counts over their means; not below 1.
    confidence : float
        Level of the intervals.

    Returns
    -------
    ShareBesidePeers

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length; a whole that is zero or smaller than its part; fewer
        than 3 peers; a dispersion below 1.

    Notes
    -----
    By the delta method the share p of counts with dispersions φ (part) and ψ (the rest, taken as that of the whole)
    varies as a count with dispersion (1 - p) ((1 - p) φ + p ψ) would, part and rest being independent; where they
    swing together it varies less. Below 1, which only a large share reaches, it is taken as 1. The rest is
    `peers.compare_with_mean`.

    Examples
    --------
    >>> found = share_beside_peers(120, 600, [100, 90, 110, 100], [1000, 1000, 1000, 1000])
    >>> print(f"{found.quotient:.2f} ({found.low:.2f} to {found.high:.2f})")
    2.00 (1.59 to 2.49)
    """
    k, n = float(counts("part", part, 0)), float(positive("whole", whole, 0))
    peers, wholes = counts("peer_parts", peer_parts, 1), positive("peer_wholes", peer_wholes, 1)
    same_shape("peer_parts", peers, "peer_wholes", wholes)
    if k > n or (peers > wholes).any():
        raise ValueError("a part is above the whole of which it is a part")
    phi, psi = (
        float(positive(name, value, 0))
        for name, value in (("part_dispersion", part_dispersion), ("whole_dispersion", whole_dispersion))
    )
    if min(phi, psi) < 1:
        raise ValueError("dispersion is below 1")
    p = k / n
    spread = max(1.0, (1 - p) * ((1 - p) * phi + p * psi))
    side = compare_with_mean(k, n, peers, wholes, per=1.0, confidence=confidence, dispersion=spread)
    own = dispersed_rate(k, n, spread, per=1.0, confidence=confidence)
    return ShareBesidePeers(
        share=p,
        share_low=float(own.ci_low),
        share_high=float(np.minimum(own.ci_high, 1.0)),
        peer_share=side.mean,
        peer_low=side.mean_low,
        peer_high=min(side.mean_high, 1.0),
        quotient=side.ratio,
        low=side.ratio_low,
        high=side.ratio_high,
        p=side.p,
    )
