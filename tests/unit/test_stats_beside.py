"""Contributions that follow the parts' ratios, and a change beside that of peers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.decomposition import contributions_from_ratios
from pads_analysis.stats.peers import compare_change_with_peers


def test_points_add_up_and_limits_follow_the_ratios() -> None:
    before, after = np.array([100.0, 50.0, 50.0]), np.array([150.0, 40.0, 50.0])
    found = contributions_from_ratios(before, after, [1.2, 0.5, 0.8], [1.9, 1.1, 1.25])
    assert found.points == pytest.approx([25.0, -5.0, 0.0])
    assert found.points.sum() == pytest.approx(found.total_percent) == pytest.approx(20.0)
    assert found.ci_low == pytest.approx([10.0, -12.5, -5.0])
    assert found.ci_high == pytest.approx([45.0, 2.5, 6.25])


def test_a_limit_leaves_out_no_change_when_the_ratio_does() -> None:
    found = contributions_from_ratios([80, 20], [100, 10], [1.01, 0.3], [1.6, 1.05])
    assert (found.ci_low[0] > 0, found.ci_high[1] > 0) == (True, True)


def test_a_part_that_is_new_has_poisson_limits() -> None:
    found = contributions_from_ratios([100, 0], [100, 5], [0.8, np.nan], [1.2, np.inf])
    low, high = stats.chi2.ppf(0.025, 10) / 2, stats.chi2.ppf(0.975, 12) / 2
    assert (found.ci_low[1], found.ci_high[1]) == pytest.approx((low, high))


def test_a_net_negative_part_has_points_and_no_limits() -> None:
    found = contributions_from_ratios([100, 10], [90, -2], [0.7, 0.1], [1.1, 0.9])
    assert found.points == pytest.approx([-10 / 1.1, -12 / 1.1])
    assert np.isnan(found.ci_low[1]) and np.isnan(found.ci_high[1])


@pytest.mark.parametrize(
    ("before", "low"),
    [([0, 0], [1, 1]), ([-5, 1], [1, 1]), ([10, 10], [1])],
    ids=["zero", "negative", "length"],
)
def test_wrong_parts_are_refused(before, low) -> None:
    with pytest.raises(ValueError, match="before"):
        contributions_from_ratios(before, [1, 1], low, [2, 2])


def test_the_mean_of_peers_is_geometric_and_leaves_nobody_out() -> None:
    now, before = np.array([200.0, 50.0, 99.0]), np.array([100.0, 100.0, 99.0])
    found = compare_change_with_peers(np.log(2.0), 0.1, now, before)
    logs = np.log((now + 0.5) / (before + 0.5))
    assert found.peer_ratio == pytest.approx(np.exp(logs.mean()))
    assert found.ratio == pytest.approx(2.0 / found.peer_ratio)
    assert np.isfinite(compare_change_with_peers(0.0, 0.1, [0, 5, 5], [3, 5, 5]).ratio)


def test_the_interval_is_welchs() -> None:
    now, before = np.array([110.0, 95.0, 102.0, 130.0]), np.full(4, 100.0)
    own = 0.4
    found = compare_change_with_peers(own, 0.08, now, before)
    logs = np.log((now + 0.5) / (before + 0.5))
    spread = logs.var(ddof=1) / 4
    df = (0.08**2 + spread) ** 2 / (spread**2 / 3)
    half = stats.t.ppf(0.975, df) * np.sqrt(0.08**2 + spread)
    assert np.log(found.ratio_high) - np.log(found.ratio) == pytest.approx(half)
    assert (found.p < 0.05) == (found.ratio_low > 1)


def test_peers_that_all_changed_alike_leave_the_own_uncertainty() -> None:
    found = compare_change_with_peers(0.5, 0.1, [99.5] * 3, [99.5] * 3)
    assert np.log(found.ratio_high) == pytest.approx(0.5 + 1.959964 * 0.1, abs=1e-6)


@pytest.mark.parametrize(("ratio", "error", "peers"), [(np.nan, 0.1, 3), (0.1, -1.0, 3), (0.1, 0.1, 2)])
def test_wrong_peers_are_refused(ratio, error, peers) -> None:
    with pytest.raises(ValueError):
        compare_change_with_peers(ratio, error, [5] * peers, [5] * peers)


def test_in_simulation_equal_areas_are_seldom_called_apart() -> None:
    rng = np.random.default_rng(7)
    called = 0
    for _ in range(400):
        true = rng.normal(0.0, 0.05, 11)
        before = rng.poisson(400, 11)
        now = rng.poisson(400 * np.exp(true))
        error = np.sqrt(1 / now[0] + 1 / before[0] + 0.05**2)
        called += compare_change_with_peers(np.log(now[0] / before[0]), error, now[1:], before[1:]).p < 0.05
    assert 0.02 <= called / 400 <= 0.08
