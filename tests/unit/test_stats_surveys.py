"""Survey estimates against textbook formulas, a delete-one-unit jackknife and other packages' intervals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from pads_analysis.stats import design_effects, survey_design, survey_groups, survey_tests, surveys
from pads_analysis.stats.proportion_intervals import METHODS, proportion_interval

Y = np.array([3.0, 8, 5, 1, 9, 4, 7, 2, 6, 10, 12, 3])
STRATA = np.repeat(["north", "south"], 6)
CLUSTERS = np.array([1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 2, 3])
WEIGHTS = np.array([2.0, 2, 3, 3, 1, 1, 4, 4, 2, 2, 5, 5])


def complex_design():
    return survey_design.survey_design(WEIGHTS, STRATA, CLUSTERS)


def test_simple_random_sample_is_the_textbook():
    found = surveys.mean(Y, survey_design.survey_design(size=12))
    assert found.estimate == pytest.approx(Y.mean())
    assert found.se == pytest.approx(Y.std(ddof=1) / np.sqrt(12))
    low, high = stats.t.interval(0.95, 11, Y.mean(), found.se)
    assert [found.ci_low, found.ci_high, found.df, found.n] == pytest.approx([low, high, 11, 12])
    assert found.design_effect == pytest.approx(1)


def test_small_populations_are_known_better():
    all_units = surveys.mean(Y, survey_design.survey_design(size=12))
    some = surveys.mean(Y, survey_design.survey_design(fpc=[48] * 12))
    assert some.se == pytest.approx(all_units.se * np.sqrt(1 - 12 / 48))
    assert some.se == pytest.approx(surveys.mean(Y, survey_design.survey_design(fpc=[0.25] * 12)).se)
    assert surveys.total(Y, survey_design.survey_design(fpc=[48] * 12)).estimate == pytest.approx(4 * Y.sum())


def test_a_census_has_no_uncertainty():
    found = surveys.proportion(Y > 5, survey_design.survey_design(fpc=[12] * 12))
    assert found.se == 0
    assert found.ci_low == found.ci_high == found.estimate == np.mean(Y > 5)
    assert found.method == "census"


def test_stratified_mean_is_the_textbook():
    fpc = np.where(STRATA == "north", 60, 30)
    found = surveys.mean(Y, survey_design.survey_design(strata=STRATA, fpc=fpc))
    share, first, second = np.array([60, 30]) / 90, Y[:6], Y[6:]
    variance = [(1 - f) * s.var(ddof=1) / 6 for f, s in ((0.1, first), (0.2, second))]
    assert found.estimate == pytest.approx(share @ [first.mean(), second.mean()])
    assert found.se == pytest.approx(np.sqrt(share**2 @ variance))
    assert found.df == 10


def test_variance_of_a_total_is_that_of_the_jackknife():
    """For a total, leaving out one unit at a time and scaling up the rest of its stratum gives the same variance."""
    found = surveys.total(Y, complex_design())
    variance = 0.0
    for stratum in ("north", "south"):
        for cluster in (1, 2, 3):
            weights = WEIGHTS.copy()
            inside = stratum == STRATA
            weights[inside & (cluster == CLUSTERS)] = 0
            weights[inside & (cluster != CLUSTERS)] *= 3 / 2
            variance += 2 / 3 * (weights @ Y - found.estimate) ** 2
    assert found.estimate == WEIGHTS @ Y
    assert found.se == pytest.approx(np.sqrt(variance))
    assert found.df == 4


def test_the_same_label_in_two_strata_is_two_clusters():
    assert survey_design.degrees_of_freedom(complex_design()) == 6 - 2
    assert survey_design.degrees_of_freedom(survey_design.survey_design(clusters=CLUSTERS)) == 3 - 1


def test_a_domain_keeps_the_whole_design():
    domain = np.array([True, False] * 6)
    design = complex_design()
    found = surveys.mean(Y, design, domain)
    w = WEIGHTS * domain
    z = w * (Y - w @ Y / w.sum()) / w.sum()
    sums = np.array(
        [[z[(h == STRATA) & (c == CLUSTERS)].sum() for c in (1, 2, 3)] for h in ("north", "south")]
    )
    assert found.estimate == pytest.approx(w @ Y / w.sum())
    assert found.se == pytest.approx(np.sqrt(3 / 2 * ((sums - sums.mean(1, keepdims=True)) ** 2).sum()))
    # Rows thrown away first would lose the third cluster of the south, and with it part of the variance.
    rows = survey_design.survey_design(
        WEIGHTS[domain], STRATA[domain], CLUSTERS[domain], single_unit="centre"
    )
    assert surveys.mean(Y[domain], rows).se != pytest.approx(found.se)


def test_missing_answers_are_left_out_by_domain_only():
    y = np.where(Y == 4, np.nan, Y)
    with pytest.raises(ValueError, match="y holds a missing"):
        surveys.mean(y, complex_design())
    answered = ~np.isnan(y)
    found = surveys.mean(y, complex_design(), answered)
    assert found.n == 11
    assert found.estimate == pytest.approx((WEIGHTS * answered) @ Y / (WEIGHTS * answered).sum())


def test_a_stratum_of_one_unit():
    strata, clusters = ["a", "a", "a", "b"], [1, 2, 3, 4]
    with pytest.raises(ValueError, match="strata holds 1 of a single unit"):
        survey_design.survey_design(strata=strata, clusters=clusters)
    design = survey_design.survey_design(strata=strata, clusters=clusters, single_unit="centre")
    found = surveys.total([1, 2, 3, 6], design)
    assert found.se == pytest.approx(np.sqrt(3 / 2 * 2 + (6 - 3) ** 2))
    # A unit that was certain to be taken adds nothing.
    certain = survey_design.survey_design(strata=strata, fpc=[0.5, 0.5, 0.5, 1])
    assert surveys.total([1, 2, 3, 6], certain).se == pytest.approx(np.sqrt(0.5 * 3 / 2 * 2 * 4))


@pytest.mark.parametrize(("method", "other"), [("beta", "beta"), ("wilson", "wilson")])
def test_intervals_of_a_simple_sample_are_the_usual_ones(method, other):
    y = np.arange(40) < 7
    found = surveys.proportion(y, survey_design.survey_design(size=40), method=method)
    # se² = p (1 - p) / (n - 1), so that the effective size is n - 1.
    low, high = proportion_confint(7 / 40 * 39, 39, method=other)
    assert [found.ci_low, found.ci_high] == pytest.approx([low, high])


def test_likelihood_interval_is_where_the_deviance_says():
    p, size, n = 0.3, 50.0, 81
    found = proportion_interval(p, size, n, 20, method="likelihood")
    for q in (found.low, found.high):
        deviance = 2 * n * (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q)))
        assert deviance / (n / size * n / (n - 1)) == pytest.approx(stats.t.isf(0.025, 20) ** 2)


@pytest.mark.parametrize("method", ["auto", *METHODS])
def test_none_of_the_sample_is_not_nobody_at_all(method):
    found = surveys.proportion(np.zeros(50), survey_design.survey_design(size=50), method=method)
    assert found.method == "beta"
    assert found.ci_low == 0
    assert found.ci_high == pytest.approx(1 - 0.025 ** (1 / 50))
    everyone = surveys.proportion(np.ones(50), survey_design.survey_design(size=50), method=method)
    assert [everyone.ci_low, everyone.ci_high] == pytest.approx([0.025 ** (1 / 50), 1])


def test_unequal_weights_count_against_a_sample_without_any():
    found = surveys.proportion(np.zeros(4), survey_design.survey_design([1, 1, 1, 5]))
    assert found.design_effect == pytest.approx(4 * 28 / 64)
    # The effective size is 4 / 1.75.
    assert found.ci_high == pytest.approx(1 - 0.025 ** (1.75 / 4))


def test_rare_answers_take_the_exact_interval_of_their_own_accord():
    design = survey_design.survey_design(size=200)
    assert surveys.proportion(np.arange(200) < 4, design).method == "beta"
    assert surveys.proportion(np.arange(200) < 40, design).method == "logit"


def test_groups_and_their_base_rules():
    group = np.repeat([10, 9], [400, 20])
    y = np.concatenate([np.arange(400) % 2, np.arange(20) % 2])
    found = survey_groups.group_proportions(y, survey_design.survey_design(size=420), group)
    assert found.group.tolist() == ["9", "10"]
    assert found.n.tolist() == [20, 400]
    assert found.withheld.tolist() == ["fewer than 30 answers", ""]
    assert found.proportion == pytest.approx([0.5, 0.5])


def test_withheld_for_either_reason():
    found = survey_groups.withheld(
        [29, 30, 500, 500, 40], [0.1, 0.3, 0.3, 0.29, np.nan], [0.2, 0.4, 0.5, 0.5, np.nan]
    )
    wide = "interval wider than ±10 points"
    assert found.tolist() == ["fewer than 30 answers", "", "", wide, wide]


def test_a_domain_of_one_unit_has_no_interval():
    domain = (STRATA == "north") & (CLUSTERS == 1)
    for found in (
        surveys.mean(Y, complex_design(), domain),
        surveys.proportion(Y > 5, complex_design(), domain),
    ):
        assert found.df == 0
        assert np.isnan([found.ci_low, found.ci_high]).all()


def test_rao_scott_of_a_simple_sample_is_pearsons_test():
    rng = np.random.default_rng(8)
    rows, columns = rng.integers(0, 3, 300), rng.integers(0, 4, 300)
    found = survey_tests.rao_scott(rows, columns, survey_design.survey_design(size=300))
    table = np.histogram2d(rows, columns, bins=[3, 4])[0]
    pearson = stats.chi2_contingency(table, correction=False)
    assert found.chi2 == pytest.approx(pearson.statistic)
    assert found.ndf == pytest.approx(6)
    assert found.ddf == pytest.approx(6 * 299)
    # Every generalised design effect is n / (n - 1).
    assert found.statistic == pytest.approx(pearson.statistic * 299 / 300 / 6)


def test_answers_repeated_in_clusters_are_not_new_evidence():
    rng = np.random.default_rng(8)
    rows, columns = rng.integers(0, 2, 80), rng.integers(0, 3, 80)
    once = survey_tests.rao_scott(rows, columns, survey_design.survey_design(size=80))
    cluster = np.repeat(np.arange(80), 5)
    five = survey_tests.rao_scott(
        rows.repeat(5), columns.repeat(5), survey_design.survey_design(clusters=cluster)
    )
    assert five.chi2 == pytest.approx(5 * once.chi2)
    assert [five.statistic, five.p] == pytest.approx([once.statistic, once.p])


def test_design_effects_by_hand():
    # Five answers alike in each cluster: the effective number is that of the clusters.
    y = np.arange(20.0) ** 2
    design = survey_design.survey_design(clusters=np.repeat(np.arange(20), 5))
    assert design_effects.design_effect(y.repeat(5), design) == pytest.approx(99 / 19)
    weighted = survey_design.survey_design(np.full(100, 3.0), clusters=np.repeat(np.arange(20), 5))
    assert design_effects.design_effect(y.repeat(5), weighted, finite=True) == pytest.approx(
        99 / 19 * 300 / 200
    )
    assert design_effects.kish_design_effect([2, 2, 2]) == 1


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: survey_design.survey_design(), "size"),
        (lambda: survey_design.survey_design(size=2.5), "size"),
        (lambda: survey_design.survey_design(weights=[]), "weights"),
        (lambda: survey_design.survey_design(weights="abc"), "weights"),
        (lambda: survey_design.survey_design(weights=[0, 0]), "weights"),
        (lambda: survey_design.survey_design(weights=[1, -1]), "weights"),
        (lambda: survey_design.survey_design(weights=[1, 2], strata=["a"]), "strata"),
        (lambda: survey_design.survey_design(strata=["a", None, "a"]), "strata"),
        (lambda: survey_design.survey_design(clusters=[[1, 2], [3]]), "clusters"),
        (lambda: survey_design.survey_design(clusters=[1, 1, 1]), "single unit"),
        (lambda: survey_design.survey_design(clusters=[1, 1], single_unit="centre"), "clusters"),
        (lambda: survey_design.survey_design(fpc=[10, 11]), "fpc"),
        (lambda: survey_design.survey_design(fpc=[2, 2, 2]), "fpc"),
        (lambda: survey_design.survey_design(size=3, single_unit="drop"), "single_unit"),
        (lambda: surveys.mean([1, 2], survey_design.survey_design(size=3)), "y has"),
        (lambda: surveys.mean(["a"] * 3, survey_design.survey_design(size=3)), "y must"),
        (lambda: surveys.mean([1, 2, 3], survey_design.survey_design(size=3), [0, 0, 0]), "domain"),
        (lambda: surveys.mean([1, 2, 3], survey_design.survey_design(size=3), [0, 1]), "domain"),
        (lambda: surveys.mean([1, 2, 3], survey_design.survey_design(size=3), [0, 1, 5]), "domain"),
        (lambda: surveys.proportion([0, 1, 2], survey_design.survey_design(size=3)), "y must"),
        (lambda: surveys.proportion([0, 1], survey_design.survey_design(size=2), method="exact"), "method"),
        (
            lambda: survey_groups.group_proportions([0, 1], survey_design.survey_design(size=2), ["a"]),
            "group",
        ),
        (lambda: survey_groups.withheld([1], [0, 1], [0, 1]), "ci_low"),
        (lambda: survey_tests.rao_scott([1, 1], [1, 2], survey_design.survey_design(size=2)), "rows"),
        (lambda: design_effects.design_effect([1, 1], survey_design.survey_design(size=2)), "y is the same"),
        (
            lambda: design_effects.design_effect([1, 2], survey_design.survey_design(size=2), finite=True),
            "finite",
        ),
        (lambda: proportion_interval(0.0, 10, 20, 19), "p of 0"),
        (lambda: proportion_interval(1.5, 10, 20, 19), "p is above"),
        (lambda: proportion_interval(0.5, 0, 20, 19), "effective"),
        (lambda: proportion_interval(0.5, 10, 1, 19), "n is below"),
        (lambda: proportion_interval(0.5, 10, 20, 0), "df"),
    ],
)
def test_wrong_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()
