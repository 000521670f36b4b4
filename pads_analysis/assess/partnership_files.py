"""What the partnership itself supplies: people's views (e), the last plan (f), decisions (d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import (
    Basis,
    DecisionsResult,
    HallmarksResult,
    NotAvailable,
    PreviousPlanResult,
    ViewsResult,
)
from pads_analysis.assess.selection import said_by
from pads_analysis.stats.proportions import wilson

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

STATUSES = ("complete", "on track", "late", "not started", "stopped")
HALLMARK_MEANINGS = ("not in place", "planned", "partly in place", "in place", "embedded, with evidence")


def withheld(section: str, element: str) -> NotAvailable:
    """Return what the public edition says in the place of a result that rests on what partners supplied."""
    return NotAvailable(
        section,
        element,
        "Withheld from the public edition",
        "it rests on information that partners supplied and that is not published",
        "The partner edition holds it.",
    )


def views(case: Case) -> ViewsResult | NotAvailable:
    """Return published answers with intervals, where people were drawn at random, and the meetings held."""
    held = case.resolved.views
    if held is None or not (held.surveys or held.meetings):
        return _not_given(
            case,
            "views",
            "views",
            "e",
            "What people who live or work here think",
            "no survey or meeting was given for this partnership",
        )
    rows = [_answer(case, survey, answer) for survey in held.surveys for answer in survey.questions]
    rows += [
        {
            "question": meeting.title,
            "group": "anyone could attend" if meeting.public else "by invitation",
            "base": meeting.attendance,
            "date": meeting.date,
            "mode": "meeting",
            "probability": False,
        }
        for meeting in held.meetings
    ]
    columns = [
        "question",
        "group",
        "value",
        "ci_low",
        "ci_high",
        "base",
        "date",
        "mode",
        "source",
        "probability",
    ]
    table = pd.DataFrame(rows).reindex(columns=columns)
    table["source"] = table["source"].fillna("")
    return ViewsResult(basis=_basis(case, "views"), table=table)


def _answer(case: Case, survey: object, answer: object) -> dict[str, object]:
    row = {
        "question": answer.question,
        "group": answer.group,
        "value": answer.value,
        "base": answer.base,
        "date": survey.date,
        "mode": survey.mode,
        "source": (survey.source or survey.title).rstrip("."),
        "probability": survey.probability,
    }
    if survey.probability:
        # The published share times its base, to the nearest person: the number who gave the answer.
        found = wilson(round(answer.value * answer.base), answer.base, case.params.statistics.confidence)
        row |= {"ci_low": float(found.ci_low), "ci_high": float(found.ci_high)}
    return row


def previous_plan(case: Case) -> PreviousPlanResult | NotAvailable:
    """Return every action of the last plan with its status, and how many were carried out."""
    plan = case.resolved.plan
    if plan is None or not plan.actions:
        return _not_given(
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
        basis=_basis(case, "plan"),
        table=table,
        summary=summary,
        n_actions=len(table),
        n_complete=int(counted["complete"]),
    )


def decisions(case: Case) -> DecisionsResult | NotAvailable:
    """Return what the authorities decided on the scored issues, and which issues of the first tier wait."""
    held = case.resolved.decisions
    if held is None or not held.decisions:
        return _not_given(
            case,
            "decisions",
            "decisions",
            "d",
            "What the authorities decided",
            "no decision of the authorities was given for this partnership",
        )
    scored = priorities(case)
    tiers = (
        {} if isinstance(scored, NotAvailable) else scored.table.set_index("offence_code")["tier"].to_dict()
    )
    rows = [
        {
            "issue": case.scheme.offence(entry.issue).name if entry.issue in tiers else entry.issue,
            "decision": entry.decision,
            "because": entry.because,
            "by": entry.by,
            "date": entry.date,
            "tier": tiers.get(entry.issue, ""),
        }
        for entry in held.decisions
    ]
    decided = {entry.issue for entry in held.decisions}
    waiting = [code for code, tier in tiers.items() if tier == "first" and code not in decided]
    return DecisionsResult(
        basis=_basis(case, "decisions"),
        table=pd.DataFrame(rows),
        undecided=tuple(case.scheme.offence(code).name for code in waiting),
    )


def hallmarks(case: Case) -> HallmarksResult | NotAvailable:
    """Return the partnership's scores of itself on the hallmarks of effective partnerships."""
    held = case.resolved.hallmarks
    if held is None or not held.scores:
        return _not_given(
            case,
            "hallmarks",
            "hallmarks",
            "",
            "How the partnership sees itself",
            "no self-assessment was given for this partnership",
        )
    rows = [
        {
            "criterion": entry.criterion,
            "score": entry.score,
            "meaning": HALLMARK_MEANINGS[entry.score],
            "evidence": entry.evidence,
        }
        for entry in held.scores
    ]
    return HallmarksResult(basis=_basis(case, "hallmarks"), table=pd.DataFrame(rows))


def _not_given(case: Case, kind: str, section: str, element: str, title: str, because: str) -> NotAvailable:
    """Return why a file of the partnership says nothing here: the edition withholds it, or nobody wrote it."""
    if kind in case.resolved.withheld:
        return withheld(section, element)
    do = f"Write params/partnerships/{case.partnership.code}/{kind}.yaml."
    return NotAvailable(section, element, title, because, do)


def _basis(case: Case, kind: str) -> Basis:
    return Basis(place=case.partnership.name, period=case.period.label, source_kinds=(kind,), **said_by(case))
