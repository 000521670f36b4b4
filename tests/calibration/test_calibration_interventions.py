"""How often is a fall or a rise called after an action that had no effect, and how often is one found that had?

Small areas vary beyond chance, each by itself from month to month and from year to year, as published ones do; the
treated block is drawn anew for every action.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from action_cases import CODES, SIDE, action, case_of, drawn

from pads_analysis.assess import interventions
from pads_analysis.assess.result import Outcome

pytestmark = pytest.mark.slow

RUNS, FEWER = 200, 50


def drifting(rng: np.random.Generator, season: float = 0.3):
    """Return counts of cells whose level also moves from year to year, by 15 % each."""
    counts = drawn(int(rng.integers(1 << 31)), mean=6.0, season=season, spread=0.2)
    years = np.exp(rng.normal(0, 0.15, (4, len(CODES)))).repeat(12, axis=0)
    return counts.mul(0).add(rng.poisson(counts.to_numpy() * years))


def block(rng: np.random.Generator) -> list[str]:
    row, column = rng.integers(0, SIDE - 1, 2)
    return [CODES[(row + down) * SIDE + column + right] for down in (0, 1) for right in (0, 1)]


def outcomes(rng: np.random.Generator, factor: float, runs: int = RUNS) -> list[Outcome]:
    found = []
    for at in range(runs):
        if at % 10 == 0:
            counts = drifting(rng)
        areas, start = block(rng), f"20{rng.choice([20, 21])}-01-01"
        planted = counts.copy()
        after = planted.index >= start
        planted.loc[after, areas] = rng.binomial(planted.loc[after, areas].to_numpy(), factor)
        result = interventions(case_of(planted, action(areas=areas, starts=start)))
        found.append(result.table["outcome"].iloc[0])
    return found


def test_a_difference_is_hardly_ever_called_without_an_effect() -> None:
    found = outcomes(np.random.default_rng(41), 1.0)
    called = np.mean([one in (Outcome.FELL_MORE, Outcome.ROSE_MORE) for one in found])
    assert called <= 0.05


def test_a_fall_to_half_is_mostly_found() -> None:
    found = outcomes(np.random.default_rng(42), 0.5, FEWER)
    assert np.mean([one == Outcome.FELL_MORE for one in found]) >= 0.7
    assert Outcome.ROSE_MORE not in found
