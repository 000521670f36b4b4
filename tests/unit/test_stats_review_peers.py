"""Peers and forecasts: what a second reading of the formulas and of odd input turned up."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats.forecast_accuracy import accuracy
from pads_analysis.stats.forecasts import exponential_smoothing, seasonal_naive
from pads_analysis.stats.outturn import outturn, year_end
from pads_analysis.stats.peers import compare_with_mean
from pads_analysis.stats.random_effects import prediction_interval
from pads_analysis.stats.similar_areas import near_duplicates, principal_components, similar_areas

YEARS = [20, 30, 25, 40] * 6


def test_only_a_count_of_zero_is_taken_as_half_an_event():
    counts, exposure = np.array([10.0, 0, 9, 10, 12]), np.array([1, 1.1, 0.95, 1, 1.2])
    found = prediction_interval(counts, exposure, per=1, distribution="normal")
    # DerSimonian and Laird by hand on log rates with variances 1/count.
    k = np.array([10, 0.5, 9, 10, 12])
    y, w = np.log(k / exposure), k
    q = (w * (y - (w @ y) / w.sum()) ** 2).sum()
    tau2 = max(0.0, (q - 4) / (w.sum() - (w**2).sum() / w.sum()))
    v = 1 / (1 / k + tau2)
    mean, spread = (v @ y) / v.sum(), np.sqrt(tau2 + 1 / v.sum())
    assert (found.q, found.tau2) == pytest.approx((q, tau2))
    assert (found.mean, found.low, found.high) == pytest.approx(
        tuple(np.exp(mean + s * 1.959963984540054 * spread) for s in (0, -1, 1))
    )


def test_distances_equal_but_for_rounding_share_a_rank():
    # In standard deviations all four lie equally far from the first.
    areas = np.array([[0, 0], [1, 0], [-1, 0], [0, 3], [0, -3]])
    for unit in (1.0, 0.1, 7.3):
        found = similar_areas(areas * unit, 0, 4)
        assert (found.rank.tolist(), found.position.tolist()) == ([1, 1, 1, 1], [1, 2, 3, 4])


def test_one_huge_indicator_is_no_overflow():
    x = np.random.default_rng(1).normal(size=(8, 3))
    huge = x * [1e300, 1, 1e-300]
    one, other = similar_areas(x, 0, 7), similar_areas(huge, 0, 7)
    assert other.position.tolist() == one.position.tolist()
    assert other.distance == pytest.approx(one.distance)
    assert principal_components(huge).sd == pytest.approx(principal_components(x).sd)
    assert [p[:2] for p in near_duplicates(huge, 0.1)] == [p[:2] for p in near_duplicates(x, 0.1)]


def test_the_year_may_be_over_whatever_holds_the_rest():
    for rest in ([], (), np.zeros(0)):
        assert outturn(225, rest).total == 225


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: seasonal_naive([1e300, *YEARS], 3, period=4), "history"),
        (lambda: exponential_smoothing([1e300, *YEARS], 3, period=4), "history"),
        (lambda: accuracy([1e300], [1.0], YEARS, period=4), "actual"),
        (lambda: accuracy([1.0], [1e300], YEARS, period=4), "forecast"),
        (lambda: year_end([1e300, *YEARS], 1, period=4, rng=np.random.default_rng(1)), "history"),
        (lambda: year_end([5], 4, rng=np.random.default_rng(1)), "history"),
        (lambda: outturn(1, [[1, 2], [3]]), "rest"),
        (lambda: outturn(1, {}), "rest"),
        (lambda: outturn(1, np.array(3.0)), "rest"),
        (lambda: compare_with_mean(5, 1, [1e300, 2, 3], [1, 1, 1]), "peer_counts"),
        (lambda: compare_with_mean(5, 1, [1, 2, 3], [1e-300, 1, 1]), "peer_exposures"),
        (lambda: prediction_interval([1e300, 2, 3], [1, 1, 1]), "peer_counts"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused_by_name(call, word):
    with pytest.raises(ValueError, match=word):
        call()
