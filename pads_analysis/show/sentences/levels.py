"""Sentences on levels: how much was recorded, and how that stands beside peers."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import LevelsResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import (
    UNCERTAIN,
    Ratio,
    as_verdict,
    is_clear,
    relation,
    sentence,
    uncertain,
)

MOST = 6
MIN_PEERS = 3
HEADLINES = 2


@renders(LevelsResult)
def levels(result: LevelsResult) -> list[Sentence]:
    """Say the total with its rate, how it stands beside peers, then each offence that stands apart.

    Returns
    -------
    list of Sentence
        The total is a headline, and so are the two largest clear differences.
    """
    rows = result.table.to_dict("records")
    totals = [row for row in rows if row["is_total"]]
    parts = [row for row in rows if not row["is_total"]]
    said = [_total(result, row) for row in totals]
    clear = sorted((row for row in parts if is_clear(row["vs_peers"])), key=_distance, reverse=True)
    said += [_offence(result, row, at) for at, row in enumerate(clear[:MOST])]
    left = clear[MOST:]
    if left:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in left], limit=10)
        said.append(
            sentence(
                result.section,
                "others",
                f"The table shows clear differences from the peer mean for {names} too.",
            )
        )
    return said + _rest(result, parts) + _families(result, parts)


def _total(result: LevelsResult, row: dict[str, Any]) -> Sentence:
    place = words.place_name(result.basis.place)
    what = words.events(row["count"], row["offence_code"])
    text = (
        f"{place} had {what} {words.during(result.basis.period)}{_rate(result, row)}{_beside(result, row)}."
    )
    return sentence(
        result.section,
        "total",
        text,
        headline=True,
        importance=0.95,
        verdict=as_verdict(row["vs_peers"]),
        **_facts(result, row),
    )


def _offence(result: LevelsResult, row: dict[str, Any], order: int) -> Sentence:
    place = words.place_name(result.basis.place)
    verdict = as_verdict(row["vs_peers"])
    beside = relation(verdict, _peers(result), result.basis.margin)
    text = (
        f"The rate of {words.in_sentence(row['offence_name'])} in {place} was {beside}: "
        f"{_ratio(result, row).times()}; {words.events(row['count'], row['offence_code'])}"
        f"{_rate(result, row)}."
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        headline=order < HEADLINES,
        importance=round(0.8 - 0.03 * order, 2),
        verdict=verdict,
        **_facts(result, row),
    )


def _rest(result: LevelsResult, parts: list[dict[str, Any]]) -> list[Sentence]:
    """Say which offences are similar to peers, uncertain or too few; none of these is "no difference"."""
    if result.n_peers < MIN_PEERS:
        return []
    groups = {
        Verdict.SIMILAR: f"{words.at_start(relation(Verdict.SIMILAR, _peers(result), result.basis.margin))}: ",
        Verdict.UNCERTAIN: f"Beside {_peers(result)} there is {UNCERTAIN}: ",
        Verdict.TOO_FEW: f"Too few to compare with {_peers(result)}: ",
    }
    said = []
    for verdict, opening in groups.items():
        chosen = [row for row in parts if as_verdict(row["vs_peers"]) is verdict]
        if chosen:
            named = words.listed(
                [f"{words.in_sentence(row['offence_name'])} ({_size(row, verdict)})" for row in chosen],
                limit=15,
            )
            said.append(
                sentence(result.section, verdict.value, f"{opening}{named}.", verdict=verdict, n=len(chosen))
            )
    return said


def _size(row: dict[str, Any], verdict: Verdict) -> str:
    """Return the interval of the ratio, or only the count where there are too few."""
    if verdict is Verdict.TOO_FEW or not words.known(row["peer_ratio_low"], row["peer_ratio_high"]):
        return words.events(row["count"], row["offence_code"])
    return f"{words.span(row['peer_ratio_low'], row['peer_ratio_high'], 2)} times"


def _families(result: LevelsResult, parts: list[dict[str, Any]]) -> list[Sentence]:
    """Say the counts of disorder and of substance misuse, which the statute asks for by name."""
    said = []
    for family, name in (("disorder", "Disorder"), ("substance_misuse", "Substance misuse")):
        chosen = [row for row in parts if row["family"] == family]
        counts = [
            f"{words.in_sentence(row['offence_name'])}, {words.events(row['count'], row['offence_code'])}"
            for row in chosen
        ]
        if counts:
            said.append(sentence(result.section, family, f"{name}: {'; '.join(counts)}.", n=len(chosen)))
    return said


def _rate(result: LevelsResult, row: dict[str, Any]) -> str:
    """Return the rate with its interval, and the population where it is not a published estimate."""
    if not words.known(row["rate_per_1000"], row["ci_low"], row["ci_high"]):
        return ""
    places = words.rate_places([row["rate_per_1000"]])
    people = f"; {result.basis.population_short}" if result.basis.population_short else ""
    return (
        f", {words.decimal(row['rate_per_1000'], places)} per 1,000 residents a year "
        f"({words.level(result.basis.confidence)} interval {words.span(row['ci_low'], row['ci_high'], places)}{people})"
    )


def _beside(result: LevelsResult, row: dict[str, Any]) -> str:
    verdict, ratio = as_verdict(row["vs_peers"]), _ratio(result, row)
    if not ratio.known:
        return (
            "; it cannot be set beside peers, as fewer than three have comparable data"
            if result.n_peers < MIN_PEERS
            else ""
        )
    if verdict is Verdict.TOO_FEW:
        return "; that is too few to compare with peers"
    if verdict is Verdict.UNCERTAIN:
        return f"; beside {_peers(result)} there is {uncertain(ratio)} ({ratio.times()})"
    return f", {relation(verdict, _peers(result), result.basis.margin)}: {ratio.times()}"


def _ratio(result: LevelsResult, row: dict[str, Any]) -> Ratio:
    return Ratio(
        row["peer_ratio"],
        row["peer_ratio_low"],
        row["peer_ratio_high"],
        result.basis.confidence,
        result.basis.margin,
    )


def _peers(result: LevelsResult) -> str:
    return f"the mean of {words.plural(result.n_peers, 'peer partnership')}"


def _distance(row: dict[str, Any]) -> float:
    ratio = row["peer_ratio"]
    return max(ratio, 1 / ratio) if words.is_number(ratio) and ratio > 0 else 0.0


def _facts(result: LevelsResult, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "offence_code": row["offence_code"],
        "period": result.basis.period,
        "count": row["count"],
        "rate_per_1000": row["rate_per_1000"],
        "rate_low": row["ci_low"],
        "rate_high": row["ci_high"],
        "peer_rate": row["peer_rate"],
        "n_peers": result.n_peers,
        **_ratio(result, row).facts(),
    }
