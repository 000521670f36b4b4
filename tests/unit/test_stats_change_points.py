"""Optimal partitions against an exhaustive search, and series whose level is known."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import change_points


def _cost(x, cost, log_length):
    n, s = len(x), x.sum()
    if cost == "poisson":
        if s == 0:
            return 0.0
        return 2 * s * np.log(n / s) + (np.log(n) if log_length else 0.0)
    rest = ((x - x.mean()) ** 2).sum()
    if cost == "mean and variance":
        rest = n * (np.log(2 * np.pi * rest / n) + 1)
    return rest + (np.log(n) if log_length else 0.0)


def _best(x, cost, log_length, least, price):
    """Smallest total cost, by trying every place of the last change (no pruning)."""
    n = len(x)
    total, last = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=int)
    total[0] = -price
    for end in range(least, n + 1):
        tried = [total[a] + _cost(x[a:end], cost, log_length) + price for a in range(end - least + 1)]
        last[end], total[end] = int(np.argmin(tried)), min(tried)
    starts, end = [], n
    while end:
        end = last[end]
        starts.append(int(end))
    return starts[::-1]


@pytest.mark.parametrize("cost", ["mean", "mean and variance", "poisson"])
@pytest.mark.parametrize("penalty", ["bic", "mbic", 4.0])
def test_the_partition_is_the_best_of_all(cost, penalty):
    rng = np.random.default_rng(12)
    for _ in range(5):
        level = np.repeat(rng.uniform(8, 40, 4), 9)
        x = rng.poisson(level * np.exp(rng.normal(0, 0.1, 36))).astype(float)
        least, p = {"mean": (3, 1), "mean and variance": (6, 2), "poisson": (3, 1)}[cost]
        found = change_points.segments(x, penalty, cost=cost)
        price = {"bic": (p + 1) * np.log(36), "mbic": (p + 2) * np.log(36)}.get(penalty, penalty)
        assert found.penalty == pytest.approx(price)
        assert found.scale == pytest.approx(np.diff(x).std(ddof=1) / 2**0.5)
        y = x if cost == "poisson" else x / found.scale
        assert found.first.tolist() == _best(y, cost, penalty == "mbic", least, price)


def test_levels_and_ends_are_those_of_the_parts():
    x = np.array([5.0, 6, 5, 6, 5, 6, 15, 16, 15, 16, 15, 16])
    found = change_points.segments(x)
    assert (found.first.tolist(), found.last.tolist()) == ([0, 6], [5, 11])
    assert found.level.tolist() == [5.5, 15.5]
    assert change_points.level_shifts(x) == (change_points.LevelShift(6, 5.5, 15.5),)


def test_a_change_of_spread_alone_is_seen_only_by_its_own_cost():
    rng = np.random.default_rng(2)
    x = np.concatenate([rng.normal(50, 1, 30), rng.normal(50, 12, 30)])
    both = change_points.segments(x, cost="mean and variance")
    assert len(both.first) == 2
    assert abs(both.first[1] - 30) <= 2


def test_flat_short_and_empty_of_events():
    for x in ([7.0] * 30, [0.1] * 30, list(range(30)), [1, 2, 3], [4]):
        for cost in ("mean", "mean and variance"):
            assert len(change_points.segments(x, cost=cost).first) == 1
    assert len(change_points.segments([0] * 20, cost="poisson").first) == 1
    assert change_points.segments([0] * 10 + [9] * 10, cost="poisson").first.tolist() == [0, 10]


def test_huge_counts_part_where_small_ones_do():
    x = np.array([20, 24, 18, 22, 25, 19, 31, 28, 33, 30, 27, 32.0])
    assert (
        change_points.segments(x * 1e11).first.tolist() == change_points.segments(x).first.tolist() == [0, 6]
    )


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"values": []}, "values"),
        ({"values": [1, np.nan, 2, 3]}, "values"),
        ({"values": [1e16, 1, 2, 3]}, "values"),
        ({"values": [-1, 2, 3, 4], "cost": "poisson"}, "values"),
        ({"cost": "median"}, "cost"),
        ({"penalty": "aic"}, "penalty"),
        ({"penalty": -1}, "penalty"),
        ({"penalty": None}, "penalty"),
        ({"min_size": 0}, "min_size"),
        ({"min_size": 2.5}, "min_size"),
    ],
)
def test_wrong_input_is_named(arguments, name):
    with pytest.raises(ValueError, match=name):
        change_points.segments(**{"values": [1, 2, 3, 4], **arguments})
