"""Where a further area of the same kind would be expected: random effects on the log rates of peers.

References
----------
DerSimonian and Laird (1986), Controlled Clinical Trials 7:177. Higgins, Thompson and Spiegelhalter (2009), JRSS A
172:137 (prediction interval). Higgins and Thompson (2002), Statistics in Medicine 21:1539 (I2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import moderate
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.peers import peer_events
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, level, one_of, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class PeerPrediction(Printed):
    """Random-effects summary of peer rates, per `per` units.

    Attributes
    ----------
    mean, mean_low, mean_high : float
        Pooled (geometric) mean rate and its normal interval.
    low, high : float
        Prediction interval: where a further area of this kind would be expected.
    tau2 : float
        Variance between peers of the log rate.
    q : float
        Cochran's Q.
    i2 : float
        Share of the spread beyond chance, per cent: 100 max(0, Q - (n - 1)) / Q; 0 when Q is.
    """

    mean: float
    mean_low: float
    mean_high: float
    low: float
    high: float
    tau2: float
    q: float
    i2: float


def prediction_interval(
    peer_counts: ArrayLike,
    peer_exposures: ArrayLike,
    per: float = 1000.0,
    confidence: float = 0.95,
    *,
    own_count: float | None = None,
    distribution: Literal["t", "normal"] = "t",
) -> PeerPrediction:
    """Where the rate of a further area would lie, given its peers (DerSimonian-Laird on log rates).

    An area outside it is unusual among its peers; an area merely different from their mean need not be. Use it
    rather than a comparison with the mean when counts are large, where nearly every area differs from the mean. Not
    for fewer than about 20 events per peer, where weights of 1/count favour high counts.

    Parameters
    ----------
    peer_counts, peer_exposures : array_like, shape (n,)
        Of at least three peers. A count of zero is taken as half an event, as metafor does unless told otherwise.
    per : float
        Unit of the rates.
    confidence : float
        Level of the intervals.
    own_count : float, optional
        Count expected of the further area: its own Poisson variance is then added to the prediction interval.
    distribution : {"t", "normal"}
        Quantile of the prediction interval: t with n - 2 df (Higgins and others), or normal.

    Returns
    -------
    PeerPrediction

    Raises
    ------
    ValueError
        An argument empty, missing, negative or of unequal length; fewer than 3 peers; every peer count zero.

    Notes
    -----
    Assumes log rates that are normal between peers, with variance tau2, about one mean.

    Examples
    --------
    >>> events, people = [812, 655, 940, 1201, 388, 1099, 710, 1502], [95, 81, 120, 140, 52, 101, 88, 171]
    >>> found = prediction_interval(events, people, per=1, distribution="normal")
    >>> round(found.mean, 4), round(found.low, 4), round(found.high, 4)  # as R's metafor
    (8.5012, 6.7586, 10.6931)
    """
    from statsmodels.stats.meta_analysis import combine_effects

    k, t = peer_events(peer_counts, peer_exposures)
    if k.sum() == 0:
        raise ValueError("peer_counts holds no event")
    moderate("peer_counts", k)
    one_of("distribution", distribution, "t", "normal")
    unit, alpha = above_zero("per", per), 1 - level(confidence)
    k = np.where(k == 0, 0.5, k)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = combine_effects(np.log(k / t), 1 / k, method_re="dl")
    tau2 = max(0.0, float(pooled.tau2))
    # statsmodels keeps a negative variance between peers, and its random-effects mean then has no standard error.
    mean = float(pooled.mean_effect_re if tau2 > 0 else pooled.mean_effect_fe)
    error = float(pooled.sd_eff_w_re if tau2 > 0 else pooled.sd_eff_w_fe)
    z = normal_quantile(confidence)
    own = 0.0 if own_count is None else 1 / max(zero_or_more("own_count", own_count), 0.5)
    quantile = z if distribution == "normal" else stats.t.isf(alpha / 2, len(k) - 2)
    half = quantile * np.sqrt(tau2 + error**2 + own)
    # A limit too large for a floating-point number is infinite.
    with np.errstate(over="ignore"):
        values = np.exp([mean, mean - z * error, mean + z * error, mean - half, mean + half]) * unit
    q = float(pooled.q)
    # Equal peers have a Q of zero but for rounding.
    i2 = 100 * max(0.0, q - (len(k) - 1)) / q if q > 0 else 0.0
    return PeerPrediction(*(float(v) for v in values), tau2=tau2, q=q, i2=i2)
