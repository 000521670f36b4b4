"""Sentences on the mix of offences beside that of others."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import OffenceMixResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, sentence

MOST = 6
LARGEST = 3


@renders(OffenceMixResult)
def offence_mix(result: OffenceMixResult) -> list[Sentence]:
    """Say what most crimes are, which shares stand apart from those of others, and what is not told."""
    rows = result.table.to_dict("records")
    said = [_largest(result, rows)]
    if not result.n_others:
        text = "The mix cannot be set beside other partnerships, as too few of them have comparable data."
        return [*said, sentence(result.section, "alone", text)]
    clear = sorted((row for row in rows if is_clear(row["verdict"])), key=_distance, reverse=True)
    said += [_apart(result, row) for row in clear[:MOST]]
    if len(clear) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in clear[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows clear differences of {names} too."))
    return said + _rest(result, rows)


def _largest(result: OffenceMixResult, rows: list[dict[str, Any]]) -> Sentence:
    top = [row for row in rows if words.known(row["share"])][:LARGEST]
    named = [f"{words.in_sentence(row['offence_name'])} ({words.percent(row['share'])})" for row in top]
    text = (
        f"Of the {words.plural(result.total, 'police recorded crime')} in {words.place_name(result.basis.place)} "
        f"{words.during(result.basis.period)}, most were {words.listed(named)}."
    )
    facts = {str(row["offence_code"]): row["share"] for row in top}
    return sentence(result.section, "largest", text, total=result.total, **facts)


def _apart(result: OffenceMixResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["quotient"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    way = "larger" if as_verdict(row["verdict"]) is Verdict.HIGHER else "smaller"
    text = (
        f"{row['offence_name']} {words.were(row['offence_name'], 'makes', 'make')} up a {way} part of recorded crime "
        f"here than {_others(result)}: {words.percent(row['share'], 1)} against {words.percent(row['peer_share'], 1)}, "
        f"{ratio.times()}."
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        importance=0.35,
        verdict=as_verdict(row["verdict"]),
        share=row["share"],
        peer_share=row["peer_share"],
        **ratio.facts(),
    )


def _others(result: OffenceMixResult) -> str:
    return f"on average among {words.others(result.n_others, chosen=result.peers_chosen)}"


def _rest(result: OffenceMixResult, rows: list[dict[str, Any]]) -> list[Sentence]:
    openings = {
        Verdict.SIMILAR: f"A similar part as {_others(result)} (within {words.points(margin_of(result))} per cent)",
        Verdict.UNCERTAIN: "Not clear, or too uncertain to say",
        Verdict.TOO_FEW: "Not compared, because none or too few are recorded here or among the others",
    }
    said = []
    for verdict, opening in openings.items():
        names = [
            words.in_sentence(row["offence_name"]) for row in rows if as_verdict(row["verdict"]) is verdict
        ]
        if names:
            text = f"{opening}: {words.listed(names, limit=15)}."
            name = str(verdict).replace("_", "-")
            said.append(sentence(result.section, name, text, verdict=verdict, n=len(names)))
    return said


def _distance(row: dict[str, Any]) -> float:
    ratio = row["quotient"]
    return max(ratio, 1 / ratio) if words.is_number(ratio) and ratio > 0 else 0.0
