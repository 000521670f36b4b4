"""What the example plants is found in the chapter on the last plan: a missed target, and actions apart from targets."""

from __future__ import annotations

import pytest
from truth_cases import planted, released, unplanted

pytestmark = pytest.mark.slow
MISSED = ("missed", "off course")


def test_the_target_on_the_offence_that_doubled_is_missed_now_and_off_course_later(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "doubled_offence")
    table = released("plan_targets", case_of(truth["partnership_code"])).table
    own = table.loc[table["indicator"] == truth["offence_code"]].set_index("past")
    account.find("a target on an offence that doubled", set(own["outcome"]) <= set(MISSED))
    assert own["outcome"].to_dict() == {True: "missed", False: "off course"}
    # Twice what was recorded the year before, where a tenth less was aimed at.
    assert own.at[True, "gap_low"] < truth["size"] / 0.9 < own.at[True, "gap_high"]
    assert own.at[False, "p_meet"] < 0.01


def test_a_target_on_what_did_not_change_is_not_called(example, case_of, account) -> None:
    (truth,) = planted(example, "doubled_offence")
    stable = {
        one["offence_code"]
        for one in planted(example, "stable")
        if one["partnership_code"] == truth["partnership_code"]
    }
    table = released("plan_targets", case_of(truth["partnership_code"])).table
    own = table.loc[table["indicator"].isin(stable)]
    assert len(own) >= 1
    called = own["outcome"].isin(["met", "on course"])
    account.claim("a target on an offence that did not change", set(own.loc[called, "target_id"]), len(own))
    # It did not fall to the aim, which lies below what it was.
    assert not called.any()


def test_an_action_with_an_effect_in_a_few_areas_and_its_target_are_told_apart(example, case_of) -> None:
    (truth,), (without,) = planted(example, "action_with_effect"), unplanted(example, "action_without_effect")
    case = case_of(truth["partnership_code"])
    actions = released("previous_plan", case).table.set_index("action_id")
    assert actions.at[truth["action_id"], "verdict"] == "fell_more"
    assert actions.at[without["action_id"], "verdict"] == "not_shown"
    # Both were carried out, whatever became of the figures; six small areas decide no target of the whole district.
    assert set(actions.loc[[truth["action_id"], without["action_id"]], "delivery"]) == {"complete"}
    targets = released("plan_targets", case).table.set_index("indicator")
    assert targets.at[truth["offence_code"], "outcome"] not in ("missed", "met")


def test_the_owners_rating_and_the_open_question_of_the_example_are_told(example, case_of) -> None:
    (truth,) = planted(example, "doubled_offence")
    case = case_of(truth["partnership_code"])
    actions = released("previous_plan", case).table.set_index("action_id")
    assert list(actions.index[actions["overridden"]]) == ["A6"] and actions.at["A6", "suggested"] == "behind"
    lessons = released("plan_lessons", case).table.set_index("action_id")
    assert list(lessons.index[lessons["open"]]) == ["A3"]
