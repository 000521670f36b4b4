"""Sentences on levels: how much was recorded, and how that stands beside peers."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import LevelsResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import (
    Ratio,
    as_verdict,
    is_clear,
    relation,
    sentence,
    uncertain,
)

MOST = 6
HEADLINES = 2


@renders(LevelsResult)
def levels(result: LevelsResult) -> list[Sentence]:
    """Say the total with its rate, how it stands beside peers, then each offence that stands apart.

    Returns
    -------
    list of Sentence
        The total is a headline, and so are the two largest clear differences, where they rest on enough events.
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
                f"The table shows clear differences from that mean for {names} too.",
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
        headline=_enough(result, row),
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
        headline=order < HEADLINES and _enough(result, row),
        importance=round(0.8 - 0.03 * order, 2),
        verdict=verdict,
        **_facts(result, row),
    )


def _rest(result: LevelsResult, parts: list[dict[str, Any]]) -> list[Sentence]:
    """Say which offences are similar, lean one way, are uncertain or were not compared; none is "no difference"."""
    if not result.n_peers:
        return []
    peers, margin = _peers(result), words.points(result.basis.margin)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in parts:
        if not is_clear(row["vs_peers"]):
            groups.setdefault(_group(row), []).append(row)
    openings = {
        "similar": words.at_start(relation(Verdict.SIMILAR, peers, result.basis.margin)),
        "leaning": f"May lie above or below {peers}, but not clearly by {margin} per cent once all comparisons are "
        "allowed for",
        "uncertain": f"Beside {peers} there is no clear difference; too uncertain to say",
        "too-few": f"Not compared with {peers}, because none or too few are recorded here or among them",
    }
    verdicts = {"similar": Verdict.SIMILAR, "too-few": Verdict.TOO_FEW}
    said = []
    for name, opening in openings.items():
        chosen = groups.get(name, [])
        if chosen:
            named = [f"{words.in_sentence(row['offence_name'])} ({_size(row, name)})" for row in chosen]
            text = f"{opening}: {words.listed(named, limit=15)}."
            verdict = verdicts.get(name, Verdict.UNCERTAIN)
            said.append(sentence(result.section, name, text, verdict=verdict, n=len(chosen)))
    return said


def _group(row: dict[str, Any]) -> str:
    verdict, ends = as_verdict(row["vs_peers"]), (row["peer_ratio_low"], row["peer_ratio_high"])
    if verdict is Verdict.TOO_FEW or not words.known(*ends):
        return "too-few"
    if verdict is Verdict.SIMILAR:
        return "similar"
    return "leaning" if words.leans(*ends) else "uncertain"


def _size(row: dict[str, Any], group: str) -> str:
    """Return the interval of the ratio, or only the count where nothing is compared."""
    if group == "too-few":
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
    if not result.n_peers:
        return "; it cannot be set beside other partnerships, as too few of them have comparable data"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        return (
            f"; not compared with {_peers(result)}, because none or too few are recorded here or among them"
        )
    if verdict is Verdict.UNCERTAIN:
        return f"; beside {_peers(result)}{uncertain(ratio, ratio.times(), ' there is ', ': ')}"
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
    return f"the mean of {words.others(result.n_peers, chosen=result.peers_chosen)}"


def _enough(result: LevelsResult, row: dict[str, Any]) -> bool:
    return bool(row["count"] >= result.basis.minimum_base)


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
