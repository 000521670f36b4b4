"""Survey estimates against a plain reckoning, row by row, of every design together; hostile arguments."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pads_analysis.stats import (
    design_effects,
    proportion_intervals,
    survey_design,
    survey_groups,
    survey_tests,
    surveys,
)


def _sample(seed=1):
    """Forty clusters in four strata, two to six answers each, weights and shares by stratum."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(40), rng.integers(2, 7, 40))
    stratum = cluster // 10
    fpc = np.array([30, 50, 80, 200])[stratum]
    y = rng.random(len(cluster)) < np.clip(0.4 + rng.normal(0, 0.2, 40)[cluster], 0.05, 0.95)
    group = np.array(["a", "b", "c"])[rng.integers(0, 3, len(cluster))]
    return cluster, stratum, fpc, rng.uniform(1, 5, len(cluster)), y, group


def _by_hand(y, w, stratum, cluster, fpc, inside):
    people = (w * inside).sum()
    p = (w * inside * y).sum() / people
    z, variance = w * inside * (y - p) / people, 0.0
    for h in np.unique(stratum):
        sums = np.array([z[(stratum == h) & (cluster == c)].sum() for c in np.unique(cluster[stratum == h])])
        n, share = len(sums), 0.0 if fpc is None else len(sums) / fpc[stratum == h][0]
        variance += (1 - share) * n / (n - 1) * ((sums - sums.mean()) ** 2).sum()
    units = len(np.unique(cluster[inside])) - len(np.unique(stratum[inside]))
    return p, np.sqrt(variance), units


@pytest.mark.parametrize("finite", [True, False])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_proportions_and_all_their_intervals(finite, confidence):
    cluster, stratum, fpc, w, y, group = _sample()
    fpc = fpc if finite else None
    design = survey_design.survey_design(w, stratum, cluster, fpc)
    inside = group != "c"
    p, se, df = _by_hand(y, w, stratum, cluster, fpc, inside)
    t, n = stats.t.isf((1 - confidence) / 2, df), inside.sum()
    odds, root = np.log(p / (1 - p)), np.arcsin(np.sqrt(p))
    size = p * (1 - p) / se**2 * (stats.t.isf((1 - confidence) / 2, n - 1) / t) ** 2
    half = (1 - confidence) / 2
    wanted = {
        "mean": (p - t * se, p + t * se),
        "logit": tuple(1 / (1 + np.exp(-(odds + s * t * se / (p * (1 - p))))) for s in (-1, 1)),
        "asin": tuple(np.sin(root + s * t * se / 2 / np.sqrt(p * (1 - p))) ** 2 for s in (-1, 1)),
        "beta": (
            stats.beta.ppf(half, size * p, size * (1 - p) + 1),
            stats.beta.isf(half, size * p + 1, size * (1 - p)),
        ),
    }
    for method, limits in wanted.items():
        found = surveys.proportion(y, design, inside, confidence, method)
        assert (found.estimate, found.se, found.df) == pytest.approx((p, se, df))
        assert (found.ci_low, found.ci_high) == pytest.approx(limits, rel=1e-9)
        assert found.ci_low < p < found.ci_high


def test_groups_and_a_question_against_a_group_whichever_way_round():
    cluster, stratum, fpc, w, y, group = _sample(2)
    design = survey_design.survey_design(w, stratum, cluster, fpc)
    found = survey_groups.group_proportions(y, design, group)
    for i, name in enumerate("abc"):
        p, se, _ = _by_hand(y, w, stratum, cluster, fpc, group == name)
        assert (found.proportion[i], found.se[i]) == pytest.approx((p, se))
    one, two = survey_tests.rao_scott(y, group, design), survey_tests.rao_scott(group, ~y, design)
    assert (one.statistic, one.ndf, one.p) == pytest.approx((two.statistic, two.ndf, two.p))
    assert 1 <= one.ndf <= 2


def test_rao_scott_rejects_as_often_as_it_says():
    # Clusters of alike answers and no link between the questions: Pearson's test would reject about one in three.
    rng = np.random.default_rng(7)
    p = []
    for _ in range(300):
        cluster = np.repeat(np.arange(30), 8)
        rows = rng.random(240) < rng.beta(2, 2, 30)[cluster]
        columns = rng.random(240) < rng.beta(2, 2, 30)[cluster]
        p.append(survey_tests.rao_scott(rows, columns, survey_design.survey_design(clusters=cluster)).p)
    assert 0.02 <= np.mean(np.array(p) < 0.05) <= 0.09


DESIGN = survey_design.survey_design(size=4)
Y = [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda v: surveys.mean(Y, v), "design"),
        (lambda v: surveys.total(Y, v), "design"),
        (lambda v: surveys.proportion(Y, v), "design"),
        (lambda v: survey_groups.group_proportions(Y, v, Y), "design"),
        (lambda v: survey_tests.rao_scott(Y, [0, 0, 1, 1], v), "design"),
        (lambda v: design_effects.design_effect(Y, v), "design"),
        (lambda v: design_effects.design_effect(Y, DESIGN, finite=v), "finite"),
        (lambda v: surveys.proportion(Y, DESIGN, method=v), "method"),
        (lambda v: proportion_intervals.proportion_interval(0.3, 50, 60, 55, method=v), "method"),
        (lambda v: survey_design.survey_design(size=4, single_unit=v), "single_unit"),
    ],
)
@pytest.mark.parametrize("value", [None, [], {}, pd.NA, np.ones(2), "other"], ids=repr)
def test_hostile_arguments_are_refused_by_name(call, name, value):
    with pytest.raises(ValueError, match=name):
        call(value)
