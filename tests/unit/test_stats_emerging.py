"""Emerging hot spots by hand, their space-time statistic by brute force, and the trend test against two libraries."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import contiguity, emerging_hot_spots, mann_kendall, spatial

NEAR = contiguity.grid_neighbours(4, 5)


def series(text, step=0.0):
    """A letter for each step: H hot, C cold, h and c the same sign without significance; `step` adds a slope."""
    size = {"H": 3.0, "C": -3.0, "h": 0.5, "c": -0.5}
    z = np.array([size[letter] for letter in text]) + step * np.arange(len(text))
    return z, np.array([letter.isupper() for letter in text])


@pytest.mark.parametrize(
    ("text", "step", "name"),
    [
        ("hchchchchH", 0, "new hotspot"),
        ("hchchchcHH", 0, "consecutive hotspot"),
        ("HHHHHHHHHH", 0.2, "intensifying hotspot"),
        ("HHHHHHHHHH", 0, "persistent hotspot"),
        ("HHHHHHHHHH", -0.1, "diminishing hotspot"),
        ("cHHHHHHHHH", 0, "persistent hotspot"),
        ("HHHHHHHHHh", 0, "historical hotspot"),
        ("HHHHHHHHHC", 0, "historical hotspot"),
        ("hHhchHhchH", 0, "sporadic hotspot"),
        ("cHHchhhhHH", 0, "sporadic hotspot"),
        ("hHhCchhhhH", 0, "oscillating hotspot"),
        ("CcccchhhhH", 0, "oscillating hotspot"),
        ("CccccccHHH", 0, "oscillating hotspot"),
        ("hHhHhHhHhh", 0, "no pattern detected"),
        ("HHHHHHHHhh", 0, "no pattern detected"),
        ("hhhhhhhhhh", 0.1, "no pattern detected"),
    ],
)
def test_categories_and_their_mirror(text, step, name):
    z, significant = series(text, step)
    assert emerging_hot_spots.classify(z, significant).category.tolist() == [name]
    mirrored = emerging_hot_spots.classify(-z, significant).category.tolist()
    assert mirrored == [name.replace("hotspot", "coldspot")]


def test_a_trend_counts_only_at_the_level_asked_for():
    z = np.array([3.0, 3.1, 3.3, 3.2, 3.6, 3.5, 3.4, 3.45, 3.7, 3.35])
    significant = np.ones(10, dtype=bool)
    p = emerging_hot_spots.classify(z, significant).trend_p[0]
    assert 0.01 < p < 0.05
    named = [emerging_hot_spots.classify(z, significant, alpha).category[0] for alpha in (0.05, 0.01)]
    assert named == ["intensifying hotspot", "persistent hotspot"]


def windows(adjacency, t, back):
    """The neighbourhoods of all places and steps as one dense matrix, places first."""
    n = len(adjacency)
    near = adjacency + np.eye(n)
    earlier = np.array([[a - back <= b <= a for b in range(t)] for a in range(t)], dtype=float)
    return np.kron(near, earlier)


@pytest.mark.parametrize("back", [0, 1, 3])
def test_space_time_statistic_is_gi_star_over_the_whole_cube(back):
    x = np.random.default_rng(7).poisson(0.4, (20, 6)).astype(float)
    found = emerging_hot_spots.space_time_gi_star(x, NEAR, back)
    w = windows(NEAR.adjacency.toarray(), 6, back)
    by_hand = spatial.gi_star(x.ravel(), w)
    assert found.z == pytest.approx(by_hand.z.reshape(20, 6))
    assert found.p == pytest.approx(by_hand.p.reshape(20, 6))


def test_equal_neighbourhoods_have_equal_z_to_the_last_bit():
    x = np.random.default_rng(8).poisson(0.2, (20, 30)) / 3 + 0.1
    z = emerging_hot_spots.space_time_gi_star(np.tile(x[:, :1], (1, 30)), NEAR, 2).z
    assert np.ptp(z[:, 2:], axis=1).tolist() == [0] * 20
    counts = np.round((x - 0.1) * 3)
    totals = (NEAR.adjacency + np.eye(20)) @ counts
    z = emerging_hot_spots.space_time_gi_star(counts, NEAR).z
    for i in range(20):
        assert len(set(z[i])) == len(set(totals[i]))


def test_a_planted_rise_is_found_and_its_surroundings_are_told_apart():
    near = contiguity.grid_neighbours(12, 12)
    x = np.random.default_rng(9).poisson(5, (144, 12))
    x[[13, 14, 25, 26]] += 12 + 3 * np.arange(12)
    found = emerging_hot_spots.emerging_hot_spots(x, near)
    assert found.category[13] == "intensifying hotspot"
    assert found.category[130] == "no pattern detected"
    assert found.steps_hot[13] == 12
    assert len(found.to_frame()) == 144


def test_nothing_varies():
    found = emerging_hot_spots.emerging_hot_spots(np.full((20, 5), 3), NEAR)
    assert set(found.category) == {"no pattern detected"}
    assert np.isnan(found.tau).all()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"z": [1, 2]}, "z"),
        ({"significant": [True, False]}, "significant"),
        ({"significant": [1, 0, 1, 1]}, "significant"),
        ({"alpha": 0}, "alpha"),
    ],
)
def test_classify_refuses(change, name):
    given = {"z": [1.0, 2, 3, 4], "significant": [True, False, True, True], **change}
    with pytest.raises(ValueError, match=name):
        emerging_hot_spots.classify(**given)
    with pytest.raises(ValueError, match="steps_back"):
        emerging_hot_spots.space_time_gi_star(np.eye(4), np.ones((4, 4)), 4)


def test_trend_of_rows_equals_pymannkendall_and_kendalltau():
    import pymannkendall

    x = np.random.default_rng(10).integers(0, 6, (25, 9)).astype(float)
    found = mann_kendall.mann_kendall_rows(x)
    for i, row in enumerate(x):
        theirs = pymannkendall.original_test(row)
        one = mann_kendall.mann_kendall(row)
        assert (found.s[i], found.var_s[i]) == pytest.approx((theirs.s, theirs.var_s))
        assert (found.z[i], found.p[i]) == pytest.approx((theirs.z, theirs.p))
        assert (one.s, one.var_s, one.z, one.p) == pytest.approx((theirs.s, theirs.var_s, theirs.z, theirs.p))
        assert found.tau[i] == pytest.approx(stats.kendalltau(np.arange(9), row).statistic)
        assert one.tau == pytest.approx(found.tau[i])


def test_variance_of_s_is_that_of_all_orders():
    from itertools import permutations

    every = np.array(list(permutations([1.0, 2, 2, 5, 5, 7])))
    found = mann_kendall.mann_kendall_rows(every)
    assert found.var_s[0] == pytest.approx(found.s.var())


def test_a_strong_trend_keeps_its_tiny_p():
    assert 0 < mann_kendall.mann_kendall(np.arange(300)).p < 1e-100
    with pytest.raises(ValueError, match="x"):
        mann_kendall.mann_kendall([1, 2])
