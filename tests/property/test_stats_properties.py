"""What must hold for any input: intervals contain estimates, units and labels do not matter, parts add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import (
    change,
    change_points,
    control_charts,
    decomposition,
    inequality,
    multiplicity,
    peers,
    proportions,
    ranking,
    rate_decomposition,
    rates,
    shift_share,
    spatial,
)

SETTINGS = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=25, deadline=None)
counts = st.integers(0, 5000)
exposures = st.floats(1, 1e6)
levels = st.floats(0.5, 0.999)


def vector(size, low=0, high=500):
    return arrays(np.int64, size, elements=st.integers(low, high))


@SETTINGS
@given(counts, exposures, levels, st.floats(1, 1e5))
def test_a_rate_lies_in_its_interval_whatever_the_unit(k, t, level, per):
    found = rates.crude_rate(k, t, per, level)
    assert 0 <= found.ci_low <= found.rate <= found.ci_high
    one = rates.crude_rate(k, t, 1, level)
    assert np.allclose([found.ci_low, found.ci_high], [per * one.ci_low, per * one.ci_high])


@SETTINGS
@given(counts, levels)
def test_a_higher_level_gives_a_wider_interval(k, level):
    narrow, wide = rates.poisson_interval(k, level), rates.poisson_interval(k, (1 + level) / 2)
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


@SETTINGS
@given(st.integers(0, 500), st.integers(0, 500), levels)
def test_wilson_stays_between_none_and_all(k, more, level):
    found = proportions.wilson(k, k + more + 1, level)
    assert 0 <= found.ci_low <= found.rate <= found.ci_high <= 1


@SETTINGS
@given(counts, exposures, counts, exposures, levels)
def test_ratio_test_agrees_with_its_interval_and_turns_round(k1, t1, k0, t0, level):
    found = change.rate_ratio(k1, t1, k0, t0, level)
    if k1 + k0:
        assert found.ci_low <= found.ratio <= found.ci_high
        if abs(found.p - (1 - level)) > 1e-6:
            assert (found.p < 1 - level) == (not found.ci_low <= 1 <= found.ci_high)
    back = change.rate_ratio(k0, t0, k1, t1, level)
    assert np.isclose(found.p, back.p)
    if k1 and k0:
        assert np.isclose(found.ci_low, 1 / back.ci_high)


@FEW
@given(vector(12), vector(12), levels)
def test_months_compared(now, before, level):
    found = change.compare_months(now, before, level)
    if now.sum() and before.sum():
        assert found.ratio == pytest.approx(now.sum() / before.sum(), rel=1e-6)
        assert 0 < found.ci_low <= found.ratio <= found.ci_high
        if abs(found.p - (1 - level)) > 1e-6:
            assert (found.p < 1 - level) == (not found.ci_low <= 1 <= found.ci_high)
        back = change.compare_months(before, now, level, months_apart=12)
        assert back.ratio == pytest.approx(1 / found.ratio, rel=1e-6)
        assert back.p == pytest.approx(found.p, rel=1e-4, abs=1e-9)
    else:
        assert found.method in ("exact", "none recorded")


@SETTINGS
@given(arrays(float, 12, elements=st.floats(0, 1)), st.permutations(range(12)))
def test_adjusting_never_lowers_a_p_and_follows_relabelling(p, order):
    order = np.array(order)
    for method in ("fdr_bh", "holm"):
        adjusted = multiplicity.adjust(p, method)
        assert (adjusted >= p - 1e-12).all()
        assert (adjusted <= 1).all()
        assert np.allclose(multiplicity.adjust(p[order], method), adjusted[order])


@FEW
@given(counts, vector(6, 1, 3000), st.floats(0.1, 1000), st.floats(1, 20))
def test_peers_do_not_depend_on_the_unit_or_the_order(k, peer_counts, factor, phi):
    t = np.full(6, 1000.0)
    one = peers.compare_with_mean(k, 1000.0, peer_counts, t, dispersion=phi)
    other = peers.compare_with_mean(k, 1000.0 * factor, peer_counts[::-1], t * factor, dispersion=phi)
    assert one.ratio_low <= one.ratio <= one.ratio_high
    assert np.allclose([one.ratio, one.ratio_low, one.p], [other.ratio, other.ratio_low, other.p], atol=1e-6)
    if abs(one.p - 0.05) > 1e-5:
        assert (one.p < 0.05) == (not one.ratio_low <= 1 <= one.ratio_high)


@SETTINGS
@given(st.integers(1, 12).flatmap(lambda n: st.tuples(vector(n, 1), vector(n))), levels)
def test_contributions_add_up(pair, level):
    before, after = pair
    found = decomposition.contributions(before, after, level)
    assert found.points.sum() == pytest.approx(found.total_percent)
    assert found.total_percent == pytest.approx(100 * (after.sum() / before.sum() - 1))
    assert ((found.ci_low <= found.points) & (found.points <= found.ci_high)).all()


@SETTINGS
@given(vector(5, 1), vector(5), vector(5, 1), vector(5, 1))
def test_shift_share_adds_up_by_category(e0, e1, r0, r1):
    found = shift_share.shift_share(e0, e1, r0, r1)
    assert np.allclose(found.national + found.mix + found.regional, found.growth)
    assert np.allclose(found.competitive + found.allocation, found.regional)


@SETTINGS
@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)), min_size=2, max_size=6))
def test_product_factors_add_up(pairs):
    before = {f"f{i}": a for i, (a, _) in enumerate(pairs)}
    after = {f"f{i}": b for i, (_, b) in enumerate(pairs)}
    change_of_product = np.prod(list(after.values())) - np.prod(list(before.values()))
    assert sum(rate_decomposition.product_factors(before, after).values()) == pytest.approx(
        change_of_product, rel=1e-9, abs=1e-6
    )


@SETTINGS
@given(st.integers(2, 40).flatmap(vector))
def test_concentration_curve(x):
    if x.sum() == 0:
        return
    assert -1e-12 <= inequality.gini(x) <= 1
    share_places, share_events = inequality.lorenz(x)
    assert (np.diff(share_events) >= -1e-12).all()
    assert (share_events >= share_places - 1e-9).all()
    assert inequality.gini(x * 3, generalised=False) == pytest.approx(inequality.gini(x, generalised=False))


@SETTINGS
@given(vector(9), st.floats(0.01, 100), st.floats(-50, 50), st.permutations(range(9)))
def test_gi_star_does_not_depend_on_unit_origin_or_order(x, scale, shift, order):
    i, j = np.divmod(np.arange(9), 3)
    w = (np.maximum(np.abs(i[:, None] - i), np.abs(j[:, None] - j)) == 1).astype(float)
    one = spatial.gi_star(x, w)
    assert np.allclose(one.z, spatial.gi_star(x * scale + shift, w).z, atol=1e-6)
    order = np.array(order)
    assert np.allclose(one.z[order], spatial.gi_star(x[order], w[np.ix_(order, order)]).z, atol=1e-9)


@SETTINGS
@given(arrays(float, st.integers(2, 40), elements=st.floats(0, 1000).map(lambda v: round(v, 2))))
def test_chart_does_not_depend_on_the_unit(x):
    chart, other = control_charts.individuals_chart(x), control_charts.individuals_chart(x * 4)
    assert (chart.lower <= chart.centre).all()
    assert (chart.centre <= chart.upper).all()
    assert chart.signal.tolist() == other.signal.tolist()


@SETTINGS
@given(arrays(float, st.integers(1, 40), elements=st.floats(0, 1000).map(lambda v: round(v, 2))))
def test_level_shifts_are_in_order_and_apart(x):
    found = [s.index for s in change_points.level_shifts(x)]
    assert all(b - a >= 3 for a, b in zip([0, *found], [*found, len(x)], strict=True)) or not found


@FEW
@given(arrays(float, (5, 3), elements=st.floats(0, 4)), st.permutations(range(5)))
def test_ranking_follows_relabelling(scores, order):
    found = ranking.weighted_ranks(scores, [1, 2, 3], rng=np.random.default_rng(1), draws=50)
    order = np.array(order)
    other = ranking.weighted_ranks(scores[order], [1, 2, 3], rng=np.random.default_rng(1), draws=50)
    assert np.allclose(found.total[order], other.total)
    assert found.acceptability.sum(axis=1) == pytest.approx(np.ones(5))
    assert found.acceptability.sum(axis=0) == pytest.approx(np.ones(5))
    assert (found.rank_low <= found.rank_high).all()
