"""Sentences on what people who live or work here answered, and on how that changed (statutory element e)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import ConfidenceResult, ViewChangesResult, ViewsResult
from pads_analysis.show import view_words, words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import UNCERTAIN, sentence

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 6
#: Measures of single items of anti-social behaviour, which the table holds.
ITEMS = frozenset(f"asb_item_{number}" for number in range(1, 8))
STAND_ALONE = "They were not drawn at random, so that their shares stand for them only."


@renders(ViewsResult)
def views(result: ViewsResult) -> list[Sentence]:
    """Say the share of each answer by how people were asked, and whether any worker, or resident, was asked."""
    said = [*_shares(result, headline=True), *_open(result), *published(result)]
    if not said:
        text = "All that was asked is told in the sections on concerns and on confidence."
        said = [sentence(result.section, "elsewhere", text)]
    return [*said, *_missing(result)]


@renders(ConfidenceResult)
def confidence(result: ConfidenceResult) -> list[Sentence]:
    """Say each measure by itself; the two questions that name different services are never joined."""
    said = [
        *_shares(result, headline=False, left_out=ITEMS),
        *_open(result, left_out=ITEMS),
        *published(result),
    ]
    if ITEMS & set(result.table["measure"]):
        text = "The table and the chart hold each item of anti-social behaviour by itself."
        said.append(sentence(result.section, "items", text))
    if result.scale:
        said.append(sentence(result.section, "scale", " ".join(result.scale)))
    measures = {*result.table["measure"], *result.open_table["measure"], *result.published["measure"]}
    if {"police_and_council", "other_public_services"} <= measures:
        text = (
            "The question on the police and the council and the one on the police and other public services are two "
            "measures; they are not joined or compared."
        )
        said.append(sentence(result.section, "apart", text))
    return said


def _shares(result: Any, *, headline: bool, left_out: Collection[str] = ()) -> list[Sentence]:
    level = words.level(confidence_of(result))
    printed = [
        row
        for row in result.table.to_dict("records")
        if words.is_number(row["value"]) and row.get("measure", "") not in left_out
    ]
    answers = view_words.first_groups(printed)
    said = [
        _answer(result, row, apart, level, at, headline=headline and at == 0)
        for at, (row, apart) in enumerate(answers[:MOST])
    ]
    left = len(answers) - MOST
    if left > 0:
        text = f"{words.plural(left, 'more answer')} {words.verb(left, 'stands', 'stand')} in the table."
        said.append(sentence(result.section, "more", text))
    withheld = int((result.table["withheld"].fillna("") != "").sum())
    if withheld:
        text = (
            f"{words.plural(withheld, 'share')} {words.verb(withheld, 'is', 'are')} withheld, for too few "
            "answers or too "
            "wide an interval; the table says which."
        )
        said.append(sentence(result.section, "withheld", text))
    return said


def _answer(
    result: Any, row: dict[str, Any], apart: list[dict[str, Any]], level: str, order: int, *, headline: bool
) -> Sentence:
    groups = [f"{each['group']} {view_words.share(each, level)}" for each in apart]
    beside = f" Apart: {words.listed(groups, limit=3)}." if groups else ""
    text = (
        f"{view_words.share(row, level)} of {_who(row)} answered: {words.in_sentence(row['question']).rstrip('.')} "
        f"({_where(row)}).{beside}"
    )
    facts = {name: row[name] for name in ("value", "ci_low", "ci_high", "base", "design_effect")}
    return sentence(
        result.section,
        f"answer-{order + 1}",
        text,
        headline=headline,
        importance=0.52,
        question=str(row["question"]),
        **facts,
    )


def _who(row: dict[str, Any]) -> str:
    return str(row["group"] or "").strip() or "those asked"


def _where(row: dict[str, Any]) -> str:
    warning = str(row["warning"] or "").strip()
    parts = [f"{words.count(row['base'])} asked", str(row["survey"]), view_words.when(row["date"]), warning]
    return "; ".join(filter(None, [parts[0], ", ".join(filter(None, parts[1:3])), warning]))


def _open(result: Any, left_out: Collection[str] = ()) -> list[Sentence]:
    """Say what those who chose to answer said, one sentence for each survey."""
    said = []
    rows = result.open_table
    if "measure" in rows:
        rows = rows.loc[~rows["measure"].isin(list(left_out))]
    for at, ((survey, date), part) in enumerate(rows.groupby(["survey", "date"], sort=False)):
        printed = [row for row in part.to_dict("records") if words.is_number(row["value"])]
        answers = [row for row, _ in view_words.first_groups(printed)][:3]
        shares = [
            f"{words.count(row['count'])} of {words.count(row['base'])} ({words.percent(row['value'])}) said: "
            f"{words.in_sentence(row['question']).rstrip('.')}"
            for row in answers
        ]
        listed = (
            f"of those who chose to answer, {'; '.join(shares)}. "
            if shares
            else "Too few answered to print shares. "
        )
        text = f"{survey} ({view_words.when(date)}): {listed}{STAND_ALONE}"
        said.append(sentence(result.section, f"open-{at + 1}", text, n=float(part["base"].max())))
    return said


def published(result: Any) -> list[Sentence]:
    """Say each share published without a base, beside the compared area's, and claim nothing of the difference."""
    rows = result.published.to_dict("records")
    said = [_published(result, row, at) for at, row in enumerate(rows[:MOST])]
    if len(rows) > MOST:
        text = f"The table holds {words.plural(len(rows) - MOST, 'more published share')}."
        said.append(sentence(result.section, "published-more", text))
    return said


def _published(result: Any, row: dict[str, Any], order: int) -> Sentence:
    shares = [f"the published share is {words.percent(row['value'])}"]
    if words.is_number(row["comparator"]):
        shares.append(f"that of {row['comparator_name']} {words.percent(row['comparator'])}")
    group = f" of {row['group']}" if str(row["group"] or "").strip() else ""
    after = ""
    if words.is_number(row["value_before"]):
        after = (
            f" A year before it was {words.percent(row['value_before'])}; that is no test of a change either."
        )
    differ = "so it cannot be said whether they differ" if len(shares) > 1 else "so no interval can be stated"
    text = (
        f"{str(row['question']).rstrip('.')}{group}: {', '.join(shares)} ({row['source']}, "
        f"{view_words.when(row['date'])}); no base was published, {differ}.{after}"
    )
    facts = {name: row[name] for name in ("value", "comparator", "value_before")}
    return sentence(result.section, f"published-{order + 1}", text, question=str(row["question"]), **facts)


def _missing(result: ViewsResult) -> list[Sentence]:
    """Say where workers, or residents, were not asked, or only by surveys that people chose to answer."""
    if result.workers == "unknown":
        text = (
            "The published tables do not say who was asked, so it is not known whether people who only "
            "work here were; the "
            "assessment must say what people who live or work here think."
        )
        return [sentence(result.section, "who", text)]
    said = []
    for name, how in (("worker", result.workers), ("resident", result.residents)):
        if how == "none":
            text = (
                f"No {name} was asked as such: the assessment must say what people who live or work here "
                "think, and these "
                f"answers leave out {name}s."
            )
        elif how == "open":
            text = (
                f"{words.at_start(name)}s answered only where they chose to: nothing here can be said of "
                f"all {name}s of the "
                "area."
            )
        else:
            continue
        said.append(sentence(result.section, f"no-{name}s", text))
    return said


@renders(ViewChangesResult)
def view_changes(result: ViewChangesResult) -> list[Sentence]:
    """Say what is higher or lower than in the wave before, what is similar, and what is too uncertain to say."""
    rows = result.table.to_dict("records")
    clear = [row for row in rows if str(row["verdict"]) in ("higher", "lower")]
    clear.sort(key=lambda row: -abs(float(row["difference"])))
    said = [_clear(result, row, at) for at, row in enumerate(clear[:MOST])]
    similar = [row for row in rows if str(row["verdict"]) == "similar"]
    if similar:
        named = words.listed([words.in_sentence(row["question"]) for row in similar], limit=MOST)
        text = f"Similar to the wave before, within {view_words.points(result.margin)} either way: {named}."
        said.append(sentence(result.section, "similar", text, verdict="similar", n=len(similar)))
    unclear = [row for row in rows if str(row["verdict"]) == "uncertain"]
    if unclear:
        named = words.listed([words.in_sentence(row["question"]) for row in unclear], limit=4)
        text = f"Against the wave before, {UNCERTAIN}: {named}. That does not mean that nothing changed."
        said.append(sentence(result.section, "uncertain", text, verdict="uncertain", n=len(unclear)))
    said += _not_compared(result, rows)
    return said


def _clear(result: ViewChangesResult, row: dict[str, Any], order: int) -> Sentence:
    level = words.level(confidence_of(result))
    way = "up" if row["difference"] > 0 else "down"
    warning = f" Note: {row['warning']}." if str(row["warning"] or "").strip() else ""
    text = (
        f"{str(row['question']).rstrip('.')}: {row['verdict']}, {words.percent(row['value'])} of {row['group']} in "
        f"{_month(row['date'])} and {words.percent(row['value_before'])} in {_month(row['date_before'])}, {way} "
        f"{view_words.points(row['difference'])} ({level} interval "
        f"{view_words.points_span(row['ci_low'], row['ci_high'])}; {row['series']}).{warning}"
    )
    facts = {
        name: row[name] for name in ("value", "value_before", "difference", "ci_low", "ci_high", "p_adjusted")
    }
    return sentence(
        result.section,
        f"change-{order + 1}",
        text,
        headline=order == 0,
        importance=0.45,
        verdict=str(row["verdict"]),
        question=str(row["question"]),
        **facts,
    )


def _not_compared(result: ViewChangesResult, rows: list[dict[str, Any]]) -> list[Sentence]:
    reasons = [f"{row['question']} ({row['why']})" for row in rows if str(row["why"] or "").strip()]
    said = []
    if reasons:
        text = f"Not compared: {words.listed([words.in_sentence(reason) for reason in reasons], limit=4)}."
        said.append(sentence(result.section, "questions", text))
    if result.not_compared:
        text = f"Not compared: {'; '.join(result.not_compared)}."
        said.append(sentence(result.section, "surveys", text))
    return said


def _month(date: Any) -> str:
    return words.month_label(str(date)[:7] + "-01")
