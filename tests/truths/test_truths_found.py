"""The assessment finds every truth planted in the example county, and none that was not planted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable, Outcome, Verdict
from pads_analysis.data.case import Case
from pads_analysis.data.opening import open_case
from pads_analysis.release.gate import release
from pads_analysis.show import sentences

pytestmark = pytest.mark.slow


@cache
def _case(code: str, store: Path, params: Path) -> Case:
    return open_case(code, store=str(store), params=str(params))


@cache
def _change(case: Case):
    return assess.change(case)


@cache
def _outturn(case: Case):
    return assess.outturn(case).table.set_index("offence_code")


@pytest.fixture
def case_of(example):
    return lambda code: _case(code, example.store, example.params)


def planted(example, kind: str) -> list[dict[str, Any]]:
    found = [truth for truth in example.truths["planted"] if truth["kind"] == kind]
    assert found, f"the example plants no {kind}"
    return found


def unplanted(example, kind: str) -> list[dict[str, Any]]:
    return [truth for truth in example.truths["not_planted"] if truth["kind"] == kind]


def row(table, code: str):
    return table.set_index("offence_code").loc[code]


def test_the_doubled_offence_is_found_with_its_size(example, case_of, account) -> None:
    (truth,) = planted(example, "doubled_offence")
    found = row(_change(case_of(truth["partnership_code"])).table, truth["offence_code"])
    account.find("an offence that doubled", found["verdict"] == Verdict.HIGHER)
    assert found["verdict"] == Verdict.HIGHER
    assert found["ci_low"] <= truth["true_ratio"] <= found["ci_high"]
    assert (found["count"], found["count_before"]) == (
        truth["observed"]["latest"],
        truth["observed"]["earlier"],
    )
    beside = row(assess.peer_trend(case_of(truth["partnership_code"])).table, truth["offence_code"])
    assert beside["verdict"] == Verdict.HIGHER
    first = assess.priorities(case_of(truth["partnership_code"])).table
    assert row(first, truth["offence_code"])["tier"] == "first"


def test_the_hotspot_that_moves_is_seen_to_move(example, case_of, account) -> None:
    (truth,) = planted(example, "moving_hotspot")
    places = assess.hotspots(case_of(truth["partnership_code"])).places.set_index("place_code")
    # An area at the rim of a planted cluster has few neighbours in it and may stay below the line.
    new, former = (set(places.index[places["status"] == word]) for word in ("new", "former"))
    account.find("a hot spot that moved", len(new) >= 2 and len(former) >= 2)
    account.claim(
        "a hot spot that moved", (new - set(truth["after"])) | (former - set(truth["before"])), len(places)
    )
    assert len(new) >= 2 and new <= set(truth["after"])
    assert len(former) >= 2 and former <= set(truth["before"])


def test_the_hotspot_that_moves_is_told_as_ended_and_recent(example, case_of) -> None:
    (truth,) = planted(example, "moving_hotspot")
    found = assess.persistence(case_of(truth["partnership_code"]))
    places = found.places.set_index("place_code")
    recent, ended = (set(places.index[places["pattern"] == word]) for word in ("recent", "ended"))
    assert len(recent) >= 2 and recent <= set(truth["after"])
    assert len(ended) >= 2 and ended <= set(truth["before"])
    # The planted month is the first of the period: hot for twelve quarters before it, and for four since.
    assert set(places.loc[list(ended), "steps_hot"]) == {12}
    assert set(places.loc[list(ended), "last_hot"]) == {"January to March 2023"}
    assert not places["pattern"].isin(["lasting", "growing", "weakening"]).any()


def test_no_hot_spot_is_told_as_recent_ended_or_moving_where_none_was_planted(example, case_of) -> None:
    """Of unchanged shares up to 4 % of maps show one of these words each (docs/methods/lasting_hot_spots.md)."""
    (truth,) = unplanted(example, "no_moving_hotspot")
    told = []
    for code in truth["partnership_codes"]:
        case = case_of(code)
        places = assess.persistence(case).places
        told += [
            (code, word) for word in places["pattern"] if word not in ("", "lasting", "on_off", "year_only")
        ]
        # Whatever lasts is a hot spot of the whole period too.
        assert places.loc[places["pattern"] == "lasting", "now"].isin(["persistent"]).all(), code
    assert len({code for code, _ in told}) <= 1, told


def test_no_hotspot_moves_where_none_was_planted(example, case_of, account) -> None:
    (truth,) = unplanted(example, "no_moving_hotspot")
    moved = []
    for code in truth["partnership_codes"]:
        places = assess.hotspots(case_of(code)).places
        # A border area may cross the line by chance; a hot spot that moves is a cluster of several.
        if (places["status"] == "new").sum() >= 3 and (places["status"] == "former").sum() >= 3:
            moved.append(code)
    account.claim("a hot spot that moved", moved, len(truth["partnership_codes"]))
    assert not moved


def season_of(case: Case, offence: str) -> tuple[int, str]:
    """Return the peak month found for an offence and the area it shows in; 0 where no season is found."""
    found = assess.seasonality(case)
    own = found.strength.loc[found.strength["is_seasonal"] & (found.strength["offence_code"] == offence)]
    wider = found.wider.loc[found.wider["offence_code"] == offence]
    if len(own):
        return int(own["peak_month"].iloc[0]), "own"
    return (int(wider["peak_month"].iloc[0]), wider["area"].iloc[0]) if len(wider) else (0, "")


def test_both_planted_seasons_are_found_everywhere_with_their_peak(example, case_of, account) -> None:
    truths = {truth["offence_code"]: truth for truth in planted(example, "seasonal_pattern")}
    assert set(truths) == {"anti_social_behaviour", "bicycle_theft"}
    for offence, truth in truths.items():
        # An estimated index may be a month out.
        near = {month + step for month in truth["peak_months"] for step in (-1, 0, 1)}
        for code in truth["partnership_codes"]:
            peak, area = season_of(case_of(code), offence)
            account.find("a season, with its peak", peak in near)
            assert peak in near, (offence, code)
            # Some 60 thefts a year are too few for a season of 20 % to show; the season is the wider area's.
            assert (area == "own") == (offence == "anti_social_behaviour"), (offence, code)


def test_a_season_is_said_with_the_area_it_shows_in(example, case_of) -> None:
    (truth,) = [t for t in planted(example, "seasonal_pattern") if t["offence_code"] == "bicycle_theft"]
    case = case_of(truth["partnership_codes"][0])
    told = sentences.seasonality(release(assess.seasonality(case), case))
    (text,) = [one.text for one in told if "bicycle theft" in one.text]
    assert text.startswith("The partnership's own figures show no clear season of bicycle theft. In the 8 ")


def test_no_season_is_claimed_where_there_is_none(example, case_of, account) -> None:
    claimed, checked = [], 0
    for truth in unplanted(example, "no_season"):
        for code in truth["partnership_codes"]:
            checked += 1
            if season_of(case_of(code), truth["offence_code"]) != (0, ""):
                claimed.append((code, truth["offence_code"]))
    account.claim("a season, with its peak", claimed, checked)
    assert checked >= 20
    assert len(claimed) <= 0.05 * checked


def test_the_recording_change_is_told_from_a_change_in_crime(example, case_of, account) -> None:
    (truth,) = planted(example, "recording_change")
    planted_month = truth["months"][0]
    for code in truth["partnership_codes"]:
        found = assess.recording(case_of(code)).table.set_index("offence_code")
        account.find("a step in recording", set(found.index) & set(truth["size"]), len(truth["size"]))
        account.claim("a step in recording", set(found.index) - set(truth["size"]), 0)
        assert set(found.index) == set(truth["size"])
        for offence, size in truth["size"].items():
            assert found.loc[offence, "ratio"] == pytest.approx(size, rel=0.15)
            assert abs((found.loc[offence, "month"].to_period("M") - _month(planted_month)).n) <= 1
        notes = _change(case_of(code)).table.set_index("offence_code")
        assert notes.loc[list(truth["size"]), "recording"].all()


def _month(text: str):
    import pandas as pd

    return pd.Period(text, "M")


def part(found, offence: str, name: str):
    return found.table.set_index(["offence_code", "part"]).loc[(offence, name)]


def test_the_doubled_offence_is_the_areas_own_and_beyond_its_forecast(example, case_of, account) -> None:
    (truth,) = planted(example, "doubled_offence")
    case, offence = case_of(truth["partnership_code"]), truth["offence_code"]
    found = assess.decompositions(case)
    own = part(found, offence, "own")
    account.find("a change of the area's own", own["verdict"] == Verdict.HIGHER)
    assert own["verdict"] == Verdict.HIGHER
    # Expected 349.7 before and 699.3 now: the doubling brings as many as there were before.
    assert own["ci_low"] <= truth["expected"]["earlier"] <= own["ci_high"]
    assert part(found, offence, "shared")["verdict"] == Verdict.UNCERTAIN
    # It doubled everywhere in the partnership, not in few of its small areas.
    assert row(found.places, offence)["verdict"] == Verdict.UNCERTAIN
    beyond = row(assess.outturn(case).table, offence)["verdict"] == Verdict.HIGHER
    account.find("a period beyond its forecast", beyond)
    assert beyond


def test_a_step_in_recording_is_shared_with_the_force_and_not_the_areas_own(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "recording_change")
    own_called = []
    for code in truth["partnership_codes"]:
        found = assess.decompositions(case_of(code))
        for offence, size in truth["size"].items():
            one = part(found, offence, "recording")
            # Half of the period was recorded the new way.
            expected = row(found.changes, offence)["count_before"] * (size - 1) / 2
            assert one["ci_low"] <= expected <= one["ci_high"], (code, offence)
            assert one["verdict"] in (Verdict.HIGHER if size > 1 else Verdict.LOWER, Verdict.UNCERTAIN)
            if part(found, offence, "own")["verdict"] != Verdict.UNCERTAIN:
                own_called.append((code, offence))
        sums = found.table.groupby("offence_code")["count"].sum()
        for change in found.changes.itertuples():
            assert sums[change.offence_code] == pytest.approx(change.difference, abs=1e-9)
    account.claim("a change of the area's own", own_called, 2 * len(truth["partnership_codes"]))
    assert len(own_called) <= 1


def test_hardly_any_offence_is_called_apart_from_its_forecast_where_nothing_changed(
    example, case_of, account
) -> None:
    called, checked = [], 0
    for truth in unplanted(example, "no_change"):
        for code in truth["partnership_codes"]:
            table = _outturn(case_of(code))
            if truth["offence_code"] in table.index:
                checked += 1
                found = table.loc[truth["offence_code"]]
                if found["verdict"] in (Verdict.HIGHER, Verdict.LOWER) and not found["recording"]:
                    called.append((code, truth["offence_code"]))
    account.claim("a period beyond its forecast", called, checked)
    assert checked >= 200
    assert len(called) <= 0.02 * checked, called


def test_no_recording_change_is_claimed_of_other_forces(example, case_of, account) -> None:
    (truth,) = planted(example, "recording_change")
    others = [
        p["code"] for p in example.truths["partnerships"] if p["code"] not in truth["partnership_codes"]
    ]
    found = {code: assess.recording(case_of(code)) for code in others}
    claimed = [code for code, one in found.items() if not isinstance(one, NotAvailable) and len(one.table)]
    account.claim("a step in recording", claimed, len(others))
    assert not claimed


def test_the_merged_partnership_has_one_unbroken_series(example, case_of, account) -> None:
    (truth,) = planted(example, "merged_partnership")
    case = case_of(truth["partnership_code"])
    own = case.monthly.loc[case.monthly["partnership_code"] == truth["partnership_code"]]
    account.find("a merger, read as one series", own["month"].nunique() == 48)
    assert own["month"].nunique() == 48
    gone = {before["csp_code"] for before in truth["before"]}
    assert not gone & set(case.monthly["partnership_code"])
    changed = row(_change(case).table, "all_crime")
    assert changed["verdict"] not in (Verdict.LOWER,)
    assert 0.8 < changed["ratio"] < 1.25


def test_the_half_missing_month_is_flagged_and_yields_no_change(example, case_of, account) -> None:
    (truth,) = planted(example, "half_missing_month")
    for code in truth["partnership_codes"]:
        case = case_of(code)
        coverage = assess.quality(case).coverage.set_index("month")["status"]
        flagged = [f"{month:%Y-%m}" for month, status in coverage.items() if status == "looks incomplete"]
        account.find("a month half missing", truth["months"][0] in flagged)
        assert flagged == [truth["months"][0]]
        changed = _change(case)
        assert changed.months_compared == 11
        assert row(changed.table, "all_crime")["verdict"] not in (Verdict.HIGHER, Verdict.LOWER)
    elsewhere = assess.quality(case_of("E22000900")).coverage
    odd = elsewhere.loc[elsewhere["status"] != "complete", "month"].tolist()
    account.claim("a month half missing", odd, len(elsewhere))
    assert not odd


def test_the_high_rate_is_found_and_not_called_a_change(example, case_of, account) -> None:
    (truth,) = planted(example, "high_rate")
    case = case_of(truth["partnership_code"])
    found = row(assess.levels(case).table, truth["offence_code"])
    account.find("a rate above peers'", found["vs_peers"] == Verdict.HIGHER)
    assert found["vs_peers"] == Verdict.HIGHER
    assert found["peer_ratio_low"] <= truth["size"] <= found["peer_ratio_high"]
    changed = row(_change(case).table, truth["offence_code"])
    assert changed["verdict"] not in (Verdict.HIGHER, Verdict.LOWER)


def test_what_is_high_by_chance_is_not_called_high(example, case_of, account) -> None:
    for truth in unplanted(example, "high_by_chance"):
        found = row(assess.levels(case_of(truth["partnership_code"])).table, truth["offence_code"])
        high = [truth["partnership_code"]] if found["vs_peers"] == Verdict.HIGHER else []
        account.claim("a rate above peers'", high, 1)
        assert not high


def test_stable_series_are_not_called_changed(example, case_of, account) -> None:
    for truth in planted(example, "stable"):
        found = row(_change(case_of(truth["partnership_code"])).table, truth["offence_code"])
        called = [truth["finding"]] if found["verdict"] in (Verdict.HIGHER, Verdict.LOWER) else []
        account.claim("a change in a stable series", called, 1)
        assert not called


def test_changes_that_were_not_planted_are_hardly_ever_called(example, case_of, account) -> None:
    """At a false discovery rate of 5 % a false call in one partnership's table is expected in few of twenty."""
    called, checked = [], 0
    for truth in unplanted(example, "no_change"):
        for code in truth["partnership_codes"]:
            found = row(_change(case_of(code)).table, truth["offence_code"])
            checked += 1
            if found["verdict"] in (Verdict.HIGHER, Verdict.LOWER) and not found["recording"]:
                called.append((code, truth["offence_code"], round(float(found["ratio"]), 2)))
    account.claim("an offence that changed", called, checked)
    assert checked >= 200
    assert len(called) <= 0.02 * checked, called


def test_highest_is_said_of_what_was_planted_and_of_nothing_else(example, case_of, account) -> None:
    (doubled,), (high,) = planted(example, "doubled_offence"), planted(example, "high_rate")
    expected = {(truth["partnership_code"], truth["offence_code"]) for truth in (doubled, high)}
    chance = {
        (truth["partnership_code"], truth["offence_code"]) for truth in unplanted(example, "high_by_chance")
    }
    found = set()
    for code in {code for code, _ in expected | chance} | {"E22000903", "E22000912"}:
        table = assess.position(case_of(code)).table
        found |= {(code, offence) for offence in table.loc[table["is_highest"], "offence_code"]}
    account.find("the highest of all", found & expected, len(expected))
    account.claim("the highest of all", found - expected, len(expected | chance) + 2)
    assert found == expected


def test_of_the_actions_of_the_plan_only_the_one_with_an_effect_is_followed_by_a_fall(
    example, case_of
) -> None:
    (truth,), (without,) = planted(example, "action_with_effect"), unplanted(example, "action_without_effect")
    result = assess.interventions(case_of(truth["partnership_code"]))
    outcomes = result.table.set_index("action_id")["outcome"]
    assert outcomes[truth["action_id"]] == Outcome.FELL_MORE
    assert outcomes[without["action_id"]] == Outcome.NOT_SHOWN
    assert (outcomes == Outcome.FELL_MORE).sum() == 1
    estimates = result.estimates.set_index(["action_id", "method"])
    for method in ("comparison", "series"):
        found = estimates.loc[(truth["action_id"], method)]
        assert found["ratio_low"] <= truth["size"] <= found["ratio_high"]
    missed = estimates.loc[(without["action_id"], "comparison")]
    assert missed["difference_low"] < 0 < missed["difference_high"]
    # Nothing was planted next door, so that neither displacement nor diffusion is told.
    around = estimates.loc[(truth["action_id"], "buffers")]
    assert around["difference_low"] < 0 < around["difference_high"]


def test_the_mix_stands_apart_where_an_offence_was_planted_and_hardly_ever_elsewhere(
    example, case_of, account
) -> None:
    (doubled,), (high,) = planted(example, "doubled_offence"), planted(example, "high_rate")
    for truth in (doubled, high):
        found = row(assess.offence_mix(case_of(truth["partnership_code"])).table, truth["offence_code"])
        account.find("a mix that stands apart", found["verdict"] == Verdict.HIGHER)
        assert found["verdict"] == Verdict.HIGHER
        assert found["ci_low"] < truth["size"] < found["ci_high"] * 1.2
    (recording,) = planted(example, "recording_change")
    planted_in = {doubled["partnership_code"], high["partnership_code"], *recording["partnership_codes"]}
    called, checked = [], 0
    for place in example.truths["partnerships"]:
        if place["code"] not in planted_in:
            table = assess.offence_mix(case_of(place["code"])).table
            checked += len(table)
            called += [
                (place["code"], code)
                for code in table.loc[table["verdict"] == Verdict.HIGHER, "offence_code"]
            ]
    account.claim("a mix that stands apart", called, checked)
    assert checked >= 100 and len(called) <= 0.03 * checked, called


def test_every_kind_of_truth_is_looked_for(example) -> None:
    """A truth that is planted and that no test asks for would be neither found nor missed."""
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    kinds = {truth["kind"] for truth in (*example.truths["planted"], *example.truths["not_planted"])}
    assert kinds and not {kind for kind in kinds if f'(example, "{kind}")' not in tests}
