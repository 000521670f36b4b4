"""Standardised rates, rates of people struck again, shrunk rates: worked by hand, and at the hard ends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import rates, repeat_events, shrinkage, standardised, standardised_ratios


def test_european_standard_population_has_19_bands_of_100_000_people():
    assert standardised.ESP2013.shape == (19,)
    assert standardised.ESP2013.sum() == 100_000
    assert standardised.ESP2013[[0, 7, -1]].tolist() == [5000, 7000, 1000]
    with pytest.raises(ValueError, match="read-only"):
        standardised.ESP2013[0] = 1


def test_direct_rate_by_hand():
    # Rates .01 and .03, weights 1/4 and 3/4: .025; variance (1/4)^2 20/2000^2 + (3/4)^2 30/1000^2.
    found = standardised.directly_standardised([20, 30], [2000, 1000], [1, 3], per=1)
    variance = 20 / 16 / 2000**2 + 30 * 9 / 16 / 1000**2
    own = rates.poisson_interval(50)
    assert found.rate == pytest.approx(0.025)
    assert found.se == pytest.approx(np.sqrt(variance))
    assert found.crude_rate == pytest.approx(50 / 3000)
    assert found.ci_low == pytest.approx(0.025 + np.sqrt(variance / 50) * (own.low - 50))
    assert found.ci_high == pytest.approx(0.025 + np.sqrt(variance / 50) * (own.high - 50))


def test_one_band_is_the_crude_rate():
    direct = standardised.directly_standardised([40], [8000], [5], per=1000)
    crude = rates.crude_rate(40, 8000)
    assert [direct.rate, direct.ci_low, direct.ci_high] == pytest.approx([5.0, crude.ci_low, crude.ci_high])


def test_fewer_than_ten_events_are_withheld_but_for_who_asks():
    found = standardised.directly_standardised([4, 5], [100, 100], [1, 1])
    assert found.withheld
    assert found.events == 9
    assert np.isnan([found.rate, found.ci_low, found.ci_high, found.se]).all()
    assert not standardised.directly_standardised([5, 5], [100, 100], [1, 1]).withheld
    assert standardised.directly_standardised([4, 5], [100, 100], [1, 1], 1, least_events=0).rate == 0.045


def test_without_an_event_the_upper_limit_is_that_of_the_heaviest_band():
    found = standardised.directly_standardised([0, 0], [1000, 100], [1, 1], per=1, least_events=0)
    assert found.rate == found.ci_low == 0
    assert found.ci_high == pytest.approx(-np.log(0.025) * 0.5 / 100)
    unweighted = standardised.directly_standardised([50, 0], [1000, 100], [0, 1], per=1)
    assert unweighted.ci_high == pytest.approx(-np.log(0.025) / 100)


def test_areas_come_side_by_side():
    count, exposure = np.array([[20, 30], [5, 60], [1, 2]]), np.array([[2000, 1000], [900, 900], [50, 60]])
    found = standardised.directly_standardised(count, exposure, [1, 3])
    one = standardised.directly_standardised(count[1], exposure[1], [1, 3])
    assert found.rate.shape == (3,)
    assert [found.rate[1], found.ci_low[1], found.ci_high[1]] == [one.rate, one.ci_low, one.ci_high]
    assert found.withheld.tolist() == [False, False, True]
    assert "withheld" in str(found)


def test_people_with_one_event_each_are_independent_events():
    count = np.array([12, 30, 8])
    for_people = repeat_events.standardised_for_people(count[:, None], [500, 700, 300], [1, 2, 1])
    for_events = standardised.directly_standardised(count, [500, 700, 300], [1, 2, 1])
    assert [for_people.rate, for_people.ci_low, for_people.ci_high] == pytest.approx(
        [for_events.rate, for_events.ci_low, for_events.ci_high]
    )


def test_the_same_events_on_fewer_people_are_less_certain():
    # 60 events: of 60 people, or of 20 people with three each; the variance is three times as large.
    many = repeat_events.rate_for_people([60, 0, 0], 1000)
    few = repeat_events.rate_for_people([0, 0, 20], 1000)
    assert few.rate == many.rate == 60
    assert few.se**2 == pytest.approx(3 * many.se**2)
    assert few.ci_high - few.rate == pytest.approx(np.sqrt(3) * (many.ci_high - many.rate))
    assert repeat_events.rate_for_people([20], 1000, events=[3]).se == pytest.approx(few.se)


def test_the_interval_of_repeat_events_holds_where_the_plain_one_does_not():
    rng = np.random.default_rng(11)
    held = np.zeros(2)
    for _ in range(400):
        events = rng.negative_binomial(0.05, 0.5, size=4000)  # 200 events expected, of few people
        people = np.bincount(events, minlength=2)[1:]
        found = repeat_events.rate_for_people(people, 4000)
        plain = rates.crude_rate(events.sum(), 4000)
        held += [found.ci_low <= 50 <= found.ci_high, plain.ci_low <= 50 <= plain.ci_high]
    assert held[0] / 400 > 0.92
    assert held[1] / 400 < 0.88


def test_gamma_interval_of_one_band_is_exact():
    # A single weight: Fay and Feuer's limits are Garwood's.
    gamma = standardised.directly_standardised([7], [100], [1], per=100, interval="gamma", least_events=0)
    exact = rates.poisson_interval(7, method="exact")
    assert [gamma.ci_low, gamma.ci_high] == pytest.approx([exact.low, exact.high])


def test_interval_of_a_weighted_sum_of_nothing():
    found = rates.weighted_sum_interval(0, 0, 3)
    assert found.low == 0
    assert found.high == pytest.approx(-3 * np.log(0.025))
    with pytest.raises(ValueError, match="total and variance"):
        rates.weighted_sum_interval(0, 1, 3)


def test_indirect_ratio_by_hand():
    # Reference rates .01 and .02: 1000 x .01 + 500 x .02 = 20 expected.
    found = standardised_ratios.indirectly_standardised([4, 4], [1000, 500], [100, 40], [10_000, 2000])
    low, high = stats.chi2.ppf(0.025, 16) / 2, stats.chi2.isf(0.025, 18) / 2
    assert found.expected == pytest.approx(20)
    assert found.ratio == pytest.approx(0.4)
    assert [found.ratio_low, found.ratio_high] == pytest.approx([low / 20, high / 20])
    assert found.reference_rate == pytest.approx(1000 * 140 / 12_000)
    assert found.rate == pytest.approx(0.4 * 1000 * 140 / 12_000)


def test_shrunk_rates_by_hand():
    # Rates .1 and .3 of 100 people each: b = .2, s2 = .01, a = .01 - .2/100 = .008; weight .008 / .01.
    found = shrinkage.empirical_bayes([10, 30], [100, 100], per=1)
    assert found.overall == pytest.approx(0.2)
    assert found.between == pytest.approx(0.008)
    assert found.weight == pytest.approx([0.8, 0.8])
    assert found.shrunk == pytest.approx([0.12, 0.28])


@pytest.mark.parametrize("count", [[0, 0, 0], [5, 5, 5], [7]])
def test_areas_that_do_not_differ_share_one_rate(count):
    found = shrinkage.empirical_bayes(count, [100] * len(count))
    assert found.between == 0
    assert found.shrunk == pytest.approx([10 * np.mean(count)] * len(count))


def test_shrinking_brings_rates_nearer_the_truth():
    rng = np.random.default_rng(5)
    exposure = rng.uniform(200, 3000, 400)
    truth = rng.gamma(25, 0.01 / 25, 400)
    found = shrinkage.empirical_bayes(rng.poisson(truth * exposure), exposure, per=1)
    assert np.mean((found.shrunk - truth) ** 2) < 0.5 * np.mean((found.raw - truth) ** 2)


@pytest.mark.parametrize(
    ("method", "low", "high"),
    # Byar from 15.5, by hand: 15.5 (1 - 1 / 139.5 -+ 1.959964 / (3 sqrt 15.5))^3; Wald 15 -+ 1.959964 sqrt 15.
    [("byar-half", 8.763375, 24.117337), ("wald", 7.409092, 22.590908)],
)
def test_intervals_for_comparison_with_other_tools(method, low, high):
    found = rates.poisson_interval(15, method=method)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-5)
    assert rates.poisson_interval(0, method=method).low == 0


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: standardised.directly_standardised([1, 2], [1, 2], [1, 2, 3]), "weights"),
        (lambda: standardised.directly_standardised([1, 2], [1, 0], [1, 2]), "exposure"),
        (lambda: standardised.directly_standardised([1, 2], [[1, 2]], [1, 2]), "exposure"),
        (lambda: standardised.directly_standardised([1, 2], [1, 2], [0, 0]), "weights"),
        (lambda: standardised.directly_standardised(5, 10, [1]), "count"),
        (lambda: standardised.directly_standardised([20], [10], [1], interval="normal"), "interval"),
        (lambda: standardised.directly_standardised([20], [10], [1], per=[1, 2]), "per"),
        (lambda: standardised.directly_standardised([20], [10], [1], least_events=None), "least_events"),
        (lambda: repeat_events.standardised_for_people([1, 2], [1, 2], [1, 1]), "people"),
        (lambda: repeat_events.rate_for_people([1, 2], 100, events=[1]), "events"),
        (lambda: repeat_events.rate_for_people([1, 2], [100]), "exposure"),
        (lambda: standardised_ratios.indirectly_standardised([1], [5], [0], [9]), "reference_count"),
        (lambda: standardised_ratios.indirectly_standardised([1, 1], [5, 5], [1], [9]), "reference_count"),
        (lambda: shrinkage.empirical_bayes([1, 2], [3]), "count"),
        (lambda: rates.poisson_interval(5, method="byars"), "method"),
        (lambda: rates.crude_rate(5, 10, per=[1, 2]), "per"),
    ],
)
def test_wrong_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()
