"""Sentences on what the authorities decided."""

from __future__ import annotations

from pads_analysis.assess.result import DecisionsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

#: How the words on a decision against the scoring begin where it says whether the issue is a priority.
PRIORITY = {"is made a priority": "yes", "is not made a priority": "no"}


@renders(DecisionsResult)
def decisions(result: DecisionsResult) -> list[Sentence]:
    """Say what was decided, and which issues of the first tier wait for a decision."""
    parts = [
        f"{words.listed([words.in_sentence(issue) for issue in group['issue']])} ({decision})"
        for decision, group in result.table.groupby("decision", sort=True)
    ]
    number = words.plural(len(result.table), "issue")
    said = [
        sentence(
            result.section,
            "taken",
            f"The authorities decided on {number}: {words.listed(parts)}.",
            headline=True,
            importance=0.6,
            n=len(result.table),
        )
    ]
    against = result.table.get("against", [])
    for issue, words_of in zip(result.table["issue"], against, strict=False):
        if words_of:
            text = f"{words.at_start(issue)} {words_of}."
            # Drafts read whether it is a priority here: the table of decisions does not tell.
            standing = next((yes for start, yes in PRIORITY.items() if words_of.startswith(start)), "")
            said.append(
                sentence(result.section, f"against-{len(said)}", text, issue=str(issue), priority=standing)
            )
    if result.undecided:
        names = words.listed([words.in_sentence(name) for name in result.undecided])
        text = f"No decision was given yet on {names}, which the scoring puts in the first tier."
        said.append(sentence(result.section, "waiting", text, n=len(result.undecided)))
    return said
