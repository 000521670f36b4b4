"""Sentences on months in which the level of an offence moved."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import LevelShiftsResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, sentence, uncertain

MOST = 6


@renders(LevelShiftsResult)
def level_shifts(result: LevelShiftsResult) -> list[Sentence]:
    """Say each move of the total, then the clearest of the offences; a national event is named as coinciding."""
    rows = result.table.to_dict("records")
    total = [row for row in rows if row["is_total"]]
    clear = [row for row in rows if is_clear(row["verdict"])]
    parts = sorted((row for row in clear if not row["is_total"]), key=lambda row: row["p_adjusted"])
    said = [_move(result, row) for row in [*total, *parts[:MOST]] if words.known(row["ratio"])]
    if len(parts) > MOST:
        names = dict.fromkeys(words.in_sentence(row["offence_name"]) for row in parts[MOST:])
        said.append(
            sentence(result.section, "others", f"The table lists moves of {words.listed(names, 10)} too.")
        )
    if any(row["event"] for row in [*total, *clear]):
        text = "That two things coincide does not show that one brought about the other."
        said.append(sentence(result.section, "coinciding", text))
    return [*said, *([] if clear else [_none(result)]), *_left_out(result)]


def _none(result: LevelShiftsResult) -> Sentence:
    searched = words.plural(result.n_searched, "monthly series", "monthly series")
    text = (
        f"No level clearly moved in {words.place_name(result.basis.place)}: none of {searched} searched parts into "
        "levels that clearly differ, which does not show that nothing changed."
    )
    return sentence(result.section, "none", text, n=0, n_searched=result.n_searched)


def _move(result: LevelShiftsResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    verdict = as_verdict(row["verdict"])
    place, month = words.place_name(result.basis.place), words.month_label(row["month"])
    allowed = "season and month length" if row["adjusted"] else "month length"
    places = words.rate_places([row["level_before"], row["level_after"]])
    event = f" It coincides with {row['event']}." if row["event"] else ""
    recorded = f" {str(row['note']).rstrip('.')}." if str(row["note"] or "").strip() else ""
    levels = (
        f"{words.decimal(row['level_after'], places)} a day until {words.month_label(row['until'])} against "
        f"{words.decimal(row['level_before'], places)} a day from {words.month_label(row['before_first'])} on, "
        f"{allowed} allowed for, {ratio.change()}"
    )
    opening = f"From {month} the level of {words.in_sentence(row['offence_name'])} in {place}"
    if verdict in (Verdict.HIGHER, Verdict.LOWER):
        text = f"{opening} was {verdict} than before: {levels}"
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside the one before{uncertain(ratio, levels)}"
    else:
        text = f"{opening}, beside the one before: {levels}"
    return sentence(
        result.section,
        f"{row['offence_code']}-{row['month']:%Y-%m}",
        f"{text}.{event}{recorded}",
        importance=0.5 if row["is_total"] else 0.3,
        verdict=verdict,
        offence_code=row["offence_code"],
        month=f"{row['month']:%Y-%m}",
        until=f"{row['until']:%Y-%m}",
        level_before=row["level_before"],
        level_after=row["level_after"],
        event=row["event"],
        **ratio.facts(),
    )


def _left_out(result: LevelShiftsResult) -> list[Sentence]:
    return [
        sentence(result.section, f"not-searched-{at}", text)
        for at, text in enumerate(result.not_searched, start=1)
    ]
