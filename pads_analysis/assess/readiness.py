"""Whether each statutory element has content and is decided, so that the assessment can be marked final.

Only the questions that settle an element are asked. Figures alone do not answer (c): they show what changed, and not
why, so that a supposed cause or the analyst's words are asked for. Words stand for an element as well where the matter
is one of words: (e), (f) and (g).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.change import change
from pads_analysis.assess.county import TITLE
from pads_analysis.assess.county_members import without_county
from pads_analysis.assess.decisions import decisions
from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import Basis, DecisionsResult, NotAvailable, PrioritiesResult
from pads_analysis.assess.result.readiness import (
    EMPTY,
    NOT_APPLICABLE,
    READY,
    UNDECIDED,
    ElementState,
    Gap,
    ReadinessResult,
)
from pads_analysis.assess.selection import said_by, usable_months
from pads_analysis.assess.views import views
from pads_analysis.vocabulary import Element, statutory_elements

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

#: Sections in which the analyst's words answer an element.
WORDS = {
    "c": (
        "contributions", "decompositions", "peer_trend", "outturn", "recording", "interventions", "hypotheses",
        "context",
    ),
    "e": (
        "views", "concerns", "concern_gap", "confidence", "view_changes", "respondents", "comments", "meetings",
    ),
    "f": ("previous_plan", "plan_targets", "plan_lessons"),
    "g": ("county", "county_priorities", "cross_border", "escalation"),
}  # fmt: skip
SUPPLIED = ("plan", "views", "decisions", "hypotheses")
MOST_NAMED = 4
_INGEST = "Ingest the police files of the period, or move period_end."


def readiness(case: Case) -> ReadinessResult:
    """Return what is left to do before the assessment of a case can be marked final, element by element.

    A public case lacks what partners supplied, so that its answer says too much; the gate withholds it.
    """
    found = tuple(_state(case, element) for element in statutory_elements())
    # What the partnership wrote is named here, or that it wrote nothing, so that the gate must hear of it.
    basis = Basis(case.partnership.name, case.period.label, SUPPLIED, **said_by(case))
    return ReadinessResult(basis=basis, elements=found, held=_held(case))


def _state(case: Case, element: Element) -> ElementState:
    left_out = _left_out(case, element)
    if left_out is not None:
        return ElementState(element.letter, element.title, EMPTY, left_out.what, (left_out,))
    status, why, gaps = _ASKED[element.letter](case)
    return ElementState(element.letter, element.title, status, why, gaps)


def _left_out(case: Case, element: Element) -> Gap | None:
    """Return the gap of an element whose chapter is left out; a notebook of their own may stand for it."""
    if element.chapter in case.params.chapters or any("/" in name for name in case.params.chapters):
        return None
    what = f"The chapter {element.chapter} is left out of the assessment."
    return Gap(element.letter, what, f"Add it to chapters in {_file(case, 'assessment.yaml')}.", "")


_Found = tuple[str, str, tuple[Gap, ...]]


def _levels(case: Case) -> _Found:
    months = usable_months(case, case.period).months
    if len(months):
        return READY, f"Counts of {len(months)} months or quarters.", ()
    what = "No month of the period is held and complete, so nothing was counted."
    return _empty("a", what, _INGEST, "levels")


def _changes(case: Case) -> _Found:
    found = change(case)
    if isinstance(found, NotAvailable):
        return _not_held(found)
    return READY, "Counts of two periods.", ()


def _causes(case: Case) -> _Found:
    held = case.resolved.hypotheses
    n_supposed = len(held.hypotheses) if held else 0
    if n_supposed:
        return READY, f"{n_supposed} {'explanation' if n_supposed == 1 else 'explanations'} put forward.", ()
    if _words(case, "c"):
        return READY, "The analyst's words.", ()
    what = "Figures show what changed, and nobody has said why."
    do = f"Write {_file(case, 'hypotheses.yaml')} or {_file(case, 'commentary/hypotheses.md')}."
    return _empty("c", what, do, "hypotheses")


def _priorities(case: Case) -> _Found:
    if not len(usable_months(case, case.period).months):
        return _empty("d", "Nothing was counted, so nothing could be scored.", _INGEST, "priorities")
    scored, decided = priorities(case), decisions(case)
    if isinstance(scored, NotAvailable):
        return _not_held(scored)
    waiting = _waiting(case, scored, decided)
    if waiting:
        named = ", ".join(waiting[:MOST_NAMED])
        more = f" and {len(waiting) - MOST_NAMED} more" if len(waiting) > MOST_NAMED else ""
        what = f"No decision on what stands in the first tier: {named}{more}."
    elif isinstance(decided, NotAvailable):
        what = "Issues were scored, none stands in the first tier, and the authorities decided on none."
    else:
        return READY, f"Decisions on {len(decided.table)} issues.", ()
    file = _file(case, "decisions.yaml")
    do = f"Write the decisions in {file}, each with who decided and when; one put off, with the day of its review."
    return UNDECIDED, what, (Gap("d", what, do, "decisions"),)


def _waiting(case: Case, scored: PrioritiesResult, decided: DecisionsResult | NotAvailable) -> list[str]:
    """Return the names of issues of the first tier without a decision, or put off without a date to come back to."""
    first = scored.table.loc[scored.table["tier"] == "first"]
    if isinstance(decided, NotAvailable):
        return list(first["offence_name"])
    held = case.resolved.decisions.decisions if case.resolved.decisions else ()
    put_off = {entry.issue for entry in held if entry.decision == "deferred" and not entry.review}
    undated = first["offence_code"].isin(put_off) | first["offence_name"].isin(put_off)
    return [*decided.undecided, *first.loc[undated, "offence_name"]]


def _views(case: Case) -> _Found:
    return _supplied(case, views(case), "What people here said was given.")


def _plan(case: Case) -> _Found:
    return _supplied(case, previous_plan(case), "The actions of the last plan were given.")


def _county(case: Case) -> _Found:
    # The comparison of a whole county is dear, and here only whether it can be made is asked.
    missing = without_county(case, "county", TITLE)
    if missing is None:
        return READY, "The county's partnerships side by side.", ()
    return _supplied(case, missing, "")


def _supplied(case: Case, found: object, why: str) -> _Found:
    if not isinstance(found, NotAvailable):
        return READY, why, ()
    if found.not_applicable:
        return NOT_APPLICABLE, f"{found.because[:1].upper()}{found.because[1:]}.", ()
    if _words(case, found.element):
        return READY, "The analyst's words.", ()
    return _not_held(found)


def _words(case: Case, letter: str) -> bool:
    return any(case.commentary(section).strip() for section in WORDS[letter])


def _not_held(found: NotAvailable) -> _Found:
    because = found.because.rstrip(".")
    return _empty(found.element, f"{because[:1].upper()}{because[1:]}.", found.do, found.section)


def _empty(letter: str, what: str, do: str, section: str) -> _Found:
    return EMPTY, what, (Gap(letter, what, do, section),)


def _file(case: Case, name: str) -> str:
    return f"params/partnerships/{case.partnership.code}/{name}"


def _held(case: Case) -> dict[str, str]:
    """Return what the assessment holds on the duties around it, in words, where that can be counted."""
    held = case.resolved.views
    if held is None or not held.meetings:
        return {}
    first, last = case.period.first, case.period.last + pd.offsets.MonthEnd(0)
    # As the section on meetings counts them: by the day they ended, workshops and consultations apart.
    dates = [meeting.end for meeting in held.meetings if meeting.public and meeting.kind == "meeting"]
    within = [date for date in dates if first <= pd.Timestamp(date) <= last]
    noun = "public meeting" if len(within) == 1 else "public meetings"
    return {"public_meetings": f"{len(within) or 'No'} {noun} recorded in {case.period.label}."}


_ASKED = {
    "a": _levels,
    "b": _changes,
    "c": _causes,
    "d": _priorities,
    "e": _views,
    "f": _plan,
    "g": _county,
}
