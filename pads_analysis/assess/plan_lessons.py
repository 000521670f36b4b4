"""What was learned from the last plan, and what is carried forward (statutory element f)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.result import NotAvailable, PlanLessonsResult
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What was learned and what is carried forward"


def plan_lessons(case: Case) -> PlanLessonsResult | NotAvailable:
    """Return lesson, reason and what becomes of every action; those without any of it are open questions.

    An action is an open question when it is neither complete nor carried forward and nobody wrote why.
    """
    plan, delivered = case.resolved.plan, previous_plan(case)
    if plan is None or isinstance(delivered, NotAvailable):
        return not_given(
            case,
            "plan",
            "plan_lessons",
            "f",
            TITLE,
            "no plan with actions was given for this partnership",
        )
    rows = []
    for action, row in zip(plan.actions, delivered.table.to_dict("records"), strict=True):
        taken_up = action.carry_forward in ("yes", "with change")
        explained = bool((action.reason + action.carry_reason).strip())
        rows.append(
            {
                "action_id": action.id,
                "priority": row["priority"],
                "action": action.action,
                "delivery": row["delivery"],
                "reason": action.reason,
                "lesson": action.lesson,
                "carry_forward": action.carry_forward,
                "carry_reason": action.carry_reason,
                "open": row["delivery"] != "complete" and not taken_up and not explained,
            }
        )
    return PlanLessonsResult(basis=basis_of(case, "plan"), table=pd.DataFrame(rows))
