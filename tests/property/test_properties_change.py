"""What holds for any counts: tests agree with intervals, order and unit do not matter, hostile input is named."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import (
    attribute_charts,
    change_points,
    chart_rules,
    control_charts,
    month_ratios,
    outbreaks,
    rate_ratios,
    ratio_tests,
    run_tests,
    seasonal_adjustment,
    surveillance,
)

SETTINGS = settings(max_examples=30, deadline=None)
FEW = settings(max_examples=12, deadline=None)
counts = st.integers(0, 3000)
exposures = st.floats(0.01, 1e6)
levels = st.floats(0.6, 0.995)


def series(low=0, high=400, least=2, most=60):
    sizes = st.integers(least, most)
    return sizes.flatmap(
        lambda n: arrays(np.int64, n, elements=st.integers(low, high)).map(lambda a: a.astype(float))
    )


@SETTINGS
@given(counts, exposures, counts, exposures, levels)
def test_ratio_intervals_hold_their_ratio_and_agree_with_their_test(k1, t1, k0, t0, level):
    exact = rate_ratios.conditional_exact(k1, t1, k0, t0, confidence=level)
    assert exact.p_mid <= exact.p_central + 1e-12
    assert 0 <= exact.p <= 1
    for found, p in (
        (exact, exact.p_central),
        (rate_ratios.score_ratio(k1, t1, k0, t0, level), None),
        (rate_ratios.wald_ratio(k1, t1, k0, t0, level), None),
    ):
        p = found.p if p is None else p
        if k1 + k0 > 0:
            assert found.ci_low <= found.ratio * (1 + 1e-9)
            assert found.ratio <= found.ci_high * (1 + 1e-9)
        if abs(p - (1 - level)) > 1e-6:
            assert (p < 1 - level) == (not found.ci_low <= 1 <= found.ci_high)


@SETTINGS
@given(counts, exposures, counts, exposures)
def test_turning_a_ratio_round_turns_its_tests_round(k1, t1, k0, t0):
    there = ratio_tests.ratio_tests(k1, t1, k0, t0, alternative="larger")
    back = ratio_tests.ratio_tests(k0, t0, k1, t1, alternative="smaller")
    for name in ("score", "exact", "mid_p", "e_test"):
        assert getattr(there, name) == pytest.approx(getattr(back, name), rel=1e-6, abs=1e-9), name
    a, b = rate_ratios.score_ratio(k1, t1, k0, t0), rate_ratios.score_ratio(k0, t0, k1, t1)
    if k1 > 0 and k0 > 0:
        assert a.ci_low * b.ci_high == pytest.approx(1)


@SETTINGS
@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.1, 10), st.floats(0.1, 10), st.floats(1e-3, 1e3))
def test_the_unit_of_exposure_does_not_matter(k1, k0, t1, t0, unit):
    for variance in ("pooled", "unpooled"):
        p = ratio_tests.e_test(k1, t1, k0, t0, variance=variance)
        scaled = ratio_tests.e_test(k1, t1 * unit, k0, t0 * unit, variance=variance)
        assert p == pytest.approx(scaled, rel=1e-6, abs=1e-12)
        assert 0 <= p <= 1


@SETTINGS
@given(series(1, 400, 3, 30), series(1, 400, 3, 30), st.randoms(use_true_random=False))
def test_the_order_of_months_does_not_matter_to_the_textbook_ratios(now, before, random):
    shuffled = list(now)
    random.shuffle(shuffled)
    quasi, negative = month_ratios.quasi_poisson(now, before), month_ratios.negative_binomial(now, before)
    assert quasi.ratio == pytest.approx(negative.ratio)
    assert negative.ci_low < negative.ratio < negative.ci_high
    assert month_ratios.negative_binomial(shuffled, before).alpha == pytest.approx(
        negative.alpha, rel=1e-6, abs=1e-12
    )
    # Extra variation can only widen the interval that plain Poisson counts would have.
    assert negative.error >= quasi.poisson_error * (1 - 1e-12)


@SETTINGS
@given(series(), st.floats(1e-6, 1e9), st.sampled_from(list(chart_rules.RULE_SETS)))
def test_charts_do_not_know_the_unit_nor_the_side(x, unit, name):
    rules = chart_rules.RULE_SETS[name]
    chart = control_charts.individuals_chart(x, rules=rules)
    scaled = control_charts.individuals_chart(x * unit, rules=rules)
    turned = control_charts.individuals_chart(-x, rules=rules)
    for other, sign in ((scaled, 1), (turned, -1)):
        assert other.signal.tolist() == chart.signal.tolist()
        assert (other.direction * sign).tolist() == chart.direction.tolist()
    kinds = control_charts.point_types(chart, "increase")
    assert ((kinds == "common cause") == (chart.signal == "")).all()


@SETTINGS
@given(series(0, 200, 2, 60))
def test_runs_and_crossings_turn_round(x):
    found = run_tests.runs_and_crossings(x, np.median(x))
    assert run_tests.runs_and_crossings(x[::-1], np.median(x)) == found
    assert run_tests.runs_and_crossings(-x, -np.median(x)) == found
    assert found.n_crossings < max(found.n_useful, 1)
    assert found.longest_run + found.n_crossings <= max(found.n_useful, 0)


@SETTINGS
@given(series(0, 5000, 3, 40), st.booleans(), st.floats(0.001, 1e6))
def test_attribute_charts_hold_their_centre(y, laney, per):
    exposure = np.linspace(1, 2, len(y)) * per
    chart = attribute_charts.u_chart(y, exposure, laney=laney)
    assert (chart.lower <= chart.centre).all()
    assert (chart.centre <= chart.upper).all()
    assert chart.centre[0] == pytest.approx(y.sum() / exposure.sum())
    share = attribute_charts.p_chart(y, y.max() + 1, laney=laney)
    assert (share.lower >= 0).all()
    assert (share.upper <= 1).all()


@FEW
@given(arrays(np.int64, (4, 80), elements=st.integers(0, 300)), st.permutations([0, 1, 2, 3]))
def test_monitoring_many_series_is_monitoring_each(y, order):
    found = outbreaks.exceedance(y, [70, 79])
    turned = outbreaks.exceedance(y[order], [70, 79])
    one = outbreaks.exceedance(y[0], [70, 79])
    for name in ("expected", "upper", "p", "alarm"):
        both = getattr(found, name)
        np.testing.assert_allclose(getattr(turned, name), both[order], rtol=1e-6)
        np.testing.assert_allclose(getattr(one, name), both[0], rtol=1e-6)
    known = ~np.isnan(found.upper)
    assert (found.alarm == ((found.observed > found.upper) & found.enough))[known].all()
    assert ((found.p >= 0) & (found.p <= 1))[known].all()
    # Beyond a quantile of level 1 - alpha, a count has a probability below alpha.
    assert (found.p[found.alarm] <= 0.01 + 1e-9).all()


@SETTINGS
@given(
    series(0, 100, 12, 40), st.floats(1e-3, 1e6), st.sampled_from(["mean", "mean and variance", "poisson"])
)
def test_segments_cover_the_series_whatever_the_unit(x, unit, cost):
    found = change_points.segments(x, cost=cost)
    assert found.first[0] == 0
    assert found.last[-1] == len(x) - 1
    assert (found.first[1:] == found.last[:-1] + 1).all()
    least = {"mean": 3, "mean and variance": 6, "poisson": 3}[cost]
    assert len(found.first) == 1 or (found.last - found.first + 1 >= least).all()
    lengths = found.last - found.first + 1
    assert (found.level * lengths).sum() == pytest.approx(x.sum())
    if cost == "mean":
        scaled = change_points.segments(x * unit, cost=cost)
        assert scaled.level == pytest.approx(found.level * unit) or len(scaled.first) == len(found.first)


@SETTINGS
@given(series(0, 100, 24, 60), st.floats(-1e4, 1e4), st.floats(1e-3, 1e6))
def test_decompositions_add_up_whatever_the_unit(x, shift, unit):
    found = seasonal_adjustment.stl(x)
    assert found.trend + found.seasonal + found.remainder == pytest.approx(x, abs=1e-9)
    moved = seasonal_adjustment.stl(x * unit + shift)
    assert moved.seasonal == pytest.approx(found.seasonal * unit, rel=1e-6, abs=1e-6 * (unit + abs(shift)))
    indices = seasonal_adjustment.classical_indices(x)
    assert indices.additive.mean() == pytest.approx(0, abs=1e-9)
    if not np.isnan(indices.multiplicative).any():
        assert indices.multiplicative.mean() == pytest.approx(1)


@SETTINGS
@given(series(0, 200, 14, 40), st.integers(0, 300))
def test_a_cusum_never_falls_below_nothing_and_rises_with_the_count(y, more):
    y = y + 1
    found = surveillance.rossi_cusum(y, np.arange(8, len(y)))
    assert (found.cusum >= 0).all()
    raised = y.copy()
    raised[-1] += more
    assert surveillance.rossi_cusum(raised, np.arange(8, len(y))).cusum[-1] >= found.cusum[-1] - 1e-9
    for method in ("C1", "C2", "C3"):
        ears = surveillance.ears(y, method)
        assert (ears.alarm[ears.observed > ears.upper]).all()


ON_SERIES = {
    "individuals_chart": control_charts.individuals_chart,
    "c_chart": attribute_charts.c_chart,
    "u_chart": lambda y: attribute_charts.u_chart(y, 3.0, laney=True),
    "p_chart": lambda y: attribute_charts.p_chart(y, 1e15),
    "runs": lambda y: run_tests.runs_and_crossings(y, 1.0),
    "ears": surveillance.ears,
    "ears C3": lambda y: surveillance.ears(y, "C3"),
    "cusum": surveillance.rossi_cusum,
    "segments": change_points.segments,
    "poisson segments": lambda y: change_points.segments(y, cost="poisson"),
    "exceedance": outbreaks.exceedance,
    "exceedance_1996": outbreaks.exceedance_1996,
    "stl": seasonal_adjustment.stl,
    "classical_indices": seasonal_adjustment.classical_indices,
    "quasi_poisson": lambda y: month_ratios.quasi_poisson(y, y),
    "negative_binomial": lambda y: month_ratios.negative_binomial(y, y),
    "conditional_exact": lambda y: rate_ratios.conditional_exact(y, 1, y, 1),
    "score_ratio": lambda y: rate_ratios.score_ratio(y, 1, y, 2),
    "wald_ratio": lambda y: rate_ratios.wald_ratio(y, 1, y, 2),
}
HOSTILE = {
    "none": None,
    "nothing": [],
    "one": [3],
    "text": "crime",
    "texts": ["a", "b", "c"],
    "missing": [np.nan] * 70,
    "half missing": [1, np.nan] * 35,
    "infinite": [1, 2, np.inf] * 25,
    "negative": [1, -2, 3] * 25,
    "zeros": [0] * 70,
    "equal": [7] * 70,
    "tenths": [0.1] * 70,
    "huge": [1e12, 3e12, 2e12, 1] * 18,
    "too huge": [1e300, 1, 2] * 25,
    "one spike": [0] * 69 + [1e12],
    "matrix of three dimensions": np.ones((2, 3, 70)),
    "booleans": [True, False] * 35,
    "objects": [object()] * 70,
    "ragged": [[1, 2], [3]],
    "a number": 5,
    "a table": pd.DataFrame({"a": range(70), "b": range(70)}),
}


@pytest.mark.parametrize("values", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("call", ON_SERIES.values(), ids=ON_SERIES)
def test_hostile_series_give_an_answer_or_a_named_refusal(call, values):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = call(values)
        except ValueError as error:
            names = (
                "values",
                "counts",
                "count",
                "now",
                "before",
                "baseline",
                "mean",
                "n must",
                "totals",
                "exposure",
            )
            assert any(name in str(error) for name in names), str(error)
        else:
            assert str(found)


@pytest.mark.parametrize("call", ON_SERIES.values(), ids=ON_SERIES)
def test_lists_series_and_nullable_numbers_are_one(call):
    y = [31, 28, 33, 35, 29, 40, 38, 36, 30, 27, 33, 31] * 6 + [29, 35, 44]
    shapes = [tuple(y), np.array(y), pd.Series(y, index=range(100, 175)), pd.Series(y, dtype="Int64")]
    wanted = str(call(y))
    for given_as in shapes:
        assert str(call(given_as)) == wanted
