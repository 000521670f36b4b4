"""Drivers and evaluation: what a second reading of the formulas and of odd input turned up."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from pads_analysis.stats.count_models import fit_counts
from pads_analysis.stats.decomposition import contributions, contributions_from_ratios
from pads_analysis.stats.displacement_quotient import displacement_quotient
from pads_analysis.stats.evaluation import displacement_difference, harm_difference
from pads_analysis.stats.factor_intervals import resampled_counts
from pads_analysis.stats.panel import two_way_poisson
from pads_analysis.stats.randomisation import randomisation_test
from pads_analysis.stats.rate_decomposition import product_effects
from pads_analysis.stats.segmented_regression import segmented_regression
from pads_analysis.stats.shift_share import shift_share
from pads_analysis.stats.synthetic_control import synthetic_control

PANEL = {
    "count": [50, 25, 50, 50, 40, 41, 60, 59],
    "area": list("aabbccdd"),
    "period": [0, 1] * 4,
    "treated": [0, 1] + [0] * 6,
}


@pytest.mark.parametrize(("areas", "treated"), [(4, 2), (6, 3), (5, 2), (5, 1)])
def test_the_smallest_p_is_one_that_can_come_about(areas, treated):
    # One area each halves or keeps: the treated ones all halve, which no other set but its mirror image matches.
    count = [v for a in range(areas) for v in (100 + 7 * a, 30 + a if a < treated else 100 + 9 * a)]
    on = [v for a in range(areas) for v in (0, int(a < treated))]
    labels = np.repeat(np.arange(areas), 2)
    found = randomisation_test(count, labels, [0, 1] * areas, on, rng=np.random.default_rng(1))
    change = np.log([b / a for a, b in zip(count[::2], count[1::2], strict=True)])
    apart = [
        abs(change[list(s)].mean() - np.delete(change, s).mean()) for s in combinations(range(areas), treated)
    ]
    mirrored = sum(value >= apart[0] - 1e-9 for value in apart)
    assert mirrored == (2 if 2 * treated == areas else 1)
    assert found.smallest_p == found.p == pytest.approx(mirrored / found.sets)


def test_huge_quotients_keep_their_value():
    small = displacement_quotient(200, 140, 120, 110, 1000, 1000)
    huge = displacement_quotient(*(v * 1e200 for v in (200, 140, 120, 110, 1000, 1000)))
    assert (huge.wdq, huge.success_measure) == pytest.approx((small.wdq, small.success_measure))
    even = displacement_quotient(33, 33, 12, 12, 90, 90)
    assert str(even.net_effect) == "0.0"


def test_limits_of_ratios_must_be_limits():
    for low, high in (([-1.0, 0.25], [1.5, 1.0]), ([1.6, 0.25], [1.5, 1.0])):
        with pytest.raises(ValueError, match="ratio_low"):
            contributions_from_ratios([80, 20], [100, 10], low, high)
    # A correction has no limits, whatever its ratio is said to be.
    found = contributions_from_ratios([-80, 200], [100, 10], [1.6, 0.25], [1.5, 1.0])
    assert np.isnan(found.ci_low[0])
    with pytest.raises(ValueError, match="ratio_high"):
        contributions_from_ratios([80, 20], [100, 10], [1, 1], [10**400, 1])


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: displacement_difference([2, 1], [3, 1], time_weights=[1e300, 1]), "time_weights"),
        (lambda: displacement_difference([2, 1], [3, 1], area_weights=[1e-300, 1, 1, 1]), "area_weights"),
        (lambda: displacement_difference([1e300, 1], [3, 1]), "treated"),
        (lambda: harm_difference([[2, 1]], [[3, 1]], [1e300]), "weights"),
        (lambda: harm_difference([[2, 1]], [[3, 1]], [1, 2]), "weights"),
        (lambda: product_effects([1e300, 1e300], [2.0, 3.0]), "before"),
        (lambda: contributions([1, 1], [1e300, 1]), "after"),
        (lambda: contributions([1e-300, 0], [2, 1]), "after"),
        (lambda: synthetic_control([[1e300, 2, 3], [4, 5, 6], [7, 8, 9]], 2), "outcomes"),
        (lambda: synthetic_control([[1, 2, 3], [4, 5, 6]], 2), "outcomes"),
        (lambda: segmented_regression([], 3), "count"),
        (lambda: segmented_regression([10**400] * 48, 24), "count"),
        (lambda: segmented_regression([1e300] + [5] * 47, 24), "count"),
        (lambda: segmented_regression([5, 6] * 24, 24, exposure=[1e300] + [1] * 47), "exposure"),
        (lambda: two_way_poisson(**(PANEL | {"count": [0] * 8})), "count"),
        (lambda: two_way_poisson(**(PANEL | {"count": [1e300] + [5] * 7})), "count"),
        (lambda: two_way_poisson(**(PANEL | {"area": [[1, 2], [3]]})), "area"),
        (lambda: two_way_poisson(**(PANEL | {"period": [{1}, {2}] * 4})), "period"),
        (lambda: resampled_counts([1e300], np.random.default_rng(1)), "count"),
        (
            lambda: shift_share([1, 2], [1, 2], [1, 2], [1, 2], categories=[["a", "b"], ["c"], ["d"]]),
            "categories",
        ),
        (lambda: shift_share([1, 2], [1, 2], [1, 2], [1, 2], categories=np.array(3.0)), "categories"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused_by_name(call, word):
    with pytest.raises(ValueError, match=word):
        call()


def test_labels_of_any_kind_and_counts_with_an_index():
    one = two_way_poisson(**PANEL)
    odd = pd.Series(PANEL["count"], index=range(70, 0, -9), dtype="Int64")
    other = two_way_poisson(odd, pd.Categorical(PANEL["area"]), pd.Series(PANEL["period"]), PANEL["treated"])
    assert other == one


def test_fitting_says_which_argument_is_too_large():
    with pytest.raises(ValueError, match="exposure differs"):
        fit_counts(np.array([1.0, 2, 3]), np.ones((3, 1)), np.array([0.0, 0, 690]))
