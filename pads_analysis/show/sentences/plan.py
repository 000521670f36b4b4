"""Sentences on the last partnership plan."""

from __future__ import annotations

from pads_analysis.assess.result import PreviousPlanResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence


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
