"""Follows each priority back: decision, scores, findings, figures, what was asked of the store, and the files.

It reads the data of a report (docs/findings.md) and works nothing out, so that the page and `pads trace` say the same
and every number stands as the report prints it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pads_analysis.show.cells import Column, printed, verdict_words
from pads_analysis.show.display import identifier
from pads_analysis.vocabulary import report_sections
from pads_analysis.vocabulary.criteria import Criterion, criteria

PRIORITIES, DECISIONS = "priorities", "decisions"
COUNTS = "counts"
SCORE = "score_"
MOST_FINDINGS = 2
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of the store: in words, as code, the rows that answered it, their months, the kinds of file.

    `of_issue` says which of the rows are the issue's and what they count; empty where the record does not hold it.
    """

    what: str
    code: str
    rows: str
    span: str
    kinds: tuple[str, ...]
    data_set: str
    of_issue: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score rests on.

    Attributes
    ----------
    section, title : str
        Id and heading of the section that shows it.
    rows : tuple of (item id, caption, headings with values)
        The issue's rows in tables of that section; what the score was read from where no table has one.
    findings : tuple of (item id, text)
        Sentences on the issue.
    figures : tuple of (item id, title)
    questions : tuple of Question
    """

    section: str
    title: str
    rows: tuple[tuple[str, str, Pairs], ...]
    findings: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion of one issue; `evidence` is None where the vocabulary does not say what it rests on."""

    criterion: str
    title: str
    score: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Trace:
    """One issue: its place in the scoring, what the authorities decided (empty: nothing), and its scores."""

    name: str
    place: Pairs
    decision: Pairs
    scores: tuple[Score, ...]

    @property
    def anchor(self) -> str:
        """The id of the trace on the page."""
        return identifier("trace", self.name)


def traces(found: Mapping[str, Any]) -> tuple[Trace, ...]:
    """Return the trace of every scored issue, in the order of the scoring; none where nothing was scored.

    Parameters
    ----------
    found : mapping
        The content of findings.json.
    """
    scored = _scores_table(found)
    if scored is None:
        return ()
    return tuple(_trace(found, str(row[0]), scored, row) for row in scored["rows"])


def files_of(found: Mapping[str, Any], trace: Trace) -> list[Mapping[str, Any]]:
    """Return the delivered files that the scores of an issue rest on, in the order of the trail."""
    wanted = {
        (kind, question.data_set)
        for score in trace.scores
        if score.evidence is not None
        for question in score.evidence.questions
        for kind in question.kinds
    }
    held = (found.get("trail") or {}).get("files", ())
    return [file for file in held if (file["kind"], file.get("data_set", "")) in wanted]


def names_by_code(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of offences by code, as the record of the assessment holds them."""
    record = found.get("record") or {}
    return {str(each["code"]): str(each["name"]) for each in record.get("offences", ())}


def _trace(found: Mapping[str, Any], name: str, scored: Mapping[str, Any], row: Sequence[Any]) -> Trace:
    place = _row_of(_named(found, "table-priorities"), name)
    decision = _row_of(_named(found, "table-decisions"), name)
    scores = []
    for column, value in zip(scored["columns"], row, strict=True):
        if not column["key"].startswith(SCORE) or value is None:
            continue
        known = criteria().get(column["key"].removeprefix(SCORE))
        scores.append(
            Score(
                column["key"].removeprefix(SCORE),
                str(column["heading"]),
                _printed(value, column),
                None if known is None else _evidence(found, known, name),
            )
        )
    return Trace(name, place, decision, tuple(scores))


def _scores_table(found: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the table of scores by issue and criterion."""
    for item in found["items"]:
        keys = [column["key"] for column in item.get("columns", ()) if isinstance(column, Mapping)]
        if (
            item["kind"] == "table"
            and item["section"] == PRIORITIES
            and any(k.startswith(SCORE) for k in keys)
        ):
            return item
    return None


def _named(found: Mapping[str, Any], item_id: str) -> Mapping[str, Any] | None:
    return next((item for item in found["items"] if item["id"] == item_id), None)


def _row_of(table: Mapping[str, Any] | None, name: str, keys: Sequence[str] = ()) -> Pairs:
    """Return headings and printed values of an issue's row, the first column left out; all columns without `keys`."""
    if table is None:
        return ()
    row = next((row for row in table["rows"] if row and row[0] == name), None)
    return () if row is None else _pairs(table["columns"], row, keys)


def _pairs(columns: Sequence[Mapping[str, Any]], row: Sequence[Any], keys: Sequence[str]) -> Pairs:
    values = {column["key"]: value for column, value in zip(columns, row, strict=True)}
    pairs, skip = [], False
    for at, (column, value) in enumerate(zip(columns, row, strict=True)):
        if skip or at == 0:
            skip = False
            continue
        upper = columns[at + 1] if at + 1 < len(columns) else None
        is_interval = upper is not None and str(upper["heading"]).endswith(", upper")
        skip = is_interval
        if value is None or (keys and column["key"] not in keys):
            continue
        if is_interval and upper is not None:
            heading = str(column["heading"]).removesuffix(", lower")
            both = Column("", "", "interval", int(column.get("places", 0)))
            pairs.append((heading, printed((value, row[at + 1]), both)))
        elif column["kind"] == "verdict":
            low, high = (values.get(column.get(end, "")) for end in ("low", "high"))
            pairs.append((str(column["heading"]), verdict_words(value, low, high)))
        else:
            pairs.append((str(column["heading"]), _printed(value, column)))
    return tuple(pairs)


def _printed(value: Any, column: Mapping[str, Any]) -> str:
    return printed(value, Column("", "", str(column["kind"]), int(column.get("places", 0))))


def _evidence(found: Mapping[str, Any], criterion: Criterion, name: str) -> Evidence:
    items = [item for item in found["items"] if item["section"] == identifier(criterion.section)]
    titles = {entry["id"]: entry["title"] for entry in report_sections()}
    rows = tuple(
        (item["id"], str(item["caption"]), pairs)
        for item in items
        if item["kind"] == "table" and criterion.columns
        if (pairs := _row_of(item, name, criterion.columns))
    )
    return Evidence(
        section=identifier(criterion.section) if items else "",
        title=titles.get(criterion.section, criterion.section),
        rows=rows[:1] or _read_from(found, criterion, name),
        findings=_findings(found, items, name)[:MOST_FINDINGS] if criterion.section != PRIORITIES else (),
        figures=tuple((item["id"], str(item["title"])) for item in items if item["kind"] == "figure")[:1],
        questions=_questions(found, criterion, name),
    )


def _read_from(
    found: Mapping[str, Any], criterion: Criterion, name: str
) -> tuple[tuple[str, str, Pairs], ...]:
    """Return what a score was read from, as the scoring prints it; nothing where it does not."""
    table = _named(found, "table-priorities-evidence")
    rows = () if table is None else table["rows"]
    row = next((row for row in rows if list(row[:2]) == [name, criterion.measure]), None)
    if table is None or row is None:
        return ()
    return ((table["id"], str(table["caption"]), _pairs(table["columns"], row, ("value",))),)


def _findings(
    found: Mapping[str, Any], items: Sequence[Mapping[str, Any]], name: str
) -> tuple[tuple[str, str], ...]:
    """Return the sentences of a section on an issue: those about its code, else those that name it."""
    codes = {code for code, held in names_by_code(found).items() if held == name}
    sentences = [item for item in items if item["kind"] == "sentence"]
    about = [item for item in sentences if (item.get("facts") or {}).get("offence_code") in codes]
    if not about:
        named = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        about = [item for item in sentences if named.search(str(item["text"]))]
    return tuple((item["id"], str(item["text"])) for item in about)


def _questions(found: Mapping[str, Any], criterion: Criterion, name: str) -> tuple[Question, ...]:
    asked = (found.get("trail") or {}).get("questions", ())
    # An extract is asked once for each data set, under an id that ends in its name.
    mine = [
        q
        for wanted in criterion.questions
        for q in asked
        if q["id"] == wanted or q["id"].startswith(f"{wanted}_")
    ]
    return tuple(
        Question(
            str(question["what"]),
            str(question["code"]),
            "" if question["rows"] is None else f"{question['rows']:,}",
            " to ".join(dict.fromkeys(part for part in (question["first"], question["last"]) if part)),
            tuple(question["kinds"]),
            str(question.get("data_set", "")),
            _of_issue(found, name) if question["id"] == COUNTS else "",
        )
        for question in mine
    )


def _of_issue(found: Mapping[str, Any], name: str) -> str:
    record = found.get("record") or {}
    own = next((each for each in record.get("offences", ()) if each["name"] == name), None)
    months = record.get("months_counted") or ()
    if own is None or not months:
        return ""
    return f'of them offence_code "{own["code"]}", {months[0]} to {months[-1]}: {own["count"]:,} counted'
