"""Sentences on performance, and on how the partnership sees itself."""

from __future__ import annotations

from pads_analysis.assess.result import HallmarksResult, PerformanceResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

MOST = 6
SUPPORT = 2


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


@renders(HallmarksResult)
def hallmarks(result: HallmarksResult) -> list[Sentence]:
    """Say how many criteria are in place by the partnership's own score."""
    in_place = int((result.table["score"] >= 3).sum())
    text = (
        f"By its own score {in_place} of {words.plural(len(result.table), 'criterion', 'criteria')} "
        f"{words.verb(in_place, 'is', 'are')} in place."
    )
    return [sentence(result.section, "in-place", text, n=len(result.table), n_in_place=in_place)]
