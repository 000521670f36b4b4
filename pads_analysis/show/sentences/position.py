"""Sentences on the place among others: an interval of places, never a bare rank."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import PositionResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

FUNNEL_WORDS = {
    2: "above the 99.8% limit, where hardly any area lies that differs from the others in the ordinary way",
    1: "between the 95% and the 99.8% limit above, which is a reason to look and no more: where areas differ in the "
    "ordinary way about one in ten lies outside the narrower limits",
    0: "within the limits in which areas of its size are expected",
    -1: "between the 95% and the 99.8% limit below, which is a reason to look and no more: where areas differ in the "
    "ordinary way about one in ten lies outside the narrower limits",
    -2: "below the 99.8% limit, where hardly any area lies that differs from the others in the ordinary way",
}


@renders(PositionResult)
def position(result: PositionResult) -> list[Sentence]:
    """Say the place of the total as an interval, whether the area is unusual, and which offences stand high or low."""
    rows = result.table.to_dict("records")
    total = next(row for row in rows if row["is_total"])
    said = [_total(result, total), _unusual(result, total)]
    return said + _offences(result, [row for row in rows if not row["is_total"]])


def placed(row: dict[str, Any]) -> str:
    """Return the place of one row in words: the highest of 15, place 3 to 8 of 15, nowhere between 1 and 5."""
    number = int(row["n_areas"])
    if not words.known(row["rank_low"], row["rank_high"]):
        return "no place, because nothing is recorded that could be compared"
    if row["is_highest"]:
        return f"the highest of {number}"
    if row["is_lowest"]:
        return f"the lowest of {number}"
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return f"place {low} of {number}" if low == high else f"place {low} to {high} of {number}"


def surroundings(result: PositionResult) -> str:
    """Return the areas compared: Aldermere and 14 peer partnerships."""
    place = words.place_name(result.basis.place)
    return f"{place} and {words.others(result.n_areas - 1, chosen=result.peers_chosen)}"


def _total(result: PositionResult, row: dict[str, Any]) -> Sentence:
    place, level = placed(row), words.level(result.basis.confidence)
    places = words.rate_places([row["rate_per_1000"]])
    people = f"; {result.basis.population_short}" if result.basis.population_short else ""
    rate = f"{words.decimal(row['rate_per_1000'], places)} per 1,000 residents a year{people}"
    sure = row["is_highest"] or row["is_lowest"]
    named = (
        f"is {place}" if sure else f"takes {place}, counted from the highest ({level} interval of the place)"
    )
    if not sure and (row["rank_low"], row["rank_high"]) == (1, row["n_areas"]):
        named = f"may take any place from 1 to {row['n_areas']}, so that nothing is said of its place"
    everyone = _among_all(result)
    text = f"Among {surroundings(result)}, the rate of police recorded crime here ({rate}) {named}{everyone}."
    return sentence(
        result.section,
        "total",
        text,
        headline=bool(sure and row["count"] >= result.basis.minimum_base),
        importance=0.6,
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        n_areas=row["n_areas"],
        rate_per_1000=row["rate_per_1000"],
    )


def _among_all(result: PositionResult) -> str:
    found = result.everyone
    if found is None:
        return ""
    row = {
        name: getattr(found, name) for name in ("n_areas", "rank_low", "rank_high", "is_highest", "is_lowest")
    }
    return f"; among all partnerships in the store with comparable data it is {placed(row)}".replace(
        "it is place", "it takes place"
    )


def _unusual(result: PositionResult, row: dict[str, Any]) -> Sentence:
    """Say whether the area lies where one like the others would be expected."""
    own = result.areas.loc[result.areas["is_own"].astype(bool)].iloc[0]
    facts = {"expected_low": result.expected_low, "expected_high": result.expected_high}
    if result.curve is not None:
        text = f"On the funnel of these {result.n_areas} areas its rate lies {FUNNEL_WORDS[int(own['funnel_place'])]}."
        return sentence(result.section, "funnel", text, funnel_place=int(own["funnel_place"]), **facts)
    few = (
        f"{words.at_start(words.small_number(result.n_areas))} areas hardly tell how much areas differ, so that no "
        "funnel is drawn"
    )
    if not words.known(result.expected_low, result.expected_high):
        return sentence(result.section, "funnel", f"{few}.", **facts)
    places = words.rate_places([result.expected_low])
    where = "within that range"
    if row["rate_per_1000"] > result.expected_high:
        where = "above that range"
    elif row["rate_per_1000"] < result.expected_low:
        where = "below that range"
    text = (
        f"{few}. From the others alone, one more area like them would be expected from "
        f"{words.span(result.expected_low, result.expected_high, places)} per 1,000 "
        f"({words.level(result.basis.confidence)} prediction interval); the rate here lies {where}."
    )
    return sentence(result.section, "funnel", text, **facts)


def _offences(result: PositionResult, rows: list[dict[str, Any]]) -> list[Sentence]:
    """Say which offences are highest or lowest, which lie in one half for sure, and that the rest are untold."""
    if not rows:
        return []
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(words.in_sentence(row["offence_name"]))
    openings = {
        "highest": f"The rate here is the highest of the {result.n_areas} for",
        "lowest": f"The rate here is the lowest of the {result.n_areas} for",
        "upper": "Every place that is likely lies in the upper half, all offences taken together, for",
        "lower": "Every place that is likely lies in the lower half, all offences taken together, for",
    }
    said = [
        sentence(
            result.section, name, f"{opening} {words.listed(groups[name], limit=15)}.", n=len(groups[name])
        )
        for name, opening in openings.items()
        if name in groups
    ]
    rest = len(groups.get("", []))
    if rest:
        types = f"{words.verb(rest, 'type', 'types')} of offence"
        which = "the only" if rest == 1 else f"all {words.small_number(rest)}"
        if said:
            which = "the one other" if rest == 1 else f"the other {words.small_number(rest)}"
        text = (
            f"For {which} {types} the interval of the place does not tell in which half of "
            "the areas this one stands; the table gives it."
        )
        said.append(sentence(result.section, "untold", text, n=rest))
    return said


def _group(row: dict[str, Any]) -> str:
    if row["is_highest"]:
        return "highest"
    return "lowest" if row["is_lowest"] else str(row["half"] or "")
