"""What goes to the county and what does not: the tests that the districts' assessments hold, or places for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pads_analysis.draft.assessment import Assessment, FoundTable
from pads_analysis.draft.document import Block, Grid, Paragraph, to_write
from pads_analysis.draft.parts import bullets, grid
from pads_analysis.show import words
from pads_analysis.vocabulary.drafts import escalation_tests


def escalation_blocks(found: Sequence[Assessment], shared: Mapping[str, Any]) -> list[Block]:
    """Return what the assessments say and test; `shared` are the issues that several districts have, by name."""
    # What a chapter says of its own district alone stands in the table of districts.
    told = (
        item for each in found for item in each.sentences("county") if "-own-" not in str(item.get("id", ""))
    )
    texts = list(dict.fromkeys(str(item["text"]) for item in told))
    tested = _tested(found)
    texts += [
        f"{each.name}: {words.in_sentence(str(item['text']))}"
        for each in found
        for item in each.sentences("escalation")
        if not (tested and "outcome" in (item.get("facts") or {}))  # the tables hold each judgement by itself
    ]
    blocks: list[Block] = []
    if texts:
        blocks += [
            Paragraph("What the districts' chapters on the county say:"),
            *bullets(list(dict.fromkeys(texts))),
        ]
    if tested:
        return [*blocks, *tested]
    blocks.append(
        Paragraph(to_write("the assessments hold no test of what goes to the county: answer each below"))
    )
    names = list(shared) or [to_write("issue")]
    rows = tuple(
        (name, test, to_write("yes or no"), to_write("reason"))
        for name in names
        for _, test in escalation_tests()
    )
    blocks.append(Grid("Tests of what goes to the county", ("Issue", "Test", "Answer", "Reason"), rows))
    left = to_write("each issue, the reason, and the risk of leaving it with the districts")
    blocks.append(Paragraph(f"Not taken to the county: {left}"))
    return blocks


def _tested(found: Sequence[Assessment]) -> list[Block]:
    """Return the tables of tests, those of the same columns as one with the districts in its first column."""
    groups: dict[tuple[str, ...], list[tuple[Assessment, FoundTable]]] = {}
    for each in found:
        for table in each.tables("escalation"):
            if "rule" not in table.keys:  # the tests themselves, which say nothing of a district
                groups.setdefault(tuple(column["heading"] for column in table.columns), []).append(
                    (each, table)
                )
    blocks: list[Block] = []
    for group in groups.values():
        grids = [(each, grid(table)) for each, table in group]
        rows = tuple((each.name, *row) for each, made in grids for row in made.rows)
        first = grids[0][1]
        blocks.append(Grid(first.caption, ("District", *first.headings), rows))
    return blocks
