"""Sentences on what may explain a change: tested explanations with their grade, and series set beside the counts.

Only the section on hypotheses may print words of cause, because they are the partnership's own and stand with a grade.
"""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import ContextResult, HypothesesResult, Verdict
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.sentences.compare import Ratio, as_verdict, is_clear, sentence, uncertain

GRADES = ("strong", "moderate", "weak", "untested", "contradicted")
STILL_STANDING = ("fits as well", "unclear", "not tested")
LONGEST_CLAIM = 300
MOST = 8


@renders(HypothesesResult)
def hypotheses(result: HypothesesResult) -> list[Sentence]:
    """Say how strong the evidence for each explanation is, by the printed rule, and what speaks for its rivals."""
    counted = result.table["evidence"].value_counts()
    grades = [f"{counted[grade]} {grade}" for grade in GRADES if counted.get(grade, 0)]
    number = words.plural(len(result.table), "explanation")
    text = (
        f"The partnership supplies {number}. By the rule printed below, the evidence for "
        f"{words.verb(len(result.table), 'it', 'them')} is: {words.listed(grades, limit=5)}. None is established here."
    )
    said = [sentence(result.section, "supplied", text, n=len(result.table))]
    rows = result.table.to_dict("records")
    said += [_explanation(result, row) for row in rows[:MOST]]
    if len(rows) > MOST:
        said.append(
            sentence(result.section, "others", f"The table grades {len(rows) - MOST} more explanations.")
        )
    return said


def _explanation(result: HypothesesResult, row: dict[str, Any]) -> Sentence:
    said = [
        f'Explanation {row["number"]}, "{_short(row["claim"])}": evidence graded {row["evidence"]} ({row["why"]}).'
    ]
    if not row["agrees"]:
        reason = f"Its reason: {row['reason'].rstrip('.')}." if row["reason"] else "It gives no reason."
        said.append(f"The partnership itself grades it {row['grade']}, which differs. {reason}")
    facts = {
        key: row[key] for key in ("evidence", "grade", "n_tests", "n_as_expected", "n_against", "n_unclear")
    }
    text = " ".join([*said, _standing(result, row["number"])])
    return sentence(result.section, f"explanation-{row['number']}", text, importance=0.4, **facts)


def _standing(result: HypothesesResult, number: int) -> str:
    """Return which rivals are not ruled out; empty where all came out against."""
    rivals = result.rivals
    if rivals.empty:
        return ""
    left = rivals.loc[(rivals["hypothesis"] == number) & rivals["standing"].isin(STILL_STANDING)]
    if left.empty:
        return ""
    named = [f'"{_short(rival)}" ({standing})' for rival, standing in left[["rival", "standing"]].values]
    return f"Not ruled out: {words.listed(named, limit=4)}."


def _short(text: str) -> str:
    plain = " ".join(str(text).split()).rstrip(".")
    return plain if len(plain) <= LONGEST_CLAIM else f"{plain[: LONGEST_CLAIM - 1]}…"


@renders(ContextResult)
def context(result: ContextResult) -> list[Sentence]:
    """Say which series recorded crime goes along with, by how much for a step that matters, and what that is not."""
    rows = result.table.to_dict("records")
    told = [row for row in rows if not row["reason"]]
    # Clear ones first; the table holds every other.
    told.sort(key=lambda row: not is_clear(row["verdict"]))
    said = [_beside(result, row) for row in told[:MOST]]
    if len(told) > MOST:
        text = f"The table holds {words.plural(len(told) - MOST, 'more comparison')}."
        said.append(sentence(result.section, "others", text))
    said += [
        sentence(result.section, f"untold-{row['series']}-{row['offence_code']}", _untold(row))
        for row in rows
        if row["reason"]
    ]
    if told:
        said.append(sentence(result.section, "caveat", " ".join(result.warnings)))
    return said


def _beside(result: ContextResult, row: dict[str, Any]) -> Sentence:
    ratio = Ratio(row["ratio"], row["ci_low"], row["ci_high"], confidence_of(result), margin_of(result))
    verdict = as_verdict(row["verdict"])
    offence = words.in_sentence(row["offence_name"])
    lag = _lag(row)
    rests = (
        f"{words.plural(row['n_areas'], 'partnership')}, {row['span']}, {words.plural(row['n_periods'], 'period')}"
        if row["areas_are"] == "partnerships"
        else f"{words.plural(row['n_areas'], 'small area')}, {row['span']}"
    )
    opening = f"{row['series_name']}{lag}: for {row['step_words']}, the rate of {offence} was"
    end = f" ({rests})"
    if verdict is Verdict.TOO_FEW or not ratio.known:
        text = f"{row['series_name']}{lag} and {offence}: too few events to say how they go together{end}."
    elif verdict is Verdict.UNCERTAIN:
        text = f"{row['series_name']}{lag} and {offence}{uncertain(ratio, _times(ratio, row))}{end}."
    else:
        word = {Verdict.HIGHER: "higher", Verdict.LOWER: "lower", Verdict.SIMILAR: "similar"}[verdict]
        text = f"{opening} {word}: {ratio.times()}{end}."
    return sentence(
        result.section,
        f"{row['series']}-{row['offence_code']}",
        text,
        importance=0.35,
        verdict=verdict,
        series=row["series"],
        n_areas=row["n_areas"],
        n_periods=row["n_periods"],
        **ratio.facts(),
    )


def _times(ratio: Ratio, row: dict[str, Any]) -> str:
    return f"{ratio.times()}, for {row['step_words']}"


def _lag(row: dict[str, Any]) -> str:
    if not row["lag"]:
        return ""
    return f" {words.plural(row['lag'], 'period')} earlier"


def _untold(row: dict[str, Any]) -> str:
    return (
        f"How {words.in_sentence(row['offence_name'])} goes along with {words.in_sentence(row['series_name'])} cannot "
        f"be told: {row['reason']}."
    )
