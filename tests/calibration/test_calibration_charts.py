"""How often stable series signal: the figures that the documentation and the rule in words give."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.assess.trends import FALSE_ALARMS
from pads_analysis.stats.control_charts import individuals_chart

pytestmark = pytest.mark.slow

RUNS = 1500


def share_with_a_signal(mean: float, sd: float, correlation: float, seed: int, before: int = 36) -> float:
    """Return the share of stable series in which a month of the twelve after the baseline signals."""
    rng = np.random.default_rng(seed)
    found = 0
    for _ in range(RUNS):
        excess = np.empty(before + 12)
        excess[0] = rng.normal() * sd
        for month in range(1, len(excess)):
            fresh = rng.normal() * sd * np.sqrt(1 - correlation**2)
            excess[month] = correlation * excess[month - 1] + fresh
        counts = rng.poisson(mean * np.exp(excess - sd**2 / 2)).astype(float)
        found += bool((individuals_chart(counts, slice(0, before)).signal[before:] != "").any())
    return found / RUNS


@pytest.mark.parametrize(
    ("mean", "sd", "correlation", "published"),
    [(100, 0.0, 0.0, FALSE_ALARMS[0]), (100, 0.1, 0.0, FALSE_ALARMS[0]), (1000, 0.1, 0.3, FALSE_ALARMS[1])],
)
def test_the_false_alarm_rate_is_the_one_printed(mean, sd, correlation, published):
    # Three standard errors of a share of about 0.3 in 1,500 series are 0.035.
    assert share_with_a_signal(mean, sd, correlation, seed=11) == pytest.approx(published, abs=0.04)


def test_the_rate_between_lies_between():
    assert FALSE_ALARMS[0] < share_with_a_signal(100, 0.1, 0.3, seed=12) < FALSE_ALARMS[1]
