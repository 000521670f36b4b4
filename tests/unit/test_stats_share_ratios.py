"""The ratio of two shares: by hand, against published limits, and its coverage worked out from every outcome."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.change import rate_ratio
from pads_analysis.stats.share_ratios import share_ratio


def test_by_hand():
    # Wilson: 65 of 100 is 0.5525 to 0.7364 (OHID); so is 35 of 100 the mirror, 0.2636 to 0.4475.
    found = share_ratio(65, 100, 35, 100)
    middle = np.log(0.65 / 0.35)
    below = np.hypot(np.log(0.65 / 0.5525), np.log(0.4475 / 0.35))
    above = np.hypot(np.log(0.7364 / 0.65), np.log(0.35 / 0.2636))
    assert (found.ratio, found.ci_low, found.ci_high) == pytest.approx(
        (0.65 / 0.35, np.exp(middle - below), np.exp(middle + above)), rel=1e-3
    )


def test_near_koopmans_limits():
    found = share_ratio(36, 40, 16, 80)
    assert (found.ci_low, found.ci_high) == pytest.approx((2.94, 7.15), rel=0.02)


@pytest.mark.parametrize("numbers", [(36, 40, 16, 80), (12, 90, 25, 80), (50, 100, 50, 100), (7, 60, 8, 50)])
def test_p_agrees_with_the_interval_and_turning_the_groups_turns_the_ratio(numbers):
    found = share_ratio(*numbers)
    level = 1 - float(found.p)
    if 0.01 < level < 1 - 1e-6:
        touching = share_ratio(*numbers, confidence=level)
        assert min(abs(np.log([touching.ci_low, touching.ci_high]))) == pytest.approx(0, abs=1e-6)
    turned = share_ratio(*numbers[2:], *numbers[:2])
    assert (turned.ratio, turned.ci_low, turned.ci_high, turned.p) == pytest.approx(
        (1 / found.ratio, 1 / found.ci_high, 1 / found.ci_low, found.p)
    )


def test_ends():
    none, only, never = (
        share_ratio(*numbers) for numbers in ((0, 50, 0, 50), (5, 50, 0, 50), (0, 50, 5, 50))
    )
    assert np.isnan(none.ratio) and (none.ci_low, none.ci_high, none.p) == (0, np.inf, 1)
    assert only.ratio == np.inf and only.ci_low > 0 and only.ci_high == np.inf and only.p < 0.2
    assert (
        never.ratio == 0
        and never.ci_low == 0
        and np.isfinite(never.ci_high)
        and never.p == pytest.approx(only.p)
    )
    whole = share_ratio(50, 50, 50, 50)
    assert whole.ratio == 1 and whole.ci_low < 1 < whole.ci_high and whole.p == pytest.approx(1)


def test_many_at_once_and_refusals():
    found = share_ratio([10, 20], [50, 50], [15, 15], [60, 60])
    assert found.ratio == pytest.approx([0.8, 1.6])
    for wrong in ((5, 4, 1, 2), (1, 0, 1, 2), (-1, 4, 1, 2)):
        with pytest.raises(ValueError, match=r"part|whole"):
            share_ratio(*wrong)


@pytest.mark.parametrize(
    ("n", "m", "p", "q"), [(50, 50, 0.5, 0.3), (50, 200, 0.1, 0.2), (120, 60, 0.05, 0.05)]
)
def test_coverage_over_every_outcome_is_near_its_level(n, m, p, q):
    hits, others = np.meshgrid(np.arange(n + 1), np.arange(m + 1), indexing="ij")
    weight = stats.binom.pmf(hits, n, p) * stats.binom.pmf(others, m, q)
    found = share_ratio(hits, n, others, m)
    covered = weight[(found.ci_low <= p / q) & (p / q <= found.ci_high)].sum()
    assert 0.935 < covered < 0.975


def test_narrower_than_the_interval_for_rates_which_takes_shares_for_events_over_time():
    shares, rates = share_ratio(60, 100, 50, 100), rate_ratio(60, 100, 50, 100)
    assert shares.ci_low > rates.ci_low and shares.ci_high < rates.ci_high
