"""Results on the last partnership plan (statutory element f)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis

#: Ratings of delivery, from done to given up: the only words for it, in the order in which they are counted.
DELIVERY = ("complete", "on track", "at risk", "behind", "not due", "stopped")
#: What a target can come to: judged, projected, or neither.
MET, MISSED, ON_COURSE, OFF_COURSE = "met", "missed", "on course", "off course"
TARGET_UNSURE, TARGET_NO_DATA = "too uncertain to say", "insufficient data"
OUTCOMES = (MET, ON_COURSE, TARGET_UNSURE, OFF_COURSE, MISSED, TARGET_NO_DATA)


@dataclass(frozen=True, slots=True)
class PreviousPlanResult:
    """Actions of the last plan and how far they were carried out.

    `table`, one row per action: action_id, priority_id, priority, objective, action, lead, due, status, evidence (or
    the reason where there is none), has_evidence, overdue, suggested (what the printed rule says), rule (which part of
    it), delivery (the owner's rating where there is one, else what the rule says), overridden, override_reason,
    override_by, spend, budget (pounds, missing where not given), measure, measure_before, measure_after, verdict (an
    `Outcome` of the interventions; "" where it was not looked at), verdict_offence.

    `priorities`, one row per priority with actions: priority_id, priority, weight, actions, one column for each word of
    `DELIVERY`, points (weight times the share of its actions that are complete).

    `summary`: delivery, actions. Points and `n_points` are in the weights of the priorities, `weighted` says whether
    the plan gives any. `n_overridden` ratings of the owner stand in the place of the rule's.
    """

    section: ClassVar[str] = "previous_plan"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
    priorities: pd.DataFrame
    summary: pd.DataFrame
    n_actions: int
    n_complete: int
    points: float
    n_points: float
    weighted: bool
    without_actions: tuple[str, ...]
    rule: str
    title: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class PlanTargetsResult:
    """Targets of the last plan: what was recorded by their date, or is projected to be.

    `table`, one row per target: target_id, priority_id, priority, indicator, offence_name, kind, lower_is_better,
    baseline, aim (in the unit of kind), aim_count (aim as a count of the months judged), by (text), first, last (months
    of the target's year), past (judged on what was recorded), months (of the year that count), projected, low, high
    (counts: recorded, with the interval of the level behind it, or projected, with its prediction interval), to_date
    (recorded so far in the year), p_meet (missing where it is past or not known), gap_ratio, gap_low, gap_high (how far
    on the wrong side of the aim: projected / aim_count, upside down where more is better, so that above 1 is always
    behind), outcome (one of `OUTCOMES`), because (why not told), method, note (recording and other cautions).

    `crossed`, one row per priority with targets: priority_id, priority, complete, actions, met, targets.
    `expected_met` of the `n_projected` projected targets, were the probabilities right.
    """

    section: ClassVar[str] = "plan_targets"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
    crossed: pd.DataFrame
    n_projected: int
    expected_met: float
    rule: str


@dataclass(frozen=True, slots=True)
class PlanLessonsResult:
    """What was learned from the last plan and what is carried forward.

    `table`, one row per action: action_id, priority, action, delivery, reason (why it was not delivered), lesson,
    carry_forward ("yes", "with change", "no" or "" while undecided), carry_reason, open (neither complete nor carried
    forward, and no reason given).
    """

    section: ClassVar[str] = "plan_lessons"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
