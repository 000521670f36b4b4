"""Funnels: limits that agree with the test of each area, the spread between areas, and the hard ends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pads_analysis.stats import funnels
from pads_analysis.stats.overdispersed_funnels import overdispersed_funnel, scale_limits

OBSERVED = np.array([31, 22, 57, 41, 30, 95, 160, 12, 70, 18, 44, 260])
EXPECTED = np.array([28.4, 26.1, 44.2, 43.9, 41.0, 88.1, 121.5, 15.2, 71.0, 14.3, 47.7, 241.0])


@pytest.mark.parametrize("expected", [0.4, 3.2, 9.9, 25.0, 240.6])
def test_counts_beyond_the_drawn_limit_are_those_the_exact_test_finds(expected):
    """Every count, one by one: P(X >= o) or P(X <= o) below 2.5 % exactly when outside the limit."""
    counts = np.arange(0, int(expected * 2 + 15))
    found = funnels.ratio_funnel(counts, np.full(len(counts), expected))
    above = stats.poisson.sf(counts - 1, expected) < 0.025
    below = stats.poisson.cdf(counts, expected) < 0.025
    assert (found.value > found.inner_high).tolist() == above.tolist()
    assert (found.value < found.inner_low).tolist() == below.tolist()


def test_place_goes_by_the_interval_of_the_count():
    # Exact limits of 8: 3.45 to 15.76 at 95 %, 2.04 to 19.6 (rounded) at 99.8 %.
    found = funnels.ratio_funnel([8] * 5, [1.5, 3.0, 8.0, 17.0, 25.0])
    assert found.place.tolist() == [2, 1, 0, -1, -2]


def test_huge_areas_join_on_to_large_ones():
    e = np.array([0.999999e8, 1.000001e8])
    found = funnels.ratio_funnel(e, e)
    away = (found.outer_high - 1) * np.sqrt(e)
    assert away[0] == pytest.approx(away[1], rel=1e-6)
    assert away[0] == pytest.approx(3.0902, abs=1e-3)


def test_other_levels_and_targets():
    found = funnels.ratio_funnel([30, 30], [20, 20], target=1.5, confidence=(0.5, 0.6))
    assert found.place.tolist() == [0, 0]
    assert (found.inner_low > found.outer_low).all()
    assert (found.outer_low < 1.5).all()
    assert funnels.ratio_funnel([30], [20], confidence=(0.5, 0.6)).place.tolist() == [2]


def test_rates_are_ratios_to_the_overall_rate():
    found = funnels.rate_funnel([10, 90, 0], [1000, 2000, 1000], per=100)
    ratios = funnels.ratio_funnel([10, 90, 0], [25, 50, 25])
    assert found.target == pytest.approx(2.5)
    assert found.value == pytest.approx([1, 4.5, 0])
    assert found.place.tolist() == ratios.place.tolist() == [-2, 2, -2]
    assert found.outer_high == pytest.approx(2.5 * ratios.outer_high)


def test_proportions_by_hand():
    # Target 1/2 of 96.16 trials: Wilson's limits there are 1/2 -+ 1.96 / (2 sqrt(n + 1.96^2)).
    n = 96.1588
    found = funnels.proportion_funnel([40, 58], [n, n], target=0.5)
    assert found.inner_high[0] == pytest.approx(0.5 + 1.959964 / (2 * np.sqrt(n + 1.959964**2)))
    assert found.place.tolist() == [0, 1]
    assert funnels.proportion_funnel([0, 0], [5, 5]).place.tolist() == [0, 0]


def test_over_dispersion_by_hand():
    # Four areas of 100 expected: y = 1.2, 1, 1, .8; s = 1/20; z = 4, 0, 0, -4; w = 400.
    found = overdispersed_funnel([144, 100, 100, 64], [100] * 4, "ratio", trim_by=0)
    assert found.z == pytest.approx([4, 0, 0, -4])
    assert found.phi == pytest.approx(8)
    assert found.tau2 == pytest.approx((4 * 8 - 3) / (1600 - 400))
    spread = np.sqrt(1 / 400 + 29 / 1200)
    assert found.z_adjusted == pytest.approx(found.z / 20 / spread)
    assert found.inner_high[0] == pytest.approx((1 + 1.959964 * spread) ** 2)
    assert found.place.tolist() == [0, 0, 0, 0]


def test_winsorised_and_truncated_scores():
    winsorised = overdispersed_funnel(OBSERVED, EXPECTED, "ratio", trim_by=0.2)
    low, high = np.quantile(winsorised.z, [0.2, 0.8])
    assert [winsorised.z_trimmed.min(), winsorised.z_trimmed.max()] == pytest.approx([low, high])
    truncated = overdispersed_funnel(OBSERVED, EXPECTED, "ratio", method="SHMI", trim_by=0.2)
    # Ranks 1 and 2 fall in the first of five groups: floor(rank x 5 / 13) = 0; 11 and 12 in the last.
    assert np.flatnonzero(np.isnan(truncated.z_trimmed)).tolist() == sorted(
        np.argsort(truncated.z)[[0, 1, 10, 11]].tolist()
    )


@pytest.mark.parametrize(
    ("kind", "method"), [("ratio", "CQC"), ("ratio", "SHMI"), ("counts", "CQC"), ("proportion", "CQC")]
)
def test_limits_and_places_say_the_same(kind, method):
    e = EXPECTED * (4 if kind == "proportion" else 1)
    found = overdispersed_funnel(OBSERVED, e, kind, method=method)
    value = found.value if kind != "counts" else (OBSERVED + 0.5) / (e + 0.5)
    assert (found.place >= 1).tolist() == (value > found.inner_high).tolist()
    assert (found.place <= -1).tolist() == (value < found.inner_low).tolist()
    assert (found.place == 2).tolist() == (value > found.outer_high).tolist()
    assert (found.inner_low < found.target).all()
    assert (found.target < found.inner_high).all()


@pytest.mark.parametrize(("kind", "most"), [("ratio", 0.07), ("counts", 0.07), ("proportion", 0.07)])
def test_equal_areas_fall_outside_about_one_time_in_twenty(kind, most):
    rng = np.random.default_rng(2)
    outside = []
    for _ in range(60):
        e = rng.integers(50, 400, 40)
        o = {
            "ratio": lambda e=e: rng.poisson(e),
            "counts": lambda e=e: rng.poisson(e),
            "proportion": lambda e=e: rng.binomial(e, 0.3),
        }[kind]()
        second = np.maximum(rng.poisson(e), 1) if kind == "counts" else e
        outside.append(np.mean(overdispersed_funnel(o, second, kind).place != 0))
    assert 0.02 < np.mean(outside) < most


def test_areas_that_vary_no_more_than_chance_have_no_spread():
    same = overdispersed_funnel(EXPECTED, EXPECTED, "ratio")
    assert same.phi == same.tau2 == 0
    assert (same.place == 0).all()
    alone = overdispersed_funnel([300], [100], "ratio")
    assert alone.tau2 == 0
    assert alone.place.tolist() == [2]


def test_no_event_in_an_area():
    o = [0, *[50] * 11]
    assert overdispersed_funnel(o, [50] * 12, "ratio").place.tolist() == [-2] + [0] * 11
    assert overdispersed_funnel(o, [50] * 12, "ratio").z[0] == pytest.approx(-2 * np.sqrt(50))
    assert overdispersed_funnel(o, [50] * 12, "counts").y[0] == pytest.approx(np.log(0.5 / 50.5))
    nobody = overdispersed_funnel([0, 0], [20, 30], "proportion")
    assert nobody.inner_low.tolist() == [0, 0]
    assert nobody.place.tolist() == [0, 0]


def test_limits_stay_where_the_value_can_be():
    found = overdispersed_funnel([1, 0, 30], [3, 2, 900], "proportion")
    assert (found.outer_low >= 0).all()
    assert (found.outer_high <= 1).all()
    assert scale_limits(0.1, [1.0], scale="sqrt").low.tolist() == [0.0]


def test_one_scale_is_another_brought_back():
    plain = scale_limits(1.0, [0.1, 0.2], 0.01, 0.9)
    assert scale_limits(1.0, [0.1, 0.2], 0.01, 0.9, "sqrt").high == pytest.approx(plain.high**2)
    assert scale_limits(1.0, [0.1, 0.2], 0.01, 0.9, "log").low == pytest.approx(np.exp(plain.low))
    assert plain.high[0] - 1 == pytest.approx(1.6448536 * np.sqrt(0.02))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: funnels.ratio_funnel([1, 2], [1]), "observed"),
        (lambda: funnels.ratio_funnel([1], [0]), "expected"),
        (lambda: funnels.ratio_funnel([1], [1], target=0), "target"),
        (lambda: funnels.ratio_funnel([1], [1], confidence=(0.998, 0.95)), "confidence"),
        (lambda: funnels.ratio_funnel([1], [1], confidence=0.95), "confidence"),
        (lambda: funnels.rate_funnel([0, 0], [1, 1]), "count"),
        (lambda: funnels.proportion_funnel([3], [2]), "k is above n"),
        (lambda: funnels.proportion_funnel([1], [2], target=2), "target"),
        (lambda: funnels.poisson_limits([1, -1]), "expected"),
        (lambda: overdispersed_funnel([1], [1], "rate"), "kind"),
        (lambda: overdispersed_funnel([1], [1], "counts", method="SHMI"), "method"),
        (lambda: overdispersed_funnel([1], [1], "ratio", trim_by=0.5), "trim_by"),
        (lambda: overdispersed_funnel([0, 3], [1, 2], "ratio", method="SHMI"), "numerator"),
        (lambda: overdispersed_funnel([0, 0], [1, 2], "counts"), "numerator"),
        (lambda: overdispersed_funnel([1], [1], "ratio", target=0), "target"),
        (lambda: overdispersed_funnel([1], [1], "proportion", target=1.5), "target"),
        (lambda: scale_limits(1.0, [-1]), "s holds"),
        (lambda: scale_limits(1.0, [1], scale="root"), "scale"),
    ],
)
def test_wrong_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()


def test_results_print_as_tables():
    found = overdispersed_funnel(OBSERVED, EXPECTED, "ratio")
    assert "tau2" in str(found)
    assert len(found.to_frame()) == len(OBSERVED)
