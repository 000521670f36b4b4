"""Random effects on logarithms: where a further area's rate would be expected, and what several areas' ratios share.

References
----------
DerSimonian and Laird (1986), Controlled Clinical Trials 7:177. Higgins, Thompson and Spiegelhalter (2009), JRSS A
172:137 (prediction interval). Higgins and Thompson (2002), Statistics in Medicine 21:1539 (I2).
Hartung and Knapp (2001), Statistics in Medicine 20:3875 (interval of the mean from few areas). Rover, Knapp and Friede
(2015), BMC Medical Research Methodology 15:99 (that interval made never narrower than the normal one).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import moderate, numbers, same_shape
from pads_analysis.stats.normal import normal_quantile, two_sided
from pads_analysis.stats.peers import peer_events
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, level, one_of, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

#: Fewer areas leave nothing to tell their spread from chance.
LEAST_POOLED = 3


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


@dataclass(frozen=True, slots=True)
class PooledRatio(Printed):
    """What the ratios of several areas have in common.

    Attributes
    ----------
    ratio, ci_low, ci_high : float
        Mean (geometric) over areas of this kind, with the interval of Hartung and Knapp.
    p : float
        Two-sided, that the mean is 1.
    low, high : float
        Prediction interval: where the ratio of a further area of this kind would be expected.
    tau2 : float
        Variance between areas of the log ratio.
    i2 : float
        Share of the spread beyond chance, per cent.
    n : int
        Areas.
    """

    ratio: float
    ci_low: float
    ci_high: float
    p: float
    low: float
    high: float
    tau2: float
    i2: float
    n: int


def pool_ratios(ratio: ArrayLike, standard_error: ArrayLike, confidence: float = 0.95) -> PooledRatio:
    """What the ratios of several areas have in common (DerSimonian-Laird, interval of Hartung and Knapp).

    Use it to say whether areas of one kind moved together, and by how much. Not to say that each of them moved: the
    prediction interval says how far one of them may differ. Not for fewer than about five events an area and side.

    Parameters
    ----------
    ratio : array_like, shape (n,)
        Of at least three areas, above zero.
    standard_error : array_like, shape (n,)
        Standard errors of the log ratios, above zero.
    confidence : float
        Level of the intervals.

    Returns
    -------
    PooledRatio

    Raises
    ------
    ValueError
        Fewer than three areas; a value missing, infinite, or not above zero; lengths that differ.

    Notes
    -----
    Assumes log ratios that are normal about one mean, with errors that are independent between areas. Equal weights of
    three areas would let the interval of Hartung and Knapp be far too short when they agree by chance; it is never
    shorter than the normal one.

    Examples
    --------
    Thirteen trials of a vaccine, as R's metafor 4.4 has them (risk ratio 0.4896; tau2 0.3088; I2 92.1):

    >>> ratios = [0.411, 0.205, 0.260, 0.237, 0.804, 0.456, 0.198, 1.012, 0.625, 0.254, 0.712, 1.562, 0.983]
    >>> errors = [0.571, 0.441, 0.644, 0.141, 0.107, 0.083, 0.472, 0.063, 0.238, 0.270, 0.111, 0.730, 0.267]
    >>> found = pool_ratios(ratios, errors)
    >>> round(found.ratio, 2), round(found.i2)
    (0.49, 92)
    """
    r, error = numbers("ratio", ratio, 1), numbers("standard_error", standard_error, 1)
    same_shape("standard_error", error, "ratio", r)
    if len(r) < LEAST_POOLED:
        raise ValueError(f"ratio must hold at least {LEAST_POOLED} areas, not {len(r)}")
    if (r <= 0).any() or (error <= 0).any():
        raise ValueError("ratio and standard_error must be above zero")
    alpha = 1 - level(confidence)
    y, v, n = np.log(r), error**2, len(r)
    fixed = 1 / v
    centre = float((fixed * y).sum() / fixed.sum())
    q = float((fixed * (y - centre) ** 2).sum())
    tau2 = max(0.0, (q - (n - 1)) / float(fixed.sum() - (fixed**2).sum() / fixed.sum()))
    w = 1 / (v + tau2)
    mean, normal = float((w * y).sum() / w.sum()), float(np.sqrt(1 / w.sum()))
    knapp = float(np.sqrt((w * (y - mean) ** 2).sum() / ((n - 1) * w.sum())))
    half = max(stats.t.isf(alpha / 2, n - 1) * knapp, normal_quantile(confidence) * normal)
    # The larger of two p, as the interval is the wider of two.
    p = max(
        float(2 * stats.t.sf(abs(mean) / knapp, n - 1)) if knapp > 0 else 0.0, float(two_sided(mean / normal))
    )
    spread = stats.t.isf(alpha / 2, n - 2) * np.sqrt(tau2 + max(normal, knapp) ** 2)
    i2 = 100 * max(0.0, q - (n - 1)) / q if q > 0 else 0.0
    with np.errstate(over="ignore"):
        limits = [float(v) for v in np.exp([mean, mean - half, mean + half])]
        far = [float(v) for v in np.exp([mean - spread, mean + spread])]
    return PooledRatio(*limits, p=p, low=far[0], high=far[1], tau2=tau2, i2=i2, n=n)
