"""The planted rise of four districts comes out as a matter of the county, and nothing that was not planted does."""

from __future__ import annotations

import pytest
from truth_cases import opened, planted, released, said

from pads_analysis.assess.result import NotAvailable, Verdict

QUESTIONS = ("county", "county_priorities", "cross_border", "escalation")
MAIN, UNITARY = "E22000900", "E22000908"


@pytest.fixture(scope="module")
def case(example):
    return opened(MAIN, example.store, example.params)


@pytest.fixture(scope="module")
def truth(example):
    (found,) = planted(example, "county_wide_rise")
    return found


def test_the_rise_is_shared_by_the_districts_it_was_planted_in(case, truth) -> None:
    cells = released("county_priorities", case).cells
    held = cells.loc[cells["offence_code"] == truth["offence_code"]].set_index("partnership_code")
    first = set(held.index[held["standing"] == "first tier"])
    assert first <= set(truth["partnership_codes"])
    assert len(first) >= 3
    text = said("county_priorities", case)
    assert f"county-priorities-shared-{truth['offence_code'].replace('_', '-')}" in text


def test_it_rose_clearly_in_several_and_nothing_else_did(case, truth) -> None:
    shared = released("county", case).shared
    assert list(shared["offence_code"]) == [truth["offence_code"]]


def test_no_other_rise_of_crime_is_said_of_all_districts(case, truth) -> None:
    issues = released("county_priorities", case).issues
    crime = issues.loc[(issues["recording"] == "") & issues["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])]
    assert set(crime["offence_code"]) <= {truth["offence_code"]}


def test_what_was_planted_in_the_recording_is_not_called_crime(case, example) -> None:
    (recording,) = planted(example, "recording_change")
    issues = released("county_priorities", case).issues.set_index("offence_code")
    assert all(issues.at[code, "recording"] for code in recording["size"])


def test_no_series_moves_together_that_was_not_made_to(case, truth) -> None:
    series = released("cross_border", case).series
    assert len(series) > 30
    assert set(series.loc[series["together"].astype(bool), "offence_code"]) <= {truth["offence_code"]}


def test_the_rule_suggests_the_planted_issue_and_the_board_took_it_to_the_county(
    example, case, truth
) -> None:
    rows = released("escalation", case).table.set_index(["issue", "test"])
    row = rows.loc[(truth["offence_code"], "scale")]
    # It did not rise in the main district itself: the rule says so, and its board took it to the county all the same.
    assert (row["suggestion"], row["decision"]) == ("not by this rule", "escalate")
    assert "not here" in row["why"]
    there = opened(truth["partnership_codes"][0], example.store, example.params)
    risen = released("escalation", there).table.set_index(["issue", "test"])
    assert risen.loc[(truth["offence_code"], "scale"), "suggestion"] == "escalate"
    assert (rows.loc[("vehicle_crime", "scale"), "decision"]) == "do not escalate"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_unitary_area_has_no_county(example, name) -> None:
    found = released(name, opened(UNITARY, example.store, example.params))
    assert isinstance(found, NotAvailable) and found.not_applicable and "unitary" in found.because
