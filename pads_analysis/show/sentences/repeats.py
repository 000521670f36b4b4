"""Sentences on repeat victims, or repeated places where no victim is known, and on near repeats."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import NearRepeatsResult, RepeatsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

MOST = 4
#: A share of records with a key below which the figures stand for a part of crime only.
MOST_KEYED = 0.9
NO_CAUSE = (
    "More repeats than by chance show that risk is uneven. They do not tell those who were at risk all along "
    "from those whom one crime put at risk of the next."
)


@renders(RepeatsResult)
def repeats(result: RepeatsResult) -> list[Sentence]:
    """Say what share of victims (or places) was struck again, with what share of crime, and what chance would give."""
    rows = result.table.to_dict("records")
    total = next(row for row in rows if row["is_total"])
    said = [_keyed(result, total)]
    if not words.known(total["share_units"]):
        few = f"Too few {_units(result)} to say how many were struck again ({words.count(total['units'])})."
        return [*said, sentence(result.section, "few", few, units=total["units"])]
    said.append(_shares(result, total))
    kinds = sorted(
        (row for row in rows if not row["is_total"] and row["above_chance"]),
        key=lambda row: -row["share_events"],
    )
    said += [_shares(result, row) for row in kinds[:MOST]]
    if any(row["above_chance"] for row in rows):
        said.append(sentence(result.section, "cause", NO_CAUSE))
    few = [words.in_sentence(row["name"]) for row in rows if not words.known(row["share_units"])]
    if few:
        text = f"Too few {_units(result)} for figures of their own: {words.listed(few, 10)}."
        said.append(sentence(result.section, "few", text, n=len(few)))
    return said


def _units(result: RepeatsResult, number: int = 2) -> str:
    return result.unit if number == 1 else f"{result.unit}s"


def _keyed(result: RepeatsResult, total: dict[str, Any]) -> Sentence:
    without = total["records"] - total["keyed"]
    lacks = "key of their victim" if result.unit == "victim" else "point"
    share = (
        f" ({words.percent(without / total['records'])})"
        if total["records"] >= result.basis.minimum_base
        else ""
    )
    text = (
        f"{words.count(without)} of the {words.plural(total['records'], 'record')}{share} have no {lacks} and "
        "are left out."
    )
    if result.unit == "victim":
        text += " Crime without a victim is among them."
    else:
        text += " The extract does not tell one victim from another: places are counted here, and not people."
    if total["records"] and total["keyed"] / total["records"] < MOST_KEYED:
        text += " The figures stand for the others only; repeats among the records left out cannot be seen."
    return sentence(result.section, "keyed", text, records=total["records"], keyed=total["keyed"])


def _shares(result: RepeatsResult, row: dict[str, Any]) -> Sentence:
    level = words.level(confidence_of(result))
    kind = "" if row["is_total"] else f" of {words.in_sentence(row['name'])}"
    units = f"{_units(result)}{kind}"
    text = (
        f"Of {words.count(row['units'])} {units} in {words.place_name(result.basis.place)}, "
        f"{words.percent(row['share_units'])} ({level} interval {_span(row, 'share_units')}) were struck "
        f"twice or more within {words.plural(result.months, 'month')}, and "
        f"{words.percent(row['share_events'])} of the events ({_span(row, 'share_events')}) fell on them. "
        f"{_chance(result, row)}"
    )
    facts = {
        key: row[key]
        for key in (
            "code", "units", "repeated", "events", "share_units", "share_units_low", "share_units_high", "share_events",
            "share_events_low", "share_events_high", "expected", "ratio", "ratio_low", "ratio_high",
        )
    }  # fmt: skip
    return sentence(
        result.section,
        row["code"],
        text,
        headline=bool(row["is_total"] and row["above_chance"]),
        importance=0.45,
        unit=result.unit,
        **facts,
    )


def _chance(result: RepeatsResult, row: dict[str, Any]) -> str:
    if not words.known(row["expected"]):
        return ""
    struck = f"{words.count(row['repeated'])} were struck again"
    among = f"all {words.count(result.exposed)} {result.exposed_words} alike"
    text = f"If crime fell on {among}, about {_about(row['expected'])} would have been"
    if row["above_chance"]:
        return f"{text}; {struck}."
    return f"{text}; {words.count(row['repeated'])} were, which does not show more repeats than by chance."


def _about(expected: float) -> str:
    return words.count(expected) if expected >= 10 else words.decimal(expected, 1)


def _span(row: dict[str, Any], name: str) -> str:
    return f"{words.percent(row[f'{name}_low'])} to {words.percent(row[f'{name}_high'])}"


@renders(NearRepeatsResult)
def near_repeats(result: NearRepeatsResult) -> list[Sentence]:
    """Say for which kinds of crime one is followed by others near by, how much oftener, how near and how soon."""
    kinds = result.kinds.to_dict("records")
    found = sorted((row for row in kinds if row["found"]), key=lambda row: -row["ratio"])
    said = [_used(result)]
    said += [_near(result, row) for row in found]
    if found:
        text = (
            "Near repeats tell where and for how long a further crime is more frequent than usual; they "
            "predict no single crime, and do not show that the same offenders return."
        )
        said.append(sentence(result.section, "meaning", text))
    quiet = [words.in_sentence(row["name"]) for row in kinds if not row["found"]]
    if quiet:
        text = (
            f"No clear near repeats of {words.listed(quiet, 10)}: the pairs close in place and time are "
            "within what shuffled dates would give, or too few to say."
        )
        said.append(sentence(result.section, "quiet", text, n=len(quiet)))
    if result.too_few:
        few = f"Too few records to look at: {words.listed([words.in_sentence(name) for name in result.too_few], 10)}."
        said.append(sentence(result.section, "few", few, n=len(result.too_few)))
    return said


def _used(result: NearRepeatsResult) -> Sentence:
    left = [
        f"{words.count(row['count'])} {row['reason']}"
        for row in result.left_out.to_dict("records")
        if row["count"]
    ]
    out = f" Left out: {words.listed(left, 5)}." if left else ""
    text = (
        f"Of {words.plural(result.records, 'record')}, those with a point of their own and a span of a few "
        f"days at most are looked at, each kind of crime by itself.{out}"
    )
    return sentence(result.section, "used", text, records=result.records)


def _near(result: NearRepeatsResult, row: dict[str, Any]) -> Sentence:
    name = words.in_sentence(row["name"])
    near = "at the same place" if row["metres_to"] < 1 else f"within {words.count(row['metres_to'])} m"
    later = (
        f" Nearest by, the pattern lasts up to {words.count(row['days_to'])} days."
        if row["days_to"] > 7
        else ""
    )
    text = (
        f"{words.at_start(name)} in {words.place_name(result.basis.place)} is followed by another {near} and "
        f"7 days {words.decimal(row['ratio'], 1)} times as often as if the dates had been shuffled over the "
        f"places ({words.level(confidence_of(result))} interval "
        f"{words.span(row['ci_low'], row['ci_high'], 1)}; {words.count(row['observed'])} pairs, "
        f"{words.count(row['expected'])} expected).{later}"
    )
    facts = {
        key: row[key]
        for key in (
            "code",
            "metres_to",
            "days_to",
            "ratio",
            "ci_low",
            "ci_high",
            "observed",
            "expected",
            "incidents",
        )
    }
    return sentence(result.section, row["code"], text, headline=True, importance=0.4, **facts)
