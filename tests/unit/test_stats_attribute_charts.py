"""Charts of counts, rates and shares, runs and crossings, and named rules, on series worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import attribute_charts, chart_rules, control_charts, run_tests


def test_c_limits_by_hand_and_none_below_zero():
    chart = attribute_charts.c_chart([4, 4, 4, 4, 11])
    assert chart.centre[0] == pytest.approx(5.4)
    assert chart.upper[0] == pytest.approx(5.4 + 3 * 5.4**0.5)
    assert chart.lower[0] == 0
    assert not chart.signal.any()
    frozen = attribute_charts.c_chart([4, 4, 4, 4, 11], slice(0, 4))
    assert (frozen.centre[0], frozen.upper[0]) == (4, 10)
    assert frozen.signal.tolist() == [False] * 4 + [True]


def test_u_limits_follow_the_exposure():
    chart = attribute_charts.u_chart([10, 30], [10, 20])
    assert chart.value.tolist() == [1.0, 1.5]
    assert chart.centre[0] == pytest.approx(40 / 30)
    assert chart.upper == pytest.approx(40 / 30 + 3 * np.sqrt(40 / 30 / np.array([10, 20])))


def test_p_limits_stay_between_none_and_all():
    chart = attribute_charts.p_chart([9, 10, 9], [10, 10, 10])
    p = 28 / 30
    assert chart.upper.tolist() == [1, 1, 1]
    assert chart.lower[0] == pytest.approx(p - 3 * np.sqrt(p * (1 - p) / 10))
    assert not attribute_charts.p_chart([5, 5, 5], 5).signal.any()


def test_laney_widens_by_the_moving_ranges_of_the_standardised_points():
    counts, exposure = np.array([100.0, 170.0, 80.0, 180.0]), 10.0
    rate = counts.sum() / 40
    z = (counts / 10 - rate) / np.sqrt(rate / 10)
    sigma_z = np.abs(np.diff(z)).mean() / 1.128
    chart = attribute_charts.u_chart(counts, exposure, laney=True)
    assert chart.sigma_z == pytest.approx(sigma_z)
    assert chart.upper[0] == pytest.approx(rate + 3 * np.sqrt(rate / 10) * sigma_z)
    assert chart.kind == "u'"
    plain = attribute_charts.u_chart(counts, exposure)
    assert plain.signal.any()
    assert not chart.signal.any()


def test_screening_leaves_out_the_one_great_jump():
    counts = np.array([100.0, 104.0] * 10)
    counts[10] = 400.0
    wide, narrow = (attribute_charts.u_chart(counts, 10, laney=True, screen=s).sigma_z for s in (False, True))
    assert narrow < wide / 3


def test_an_excluded_point_is_drawn_but_makes_no_line():
    counts = [5, 6, 5, 6, 40, 5, 6]
    chart = attribute_charts.c_chart(counts, excluded=[False] * 4 + [True] + [False] * 2)
    assert chart.centre[0] == pytest.approx(33 / 6)
    assert chart.signal[4]
    assert chart.runs.n_useful == 6
    missing = attribute_charts.c_chart([5, 6, 5, 6, np.nan, 5, 6])
    assert missing.centre[0] == pytest.approx(33 / 6)
    assert np.isnan(missing.value[4])
    assert not missing.signal.any()


def test_equal_values_signal_nowhere():
    for chart in (
        attribute_charts.u_chart([1] * 9, 7, laney=True),
        attribute_charts.p_chart([1] * 9, 7, laney=True),
        attribute_charts.c_chart([0] * 9),
        attribute_charts.u_chart([0] * 9, 3, laney=True),
    ):
        assert not chart.signal.any()
        assert not chart.runs.signal
    tenths = control_charts.individuals_chart(np.full(10, 0.1))
    assert set(tenths.signal) == {""}


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: attribute_charts.c_chart([-1, 2]), "counts"),
        (lambda: attribute_charts.c_chart([np.nan, np.nan]), "baseline"),
        (lambda: attribute_charts.c_chart([1, 2], [1, 0]), "baseline"),
        (lambda: attribute_charts.u_chart([1, 2], [1, 0]), "exposure"),
        (lambda: attribute_charts.u_chart([1, 2], [1, 2, 3]), "exposure"),
        (lambda: attribute_charts.u_chart([1, np.nan], 1, laney=True), "Laney"),
        (lambda: attribute_charts.p_chart([3, 2], [2, 2]), "above its total"),
        (lambda: attribute_charts.p_chart([1, 2], 2, excluded=[True]), "excluded"),
        (lambda: run_tests.runs_and_crossings([1, 2], np.nan), "centre"),
        (lambda: run_tests.runs_and_crossings("ab", 1), "values"),
    ],
)
def test_wrong_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


def test_runs_and_crossings_by_hand():
    found = run_tests.runs_and_crossings([1, 9, 9, 5, 9, 1, np.nan, 1, 9], 5)
    # Without the point on the line and the missing one: - + + + - - +.
    assert (found.n_useful, found.longest_run, found.n_crossings) == (7, 3, 3)
    assert (found.longest_run_max, found.n_crossings_min) == (6, 1)
    assert not found.signal
    assert run_tests.runs_and_crossings([5, 5], 5) == run_tests.Runs(0, 0, 0, 0, 0, False)
    assert run_tests.runs_and_crossings([6], 5).n_crossings_min == 0


@pytest.mark.parametrize(("n", "longest", "fewest"), [(12, 7, 3), (24, 8, 8), (36, 8, 13)])
def test_limits_of_runs_grow_with_the_series(n, longest, fewest):
    found = run_tests.runs_and_crossings([0, 1] * (n // 2), 0.5)
    assert (found.longest_run_max, found.n_crossings_min) == (longest, fewest)
    assert not found.signal
    assert run_tests.runs_and_crossings([0] * (n // 2) + [1] * (n // 2), 0.5).signal


def test_point_types_turn_with_the_direction_that_is_better():
    chart = control_charts.individuals_chart([10.0, 12.0] * 10 + [30, 1], slice(0, 20))
    assert control_charts.point_types(chart, "increase")[-2:].tolist() == ["improvement", "concern"]
    assert control_charts.point_types(chart, "decrease")[-2:].tolist() == ["concern", "improvement"]
    assert control_charts.point_types(chart, "neutral")[-2:].tolist() == ["neutral high", "neutral low"]
    assert set(control_charts.point_types(chart, "neutral")[:20]) == {"common cause"}
    with pytest.raises(ValueError, match="improvement"):
        control_charts.point_types(chart, "up")


def test_a_turning_point_belongs_to_the_later_trend():
    rules = chart_rules.RuleSet(shift=0, two_of_three=False, limits=False)
    chart = control_charts.individuals_chart([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], rules=rules)
    assert chart.direction.tolist() == [1] * 6 + [-1] * 7


def test_named_rules_say_what_they_are():
    said = {name: str(rules) for name, rules in chart_rules.RULE_SETS.items()}
    assert len(set(said.values())) == len(said)
    assert "shift of 7" in said["Making Data Count, 7 points"]
    assert "2.66 mean moving ranges" in said["Making Data Count, 7 points"]
    assert "screened" in said["NHSRplotthedots"]
    assert "trend" not in said["limits only, for runs and crossings"]
    for wrong in ({"shift": 7.5}, {"trend": "7"}, {"factor": 0}, {"shift": None}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            chart_rules.RuleSet(**wrong)
