"""What the example plants of actions, explanations and context series is found, and nothing else of them is claimed."""

from __future__ import annotations

import pytest
from truth_cases import CHANGED, planted, released, unplanted

from pads_analysis.assess.result import Outcome, Verdict

pytestmark = pytest.mark.slow
SERIES = "a series that crime goes along with"


def test_of_the_actions_of_the_plan_only_the_one_with_an_effect_is_followed_by_a_fall(
    example, case_of, account
) -> None:
    (truth,), (without,) = planted(example, "action_with_effect"), unplanted(example, "action_without_effect")
    result = released("interventions", case_of(truth["partnership_code"]))
    outcomes = result.table.set_index("action_id")["outcome"]
    fell = set(outcomes.index[outcomes == Outcome.FELL_MORE])
    what = "an action followed by a fall"
    account.find(what, fell & {truth["action_id"]})
    account.claim(what, fell - {truth["action_id"]}, len(outcomes) - 1)
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


def test_explanations_are_graded_as_what_is_planted_bears_them_out(example, case_of, account) -> None:
    truths = planted(example, "explanation")
    assert {truth["evidence"] for truth in truths} == {"moderate", "contradicted", "untested"}
    for truth in truths:
        table = released("hypotheses", case_of(truth["partnership_code"])).table.set_index("number")
        grade = table.loc[truth["number"], "evidence"]
        account.find("an explanation, by its grade", grade == truth["evidence"])
        assert grade == truth["evidence"], truth["finding"]


def test_the_series_built_from_a_planted_change_is_found_with_its_size(example, case_of, account) -> None:
    for truth in planted(example, "context_series"):
        table = released("context", case_of(truth["partnership_code"])).table
        row = table.set_index(["series", "offence_code"]).loc[(truth["series"], truth["offence_code"])]
        way = Verdict.HIGHER if truth["size"] > 1 else Verdict.LOWER
        account.find(SERIES, row["verdict"] == way)
        assert row["verdict"] == way
        assert row["ci_low"] <= truth["size"] <= row["ci_high"], truth["finding"]


def test_no_series_of_chance_is_found(example, case_of, account) -> None:
    built = {(truth["series"], truth["offence_code"]) for truth in planted(example, "context_series")}
    for truth in unplanted(example, "no_context_series"):
        table = released("context", case_of(truth["partnership_code"])).table
        table = table.set_index(["series", "offence_code"])
        others = table.drop(list(built))
        account.claim(SERIES, others.index[others["verdict"].isin(CHANGED)].tolist(), len(others))
        row = table.loc[(truth["series"], truth["offence_code"])]
        assert row["verdict"] not in CHANGED, truth["statement"]
        assert row["ci_low"] < 1 < row["ci_high"]
