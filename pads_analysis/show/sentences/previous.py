"""Sentences on the previous assessment: what became of its figures, and of what it said first."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import (
    Movement,
    PreviousFindingsResult,
    SincePreviousResult,
    Standing,
    Verdict,
)
from pads_analysis.show import words
from pads_analysis.show.cells import verdict_words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.change import events
from pads_analysis.show.sentences.compare import Ratio, as_verdict, sentence

MOST = 6
MOST_RESTATED = 8
CLEAR = (Movement.NEW, Movement.RISING, Movement.FALLING, Movement.GONE)


@renders(SincePreviousResult)
def since_previous(result: SincePreviousResult) -> list[Sentence]:
    """Say what became of every offence since the previous assessment, and which of its figures are restated.

    Returns
    -------
    list of Sentence
        The count of movements is a headline, where the figures rest on enough events.
    """
    rows = result.table.to_dict("records")
    parts = [row for row in rows if not row["is_total"]]
    said = [_movements(result, rows, parts), *_basis(result), *events(result)]
    clear = [row for row in rows if row["movement"] in CLEAR]
    clear.sort(key=lambda row: (not row["is_total"], -abs(row["difference"])))
    said += [_moved(result, row) for row in clear[:MOST]]
    if len(clear) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in clear[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows {names} to have moved too."))
    return [*said, *_unmoved(result, parts), _restated(result)]


def _movements(
    result: SincePreviousResult, rows: list[dict[str, Any]], parts: list[dict[str, Any]]
) -> Sentence:
    place = words.place_name(result.basis.place)
    total = next((row for row in rows if row["is_total"]), None)
    named = {
        word: [words.in_sentence(row["offence_name"]) for row in parts if row["movement"] == word]
        for word in Movement
    }
    said = [f"{word}: {words.listed(named[word], limit=4)}" for word in CLEAR if named[word]]
    if named[Movement.STABLE]:
        said.append(f"{Movement.STABLE}: {words.count(len(named[Movement.STABLE]))}")
    uncertain = len(named[Movement.UNCERTAIN])
    if uncertain:
        said.append(f"{Movement.UNCERTAIN}: {words.count(uncertain)}")
    whole = f"; {words.in_sentence(total['offence_name'])}: {total['movement']}" if total is not None else ""
    text = (
        f"Of {words.plural(len(parts), 'type')} of offence in {place} since the previous assessment "
        f"({result.period_released}), {'; '.join(said)}{whole}."
    )
    most = max((max(row["count"], row["count_before"]) for row in rows if row["is_total"]), default=0)
    return sentence(
        result.section,
        "movements",
        text,
        headline=bool(most >= result.basis.minimum_base),
        importance=0.86,
        n=len(parts),
        **{f"n_{word.name.casefold()}": len(names) for word, names in named.items()},
    )


def _basis(result: SincePreviousResult) -> list[Sentence]:
    matched = words.plural(result.months_compared, "calendar month")
    text = (
        f"The months of {result.period_released} were counted again from today's data, and {matched} of both periods "
        f"{words.verb(result.months_compared, 'is', 'are')} set against each other, so that neither a revision nor a "
        "missing month is read as a change."
    )
    if result.months_left_out:
        text += f" Left out: {words.listed(result.months_left_out, limit=6)}."
    said = [sentence(result.section, "basis", text, months_compared=result.months_compared)]
    return said + [
        sentence(result.section, f"changed-{at}", note)
        for at, note in enumerate(result.changed_basis, start=1)
    ]


def _moved(result: SincePreviousResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], result.basis.confidence, result.basis.margin)
    counts = f"{words.events(row['count'], row['offence_code'])} against {words.count(row['count_before'])}"
    if row["count_before"] <= 0 or row["count"] <= 0 or not ratio.known:
        size = f"{counts} in the same months then"
    elif row["count_before"] >= result.basis.minimum_base:
        size = f"{counts} in the same months then, {ratio.change()}"
    else:
        size = f"{counts} in the same months then, {ratio.times()}"
    verb = words.were(row["offence_name"], "is", "are")
    recorded = f" {str(row['note']).rstrip('.')}." if row["recording"] else ""
    return sentence(
        result.section,
        row["offence_code"],
        f"{row['offence_name']} {verb} {row['movement']}: {size}.{recorded}",
        verdict=as_verdict(row["verdict"]),
        offence_code=row["offence_code"],
        movement=str(row["movement"]),
        count=row["count"],
        count_before=row["count_before"],
        count_released=row["count_released"],
        **ratio.facts(),
    )


def _unmoved(result: SincePreviousResult, parts: list[dict[str, Any]]) -> list[Sentence]:
    margin = words.points(result.basis.margin)
    openings = {
        Movement.STABLE: f"Stable (within {margin} per cent)",
        Movement.UNCERTAIN: "Too uncertain to say, which does not mean that nothing changed",
    }
    said = []
    for word, opening in openings.items():
        names = [words.in_sentence(row["offence_name"]) for row in parts if row["movement"] == word]
        if names:
            text = f"{opening}: {words.listed(names, limit=15)}."
            said.append(sentence(result.section, word.name.casefold(), text, n=len(names)))
    return said


def _restated(result: SincePreviousResult) -> Sentence:
    rows = result.restatements.to_dict("records")
    released = int(result.table["count_released"].notna().sum())
    if not rows:
        figures = words.plural(released, "figure")
        text = f"None of the {figures} released then is restated: today's data give the same counts."
        return sentence(result.section, "restated", text, n_restated=0, n_released=released)
    total = [row for row in rows if row["is_total"] and words.is_number(row["restated_by"])]
    number = f"{words.plural(len(rows), 'figure')} {words.verb(len(rows), 'is', 'are')} restated"
    whole = (
        f"; {words.in_sentence(total[0]['offence_name'])} from {words.count(total[0]['count_released'])} as released "
        f"to {words.count(total[0]['count_restated'])} as counted again ({total[0]['why']})"
        if total and total[0]["restated_by"]
        else ""
    )
    text = f"{number}{whole}. The table lists each with the reason, where it is known."
    return sentence(result.section, "restated", text, n_restated=len(rows), n_released=released)


@renders(PreviousFindingsResult)
def previous_findings(result: PreviousFindingsResult) -> list[Sentence]:
    """Say how many of the earlier headlines hold, and name those that no longer do."""
    rows = result.table.to_dict("records")
    counted = {word: sum(row["standing"] == word for row in rows) for word in Standing}
    holds, gone = counted[Standing.HOLDS], counted[Standing.NO_LONGER]
    whose = "the previous assessment"
    if result.merged_from:
        several = words.verb(len(result.merged_from), "assessment", "assessments")
        whose = f"the previous {several} of {words.listed(result.merged_from, limit=6)}"
    text = (
        f"Of {words.plural(len(rows), 'headline')} of {whose} ({result.period_released}), "
        f"{words.count(holds + gone)} can be set against today: {words.small_number(holds)} "
        f"{words.verb(holds, 'holds', 'hold')} and {words.small_number(gone)} no longer "
        f"{words.verb(gone, 'holds', 'hold')}."
    )
    if len(result.merged_from) > 1:
        text = (
            f"{words.plural(len(rows), 'headline')} of {whose} ({result.period_released}) "
            f"{words.verb(len(rows), 'stands', 'stand')} beside today's figures. What was said of a part is neither "
            f"borne out nor refuted by a figure of the whole of {words.place_name(result.basis.place)}, so that none "
            "is judged."
        )
    facts = {f"n_{word.name.casefold()}": number for word, number in counted.items()}
    opening = sentence(
        result.section,
        "standing",
        text,
        headline=bool(gone),
        importance=0.57,
        n=len(rows),
        **facts,
    )
    lost = [row for row in rows if row["standing"] == Standing.NO_LONGER]
    return [opening, *(_no_longer(result, row, at) for at, row in enumerate(lost, start=1))]


def _no_longer(result: PreviousFindingsResult, row: dict[str, Any], at: int) -> Sentence:
    of = f" of {row['of']}" if row["of"] else ""
    text = (
        f'No longer holds{of}: "{row["said"].rstrip(".")}." {words.at_start(row["measure"])}: '
        f"then {figure(row, 'then')}, now {figure(row, 'now')}."
    )
    return sentence(
        result.section,
        f"no-longer-{at}",
        text,
        verdict=str(row["verdict_now"] or ""),
        then=row["then"],
        now=row["now"],
    )


def figure(row: dict[str, Any], when: str) -> str:
    """Return a figure with its interval and verdict: 1.32 (1.21 to 1.44), higher."""
    value, low, high = (row.get(name) for name in (when, f"{when}_low", f"{when}_high"))
    if not words.is_number(value):
        return "[x]"
    verdict = _word(row.get(f"verdict_{when}"), low, high)
    if not words.known(low, high):
        whole = float(value) == int(float(value))
        return (words.count(value) if whole else words.decimal(value, 1)) + verdict
    return f"{words.decimal(value, 2)} ({words.span(low, high, 2)}){verdict}"


def _word(verdict: Any, low: Any, high: Any) -> str:
    text = str(verdict or "").strip()
    return f", {verdict_words(Verdict(text), low, high)}" if text in set(Verdict) else ""
