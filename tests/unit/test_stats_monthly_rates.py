"""The rate of a year with an interval for the rate behind it, and the places of areas in a table."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.monthly_rates import rate_of_months
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.ranking import chance_of_first
from pads_analysis.stats.ranks import rank_intervals
from pads_analysis.stats.rates import crude_rate

STEADY = np.tile([10, 12, 9, 11, 10, 10, 11, 9, 12, 10, 9, 11], 4)


def test_months_without_extra_variation_give_nearly_the_interval_of_independent_events():
    found = rate_of_months(STEADY[36:], 2.0, STEADY[24:36], STEADY[:24], per=1.0)
    plain = crude_rate(STEADY[36:].sum(), 2.0, per=1.0)
    assert found.rate == plain.rate == 62.0
    assert 1 <= found.dispersion < 1.2
    assert found.ci_low <= plain.ci_low and plain.ci_high <= found.ci_high


def test_months_that_swing_together_widen_it():
    swing = np.round(STEADY * np.repeat([1.0, 1.5, 1.2, 0.7, 1.4, 0.8, 0.6, 1.1], 6))
    found = rate_of_months(swing[36:], 2.0, swing[24:36], swing[:24], per=1.0)
    assert found.dispersion > 3
    assert found.serial_correlation > 0.3


def test_the_limits_are_those_of_the_count_over_the_dispersion():
    swing = np.round(STEADY * np.repeat([1.0, 1.5, 1.2, 0.7, 1.4, 0.8, 0.6, 1.1], 6))
    found = rate_of_months(swing[36:], 1.0, swing[24:36], swing[:24], per=1.0)
    shrunk = crude_rate(swing[36:].sum() / found.dispersion, 1.0, per=1.0)
    assert [found.ci_low, found.ci_high] == pytest.approx(
        [found.dispersion * shrunk.ci_low, found.dispersion * shrunk.ci_high]
    )


def test_a_year_without_events_has_the_exact_upper_limit():
    found = rate_of_months([0] * 12, 1.0, STEADY[:12], per=1.0)
    assert (found.rate, found.ci_low) == (0.0, 0.0)
    assert found.ci_high == pytest.approx(3.688879, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"counts": [1] * 13}, "now"),
        ({"counts": [1, -1]}, "counts"),
        ({"exposure": 0}, "exposure"),
        ({"before": [1.0] * 11 + [np.nan]}, "before"),
        ({"history": ["a"] * 12}, "history"),
        ({"confidence": 95}, "confidence"),
    ],
)
def test_wrong_input_is_named(change, name):
    given = {"counts": STEADY[36:], "exposure": 1.0, "before": STEADY[24:36]} | change
    with pytest.raises(ValueError, match=name):
        rate_of_months(**given)


def test_places_of_two_areas_far_apart_are_sure_and_of_equal_ones_are_not():
    far = rank_intervals([1000, 100], [1.0, 1.0], rng=np.random.default_rng(1))
    assert far.rank.tolist() == far.rank_low.tolist() == far.rank_high.tolist() == [1, 2]
    assert far.is_highest.tolist() == [True, False] and far.is_lowest.tolist() == [False, True]
    same = rank_intervals([100] * 5, [1.0] * 5, rng=np.random.default_rng(1))
    assert same.rank_low.tolist() == [1] * 5 and same.rank_high.tolist() == [5] * 5
    assert not same.is_highest.any()
    assert same.p_highest == pytest.approx([0.2] * 5, abs=0.02)


def test_dispersion_takes_sureness_away():
    plain = rank_intervals([1100, 1000], [1.0, 1.0], rng=np.random.default_rng(2))
    spread = rank_intervals([1100, 1000], [1.0, 1.0], rng=np.random.default_rng(2), dispersion=10)
    assert plain.is_highest[0] and not spread.is_highest[0]
    # The difference of the two is 100 with standard deviation sqrt(2100 phi).
    assert plain.p_highest[0] == pytest.approx(0.9855, abs=0.005)
    assert spread.p_highest[0] == pytest.approx(0.7549, abs=0.015)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"counts": [5]}, "counts"),
        ({"counts": [5, np.nan]}, "counts"),
        ({"exposures": [1.0, 0.0]}, "exposures"),
        ({"dispersion": 0.5}, "dispersion"),
        ({"dispersion": [1, 1, 1]}, "dispersion"),
        ({"draws": 10}, "draws"),
    ],
)
def test_wrong_input_to_ranks_is_named(change, name):
    given = {"counts": [5, 6], "exposures": [1.0, 1.0], "rng": np.random.default_rng(1)} | change
    with pytest.raises(ValueError, match=name):
        rank_intervals(**given)


def test_a_standard_error_is_read_off_normal_limits():
    assert standard_error(-1.96, 1.96) == pytest.approx(1.0, abs=1e-4)
    assert standard_error([0.0, np.nan], [1.645 * 2, 1.0], 0.9)[0] == pytest.approx(1.0, abs=1e-3)
    with pytest.raises(ValueError, match="high is below low"):
        standard_error(1.0, 0.0)


def test_the_chance_of_the_first_part_of_a_list():
    chances = np.array(
        [[0.7, 0.2, 0.1, 0.0], [0.3, 0.3, 0.2, 0.2], [0.0, 0.3, 0.4, 0.3], [0.0, 0.2, 0.3, 0.5]]
    )
    assert chance_of_first(chances, 0.5) == pytest.approx([0.9, 0.6, 0.3, 0.2])
    assert chance_of_first(chances, 0.1) == pytest.approx(chances[:, 0])
    for wrong in ((chances[:2], 0.5), (chances, 0.0), (chances, 1.5)):
        with pytest.raises(ValueError, match=r"acceptability|share"):
            chance_of_first(*wrong)
