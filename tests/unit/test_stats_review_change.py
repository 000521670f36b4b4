"""Change, charts, outbreaks and change points: exactness by other means, and hostile arguments."""

from __future__ import annotations

import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats import rates as other

from pads_analysis.stats import (
    attribute_charts,
    change_points,
    chart_rules,
    common_steps,
    control_charts,
    month_ratios,
    outbreaks,
    rate_ratios,
    ratio_tests,
    seasonal_adjustment,
    surveillance,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))

from adapter import run

WORDS = [[], {}, pd.NA, np.ones(2), "other"]
MONTHS = np.array([20.0, 24, 18, 22, 25, 19, 21, 23, 20, 18, 22, 24] * 7)


@pytest.mark.parametrize("alternative", ["two-sided", "larger", "smaller"])
@pytest.mark.parametrize("null", [0.5, 1.5, 4.0])
def test_every_test_of_a_ratio_other_than_one_is_that_of_statsmodels(null, alternative):
    found = ratio_tests.ratio_tests(41, 28010, 15, 19017, null, alternative)
    for ours, theirs in [("wald", "wald"), ("score", "score"), ("sqrt", "sqrt"), ("e_test", "etest")]:
        wanted = other.test_poisson_2indep(41, 28010, 15, 19017, null, method=theirs, alternative=alternative)
        assert getattr(found, ours) == pytest.approx(wanted.pvalue, rel=1e-6, abs=1e-12)


def test_the_e_test_of_a_ratio_by_adding_up_every_pair():
    null, r = 1.5, 1.5 * 2.0 / 0.7
    rate = (9 + 2) / 0.7 / (1 + r)
    y = np.arange(120)
    y1, y0 = y[:, None], y[None, :]
    with np.errstate(invalid="ignore"):
        each = (y1 - y0 * r) / np.sqrt((y1 + y0) * r)
    beyond = each >= (9 - 2 * r) / np.sqrt(11 * r) - 1e-9
    p = (stats.poisson.pmf(y1, 2.0 * null * rate) * stats.poisson.pmf(y0, 0.7 * rate) * beyond).sum()
    assert ratio_tests.ratio_tests(9, 2.0, 2, 0.7, null, "larger").e_test == pytest.approx(p, rel=1e-8)


# Made by the authors' own programme, as scipy keeps it: the paper's form, of unpooled variance.
@pytest.mark.parametrize(
    ("given", "p"),
    [
        ((3, 100, 20, 300, 0, "two-sided"), 0.12202725450896404),
        ((50, 15, 1, 1, 0.05, "two-sided"), 0.09920321053409643),
        ((4, 20, 3, 100, 0, "greater"), 0.008053640402974236),
        ((4, 20, 3, 10, 0, "less"), 0.3083216325432898),
    ],
)
def test_the_door_to_the_e_test_of_the_paper(given, p):
    names = ("count1", "exposure1", "count2", "exposure2", "null_difference", "alternative")
    found = run("e_test_two_poisson_means", dict(zip(names, given, strict=True)))
    assert found["p_value"] == pytest.approx(p, abs=1e-6)


def test_p_and_interval_agree_and_hold_the_ratio():
    rng = np.random.default_rng(3)
    k1, k0 = rng.integers(0, 40, (2, 400))
    t1, t0 = rng.uniform(0.1, 10, (2, 400))
    for call in (rate_ratios.wald_ratio, rate_ratios.score_ratio):
        found = call(k1, t1, k0, t0, 0.9)
        assert np.array_equal((found.ci_low > 1) | (found.ci_high < 1), found.p < 0.1)
        known = ~np.isnan(found.ratio)
        assert (found.ci_low <= found.ratio)[known].all()
        assert (found.ratio <= found.ci_high)[known].all()
    exact = rate_ratios.conditional_exact(k1, t1, k0, t0, 2.0, 0.9)
    assert np.array_equal((exact.ci_low > 2) | (exact.ci_high < 2), exact.p_central < 0.1)


def _cheapest(x, cost, price, least):
    """Every partition, priced from the definition; the price of one more segment included."""
    n, best = len(x), (np.inf, None)
    for parts in range(n // least):
        for ends in combinations(range(least, n - least + 1), parts):
            edges = np.array([0, *ends, n])
            if (np.diff(edges) < least).any():
                continue
            pieces = [x[a:b] for a, b in pairwise(edges)]
            best = min(best, (sum(cost(p) for p in pieces) + price * parts, edges[1:].tolist()))
    return best


COSTS = {
    "mean": lambda p: ((p - p.mean()) ** 2).sum(),
    "mean and variance": lambda p: len(p) * (np.log(2 * np.pi * max(p.var(), 1e-11)) + 1),
    "poisson": lambda p: 2 * p.sum() * np.log(len(p) / p.sum()) if p.sum() else 0.0,
}


@pytest.mark.parametrize("cost", list(COSTS))
@pytest.mark.parametrize("price", [1.0, 3.0])
def test_no_partition_is_cheaper_whatever_the_price(cost, price):
    rng = np.random.default_rng(11)
    for _ in range(12):
        y = rng.poisson(np.repeat(rng.uniform(3, 20, 3), 5)).astype(float)
        found = change_points.segments(y, price, min_size=3, cost=cost)
        scaled = y if cost == "poisson" else y / found.scale
        wanted, _ = _cheapest(scaled, COSTS[cost], price, 3)
        pieces = [scaled[a : b + 1] for a, b in zip(found.first, found.last, strict=True)]
        paid = sum(COSTS[cost](p) for p in pieces) + price * (len(pieces) - 1)
        assert paid == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("level", [1e3, 1e7, 1e9, 1e12])
def test_counts_that_never_vary_are_expected_as_they_are(level):
    found = outbreaks.exceedance(np.full(84, level), at=[72, 83])
    assert found.expected == pytest.approx([level, level])
    assert not found.alarm.any()


@pytest.mark.parametrize("threshold", ["nb plugin", "muan", "delta"])
def test_nothing_ever_counted_has_a_bound_of_nothing(threshold):
    found = outbreaks.exceedance(np.zeros(84), at=[80], threshold=threshold)
    assert found.upper[0] == pytest.approx(0, abs=0.1)
    assert not found.alarm[0]


def test_no_point_to_look_at_is_refused():
    for call in (outbreaks.exceedance, outbreaks.exceedance_1996):
        with pytest.raises(ValueError, match="at"):
            call(MONTHS, at=[])


def test_a_single_huge_month_leaves_an_interval_without_an_upper_end():
    found = month_ratios.quasi_poisson([3.0, 5, 1e12], [4.0, 5, 7])
    assert found.ci_high == np.inf
    assert found.ci_low < found.ratio


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda v: ratio_tests.e_test(3, 1, 4, 1, variance=v), "variance"),
        (lambda v: ratio_tests.ratio_tests(3, 1, 4, 1, alternative=v), "alternative"),
        (lambda v: surveillance.ears(MONTHS, v), "method"),
        (lambda v: surveillance.ears(MONTHS, form=v), "form"),
        (lambda v: change_points.segments(MONTHS, cost=v), "cost"),
        (lambda v: outbreaks.exceedance(MONTHS, [80], threshold=v), "threshold"),
        (lambda v: outbreaks.exceedance(MONTHS, [80], trend=v), "trend"),
        (lambda v: outbreaks.exceedance_1996(MONTHS, [80], reweight=v), "reweight"),
        (lambda v: attribute_charts.u_chart(MONTHS, 50, laney=v), "laney"),
        (lambda v: attribute_charts.p_chart(MONTHS, 50, screen=v), "screen"),
        (lambda v: seasonal_adjustment.stl(MONTHS, robust=v), "robust"),
        (lambda v: seasonal_adjustment.stl(MONTHS, window=1e12 if isinstance(v, list) else v), "window"),
        (lambda v: chart_rules.RuleSet(two_of_three=v), "two_of_three"),
        (lambda v: control_charts.individuals_chart(MONTHS, rules=v), "rules"),
        (lambda v: control_charts.point_types(v, "increase"), "chart"),
        (lambda v: control_charts.point_types(control_charts.individuals_chart(MONTHS), v), "improvement"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), rng=v), "rng"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), share=v), "share"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), min_ratio=v), "min_ratio"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), alpha=v), "alpha"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), min_size=v), "min_size"),
        (lambda v: common_steps.common_step(np.ones((4, 30)), np.ones((4, 30)), draws=v), "draws"),
        (lambda v: common_steps.can_be_tested(np.ones((4, 30)), np.ones((4, 30)), v), "min_mean"),
    ],
)
@pytest.mark.parametrize("value", WORDS, ids=repr)
def test_hostile_arguments_are_refused_by_name(call, name, value):
    with pytest.raises(ValueError, match=name):
        call(value)


def test_the_door_leaves_points_out_of_an_individuals_chart_and_still_draws_them():
    y = [10, 12, 11, 40, 12, 10, 11, 13, 12, 10]
    found = run("i_chart", {"y": y, "exclude_1based": [4]})
    kept = y[:3] + y[4:]
    assert found["cl"] == pytest.approx(np.mean(kept))
    assert found["ucl"] == pytest.approx(np.mean(kept) + 3 / 1.128 * np.abs(np.diff(kept)).mean())
    assert found["sigma_signal"] == [i == 3 for i in range(10)]


def test_the_door_to_the_cusum_reads_of_which_values_the_mean_is():
    given = {"y": MONTHS.tolist(), "range_1based": [61, 84]}
    assert run("cusum_rossi_poisson", given | {"m": "mean of y[1:24]"})["m"] == MONTHS[:24].mean()
    assert run("cusum_rossi_poisson", given | {"m": 19.5})["m"] == 19.5
    assert run("cusum_rossi_poisson", given)["m"] == MONTHS[:60].mean()
