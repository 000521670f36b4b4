"""Surveys: what must hold for any sample, and wrong input refused."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import design_effects, survey_design, survey_groups, survey_tests, surveys
from pads_analysis.stats.proportion_intervals import METHODS

SETTINGS = settings(max_examples=30, deadline=None)
N = 24
STRATA = np.repeat(["a", "b"], N // 2)
CLUSTERS = np.tile(np.repeat([1, 2, 3, 4], 3), 2)
answers = arrays(np.float64, N, elements=st.floats(-1000, 1000).map(lambda v: round(v, 3)))
votes = arrays(np.bool_, N)
weights = arrays(np.float64, N, elements=st.floats(0.5, 50))
levels = st.floats(0.5, 0.999)
orders = st.permutations(range(N)).map(np.array)


def design(w, order=slice(None)):
    return survey_design.survey_design(w[order], STRATA[order], CLUSTERS[order])


@SETTINGS
@given(answers, weights, levels, orders, st.floats(0.1, 100), st.floats(0.1, 100), st.floats(-50, 50))
def test_means_and_totals_follow_order_and_unit(y, w, level, order, scale, unit, shift):
    one, other = (
        surveys.mean(y, design(w), None, level),
        surveys.mean(y[order] * unit + shift, design(scale * w, order), None, level),
    )
    assert one.ci_low <= one.estimate <= one.ci_high
    assert other.estimate == pytest.approx(unit * one.estimate + shift, abs=1e-6)
    assert other.se == pytest.approx(unit * one.se, abs=1e-6)
    total, larger = surveys.total(y, design(w)), surveys.total(y, design(scale * w))
    assert [larger.estimate, larger.se] == pytest.approx([scale * total.estimate, scale * total.se], abs=1e-6)
    assert total.estimate == pytest.approx(one.estimate * w.sum(), abs=1e-6)


@SETTINGS
@given(votes, weights, levels, st.sampled_from(["auto", *METHODS]))
def test_proportions_lie_in_their_interval_and_turn_round(y, w, level, method):
    found = surveys.proportion(y, design(w), None, level, method)
    back = surveys.proportion(~y, design(w), None, level, method)
    assert found.ci_low <= found.estimate + 1e-12
    assert found.estimate <= found.ci_high + 1e-12
    assert back.method == found.method
    assert [back.estimate, back.ci_low, back.ci_high] == pytest.approx(
        [1 - found.estimate, 1 - found.ci_high, 1 - found.ci_low], abs=1e-8
    )
    if method != "mean":
        assert found.ci_low >= 0
        assert found.ci_high <= 1


@SETTINGS
@given(votes, weights, arrays(np.int64, N, elements=st.integers(0, 3)))
def test_groups_add_up_to_the_whole(y, w, group):
    drawn = design(w)
    found = survey_groups.group_proportions(y, drawn, group)
    size = [w[group == int(g)].sum() for g in found.group]
    assert np.average(found.proportion, weights=size) == pytest.approx(surveys.proportion(y, drawn).estimate)
    assert found.n.sum() == N
    whole = surveys.mean(y, drawn, np.ones(N))
    assert whole == surveys.mean(y, drawn)


@SETTINGS
@given(arrays(np.int64, N, elements=st.integers(0, 2)), votes, weights, orders, st.floats(0.1, 100))
def test_independence_test_follows_order_and_unit_and_turns_round(rows, columns, w, order, scale):
    if len(np.unique(rows)) < 2 or len(np.unique(columns)) < 2:
        return
    try:
        one = survey_tests.rao_scott(rows, columns, design(w))
    except ValueError as error:
        assert "empty cells" in str(error) or "no variance" in str(error)
        return
    other = survey_tests.rao_scott(columns[order], rows[order], design(scale * w, order))
    assert [one.statistic, one.ndf, one.ddf, one.p] == pytest.approx(
        [other.statistic, other.ndf, other.ddf, other.p], rel=1e-6, abs=1e-9
    )
    assert 0 <= one.p <= 1
    assert 0 < one.ndf <= (len(np.unique(rows)) - 1) * (len(np.unique(columns)) - 1) + 1e-9


@SETTINGS
@given(weights, st.floats(0.1, 100))
def test_kish_effect(w, scale):
    found = design_effects.kish_design_effect(w)
    assert 1 - 1e-12 <= found <= N
    assert design_effects.kish_design_effect(scale * w) == pytest.approx(found)


BAD = {
    "empty": [],
    "missing": [np.nan, *range(N - 1)],
    "none": None,
    "infinite": [np.inf, *range(N - 1)],
    "words": ["a"] * N,
    "nullable": pd.Series([None, *range(N - 1)], dtype="Int64"),
    "ragged": [[1], [2, 3]],
    "two dimensions": np.ones((N, 2)),
    "short": [0, 1],
}
DRAWN = design(np.arange(1.0, N + 1))
CALLS = {
    "mean": lambda v: surveys.mean(v, DRAWN),
    "total": lambda v: surveys.total(v, DRAWN),
    "proportion": lambda v: surveys.proportion(v, DRAWN),
    "domain": lambda v: surveys.mean(np.arange(N), DRAWN, v),
    "weights": lambda v: survey_design.survey_design(v, STRATA, CLUSTERS),
    "fpc": lambda v: survey_design.survey_design(np.ones(N), STRATA, CLUSTERS, v),
    "design_effect": lambda v: design_effects.design_effect(v, DRAWN),
    "kish_design_effect": design_effects.kish_design_effect,
}


@pytest.mark.parametrize("bad", BAD, ids=list(BAD))
@pytest.mark.parametrize("name", CALLS)
def test_hostile_input_is_refused_without_a_warning(name, bad):
    if (name, bad) in (
        ("domain", "none"),
        ("weights", "none"),
        ("fpc", "none"),
        ("kish_design_effect", "short"),
    ):
        return  # not given, which is allowed, or of a length that suits
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"[a-z_]+ (holds|must|is|has|are|hold)"):
            CALLS[name](BAD[bad])


@pytest.mark.parametrize("as_type", [list, tuple, pd.Series, lambda v: pd.Series(v).convert_dtypes()])
def test_lists_series_and_nullable_columns_give_one_answer(as_type):
    y, w = np.arange(N) % 3 == 0, np.arange(1.0, N + 1)
    drawn = survey_design.survey_design(as_type(w), as_type(STRATA), as_type(CLUSTERS))
    assert surveys.proportion(as_type(y), drawn) == surveys.proportion(y, DRAWN)
    assert (
        survey_tests.rao_scott(as_type(y), as_type(STRATA), drawn).p
        == survey_tests.rao_scott(y, STRATA, DRAWN).p
    )


def test_huge_answers_and_weights():
    y = np.arange(N) * 1e12
    drawn = design(np.full(N, 1e12))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert surveys.mean(y, drawn).se == pytest.approx(
            1e12 * surveys.mean(np.arange(N), design(np.ones(N))).se
        )
        assert surveys.total(y, drawn).estimate == pytest.approx(1e24 * N * (N - 1) / 2)
