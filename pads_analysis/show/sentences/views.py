"""Sentences on what people who live or work here say."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import ViewsResult
from pads_analysis.show import words
from pads_analysis.show.cells import json_safe
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

MOST = 6


@renders(ViewsResult)
def views(result: ViewsResult) -> list[Sentence]:
    """Say each published share with base, date and interval; a meeting by its attendance."""
    rows = result.table.to_dict("records")
    answers = [row for row in rows if words.is_number(row["value"])]
    answers.sort(key=lambda row: (not row["probability"], -float(row["value"])))
    others = [row for row in rows if not words.is_number(row["value"])]
    said = [_answer(result, row, at) for at, row in enumerate(answers[:MOST])]
    left = len(answers) - MOST
    if left > 0:
        said.append(
            sentence(
                result.section,
                "more",
                f"{words.plural(left, 'more answer')} {words.verb(left, 'stands', 'stand')} in the table.",
            )
        )
    return said + [_meeting(result, row, at) for at, row in enumerate(others[:MOST])]


def _answer(result: ViewsResult, row: dict[str, Any], order: int) -> Sentence:
    who = f"of {words.in_sentence(row['group'])} " if str(row["group"] or "").strip() else ""
    where = ", ".join(words.day(json_safe(part)) for part in (row["source"], row["date"]) if not _blank(part))
    if row["probability"] and words.known(row["ci_low"], row["ci_high"]):
        sure = (
            f" ({words.level(confidence_of(result))} interval {_percent_span(row['ci_low'], row['ci_high'])})"
        )
        after = ""
    else:
        sure, after = "", " Those who answered were not drawn at random, so the share stands for them only."
    text = (
        f"{words.percent(row['value'])}{sure} {who}answered: {str(row['question']).rstrip('.')} "
        f"({words.plural(row['base'], 'answer')}{'; ' + where if where else ''}).{after}"
    )
    return sentence(
        result.section,
        f"answer-{order + 1}",
        text,
        headline=order == 0,
        importance=0.52,
        value=row["value"],
        ci_low=row["ci_low"],
        ci_high=row["ci_high"],
        base=row["base"],
        question=str(row["question"]),
    )


def _meeting(result: ViewsResult, row: dict[str, Any], order: int) -> Sentence:
    base = (
        f", {words.plural(row['base'], 'person', 'people')} present" if words.is_number(row["base"]) else ""
    )
    when = f", {words.day(json_safe(row['date']))}" if not _blank(row["date"]) else ""
    group = f" ({row['group']})" if not _blank(row["group"]) else ""
    return sentence(
        result.section, f"held-{order + 1}", f"Held: {row['question']}{group}{when}{base}.", base=row["base"]
    )


def _percent_span(low: float, high: float) -> str:
    return f"{words.percent(low)} to {words.percent(high)}"


def _blank(value: Any) -> bool:
    return words.is_missing(value) or not str(value).strip()
