"""Steps shared by a force: the calendar of months with gaps, and the family of offences tested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import make_case

from pads_analysis.assess.recording import _kept, recording
from pads_analysis.stats import common_steps
from pads_analysis.stats.common_steps import CommonStep

OWN = [f"E220009{number:02d}" for number in range(1, 9)]
OTHER = [f"E220008{number:02d}" for number in range(1, 11)]
OFFENCES = ("burglary", "robbery", "drugs", "public_order")


def force_case(step: float = 1.0, bad: dict | None = None):
    """Return a case of two forces over four years; the own force alone has a season, and a step in burglary."""
    rng = np.random.default_rng(4)
    season = np.tile(1 + 0.35 * np.sin(2 * np.pi * np.arange(12) / 12), 4)
    level = np.where(np.arange(48) >= 40, step, 1.0)
    counts = {
        code: {
            offence: rng.poisson(
                120
                * (season if code in OWN else 1)
                * (level if code in OWN and offence == "burglary" else 1),
                48,
            ).tolist()
            for offence in OFFENCES
        }
        for code in (*OWN, *OTHER)
    }
    case = make_case(counts, first="2018-01", bad=bad)
    forces = ["E23000099" if code in OWN else "E23000001" for code in case.partnerships["partnership_code"]]
    return replace(case, partnerships=case.partnerships.assign(force_code=forces))


GAP = {code: {f"2020-{month:02d}": "looks incomplete" for month in (2, 3, 4, 5)} for code in OWN}


def test_a_step_is_found_with_months_left_out():
    found = recording(force_case(1.4, bad=GAP)).table
    assert found["offence_code"].tolist() == ["burglary"]
    assert found["month"].item() in pd.to_datetime(["2021-04-01", "2021-05-01", "2021-06-01"])
    assert found["ratio"].item() == pytest.approx(1.4, rel=0.1)


def test_a_season_is_no_step_when_months_are_left_out():
    assert recording(force_case(1.0, bad=GAP)).table.empty


def test_the_calendar_month_goes_along_with_each_column():
    rng = np.random.default_rng(2)
    t = np.delete(np.arange(48), [25, 26, 27, 28])
    # The own areas have a strong season that the reference lacks; nothing steps.
    season = np.exp(0.5 * np.sin(2 * np.pi * t / 12))
    own = rng.poisson(200 * season, (8, 44))
    own[:, t >= 40] = rng.poisson(200 * 1.25 * season[t >= 40], (8, (t >= 40).sum()))
    other = rng.poisson(200, (10, 44))
    named = common_steps.common_step(own, other, calendar=t % 12 + 1)
    assert [t[one.index] for one in named] == [40]
    assert named[0].ratio == pytest.approx(1.25, rel=0.06)
    assert common_steps.common_step(own, other) != named
    # Without a gap the calendar says nothing new.
    whole = rng.poisson(200, (8, 48)), rng.poisson(200, (10, 48))
    assert common_steps.common_step(*whole, calendar=np.arange(48) % 12 + 1) == common_steps.common_step(
        *whole
    )


def test_a_wrong_calendar_is_refused():
    own = np.full((3, 30), 50)
    with pytest.raises(ValueError, match="calendar has 29 months"):
        common_steps.common_step(own, own, calendar=np.ones(29))
    with pytest.raises(ValueError, match="1 to 12"):
        common_steps.common_step(own, own, calendar=np.zeros(30))


def step(p: float) -> CommonStep:
    return CommonStep(10, 1.3, 8, 8, p)


def test_steps_must_hold_over_all_offences_tested():
    # By hand: of 14 tested, 0.02 x 14 / 1 = 0.28 fails; 0.001 x 14 = 0.014 holds.
    assert _kept([("a", step(0.02))], 14, 0.05) == []
    assert [code for code, _ in _kept([("a", step(0.001))], 14, 0.05)] == ["a"]
    # 0.01 x 4 / 2 = 0.02 holds beside a clearer one; alone 0.02 x 4 = 0.08 does not.
    assert len(_kept([("a", step(0.001)), ("b", step(0.01))], 4, 0.05)) == 2
    assert _kept([("b", step(0.02))], 4, 0.05) == []
    assert _kept([], 0, 0.05) == []


def test_the_method_says_the_family():
    said = recording(force_case()).method
    # The four offences and no more: the total is not searched on its own.
    assert "4 types of offence could be tested" in said and "false discovery rate of 5%" in said


def test_can_be_tested_needs_months_and_areas_with_events():
    many, few = np.full((3, 24), 9), np.full((3, 24), 4)
    assert common_steps.can_be_tested(many, many)
    assert not common_steps.can_be_tested(many, few)
    assert not common_steps.can_be_tested(many[:2], many)
    assert not common_steps.can_be_tested(many[:, :23], many[:, :23])
