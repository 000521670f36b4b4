"""Whether targets of the last plan were met, or how likely they are to be (statutory element f).

A target is of the twelve months that end with its date. Where these have passed it is judged on what was recorded in
them, allowing for the chance in counts; where they have not, on what was recorded so far and a forecast of the rest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import NotAvailable, PlanTargetsResult
from pads_analysis.assess.result.plan import (
    MET,
    MISSED,
    OFF_COURSE,
    ON_COURSE,
    TARGET_NO_DATA,
    TARGET_UNSURE,
)
from pads_analysis.assess.selection import basis, events_in
from pads_analysis.assess.supplied import withheld
from pads_analysis.assess.target_years import TargetYear, projected, recorded, target_year

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanTarget

TITLE = "Targets of the last plan"
#: A projected target is on course from this probability of meeting it, and off course from one minus it down.
LIKELY = 0.9


@dataclass(frozen=True, slots=True)
class _Judged:
    """Where one target stands."""

    target_id: str
    priority_id: str
    priority: str
    indicator: str
    offence_name: str
    kind: str
    lower_is_better: bool
    baseline: float
    aim: float
    by: str
    first: pd.Timestamp
    last: pd.Timestamp
    past: bool
    aim_count: float = np.nan
    months: int = 0
    projected: float = np.nan
    low: float = np.nan
    high: float = np.nan
    to_date: float = np.nan
    p_meet: float = np.nan
    gap_ratio: float = np.nan
    gap_low: float = np.nan
    gap_high: float = np.nan
    outcome: str = TARGET_NO_DATA
    because: str = ""
    method: str = ""
    note: str = field(default="")


@once_per_case
def plan_targets(case: Case) -> PlanTargetsResult | NotAvailable:
    """Hold every target of the plan against what was recorded by its date, or is projected to be."""
    if "plan" in case.resolved.withheld:
        return withheld("plan_targets", "f")
    plan = case.resolved.plan
    if plan is None or not plan.targets:
        # A plan need not have targets that recorded figures can be held against: element (f) does not hang on it.
        return NotAvailable(
            "plan_targets",
            "",
            TITLE,
            "no plan with targets was given for this partnership",
            f"Write targets in params/partnerships/{case.partnership.code}/plan.yaml.",
        )
    rows = [_judge(case, target, number) for number, target in enumerate(plan.targets, start=1)]
    table = pd.DataFrame([asdict(row) for row in rows])
    likely = table["p_meet"].dropna()
    return PlanTargetsResult(
        basis=basis(case, *_events(case, table), kinds=("plan",)),
        table=table,
        crossed=_crossed(case, table),
        n_projected=len(likely),
        expected_met=float(likely.sum()),
        rule=_rule(case),
    )


def _events(case: Case, table: pd.DataFrame) -> tuple[str, ...]:
    return events_in(case, table["first"].min(), min(table["last"].max(), case.period.last))


def aim_of(case: Case, target: PlanTarget, year: TargetYear) -> float:
    """Return the aim as a count of the months of its year that count; missing without a population for a rate."""
    if target.kind == "rate":
        people = case.population(period=year.period).value
        return target.aim / 1000 * people * year.share if people > 0 else np.nan
    whole = {
        "count": target.aim,
        "reduction": target.baseline * (1 - target.aim),
        "increase": target.baseline * (1 + target.aim),
    }[target.kind]
    return whole * year.share


def _judge(case: Case, target: PlanTarget, number: int) -> _Judged:
    names = {priority.id: priority.name for priority in case.resolved.plan.priorities}  # type: ignore[union-attr]
    year = target_year(case, target.indicator, target.by)
    named = {
        "target_id": target.id or f"T{number}",
        "priority_id": target.priority,
        "priority": names.get(target.priority, ""),
        "indicator": target.indicator,
        "offence_name": case.scheme.offence(target.indicator).name,
        "kind": target.kind,
        "lower_is_better": target.lower_is_better,
        "baseline": target.baseline,
        "aim": target.aim,
        "by": target.by,
        "first": year.period.first,
        "last": year.period.last,
        "past": year.past,
        "months": len(year.counted) * case.step,
    }
    if year.because:
        return _Judged(**named, because=year.because)
    aim = aim_of(case, target, year)
    if not aim > 0:
        return _Judged(**named, because="the aim is none, or there is no population to make it a number")
    named |= {"aim_count": aim, "to_date": year.to_date, "note": " ".join([*year.notes, year.recording])}
    found = recorded(case, year) if year.past else projected(case, year, aim, target.lower_is_better)
    if found.because:
        return _Judged(**named, because=found.because)
    gap = _gap(found.total, found.low, found.high, aim, target.lower_is_better)
    sizes = {
        "projected": found.total,
        "low": found.low,
        "high": found.high,
        "p_meet": found.p_meet,
        "gap_ratio": gap[0],
        "gap_low": gap[1],
        "gap_high": gap[2],
        "method": found.method,
    }
    if found.total + aim < case.params.statistics.minimum_count:
        return _Judged(**named, **sizes, because="too few were recorded or aimed at")
    if year.recording:
        because = "recording changed in the months looked at, which cannot be told from a change in crime"
        return _Judged(**named, **sizes, outcome=TARGET_UNSURE, because=because)
    return _Judged(**named, **sizes, outcome=_outcome(year.past, gap, found.p_meet))


def _gap(
    total: float, low: float, high: float, aim: float, lower_is_better: bool
) -> tuple[float, float, float]:
    """Return how far a total and its limits lie on the wrong side of the aim: above 1 is behind."""
    if lower_is_better:
        return total / aim, low / aim, high / aim
    return tuple(aim / value if value > 0 else np.inf for value in (total, high, low))  # type: ignore[return-value]


def _outcome(past: bool, gap: tuple[float, float, float], p_meet: float) -> str:
    if past:
        return MET if gap[2] <= 1 else MISSED if gap[1] > 1 else TARGET_UNSURE
    return ON_COURSE if p_meet >= LIKELY else OFF_COURSE if p_meet <= 1 - LIKELY else TARGET_UNSURE


def _crossed(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    """Return delivery beside outcome, a row for each priority that has actions or targets."""
    from pads_analysis.assess.previous_plan import previous_plan

    delivered = previous_plan(case)
    actions = pd.DataFrame() if isinstance(delivered, NotAvailable) else delivered.priorities
    counts = actions.set_index("priority_id") if len(actions) else actions
    rows = []
    for priority in case.resolved.plan.priorities:  # type: ignore[union-attr]
        own = table.loc[table["priority_id"] == priority.id, "outcome"]
        known = priority.id in counts.index
        if not known and own.empty:
            continue
        rows.append(
            {
                "priority_id": priority.id,
                "priority": priority.name,
                "complete": int(counts.at[priority.id, "complete"]) if known else 0,
                "actions": int(counts.at[priority.id, "actions"]) if known else 0,
                "good": int(own.isin([MET, ON_COURSE]).sum()),
                "bad": int(own.isin([MISSED, OFF_COURSE]).sum()),
                "unsure": int((~own.isin([MET, ON_COURSE, MISSED, OFF_COURSE])).sum()),
                "targets": len(own),
            }
        )
    return pd.DataFrame(
        rows, columns=["priority_id", "priority", "complete", "actions", "good", "bad", "unsure", "targets"]
    )


def _rule(case: Case) -> str:
    level = f"{case.params.statistics.confidence:.0%}"
    return (
        "A target is of the twelve months that end with its date. Where they have passed it is met (missed) when the "
        f"whole {level} interval of the level behind what was recorded lies on the good (wrong) side of the aim; the "
        "interval allows for counts that vary more than chance alone would have it. Where they have not, what was "
        "recorded so far and a forecast of the rest make the total, and the share of its simulated courses that meet "
        f"the aim the probability: on course from {LIKELY:.0%}, off course up to {1 - LIKELY:.0%}, else too uncertain "
        "to say. The forecast knows of no action still to come, and carries no trend on."
    )
