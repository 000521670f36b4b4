"""Sentences on the county."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import CountyResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, relation, sentence, uncertain
from pads_analysis.show.tables.build import population_caveat

MOST = 6


@renders(CountyResult)
def county(result: CountyResult) -> list[Sentence]:
    """Say the own rate beside the county's range, the own change, and what is shared."""
    own = [row for row in result.table.to_dict("records") if row["is_own"]]
    said = [
        _own_rate(result, row)
        for row in own
        if words.known(row["rate_per_1000"], row["ci_low"], row["ci_high"])
    ]
    said += [_own_change(result, row) for row in own]
    shared = result.shared.to_dict("records")
    for row in shared[:MOST]:
        text = (
            f"{row['offence_name']} rose clearly against the period before in "
            f"{words.count(row['partnerships_higher'])} of the {words.plural(row['partnerships'], 'partnership')} of "
            f"{result.county_name}: {words.listed(row['names'].split(', '), limit=20)}."
        )
        facts = {"partnerships_higher": row["partnerships_higher"], "partnerships": row["partnerships"]}
        said.append(
            sentence(
                result.section, row["offence_code"], text, headline=row is shared[0], importance=0.56, **facts
            )
        )
    if not shared:
        said.append(
            sentence(
                result.section,
                "none-shared",
                none_shared(result),
            )
        )
    return said


def none_shared(result: CountyResult) -> str:
    """Return that no offence rose in several partnerships, or that this could not be looked for."""
    if any(words.is_number(ratio) for ratio in result.table["change_ratio"]):
        return f"No offence rose clearly against the period before in two or more partnerships of {result.county_name}."
    return (
        f"Whether an offence rose in several partnerships of {result.county_name} cannot be said: none has enough "
        "complete months in both periods."
    )


def _own_rate(result: CountyResult, row: dict[str, Any]) -> Sentence:
    rates = [float(rate) for rate in result.table["rate_per_1000"] if words.is_number(rate)]
    places = words.rate_places(rates)
    interval = (
        f"{words.level(confidence_of(result))} interval {words.span(row['ci_low'], row['ci_high'], places)}"
    )
    text = (
        f"{words.place_name(row['partnership_name'])} had {words.decimal(row['rate_per_1000'], places)} police "
        f"recorded crimes per 1,000 residents a year ({interval}); the {words.plural(len(rates), 'partnership')} of "
        f"{result.county_name} run from {words.span(min(rates), max(rates), places)}. "
        f"{population_caveat(result.basis)}"
    )
    facts = {"rate_per_1000": row["rate_per_1000"], "ci_low": row["ci_low"], "ci_high": row["ci_high"]}
    return sentence(result.section, "own-rate", text, **facts)


def _own_change(result: CountyResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(
        row["change_ratio"], row["change_low"], row["change_high"], confidence_of(result), margin_of(result)
    )
    verdict = as_verdict(row["change_verdict"])
    opening = f"Police recorded crime in {words.place_name(row['partnership_name'])}"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        text = f"{opening} cannot be compared with the period before: too few months or crimes."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside the period before{uncertain(ratio, ratio.times())}."
    else:
        other = f"{'that ' if verdict is Verdict.SIMILAR else ''}in the period before"
        text = f"{opening} was {relation(verdict, other, ratio.margin)}: {ratio.times()}."
    return sentence(result.section, "own-change", text, verdict=verdict, **ratio.facts())
