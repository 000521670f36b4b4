"""Targets of the last plan: judged on what was recorded, or projected with a probability; each rule by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, by_month, make_case
from plan_cases import plan, target
from scipy import stats

from pads_analysis.assess.plan_targets import plan_targets
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.target_years import last_month

SEASON = 1 + 0.2 * np.sin(np.arange(12) / 12 * 2 * np.pi)


def judged(*targets, counts=None, **more):
    """Return the table for targets beside 100 burglaries a month, or other counts of the own partnership."""
    case = make_case({OWN: counts or {"burglary": 100}}, plan=plan(targets=list(targets)), **more)
    return plan_targets(case).table


def only(*targets, **more) -> pd.Series:
    return judged(*targets, **more).iloc[0]


def test_a_past_target_is_judged_on_the_year_to_its_date():
    row = only(target("count", 1300), counts={"burglary": by_month(150, 100)})
    assert row["past"] and row["projected"] == 1200 and row["aim_count"] == 1300
    assert row["outcome"] == "met" and np.isnan(row["p_meet"])
    assert row["low"] < 1200 < row["high"] < 1300
    # Wider than counts by chance alone: what months vary beyond that is only ever estimated.
    exact = stats.chi2.ppf(0.975, 2 * 1201) / 2
    assert row["high"] >= exact - 1
    assert row["gap_ratio"] == pytest.approx(1200 / 1300)


@pytest.mark.parametrize(
    ("given", "outcome", "aim"),
    [
        (target("reduction", 0.1, 1500), "met", 1350),
        (target("reduction", 0.1, 1200), "missed", 1080),
        (target("reduction", 0.0, 1200), "too uncertain to say", 1200),
        (target("rate", 13.0), "met", 1300),
        (target("increase", 0.2, 900), "met", 1080),
        (target("increase", 0.2, 1200), "missed", 1440),
        (target("count", 1000, better="higher"), "met", 1000),
        (target("count", 1000), "missed", 1000),
    ],
)
def test_kinds_and_directions(given, outcome, aim):
    row = only(given)
    assert (row["outcome"], row["aim_count"]) == (outcome, pytest.approx(aim))
    # Above 1 is behind, whichever way round the target is.
    assert (row["gap_low"] > 1) == (outcome == "missed") and (row["gap_high"] <= 1) == (outcome == "met")


def test_months_that_vary_more_make_the_interval_wider():
    steady = only(target("count", 1200))
    noisy = only(target("count", 1200), counts={"burglary": by_month([60, 140] * 6, [140, 60] * 6)})
    assert noisy["projected"] == steady["projected"]
    assert noisy["high"] - noisy["low"] > 1.5 * (steady["high"] - steady["low"])


@pytest.mark.parametrize(
    ("by", "month"),
    [
        ("2021-12", "2021-12"),
        ("2021-12-31", "2021-12"),
        ("2021-12-15", "2021-12"),
        ("2021-12-14", "2021-11"),
        ("2022-01-01", "2021-12"),
    ],
)
def test_the_month_with_which_a_targets_year_ends(by, month):
    assert last_month(by) == pd.Timestamp(f"{month}-01")


def test_a_missing_month_reduces_the_aim_by_its_part_of_the_season():
    months = np.tile([150, 50] * 6, 3).tolist()
    bad = {OWN: {"2021-01": "looks incomplete"}}
    row = only(target("count", 1200), counts={"burglary": months}, first="2019-01", bad=bad)
    # January makes up 150 of 1,200.
    assert row["projected"] == 1050 and row["aim_count"] == pytest.approx(1050) and row["months"] == 11
    assert "1 of its twelve months" in row["note"]


def test_too_few_months_too_few_crimes_and_unknown_offences_are_not_judged():
    bad = {OWN: {f"2021-{month:02d}": "missing" for month in range(1, 8)}}
    few_months = only(target("count", 1200), bad=bad)
    assert (
        few_months["outcome"] == "insufficient data"
        and "only 5 of its twelve months" in few_months["because"]
    )
    few = only(target("count", 4), counts={"burglary": by_month(0, [3, *[0] * 11])})
    assert few["outcome"] == "insufficient data"
    unknown = only(target("count", 4, indicator="robbery"))
    assert unknown["outcome"] == "insufficient data" and "robbery" in unknown["because"]
    no_people = only(target("rate", 10), people={})
    assert no_people["outcome"] == "insufficient data"


def test_a_change_in_recording_leaves_a_target_untold():
    entry = {"month": "2021-04", "offence": "burglary", "note": "Counted anew.", "source": "The rules."}
    row = only(target("count", 600), settings={"recording_changes": [entry]})
    assert row["outcome"] == "too uncertain to say" and "recording" in row["because"]
    assert "Counted anew." in row["note"]
    earlier = {**entry, "month": "2019-04"}
    assert only(target("count", 600), settings={"recording_changes": [earlier]})["outcome"] == "missed"


def yearly(mean: float, years: int = 5, seed: int = 1) -> list[int]:
    return np.random.default_rng(seed).poisson(np.tile(mean * SEASON, years)).tolist()


@pytest.mark.parametrize(
    ("aim", "outcome"), [(700, "off course"), (1000, "on course"), (830, "too uncertain to say")]
)
def test_a_target_still_to_come_is_projected(aim, outcome):
    counts = yearly(70)
    row = only(
        target("count", aim, by="2019-06"), counts={"burglary": counts}, first="2014-01", last="2018-12"
    )
    assert not row["past"] and row["to_date"] == sum(counts[-6:])
    assert row["low"] < row["projected"] < row["high"]
    # Twelve times seventy, whatever the season.
    assert row["projected"] == pytest.approx(840, rel=0.08)
    assert row["outcome"] == outcome
    assert (row["p_meet"] >= 0.9) == (outcome == "on course") and (row["p_meet"] <= 0.1) == (
        outcome == "off course"
    )


def test_a_projection_needs_a_past_and_an_end():
    counts = {"burglary": yearly(70)}
    far = only(target("count", 1, by="2021-06"), counts=counts, first="2014-01", last="2018-12")
    assert far["outcome"] == "insufficient data" and "too far" in far["because"]
    short = only(
        target("count", 800, by="2018-12"), counts={"burglary": [70] * 12}, first="2017-01", last="2017-12"
    )
    assert short["outcome"] == "insufficient data" and "complete months" in short["because"]


def test_fewer_make_meeting_a_target_less_likely_the_lower_it_is():
    counts = {"burglary": yearly(70)}
    chances = [
        only(target("count", aim, by="2019-12"), counts=counts, first="2014-01", last="2018-12")["p_meet"]
        for aim in (700, 800, 840, 900, 1000)
    ]
    assert chances == sorted(chances) and chances[0] < 0.1 < chances[2] < 0.9 < chances[-1]


def test_delivery_and_outcome_stand_beside_each_other_by_priority():
    made = plan(
        weights={"P1": None, "P2": None},
        actions=[
            {"id": "A1", "priority": "P1", "action": "x", "lead": "Council", "status": "complete"},
            {"id": "A2", "priority": "P1", "action": "y", "lead": "Council", "status": "late"},
        ],
        targets=[
            target("count", 1000, priority="P1"),
            target("count", 1300, priority="P2", by="2021-11"),
        ],
    )
    found = plan_targets(make_case({OWN: {"burglary": 100}}, plan=made))
    crossed = found.crossed.set_index("priority_id")
    assert crossed.loc["P1", ["complete", "actions", "good", "bad"]].tolist() == [1, 2, 0, 1]
    assert crossed.loc["P2", ["complete", "actions", "good", "bad"]].tolist() == [0, 0, 1, 0]


def test_a_plan_without_targets_is_an_absence():
    found = plan_targets(make_case({OWN: {"burglary": 100}}, plan=plan()))
    assert isinstance(found, NotAvailable) and found.element == ""
