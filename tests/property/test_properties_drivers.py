"""Drivers and evaluation: what adds up, what does not depend on labels and units, and what is refused by name."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hostile_values import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats.decomposition import contributions, contributions_from_ratios
from pads_analysis.stats.displacement_quotient import displacement_quotient
from pads_analysis.stats.evaluation import displacement_difference, harm_difference
from pads_analysis.stats.factor_intervals import bootstrap_factors, bootstrap_kitagawa, resampled_counts
from pads_analysis.stats.panel import two_way_poisson
from pads_analysis.stats.randomisation import randomisation_test
from pads_analysis.stats.rate_decomposition import kitagawa, product_effects, product_factors
from pads_analysis.stats.segmented_regression import segmented_regression
from pads_analysis.stats.shift_share import shift_share
from pads_analysis.stats.synthetic_control import synthetic_control

SETTINGS = settings(max_examples=30, deadline=None)
FEW = settings(max_examples=12, deadline=None)
PANEL = {
    "count": [5, 6, 7, 8, 9, 4, 5, 6],
    "area": list("aabbccdd"),
    "period": [1, 2] * 4,
    "treated": [0, 1, 0, 0, 0, 0, 0, 0],
    "exposure": [10] * 8,
}
PAIRS = {
    "treated": [10, 20],
    "control": [20, 20],
    "displacement_treated": [1, 2],
    "displacement_control": [2, 2],
    "time_weights": [1, 2],
    "area_weights": [1, 1, 2, 2],
    "dispersion": 2.0,
}
SERIES = np.random.default_rng(2).poisson(50, 40)


def halves(c):
    """Two factors of two counts."""
    return np.stack([c[..., 0], c[..., 1] / c[..., 0]], axis=-1)


def seeded(call, **base):
    """A call whose generator is fresh each time."""
    return lambda **given: call(**{"rng": np.random.default_rng(1), **given}), base


CALLS = {
    "contributions": (contributions, {"before": [3, 4], "after": [4, 5], "dispersion": 1.0}),
    "contributions_from_ratios": (
        contributions_from_ratios,
        {"before": [3, 4], "after": [4, 5], "ratio_low": [0.5, 0.5], "ratio_high": [2, 2]},
    ),
    "shift_share": (
        shift_share,
        {
            "before": [3, 4],
            "after": [4, 5],
            "reference_before": [30, 40],
            "reference_after": [35, 40],
            "categories": ["a", "b"],
        },
    ),
    "kitagawa": (
        kitagawa,
        {"share_before": [0.5, 0.5], "rate_before": [1, 2], "share_after": [0.4, 0.6], "rate_after": [1, 3]},
    ),
    "product_effects": (product_effects, {"before": [1, 2.0], "after": [2, 3.0]}),
    "product_factors": (product_factors, {"before": {"a": 1, "b": 2}, "after": {"a": 1, "b": 2}}),
    "resampled_counts": seeded(resampled_counts, count=[3, 4], draws=10, dispersion=1.0),
    "bootstrap_kitagawa": seeded(
        bootstrap_kitagawa,
        count_before=[30, 40],
        population_before=[100, 100],
        count_after=[30, 50],
        population_after=[100, 120],
        draws=50,
        per=1000.0,
    ),
    "bootstrap_factors": seeded(
        bootstrap_factors,
        count_before=[30, 40],
        count_after=[30, 50],
        factors=halves,
        names=["a", "b"],
        draws=50,
        dispersion=1.0,
    ),
    "displacement_difference": (displacement_difference, PAIRS),
    "harm_difference": (
        harm_difference,
        {k: [v] if len(np.atleast_1d(v)) == 2 and "time" not in k else v for k, v in PAIRS.items()}
        | {"weights": [3]},
    ),
    "displacement_quotient": (
        displacement_quotient,
        dict.fromkeys(
            [
                "response_before",
                "response_after",
                "buffer_before",
                "buffer_after",
                "control_before",
                "control_after",
            ],
            9,
        ),
    ),
    "segmented_regression": (
        segmented_regression,
        {
            "count": SERIES,
            "first_after": 20,
            "exposure": np.ones(40),
            "season": "harmonics",
            "pairs": 2,
            "period": 12,
            "family": "quasi-Poisson",
            "errors": "serial",
            "lags": 12,
            "distribution": "t",
        },
    ),
    "segmented_months": (
        segmented_regression,
        {"count": SERIES, "first_after": 20, "season": "months", "family": "negative binomial"},
    ),
    "two_way_poisson": (two_way_poisson, PANEL),
    "randomisation_test": seeded(randomisation_test, **PANEL, draws=100),
    "synthetic_control": (
        synthetic_control,
        {"outcomes": np.random.default_rng(3).normal(10, 1, (8, 5)), "first_after": 5, "treated": 0},
    ),
}
WORDS = ["weights", "count", "treated", "period"]


@pytest.mark.parametrize("name", CALLS)
def test_hostile_input_is_answered_or_refused_by_name(name):
    call, base = CALLS[name]
    for argument, good in base.items():
        for bad in hostile(good):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    str(call(**{**base, argument: bad}))
                except ValueError as error:
                    named = [word for word in [*base, *WORDS] if word in str(error)]
                    assert named, f"{argument}={bad!r}: {error}"


def test_lists_series_and_nullable_columns_give_the_same():
    for kind in (list, tuple, np.array, pd.Series, lambda v: pd.array(v, dtype="Int64")):
        found = shift_share(*(kind(v) for v in ([90, 20], [100, 40], [400, 150], [440, 210])))
        assert found.growth.tolist() == [10, 20]
        assert found.growth.dtype == np.float64
        assert segmented_regression(kind([5, 7, 6] * 8), 12, season="none").df_residual == 20


def vector(size, low=0, high=500):
    return arrays(np.int64, size, elements=st.integers(low, high))


@SETTINGS
@given(vector(5, 1), vector(5), vector(5, 1), vector(5, 1), st.permutations(range(5)), st.floats(0.01, 1e6))
def test_shift_share_adds_up_and_follows_labels_and_unit(e0, e1, r0, r1, order, unit):
    found = shift_share(e0, e1, r0, r1)
    assert np.allclose(found.national + found.mix + found.regional, found.growth)
    assert np.allclose(found.competitive + found.allocation, found.regional)
    assert found.national.sum() + found.mix.sum() + found.regional.sum() == pytest.approx(
        e1.sum() - e0.sum(), abs=1e-9
    )
    order = np.array(order)
    turned = shift_share(e0[order], e1[order], r0[order] * unit, r1[order] * unit)
    for part in ("national", "mix", "regional", "competitive", "allocation"):
        assert np.allclose(getattr(turned, part), getattr(found, part)[order], atol=1e-7)
    assert turned.gerfin_total == pytest.approx(found.gerfin_total)


@SETTINGS
@given(
    st.integers(2, 6).flatmap(
        lambda k: st.tuples(
            *[arrays(float, (3, k), elements=st.floats(-100, 100).map(lambda v: round(v, 3)))] * 2
        )
    ),
    st.randoms(),
)
def test_factor_effects_add_up_exactly_and_follow_labels(pair, random):
    a, b = pair
    effects = product_effects(a, b)
    scale = np.abs(a).prod(axis=1) + np.abs(b).prod(axis=1) + np.maximum(np.abs(a), np.abs(b)).prod(axis=1)
    assert (np.abs(effects.sum(axis=1) - (b.prod(axis=1) - a.prod(axis=1))) <= 1e-12 * scale + 1e-300).all()
    order = list(range(a.shape[1]))
    random.shuffle(order)
    assert np.allclose(product_effects(a[:, order], b[:, order]), effects[:, order])
    assert np.allclose(product_effects(b, a), -effects)
    assert (effects[a == b] == 0).all()


@SETTINGS
@given(*[arrays(float, 4, elements=st.floats(0, 50).map(lambda v: round(v, 3)))] * 4)
def test_kitagawa_adds_up_and_is_das_guptas_for_one_group(s0, r0, s1, r1):
    composition, rate = kitagawa(s0, r0, s1, r1)
    assert composition + rate == pytest.approx(s1 @ r1 - s0 @ r0, abs=1e-9)
    one = kitagawa(s0[:1], r0[:1], s1[:1], r1[:1])
    effects = product_effects([s0[0], r0[0]], [s1[0], r1[0]])
    assert one == pytest.approx(tuple(effects), abs=1e-9)


@FEW
@given(vector(3, 20), vector(3, 20), st.floats(1, 5), st.integers(0, 99))
def test_bootstrap_limits_hold_the_effect_and_add_up(before, after, phi, seed):
    population = np.array([1000, 2000, 3000])
    found = bootstrap_kitagawa(
        before, population, after, population * 2, rng=np.random.default_rng(seed), draws=200, dispersion=phi
    )
    assert (found.ci_low <= found.effect).all()
    assert (found.effect <= found.ci_high).all()
    assert found.total_low <= found.total <= found.total_high
    assert found.effect.sum() == pytest.approx(found.total)


@SETTINGS
@given(arrays(np.int64, (4, 2), elements=st.integers(0, 2000)), st.floats(0.1, 50), st.floats(0.5, 0.99))
def test_displacement_difference_holds_its_estimate_and_follows_the_unit(pairs, unit, level):
    one = displacement_difference(*pairs, confidence=level)
    other = displacement_difference(*pairs, confidence=level, time_weights=[unit, unit])
    assert one.ci_low <= one.total <= one.ci_high
    assert one.total == pytest.approx(one.local + one.displaced)
    assert other.total == pytest.approx(one.total / unit)
    assert other.total_se == pytest.approx(one.total_se / unit)
    if one.total_se:
        assert other.z == pytest.approx(one.z)
        if abs(one.p - (1 - level)) > 1e-9:
            assert (one.p < 1 - level) == (not one.ci_low <= 0 <= one.ci_high)


@SETTINGS
@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.integers(1, 500), st.integers(1, 500))
def test_quotient_agrees_with_its_measures(counts, cb, ca):
    found = displacement_quotient(*counts, cb, ca)
    assert found.interpretable == (found.success_measure < 0)
    assert found.interpretable == (counts[1] * cb < counts[0] * ca)
    assert np.isnan(found.wdq) == (found.success_measure == 0)
    if found.success_measure:
        assert found.wdq * found.success_measure == pytest.approx(found.buffer_measure, abs=1e-12)
    inside, around = -found.success_measure * ca, -found.buffer_measure * ca
    assert found.total_net_effect == pytest.approx(inside + around, abs=1e-9)


@FEW
@given(vector(48, 1, 200), st.integers(10, 36), st.floats(0.1, 1e5))
def test_segmented_limits_hold_the_estimate_whatever_the_exposure(y, start, unit):
    found = segmented_regression(y, start, exposure=np.full(48, unit))
    assert found.level_low <= found.level_ratio <= found.level_high
    assert found.slope_low <= found.slope_ratio <= found.slope_high
    assert 0 <= found.level_p <= 1
    assert found.path[:start, 0] == pytest.approx(found.path[:start, 1])
    # The score equations of a log-linear model: fitted counts add up to those seen, before and after.
    assert found.path[:, 0].sum() == pytest.approx(y.sum(), rel=1e-6)
    assert found.path[start:, 0].sum() == pytest.approx(y[start:].sum(), rel=1e-6)
    assert found.level_ratio == pytest.approx(segmented_regression(y, start).level_ratio, rel=1e-6)


@FEW
@given(arrays(np.int64, (6, 4), elements=st.integers(1, 300)), st.permutations(range(6)))
def test_panel_follows_relabelling(y, order):
    area, period = np.divmod(np.arange(24), 4)
    on = (area < 2) & (period >= 2)
    one = two_way_poisson(y.ravel(), area, period, on)
    names = np.array(order)[area]
    other = two_way_poisson(y.ravel(), names, period, on)
    assert one.ratio_low <= one.ratio <= one.ratio_high
    assert (other.coef, other.se) == pytest.approx((one.coef, one.se), rel=1e-6, abs=1e-9)
    p = [
        randomisation_test(y.ravel(), codes, period, on, rng=np.random.default_rng(1)).p
        for codes in (area, names)
    ]
    assert p[0] == pytest.approx(p[1])
    assert 1 / 15 <= p[0] <= 1


@FEW
@given(arrays(float, (10, 5), elements=st.floats(1, 100).map(lambda v: round(v, 2))))
def test_synthetic_weights_are_a_mean(z):
    found = synthetic_control(z, 6)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights >= 0).all()
    synthetic = found.path[:, 1]
    donors = z[:, 1:]
    assert (donors.min(axis=1) - 1e-9 <= synthetic).all()
    assert (synthetic <= donors.max(axis=1) + 1e-9).all()
    assert found.smallest_p == 1 / 5 <= found.p <= 1
    assert found.rank == round(found.p * 5)
