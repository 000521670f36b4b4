"""Months in pairs beside a comparison: by hand, beside the unscaled difference, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats.evaluation import displacement_difference
from pads_analysis.stats.paired_difference import paired_difference

BEFORE, AFTER = [20, 30, 25, 15, 22, 28], [12, 18, 16, 9, 14, 15]
OTHER_BEFORE, OTHER_AFTER = [40, 60, 50, 30, 44, 56], [38, 63, 49, 31, 45, 58]


def test_by_hand() -> None:
    found = paired_difference(BEFORE, AFTER, OTHER_BEFORE, OTHER_AFTER)
    # 140 before, 84 after; the comparison 280 and 284: twice as large.
    assert found.expected == pytest.approx(140 * 284 / 280)
    assert found.difference == pytest.approx(84 - 142)
    d = (np.array(AFTER) - BEFORE) - (np.array(OTHER_AFTER) - OTHER_BEFORE) / 2
    poisson = 140 + 84 + (280 + 284) / 4
    phi = max(1.0, 6 * d.var(ddof=1) / poisson)
    assert found.dispersion == pytest.approx(phi)
    # The comparison rose by 284/280, by whose square the counts before weigh more.
    square = (284 / 280) ** 2
    rises = (square * 140 + 84 + (square * 280 + 284) / 4) / poisson
    half = stats.t.ppf(0.975, 5) * np.sqrt(phi * poisson * rises)
    assert (found.ci_low, found.ci_high) == pytest.approx((-58 - half, -58 + half))
    assert found.ratio == pytest.approx(84 / 142)


def test_equal_sizes_give_the_published_difference() -> None:
    # With equal counts before, the weight is 1 and Wheeler and Ratcliffe's formula is left.
    control = [22, 30, 25, 15, 20, 28]
    found = paired_difference(BEFORE, AFTER, control, OTHER_AFTER)
    known = displacement_difference([140, 84], [140, 284])
    assert found.difference == known.total


def test_equal_proportional_changes_give_no_difference() -> None:
    found = paired_difference([10] * 6, [5] * 6, [200] * 6, [100] * 6)
    assert found.difference == 0 and found.p == 1


def test_months_that_swing_widen_the_interval() -> None:
    steady = paired_difference([50] * 12, [50] * 12, [500] * 12, [500] * 12)
    swinging = paired_difference([90, 10] * 6, [10, 90] * 6, [500] * 12, [500] * 12)
    assert swinging.dispersion > 10 > steady.dispersion == 1
    assert swinging.ci_high > 3 * steady.ci_high


def test_small_counts_are_marked_and_impossible_ones_refused() -> None:
    assert paired_difference([1, 0, 0, 1], [0, 0, 1, 0], [9] * 4, [9] * 4).small_counts
    for given, says in (
        (([1] * 3, [1] * 3, [1] * 3, [1] * 3), "at least 4 pairs"),
        (([0] * 4, [1] * 4, [1] * 4, [1] * 4), "at least one event"),
        (([1] * 4, [1] * 4, [0] * 4, [1] * 4), "at least one event"),
        (([1] * 4, [1] * 5, [1] * 4, [1] * 4), "after"),
        (([1, 1, 1, -1], [1] * 4, [1] * 4, [1] * 4), "before"),
    ):
        with pytest.raises(ValueError, match=says):
            paired_difference(*given)


def test_limits_hold_where_both_areas_doubled() -> None:
    rng, n = np.random.default_rng(5), 400
    held = 0
    for _ in range(n):
        before, after = rng.poisson(30, 12), rng.poisson(60, 12)
        others = rng.poisson(60, 12), rng.poisson(120, 12)
        found = paired_difference(before, after, *others)
        held += found.ci_low <= 0 <= found.ci_high
    # 88 % with the variance of counts that stay; 95 % of 400 is 380, three standard errors 13.
    assert held >= 367
