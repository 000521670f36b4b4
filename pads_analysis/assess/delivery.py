"""From the state of an action to a rating of its delivery: the rule that is printed, in code (statutory element f)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pads_analysis.params.plan import PlanAction

#: An action that is due within so many months and not started is at risk.
SOON_MONTHS = 3


def overdue(action: PlanAction, end: pd.Timestamp) -> bool:
    """Return whether an action is past its date and neither complete nor stopped on the last day of the period."""
    return (
        bool(action.due) and pd.Timestamp(action.due) <= end and action.status not in ("complete", "stopped")
    )


def suggested(action: PlanAction, end: pd.Timestamp) -> tuple[str, str]:
    """Return the rating that the rule suggests, one of `DELIVERY`, and the part of the rule it rests on.

    Parameters
    ----------
    action : PlanAction
    end : Timestamp
        Last day of the period assessed.
    """
    if action.status in ("complete", "stopped"):
        return action.status, f"reported {action.status}"
    if overdue(action, end):
        return "behind", "past its date and not complete"
    if action.status == "late":
        return "behind", "reported late"
    if action.status == "on track":
        return "on track", "reported on track" if action.due else "reported on track, no date set"
    if not action.due:
        return "at risk", "not started, and no date set"
    if pd.Timestamp(action.due) <= end + pd.DateOffset(months=SOON_MONTHS) + pd.offsets.MonthEnd(0):
        return "at risk", f"not started, and due within {SOON_MONTHS} months"
    return "not due", "not started, and not due yet"


def delivery_rule() -> str:
    """Return the rule as it is printed."""
    return (
        "Suggested rating: complete (blue) when reported so; behind (red) when past its date and not complete, or "
        f"reported late; at risk (amber) when not started and due within {SOON_MONTHS} months or without a date; on "
        "track (green) when reported so and not past its date; not due (grey) when not started and due later; stopped "
        "(grey) when reported so. Dates are held against the last day of the period. The owner's own rating, where one "
        "is given with its reason, stands in the place of the suggested one and is counted; both are shown."
    )
