"""Rates with known dispersion: the limits by hand, and those of a year from its months."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.monthly_rates import rate_of_months


def test_the_limits_are_those_of_fewer_events_stretched():
    found = dispersed_rate(24, 10_000, 4.0)
    # Six effective events have exact limits (below ten), times four.
    low, high = stats.chi2.ppf(0.025, 12) / 2, stats.chi2.ppf(0.975, 14) / 2
    assert found.rate == pytest.approx(2.4)
    assert (found.ci_low, found.ci_high) == pytest.approx((4 * low / 10, 4 * high / 10))


def test_a_dispersion_of_one_is_the_ohid_rule():
    found = dispersed_rate(120, 100_000)
    low = 120 * (1 - 1 / 1080 - stats.norm.ppf(0.975) / (3 * math.sqrt(120))) ** 3
    assert found.ci_low == pytest.approx(low / 100)


def test_it_gives_the_interval_of_the_year_from_its_months():
    rng = np.random.default_rng(4)
    months = rng.poisson(100 * rng.gamma(20, 1 / 20, 48))
    year = rate_of_months(months[36:], 50_000, months[24:36], months[:24])
    alone = dispersed_rate(months[36:].sum(), 50_000, year.dispersion)
    assert (alone.rate, alone.ci_low, alone.ci_high) == pytest.approx((year.rate, year.ci_low, year.ci_high))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((-1, 10), "count"),
        ((1, 0), "exposure"),
        ((1, 10, 0.9), "dispersion"),
        (([1, 2], [1, 2, 3]), "shapes"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments, word):
    with pytest.raises(ValueError, match=word):
        dispersed_rate(*arguments)
