"""Sentences on views, the last plan, performance and priorities."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import (
    PerformanceResult,
    PreviousPlanResult,
    PrioritiesResult,
    ViewsResult,
)
from pads_analysis.show import words
from pads_analysis.show.cells import json_safe
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

MOST = 6
SPAN = "90% of draws"
SUPPORT = 2


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


@renders(PrioritiesResult)
def priorities(result: PrioritiesResult) -> list[Sentence]:
    """Say which issues stand in the first tier, each with score, interval and the places it could take."""
    rows = result.table.to_dict("records")
    first = [row for row in rows if row["tier"] == "first"]
    said = []
    if first:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in first], limit=MOST)
        text = (
            f"{words.count(len(first))} of {words.plural(len(rows), 'issue')} "
            f"{words.verb(len(first), 'stands', 'stand')} in the first tier for "
            f"{words.place_name(result.basis.place)}, on the weights and evidence shown: {names}."
        )
    else:
        issues = words.plural(len(rows), "issue")
        text = f"None of {issues} stands clearly in the first tier on the weights and evidence shown."
    said.append(
        sentence(
            result.section,
            "first-tier",
            text,
            headline=True,
            importance=0.86,
            n_first=len(first),
            n=len(rows),
        )
    )
    said += [_issue(result, row, len(rows)) for row in first[:MOST]]
    following = [words.in_sentence(row["offence_name"]) for row in rows if row["tier"] == "next"]
    if following:
        said.append(sentence(result.section, "next-tier", f"Next: {words.listed(following, limit=MOST)}."))
    if result.not_scored:
        text = (
            f"Criteria that could not be scored: {'; '.join(part.rstrip('.') for part in result.not_scored)}."
        )
        said.append(sentence(result.section, "not-scored", text))
    return said


def _issue(result: PrioritiesResult, row: dict[str, Any], number: int) -> Sentence:
    ends = dict.fromkeys((words.count(row["rank_low"]), words.count(row["rank_high"])))
    places = f"{'place' if len(ends) == 1 else 'places'} {' to '.join(ends)} of {number}"
    why = str(row["why"] or "").strip().rstrip(".")
    text = (
        f"{row['offence_name']}: score {words.decimal(row['total'], 1)} of 4 ({SPAN} "
        f"{words.span(row['total_low'], row['total_high'], 1)}; {places}).{f' {words.at_start(why)}.' if why else ''}"
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        **{
            key: row[key]
            for key in ("offence_code", "total", "total_low", "total_high", "rank_low", "rank_high", "tier")
        },
    )
