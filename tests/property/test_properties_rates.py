"""Rates, standardised, weighted and shrunk rates, and funnels: what holds for any input, and wrong input refused."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import (
    funnels,
    proportions,
    rates,
    repeat_events,
    severity,
    shrinkage,
    standardised,
    standardised_ratios,
)
from pads_analysis.stats.overdispersed_funnels import overdispersed_funnel

SETTINGS = settings(max_examples=30, deadline=None)
levels = st.floats(0.5, 0.999)
units = st.floats(0.01, 1e5)


def whole(size, low=0, high=3000):
    return arrays(np.int64, size, elements=st.integers(low, high))


def reals(size, low=0.5, high=5000.0):
    return arrays(np.float64, size, elements=st.floats(low, high))


@SETTINGS
@given(st.integers(0, 10**12), levels, st.sampled_from(["ohid", "exact", "score", "wald", "byar-half"]))
def test_poisson_intervals_hold_the_count_and_widen_with_the_level(count, level, method):
    narrow = rates.poisson_interval(count, level, method)
    wide = rates.poisson_interval(count, (1 + level) / 2, method)
    # The half-count form is no interval about the count itself below a few events at low levels.
    if method != "byar-half":
        assert 0 <= narrow.low <= count <= narrow.high
    assert wide.low <= narrow.low <= narrow.high <= wide.high


@SETTINGS
@given(
    whole(5),
    reals(5),
    reals(5),
    levels,
    units,
    st.permutations(range(5)),
    st.sampled_from(["dobson", "gamma"]),
)
def test_direct_rates(count, exposure, weights, level, per, order, interval):
    order = np.array(order)
    one = standardised.directly_standardised(
        count, exposure, weights, 1, level, interval=interval, least_events=0
    )
    other = standardised.directly_standardised(
        count[order], exposure[order], 7 * weights[order], per, level, interval=interval, least_events=0
    )
    assert 0 <= one.ci_low <= one.rate <= one.ci_high
    for name in ("rate", "ci_low", "ci_high", "se", "crude_rate"):
        assert getattr(other, name) == pytest.approx(per * getattr(one, name), rel=1e-9)
    single = count / exposure
    assert single.min() - 1e-12 <= one.rate <= single.max() * (1 + 1e-12)


@SETTINGS
@given(whole((4, 3), high=200), reals(4), levels)
def test_several_events_of_one_person_never_narrow_the_interval(people, exposure, level):
    several = repeat_events.standardised_for_people(people, exposure, np.ones(4), 1, level, least_events=0)
    events = people @ [1, 2, 3]
    plain = standardised.directly_standardised(events, exposure, np.ones(4), 1, level, least_events=0)
    assert several.rate == pytest.approx(plain.rate)
    assert several.se >= plain.se * (1 - 1e-12)
    assert several.ci_low <= plain.ci_low * (1 + 1e-9) + 1e-15
    assert several.ci_high >= plain.ci_high * (1 - 1e-9)


@SETTINGS
@given(whole(4), reals(4), whole(4, 1), reals(4), levels)
def test_indirect_ratios(count, exposure, reference, population, level):
    found = standardised_ratios.indirectly_standardised(count, exposure, reference, population, 1000, level)
    assert found.ratio * found.expected == pytest.approx(found.observed)
    assert found.ratio_low <= found.ratio <= found.ratio_high
    assert found.rate == pytest.approx(found.ratio * found.reference_rate)
    itself = standardised_ratios.indirectly_standardised(reference, population, reference, population)
    assert itself.ratio == pytest.approx(1)


@SETTINGS
@given(whole(6), reals(6, 1), st.permutations(range(6)), st.floats(0.01, 1e4))
def test_funnels_follow_relabelling_and_unit(count, exposure, order, factor):
    if count.sum() == 0:
        return
    order = np.array(order)
    one = funnels.rate_funnel(count, exposure, per=1000)
    other = funnels.rate_funnel(count[order], exposure[order], per=1000 * factor)
    assert one.place[order].tolist() == other.place.tolist()
    assert np.allclose(other.value, factor * one.value[order])
    assert np.allclose(other.outer_high, factor * one.outer_high[order])
    assert (one.outer_low <= one.inner_low).all()
    assert (one.inner_low <= one.target * (1 + 1e-12)).all()
    assert (one.target <= one.inner_high * (1 + 1e-12)).all()
    assert (one.inner_high <= one.outer_high).all()


@SETTINGS
@given(whole(12, 0, 300), whole(12, 1, 300), st.floats(0, 0.45), st.permutations(range(12)))
def test_over_dispersed_funnels(first, extra, trim, order):
    order = np.array(order)
    for kind, o, e in (
        ("ratio", first, extra),
        ("counts", first, extra),
        ("proportion", first, first + extra),
    ):
        if o.sum() == 0:
            continue
        found = overdispersed_funnel(o, e, kind, trim_by=trim)
        assert found.tau2 >= 0
        assert (np.abs(found.z_adjusted) <= np.abs(found.z) + 1e-12).all()
        assert (found.outer_low <= found.inner_low + 1e-12).all()
        assert (found.inner_high <= found.outer_high + 1e-12).all()
        again = overdispersed_funnel(o[order], e[order], kind, trim_by=trim)
        assert np.allclose(found.z_adjusted[order], again.z_adjusted)
        assert found.tau2 == pytest.approx(again.tau2)


@SETTINGS
@given(whole(5), reals(5, 0), levels, units, st.floats(1, 10))
def test_weighted_rates(count, weight, level, per, phi):
    if weight.sum() == 0 or np.any((weight > 0) & (weight < 1e-3)):
        return
    one = severity.weighted_rate(count, weight, 500, 1, level)
    other = severity.weighted_rate(count, 3 * weight, 500, per, level)
    assert 0 <= one.ci_low <= one.rate <= one.ci_high
    assert [other.rate, other.ci_low, other.ci_high] == pytest.approx(
        [3 * per * x for x in (one.rate, one.ci_low, one.ci_high)]
    )
    wide = severity.weighted_rate(count, weight, 500, 1, level, dispersion=phi)
    assert wide.ci_high - wide.ci_low >= (one.ci_high - one.ci_low) * (1 - 1e-9)


@SETTINGS
@given(whole(8), reals(8, 1), units)
def test_shrunk_rates_lie_between_raw_and_overall(count, exposure, per):
    found = shrinkage.empirical_bayes(count, exposure, per)
    low, high = np.minimum(found.raw, found.overall), np.maximum(found.raw, found.overall)
    assert ((low - 1e-9 * per <= found.shrunk) & (found.shrunk <= high + 1e-9 * per)).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    assert found.between >= 0
    one = shrinkage.empirical_bayes(count, exposure, 1)
    assert np.allclose(found.shrunk, per * one.shrunk)


GOOD = {
    "count": [12, 5, 30],
    "exposure": [100, 120, 90],
    "weights": [1, 2, 3],
    "expected": [10.0, 8, 28],
    "k": [3, 4, 5],
    "n": [9, 9, 9],
}
CALLS = {
    "poisson_interval": (rates.poisson_interval, ["count"]),
    "crude_rate": (rates.crude_rate, ["count", "exposure"]),
    "wilson": (proportions.wilson, ["k", "n"]),
    "directly_standardised": (standardised.directly_standardised, ["count", "exposure", "weights"]),
    "indirectly_standardised": (
        standardised_ratios.indirectly_standardised,
        ["count", "exposure", "count", "exposure"],
    ),
    "ratio_funnel": (funnels.ratio_funnel, ["count", "expected"]),
    "rate_funnel": (funnels.rate_funnel, ["count", "exposure"]),
    "proportion_funnel": (funnels.proportion_funnel, ["k", "n"]),
    "poisson_limits": (funnels.poisson_limits, ["expected"]),
    "overdispersed_ratio": (lambda o, e: overdispersed_funnel(o, e, "ratio"), ["count", "expected"]),
    "overdispersed_counts": (lambda o, e: overdispersed_funnel(o, e, "counts"), ["count", "expected"]),
    "overdispersed_proportion": (lambda o, e: overdispersed_funnel(o, e, "proportion"), ["k", "n"]),
    "weighted_rate": (lambda c, w: severity.weighted_rate(c, w, 100), ["count", "weights"]),
    "empirical_bayes": (shrinkage.empirical_bayes, ["count", "exposure"]),
}
BAD = {
    "empty": [],
    "missing": [1, np.nan, 2],
    "none": None,
    "negative": [1, -2, 3],
    "infinite": [1, np.inf, 2],
    "words": ["a", "b", "c"],
    "nullable": pd.Series([1, None, 3], dtype="Int64"),
    "ragged": [[1], [2, 3], [4]],
    "three dimensions": np.ones((2, 2, 3, 2)),
}


@pytest.mark.parametrize("bad", BAD, ids=list(BAD))
@pytest.mark.parametrize("name", CALLS)
def test_hostile_input_is_refused_without_a_warning(name, bad):
    call, wanted = CALLS[name]
    for at in range(len(wanted)):
        given_values = [GOOD[w] for w in wanted]
        given_values[at] = BAD[bad]
        if (
            name in ("poisson_interval", "crude_rate", "wilson", "poisson_limits")
            and bad == "three dimensions"
        ):
            continue  # any shape is welcome there
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(
                ValueError, match=r"[a-z_]+ (holds|must|is|has|are)|do not fit|leave no event"
            ):
                call(*given_values)


@pytest.mark.parametrize("as_type", [tuple, np.array, pd.Series, lambda v: pd.Series(v).convert_dtypes()])
@pytest.mark.parametrize("name", CALLS)
def test_lists_series_and_nullable_columns_give_one_answer(name, as_type):
    call, wanted = CALLS[name]
    plain, other = call(*(GOOD[w] for w in wanted)), call(*(as_type(GOOD[w]) for w in wanted))
    for field in type(plain).__dataclass_fields__:
        np.testing.assert_array_equal(getattr(plain, field), getattr(other, field))


@pytest.mark.parametrize("size", [1, 1e12])
@pytest.mark.parametrize("name", CALLS)
def test_one_area_and_huge_counts_are_answered_without_a_warning(name, size):
    call, wanted = CALLS[name]
    values = [[size * v for v in (GOOD[w] if size > 1 else GOOD[w][:1])] for w in wanted]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = call(*values)
    for field in type(found).__dataclass_fields__:
        assert np.isfinite(getattr(found, field)).all()
