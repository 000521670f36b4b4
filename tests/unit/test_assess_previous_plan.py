"""How far the last plan was carried out: each part of the rule by hand, the extent twice, evidence and spend."""

from __future__ import annotations

import pandas as pd
import pytest
from assess_cases import OWN, make_case
from plan_cases import action, plan

from pads_analysis.assess.delivery import suggested
from pads_analysis.assess.plan_lessons import plan_lessons
from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.result.plan import DELIVERY
from pads_analysis.params.plan import PlanAction, PlanFile

COUNTS = {OWN: {"burglary": 50}}
END = pd.Timestamp("2021-12-31")


@pytest.mark.parametrize(
    ("status", "due", "wanted"),
    [
        ("complete", "2021-03-31", "complete"),
        ("complete", "", "complete"),
        ("stopped", "2021-01-31", "stopped"),
        ("on track", "2021-12-31", "behind"),
        ("on track", "2022-01-01", "on track"),
        ("on track", "", "on track"),
        ("late", "2021-06-30", "behind"),
        ("late", "2022-06-30", "behind"),
        ("not started", "2021-12-31", "behind"),
        ("not started", "2022-01-01", "at risk"),
        ("not started", "2022-03-31", "at risk"),
        ("not started", "2022-04-01", "not due"),
        ("not started", "", "at risk"),
    ],
)
def test_each_part_of_the_rule(status, due, wanted):
    rating, why = suggested(PlanAction.model_validate(action("A1", status, due)), END)
    assert rating == wanted and rating in DELIVERY and why


def test_the_extent_by_actions_and_by_weights():
    made = plan(
        weights={"P1": 3.0, "P2": 1.0, "P3": 2.0},
        actions=[
            action("A1", "complete"),
            action("A2", "late"),
            *(action(f"B{n}", "complete", priority="P2") for n in range(4)),
        ],
    )
    found = previous_plan(make_case(COUNTS, plan=made))
    assert (found.n_complete, found.n_actions) == (5, 6)
    # Half of P1's three points, and all of P2's one; P3 has no action and stands in neither figure.
    assert found.points == pytest.approx(3 * 1 / 2 + 1 * 4 / 4) and found.n_points == 4
    assert found.weighted and found.without_actions == ("Priority P3",)
    assert found.summary.set_index("delivery")["actions"].to_dict() == dict.fromkeys(DELIVERY, 0) | {
        "complete": 5,
        "behind": 1,
    }


def test_without_weights_every_priority_counts_the_same():
    made = plan(
        weights={"P1": None, "P2": None},
        actions=[action("A1", "complete"), *(action(f"B{n}", "late", priority="P2") for n in range(9))],
    )
    found = previous_plan(make_case(COUNTS, plan=made))
    assert not found.weighted and (found.points, found.n_points) == (1.0, 2.0)


def test_the_owners_rating_stands_beside_the_rules_and_is_counted():
    own = {"delivery": "on track", "reason": "Ends a month later.", "by": "The lead"}
    made = plan(actions=[action("A1", "late", "2021-06-30", rating=own), action("A2", "complete")])
    found = previous_plan(make_case(COUNTS, plan=made))
    row = found.table.set_index("action_id").loc["A1"]
    assert (row["suggested"], row["delivery"], row["override_reason"]) == (
        "behind",
        "on track",
        "Ends a month later.",
    )
    assert row["overridden"] and row["overdue"]
    assert found.summary.set_index("delivery").at["on track", "actions"] == 1


def test_evidence_spend_and_measure_are_kept_as_given():
    measure = {"name": "Referrals", "before": 3, "after": 7.5}
    made = plan(
        actions=[
            action("A1", "complete", evidence="A report.", spend=1200, budget=1000, measure=measure),
            action("A2", "complete", reason="None."),
        ]
    )
    table = previous_plan(make_case(COUNTS, plan=made)).table.set_index("action_id")
    assert table["has_evidence"].to_dict() == {"A1": True, "A2": False}
    assert table.at["A1", "spend"] == 1200 and pd.isna(table.at["A2", "spend"])
    assert (table.at["A1", "measure_before"], table.at["A1", "measure_after"]) == (3.0, 7.5)


def test_an_action_that_the_drivers_look_at_carries_their_verdict():
    made = plan(
        actions=[
            action("A1", "complete", starts="2021-01-01", indicator="burglary"),
            action("A2", "complete"),
        ]
    )
    table = previous_plan(make_case(COUNTS, plan=made)).table.set_index("action_id")
    # One partnership alone has no peers to be held against, so nothing can be judged.
    assert (table.at["A1", "verdict"], table.at["A1", "verdict_offence"]) == ("not_judged", "Burglary")
    assert table.at["A2", "verdict"] == ""


def test_what_becomes_of_actions_and_which_are_open_questions():
    made = plan(
        actions=[
            action("A1", "complete", lesson="Begin earlier."),
            action("A2", "late", carry_forward="yes"),
            action("A3", "late", carry_forward="with change", carry_reason="Two posts."),
            action("A4", "stopped", reason="No money."),
            action("A5", "stopped", carry_forward="no"),
            action("A6", "on track"),
            action("A7", "late", carry_forward="no", carry_reason="Done by others."),
        ]
    )
    table = plan_lessons(make_case(COUNTS, plan=made)).table.set_index("action_id")
    assert list(table.index[table["open"]]) == ["A5", "A6"]
    assert table.at["A1", "lesson"] == "Begin earlier."


@pytest.mark.parametrize("question", [previous_plan, plan_lessons])
@pytest.mark.parametrize("given", [None, PlanFile()])
def test_no_plan_is_an_absence_that_names_the_file(question, given):
    found = question(make_case(COUNTS, plan=given))
    assert isinstance(found, NotAvailable) and f"{OWN}/plan.yaml" in found.do and found.element == "f"
