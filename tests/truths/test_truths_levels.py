"""The levels, seasons and places among others that the example plants are found, and no others are claimed."""

from __future__ import annotations

import pytest
from truth_cases import planted, released, row, said, unplanted

from pads_analysis.assess.result import Verdict
from pads_analysis.data.case import Case

pytestmark = pytest.mark.slow


def season_of(case: Case, offence: str) -> tuple[int, str]:
    """Return the peak month found for an offence and the area it shows in; 0 where no season is found."""
    found = released("seasonality", case)
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
    told = said("seasonality", case).values()
    (text,) = [text for text in told if "bicycle theft" in text]
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


def test_the_merged_partnership_has_one_unbroken_series(example, case_of, account) -> None:
    (truth,) = planted(example, "merged_partnership")
    case = case_of(truth["partnership_code"])
    own = case.monthly.loc[case.monthly["partnership_code"] == truth["partnership_code"]]
    account.find("a merger, read as one series", own["month"].nunique() == 48)
    assert own["month"].nunique() == 48
    gone = {before["csp_code"] for before in truth["before"]}
    assert not gone & set(case.monthly["partnership_code"])
    changed = row(released("change", case).table, "all_crime")
    assert changed["verdict"] not in (Verdict.LOWER,)
    assert 0.8 < changed["ratio"] < 1.25


def test_the_half_missing_month_is_flagged_and_yields_no_change(example, case_of, account) -> None:
    (truth,) = planted(example, "half_missing_month")
    for code in truth["partnership_codes"]:
        case = case_of(code)
        coverage = released("quality", case).coverage.set_index("month")["status"]
        flagged = [f"{month:%Y-%m}" for month, status in coverage.items() if status == "looks incomplete"]
        account.find("a month half missing", truth["months"][0] in flagged)
        assert flagged == [truth["months"][0]]
        changed = released("change", case)
        assert changed.months_compared == 11
        assert row(changed.table, "all_crime")["verdict"] not in (Verdict.HIGHER, Verdict.LOWER)
    elsewhere = released("quality", case_of("E22000900")).coverage
    odd = elsewhere.loc[elsewhere["status"] != "complete", "month"].tolist()
    account.claim("a month half missing", odd, len(elsewhere))
    assert not odd


def test_the_high_rate_is_found_and_not_called_a_change(example, case_of, account) -> None:
    (truth,) = planted(example, "high_rate")
    case = case_of(truth["partnership_code"])
    found = row(released("levels", case).table, truth["offence_code"])
    account.find("a rate above peers'", found["vs_peers"] == Verdict.HIGHER)
    assert found["vs_peers"] == Verdict.HIGHER
    assert found["peer_ratio_low"] <= truth["size"] <= found["peer_ratio_high"]
    changed = row(released("change", case).table, truth["offence_code"])
    assert changed["verdict"] not in (Verdict.HIGHER, Verdict.LOWER)


def test_what_is_high_by_chance_is_not_called_high(example, case_of, account) -> None:
    for truth in unplanted(example, "high_by_chance"):
        found = row(released("levels", case_of(truth["partnership_code"])).table, truth["offence_code"])
        high = [truth["partnership_code"]] if found["vs_peers"] == Verdict.HIGHER else []
        account.claim("a rate above peers'", high, 1)
        assert not high


def test_highest_is_said_of_what_was_planted_and_of_nothing_else(example, case_of, account) -> None:
    (doubled,), (high,) = planted(example, "doubled_offence"), planted(example, "high_rate")
    expected = {(truth["partnership_code"], truth["offence_code"]) for truth in (doubled, high)}
    chance = {
        (truth["partnership_code"], truth["offence_code"]) for truth in unplanted(example, "high_by_chance")
    }
    # The rise of the county lifts its districts above their peers, all of which lie outside it.
    (wide,) = planted(example, "county_wide_rise")
    lifted = {(code, wide["offence_code"]) for code in wide["partnership_codes"]}
    found = set()
    for code in {code for code, _ in expected | chance} | {"E22000903", "E22000912"}:
        table = released("position", case_of(code)).table
        found |= {(code, offence) for offence in table.loc[table["is_highest"], "offence_code"]}
    account.find("the highest of all", found & expected, len(expected))
    account.claim("the highest of all", found - expected - lifted, len(expected | chance) + 2)
    assert expected <= found <= expected | lifted


def test_the_mix_stands_apart_where_an_offence_was_planted_and_hardly_ever_elsewhere(
    example, case_of, account
) -> None:
    (doubled,), (high,) = planted(example, "doubled_offence"), planted(example, "high_rate")
    for truth in (doubled, high):
        found = row(released("offence_mix", case_of(truth["partnership_code"])).table, truth["offence_code"])
        account.find("a mix that stands apart", found["verdict"] == Verdict.HIGHER)
        assert found["verdict"] == Verdict.HIGHER
        assert found["ci_low"] < truth["size"] < found["ci_high"] * 1.2
    (recording,) = planted(example, "recording_change")
    planted_in = {doubled["partnership_code"], high["partnership_code"], *recording["partnership_codes"]}
    called, checked = [], 0
    for place in example.truths["partnerships"]:
        if place["code"] not in planted_in:
            table = released("offence_mix", case_of(place["code"])).table
            checked += len(table)
            called += [
                (place["code"], code)
                for code in table.loc[table["verdict"] == Verdict.HIGHER, "offence_code"]
            ]
    account.claim("a mix that stands apart", called, checked)
    assert checked >= 100 and len(called) <= 0.03 * checked, called
