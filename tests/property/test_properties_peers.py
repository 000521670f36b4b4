"""Peers and forecasts: what does not depend on labels and units, what intervals hold, what is refused by name."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hostile_values import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats.forecast_accuracy import accuracy
from pads_analysis.stats.forecasts import exponential_smoothing, seasonal_naive
from pads_analysis.stats.group_means import group_means
from pads_analysis.stats.outturn import outturn, year_end
from pads_analysis.stats.peers import compare_change_with_peers, compare_with_mean
from pads_analysis.stats.random_effects import prediction_interval
from pads_analysis.stats.similar_areas import near_duplicates, principal_components, similar_areas

SETTINGS = settings(max_examples=30, deadline=None)
FEW = settings(max_examples=10, deadline=None)
SERIES = np.random.default_rng(2).poisson(50, 40)
AREAS = np.random.default_rng(3).normal(10, 1, (8, 3))


def project(**given):
    """A projection with a fresh generator."""
    return year_end(**{"rng": np.random.default_rng(1), "draws": 200, **given})


CALLS = {
    "compare_with_mean": (
        compare_with_mean,
        {
            "count": 5,
            "exposure": 100.0,
            "peer_counts": [4, 5, 6],
            "peer_exposures": [100] * 3,
            "per": 1.0,
            "dispersion": 1.0,
        },
    ),
    "compare_change_with_peers": (
        compare_change_with_peers,
        {"log_ratio": 0.1, "error": 0.1, "peer_now": [1, 2, 3], "peer_before": [3, 2, 3]},
    ),
    "group_means": (group_means, {"rates": [1, 2, 3], "own": 0, "exposures": [1, 2, 3]}),
    "prediction_interval": (
        prediction_interval,
        {
            "peer_counts": [4, 5, 6],
            "peer_exposures": [100] * 3,
            "per": 1.0,
            "own_count": 3.0,
            "distribution": "t",
        },
    ),
    "similar_areas": (
        similar_areas,
        {"indicators": AREAS, "target": 0, "k": 3, "method": "euclidean", "weights": [1, 1, 1]},
    ),
    "mahalanobis": (
        lambda **given: similar_areas(method="mahalanobis", **given),
        {"indicators": AREAS, "target": 0, "k": 3},
    ),
    "principal_components": (principal_components, {"indicators": AREAS}),
    "near_duplicates": (near_duplicates, {"indicators": AREAS, "limit": 0.5}),
    "seasonal_naive": (seasonal_naive, {"history": SERIES, "horizon": 5, "period": 12}),
    "exponential_smoothing": (
        exponential_smoothing,
        {"history": SERIES, "horizon": 5, "period": 12, "search": "maximum"},
    ),
    "limited_search": (
        lambda **given: exponential_smoothing(search="as R", **given),
        {"history": SERIES, "horizon": 15, "period": 12},
    ),
    "damped_trend": (
        lambda **given: exponential_smoothing(trend=True, damped=True, season=False, **given),
        {"history": SERIES, "horizon": 5},
    ),
    "accuracy": (accuracy, {"actual": [1, 2], "forecast": [2, 3], "history": SERIES, "period": 12}),
    "outturn": (outturn, {"to_date": 5, "rest": [1, 2], "paths": [[1, 2], [2, 3]], "target": 10}),
    "year_end": (
        project,
        {"history": SERIES, "done": 4, "target": 600, "method": "auto", "period": 12, "draws": 200},
    ),
    "year_end_naive": (
        lambda **given: project(method="seasonal naive", **given),
        {"history": SERIES, "done": 4},
    ),
    "year_end_recent": (
        lambda **given: project(method="recent mean", **given),
        {"history": SERIES, "done": 4},
    ),
}
WORDS = ["weights", "history", "indicators", "paths"]


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
        assert seasonal_naive(kind([1, 2, 3, 4]), 2, period=2).mean.tolist() == [3, 4]
        assert group_means(kind([1, 2, 6]), 0).with_self == 3
        assert project(history=kind([9, 8, 7] * 5), done=3).to_date == 24


@SETTINGS
@given(
    arrays(float, st.integers(2, 12), elements=st.floats(0, 1e4).map(lambda v: round(v, 2))),
    st.floats(0.01, 1e4),
)
def test_group_means_follow_unit_and_order(rates, unit):
    one, other = group_means(rates, 0), group_means(rates[::-1] * unit, len(rates) - 1)
    assert other.with_self == pytest.approx(unit * one.with_self)
    assert other.without_self == pytest.approx(unit * one.without_self)
    assert rates.min() - 1e-9 <= one.with_self <= rates.max() + 1e-9
    n = one.n
    assert one.with_self * n == pytest.approx(one.without_self * (n - 1) + one.rate)
    even = group_means(rates, 0, np.full(n, unit))
    assert even.weighted_with_self == pytest.approx(one.with_self)
    assert 1 <= one.rank <= n


@SETTINGS
@given(
    arrays(np.int64, 6, elements=st.integers(0, 3000)),
    st.floats(0.1, 1000),
    st.permutations(range(6)),
    st.floats(0.5, 0.99),
)
def test_prediction_interval_holds_the_mean_and_follows_the_unit(peers, unit, order, level):
    if peers.sum() == 0:
        return
    t = np.linspace(500, 2000, 6)
    one = prediction_interval(peers, t, confidence=level)
    assert one.low <= one.mean_low + 1e-9 * one.mean
    assert one.mean_low <= one.mean <= one.mean_high
    assert one.mean_high <= one.high + 1e-9 * one.mean
    assert one.tau2 >= 0
    assert 0 <= one.i2 <= 100
    order = np.array(order)
    other = prediction_interval(peers[order], t[order] * unit, per=1000 * unit, confidence=level)
    assert [other.mean, other.low, other.tau2] == pytest.approx(
        [one.mean, one.low, one.tau2], rel=1e-6, abs=1e-9
    )


@SETTINGS
@given(
    arrays(float, (7, 3), elements=st.floats(-100, 100).map(lambda v: round(v, 2)), unique=True),
    st.floats(0.01, 100),
    st.floats(-50, 50),
    st.permutations(range(7)),
)
def test_neighbours_do_not_depend_on_unit_origin_or_order(x, scale, shift, order):
    order = np.array(order)
    for method in ("euclidean", "mahalanobis"):
        try:
            one = similar_areas(x, 0, 6, method=method)
        except ValueError as error:
            assert "indicators" in str(error)
            continue
        moved = (x * scale + shift)[order]
        other = similar_areas(moved, int(np.flatnonzero(order == 0)[0]), 6, method=method)
        assert np.allclose(other.distance, one.distance, rtol=1e-5, atol=1e-6)
        assert (np.diff(one.distance) >= 0).all()
        assert 0 not in one.position
        assert (one.rebased <= 1 + 1e-12).all()


@SETTINGS
@given(arrays(float, (9, 4), elements=st.floats(-100, 100).map(lambda v: round(v, 2)), unique=True))
def test_components_share_out_all_variance(x):
    found = principal_components(x)
    assert found.share.sum() == pytest.approx(1)
    assert (np.diff(found.sd) <= 1e-12).all()
    assert (found.sd**2).sum() == pytest.approx(4)


@SETTINGS
@given(arrays(np.int64, 30, elements=st.integers(0, 500)), st.integers(1, 30), st.floats(0.5, 0.99))
def test_naive_limits_hold_the_forecast_and_widen_with_time(y, horizon, level):
    found = seasonal_naive(y, horizon, confidence=level)
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert (np.diff(found.high - found.low) >= -1e-9).all()
    assert set(found.mean) <= set(y.tolist())
    other = seasonal_naive(y * 3, horizon, confidence=level)
    assert np.allclose(other.high, 3 * found.high)


@SETTINGS
@given(
    arrays(float, 6, elements=st.floats(1, 500)),
    arrays(float, 6, elements=st.floats(0, 500)),
    st.floats(0.1, 99),
)
def test_accuracy_follows_the_unit(actual, forecast, unit):
    history = np.arange(1.0, 21) ** 1.5
    one = accuracy(actual, forecast, history, period=4)
    other = accuracy(unit * actual, unit * forecast, unit * history, period=4)
    assert one.mae <= one.rmse + 1e-9
    assert (other.mae, other.rmse) == pytest.approx((unit * one.mae, unit * one.rmse))
    assert (other.mape, other.mase) == pytest.approx((one.mape, one.mase))
    assert accuracy(actual, actual, history, period=4).mae == 0


@FEW
@given(
    arrays(np.int64, st.integers(3, 60), elements=st.integers(0, 200)),
    st.integers(0, 3),
    st.integers(0, 2000),
    st.integers(0, 99),
)
def test_a_projection_adds_up_whatever_the_history(y, done, target, seed):
    found = year_end(y, done, rng=np.random.default_rng(seed), target=target, draws=200)
    assert found.low <= found.total <= found.high
    assert found.total == pytest.approx(found.to_date + found.rest.sum())
    assert found.to_date == (y[len(y) - done :].sum() if done else 0)
    assert found.low >= found.to_date
    assert (found.rest >= 0).all()
    assert 0 <= found.p_target <= 1
    # What is not met at all cannot be met by a lower target.
    lower = year_end(y, done, rng=np.random.default_rng(seed), target=target // 2, draws=200)
    assert lower.p_target <= found.p_target
