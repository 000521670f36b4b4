"""Sentences on the baskets of offences that performance frameworks speak of."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import BasketsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.change import describe_change
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, sentence


@renders(BasketsResult)
def baskets(result: BasketsResult) -> list[Sentence]:
    """Say each basket that was counted, with what keeps it from being exact, and why the others were not counted."""
    rows = result.table.to_dict("records")
    said = [one for row in rows for one in (_level(result, row), _change(result, row)) if one]
    if not result.compared:
        said.append(
            sentence(result.section, "alone", f"The baskets are not compared, because {result.why_not}.")
        )
    return [*said, *_lists(result), *_uncounted(result)]


def _level(result: BasketsResult, row: dict[str, Any]) -> Sentence:
    place, period = words.place_name(result.basis.place), words.during(result.basis.period)
    rate = ""
    if words.known(row["rate_per_1000"], row["rate_low"], row["rate_high"]):
        places = words.rate_places([row["rate_low"]])
        people = f"; {result.basis.population_short}" if result.basis.population_short else ""
        rate = (
            f", {words.decimal(row['rate_per_1000'], places)} per 1,000 residents a year "
            f"({words.level(confidence_of(result))} interval "
            f"{words.span(row['rate_low'], row['rate_high'], places)}{people})"
        )
    missing = f" It is an approximation: {row['misses']}." if row["misses"] else ""
    text = (
        f"{row['offence_name']}: {words.plural(row['count'], 'police recorded crime')} in {place} {period}{rate}."
        f"{missing}"
    )
    facts = {name: row[name] for name in ("how", "status", "count", "rate_per_1000", "rate_low", "rate_high")}
    return sentence(result.section, f"{row['offence_code']}-level", text, importance=0.2, **facts)


def _change(result: BasketsResult, row: dict[str, Any]) -> Sentence | None:
    if not result.compared:
        return None
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    clause = describe_change(
        row | {"count": row["count_now"]}, result.period_before, ratio, result.basis.minimum_base
    )
    note = f" {row['note'].rstrip('.')}." if row["note"] else ""
    return sentence(
        result.section,
        row["offence_code"],
        f"{row['offence_name']}{clause}.{note}",
        importance=0.35 if is_clear(row["verdict"]) else 0.0,
        verdict=as_verdict(row["verdict"]),
        count_now=row["count_now"],
        count_before=row["count_before"],
        **ratio.facts(),
    )


def _lists(result: BasketsResult) -> list[Sentence]:
    unread = [words.in_sentence(name) for name in _plain(result, result.table)]
    if not unread:
        return []
    text = (
        f"What belongs to {words.listed(unread, limit=10)} is unverified: the lists were not read in the documents "
        "that define them, so compare no figure here with a published one before the list has been checked."
    )
    return [sentence(result.section, "unverified", text, n=len(unread))]


def _plain(result: BasketsResult, table: Any) -> list[str]:
    rows = table.to_dict("records")
    return [row["offence_name"].partition(" (")[0] for row in rows if row["status"] != "verified"]


def _uncounted(result: BasketsResult) -> list[Sentence]:
    reasons = [
        f"{words.in_sentence(row['offence_name'])} ({row['because']})"
        for row in result.uncounted.to_dict("records")
    ]
    if not reasons:
        return []
    text = (
        f"Not counted from the {result.counted_from}: {words.listed(reasons, limit=10)}. The Home Office table by "
        "partnership, whose offence codes tell most of them, can be ingested."
    )
    if result.basis.source_kinds[0] == "csp_table":
        text = text.partition(" The Home Office table")[0]
    return [sentence(result.section, "not-counted", text, n=len(reasons))]
