"""Sentences on the last plan and on performance."""

from __future__ import annotations

from pads_analysis.assess.result import PerformanceResult, PreviousPlanResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

MOST = 6
SUPPORT = 2


@renders(PreviousPlanResult)
def previous_plan(result: PreviousPlanResult) -> list[Sentence]:
    """Say how many actions of the last plan were completed, and where the others stand."""
    rows = [
        row for row in result.summary.to_dict("records") if row["actions"] and row["status"] != "complete"
    ]
    others = words.listed([f"{words.count(row['actions'])} {row['status']}" for row in rows], limit=6)
    overdue = int(result.table["overdue"].fillna(False).astype(bool).sum())
    share = (
        f" ({words.percent(result.n_complete / result.n_actions)})"
        if result.n_actions >= result.basis.minimum_base
        else ""
    )
    text = (
        f"{words.count(result.n_complete)} of {words.plural(result.n_actions, 'action')} of the previous plan "
        f"{words.verb(result.n_complete, 'is', 'are')} complete{share}{'; ' + others if others else ''}."
    )
    late = (
        f" {words.plural(overdue, 'action')} {words.verb(overdue, 'is', 'are')} past the date set."
        if overdue
        else ""
    )
    return [
        sentence(
            result.section,
            "complete",
            text + late,
            headline=True,
            importance=0.62,
            n_actions=result.n_actions,
            n_complete=result.n_complete,
            overdue=overdue,
        )
    ]


@renders(PerformanceResult)
def performance(result: PerformanceResult) -> list[Sentence]:
    """Say which offences are unfavourable on two or more of the three triage tests."""
    rows = result.table.to_dict("records")
    marked = [row for row in rows if row["unfavourable"] >= SUPPORT]
    total = words.plural(len(rows), "line")
    if not marked:
        text = f"None of the {total} tested is unfavourable on two or more of the three triage tests."
    else:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in marked], limit=MOST)
        text = (
            f"{words.count(len(marked))} of the {total} tested {words.verb(len(marked), 'is', 'are')} unfavourable "
            f"on two or more of the three triage tests: {names}."
        )
    text += " A test without enough data is not counted as favourable."
    return [sentence(result.section, "tests", text, importance=0.5, n_marked=len(marked), n_tested=len(rows))]
