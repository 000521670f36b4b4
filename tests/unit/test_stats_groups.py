"""Rates of groups of areas and spread beyond chance, against hand-made numbers and statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from pads_analysis.stats.change import compare_many
from pads_analysis.stats.estimates import RatioEstimate
from pads_analysis.stats.group_rates import group_rates
from pads_analysis.stats.overdispersion import allow_overdispersion, winsorised_dispersion


def test_rates_by_hand():
    found = group_rates([10, 30, 5, 15], [1000, 1000, 500, 1500], ["b", "b", "a", "a"], per=1000)
    assert found.group.tolist() == ["a", "b"]
    assert found.size.tolist() == [2, 2]
    assert found.count.tolist() == [20, 40]
    assert found.rate.tolist() == [10.0, 20.0]
    assert found.ratio == 0.5
    # Expected 5 and 15 in a (as seen), 20 and 20 in b against 10 and 30: chi-square 5 + 5 on two degrees.
    assert found.dispersion == pytest.approx(5.0)
    half = stats.t.ppf(0.975, 2) * math.sqrt(5 / 20)
    assert found.ci_low[0] == pytest.approx(10 * math.exp(-half))
    assert found.ci_high[0] == pytest.approx(10 * math.exp(half))
    half = stats.t.ppf(0.975, 2) * math.sqrt(5 / 20 + 5 / 40)
    assert (found.ratio_low, found.ratio_high) == pytest.approx((0.5 * math.exp(-half), 0.5 * math.exp(half)))


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_equal_to_a_quasi_poisson_model(confidence):
    rng = np.random.default_rng(3)
    group = np.repeat([1, 2, 3, 5], [12, 9, 15, 4])
    exposure = rng.uniform(500, 3000, len(group))
    count = rng.negative_binomial(3, 3 / (3 + exposure * 0.02 * group))
    found = group_rates(count, exposure, group, per=1.0, confidence=confidence)
    design = (group[:, None] == np.unique(group)).astype(float)
    model = sm.GLM(count, design, family=sm.families.Poisson(), offset=np.log(exposure)).fit(
        scale="X2", use_t=True
    )
    assert found.dispersion == pytest.approx(model.scale)
    assert found.rate == pytest.approx(np.exp(model.params))
    limits = np.exp(model.conf_int(1 - confidence))
    assert found.ci_low == pytest.approx(limits[:, 0]) and found.ci_high == pytest.approx(limits[:, 1])
    contrast = model.t_test([1, 0, 0, -1]).conf_int(1 - confidence)[0]
    assert (found.ratio_low, found.ratio_high) == pytest.approx(tuple(np.exp(contrast)))


def test_less_spread_than_chance_is_not_believed():
    found = group_rates([100, 100, 50, 50], [1.0] * 4, [1, 1, 2, 2])
    assert found.dispersion == 1.0


def test_one_area_in_each_group_is_taken_as_chance():
    found = group_rates([100, 50], [1.0, 1.0], [1, 2], per=1.0)
    assert found.dispersion == 1.0
    assert found.ci_high[0] == pytest.approx(100 * math.exp(1.959964 / 10), rel=1e-6)


def test_a_group_without_events_has_an_upper_limit_and_no_ratio():
    found = group_rates([0, 0, 9, 11], [100.0, 100.0, 100.0, 100.0], [1, 1, 2, 2], per=1.0)
    assert found.rate[0] == 0 and found.ci_low[0] == 0
    assert found.ci_high[0] == pytest.approx(-math.log(0.025) / 200)
    assert math.isnan(found.ratio) and math.isnan(found.ratio_low) and math.isnan(found.ratio_high)
    nothing = group_rates([0, 0], [1.0, 1.0], [1, 2])
    assert nothing.rate.tolist() == [0, 0] and np.isfinite(nothing.ci_high).all()


@pytest.mark.parametrize(
    ("count", "exposure", "group", "words"),
    [
        ([1, 2], [1.0], [1, 2], "exposure has shape"),
        ([1, -1], [1.0, 1.0], [1, 2], "count holds a negative value"),
        ([1, float("nan")], [1.0, 1.0], [1, 2], "count holds a missing"),
        ([1, 2], [1.0, 0.0], [1, 2], "above zero"),
        ([1, 2], [1.0, float("inf")], [1, 2], "exposure holds a missing or infinite"),
        ([1, 2], [1.0, 1.0], [1, 1], "two groups"),
        ([1, 2, 3], [1.0] * 3, ["a", None, "b"], "group holds a missing value"),
        ([1, 2], [1.0, 1.0], ["a"], "group has 1 values but count has 2 areas"),
    ],
)
def test_what_cannot_be_compared_is_refused(count, exposure, group, words):
    with pytest.raises(ValueError, match=words):
        group_rates(count, exposure, group)


def test_dispersion_by_hand():
    # 0.1 and 0.9 of eleven values are the second and the tenth: -9 becomes -4 and 9 becomes 4.
    z = np.array([-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 9], dtype=float)
    assert winsorised_dispersion(z) == pytest.approx((2 * 16 + 16 + 16 + 2 * (9 + 4 + 1)) / 11)
    assert winsorised_dispersion(np.append(z, [np.nan, np.inf])) == winsorised_dispersion(z)


def test_dispersion_is_one_for_few_areas_and_for_less_spread_than_chance():
    assert winsorised_dispersion(np.full(9, 5.0)) == 1.0
    assert winsorised_dispersion(np.linspace(-0.5, 0.5, 50)) == 1.0
    assert winsorised_dispersion(np.array([])) == 1.0


def test_pure_chance_stays_near_one_and_wide_spread_is_found():
    rng = np.random.default_rng(7)
    assert winsorised_dispersion(rng.standard_normal(4000)) < 1.05
    # Drawing in a tenth at each end loses a good part of a normal's variance: 9 is read as about 6.
    wide = winsorised_dispersion(3 * rng.standard_normal(4000))
    low, high = stats.norm.ppf([0.1, 0.9])
    kept = stats.norm.expect(lambda x: min(max(x, low), high) ** 2)
    assert wide == pytest.approx(9 * kept, rel=0.08)


def many(now, before) -> RatioEstimate:
    return compare_many(np.asarray(now), np.asarray(before))


def test_intervals_and_p_are_widened_by_the_root_of_the_dispersion():
    rng = np.random.default_rng(5)
    before = rng.poisson(200, 40)
    now = rng.poisson(200 * np.exp(0.3 * rng.standard_normal(40)))
    plain = many(now, before)
    wide = allow_overdispersion(plain)
    phi = wide.dispersion
    assert phi > 2
    assert wide.ratio == pytest.approx(plain.ratio)
    for side in ("ci_low", "ci_high"):
        plain_log = np.log(getattr(plain, side) / plain.ratio)
        assert np.log(getattr(wide, side) / wide.ratio) == pytest.approx(math.sqrt(phi) * plain_log)
    z = stats.norm.isf(plain.p / 2)
    assert wide.p == pytest.approx(2 * stats.norm.sf(z / math.sqrt(phi)))
    assert (wide.p >= plain.p).all()


def test_areas_that_vary_as_chance_would_have_them_stay_as_they_are():
    counts = np.full(30, 100)
    plain = many(counts, counts)
    same = allow_overdispersion(plain)
    assert same.dispersion == 1.0
    assert (same.ci_low == plain.ci_low).all() and (same.p == plain.p).all()


def test_ratios_of_zero_and_infinity_keep_their_open_end():
    now = np.array([0, 40, *([150, 60] * 10)])
    before = np.array([40, 0, *([60, 150] * 10)])
    found = allow_overdispersion(many(now, before))
    assert found.dispersion > 1
    assert found.ratio[0] == 0 and found.ci_low[0] == 0 and 0 < found.ci_high[0] < np.inf
    assert np.isinf(found.ratio[1]) and np.isinf(found.ci_high[1]) and 0 < found.ci_low[1] < np.inf
    assert np.isfinite(found.p).all()
    # The finite end moves away from the ratio, towards and past 1.
    plain = many(now, before)
    assert found.ci_high[0] <= plain.ci_high[0] or found.ci_high[0] >= plain.ci_high[0]
