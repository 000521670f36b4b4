"""What is left of the last plan: actions that were not carried out, what was learned, what is carried forward."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.document import Block, Grid, Paragraph, to_write
from pads_analysis.draft.parts import NONE, bullets, holds_nothing, said
from pads_analysis.show import words

COMPLETE = re.compile(r"\b(complete|completed|done)\b", re.IGNORECASE)
UNDECIDED = "not decided"
MOST = 8
HEADINGS = (
    "Action",
    "Priority then",
    "Lead",
    "Was due",
    "Status",
    "Evidence or reason",
    "What becomes of it",
)


def last_actions(found: Assessment) -> list[Block]:
    """Return the actions of the last plan that are not complete, with what the assessment says becomes of each."""
    # The action and its state are called by other keys where states are rated with a sign.
    for action, state in (("what", "rated"), ("action", "status")):
        table = found.table("previous_plan", action, state)
        if table is not None:
            break
    else:
        return [holds_nothing(found, "actions of the last plan", "previous_plan")]
    lessons = _lessons(found)
    left = [row for row in table.rows if not COMPLETE.search(str(row[state]))]
    done = len(table.rows) - len(left)
    text = (
        f"The last plan had {words.plural(len(table.rows), 'action')}; {words.count(done)} "
        f"{words.verb(done, 'is', 'are')} complete."
    )
    blocks: list[Block] = [Paragraph(text if left else f"{text} None is left to carry forward.")]
    if left:
        rows = tuple(
            _row(row, str(row[action]), str(row[state]), lessons.get(str(row[action]), {})) for row in left
        )
        blocks.append(
            Grid("Actions of the last plan that are not complete", *_told(HEADINGS, rows, "Priority then"))
        )
    learned = [
        f"{name.rstrip('. ')}: {row['learned']}"
        for name, row in lessons.items()
        if said(row.get("learned"), "")
    ]
    if learned:
        blocks += [Paragraph("What was learned:"), *bullets(learned, MOST)]
    return blocks


def _told(
    headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...], optional: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return headings and rows, without the optional column where no row says anything in it."""
    at = headings.index(optional)
    if any(row[at] != NONE for row in rows):
        return headings, rows
    return (
        headings[:at] + headings[at + 1 :],
        tuple(row[:at] + row[at + 1 :] for row in rows),
    )


def _lessons(found: Assessment) -> dict[str, Mapping[str, Any]]:
    table = found.table("plan_lessons", "what", "next")
    return {str(row["what"]): row for row in table.rows} if table else {}


def _row(row: Mapping[str, Any], action: str, state: str, lesson: Mapping[str, Any]) -> tuple[str, ...]:
    reason = said(lesson.get("why"), "") or said(row.get("reason"), "") or said(row.get("evidence"))
    becomes = said(lesson.get("next"), "")
    if not becomes or becomes.startswith(UNDECIDED):
        becomes = to_write("carried forward or not, why, and the new date")
    return (
        said(action),
        said(row.get("priority")),
        said(row.get("lead"), to_write("lead")),
        said(row.get("due")),
        said(state),
        reason,
        becomes,
    )
