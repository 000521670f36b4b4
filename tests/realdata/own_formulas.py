"""The formulas of the reports, written again from their published form, to recompute what is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

Z = 1.959963984540054


def poisson_limits(count: float) -> tuple[float, float]:
    """Exact limits below 10 events (Garwood 1936), Byar's from 10 (Breslow and Day 1987, p. 69)."""
    if count < 10:
        low = stats.gamma.ppf(0.025, count) if count else 0.0
        return float(low), float(stats.gamma.ppf(0.975, count + 1))
    above = count + 1
    return (
        count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3,
        above * (1 - 1 / (9 * above) + Z / (3 * math.sqrt(above))) ** 3,
    )


def beside_mean(
    count: float, exposure: float, rates: Sequence[float], dispersion: float
) -> tuple[float, float]:
    """Limits of a rate over the mean of others: square-root rule of Zou and Donner on the log scale."""
    mean, n = float(np.mean(rates)), len(rates)
    spread = stats.t.ppf(0.975, n - 1) * float(np.std(rates, ddof=1)) / math.sqrt(n) / mean
    low, high = (math.log(limit * dispersion / count) for limit in poisson_limits(count / dispersion))
    ratio = count / exposure / mean
    return ratio * math.exp(-math.hypot(low, spread)), ratio * math.exp(math.hypot(high, spread))


def control_chart(values: np.ndarray, n_baseline: int) -> tuple[float, float, float]:
    """Centre and limits of an individuals chart: mean and 2.66 times the mean moving range of the baseline."""
    base = values[:n_baseline]
    width = 2.66 * float(np.abs(np.diff(base)).mean())
    return float(base.mean()), float(base.mean()) - width, float(base.mean()) + width


def signalled(values: np.ndarray, centre: float, upper: float) -> np.ndarray:
    """Points marked by a limit, a run of 7 on one side, 7 rising or falling, or two of three near a limit."""
    n, width, above = len(values), upper - centre, values - centre
    marked = np.abs(above) > width
    near = (np.abs(above) > width * 2 / 3) & ~marked
    for i in range(n - 6):
        seven = values[i : i + 7]
        if (seven > centre).all() or (seven < centre).all():
            marked[i : i + 7] = True
        if (np.diff(seven) > 0).all() or (np.diff(seven) < 0).all():
            marked[i : i + 7] = True
    for i in range(n - 2):
        three = above[i : i + 3]
        if ((three > 0).all() or (three < 0).all()) and near[i : i + 3].sum() >= 2:
            marked[i : i + 3] |= near[i : i + 3]
    return marked


def apart_from_the_whole(
    now: np.ndarray, before: np.ndarray, margin: float = 0.1, rate: float = 0.05
) -> np.ndarray:
    """Areas whose change differs from that of all areas together (given for all areas; those under 20 are left out)."""
    tested = now + before >= 20
    overall = now.sum() / before.sum()
    a, b = now[tested], before[tested]
    share = overall / (1 + overall)
    p = np.array([
        min(1.0, 2 * min(stats.binom.cdf(x, x + y, share), stats.binom.sf(x - 1, x + y, share)))
        for x, y in zip(a, b, strict=True)
    ])  # fmt: skip
    ratio = a / np.where(b > 0, b, np.nan) / overall
    size = stats.norm.isf(np.clip(p, 1e-300, 1) / 2)
    z = np.where(ratio >= 1, size, -size)
    ends = np.quantile(z, [0.1, 0.9])
    root = math.sqrt(max(1.0, float(np.mean(np.clip(z, *ends) ** 2))))
    adjusted = multipletests(2 * stats.norm.sf(size / root), method="fdr_bh")[1]
    big = (ratio >= 1 + margin) | (ratio <= 1 / (1 + margin))
    return (adjusted <= rate) & big


def hot_spots(counts: np.ndarray, links: np.ndarray, rate: float = 0.05) -> np.ndarray:
    """Areas with a high Getis-Ord Gi* at a false discovery rate, by esda."""
    from esda.getisord import G_Local
    from libpysal.weights import full2W

    found = G_Local(counts.astype(float), full2W(links), transform="B", permutations=0, star=True)
    p = 2 * stats.norm.sf(np.abs(found.Zs))
    return (found.Zs > 0) & (multipletests(p, method="fdr_bh")[1] <= rate)


def score(value: float, anchors: Sequence[tuple[float, float]]) -> float:
    """Read a score off the anchors: straight lines between, flat beyond the ends; missing stays missing."""
    x, y = zip(*anchors, strict=True)
    return float(np.interp(value, x, y))
