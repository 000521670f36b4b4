"""Sentences on which issues the evidence points at."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import PrioritiesResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

MOST = 6
SPAN = "90% of draws"


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
        text = (
            f"None of {issues} stands clearly in the first tier on the weights and evidence shown: no line "
            f"can be drawn with all above it above all below it in {result.sure:.0%} of draws."
        )
    said.append(
        sentence(
            result.section,
            "first-tier",
            text,
            headline=True,
            importance=0.86,
            n_first=len(first),
            n=len(rows),
            issues="|".join(row["offence_code"] for row in first),
        )
    )
    said += [_issue(result, row, len(rows)) for row in first[:MOST]]
    following = [words.in_sentence(row["offence_name"]) for row in rows if row["tier"] == "next"]
    if following:
        rest = "" if any(row["tier"] == "watch" for row in rows) else ", which cannot be told apart clearly"
        text = f"Next: {words.listed(following, limit=MOST)}{rest}."
        said.append(sentence(result.section, "next-tier", text))
    without = [words.in_sentence(row["offence_name"]) for row in rows if not row["tier"]]
    if without:
        text = f"Nothing that could be scored is known of {words.listed(without, limit=MOST)}."
        said.append(sentence(result.section, "without-evidence", text))
    if result.not_scored:
        text = (
            f"Criteria that could not be scored: {'; '.join(part.rstrip('.') for part in result.not_scored)}."
        )
        said.append(sentence(result.section, "not-scored", text))
    return said


def _score(result: PrioritiesResult, row: dict[str, Any]) -> str:
    most = words.decimal(result.scale[1], 0)
    if result.scheme == "severity":
        return f"{words.decimal(row['total'], 1)}% of all severity-weighted crime"
    return f"score {words.decimal(row['total'], 1)} of {most}"


def _issue(result: PrioritiesResult, row: dict[str, Any], number: int) -> Sentence:
    ends = dict.fromkeys((words.count(row["rank_low"]), words.count(row["rank_high"])))
    places = f"{'place' if len(ends) == 1 else 'places'} {' to '.join(ends)} of {number}"
    why = str(row["why"] or "").strip().rstrip(".")
    text = (
        f"{row['offence_name']}: {_score(result, row)} ({SPAN} "
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
