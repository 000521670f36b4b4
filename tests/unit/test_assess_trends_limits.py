"""Trends: where limits and seasons come from, which way a signal points, and what is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, by_month, make_case

from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.trends import trends

CALM = [50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 50]
DAYS_2021 = pd.date_range("2021-01-01", "2021-12-01", freq="MS").days_in_month.to_numpy()


def signals_of(case) -> pd.DataFrame:
    return trends(case).signals.set_index("offence_code")


def test_alternate_months_left_out_are_said_and_not_raised():
    bad = {
        OWN: {f"{year}-{month:02d}": "looks incomplete" for year in (2019, 2020) for month in range(2, 13, 2)}
    }
    found = trends(make_case({OWN: {"burglary": 50}}, first="2019-01", bad=bad))
    assert isinstance(found, NotAvailable)
    assert "no two complete months in a row" in found.because


def test_a_run_of_falls_above_the_line_points_down():
    # Seven falls in a row, every one of them above the level of the year before.
    now = [54] * 5 + [90, 85, 80, 75, 70, 65, 60]
    daily = [count * days for count, days in zip(now, DAYS_2021, strict=True)]
    before = [count * 31 for count in [20, 80, 20, 80, 20, 80, 20, 80, 20, 80, 20, 80]]
    table = trends(make_case({OWN: {"burglary": by_month(before, daily)}})).series[0].table
    last = table.iloc[-1]
    assert last["signal"] == "trend" and last["count"] > last["expected"]
    assert last["direction"] == -1
    assert signals_of(make_case({OWN: {"burglary": by_month(before, daily)}})).at[
        "burglary", "direction"
    ] in (
        "down",
        "both",
    )


@pytest.mark.parametrize(("count", "way"), [(120, "up"), (5, "down")])
def test_a_month_outside_the_limits_points_to_its_side(count, way):
    now = [50, 49, 51, 50, count, 50, 49, 51, 50, 49, 51, 50]
    assert signals_of(make_case({OWN: {"burglary": by_month(CALM, now)}})).at["burglary", "direction"] == way


def test_only_counts_that_cannot_fall_below_zero_have_their_lower_limit_cut():
    few = [0, 6, 0, 5, 0, 7, 0, 6, 1, 5, 0, 6]
    corrected = [-30, 60, -30, 60, -30, 60, -30, 60, -30, 60, -30, 60]
    found = trends(
        make_case({OWN: {"burglary": by_month(few, few), "robbery": by_month(corrected, -40)}})
    ).signals
    table = found.set_index("offence_code")
    assert table.at["burglary", "lower"] == 0
    assert table.at["robbery", "lower"] < 0
    assert (table["lower"] <= table["upper"]).all()


def test_an_offence_without_a_baseline_has_no_limits_and_is_counted():
    case = make_case(
        {OWN: {"burglary": 50, "robbery": by_month(0, 40), "drugs": by_month([1] * 11 + [0], 9)}}
    )
    found = trends(case)
    assert set(found.signals["offence_code"]) == {"all_crime", "burglary"}
    assert found.n_left_out == 2
    assert any("Robbery" in note and "Drugs" in note for note in found.basis.notes)
    # The larger of the two families is not drawn with limits of nought.
    assert {one.offence_code for one in found.series} == {"all_crime"}


def test_twelve_events_in_the_baseline_are_enough():
    assert "drugs" in signals_of(make_case({OWN: {"burglary": 50, "drugs": by_month(1, 9)}})).index


def test_an_offence_that_began_within_the_baseline_is_judged_by_the_months_since():
    calm = [*CALM, *CALM]
    began = [0] * 24 + calm + CALM
    case = make_case({OWN: {"burglary": 50, "robbery": began}}, first="2017-01")
    found = trends(case)
    row = found.signals.set_index("offence_code").loc["robbery"]
    days = pd.date_range("2019-01-01", "2020-12-01", freq="MS").days_in_month.to_numpy()
    assert row["expected"] == pytest.approx(np.mean(np.array(calm) / days) * 31)
    assert row["months_signalled"] == 0


def test_without_any_crime_before_there_is_no_trend():
    found = trends(make_case({OWN: {"burglary": by_month(0, 30)}}))
    assert isinstance(found, NotAvailable) and "fewer than 12 crimes" in found.because


SEASON = np.round(1000 * (1 + 0.3 * np.sin(2 * np.pi * np.arange(12) / 12))).astype(int)


def noisy(years: int) -> list[int]:
    return np.random.default_rng(5).poisson(np.tile(SEASON, years)).tolist()


def test_with_three_years_before_the_period_has_no_part_in_its_own_season():
    before = noisy(3)
    expected = []
    for now in (SEASON.tolist(), (SEASON[::-1] * 2).tolist()):
        case = make_case({OWN: {"burglary": [*before, *now]}}, first="2018-01")
        found = trends(case)
        assert found.series[0].seasonally_adjusted
        assert any("from the months before the period" in note for note in found.basis.notes)
        expected.append(found.series[0].table["expected"].tolist())
    assert expected[0] == pytest.approx(expected[1])


def test_with_fewer_years_before_the_notes_say_that_the_period_gives_its_own_season():
    case = make_case({OWN: {"burglary": [*noisy(2), *SEASON.tolist()]}}, first="2019-01")
    found = trends(case)
    assert found.series[0].seasonally_adjusted
    assert any("Fewer than 36 complete months" in note for note in found.basis.notes)


def test_the_rule_says_how_often_it_errs_only_for_the_rules_that_were_measured():
    case = make_case({OWN: {"burglary": by_month(CALM, 50)}})
    assert "about 20% of series" in trends(case).rule_set
    longer = make_case({OWN: {"burglary": by_month(CALM, 50)}}, settings={"statistics.shift_points": 8})
    assert "20%" not in trends(longer).rule_set


def test_national_events_of_the_months_shown_are_named():
    assert any("pandemic" in note for note in trends(make_case({OWN: {"burglary": 50}})).events)
