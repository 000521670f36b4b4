"""How far the last partnership plan was carried out (statutory element f)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import NotAvailable, PreviousPlanResult
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case


STATUSES = ("complete", "on track", "late", "not started", "stopped")


def previous_plan(case: Case) -> PreviousPlanResult | NotAvailable:
    """Return every action of the last plan with its status, and how many were carried out."""
    plan = case.resolved.plan
    if plan is None or not plan.actions:
        return not_given(
            case,
            "plan",
            "previous_plan",
            "f",
            "How far the last plan was carried out",
            "no plan with actions was given for this partnership",
        )
    names = {priority.id: priority.name for priority in plan.priorities}
    end = case.period.last + pd.offsets.MonthEnd(0)
    rows = [
        {
            "priority": names.get(action.priority, action.priority),
            "action": action.action,
            "lead": action.lead,
            "due": action.due,
            "status": action.status,
            "evidence": action.evidence or action.reason,
            "overdue": bool(action.due)
            and pd.Timestamp(action.due) <= end
            and action.status not in ("complete", "stopped"),
        }
        for action in plan.actions
    ]
    table = pd.DataFrame(rows)
    counted = table["status"].value_counts().reindex(STATUSES, fill_value=0)
    summary = pd.DataFrame(
        {"status": counted.index, "actions": counted.to_numpy(), "share": counted.to_numpy() / len(table)}
    )
    return PreviousPlanResult(
        basis=basis_of(case, "plan"),
        table=table,
        summary=summary,
        n_actions=len(table),
        n_complete=int(counted["complete"]),
    )
