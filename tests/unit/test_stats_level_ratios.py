"""Ratios of neighbouring levels: checked against the plain ratio of rates and Poisson's own limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats

from pads_analysis.stats.level_ratios import level_ratios


def test_the_ratio_is_that_of_the_rates_whatever_the_exposure() -> None:
    count, exposure = [10, 30, 20, 12, 18, 30], [1, 3, 2, 2, 3, 5]
    (found,) = level_ratios(count, [0, 3], exposure)
    assert found.ratio == pytest.approx((60 / 10) / (60 / 6))


def test_levels_that_vary_as_poisson_counts_do_have_about_poisson_limits() -> None:
    rng = np.random.default_rng(7)
    before, after = rng.poisson(200, 60), rng.poisson(150, 60)
    (found,) = level_ratios([*before, *after], [0, 60], [1] * 120)
    se = np.sqrt(1 / before.sum() + 1 / after.sum())
    z = scipy_stats.norm.ppf(0.975)
    low = found.ratio * np.exp(-z * se)
    assert found.ci_low == pytest.approx(low, rel=0.03)
    assert found.p < 1e-6


def test_months_that_swing_widen_the_interval_and_lasting_swings_more() -> None:
    even = [100] * 24
    swinging = [70, 130] * 12
    lasting = [70] * 6 + [130] * 6 + [70] * 6 + [130] * 6
    widths = []
    for series in (even, swinging, lasting):
        (found,) = level_ratios(series, [0, 12], [1] * 24)
        assert found.ratio == pytest.approx(1.0)
        widths.append(found.ci_high / found.ci_low)
    assert widths[0] < widths[1] < widths[2]


def test_three_levels_give_two_ratios_each_to_the_one_before() -> None:
    first, second = level_ratios([100] * 8 + [50] * 8 + [75] * 8, [0, 8, 16], [1] * 24)
    assert (first.ratio, second.ratio) == (pytest.approx(0.5), pytest.approx(1.5))


def test_beside_a_level_without_events_nothing_is_claimed() -> None:
    first, second = level_ratios([0] * 6 + [10] * 6 + [20] * 6, [0, 6, 12], [1] * 18)
    assert np.isnan(first.ratio) and first.p == 1
    assert second.ratio == pytest.approx(2.0)
    assert level_ratios([5] * 6, [0], [1] * 6) == ()


@pytest.mark.parametrize(
    ("count", "first", "exposure", "word"),
    [
        ([1, 2], [1], [1, 1], "first"),
        ([1, 2], [0, 0], [1, 1], "first"),
        ([1, 2], [0, 2], [1, 1], "first"),
        ([1, -2], [0, 1], [1, 1], "count"),
        ([1, 2], [0, 1], [1, 0], "exposure"),
        ([1, 2], [0, 1], [1], "exposure"),
    ],
)
def test_wrong_arguments_are_refused(count, first, exposure, word) -> None:
    with pytest.raises(ValueError, match=word):
        level_ratios(count, first, exposure)
