"""A step at a month named beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.segmented_regression import segmented_regression
from pads_analysis.stats.step_month import step_at_month


def stepped(at: int, factor: float, seed: int, months: int = 48, mean: float = 100.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    time = np.arange(months)
    season = 1 + 0.2 * np.sin(2 * np.pi * time / 12)
    return rng.poisson(mean * season * np.where(time >= at, factor, 1.0)).astype(float)


def test_the_step_is_that_of_the_regression() -> None:
    series = stepped(30, 1.4, 1)
    found = step_at_month(series, 30)
    fit = segmented_regression(series, 30, slope_change=False)
    assert (found.ratio, found.ratio_low, found.p) == (fit.level_ratio, fit.level_low, fit.level_p)


def test_the_right_month_is_plausible_and_a_wrong_one_is_not() -> None:
    right = [step_at_month(stepped(30, 1.5, seed), 30) for seed in range(12)]
    # Of twelve 95 % intervals fewer than ten hold the truth once in fifty times.
    assert sum(found.ratio_low < 1.5 < found.ratio_high for found in right) >= 10
    assert sum(found.plausible for found in right) >= 11
    assert all(abs(found.best - 30) <= 1 for found in right)
    assert not any(step_at_month(stepped(30, 1.5, seed), 20).plausible for seed in range(6))


def test_a_flat_series_speaks_for_no_other_month() -> None:
    # The best of all months is always somewhat better than the one named; of twenty series two may fail.
    flat = [step_at_month(stepped(30, 1.0, seed), 30) for seed in range(20)]
    assert sum(not found.plausible for found in flat) <= 2


def test_a_small_step_in_the_month_named_is_seldom_put_elsewhere() -> None:
    small = [step_at_month(stepped(30, 1.15, seed), 30) for seed in range(20)]
    assert sum(not found.plausible for found in small) <= 2


def test_months_may_be_missing() -> None:
    series = stepped(30, 1.6, 3)
    series[[4, 28, 35]] = np.nan
    found = step_at_month(series, 30, exposure=np.full(48, 30.0))
    assert found.ratio_low < 1.6 < found.ratio_high and found.plausible


@pytest.mark.parametrize(("months", "at"), [(20, 10), (48, 3), (48, 45), (48, 0), (48, 48)])
def test_too_few_months_are_refused(months: int, at: int) -> None:
    with pytest.raises(ValueError, match="on either side"):
        step_at_month(stepped(10, 1.2, 4, months), at)
