"""The parts of a change: they add up, each planted truth lands in its own part, and odd data are told, not broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from earlier_assessments import earlier

from pads_analysis.assess.decomposition import decompositions
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables

OUTSIDE = tuple(f"E2200091{at}" for at in range(4))
FLAT = {"burglary": 100, "drugs": 50}


def parts(case, code: str) -> dict[str, float]:
    found = decompositions(case).table
    own = found.loc[found["offence_code"] == code]
    return dict(zip(own["part"], own["count"], strict=True))


def assert_adds_up(case) -> None:
    found = decompositions(case)
    sums = found.table.groupby("offence_code")["count"].sum()
    for row in found.changes.itertuples():
        assert sums[row.offence_code] == pytest.approx(row.difference, abs=1e-9)


def others(**offences):
    return dict.fromkeys(PEERS, offences)


def with_forces(case, codes):
    """Return the case with `codes` in another police force than the own one."""
    table = case.partnerships
    force = table["force_code"].where(~table["partnership_code"].isin(codes), "E23000098")
    return replace(case, partnerships=table.assign(force_code=force))


def test_a_change_of_residents_alone_is_all_population():
    people = {code: {2020: 100_000, 2021: 100_000} for code in PEERS} | {OWN: {2020: 100_000, 2021: 120_000}}
    case = make_case({OWN: {"burglary": by_month(100, 120)}, **others(burglary=100)}, people=people)
    found = parts(case, "burglary")
    assert found["population"] == pytest.approx(240)
    assert found["shared"] == pytest.approx(0, abs=1e-9) and found["own"] == pytest.approx(0, abs=1e-9)
    assert_adds_up(case)


def test_what_all_peers_do_too_is_all_shared():
    case = make_case({OWN: {"burglary": by_month(100, 130)}, **others(burglary=by_month(100, 130))})
    found = parts(case, "burglary")
    # Half an event is added to each peer's count: 1200 (1560.5 / 1200.5 - 1).
    assert found["shared"] == pytest.approx(1200 * (1560.5 / 1200.5 - 1))
    assert abs(found["own"]) < 0.5 and found["population"] == 0
    assert_adds_up(case)


def test_what_no_peer_does_is_the_areas_own():
    case = make_case({OWN: {"burglary": by_month(100, 200), "drugs": 50}, **others(**FLAT)})
    assert parts(case, "burglary") == pytest.approx({"population": 0, "shared": 0, "own": 1200})
    total = parts(case, "all_crime")
    assert total == pytest.approx({"population": 0, "shared": 0, "mix": 0, "own": 1200}, abs=1e-9)
    own = decompositions(case).table.query("offence_code == 'burglary' and part == 'own'").iloc[0]
    assert own["verdict"] == Verdict.HIGHER and 0 < own["ci_low"] < 1200 < own["ci_high"]
    assert own["points"] == pytest.approx(100)


def test_the_mix_is_what_the_offences_own_trends_make_of_it_by_hand():
    """Half of the area's crime is drugs, a third of the peers'; drugs doubled everywhere and burglary did not move."""
    peers = others(burglary=200, drugs=by_month(100, 200))
    case = make_case({OWN: {"burglary": 100, "drugs": by_month(100, 200)}, **peers})
    found = parts(case, "all_crime")
    # The peers' total went from 3,600 to 4,800, so that 2,400 events would have risen by a third; drugs alone by 1,200.
    assert found["shared"] == pytest.approx(2400 / 3, rel=1e-3)
    assert found["mix"] == pytest.approx(1200 - 800, rel=3e-3)
    assert found["own"] == pytest.approx(0, abs=2)
    assert_adds_up(case)


def test_a_known_step_in_recording_is_told_as_shared_with_the_force():
    entry = {"month": "2021-01", "offence": "burglary", "note": "Counted anew.", "source": "Force"}
    stepped = {code: {"burglary": by_month(100, 150), "drugs": 50} for code in (OWN, *PEERS)}
    case = make_case(
        stepped | dict.fromkeys(OUTSIDE, FLAT), settings={"recording_changes": [entry]}, peers_chosen=False
    )
    found = parts(with_forces(case, OUTSIDE), "burglary")
    assert found["recording"] == pytest.approx(600, abs=1)
    assert abs(found["own"]) < 1 and abs(found["shared"]) < 1
    assert_adds_up(with_forces(case, OUTSIDE))
    assert (
        decompositions(with_forces(case, OUTSIDE)).against
        == "the 4 other partnerships in the store outside the force"
    )
    # With nobody outside the force to set it against, the step stays in the trend, and that is said.
    alone = decompositions(case)
    assert any("It is in the shared trend" in text for text in alone.not_separated)
    assert parts(case, "burglary")["shared"] != 0


def test_the_force_stands_in_where_no_peers_are_named_and_is_named():
    codes = dict.fromkeys((*PEERS, *OUTSIDE), FLAT)
    case = with_forces(make_case({OWN: FLAT, **codes}, peers_chosen=False), OUTSIDE)
    assert decompositions(case).against == "the 3 other partnerships of Testshire"
    fewer = with_forces(make_case({OWN: FLAT, **codes}, peers_chosen=False), (*OUTSIDE, PEERS[0]))
    assert decompositions(fewer).against == "the 7 other partnerships in the store"


def test_too_few_others_leave_the_trend_in_the_own_part_and_say_so():
    case = make_case({OWN: {"burglary": by_month(100, 200)}, PEERS[0]: {"burglary": by_month(100, 200)}})
    found = decompositions(case)
    assert parts(case, "burglary") == pytest.approx({"population": 0, "own": 1200})
    assert found.against == "" and any("the trend that others share" in text for text in found.not_separated)
    assert_adds_up(case)


@pytest.mark.parametrize("people", [{}, {OWN: {2020: 100_000}}, {OWN: {2021: 100_000}}])
def test_residents_without_two_estimates_are_not_told_as_unchanged(people):
    counts = {OWN: {"burglary": by_month(100, 150)}, **others(burglary=by_month(100, 120))}
    case = make_case(counts, people=people)
    found = decompositions(case)
    assert "population" not in set(found.table["part"])
    assert any(text.startswith("Not separated: population") for text in found.not_separated)
    assert_adds_up(case)


def test_months_that_are_missing_leave_both_periods():
    bad = {OWN: {"2021-03": "absent", "2020-07": "looks incomplete"}}
    case = make_case({OWN: {"burglary": by_month(100, 150)}, **others(burglary=100)}, bad=bad)
    assert parts(case, "burglary")["own"] == pytest.approx(500)
    lost = make_case(
        {OWN: {"burglary": 100}, **others(burglary=100)},
        bad={OWN: {f"2021-{month:02}": "absent" for month in range(1, 8)}},
    )
    assert isinstance(decompositions(lost), NotAvailable)


@pytest.mark.parametrize(
    "series",
    [
        by_month(0, 0),
        by_month(0, 5),
        by_month(40, 0),
        by_month([1] * 11 + [0], 0),
        [*by_month(30, 60)[:-1], -500],
    ],
)
def test_odd_series_break_nothing_and_what_is_split_adds_up(series):
    case = make_case({OWN: {"burglary": series, "drugs": 60}, **others(**FLAT)})
    assert_adds_up(case)
    for show in (sentences, charts, tables):
        assert show.decompositions(release(decompositions(case), case))


def test_nothing_recorded_before_is_an_absence():
    case = make_case({OWN: {"burglary": by_month(0, 50)}, **others(burglary=10)})
    assert isinstance(decompositions(case), NotAvailable)


def test_a_previous_assessment_sets_the_period_compared_with():
    given = earlier({"burglary": 100})
    counts = {OWN: {"burglary": [100] * 12 + [110] * 12 + [160] * 12}, **others(burglary=100)}
    case = make_case(counts, first="2020-01", last="2022-12", previous_assessment=given)
    assert parts(case, "burglary")["own"] == pytest.approx(720)
    assert "2020" in decompositions(case).period_before


def places_case(later):
    codes = [f"E0100000{at:02}" for at in range(25)]
    places = pd.DataFrame({"place_code": codes, "place_name": codes})
    rows = [
        (code, pd.Timestamp(year, month, 1), "burglary", count)
        for at, code in enumerate(codes)
        for month in range(1, 13)
        for year, count in ((2020, 4), (2021, later(at)))
    ]
    months = pd.DataFrame(rows, columns=["place_code", "month", "offence_code", "count"])
    total = sum(later(at) for at in range(25))
    return make_case(
        {OWN: {"burglary": by_month(100, total)}, **others(burglary=100)}, places=places, place_months=months
    )


def test_a_change_in_few_places_is_told_from_one_that_is_everywhere():
    few = (
        decompositions(places_case(lambda at: 4 + 20 * (at < 5)))
        .places.set_index("offence_code")
        .loc["burglary"]
    )
    assert (few["held"], few["everywhere"]) == pytest.approx((1200, 1200)) and few[
        "verdict"
    ] == Verdict.HIGHER
    case = places_case(lambda at: 8)
    even = decompositions(case).places.set_index("offence_code").loc["burglary"]
    assert even["held"] == pytest.approx(240) and even["verdict"] == Verdict.UNCERTAIN
    said = " ".join(one.text for one in sentences.decompositions(release(decompositions(case), case)))
    assert "Of the 1,200 more that are the area's own part of burglary, the five of 25 small areas" in said


def extract(victims, crimes_each, year):
    """Return the rows of an extract in which each victim has so many crimes, spread over the months of a year."""
    rows = [f"{year}-{at}" for at in range(victims) for _ in range(crimes_each)]
    months = [f"{year}-{1 + at % 12:02}" for at in range(len(rows))]
    return pd.DataFrame({"authority": "Testshire Police", "month": months, "repeat_key": rows})


def test_victims_and_repeats_are_told_where_an_extract_has_keys():
    case = make_case(
        {OWN: FLAT, **others(**FLAT)}, people={code: {2020: 1e5, 2021: 1e5} for code in (OWN, *PEERS)}
    )
    held = pd.concat([extract(300, 1, 2020), extract(300, 2, 2021)], ignore_index=True)
    case = replace(case, incidents={"police_crime": held})
    found = decompositions(case)
    by_factor = found.victims.set_index("factor")
    # As many victims, twice as many crimes each: all of the 300 more are repeats.
    assert by_factor["count"].to_dict() == pytest.approx({"residents": 0, "victims": 0, "repeats": 300})
    assert by_factor.at["repeats", "now"] == 2 and by_factor["total"].iloc[0] == pytest.approx(300)
    assert "extract" in found.basis.source_kinds
    assert by_factor.at["repeats", "ci_low"] < 300 < by_factor.at["repeats", "ci_high"]
    said = [one.text for one in sentences.decompositions(release(found, case)) if "victim's key" in one.text]
    assert len(said) == 1 and "+300 with crimes for each victim" in said[0]
    assert len(tables.decompositions(release(found, case))) == 2
    blank = held.assign(repeat_key=["", *[""] * 400, *held["repeat_key"].iloc[401:]])
    poor = decompositions(replace(case, incidents={"police_crime": blank}))
    assert poor.victims is None and any("victim's key on" in text for text in poor.not_separated)
    short = decompositions(replace(case, incidents={"police_crime": held[held["month"] != "2021-05"]}))
    assert short.victims is None and any("lacks months" in text for text in short.not_separated)
    # A month of which two rows of fifty came is no month of two crimes.
    part = held.drop(index=held.index[held["month"] == "2021-05"][2:])
    torn = decompositions(replace(case, incidents={"police_crime": part}))
    assert torn.victims is None and any("holds them in part" in text for text in torn.not_separated)


def test_the_key_of_one_authority_is_no_key_of_another():
    case = make_case(
        {OWN: FLAT, **others(**FLAT)}, people={code: {2020: 1e5, 2021: 1e5} for code in (OWN, *PEERS)}
    )
    one = pd.concat([extract(300, 1, 2020), extract(300, 1, 2021)], ignore_index=True)
    held = pd.concat([one, one.assign(authority="Other Police")], ignore_index=True)
    by_factor = decompositions(replace(case, incidents={"police_crime": held})).victims.set_index("factor")
    assert by_factor.at["repeats", "now"] == 1 and by_factor.at["repeats", "count"] == 0


def test_no_cause_is_claimed_and_small_bases_have_no_percentages():
    case = make_case({OWN: {"burglary": by_month(2, 9), "drugs": 1}, **others(burglary=10, drugs=5)})
    found = decompositions(case)
    assert found.table["points"].isna().all()
    text = " ".join(one.text for one in sentences.decompositions(release(found, case))).lower()
    for word in ("because of", "caused", "due to", "led to", "effect of"):
        assert word not in text


def test_at_most_four_charts_the_total_first():
    names = ["burglary", "drugs", "robbery", "shoplifting", "bicycle_theft", "vehicle_crime"]
    case = make_case({OWN: {name: by_month(50, 150) for name in names}, **others(**dict.fromkeys(names, 50))})
    shown = charts.decompositions(release(decompositions(case), case))
    assert len(shown) == 4 and shown[0].title.startswith("All police recorded crime")
    assert np.isfinite([row[1] for row in shown[0].data.rows]).all()
