"""Ranking: what must hold for any scores and weights, and what hostile input meets."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import criteria, data_weights, drawn_weights, multicriteria, ranking, smaa
from pads_analysis.stats.weight_sensitivity import weight_sensitivity

SETTINGS = settings(max_examples=30, deadline=None)
tenths = st.integers(0, 10).map(lambda v: v / 10)
tables = arrays(float, (5, 3), elements=tenths)
weights3 = arrays(float, 3, elements=st.integers(1, 9).map(float))
TYPES = [1, -1, 1]


def fresh():
    return np.random.default_rng(1)


@SETTINGS
@given(tables, st.booleans())
def test_acceptability_is_a_share_of_draws(scores, doubtful):
    sd = np.full(scores.shape, 0.2) if doubtful else None
    found = smaa.smaa(scores, score_sd=sd, draws=300, rng=fresh())
    assert np.allclose(found.acceptability.sum(axis=0), 1)
    assert np.allclose(found.acceptability.sum(axis=1), 1)
    assert np.allclose(found.winning + found.winning.T, 1 - np.eye(5))
    # A thing's mean rank is one more than the things expected above it.
    assert np.allclose(found.mean_rank, 1 + found.winning.sum(axis=0))
    sure = found.first > 0
    assert np.allclose(found.central_weights[sure].sum(axis=1), 1)
    assert (np.isnan(found.confidence) == ~sure).all()
    # Central weights, weighted by how often each thing is first, are the mean of all weights drawn.
    mean = (found.first[sure, None] * found.central_weights[sure]).sum(axis=0)
    assert mean == pytest.approx(np.full(3, 1 / 3), abs=0.06)


@SETTINGS
@given(tables)
def test_what_is_better_on_everything_is_always_above(scores):
    scores[0] = np.minimum(scores[1:].max(axis=0), 0.9) + 0.05
    assume((scores[0] > scores[1]).all())
    found = smaa.smaa(scores, draws=100, rng=fresh())
    assert found.winning[0, 1] == 1


@SETTINGS
@given(st.integers(1, 6), st.data())
def test_drawn_weights_keep_what_is_agreed(m, data):
    order = data.draw(st.permutations(range(m)))
    low = np.array(data.draw(st.lists(st.floats(0, 0.9 / m), min_size=m, max_size=m)))
    high = np.minimum(1, low + data.draw(st.floats(0.5, 1)))
    ordered = drawn_weights.draw_weights(m, 50, fresh(), order=order)
    bounded = drawn_weights.draw_weights(m, 50, fresh(), low=low, high=high if high.sum() >= 1 else None)
    for w in (ordered, bounded):
        assert np.allclose(w.sum(axis=1), 1)
        assert (w >= -1e-12).all()
    assert (np.diff(ordered[:, list(order)], axis=1) <= 1e-12).all()
    assert (bounded >= low - 1e-8).all()


@SETTINGS
@given(tables, weights3, st.floats(0.01, 100), st.permutations(range(5)))
def test_cross_checks_do_not_depend_on_unit_or_labels(matrix, weights, factor, order):
    order = np.array(order)
    units = np.array([factor, 1, 3])
    for function in (multicriteria.weighted_sum, multicriteria.topsis, multicriteria.promethee_ii):
        one = function(matrix, weights, TYPES)
        assert np.allclose(function(matrix * units + 5, weights * 7, TYPES).score, one.score, atol=1e-9)
        assert np.allclose(function(matrix[order], weights, TYPES).score, one.score[order], atol=1e-12)
        assert one.rank.sum() == pytest.approx(15)
    assert multicriteria.promethee_ii(matrix, weights, TYPES).score.sum() == pytest.approx(0, abs=1e-9)
    scores = multicriteria.weighted_sum(matrix, weights, TYPES).score
    turned = multicriteria.weighted_sum(-matrix, weights, [-1, 1, -1]).score
    assert np.allclose(scores, turned)


@SETTINGS
@given(arrays(float, (5, 3), elements=st.integers(1, 20).map(float)), st.floats(0.01, 100))
def test_weights_from_data_add_up_and_ignore_the_unit(matrix, factor):
    assume((np.ptp(matrix, axis=0) > 0).all())
    units = np.array([factor, 1, 3])
    entropy = data_weights.entropy_weights(matrix)
    assert entropy.sum() == pytest.approx(1)
    assert np.allclose(data_weights.entropy_weights(matrix * units), entropy)
    assume(np.abs(np.corrcoef(matrix.T) - 1).max() > 1e-3)
    critic = data_weights.critic_weights(matrix, TYPES)
    assert critic.sum() == pytest.approx(1)
    assert np.allclose(data_weights.critic_weights(matrix * units, TYPES), critic)


@SETTINGS
@given(tables, weights3, st.integers(1, 4))
def test_the_top_holds_within_its_ranges_and_not_beyond(scores, weights, top):
    found = weight_sensitivity(scores, weights, top)
    w = weights / weights.sum()
    inside, outside = found.top, np.setdiff1d(np.arange(5), found.top)
    assert (found.low <= w + 1e-12).all()
    assert (found.high >= w - 1e-12).all()

    def lead(j, t):
        others = np.delete(w, j)
        totals = scores @ np.insert((1 - t) * others / others.sum(), j, t)
        return totals[inside].min() - totals[outside].max()

    for j in range(3):
        low, high = found.low[j], found.high[j]
        for t in np.linspace(low, high, 5):
            assert lead(j, t) >= -1e-9
        if low > 1e-4:
            assert lead(j, low - 1e-4) < 1e-12
        if high < 1 - 1e-4:
            assert lead(j, high + 1e-4) < 1e-12


@SETTINGS
@given(st.integers(1, 30), st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_judged_weights_add_up_and_fall(n, points):
    centroid = criteria.rank_order_centroid(n)
    assert centroid.sum() == pytest.approx(1)
    assert (np.diff(centroid) < 0).all()
    assume(sum(points) > 0)
    assert criteria.swing_weights(points).sum() == pytest.approx(1)
    assert np.allclose(criteria.swing_weights(np.array(points) * 3.0), criteria.swing_weights(points))


SCORES = [[0.1, 0.9], [0.5, 0.5], [0.9, 0.2]]
CALLS = {
    "weighted_ranks": (
        ranking.weighted_ranks,
        {
            "scores": SCORES,
            "weights": [1, 2],
            "score_sd": [0.1, 0.1],
            "weight_uncertainty": 0.25,
            "draws": 10,
            "rng": fresh(),
            "coverage": 0.9,
            "bounds": (0, 1),
        },
    ),
    "value": (criteria.value, {"x": [1, 2], "anchors": [(0, 0), (1, 1)]}),
    "swing": (criteria.swing_weights, {"points": [1, 2]}),
    "centroid": (criteria.rank_order_centroid, {"n": 3}),
    "draw_weights": (
        drawn_weights.draw_weights,
        {"m": 2, "draws": 5, "rng": fresh(), "order": [0, 1]},
    ),
    "smaa": (
        smaa.smaa,
        {
            "scores": SCORES,
            "score_sd": [[0.1, 0.1]] * 3,
            "bounds": (0, 1),
            "order": [0, 1],
            "low": [0, 0],
            "high": [1, 1],
            "draws": 10,
            "rng": fresh(),
        },
    ),
    "minmax": (multicriteria.minmax, {"matrix": SCORES, "types": [1, -1]}),
    "weighted_sum": (multicriteria.weighted_sum, {"matrix": SCORES, "weights": [1, 2], "types": [1, -1]}),
    "topsis": (multicriteria.topsis, {"matrix": SCORES, "weights": [1, 2], "scaling": "vector"}),
    "promethee": (multicriteria.promethee_ii, {"matrix": SCORES, "weights": [1, 2]}),
    "entropy": (data_weights.entropy_weights, {"matrix": SCORES}),
    "critic": (data_weights.critic_weights, {"matrix": SCORES, "types": [1, -1]}),
    "equal": (criteria.equal_weights, {"m": 3}),
    "sensitivity": (weight_sensitivity, {"scores": SCORES, "weights": [1, 2], "top": 1}),
}
HOSTILE = (
    *(
        None,
        [],
        [[]],
        "abc",
        ["a", "b"],
        np.nan,
        [np.nan],
        [0],
        [-1],
        0,
        -1,
        1.5,
        1e12,
        1e300,
        np.inf,
        -np.inf,
    ),
    *(
        [[1]],
        {},
        object(),
        [[1, 2], [3]],
        pd.NA,
        pd.Series([1, None], dtype="Int64"),
        [None, 1],
        [[np.inf] * 2] * 3,
    ),
    *(
        [[1e300] * 2] * 3,
        [[1e-300, 1e300]] * 3,
        [[0, 0]] * 3,
        [[-1, 2]] * 3,
        [1e300, 1],
        [5e-324, 0],
        [np.nan, 1],
    ),
)


@pytest.mark.parametrize(
    ("call", "name"), [(call, name) for call, (_, given) in CALLS.items() for name in given]
)
def test_hostile_input_is_answered_or_refused_by_name(call, name):
    function, given = CALLS[call]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for value in HOSTILE:
            try:
                str(function(**{**given, name: value}))
            except ValueError as error:
                # Tables of one column do not fit the other arguments, which are then named.
                assert name in str(error) or np.ndim(value) == 2, f"{value!r}: {error}"
