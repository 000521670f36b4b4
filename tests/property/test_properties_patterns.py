"""Where and when: what must hold for any input, and what hostile input meets."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pads_analysis.stats import (
    aoristic,
    autocorrelation,
    concentration,
    contiguity,
    emerging_hot_spots,
    inequality,
    kernel_density,
    location_quotient,
    mann_kendall,
    near_repeat,
    prediction_accuracy,
    spatial,
)

SETTINGS = settings(max_examples=30, deadline=None)
GRID = contiguity.grid_neighbours(3, 4)
INF = np.inf

counts12 = arrays(np.int64, 12, elements=st.integers(0, 50))
places = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=25)
orders = st.permutations(range(12))


@SETTINGS
@given(counts12, orders, st.sampled_from([1e-9, 0.5, 3.0, 1e12]), st.floats(-100, 100))
def test_local_statistics_follow_the_areas_and_not_the_unit(x, order, scale, shift):
    assume(np.ptp(x) > 0)
    order = np.array(order)
    moved = GRID.adjacency.toarray()[np.ix_(order, order)]
    for function in (spatial.gi_star, spatial.gi, autocorrelation.local_moran):
        one = function(x, GRID)
        assert np.allclose(function((x + shift) * scale, GRID).z, one.z, atol=1e-6)
        assert np.allclose(function(x[order], moved).z, one.z[order], atol=1e-8)
        assert ((one.p >= 0) & (one.p <= 1)).all()


@SETTINGS
@given(counts12, orders, st.booleans())
def test_local_moran_adds_up_to_the_global(x, order, standardised):
    assume(np.ptp(x) > 0)
    local = autocorrelation.local_moran(x, GRID, row_standardised=standardised)
    whole = autocorrelation.moran(x, GRID, row_standardised=standardised)
    # S0 is the number of areas where rows are standardised; otherwise the largest weight is scaled to 1.
    s0 = 12 if standardised else GRID.adjacency.sum()
    assert local.i.sum() == pytest.approx(s0 * whole.i, abs=1e-9)
    order = np.array(order)
    moved = GRID.adjacency.toarray()[np.ix_(order, order)]
    other = autocorrelation.moran(x[order], moved, row_standardised=standardised)
    assert (other.i, other.z) == pytest.approx((whole.i, whole.z), abs=1e-9)


@SETTINGS
@given(places, places, st.floats(1, 30), st.sampled_from(list(kernel_density.KERNELS)), st.floats(0.1, 1000))
def test_density_follows_the_unit_of_length(points, at, h, kernel, unit):
    # Off the grid of the points, so that no pair lies at the bandwidth itself.
    h += 0.0137
    points, at = np.array(points, float), np.array(at, float)
    one = kernel_density.kernel_density(points, at, h, kernel)
    other = kernel_density.kernel_density(points * unit + 7 * unit, at * unit + 7 * unit, h * unit, kernel)
    assert np.allclose(other.sums, one.sums, atol=1e-6)
    assert np.allclose(other.density * unit**2, one.density, atol=1e-9)
    assert ((one.sums >= 0) & (one.sums <= len(points) + 1e-9)).all()


@SETTINGS
@given(arrays(np.float64, st.integers(3, 12), elements=st.integers(-20, 20)))
def test_trend_turns_round_and_sees_order_only(x):
    one, back = mann_kendall.mann_kendall(x), mann_kendall.mann_kendall(x[::-1])
    assert (back.s, back.var_s, back.p) == (-one.s, one.var_s, one.p)
    rows = mann_kendall.mann_kendall_rows(np.stack([x, np.exp(x / 10), x * 1e300]))
    assert rows.s.tolist() == [one.s] * 3
    assert rows.p == pytest.approx([one.p] * 3)
    assert np.isnan(one.tau) if np.ptp(x) == 0 else -1 <= one.tau <= 1


@SETTINGS
@given(arrays(np.float64, (6, 8), elements=st.floats(-5, 5)), arrays(bool, (6, 8)))
def test_hot_and_cold_mirror_each_other(z, significant):
    one, other = emerging_hot_spots.classify(z, significant), emerging_hot_spots.classify(-z, significant)
    other_side = {"hotspot": "coldspot", "coldspot": "hotspot"}
    turned = [" ".join(other_side.get(word, word) for word in str(name).split()) for name in one.category]
    assert other.category.tolist() == turned
    assert (one.steps_hot == other.steps_cold).all()
    hot_now = significant[:, -1] & (z[:, -1] > 0)
    patterned = one.category != emerging_hot_spots.NO_PATTERN
    assert patterned[hot_now].all()


@SETTINGS
@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_places_needed_grow_with_the_share(x):
    assume(sum(x) > 0)
    shares = [0.1, 0.25, 0.5, 0.8, 1]
    found = concentration.places_needed(x, shares)
    assert (np.diff(found.places) >= 0).all()
    assert found.places[-1] == found.n_used
    ordered = np.sort(x)[::-1]
    for share, n in zip(shares, found.places, strict=True):
        assert ordered[:n].sum() >= share * sum(x) - 1e-6
        assert ordered[: n - 1].sum() < share * sum(x)
    assert 0.1 - 1e-12 <= found.busiest_tenth <= 1
    if len(x) > 1 and sum(x) > 1:
        assert inequality.gini(x, unbiased=True) <= 1 + 1e-12


@SETTINGS
@given(arrays(np.int64, (3, 4), elements=st.integers(1, 200)))
def test_location_quotients_average_to_one(table):
    lq = location_quotient.location_quotient(
        table, table.sum(axis=0), table.sum(axis=1, keepdims=True), table.sum()
    )
    share = table.sum(axis=0) / table.sum()
    assert lq @ share == pytest.approx(np.ones(3))


@SETTINGS
@given(places, st.data())
def test_near_repeat_tables_add_up(points, data):
    n = len(points)
    times = data.draw(st.lists(st.integers(0, 30), min_size=n, max_size=n))
    found = near_repeat.near_repeat(points, times, [0, 3, 12, INF], [0, 1, 7, INF])
    pairs = n * (n - 1) // 2
    assert found.observed.sum() == found.n_pairs == pairs
    assert (found.observed >= 0).all()
    assert np.allclose(found.expected.sum(axis=0), found.observed.sum(axis=0))
    assert np.allclose(found.expected.sum(axis=1), found.observed.sum(axis=1))
    order = np.array(data.draw(st.permutations(range(n))))
    again = near_repeat.near_repeat(
        np.array(points)[order] * 10.0, np.array(times)[order], [0, 30, 120, INF], [0, 1, 7, INF]
    )
    assert (again.observed == found.observed).all()
    knox = near_repeat.knox(points, times, 2, 6)
    integer_bands = near_repeat.near_repeat(points, times, [0, 2.0001], [0, 6.5])
    assert knox.close_pairs == integer_bands.observed[0, 0]


@SETTINGS
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(-50, 20_000)), min_size=1, max_size=30),
    st.booleans(),
)
def test_every_event_is_spread_whole(spans, clock):
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta([a for a, _ in spans], unit="min")
    end = start + pd.to_timedelta([b for _, b in spans], unit="min")
    found = aoristic.aoristic(start, end, timezone="Europe/London" if clock else None)
    assert found.events.sum() == pytest.approx(found.n_events)
    assert (found.events >= 0).all()
    assert found.n_events + found.n_excluded == len(spans)
    sunday = aoristic.aoristic(start, end, timezone="Europe/London" if clock else None, first_day="Sunday")
    assert np.roll(found.events, 24) == pytest.approx(sunday.events)


@SETTINGS
@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 30), st.floats(0.1, 5)), min_size=1, max_size=20))
def test_the_whole_map_is_no_better_than_chance(rows):
    observed, predicted, area = (np.array(x, float) for x in zip(*rows, strict=True))
    assume(observed.sum() > 0)
    found = prediction_accuracy.prediction_accuracy(observed, predicted, area)
    assert found.pai[-1] == pytest.approx(1)
    assert found.pei[-1] == pytest.approx(1)
    assert ((found.pei >= 0) & (found.pei <= 1)).all()
    perfect = prediction_accuracy.prediction_accuracy(observed, observed, area)
    assert perfect.pei == pytest.approx(np.ones(len(rows)))
    assert (np.diff(perfect.pai) <= 1e-9).all()


def test_the_best_choice_of_as_much_area_takes_the_last_place_in_part():
    # Forecast picks the first place: 4 of 10 events on 2 of 6 units; the best 2 units hold 5 and half of 4.
    given = ([4, 5, 1], [9, 1, 1], [2, 1, 3])
    found = prediction_accuracy.prediction_accuracy(*given)
    assert found.pai[0] == pytest.approx((4 / 10) / (2 / 6))
    assert found.pei[0] == pytest.approx(4 / (5 + 4 / 2))
    places = prediction_accuracy.prediction_accuracy(*given, best="places")
    assert places.pei[0] == pytest.approx((4 / 2) / (5 / 1))
    none = prediction_accuracy.prediction_accuracy([0, 3], [2, 0])
    assert none.rri.tolist() == [INF, pytest.approx(2 / 3)]


def test_location_quotient_by_hand_and_where_there_is_nothing():
    found = location_quotient.location_quotient([3, 0, 0], [10, 10, 0], [20, 20, 20], 100)
    assert found[:2] == pytest.approx([1.5, 0])
    assert np.isnan(found[2])
    with pytest.raises(ValueError, match="e_ij"):
        location_quotient.location_quotient(11, 10, 20, 100)


X9 = [1, 2, 3, 4, 5, 6, 7, 8, 20.0]
NEAR9 = contiguity.grid_neighbours(3, 3)
FIVE = [[0, 0], [1, 1], [2, 2], [3, 5], [9, 9]]
CALLS = {
    "gi_star": (spatial.gi_star, {"values": X9, "weights": NEAR9}),
    "gi": (spatial.gi, {"values": X9, "weights": NEAR9}),
    "fdr": (spatial.fdr, {"p": [0.1, 0.2], "method": "bh"}),
    "neighbours": (contiguity.neighbours, {"geometries": None}),
    "grid": (contiguity.grid_neighbours, {"rows": 2, "columns": 2}),
    "moran": (autocorrelation.moran, {"values": X9, "weights": NEAR9}),
    "local_moran": (autocorrelation.local_moran, {"values": X9, "weights": NEAR9, "divisor": "n"}),
    "kernel": (
        kernel_density.kernel_density,
        {"points": FIVE, "at": FIVE, "bandwidth": 2, "kernel": "quartic", "weights": [1] * 5},
    ),
    "emerging": (
        emerging_hot_spots.emerging_hot_spots,
        {
            "values": np.arange(36).reshape(9, 4) % 5,
            "weights": NEAR9,
            "steps_back": 1,
            "false_discovery_rate": 0.05,
            "alpha": 0.05,
        },
    ),
    "classify": (
        emerging_hot_spots.classify,
        {"z": [1, 2, 3.0], "significant": [True, False, True], "alpha": 0.05},
    ),
    "mann_kendall": (mann_kendall.mann_kendall, {"x": X9}),
    "mann_kendall_rows": (mann_kendall.mann_kendall_rows, {"x": [X9, X9]}),
    "gini": (inequality.gini, {"counts": [1, 2, 3]}),
    "places_needed": (concentration.places_needed, {"counts": [1, 2, 3], "shares": [0.5]}),
    "concentration": (
        concentration.concentration,
        {
            "counts": [1, 2, 3],
            "shares": [0.5],
            "rng": np.random.default_rng(1),
            "draws": 3,
            "weights": [1, 1, 2],
        },
    ),
    "location_quotient": (location_quotient.location_quotient, {"e_ij": 3, "e_j": 10, "e_i": 20, "e": 100}),
    "near_repeat": (
        near_repeat.near_repeat,
        {
            "points": FIVE,
            "times": [1, 2, 3, 4, 5],
            "space_breaks": [0, 2, INF],
            "time_breaks": [0, 2, INF],
            "metric": "euclidean",
            "permutations": 2,
            "rng": np.random.default_rng(1),
        },
    ),
    "knox": (near_repeat.knox, {"points": FIVE, "times": [1, 2, 3, 4, 5], "eps_s": 2, "eps_t": 2}),
    "aoristic": (
        aoristic.aoristic,
        {"start": ["2024-01-01"], "end": ["2024-01-02"], "timezone": "Europe/London", "first_day": "Monday"},
    ),
    "accuracy": (
        prediction_accuracy.prediction_accuracy,
        {"observed": [1, 2, 3], "predicted": [1, 1, 2], "area": [1, 1, 1], "best": "area"},
    ),
}


def hostile(base):
    """What may be handed in by mistake, and the right values in other forms."""
    yield from (
        None,
        [],
        [[]],
        "abc",
        ["a", "b"],
        np.nan,
        [np.nan],
        [0],
        [-1],
        0,
        -1,
        1.5,
        1e12,
        1e300,
        INF,
        -INF,
    )
    yield from (
        [[1]],
        {},
        object(),
        True,
        [[1, 2], [3]],
        pd.NA,
        pd.Series([1, None], dtype="Int64"),
        [None, 1],
    )
    try:
        array = np.asarray(base, dtype=float)
    except (TypeError, ValueError):
        return
    if array.ndim and np.isfinite(array).all():
        yield from (array * 0, array * 0 + 7, array * 1e12, array * 1e300, array * 1e-300, -array, array[:1])
        for bad in (np.nan, INF, -5.0, 1e308, 5e-324):
            spoilt = array.copy()
            spoilt.flat[0] = bad
            yield spoilt


@pytest.mark.parametrize(
    ("call", "name"), [(call, name) for call, (_, given) in CALLS.items() for name in given]
)
def test_hostile_input_is_answered_or_refused_by_name(call, name):
    function, given = CALLS[call]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for value in hostile(given[name]):
            try:
                str(function(**{**given, name: value}))
            except ValueError as error:
                assert name in str(error), f"{value!r}: {error}"


@pytest.mark.parametrize(
    "call", ["gi_star", "moran", "mann_kendall", "gini", "kernel", "near_repeat", "accuracy"]
)
def test_lists_tuples_series_and_nullable_series_are_one(call):
    function, given = CALLS[call]
    first = next(iter(given))
    as_list = np.asarray(given[first], dtype=float).tolist()
    forms = [as_list, tuple(as_list), np.array(as_list)]
    if np.ndim(as_list) == 1:
        forms += [
            pd.Series(as_list),
            pd.Series(as_list, dtype="Float64"),
            pd.Series(as_list, index=range(9, 9 + len(as_list))),
        ]
    else:
        forms.append(pd.DataFrame(as_list))
    answers = {str(function(**{**given, first: form, **_fresh(given)})) for form in forms}
    assert len(answers) == 1


def _fresh(given):
    return {"rng": np.random.default_rng(1)} if "rng" in given else {}
