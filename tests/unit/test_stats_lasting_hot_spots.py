"""Hot spots step by step: planted clusters, nothing from a season, trends adjusted."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.contiguity import grid_neighbours
from pads_analysis.stats.lasting_hot_spots import lasting_hot_spots
from pads_analysis.stats.spatial import gi_star

GRID = grid_neighbours(7, 7)
CLUSTER = [16, 17, 23, 24]


def counts(steps: int = 12, low: int = 10, high: int = 80, hot=lambda step: True) -> np.ndarray:
    table = np.full((49, steps), low)
    for step in range(steps):
        if hot(step):
            table[CLUSTER, step] = high
    return table


@pytest.mark.parametrize(
    ("hot", "category"),
    [
        (lambda step: True, "persistent hotspot"),
        (lambda step: step == 11, "new hotspot"),
        (lambda step: step >= 8, "consecutive hotspot"),
        (lambda step: step < 11, "historical hotspot"),
        (lambda step: step in (2, 5, 11), "sporadic hotspot"),
        (lambda step: step < 8, "no pattern detected"),
    ],
)
def test_each_planted_course_has_its_category(hot, category):
    found = lasting_hot_spots(counts(hot=hot), GRID)
    assert set(found.category[CLUSTER]) == {category}
    assert set(found.steps_hot[CLUSTER]) == {sum(hot(step) for step in range(12))}
    assert found.steps_hot[48] == 0 and found.category[48] == "no pattern detected"


def test_each_step_is_tested_by_itself():
    x = np.random.default_rng(3).poisson(20, (49, 5))
    found = lasting_hot_spots(x, GRID)
    assert found.z[:, 2] == pytest.approx(gi_star(x[:, 2], GRID).z)


def test_a_season_or_a_fall_of_everything_moves_no_hot_spot():
    plain = counts()
    scaled = plain * np.array([1, 2, 5, 2] * 3)
    assert (lasting_hot_spots(scaled, GRID).hot == lasting_hot_spots(plain, GRID).hot).all()


def test_a_cluster_that_draws_ever_more_grows_and_trends_are_adjusted_over_those_that_last():
    # With a flat surrounding the statistic would not depend on the size of the cluster's counts.
    table = np.repeat(np.random.default_rng(5).poisson(40, (49, 1)), 12, axis=1)
    table[CLUSTER] = np.linspace(70, 200, 12).round().astype(int)
    found, turned = lasting_hot_spots(table, GRID), lasting_hot_spots(table[:, ::-1], GRID)
    rises = [at for at in CLUSTER if (np.diff(found.z[at]) > 0).all()]
    assert rises
    assert set(found.category[rises]) == {"intensifying hotspot"}
    assert set(turned.category[rises]) == {"diminishing hotspot"}
    assert np.isnan(found.trend_p[found.steps_hot == 0]).all()
    assert not np.isnan(found.trend_p[CLUSTER]).any()


def test_maps_of_chance_alone_show_hot_spots_about_as_often_as_asked():
    rng = np.random.default_rng(11)
    any_hot = sum(lasting_hot_spots(rng.poisson(8, (49, 12)), GRID).hot.any() for _ in range(60))
    assert any_hot <= 8


@pytest.mark.parametrize(
    ("values", "word"),
    [([[1, 2]] * 49, "3 time steps"), ([[1, 2, -3]] * 49, "negative"), ([1, 2, 3], "dimension")],
)
def test_wrong_arguments_are_refused(values, word):
    with pytest.raises(ValueError, match=word):
        lasting_hot_spots(values, GRID)
