"""Ranges of weights by hand and by search, and the cross-checks of a weighted sum."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import data_weights, multicriteria
from pads_analysis.stats.weight_sensitivity import weight_sensitivity


def test_two_things_by_hand():
    # t + .2 (1 - t) against .6 t + .5 (1 - t): level at t = 3/7.
    found = weight_sensitivity([[1, 0.2], [0.6, 0.5]], [3, 1])
    assert found.weight.tolist() == [0.75, 0.25]
    assert found.low.tolist() == pytest.approx([3 / 7, 0])
    assert found.high.tolist() == pytest.approx([1, 4 / 7])
    assert found.room.tolist() == pytest.approx([0.75 - 3 / 7, 4 / 7 - 0.25])
    assert (found.enters_low.tolist(), found.leaves_low.tolist()) == ([1, -1], [0, -1])
    assert (found.enters_high.tolist(), found.leaves_high.tolist()) == ([-1, 1], [-1, 0])
    assert found.top.tolist() == [0]


def test_three_criteria_keep_the_others_in_proportion():
    scores = np.array([[0.8, 0.3, 0.5], [0.4, 0.9, 0.4], [0.2, 0.3, 0.9]])
    weights = np.array([0.5, 0.3, 0.2])
    found = weight_sensitivity(scores, weights)
    for j in range(3):
        others = np.delete(weights, j) / np.delete(weights, j).sum()
        for t in (found.low[j], found.high[j]):
            if 0 < t < 1:
                totals = scores @ np.insert(others * (1 - t), j, t)
                assert totals[0] == pytest.approx(np.delete(totals, 0).max())


def test_a_top_set_changes_only_at_its_edge():
    scores = [[0.9, 0.5], [0.5, 0.9], [0.1, 0.1]]
    first, both = weight_sensitivity(scores, [1, 1.1]), weight_sensitivity(scores, [1, 1.1], top=2)
    assert first.high[0] == pytest.approx(0.5)
    assert both.top.tolist() == [1, 0]
    assert (both.low.tolist(), both.high.tolist()) == ([0, 0], [1, 1])
    assert np.isinf(both.room).all()
    assert np.isinf(weight_sensitivity(scores, [1, 1.1], top=3).room).all()


def test_level_totals_leave_no_room_on_one_side():
    found = weight_sensitivity([[0.8, 0.2], [0.2, 0.8]], [1, 1])
    assert found.top.tolist() == [0]
    assert (found.low[0], found.room[0]) == (0.5, 0)
    same = weight_sensitivity([[0.3, 0.7], [0.3, 0.7]], [1, 1])
    assert np.isinf(same.room).all()


def test_one_weight_that_is_everything_gives_way_evenly():
    found = weight_sensitivity([[1, 0, 0], [0.5, 1, 0]], [1, 0, 0])
    # t against .5 t + .5 (1 - t).
    assert found.low[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"scores": [[1], [2]]}, "scores"),
        ({"scores": [[1, np.nan], [2, 3]]}, "scores"),
        ({"weights": [1, 2, 3]}, "weights"),
        ({"weights": [0, 0]}, "weights"),
        ({"top": 0}, "top"),
        ({"top": 3}, "top"),
    ],
)
def test_refuses(change, name):
    given = {"scores": [[1, 2], [2, 1]], "weights": [1, 1], **change}
    with pytest.raises(ValueError, match=name):
        weight_sensitivity(**given)


def test_topsis_by_hand_in_both_scalings():
    matrix = [[3, 1], [4, 2], [0, 2]]
    found = multicriteria.topsis(matrix, [1, 1], scaling="vector")
    v = np.array(matrix) / np.sqrt([25, 9]) / 2
    best, worst = np.hypot(*(v - v.max(axis=0)).T), np.hypot(*(v - v.min(axis=0)).T)
    assert found.score == pytest.approx(worst / (best + worst))
    assert multicriteria.topsis([[5, 5], [5, 5]], [1, 1]).score.tolist() == [0.5, 0.5]


def test_promethee_by_pairs_with_ties():
    matrix = np.array([[1, 5], [1, 3], [2, 4]])
    w = np.array([0.7, 0.3])
    flows = [sum((np.sign(matrix[i] - matrix[j]) * [1, -1]) @ w for j in range(3)) / 2 for i in range(3)]
    found = multicriteria.promethee_ii(matrix, w, [1, -1])
    assert found.score == pytest.approx(flows)
    assert found.rank.tolist() == [3, 2, 1]


def test_entropy_and_critic_pass_over_what_does_not_vary():
    matrix = np.array([[1.0, 5, 2], [3, 5, 1], [9, 5, 7]])
    assert data_weights.entropy_weights(matrix)[1] == 0
    assert data_weights.critic_weights(matrix)[1] == 0
    assert data_weights.entropy_weights([[0, 1], [1, 1.0]]).tolist() == [1, 0]
    for function in (data_weights.entropy_weights, data_weights.critic_weights):
        with pytest.raises(ValueError, match="matrix"):
            function(np.ones((3, 2)))
    with pytest.raises(ValueError, match="matrix"):
        data_weights.entropy_weights([[-1, 2], [3, 4]])
    with pytest.raises(ValueError, match="types"):
        multicriteria.minmax(matrix, [1, 0, 1])


def test_critic_turns_costs_round_when_told():
    matrix = [[1.0, 1.0, 3], [2, 2.5, 1], [3, 2.7, 2]]
    opposed = np.array(matrix) * [1, -1, 1]
    assert data_weights.critic_weights(opposed, [1, -1, 1]) == pytest.approx(
        data_weights.critic_weights(matrix)
    )
    assert data_weights.critic_weights(opposed)[0] != pytest.approx(data_weights.critic_weights(matrix)[0])


def test_adding_a_thing_can_reverse_two_others_under_minmax():
    # The reason why priorities are not set this way.
    few = [[10, 0], [0, 8], [4, 4]]
    assert multicriteria.weighted_sum(few, [1, 1]).rank[0] == 1.5
    more = multicriteria.weighted_sum([*few, [100, 0]], [1, 1]).rank
    assert more[0] > more[1]
