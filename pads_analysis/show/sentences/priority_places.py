"""Sentences on how sure places are, on the public's list and on the strategies."""

from __future__ import annotations

from pads_analysis.assess.result import PriorityPlacesResult, PublicAgreementResult, StrategiesResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

MOST = 4


@renders(PriorityPlacesResult)
def priority_places(result: PriorityPlacesResult) -> list[Sentence]:
    """Say how often the leading issues come first, over which weights, and what would move them."""
    rows = result.table.to_dict("records")
    said = [
        sentence(
            result.section,
            "quarter",
            f"In the first quarter of places, of {result.draws:,} draws of the weights and the data: "
            f"{_shares(rows[:MOST])}.",
        )
    ]
    if "first_all" in result.table:
        ever = result.table.loc[result.table["first_all"] >= 0.05]
        names = [
            f"{words.in_sentence(row['offence_name'])} ({words.percent(row['first_all'])})"
            for row in ever.sort_values("first_all", ascending=False, kind="stable").to_dict("records")
        ]
        text = (
            f"Over all weights that people could hold, counted alike, these come first in at least 5% of draws: "
            f"{words.listed(names, limit=MOST)}."
            if names
            else "Over all weights that people could hold, counted alike, no issue comes first in 5% of draws or more."
        )
        said.append(sentence(result.section, "all-weights", text))
        said += _firm(result)
    return said


def _shares(rows: list[dict[str, object]]) -> str:
    return words.listed(
        [f"{words.in_sentence(str(row['offence_name']))} in {words.percent(row['p_first'])}" for row in rows],
        limit=MOST,
    )


def _firm(result: PriorityPlacesResult) -> list[Sentence]:
    """Say which of the issues above the line the least change of a weight would take from there."""
    above = result.table.loc[result.table["above_line"].astype(bool)]
    moved = above.loc[above["change_criterion"] != ""]
    if moved.empty:
        text = "No change of a single weight takes an issue that leads out of the lead."
        return [sentence(result.section, "change", text)]
    nearest = moved.assign(step=(moved["change_to"] - moved["change_from"]).abs()).sort_values("step").iloc[0]
    text = (
        f"The least change of one weight that takes an issue from above the line is that of "
        f"{nearest['change_criterion']}, from {words.percent(nearest['change_from'])} to "
        f"{words.percent(nearest['change_to'])} of all weights: {words.in_sentence(nearest['offence_name'])} "
        "then falls below the line."
    )
    return [sentence(result.section, "change", text)]


@renders(PublicAgreementResult)
def public_agreement(result: PublicAgreementResult) -> list[Sentence]:
    """Say on which pairs of issues the scoring and the people asked clearly disagree."""
    number = len(result.disagree)
    if number:
        text = (
            f"The scoring and the people asked clearly disagree on {words.plural(number, 'pair')} among "
            f"{words.plural(len(result.table), 'issue')}: {_pairs(result)}."
        )
    else:
        text = (
            f"Of the {words.plural(len(result.table), 'issue')} that people drawn at random were asked about, no two "
            "stand clearly the other way round in the scoring; with few asked, that is not the same as agreement."
        )
    said = [sentence(result.section, "pairs", text, headline=bool(number), importance=0.7, n=number)]
    if words.known(result.correlation_low, result.correlation_high):
        text = (
            f"The rank correlation of the two lists is {words.decimal(result.correlation, 2)} "
            f"({words.level(result.basis.confidence)} interval "
            f"{words.span(result.correlation_low, result.correlation_high, 2)}; 1 is the same order, 0 none in common)."
        )
        said.append(sentence(result.section, "correlation", text))
    return said


def _pairs(result: PublicAgreementResult) -> str:
    """Return, for every issue that more people name, the issues that the scoring puts above it."""
    above: dict[str, list[str]] = {}
    for row in result.disagree.to_dict("records"):
        above.setdefault(words.in_sentence(row["said_higher"]), []).append(
            words.in_sentence(row["scored_higher"])
        )
    return "; ".join(
        f"more people name {named} than {words.listed(others)}, and the scoring puts "
        f"{'it' if len(others) == 1 else 'them'} higher"
        for named, others in above.items()
    )


@renders(StrategiesResult)
def strategies(result: StrategiesResult) -> list[Sentence]:
    """Say which strategies have evidence and decisions, and what is missing for the others."""
    by_state = dict(iter(result.table.groupby("state", sort=False)))
    number = len(result.table)
    with_evidence = number - len(by_state.get("missing", ()))
    decided = len(by_state.get("decided", ()))
    said = [
        sentence(
            result.section,
            "covered",
            f"{words.count(with_evidence)} of the {words.count(number)} strategies of section 6(1) "
            f"{words.verb(with_evidence, 'has', 'have')} evidence here, and "
            f"{words.count(decided) if decided else 'none'} {words.verb(decided or 1, 'has', 'have')} a decision of "
            "the authorities as well.",
            headline=True,
            importance=0.5,
            n=with_evidence,
        )
    ]
    for row in by_state.get("missing", result.table.iloc[:0]).to_dict("records"):
        text = (
            f"Nothing speaks to the strategy on {words.in_sentence(row['strategy'])}. What would: "
            f"{row['missing'].strip().rstrip('.')}."
        )
        said.append(sentence(result.section, row["code"], text))
    return said
