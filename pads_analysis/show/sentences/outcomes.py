"""Sentences on what became of recorded crimes, and on what newer data revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import OutcomesResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, relation, sentence, uncertain
from pads_analysis.vocabulary.outcomes import outcome_names

if TYPE_CHECKING:
    import pandas as pd

MOST = 4
MATURE = "mature"
#: Above this share of crimes whose outcome is not published, the share charged is a floor.
MUCH_UNKNOWN = 0.1


@renders(OutcomesResult)
def outcomes(result: OutcomesResult) -> list[Sentence]:
    """Say what became of all crimes, the share charged beside the past and others, and what is not counted."""
    rows = result.table.to_dict("records")
    total = next(row for row in rows if row["is_total"])
    parts = [row for row in rows if not row["is_total"]]
    return [
        _shares(result, total),
        *_floor(result),
        *_not_mature(result),
        *_past(result, total, parts),
        *_others(result, total, parts),
        *revised(result.section, result.revisions),
        *(sentence(result.section, "caveat", text) for text in result.caveats[:1]),
    ]


def _shares(result: OutcomesResult, total: dict[str, Any]) -> Sentence:
    place, level = words.place_name(result.basis.place), words.level(confidence_of(result))
    others = [
        f"{words.in_sentence(name)} {words.percent(total[code] / total['crimes'])}"
        for code, name in result.groups
        if code != "charged" and total[code]
    ]
    interval = f"{words.percent(total['share_low'], 1)} to {words.percent(total['share_high'], 1)}"
    charged = (
        f"{words.percent(total['charged_share'], 1)} ({level} interval {interval}) were charged or before a court"
        if words.known(total["charged_share"])
        else f"{words.count(total['charged'])} were charged or before a court"
    )
    rest = f"; the others: {', '.join(others)}" if words.known(total["charged_share"]) and others else ""
    crimes, when = words.plural(total["crimes"], "police recorded crime"), words.during(result.months_used)
    text = f"Of {crimes} in {place} {when} whose outcomes had time to come in, {charged}{rest}."
    facts = {code: total[code] for code, _ in result.groups}
    return sentence(
        result.section,
        "shares",
        text,
        importance=0.4,
        crimes=total["crimes"],
        charged_share=total["charged_share"],
        share_low=total["share_low"],
        share_high=total["share_high"],
        **facts,
    )


def _floor(result: OutcomesResult) -> list[Sentence]:
    if result.other_share < MUCH_UNKNOWN:
        return []
    text = (
        f"For {words.percent(result.other_share)} of these crimes the files give another outcome or none, such as that "
        "no update is available. The shares charged are therefore floors, and where forces differ in what they "
        "publish, their shares differ without any difference in what became of the crimes."
    )
    return [sentence(result.section, "floor", text, other_share=result.other_share)]


def _not_mature(result: OutcomesResult) -> list[Sentence]:
    """Say which months are left out, each kind of reason in one sentence."""
    table, said = result.months, []
    why = {
        "too young": "published less than six months later",
        "still open": "published while more than a quarter of the crimes were still under investigation",
        "no outcomes published": "without any outcome published",
    }
    for state, reason in why.items():
        months = table.loc[table["state"] == state, "month"]
        if len(months):
            named = words.month_runs(months)
            text = f"Not counted, and never compared with months whose outcomes are in: {named} ({reason})."
            said.append(sentence(result.section, state.replace(" ", "-"), text, n_months=len(months)))
    return said


def _past(result: OutcomesResult, total: dict[str, Any], parts: list[dict[str, Any]]) -> list[Sentence]:
    if not result.period_before:
        text = (
            "The share charged cannot be set beside that of the period before: too few months are mature in both "
            f"periods ({result.pairs})."
        )
        return [sentence(result.section, "before", text, pairs=result.pairs)]
    clear = [row for row in parts if is_clear(row["verdict"])]
    said = [_beside_past(result, row) for row in [total, *clear[:MOST]] if words.known(row["ratio"])]
    if result.may_rise:
        text = (
            "Some of the months compared are less than a year old, so that charges may still come in: no lower share "
            "than before is called of them."
        )
        said.append(sentence(result.section, "may-rise", text))
    return said


def _beside_past(result: OutcomesResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    verdict, before = as_verdict(row["verdict"]), result.period_before
    was = row["charged_before"] / row["crimes_before"] if row["crimes_before"] else float("nan")
    size = f"{_counts(row['charged_before'], row['crimes_before'], was, result)} then; {ratio.times()}"
    opening = f"The share of {words.in_sentence(row['offence_name'])} charged or before a court"
    other = f"that in {before}"
    if verdict is Verdict.TOO_FEW:
        text = f"{opening} rests on too few to compare with {other}: {size}."
    elif verdict is Verdict.UNCERTAIN and result.may_rise and ratio.high < 1:
        text = f"{opening} stood below {other} so far ({size}), which says nothing while charges may still come in."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside {other}{uncertain(ratio, size)}."
    else:
        text = f"{opening} was {relation(verdict, other, margin_of(result))}: {size}."
    return sentence(
        result.section, f"before-{row['offence_code']}", text, verdict=verdict, offence_code=row["offence_code"],
        charged=row["charged"], crimes=row["crimes"], charged_before=row["charged_before"],
        crimes_before=row["crimes_before"], **ratio.facts(),
    )  # fmt: skip


def _counts(part: float, whole: float, share: float, result: OutcomesResult) -> str:
    counted = f"{words.count(part)} of {words.count(whole)}"
    return f"{counted} ({words.percent(share, 1)})" if whole >= result.basis.minimum_base else counted


def _others(result: OutcomesResult, total: dict[str, Any], parts: list[dict[str, Any]]) -> list[Sentence]:
    if not result.n_others:
        return []
    clear = [row for row in parts if is_clear(row["vs_peers"])]
    return [_beside(result, row) for row in [total, *clear[:MOST]] if words.known(row["peer_ratio"])]


def _beside(result: OutcomesResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(
        row["peer_ratio"],
        row["peer_ratio_low"],
        row["peer_ratio_high"],
        confidence_of(result),
        margin_of(result),
    )
    verdict = as_verdict(row["vs_peers"])
    others = f"the mean share of {words.others(result.n_others, chosen=result.peers_chosen)}"
    size = f"{words.percent(row['charged_share'], 1)} beside {words.percent(row['peer_share'], 1)}; {ratio.times()}"
    opening = f"The share of {words.in_sentence(row['offence_name'])} charged or before a court"
    if verdict is Verdict.TOO_FEW:
        text = f"{opening} rests on too few to compare with {others}: {size}."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{opening}, beside {others}{uncertain(ratio, size)}."
    else:
        text = f"{opening} was {relation(verdict, others, margin_of(result))}: {size}."
    return sentence(
        result.section, f"peers-{row['offence_code']}", text, verdict=verdict, offence_code=row["offence_code"],
        charged_share=row["charged_share"], peer_share=row["peer_share"], **ratio.facts(),
    )  # fmt: skip


def revised(section: str, revisions: pd.DataFrame | None) -> list[Sentence]:
    """Say which outcomes newer data revised: how many rows of which months, and from which group to which.

    Parameters
    ----------
    section : str
        Where the sentence stands.
    revisions : DataFrame or None
        force_name, month, before, after (codes of groups), rows, same_counts.
    """
    if revisions is None or revisions.empty:
        return []
    moves = (
        revisions.groupby(["before", "after"], sort=False)["rows"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    months = [words.month_label(month) for month in sorted(revisions["month"].unique())]
    largest = moves.head(MOST)
    named = [f"{words.count(number)} {_move(*pair)}" for pair, number in largest.items()]
    rest = int(moves.sum() - largest.sum())
    named += [f"{words.count(rest)} in other ways"] if rest else []
    same = bool(revisions["same_counts"].all())
    force, told = revisions["force_name"].iloc[0], words.listed(named, limit=MOST + 1)
    crimes = f"{words.plural(moves.sum(), 'crime')} of {words.listed(months, limit=6)}"
    text = f"A newer delivery revised the outcomes of {crimes}, in the whole area of {force}: {told}."
    text += " The counts of crimes are the same in both deliveries." if same else ""
    facts = {f"{was}_to_{became}": int(number) for (was, became), number in largest.items()}
    return [sentence(section, "outcomes-revised", text, rows=int(moves.sum()), same_counts=same, **facts)]


def _move(was: str, became: str) -> str:
    names = {code: words.in_sentence(name) for code, name in outcome_names().items()}
    if was == became:
        return f"inside \u201c{names[was]}\u201d"
    return f"from \u201c{names[was]}\u201d to \u201c{names[became]}\u201d"
