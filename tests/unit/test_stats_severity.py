"""Weighted rates: by hand, at the hard ends, and whether the interval holds."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import rates
from pads_analysis.stats.severity import weighted_rate

WEIGHTS = [5000, 400, 30, 9]


def test_by_hand():
    found = weighted_rate([2, 10], [100, 5], 1000, per=10)
    assert found.rate == pytest.approx(2.5)
    assert found.se == pytest.approx(10 * np.sqrt(2 * 100**2 + 10 * 25) / 1000)
    assert found.effective_events == pytest.approx(250**2 / 20_250)
    assert found.heaviest_share == pytest.approx(0.8)


def test_equal_weights_are_a_plain_rate_with_the_exact_interval():
    found = weighted_rate([3, 4, 5], [2, 2, 2], 600)
    exact = rates.poisson_interval(12, method="exact")
    assert [found.rate, found.ci_low, found.ci_high] == pytest.approx(
        [24 / 600, 2 * exact.low / 600, 2 * exact.high / 600]
    )
    assert found.effective_events == pytest.approx(12)


def test_dispersion_widens():
    plain = weighted_rate([3, 40, 500], [900, 50, 8], 1000)
    wide = weighted_rate([3, 40, 500], [900, 50, 8], 1000, dispersion=4)
    assert wide.rate == plain.rate
    assert wide.se == pytest.approx(2 * plain.se)
    assert wide.effective_events == pytest.approx(plain.effective_events / 4)
    assert wide.ci_low < plain.ci_low < plain.ci_high < wide.ci_high


def test_nothing_happened():
    found = weighted_rate([0, 0], [100, 5], 50)
    assert found.rate == found.se == found.ci_low == found.effective_events == 0
    assert found.ci_high == pytest.approx(-100 * np.log(0.025) / 50)
    assert np.isnan(found.heaviest_share)


def test_areas_come_side_by_side():
    count = [[2, 45, 310, 1200], [0, 3, 8, 20]]
    found = weighted_rate(count, WEIGHTS, [150_000, 4000])
    one = weighted_rate(count[1], WEIGHTS, 4000)
    assert [found.rate[1], found.ci_high[1]] == pytest.approx([one.rate, one.ci_high])


def test_interval_holds_where_the_normal_one_does_not():
    mean = np.array([2, 45, 310, 1200])
    count = np.random.default_rng(4).poisson(mean, (2000, 4))
    found, truth = weighted_rate(count, WEIGHTS, np.ones(2000)), mean @ WEIGHTS
    held = np.mean((found.ci_low <= truth) & (truth <= found.ci_high))
    normal = np.mean(np.abs(found.rate - truth) <= 1.959964 * found.se)
    assert held > 0.95
    assert normal < 0.92


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: weighted_rate([1, 2], [1], 10), "weight"),
        (lambda: weighted_rate([1, 2], [0, 0], 10), "weight"),
        (lambda: weighted_rate([1, 2], [1, -1], 10), "weight"),
        (lambda: weighted_rate([1, 2], [1, 2], 0), "exposure"),
        (lambda: weighted_rate([1, 2], [1, 2], [10, 10]), "exposure"),
        (lambda: weighted_rate([1, 2], [1, 2], 10, dispersion=0.5), "dispersion"),
        (lambda: weighted_rate([1, None], [1, 2], 10), "count"),
        (lambda: weighted_rate(3, [1], 10), "weight"),
    ],
)
def test_wrong_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()
