"""Sentences on wards: their level beside the rest of the partnership, and their change."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import Verdict, WardsResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, sentence

MOST = 4


@renders(WardsResult)
def wards(result: WardsResult) -> list[Sentence]:
    """Say which wards lie above and below the rest, and in which the count changed."""
    return [_beside(result), *([_change(result)] if result.compared else [_no_change(result)])]


def _beside(result: WardsResult) -> Sentence:
    rows = result.table.sort_values("ratio", ascending=False, kind="stable").to_dict("records")
    place, what = words.place_name(result.basis.place), words.in_sentence(result.offence_name)
    if all(not words.is_number(row["ratio"]) for row in rows):
        text = f"The {len(rows)} wards of {place} have no rates of {what}, because their populations are not known."
        return sentence(result.section, "beside", text, n_wards=len(rows))
    high = [row for row in rows if as_verdict(row["verdict"]) is Verdict.HIGHER]
    low = [row for row in rows[::-1] if as_verdict(row["verdict"]) is Verdict.LOWER]
    head = f"Of the {len(rows)} wards of {place}, "
    if not high and not low:
        text = f"{head}none has a rate of {what} that is clearly above or below that of the others together."
    else:
        text = f"{head}{_side(result, high, 'above')}; {_side(result, low, 'below')}."
    best = high[0] if high else None
    return sentence(
        result.section,
        "beside",
        text,
        offence_code=result.offence_code,
        n_wards=len(rows),
        n_above=len(high),
        n_below=len(low),
        **({} if best is None else {"ward_code": best["ward_code"], **_ratio(result, best).facts()}),
    )


def _side(result: WardsResult, rows: list[dict[str, Any]], word: str) -> str:
    if not rows:
        return f"none lies clearly {word} the others together"
    first, *others = rows
    named = f"{first['ward_name']} ({_ratio(result, first).times()})"
    if others:
        named = words.listed([named, *(row["ward_name"] for row in others)], limit=MOST)
    which = f"the rate of {what_of(result)} of all others together" if word == "above" else "it"
    return f"{words.count(len(rows))} {words.verb(len(rows), 'lies', 'lie')} clearly {word} {which}: {named}"


def what_of(result: WardsResult) -> str:
    """Return the offence in the middle of a sentence."""
    return words.in_sentence(result.offence_name)


def _ratio(result: WardsResult, row: dict[str, Any], prefix: str = "ratio") -> Ratio:
    names = (prefix, f"{prefix}_low", f"{prefix}_high")
    return Ratio(*(row[name] for name in names), confidence_of(result), margin_of(result))


def _change(result: WardsResult) -> Sentence:
    rows = result.table.to_dict("records")
    before = result.period_before
    moved = {
        verdict: sorted(
            (row for row in rows if as_verdict(row["change_verdict"]) is verdict),
            key=lambda row: -abs(row["difference"]),
        )
        for verdict in (Verdict.HIGHER, Verdict.LOWER)
    }
    parts = []
    for verdict, word in ((Verdict.HIGHER, "higher"), (Verdict.LOWER, "lower")):
        found = moved[verdict]
        if found:
            first = found[0]
            size = f"{words.count(first['count_before'])} to {words.count(first['count_before'] + first['difference'])}"
            size += f", {_ratio(result, first, 'change').times()}"
            named = words.listed(
                [f"{first['ward_name']} ({size})", *(row["ward_name"] for row in found[1:])], MOST
            )
            parts.append(f"{word} than in {before} in {words.plural(len(found), 'ward')}: {named}")
    clear = sum(len(found) for found in moved.values())
    text = (
        f"{words.at_start(what_of(result))} {words.were(result.offence_name)} {'; '.join(parts)}."
        if parts
        else f"In no ward is the change of {what_of(result)} since {before} clear."
    )
    return sentence(result.section, "change", text, n_changed=clear)


def _no_change(result: WardsResult) -> Sentence:
    text = f"Changes by ward are not given: too few months are complete in both periods ({result.period_before})."
    return sentence(result.section, "change", text)
