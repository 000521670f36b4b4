"""Knox and near repeat against brute force, every permutation there is, pointpats, and clock times."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pads_analysis.stats import event_pairs, near_repeat

RNG = np.random.default_rng(11)
POINTS = RNG.integers(0, 60, (70, 2)).astype(float)
TIMES = RNG.integers(0, 30, 70).astype(float)
INF = np.inf


def by_hand(points, times, space, time, norm):
    table = np.zeros((len(space) - 1, len(time) - 1), dtype=int)
    for i, j in combinations(range(len(points)), 2):
        apart = np.linalg.norm(points[i] - points[j], norm)
        later = abs(times[i] - times[j])
        for a in range(len(space) - 1):
            for b in range(len(time) - 1):
                table[a, b] += space[a] <= apart < space[a + 1] and time[b] <= later < time[b + 1]
    return table


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize(
    ("space", "time"),
    [
        ([0, 5, 10, 20, INF], [0, 2, 7, INF]),
        ([0, 0.001, 5], [0, 1, 2]),
        ([3, 10], [1, 4]),
        ([0, INF], [2, INF]),
    ],
)
def test_bands_by_brute_force(metric, space, time, monkeypatch):
    norm = 1 if metric == "manhattan" else 2
    found = near_repeat.near_repeat(POINTS, TIMES, space, time, metric=metric)
    assert (found.observed == by_hand(POINTS, TIMES, space, time, norm)).all()
    monkeypatch.setattr(event_pairs, "BLOCK", 40)
    again = near_repeat.near_repeat(POINTS, TIMES, space, time, metric=metric)
    assert (again.observed == found.observed).all()
    assert found.space_bands[0] == f"[{space[0]:g}, {space[1]:g})"


def test_expectation_and_p_over_every_order_of_the_times():
    points, times = POINTS[:6], np.array([1.0, 2, 2, 9, 15, 16])
    space, time = [0, 15, 30], [0, 2, 8]
    found = near_repeat.near_repeat(points, times, space, time)
    every = np.array([by_hand(points, t, space, time, 2) for t in permutations(times)])
    assert found.expected == pytest.approx(every.mean(axis=0))
    assert found.ratio == pytest.approx(found.observed / every.mean(axis=0))
    many = near_repeat.near_repeat(
        points, times, space, time, permutations=3000, rng=np.random.default_rng(1)
    )
    share = (every >= found.observed).mean(axis=0)
    assert many.p == pytest.approx(share, abs=0.03)


def test_smallest_p_counts_the_observed_order_itself():
    points = np.array([[0, 0], [0, 1], [900, 0], [900, 1], [0, 900], [0, 901], [900, 900], [900, 901]])
    times = np.array([1, 1, 100, 100, 200, 200, 300, 300])
    found = near_repeat.knox(points, times, 1, 0, permutations=19, rng=np.random.default_rng(2))
    assert (found.close_pairs, found.p) == (4, 1 / 20)
    assert found.expected == pytest.approx(4 * 4 / 28)
    assert found.p_poisson == pytest.approx(1 - stats.poisson.cdf(3, 16 / 28))
    assert found.p_poisson_above == pytest.approx(1 - stats.poisson.cdf(4, 16 / 28))
    assert found.table.tolist() == [[4, 0], [0, 24]]
    # All on one day: every order is as extreme.
    same = near_repeat.knox(points, np.ones(8), 1, 0, permutations=19, rng=np.random.default_rng(2))
    assert (same.p, same.ratio) == (1, 1)


def test_more_shuffles_than_are_held_at_once(monkeypatch):
    arguments = (POINTS, TIMES, [0, 10, INF], [0, 3, INF])
    one = near_repeat.near_repeat(*arguments, permutations=25, rng=np.random.default_rng(3))
    monkeypatch.setattr(near_repeat, "SHUFFLES", 4)
    other = near_repeat.near_repeat(*arguments, permutations=25, rng=np.random.default_rng(3))
    assert (one.p == other.p).all()
    assert np.isnan(near_repeat.near_repeat(*arguments).p).all()


def test_equals_pointpats():
    pointpats = pytest.importorskip("pointpats")

    theirs = pointpats.Knox(POINTS, TIMES[:, None], delta=10, tau=3, permutations=9)
    ours = near_repeat.knox(POINTS, TIMES, 10, 3)
    assert ours.close_pairs == theirs.nst
    assert ours.p_poisson_above == pytest.approx(theirs.p_poisson)


def test_dates_are_days_and_a_week_is_a_week_to_the_minute():
    start = pd.Timestamp("2024-05-01 10:31:07")
    dates = pd.Series([start, start + pd.Timedelta(days=7), start + pd.Timedelta(days=14, minutes=-1)])
    points = [[0, 0], [0, 0], [0, 0]]
    found = near_repeat.near_repeat(points, dates, [0, 1], [0, 7, 14, INF])
    # 7 days exactly, a minute less than 7 and a minute less than 14.
    assert found.observed.tolist() == [[1, 2, 0]]
    for form in (dates.to_numpy(), dates.dt.tz_localize("Europe/London"), list(dates.dt.to_pydatetime())):
        assert near_repeat.knox(points, form, 0, 7).close_pairs == 2
    with pytest.raises(ValueError, match="times"):
        near_repeat.knox(points, pd.Series([start, pd.NaT, start]), 0, 7)


def test_nothing_expected_gives_no_ratio():
    found = near_repeat.near_repeat([[0, 0], [500, 0]], [1, 2], [0, 10, INF], [0, 1, INF])
    assert found.observed.tolist() == [[0, 0], [0, 1]]
    assert np.isnan(found.ratio[0]).all()
    assert found.p_poisson[0].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"points": [[0, 0]], "times": [1]}, "points"),
        ({"times": [1, 2]}, "times"),
        ({"times": ["a", "b", "c"]}, "times"),
        ({"space_breaks": [0]}, "space_breaks"),
        ({"space_breaks": [0, 5, 5]}, "space_breaks"),
        ({"space_breaks": [0, INF, INF]}, "space_breaks"),
        ({"time_breaks": [-1, 5]}, "time_breaks"),
        ({"metric": "chebyshev"}, "metric"),
        ({"permutations": 9, "rng": None}, "rng"),
        ({"permutations": 1.5}, "permutations"),
    ],
)
def test_refuses(change, name):
    given = {
        "points": [[0, 0], [1, 1], [2, 2]],
        "times": [1, 2, 3],
        "space_breaks": [0, 5],
        "time_breaks": [0, 5],
        **change,
    }
    with pytest.raises(ValueError, match=name):
        near_repeat.near_repeat(**given)
