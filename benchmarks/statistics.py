"""Speed of the statistics beside a reference, both in one run: `python benchmarks/statistics.py [NAME ...]`.

Machines are noisy, so what is printed is the ratio of the reference's time to ours (above 1: ours is faster), each the
best of several turns taken in alternation, with the seconds beside it for scale only.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# This file has the name of a standard module; as a script its folder comes first in the path and would hide that one.
sys.path[:] = [folder for folder in sys.path if Path(folder).resolve() != Path(__file__).resolve().parent]
# One thread for both sides, so that the ratio is of the work and not of the number of cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from pads_analysis.stats import autocorrelation, near_repeat, outbreaks, rate_decomposition, smaa, spatial

SIDE = (175, 200)
AREAS = SIDE[0] * SIDE[1]


@dataclass(frozen=True)
class Case:
    """One comparison: what is done, by us and by the reference, and how much larger our problem is than theirs."""

    what: str
    reference: str
    ours: Callable[[], object]
    theirs: Callable[[], object] | None
    turns: int = 5
    note: str = ""


def grid() -> tuple[np.ndarray, object]:
    """Counts of 35,000 areas on a grid, and their queen neighbours as libpysal's W."""
    from libpysal.weights import lat2W

    rng = np.random.default_rng(1)
    return rng.poisson(20 * np.exp(0.5 * rng.standard_normal(AREAS))).astype(float), lat2W(*SIDE, rook=False)


def gi_star() -> Case:
    from esda.getisord import G_Local

    y, w = grid()
    return Case(
        f"Gi* of {AREAS:,} areas", "esda G_Local, no permutations",
        lambda: spatial.gi_star(y, w),
        lambda: G_Local(y, w, transform="B", star=True, permutations=0),
    )  # fmt: skip


def moran() -> Case:
    from esda.moran import Moran

    y, w = grid()
    w.transform = "r"  # type: ignore[attr-defined]
    return Case(
        f"Moran's I of {AREAS:,} areas", "esda Moran, no permutations",
        lambda: autocorrelation.moran(y, w),
        lambda: Moran(y, w, permutations=0),
    )  # fmt: skip


def local_moran() -> Case:
    from esda.moran import Moran_Local

    y, w = grid()
    w.transform = "r"  # type: ignore[attr-defined]
    return Case(
        f"Local Moran of {AREAS:,} areas", "esda Moran_Local, no permutations",
        lambda: autocorrelation.local_moran(y, w),
        lambda: Moran_Local(y, w, permutations=0),
    )  # fmt: skip


def events(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    return rng.uniform(0, 20_000, (n, 2)), rng.integers(0, 365, n).astype(float)


def knox() -> Case:
    from pointpats import Knox

    points, times = events(4_000)
    rng = np.random.default_rng(3)
    return Case(
        "Knox of 4,000 events, 99 permutations", "pointpats Knox",
        lambda: near_repeat.knox(points, times, 200.0, 14.0, permutations=99, rng=rng),
        lambda: Knox(points, times[:, None], delta=200.0, tau=14.0, permutations=99),
        turns=2,
    )  # fmt: skip


def knox_many() -> Case:
    points, times = events(50_000)
    rng = np.random.default_rng(4)
    return Case(
        "Knox of 50,000 events, 99 permutations", "none: pointpats needs every pair in memory",
        lambda: near_repeat.knox(points, times, 200.0, 14.0, permutations=99, rng=rng),
        None,
        turns=2,
    )  # fmt: skip


def near_repeats() -> Case:
    points, times = events(50_000)
    rng = np.random.default_rng(5)
    space, days = np.arange(0.0, 1001.0, 100.0), np.arange(0.0, 29.0, 7.0)
    return Case(
        "Near-repeat table of 50,000 events, 10 by 4 bands, 19 permutations", "none",
        lambda: near_repeat.near_repeat(points, times, space, days, permutations=19, rng=rng),
        None,
        turns=2,
    )  # fmt: skip


def ranking() -> Case:
    scores = np.random.default_rng(6).uniform(0, 4, (15, 10))

    def one_by_one() -> np.ndarray:
        """What the definition says, draw by draw; 2,000 draws stand for 100,000."""
        rng = np.random.default_rng(7)
        acceptability = np.zeros((15, 15))
        for _ in range(2_000):
            totals = scores @ rng.dirichlet(np.ones(10))
            acceptability[np.argsort(-totals), np.arange(15)] += 1
        return acceptability

    return Case(
        "SMAA of 15 issues by 10 criteria, 2,000 draws", "draw by draw in numpy",
        lambda: smaa.smaa(scores, draws=2_000, rng=np.random.default_rng(7)),
        one_by_one,
    )  # fmt: skip


def ranking_many() -> Case:
    scores = np.random.default_rng(6).uniform(0, 4, (15, 10))
    return Case(
        "SMAA of 15 issues by 10 criteria, 100,000 draws with uncertain scores", "none",
        lambda: smaa.smaa(
            scores, score_sd=np.full((15, 10), 0.3), draws=100_000, rng=np.random.default_rng(8)
        ),
        None,
        turns=3,
    )  # fmt: skip


def decompositions() -> Case:
    rng = np.random.default_rng(9)
    before, after = rng.uniform(1, 2, (1000, 5)), rng.uniform(1, 2, (1000, 5))

    def one_by_one() -> list[dict[str, float]]:
        names = "abcde"
        return [
            rate_decomposition.product_factors(
                dict(zip(names, a, strict=True)), dict(zip(names, b, strict=True))
            )
            for a, b in zip(before, after, strict=True)
        ]

    return Case(
        "1,000 bootstrap decompositions into 5 factors", "one call for each",
        lambda: rate_decomposition.product_effects(before, after),
        one_by_one,
    )  # fmt: skip


def farrington() -> Case:
    import statsmodels.api as sm

    rng = np.random.default_rng(10)
    months = 6 * 12
    y = rng.negative_binomial(
        20, 20 / (20 + 60 * (1 + 0.2 * np.sin(np.arange(months) * np.pi / 6))), (300, months)
    )

    def one_by_one() -> list[object]:
        """The two fits of the method (before and after reweighting) of one month of every series."""
        design = np.column_stack([np.ones(months - 4), np.arange(months - 4), *np.eye(months - 4)[:, :9].T])
        family = sm.families.Poisson()
        return [sm.GLM(row[: months - 4], design, family=family).fit() for row in y for _ in range(2)]

    return Case(
        "Farrington (Noufaily) of 300 series, the last month", "statsmodels GLM, two fits for each",
        lambda: outbreaks.exceedance(y, at=[months - 1]),
        one_by_one,
        turns=2,
    )  # fmt: skip


CASES = {
    f.__name__: f
    for f in (
        gi_star, moran, local_moran, knox, knox_many, near_repeats, ranking, ranking_many, decompositions, farrington,
    )
}  # fmt: skip


def clock(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measure(case: Case) -> str:
    """One line: the ratio, and the seconds of either side."""
    ours, theirs = [], []
    for _ in range(case.turns):
        ours.append(clock(case.ours))
        if case.theirs:
            theirs.append(clock(case.theirs))
    if not theirs:
        return f"{case.what}: {min(ours):.3f} s ({case.reference})"
    ratio = min(theirs) / min(ours)
    return (
        f"{case.what}: {ratio:.1f} times as fast as {case.reference} ({min(ours):.3f} s, {min(theirs):.3f} s)"
    )


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CASES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(CASES)}", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")
    for name in names or CASES:
        print(measure(CASES[name]()), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Most memory at any time: {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
