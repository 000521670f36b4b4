"""Joint working in a county: whose plans aim at what districts share, and what each district lacks (element g)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.county_members import SHARED_BY, subject_of, without_county
from pads_analysis.assess.county_priorities import (
    FIRST,
    MAYBE,
    NOT_SCORED,
    county_ratios,
    district_scores,
    recording_of,
)
from pads_analysis.assess.result import CountyGapsResult, JointWorkingResult, NotAvailable, Verdict
from pads_analysis.assess.selection import basis, usable_months

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.county import County
    from pads_analysis.params.plan import PlanAction, PlanFile

TITLE = "Options for joint working"
ACTIONS = ("offence_code", "offence_name", "why_shared", "district", "action", "lead", "status", "how_told")
#: What a district may write, by the name of its file, and what it is called.
FILES = {
    "plan": "Plan",
    "views": "Views",
    "decisions": "Decisions",
    "county": "Matters for the county",
}
GIVEN, NOT_GIVEN, WITHHELD = "given", "not given", "withheld"


def joint_working(subject: County) -> JointWorkingResult | NotAvailable:
    """List the actions of every district's plan that aim at an issue which districts share, and who decided on it."""
    case, _ = subject_of(subject)
    missing = without_county(case, "joint_working", TITLE)
    if missing is not None:
        return missing
    shared = shared_issues(case)
    named = case.scheme.offence
    rows = [
        (code, named(code).name, why, district.partnership.name, *found)
        for code, why in shared.items()
        for district in subject.cases
        for found in _actions(district.resolved.plan, code, (named(code).name, *_own_names(district, code)))
    ]
    decided = [
        (_name_of(district, entry.issue), district.partnership.name, entry.decision, entry.because)
        for district in subject.cases
        for entry in (district.resolved.decisions.decisions if district.resolved.decisions else ())
    ]
    kinds = tuple(
        kind
        for kind in ("plan", "decisions", "issues")
        if any(getattr(each.resolved, kind) is not None for each in subject.cases)
    )
    return JointWorkingResult(
        basis=replace(
            basis(case, kinds=kinds),
            place=case.partnership.county_name,
            population_note="",
            population_short="",
        ),
        county_name=case.partnership.county_name,
        issues=pd.DataFrame(
            [(code, named(code).name, why) for code, why in shared.items()],
            columns=["offence_code", "offence_name", "why_shared"],
        ),
        actions=pd.DataFrame(rows, columns=list(ACTIONS)),
        decided=pd.DataFrame(decided, columns=["issue_name", "district", "decision", "because"]),
        without_plan=tuple(each.partnership.name for each in subject.cases if each.resolved.plan is None),
        withheld=any("plan" in each.resolved.withheld for each in subject.cases),
    )


def shared_issues(case: Case) -> dict[str, str]:
    """Return the offences that districts share, with why: first in two districts or more, or risen over all of them."""
    scores, shared = district_scores(case), {}
    for code, held in scores.groupby("offence_code", sort=False):
        first, maybe = (int((held["standing"] == word).sum()) for word in (FIRST, MAYBE))
        if first >= SHARED_BY:
            more = f", in {maybe} more it may be" if maybe else ""
            scored = int((held["standing"] != NOT_SCORED).sum())
            shared[str(code)] = f"in the first tier in {first} of {scored} districts{more}"
    recorded = recording_of(case)
    for row in county_ratios(case).to_dict("records"):
        code = row["offence_code"]
        if row["verdict"] == Verdict.HIGHER and code not in recorded and code != case.scheme.total_code:
            also = f"{shared[code]}; " if code in shared else ""
            shared[code] = f"{also}higher than before over the districts together ({row['ratio']:.2f} times)"
    return shared


def _own_names(district: Case, code: str) -> tuple[str, ...]:
    """Return what a district calls the issues of its own that an offence belongs to."""
    held = district.resolved.issues
    return tuple(issue.name for issue in (held.issues if held else ()) if code in issue.offences)


def _name_of(district: Case, issue: str) -> str:
    """Return the name of an issue that a district decided on: one of its own, or an offence."""
    held = district.resolved.issues
    own = {each.id: each.name for each in (held.issues if held else ())}
    return own.get(issue) or district.scheme.offence(issue).name


def _actions(plan: PlanFile | None, code: str, names: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    """Return action, lead, status and how it is told that it aims at the offence."""
    if plan is None:
        return []
    priorities = {priority.id: priority.name for priority in plan.priorities}
    found = []
    for action in plan.actions:
        told = ""
        if action.indicator == code:
            told = "its indicator"
        elif any(name.casefold() in _words(action, priorities) for name in names):
            told = "its words"
        if told:
            found.append((f"{action.id}: {action.action}", action.lead, action.status, told))
    return found


def _words(action: PlanAction, priorities: dict[str, str]) -> str:
    return f"{action.action} {priorities.get(action.priority, '')}".casefold()


def county_gaps(subject: County) -> CountyGapsResult:
    """Say for every district of the county what it gave and what is missing."""
    rows = [_row(each) for each in subject.cases]
    rows += [
        {
            "district": name,
            "months": 0,
            "wanted": 0,
            **dict.fromkeys(FILES, NOT_GIVEN),
            "data": "no recorded crime held",
        }
        for _, name in subject.without_data
    ]
    case = subject.case
    return CountyGapsResult(
        basis=replace(basis(case), place=subject.name, population_note="", population_short=""),
        county_name=subject.name,
        table=pd.DataFrame(rows).sort_values("district", kind="stable").reset_index(drop=True),
        files=dict(FILES),
    )


def _row(case: Case) -> dict[str, object]:
    usable, wanted = len(usable_months(case, case.period).months), len(case.reported(case.period))
    files = {
        kind: WITHHELD
        if kind in case.resolved.withheld
        else (GIVEN if getattr(case.resolved, kind) is not None else NOT_GIVEN)
        for kind in FILES
    }
    if files["views"] == NOT_GIVEN and case.surveys:
        files["views"] = GIVEN
    step = "months" if case.step == 1 else "quarters"
    return {
        "district": case.partnership.name, "months": usable, "wanted": wanted, **files,
        "data": f"{usable} of {wanted} {step} complete",
    }  # fmt: skip
