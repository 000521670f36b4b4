"""SMAA-2 against exact areas of the weight triangle, and the weights it draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import criteria, drawn_weights, ranking, smaa

RNG = np.random.default_rng(13)


def run(scores, **options):
    return smaa.smaa(scores, rng=np.random.default_rng(1), draws=options.pop("draws", 60_000), **options)


def test_three_criteria_by_area():
    # Things that are best on one criterion each split the triangle of weights into three equal parts.
    found = run(np.eye(3))
    assert found.first == pytest.approx([1 / 3] * 3, abs=0.01)
    assert found.winning[0, 1] == pytest.approx(0.5, abs=0.01)
    # The centroid of the part nearest to a corner of a triangle: (11, 3.5, 3.5) / 18.
    assert found.central_weights[0] == pytest.approx([11 / 18, 3.5 / 18, 3.5 / 18], abs=0.01)
    assert found.confidence.tolist() == [1, 1, 1]
    assert found.mean_rank == pytest.approx([2, 2, 2], abs=0.02)


def test_what_is_never_first_has_no_central_weights():
    found = run([[1, 1], [0.5, 0.2], [0.1, 0.9]])
    assert found.first.tolist() == [1, 0, 0]
    assert np.isnan(found.central_weights[1:]).all()
    assert np.isnan(found.confidence[1:]).all()
    assert found.central_weights[0] == pytest.approx([0.5, 0.5], abs=0.01)


def test_alike_things_take_turns():
    found = run([[0.3, 0.1], [0.3, 0.1], [0.2, 0.0]])
    assert found.acceptability[:, 0] == pytest.approx([0.5, 0.5, 0], abs=0.01)
    assert found.confidence[0] == 0.5
    assert run(np.zeros((4, 2))).acceptability == pytest.approx(np.full((4, 4), 0.25), abs=0.01)


def test_neither_origin_nor_unit_nor_blocks_matter(monkeypatch):
    scores = RNG.random((5, 3))
    one = run(scores, draws=5000)
    assert run(scores * 1e9 + 1e9, draws=5000).acceptability == pytest.approx(one.acceptability, abs=1e-3)
    monkeypatch.setattr(smaa, "BLOCK", 700)
    assert run(scores, draws=5000).first == pytest.approx(one.first, abs=0.04)


def test_known_order_of_criteria():
    # With w1 > w2, w1 is even on (.5, 1): the first thing leads where w1 > .6.
    found = run([[1, 0], [0.6, 0.6]], order=[0, 1])
    assert found.first == pytest.approx([0.8, 0.2], abs=0.01)
    bounded = run([[1, 0], [0.6, 0.6]], low=[0.5, 0], high=[0.7, 1])
    assert bounded.first == pytest.approx([0.5, 0.5], abs=0.01)


def test_doubt_about_scores():
    # One criterion: the better of two normal scores, 1 apart with sd 1 each.
    found = run([[1.0], [0.0]], score_sd=[[1.0], [1.0]])
    chance = stats.norm.cdf(1 / np.sqrt(2))
    assert found.first == pytest.approx([chance, 1 - chance], abs=0.01)
    assert found.confidence == pytest.approx([chance, 1 - chance], abs=0.01)
    assert found.winning[0, 1] == pytest.approx(found.first[0])
    # Held to the scale, half of each normal lies at its end.
    held = run([[1.0], [0.0]], score_sd=[[1.0], [1e-9]], bounds=(0, 1))
    assert held.first[0] == pytest.approx(stats.norm.cdf(1), abs=0.1)


def test_agrees_with_the_even_weights_of_ranking():
    scores = RNG.random((4, 3))
    other = ranking.weighted_ranks(
        scores, [1, 1, 1], weight_uncertainty=np.inf, draws=20_000, rng=np.random.default_rng(2)
    )
    assert run(scores).acceptability == pytest.approx(other.acceptability, abs=0.015)


def test_even_weights_have_the_means_and_variances_of_a_flat_dirichlet():
    w = drawn_weights.draw_weights(4, 50_000, np.random.default_rng(3))
    assert w.sum(axis=1) == pytest.approx(np.ones(50_000))
    assert w.mean(axis=0) == pytest.approx(np.full(4, 0.25), abs=0.005)
    assert w.var(axis=0) == pytest.approx(np.full(4, 3 / 80), rel=0.03)


def test_ordered_weights_centre_on_the_rank_order_centroid():
    w = drawn_weights.draw_weights(4, 50_000, np.random.default_rng(4), order=[2, 0, 3, 1])
    assert w.mean(axis=0)[[2, 0, 3, 1]] == pytest.approx(criteria.rank_order_centroid(4), abs=0.005)
    assert (np.diff(w[:, [2, 0, 3, 1]], axis=1) <= 0).all()


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ([0.1, 0.2, 0.3], None),
        (None, [0.4, 0.4, 0.4]),
        ([0.1, 0.1, 0.1], [0.5, 0.6, 0.4]),
        ([0.3, 0, 0], [0.4, 0.7, 1]),
    ],
)
def test_bounded_weights_are_even_within_their_bounds(low, high):
    w = drawn_weights.draw_weights(3, 20_000, np.random.default_rng(5), low=low, high=high)
    bottom, top = (
        np.zeros(3) if low is None else np.array(low),
        np.ones(3) if high is None else np.array(high),
    )
    assert ((w >= bottom - 1e-9) & (w <= top + 1e-9)).all()
    free = drawn_weights.draw_weights(3, 400_000, np.random.default_rng(6))
    kept = free[((free >= bottom) & (free <= top)).all(axis=1)]
    assert w.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.01)
    assert w.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.01)


def test_bounds_without_room_fix_the_weights():
    w = drawn_weights.draw_weights(2, 3, np.random.default_rng(7), low=[0.4, 0.6])
    assert w == pytest.approx(np.tile([0.4, 0.6], (3, 1)))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"scores": [[1, np.nan]]}, "scores"),
        ({"score_sd": [[1]]}, "score_sd"),
        ({"score_sd": [[-1, 0], [0, 0]]}, "score_sd"),
        ({"bounds": (1, 0)}, "bounds"),
        ({"bounds": (0, 0.5)}, "bounds"),
        ({"order": [0, 0]}, "order"),
        ({"low": [0.6, 0.6]}, "low"),
        ({"high": [0.2, 0.2]}, "high"),
        ({"low": [0.5, 0], "high": [0.4, 1]}, "low"),
        ({"low": [0, 0.8], "order": [0, 1]}, "order"),
        ({"draws": 0}, "draws"),
        ({"rng": None}, "rng"),
        ({"rng": 7}, "rng"),
    ],
)
def test_refuses(change, name):
    given = {"scores": [[0.9, 0.1], [0.5, 0.5]], "draws": 10, "rng": np.random.default_rng(1), **change}
    with pytest.raises(ValueError, match=name):
        smaa.smaa(**given)


def test_a_missing_score_is_drawn_from_the_whole_scale():
    """Two things on one criterion: the first at 3 of 4, the other unknown, is above it in a quarter of draws."""
    found = smaa.smaa([[3.0], [np.nan]], bounds=(0, 4), draws=20_000, rng=np.random.default_rng(4))
    assert found.winning[1, 0] == pytest.approx(0.25, abs=0.01)
    with pytest.raises(ValueError, match="scores"):
        smaa.smaa([[3.0], [np.nan]], draws=100, rng=np.random.default_rng(4))
