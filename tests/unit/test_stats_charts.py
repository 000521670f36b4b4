"""Control charts, seasonality and change points on series whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from pads_analysis.stats import change_points, chart_rules, common_steps, control_charts, seasonality

CALM = [10.0, 12.0] * 10


def _signals(values, **rules):
    return control_charts.individuals_chart(values, slice(0, 20), chart_rules.RuleSet(**rules))


def test_limits_by_hand():
    chart = _signals(CALM)
    assert chart.moving_range_mean == 2
    assert (chart.centre[0], chart.lower[0], chart.upper[0]) == pytest.approx((11, 11 - 5.32, 11 + 5.32))
    assert set(chart.signal) == {""}


def test_each_rule_alone():
    assert _signals([*CALM, 17]).signal[-1] == "limits"
    assert set(_signals([*CALM, *[11.5] * 7]).signal[-7:]) == {"shift"}
    assert "" in set(_signals([*CALM, 10, *[11.5] * 6]).signal[-6:])
    rising = [*CALM[:-1], 8, 8.5, 9, 9.5, 10, 10.5, 10.8]
    assert set(_signals([*CALM, *rising[-7:]]).signal[-7:]) == {"trend"}
    assert list(_signals([*CALM, 15, 11.5, 15]).signal[-3:]) == ["two of three", "", "two of three"]


def test_precedence_and_direction():
    chart = _signals([*CALM, 11.5, 12, 12.5, 13, 13.5, 14, 20])
    assert list(chart.signal[-2:]) == ["trend", "limits"]
    assert chart.direction[-1] == 1
    assert _signals([*CALM, 1]).direction[-1] == -1


def test_rules_can_be_switched_off_and_lengthened():
    series = [*CALM, 10, *[11.5] * 7]
    assert set(_signals(series, shift=8).signal) == {""}
    assert set(_signals(series, shift=0).signal) == {""}
    assert set(_signals([*CALM, 17], limits=False).signal) == {""}
    assert "shift of 7" in str(chart_rules.RuleSet())
    with pytest.raises(ValueError, match="trend"):
        chart_rules.RuleSet(trend=1)


def test_an_excluded_month_breaks_runs_and_ranges():
    series = np.array([*CALM, *[11.5] * 4, np.nan, *[11.5] * 4])
    assert set(_signals(series).signal) == {""}
    gap = np.array([10.0, 12, np.nan, 30, 32, 30])
    assert control_charts.individuals_chart(gap).moving_range_mean == 2


def test_a_given_centre_is_used_and_ranges_are_taken_around_it():
    season = np.array([10.0, 20.0] * 10)
    chart = control_charts.individuals_chart(season + np.tile([0, 0, 1, 1], 5), centre=season)
    assert chart.centre.tolist() == season.tolist()
    assert chart.moving_range_mean == pytest.approx(9 / 19)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([],), "values"),
        (([1, np.inf],), "values"),
        (([1, 2, 3], [True, False]), "baseline"),
        (([1, 2, 3], [1, 0, 1]), "baseline"),
        (([1, 2, 3], slice(0, 1)), "baseline"),
        (([1, 2, 3], None, None, [1, 2]), "centre"),
    ],
)
def test_charts_refuse_wrong_input(arguments, name):
    with pytest.raises(ValueError, match=name):
        control_charts.individuals_chart(*arguments)


MONTHS = np.arange("2016-01", "2020-01", dtype="datetime64[M]")


def test_month_days_knows_leap_years():
    assert seasonality.month_days(["2020-02-10", "2021-02-01", "2021-12-31"]).tolist() == [29, 28, 31]


def test_indices_recover_a_planted_season():
    planted = 1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12)
    planted /= planted.mean()
    expected = 20 * seasonality.month_days(MONTHS) * planted[MONTHS.astype(int) % 12]
    trend = np.exp(0.1 * np.arange(48) / 12)
    found = seasonality.seasonal_indices(np.round(expected * trend), MONTHS)
    assert found.index == pytest.approx(planted, rel=0.005)
    assert found.index.mean() == pytest.approx(1)
    assert ((found.ci_low < planted) & (planted < found.ci_high)).all()
    assert found.p < 1e-6
    assert found.strength > 0.95
    flat = seasonality.deseasonalise(np.round(expected), MONTHS, found)
    assert flat.std() / flat.mean() < 0.01


def test_days_alone_are_no_season():
    found = seasonality.seasonal_indices(100 * seasonality.month_days(MONTHS), MONTHS)
    assert found.index == pytest.approx(np.ones(12))
    assert found.p > 0.99
    assert found.strength < 0.01


def test_excluded_months_do_not_count():
    rng = np.random.default_rng(1)
    y = rng.poisson(200, 48).astype(float)
    excluded = np.zeros(48, dtype=bool)
    excluded[[5, 6]] = True
    spoilt = y.copy()
    spoilt[[5, 6]] = 9999
    assert seasonality.seasonal_indices(spoilt, MONTHS, excluded).index == pytest.approx(
        seasonality.seasonal_indices(np.where(excluded, np.nan, y), MONTHS).index
    )


def test_seasonality_false_alarms_are_rare():
    rng = np.random.default_rng(3)
    days = seasonality.month_days(MONTHS)
    p = [seasonality.seasonal_indices(rng.poisson(2.0 * days), MONTHS).p for _ in range(60)]
    assert np.mean(np.array(p) < 0.05) <= 0.12


@pytest.mark.parametrize(
    ("y", "months", "message"),
    [
        (np.ones(23), MONTHS[:23], "24"),
        (np.ones(24), MONTHS[[*range(22), 24, 25]], "twice"),
        (np.tile([0.0] + [5.0] * 11, 4), MONTHS, "without any event"),
        (np.r_[np.zeros(36), np.full(12, 9.0)], MONTHS, "only one year"),
        (np.r_[np.full(12, 9.0), np.zeros(12), np.full(24, 9.0)], MONTHS, "twelve months in a row"),
        (np.ones(48), MONTHS[::-1], "month_start"),
        (np.ones(47), MONTHS, "month_start"),
        (-np.ones(48), MONTHS, "counts"),
    ],
)
def test_seasonality_refuses_what_it_cannot_answer(y, months, message):
    with pytest.raises(ValueError, match=message):
        seasonality.seasonal_indices(y, months)


def test_level_shift_by_hand():
    found = change_points.level_shifts([5, 6, 5, 6, 5, 6, 15, 16, 15, 16, 15, 16])
    assert [(s.index, s.level_before, s.level_after) for s in found] == [(6, 5.5, 15.5)]
    assert change_points.level_shifts([3, 3, 3, 3, 3, 3, 3]) == ()
    assert change_points.level_shifts([1, 2, 3]) == ()
    with pytest.raises(ValueError, match="penalty"):
        change_points.level_shifts([1, 2, 3, 4], penalty="aic")


def _areas(rng, n, months=48, sd=0.08, r=0.3):
    e = np.zeros((n, months))
    for t in range(1, months):
        e[:, t] = r * e[:, t - 1] + rng.normal(size=n) * sd
    season = 0.2 * np.sin(2 * np.pi * np.arange(months) / 12)
    return rng.uniform(60, 300, (n, 1)) * np.exp(season + e)


def test_common_step_is_found_where_it_was_planted():
    rng = np.random.default_rng(8)
    found = 0
    for _ in range(20):
        own, reference = _areas(rng, 8), _areas(rng, 12)
        own[:, 42:] *= 1.25
        steps = common_steps.common_step(rng.poisson(own), rng.poisson(reference), rng=rng, draws=499)
        if steps and abs(steps[0].index - 42) <= 1:
            found += 1
            assert 1.1 < steps[0].ratio < 1.45
            assert steps[0].n_moving >= 6
            assert steps[0].n_areas == 8
    assert found >= 17


def test_common_step_stays_silent_without_one():
    rng = np.random.default_rng(9)
    alarms = sum(
        bool(
            common_steps.common_step(
                rng.poisson(_areas(rng, 9)), rng.poisson(_areas(rng, 11)), rng=rng, draws=499
            )
        )
        for _ in range(60)
    )
    assert alarms <= 3


def test_a_step_that_everyone_takes_is_not_the_force():
    rng = np.random.default_rng(10)
    own, reference = _areas(rng, 8), _areas(rng, 12)
    own[:, 30:] *= 1.5
    reference[:, 30:] *= 1.5
    assert common_steps.common_step(rng.poisson(own), rng.poisson(reference)) == ()


def test_common_step_needs_areas_and_months():
    rng = np.random.default_rng(11)
    own, reference = rng.poisson(50, (8, 48)), rng.poisson(50, (12, 48))
    assert common_steps.common_step(own[:2], reference) == ()
    assert common_steps.common_step(own[:, :20], reference[:, :20]) == ()
    with pytest.raises(ValueError, match="series"):
        common_steps.common_step(own, reference[:, 1:])
