"""What an assessment found on each of the four strategies that a partnership must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pads_analysis.draft.assessment import Assessment
from pads_analysis.draft.document import Block, Grid, Heading, Paragraph, to_write
from pads_analysis.draft.parts import beside_peers, bullets, changes, level_of, rate, said, times
from pads_analysis.show import words
from pads_analysis.vocabulary.drafts import strategy_words
from pads_analysis.vocabulary.strategies import Strategy, strategies

CLEAR = frozenset({"higher", "lower", "new", "rising", "falling", "gone"})
DISORDER = frozenset({"anti_social_behaviour", "public_order", "public_order_offences"})
MOST = 4
LAW = "Crime and Disorder Act 1998 s6(1)"
#: Sections that speak of the plan itself or of the data, not of what was found.
NOT_FINDINGS = frozenset(
    {"quality", "methods", "submissions", "record", "baskets", "strategies", "decisions"}
)


def strategy_blocks(found: Assessment) -> list[Block]:
    """Return a heading, the figures and the findings of every strategy; "nothing is held" where there is none."""
    blocks: list[Block] = []
    for strategy in strategies():
        blocks.append(Heading(strategy.name, 3))
        held = [*_figures(found, strategy), *bullets(_findings(found, strategy), MOST)]
        if not held:
            speaks = f"What would speak to it: {strategy.missing.strip().rstrip('.')}."
            blocks.append(
                Paragraph(f"Nothing is held on it in the assessment.{_gap(found, strategy)} {speaks}")
            )
        blocks += [*held, *_bearing(found, strategy)]
        wanted = to_write(
            "what the authorities will do together in the three years, and what will be different"
        )
        blocks.append(Paragraph(f"Strategy ({LAW}({strategy.letter})): {wanted}"))
    return blocks


def _bearing(found: Assessment, strategy: Strategy) -> list[Block]:
    """Return what was decided that bears on a strategy, and which data of partners speak to it."""
    table = found.table("strategies", "strategy", "sets", "taken")
    row = next((each for each in table.rows if each["strategy"] == strategy.name), {}) if table else {}
    told = {
        "Decided by the authorities": said(row.get("taken"), ""),
        "Data of partners that speak to it": said(row.get("sets"), ""),
    }
    return [Paragraph(f"{lead}: {text}.") for lead, text in told.items() if text not in {"", "none"}]


def _figures(found: Assessment, strategy: Strategy) -> list[Block]:
    moved, beside = changes(found), beside_peers(found)
    every = found.offences()
    rows = [row for row in every if _belongs(row, strategy, moved, beside)]
    if not rows:
        return []
    level = level_of(found)
    grid = Grid(
        f"Recorded by the police, {found.name}, {found.period}",
        ("Offence", "Count", "Rate per 1,000 residents a year", "Against the period before", _others(found)),
        tuple(_row(row, moved, beside, level) for row in rows),
    )
    notes = []
    left = len(every) - len(rows)
    if strategy.rest and left:
        notes.append(
            f"The assessment gives the figures of {words.plural(left, 'more category', 'more categories')}, which did "
            "not clearly rise, fall or stand apart."
        )
    caveat = strategy_words(strategy.code)[1]
    if caveat:
        notes.append(caveat)
    codes = {row["code"] for row in rows}
    steps = [str(item["text"]) for item in found.sentences("recording") if _offence(item) in codes]
    return [grid, *(Paragraph(note, note=True) for note in notes), *bullets(list(dict.fromkeys(steps)))]


def _offence(item: Mapping[str, Any]) -> str:
    facts = item.get("facts")
    return str(facts.get("offence_code") or "") if isinstance(facts, Mapping) else ""


def _others(found: Assessment) -> str:
    return (
        "Beside peers" if found.data["cover"].get("peers_chosen", True) else "Beside the others in the store"
    )


def _belongs(
    row: Mapping[str, Any],
    strategy: Strategy,
    moved: Mapping[str, Mapping[str, Any]],
    beside: Mapping[str, Mapping[str, Any]],
) -> bool:
    """Say whether a category is shown: of many, the total, disorder, and what differs clearly."""
    if not strategy.rest:
        return row["code"] in strategy.offences
    name = str(row["name"])
    words_of = {moved.get(name, {}).get("verdict"), beside.get(name, {}).get("vs_peers")}
    return bool(row.get("is_total")) or row["code"] in DISORDER or bool(words_of & CLEAR)


def _row(
    row: Mapping[str, Any],
    moved: Mapping[str, Mapping[str, Any]],
    beside: Mapping[str, Mapping[str, Any]],
    level: str,
) -> tuple[str, ...]:
    name = str(row["name"])
    return (
        name,
        words.count(row.get("count")),
        rate(row, level),
        times(moved.get(name), "verdict", "ratio", "ci_low", "ci_high", level),
        times(beside.get(name), "vs_peers", "peer_ratio", "peer_ratio_low", "peer_ratio_high", level),
    )


def _findings(found: Assessment, strategy: Strategy) -> list[str]:
    if strategy.rest:
        headlines = found.data.get("headlines")
        rows = [row for row in headlines if isinstance(row, Mapping)] if isinstance(headlines, list) else []
        # The tables above say levels and changes already; the other points that open the report follow.
        told = ("levels", "change", "since_previous", "priorities", "decisions", "recording", "")
        return [str(row.get("text") or "") for row in rows if str(row.get("section_id") or "") not in told]
    told = [
        item
        for item in found.sentences()
        if str(item.get("section", "")) not in NOT_FINDINGS
        and any(mention in str(item["text"]).casefold() for mention in strategy_words(strategy.code)[0])
    ]
    told.sort(key=lambda item: -float(item.get("importance") or 0.0))
    return list(dict.fromkeys(str(item["text"]) for item in told))


def _gap(found: Assessment, strategy: Strategy) -> str:
    """Return why nothing is held, where the table of gaps says so."""
    table = found.table("quality", "gap", "effect")
    for row in table.rows if table else ():
        text = f"{row['gap']} {row['effect']}"
        if any(mention in text.casefold() for mention in strategy_words(strategy.code)[0]):
            return f" {text}"
    return ""
