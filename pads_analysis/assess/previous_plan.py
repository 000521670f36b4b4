"""How far the last partnership plan was carried out (statutory element f)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.delivery import delivery_rule, overdue, suggested
from pads_analysis.assess.evaluation import interventions
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, PreviousPlanResult
from pads_analysis.assess.result.plan import DELIVERY
from pads_analysis.assess.supplied import basis_of, not_given

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanAction, PlanFile

TITLE = "How far the last plan was carried out"


@once_per_case
def previous_plan(case: Case) -> PreviousPlanResult | NotAvailable:
    """Return every action of the last plan with the rating of its delivery, and how many were carried out.

    The extent is told twice: by the number of actions, and by the weights of the priorities, each shared out equally
    among the actions of its priority, so that a priority of many small actions does not count for more.
    """
    plan = case.resolved.plan
    if plan is None or not plan.actions:
        return not_given(
            case,
            "plan",
            "previous_plan",
            "f",
            TITLE,
            "no plan with actions was given for this partnership",
        )
    end = case.period.last + pd.offsets.MonthEnd(0)
    verdicts = _verdicts(case)
    table = pd.DataFrame([_row(plan, action, end, verdicts) for action in plan.actions])
    priorities = _priorities(plan, table)
    counted = table["delivery"].value_counts().reindex(list(DELIVERY), fill_value=0)
    return PreviousPlanResult(
        basis=basis_of(case, "plan"),
        table=table,
        priorities=priorities,
        summary=pd.DataFrame({"delivery": counted.index, "actions": counted.to_numpy()}),
        n_actions=len(table),
        n_complete=int(counted["complete"]),
        points=float(priorities["points"].sum()),
        n_points=float(priorities["weight"].sum()),
        weighted=any(priority.weight is not None for priority in plan.priorities),
        without_actions=tuple(
            priority.name for priority in plan.priorities if priority.id not in set(table["priority_id"])
        ),
        rule=delivery_rule(),
        title=plan.title,
        period=plan.period,
    )


def _verdicts(case: Case) -> dict[str, tuple[str, str]]:
    """Return verdict and offence of each action that is looked at beside recorded crime, by its id."""
    found = interventions(case)
    if isinstance(found, NotAvailable):
        return {}
    return {row.action_id: (str(row.outcome), row.offence_name) for row in found.table.itertuples()}


def _row(
    plan: PlanFile, action: PlanAction, end: pd.Timestamp, verdicts: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    rating, why = suggested(action, end)
    own, measure = action.rating, action.measure
    verdict, offence = verdicts.get(action.id, ("", ""))
    return {
        "action_id": action.id,
        "priority_id": action.priority,
        "priority": {one.id: one.name for one in plan.priorities}.get(action.priority, action.priority),
        "objective": {one.id: one.text for one in plan.objectives}.get(action.objective, ""),
        "action": action.action,
        "lead": action.lead,
        "due": action.due,
        "status": action.status,
        "evidence": action.evidence or action.reason,
        "has_evidence": bool(action.evidence.strip()),
        "overdue": overdue(action, end),
        "suggested": rating,
        "rule": why,
        "delivery": own.delivery if own else rating,
        "overridden": own is not None and own.delivery != rating,
        "override_reason": own.reason if own else "",
        "override_by": own.by if own else "",
        "spend": _number(action.spend),
        "budget": _number(action.budget),
        "measure": measure.name if measure else "",
        "measure_before": _number(measure.before if measure else None),
        "measure_after": _number(measure.after if measure else None),
        "verdict": verdict,
        "verdict_offence": offence,
    }


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _priorities(plan: PlanFile, table: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings counted by priority, and the points of its weight that its complete actions earn."""
    counts = pd.crosstab(table["priority_id"], table["delivery"]).reindex(
        columns=list(DELIVERY), fill_value=0
    )
    rows = []
    for priority in plan.priorities:
        if priority.id not in counts.index:
            continue
        own = counts.loc[priority.id]
        weight = 1.0 if priority.weight is None else float(priority.weight)
        rows.append(
            {
                "priority_id": priority.id,
                "priority": priority.name,
                "weight": weight,
                "actions": int(own.sum()),
            }
            | {word: int(own[word]) for word in DELIVERY}
            | {"points": weight * own["complete"] / own.sum()}
        )
    return pd.DataFrame(rows)
