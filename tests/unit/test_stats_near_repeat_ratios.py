"""Ratios of close pairs against brute force, and what their intervals hold."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from pads_analysis.stats.near_repeat import near_repeat
from pads_analysis.stats.near_repeat_ratios import pair_ratios, pairs_within

SPACE, TIME = (0.0, 1.0, 101.0, 201.0), (0.0, 8.0, 15.0)


def scattered(n: int, seed: int, followed: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    points, days = np.round(rng.uniform(0, 4000, (n, 2))), rng.integers(0, 365, n)
    again = rng.random(n) < followed
    near = points[again] + np.round(rng.uniform(-60, 60, (again.sum(), 2)))
    soon = days[again] + rng.integers(1, 7, again.sum())
    return np.vstack([points, near]), np.concatenate([days, soon]).astype(float)


def test_counts_equal_brute_force_and_the_tested_table() -> None:
    points, days = scattered(150, 1, followed=0.2)
    found = pair_ratios(points, days, SPACE, TIME)
    counted = np.zeros((3, 2), dtype=int)
    for a, b in combinations(range(len(days)), 2):
        s = np.searchsorted(SPACE, np.hypot(*(points[a] - points[b])), side="right") - 1
        k = np.searchsorted(TIME, abs(days[a] - days[b]), side="right") - 1
        if s < 3 and k < 2:
            counted[s, k] += 1
    assert (found.observed == counted).all()
    tested = near_repeat(points, days, SPACE, TIME)
    assert found.expected == pytest.approx(tested.expected)


def test_pairs_without_a_common_event_have_a_poisson_width() -> None:
    # Forty pairs of neighbours a day apart, far from one another in place and time: se of the log ratio 1 / sqrt(40).
    at = np.arange(40) * 1000.0
    points = np.column_stack([np.repeat(at, 2) + np.tile([0, 10], 40), np.zeros(80)])
    days = np.repeat(np.arange(40) * 30.0, 2) + np.tile([0, 1], 40)
    found = pair_ratios(points, days, (0, 101), (0, 8))
    width = np.log(found.ci_high[0, 0] / found.ci_low[0, 0]) / (2 * 1.959964)
    assert found.observed[0, 0] == 40
    assert width == pytest.approx(1 / np.sqrt(40), rel=0.02)


def test_a_chain_at_one_address_widens_the_interval() -> None:
    """Ten events at one address in a week make 45 pairs, far less telling than 45 pairs of strangers."""
    points, days = scattered(300, 4)
    chain = np.vstack([points, np.full((10, 2), 9000.0)])
    found = pair_ratios(chain, np.concatenate([days, np.arange(10) * 0.5]), (0, 101), (0, 8))
    width = np.log(found.ci_high[0, 0] / found.ci_low[0, 0]) / (2 * 1.959964)
    assert width > 2 / np.sqrt(found.observed[0, 0])


def test_the_interval_holds_one_without_repetition() -> None:
    inside = 0
    for seed in range(60):
        found = pair_ratios(*scattered(250, seed), (0, 201), (0, 8))
        inside += bool(found.ci_low[0, 0] <= 1 <= found.ci_high[0, 0])
    assert inside >= 54


def test_no_pair_where_some_are_expected_is_nought_with_a_width() -> None:
    """Where nothing is expected there is no ratio; where some are, none gives 0 to 3.69 over expected."""
    days = np.arange(200) * 9.0
    found = pair_ratios(np.zeros((200, 2)), days, (0, 101), (0, 8, 10))
    assert found.observed.tolist() == [[0, 199]] and found.expected[0, 0] == 0 and np.isnan(found.ratio[0, 0])
    points = np.vstack([np.zeros((20, 2)), np.column_stack([np.arange(1, 21) * 900.0, np.zeros(20)])])
    days = np.concatenate([np.arange(20) * 30.0, np.arange(20) * 30.0])
    apart = pair_ratios(points, days, (0, 101), (0, 8))
    # 190 pairs on the spot, 20 pairs of one day, of 780: none of both.
    assert apart.observed[0, 0] == 0 and apart.ratio[0, 0] == 0 and apart.ci_low[0, 0] == 0
    assert apart.ci_high[0, 0] == pytest.approx(3.6889 / (190 * 20 / 780), rel=1e-4)


def test_pairs_within_counts_each_pair_once() -> None:
    assert pairs_within([[0, 0], [0, 0], [0, 400], [900, 0]], 400) == 3


@pytest.mark.parametrize(
    ("points", "times", "space", "says"),
    [
        ([[0, 0]] * 3, [1, 2, 3], (0, 1), "points"),
        ([[0, 0]] * 4, [1, 2, 3], (0, 1), "times"),
        ([[0, 0]] * 4, [1, 2, 3, 4], (1, 0), "space_breaks"),
        ([[0, np.nan]] * 4, [1, 2, 3, 4], (0, 1), "points"),
    ],
)
def test_wrong_arguments_are_named(points: list, times: list, space: tuple, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says}"):
        pair_ratios(points, times, space, (0, 8))
