"""Sentences on concerns, on who answered, on what they wrote, and on meetings (statutory element e)."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import (
    CommentsResult,
    ConcernGapResult,
    ConcernsResult,
    MeetingsResult,
    RespondentsResult,
)
from pads_analysis.data.surveys.held import NOT_CODED
from pads_analysis.show import view_words, words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence

MOST = 5


@renders(ConcernsResult)
def concerns(result: ConcernsResult) -> list[Sentence]:
    """Say what is named most, with the interval of its place; nothing is called first that may not be."""
    said: list[Sentence] = []
    lists = list(result.table.groupby("list_id", sort=False)) if len(result.table) else []
    for at, (_, part) in enumerate(lists):
        rows = [row for row in part.to_dict("records") if words.is_number(row["value"])]
        if rows:
            said.append(_top(result, part.to_dict("records"), at))
    if lists:
        said += _next(result, lists[0][1].to_dict("records"))
    said += _open(result)
    return said


def _open(result: ConcernsResult) -> list[Sentence]:
    """Say how many of those who chose to answer named what, one sentence for each survey."""
    said = []
    parts = result.open_table.groupby(["survey", "date"], sort=False) if len(result.open_table) else ()
    for at, ((survey, date), part) in enumerate(parts):
        rows = part.loc[part["group"] == part["group"].iloc[0]].to_dict("records")
        named = [
            f"{words.count(row['count'])} of {words.count(row['base'])} named {words.in_sentence(row['question'])}"
            for row in rows[:3]
        ]
        text = (
            f"{survey} ({view_words.when(date)}): of those who chose to answer, {words.listed(named)}. "
            "They were not drawn at "
            "random, so that no order is claimed for anybody else."
        )
        said.append(sentence(result.section, f"open-{at + 1}", text))
    return said


def _top(result: ConcernsResult, rows: list[dict[str, Any]], order: int) -> Sentence:
    level = words.level(confidence_of(result))
    printed = [row for row in rows if words.is_number(row["value"])]
    first = [row for row in printed if row["first"]]
    row = first[0] if first else printed[0]
    where = f"{words.count(row['base'])} asked; {row['survey']}, {view_words.when(row['date'])}"
    group = str(row["group"] or "").strip() or "those asked"
    if first:
        text = (
            f"Of {group}, {view_words.share(row, level)} name {words.in_sentence(row['question'])}, more "
            "than any other of "
            f"{words.count(row['n_ranked'])} concerns ({view_words.place(row)}; {where})."
        )
    elif words.is_number(row["rank_low"]) and row["n_ranked"]:
        top = [each for each in printed if each["rank_low"] == 1]
        named = [
            f"{words.in_sentence(each['question'])} ({words.percent(each['value'])}, {view_words.place(each)})"
            for each in top
        ]
        text = (
            f"Of {group}, which concern is named most cannot be told: it may be any of {words.listed(named, limit=4)} "
            f"({where})."
        )
    else:
        text = (
            f"Of {group}, {view_words.share(row, level)} name {words.in_sentence(row['question'])} "
            f"({where}); too few answers, "
            "or too few concerns, to say how concerns are placed."
        )
    facts = {name: row[name] for name in ("value", "ci_low", "ci_high", "base", "rank_low", "rank_high")}
    return sentence(
        result.section,
        f"top-{order + 1}",
        text,
        headline=order == 0,
        importance=0.6,
        concern=str(row["question"]),
        **facts,
    )


def _next(result: ConcernsResult, rows: list[dict[str, Any]]) -> list[Sentence]:
    level = words.level(confidence_of(result))
    others = [
        row for row in rows if words.is_number(row["value"]) and row["n_ranked"] and row["rank_low"] > 1
    ]
    if not others:
        return []
    named = [
        f"{words.in_sentence(row['question'])} {view_words.share(row, level)}, {view_words.place(row)}"
        for row in others[:MOST]
    ]
    left = f"; the table holds {len(others) - MOST} more" if len(others) > MOST else ""
    return [sentence(result.section, "next", f"Then: {'; '.join(named)}{left}.")]


@renders(ConcernGapResult)
def concern_gap(result: ConcernGapResult) -> list[Sentence]:
    """Say which concerns the police figures cannot show, and which stand apart from the records by the rule.

    The concern that is placed first of those that the records do not show, or show less, comes first.
    """
    rows = result.table.to_dict("records")
    telling = [row for row in rows if row["verdict"] in ("no police category", "higher in concern")]
    telling.sort(key=lambda row: (row["rank_high"], row["rank_low"]))
    said = [
        (_unseen if row["verdict"] == "no police category" else _apart)(result, row, at, headline=at == 0)
        for at, row in enumerate(telling[:MOST])
    ]
    lower = [row for row in rows if row["verdict"] == "lower in concern"]
    said += [_apart(result, row, at) for at, row in enumerate(lower[:MOST])]
    rest = [row for row in rows if row["verdict"] in ("no clear gap", "not told")]
    if rest:
        named = words.listed([words.in_sentence(row["question"]) for row in rest], limit=MOST)
        text = f"No clear gap between concern and records, by the rule beneath the table: {named}."
        said.append(sentence(result.section, "none", text, n=len(rest)))
    return said


def _named(result: ConcernGapResult, row: dict[str, Any]) -> str:
    name = str(row["question"]).rstrip(".")
    if not words.is_number(row["value"]):
        return name
    return f"{name}, named by {view_words.share(row, words.level(confidence_of(result)))} of {result.group}"


def _unseen(result: ConcernGapResult, row: dict[str, Any], order: int, *, headline: bool = False) -> Sentence:
    text = (
        f"{_named(result, row)}, takes place {view_words.places(row['rank_low'], row['rank_high'])} of "
        f"{len(result.table)} concerns. No police category counts it, so the police figures cannot show it."
    )
    return _gap_sentence(result, row, f"unseen-{order + 1}", text, headline=headline)


def _apart(result: ConcernGapResult, row: dict[str, Any], order: int, *, headline: bool = False) -> Sentence:
    way = "higher" if row["verdict"] == "higher in concern" else "lower"
    of = int((result.table["offence_code"] != "").sum())
    text = (
        f"{_named(result, row)}, stands {way} in concern than in the records: of {of} concerns with a "
        "police category it "
        f"takes place {view_words.places(row['shared_low'], row['shared_high'])} by share and place "
        f"{view_words.places(row['recorded_low'], row['recorded_high'])} by police recorded count "
        f"({words.count(row['count'])} in the period)."
    )
    return _gap_sentence(result, row, f"{way}-{order + 1}", text, headline=headline)


def _gap_sentence(
    result: ConcernGapResult, row: dict[str, Any], name: str, text: str, *, headline: bool
) -> Sentence:
    facts = {
        key: row[key]
        for key in (
            "value", "ci_low", "ci_high", "base", "rank_low", "rank_high", "shared_low", "shared_high", "recorded_low",
            "recorded_high", "count",
        )
    }  # fmt: skip
    return sentence(
        result.section, name, text, headline=headline, importance=0.58, concern=str(row["question"]), **facts
    )


@renders(RespondentsResult)
def respondents(result: RespondentsResult) -> list[Sentence]:
    """Say how many answered each survey, what weights cost, and where respondents differ most from the population."""
    said = []
    for at, row in enumerate(result.surveys.to_dict("records")):
        said.append(_survey(result, row, at))
        said += _profile(result, row, at)
    return said


def _survey(result: RespondentsResult, row: dict[str, Any], order: int) -> Sentence:
    groups = (
        f": {words.plural(row['residents'], 'resident')} and {words.plural(row['workers'], 'worker')}, those who are "
        "both counted in both"
        if words.is_number(row["residents"])
        else ""
    )
    random = row["sample"] == "probability"
    answered = "drawn at random answered" if random else "chose to answer"
    weights = (
        " Answers are weighted, which alone makes them worth "
        f"{words.plural(row['n_effective'], 'equal answer')} (design "
        f"effect {words.decimal(row['kish'], 2)})."
        if row["weighted"] and random
        else " Answers are not weighted."
        if random
        else " Weights are not used: none could make them stand for anybody else."
    )
    text = (
        f"{row['survey']} ({row['mode']}, {view_words.when(row['first'])} to {view_words.when(row['last'])}, run by "
        f"{row['authority']}): {words.plural(row['respondents'], 'person', 'people')} {answered}"
        f"{groups}.{weights}"
    )
    return sentence(
        result.section, f"survey-{order + 1}", text, n=row["respondents"], design_effect=row["kish"]
    )


def _profile(result: RespondentsResult, row: dict[str, Any], order: int) -> list[Sentence]:
    rows = result.table.loc[(result.table["survey"] == row["survey"]) & (result.table["date"] == row["date"])]
    told = [each for each in rows.to_dict("records") if words.is_number(each["difference"])]
    if not told:
        return []
    told.sort(key=lambda each: -abs(each["difference"]))
    named = [
        f"{each['profile']} {each['category']}: {words.percent(each['share'])} of respondents, "
        f"{words.percent(each['population_share'])} of the population, {view_words.points(each['difference'])} "
        f"{'more' if each['difference'] > 0 else 'fewer'}"
        for each in told[:2]
    ]
    text = (
        f"Where those who answered differ most from the population ({row['survey']}): {'; '.join(named)}. "
        "Nothing is tested."
    )
    return [sentence(result.section, f"profile-{order + 1}", text, difference=told[0]["difference"])]


@renders(CommentsResult)
def comments(result: CommentsResult) -> list[Sentence]:
    """Say how many comments were written and what most of them mention."""
    said = []
    for at, ((survey, question), part) in enumerate(result.table.groupby(["survey", "question"], sort=False)):
        rows = [row for row in part.to_dict("records") if row["code"] != NOT_CODED and row["count"]]
        left = part.loc[part["code"] == NOT_CODED, "count"].sum()
        base = part["base"].iloc[0]
        named = [
            f"{words.count(row['count'])} mention {words.in_sentence(view_words.code(row['code']))}"
            for row in rows[:MOST]
        ]
        mention = (
            f"{words.listed(named, limit=MOST)}; a comment may mention several"
            if named
            else "none carries a code"
        )
        text = (
            f'{survey}, asked "{str(question).strip()}": of {words.plural(base, "comment")}, {mention}. '
            f"{words.at_start(words.plural(left, 'comment'))} {words.verb(left, 'carries', 'carry')} no code."
        )
        said.append(sentence(result.section, f"codes-{at + 1}", text, n=base))
    return said


@renders(MeetingsResult)
def meetings(result: MeetingsResult) -> list[Sentence]:
    """Say for each year whether a public meeting was held, and which groups were reached."""
    said = []
    for at, row in enumerate(result.years.to_dict("records")):
        span = f"In the twelve months to {words.month_label(row['last'])}"
        if row["met"]:
            held = f"{words.plural(row['n'], 'public meeting')} {words.verb(row['n'], 'was', 'were')} held"
            latest = f"the latest on {view_words.when(row['date'])}: {row['title']}"
            text = f"{span}, {held}, {latest}. At least one a year: met."
        else:
            text = f"{span}, no public meeting is logged. At least one a year: not met."
        said.append(sentence(result.section, f"year-{at + 1}", text, met=bool(row["met"]), n=row["n"]))
    reached = [group for row in result.table["reached"] for group in str(row).split(", ") if group]
    text = (
        f"Groups that the log says were reached: {words.listed(dict.fromkeys(reached), limit=8)}."
        if reached
        else "The log names no group that other ways of asking hardly reach."
    )
    return [*said, sentence(result.section, "reached", text)]
