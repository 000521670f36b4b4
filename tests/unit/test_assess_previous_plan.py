"""The last plan."""

from __future__ import annotations

import pytest
from assess_cases import OWN, make_case

from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.result import NotAvailable
from pads_analysis.params.plan import PlanFile


def action(name: str, status: str, due: str = "") -> dict:
    return {
        "id": name,
        "priority": "P1",
        "action": f"Do {name}",
        "status": status,
        "due": due,
        "reason": "Funds.",
    }


def test_the_summary_of_a_plan_and_what_is_overdue():
    plan = PlanFile(
        priorities=[{"id": "P1", "name": "Burglary"}],
        actions=[
            action("A1", "complete", "2021-03-31"),
            action("A2", "on track", "2021-12-31"),
            action("A3", "late", "2021-06-30"),
            action("A4", "stopped", "2021-01-31"),
            action("A5", "not started", "2022-01-01"),
            action("A6", "on track"),
        ],
    )
    found = previous_plan(make_case({OWN: {"burglary": 50}}, plan=plan))
    table = found.table.set_index("action")
    # Overdue: due by the last day of the period (31 December 2021), neither complete nor stopped.
    assert table["overdue"].to_dict() == {
        "Do A1": False, "Do A2": True, "Do A3": True, "Do A4": False, "Do A5": False, "Do A6": False,
    }  # fmt: skip
    assert set(table["priority"]) == {"Burglary"} and set(table["evidence"]) == {"Funds."}
    assert (found.n_actions, found.n_complete) == (6, 1)
    summary = found.summary.set_index("status")
    assert summary["actions"].to_dict() == {
        "complete": 1,
        "on track": 2,
        "late": 1,
        "not started": 1,
        "stopped": 1,
    }
    assert summary["share"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("plan", [None, PlanFile()])
def test_no_plan_is_an_absence_that_names_the_file(plan):
    found = previous_plan(make_case({OWN: {"burglary": 50}}, plan=plan))
    assert isinstance(found, NotAvailable) and f"{OWN}/plan.yaml" in found.do and found.element == "f"
