"""Sentences on the last partnership plan."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import PlanLessonsResult, PlanTargetsResult, PreviousPlanResult
from pads_analysis.show import plan_words, words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.compare import sentence
from pads_analysis.show.tables.build import population_caveat

#: From so many targets called by chance alone on it is said how many.
WORTH_SAYING = 0.5
UNSURE_PAST = "may or may not have been met; the data are too uncertain to say"
UNSURE_AHEAD = "may or may not be met; the data are too uncertain to say"
AHEAD = {"on course": "is on course", "off course": "is off course"}
CLEAR = ("met", "missed", "on course", "off course")


@renders(PreviousPlanResult)
def previous_plan(result: PreviousPlanResult) -> list[Sentence]:
    """Say how far the plan was carried out, by actions and by weights, what lacks evidence, and what it cost."""
    said = [_extent(result), _evidence(result), _overrides(result), _money(result)]
    return [one for one in said if one is not None]


def _extent(result: PreviousPlanResult) -> Sentence:
    counted = dict(zip(result.summary["delivery"], result.summary["actions"], strict=True))
    others = words.listed(
        [f"{words.count(n)} {word}" for word, n in counted.items() if n and word != "complete"], limit=6
    )
    enough = result.n_actions >= result.basis.minimum_base
    share = f" ({words.percent(result.n_complete / result.n_actions)})" if enough else ""
    text = (
        f"{words.count(result.n_complete)} of {words.plural(result.n_actions, 'action')} of the previous plan "
        f"{words.verb(result.n_complete, 'is', 'are')} complete{share}{'; ' + others if others else ''}. "
        f"{_weighted(result, enough=enough)}"
    )
    return sentence(
        result.section,
        "complete",
        text,
        headline=True,
        importance=0.62,
        n_actions=result.n_actions,
        n_complete=result.n_complete,
        overdue=int(result.table["overdue"].sum()),
        points=result.points,
        n_points=result.n_points,
        **{word.replace(" ", "_"): n for word, n in counted.items()},
    )


def _weighted(result: PreviousPlanResult, *, enough: bool) -> str:
    share = f" ({words.percent(result.points / result.n_points)})" if enough else ""
    earned = f"{words.decimal(result.points, 1)} of {plan_words.weight(result.n_points)} points{share}"
    if not result.weighted:
        return f"With every priority counting the same, as the plan gives no weights, that is {earned}."
    rows = result.priorities.to_dict("records")
    weights = words.listed(
        [f"{row['priority']}: {plan_words.weight(row['weight'])}" for row in rows], limit=8
    )
    return f"By the weights of the priorities ({weights}) that is {earned}."


def _evidence(result: PreviousPlanResult) -> Sentence | None:
    bare = result.table.loc[~result.table["has_evidence"].astype(bool)]
    if bare.empty:
        return None
    done = list(bare.loc[bare["delivery"] == "complete", "action_id"])
    text = f"{words.plural(len(bare), 'action')} {words.verb(len(bare), 'has', 'have')} no evidence beside the rating"
    if done:
        text += f", {words.listed(done, limit=9)} rated complete among them"
    return sentence(result.section, "evidence", f"{text}.", without=len(bare), complete_without=len(done))


def _overrides(result: PreviousPlanResult) -> Sentence | None:
    own = result.table.loc[result.table["overridden"].astype(bool)]
    if own.empty:
        return None
    each = [
        f"{row['action_id']} (the rule suggests {row['suggested']}; {row['override_by']} says {row['delivery']})"
        for row in own.to_dict("records")
    ]
    text = (
        f"{words.plural(len(own), 'rating')} {words.verb(len(own), 'is', 'are')} the owner's own and "
        f"{words.verb(len(own), 'differs', 'differ')} from the rule's: {words.listed(each, limit=6)}. "
        "The counts above take the owner's."
    )
    return sentence(result.section, "overrides", text, overridden=len(own))


def _money(result: PreviousPlanResult) -> Sentence | None:
    spend, both = result.table["spend"], result.table.dropna(subset=["spend", "budget"])
    if spend.notna().sum() == 0:
        return None
    n = int(spend.notna().sum())
    text = f"{plan_words.pounds(spend.sum())} was spent on the {words.plural(n, 'action')} for which a figure is given"
    lacking = len(spend) - n
    text += f"; {words.count(lacking)} {words.verb(lacking, 'has', 'have')} none" if lacking else ""
    if len(both):
        text += (
            f". Where a budget is given too ({words.plural(len(both), 'action')}), "
            f"{plan_words.pounds(both['spend'].sum())} of {plan_words.pounds(both['budget'].sum())} was spent"
        )
    return sentence(result.section, "spend", f"{text}.", spend=spend.sum(), without_spend=lacking)


@renders(PlanTargetsResult)
def plan_targets(result: PlanTargetsResult) -> list[Sentence]:
    """Say of every target whether it was met, or how likely it is to be, and what chance alone would do."""
    said = [_target(result, row) for row in result.table.to_dict("records")]
    if len(result.table) > 1:
        said.insert(0, _targets(result))
    return said


def _targets(result: PlanTargetsResult) -> Sentence:
    counted = result.table["outcome"].value_counts()
    parts = [f"{words.count(counted[word])} {word}" for word in plan_words.OUTCOMES if word in counted]
    text = f"The {words.plural(len(result.table), 'target')} of the previous plan: {words.listed(parts, limit=6)}."
    if result.n_projected > 1:
        text += (
            f" Were the probabilities below right, about {words.decimal(result.expected_met, 1)} of the "
            f"{words.count(result.n_projected)} still to come would be met."
        )
    judged = int((result.table["past"] & result.table["low"].notna()).sum())
    by_chance = judged * (1 - confidence_of(result))
    if by_chance >= WORTH_SAYING:
        text += (
            f" Of the {words.count(judged)} judged, about {words.decimal(by_chance, 1)} would be called met or missed "
            "by chance alone, were the level behind each exactly at its aim."
        )
    return sentence(
        result.section,
        "targets",
        text,
        targets=len(result.table),
        expected_met=result.expected_met,
        **{word.replace(" ", "_"): int(n) for word, n in counted.items()},
    )


def _target(result: PlanTargetsResult, row: dict[str, Any]) -> Sentence:
    aimed = plan_words.aim(row["kind"], row["aim"])
    name = f"Target {row['target_id']} ({words.in_sentence(row['offence_name'])}, {aimed})"
    clear = row["outcome"] in CLEAR
    caveat = population_caveat(result.basis) if row["kind"] == "rate" else ""
    return sentence(
        result.section,
        f"target {row['target_id']}",
        f"{name} {_came_to(result, row)} {caveat}".rstrip(),
        headline=clear,
        importance=0.58 if clear else 0.0,
        verdict=row["outcome"],
        offence_code=row["indicator"],
        **{key: row[key] for key in ("aim_count", "projected", "low", "high", "p_meet", "gap_ratio")},
    )


def _came_to(result: PlanTargetsResult, row: dict[str, Any]) -> str:
    year = f"{words.month_label(row['first'])} to {words.month_label(row['last'])}"
    if not words.known(row["projected"]):
        return f"cannot be judged for {year}, because {row['because']}."
    level = words.level(confidence_of(result))
    size = words.events(row["projected"], row["indicator"])
    limits = f"{level} interval {words.span(row['low'], row['high'], 0)}"
    aimed = f"{'at most' if row['lower_is_better'] else 'at least'} {words.count(row['aim_count'])}"
    if row["past"]:
        verb = {"met": "was met", "missed": "was missed"}.get(row["outcome"], UNSURE_PAST)
        text = f"{verb}: {size} in {year} ({limits} for the level behind it), where {aimed} were aimed at"
    else:
        text = (
            f"{AHEAD.get(row['outcome'], UNSURE_AHEAD)}: {size} projected for {year} ({level} prediction interval "
            f"{words.span(row['low'], row['high'], 0)}), where {aimed} are aimed at; the probability of meeting it is "
            f"{plan_words.probability(row['p_meet'])}"
        )
    return f"{text}{'. It is not judged, because ' + row['because'] if row['because'] else ''}."


@renders(PlanLessonsResult)
def plan_lessons(result: PlanLessonsResult) -> list[Sentence]:
    """Say what is carried forward, and name the actions of which nobody has said what becomes of them."""
    carried = result.table.loc[result.table["carry_forward"].isin(["yes", "with change"])]
    changed = int((carried["carry_forward"] == "with change").sum())
    lessons = int((result.table["lesson"].str.strip() != "").sum())
    text = (
        f"{words.count(len(carried))} of {words.plural(len(result.table), 'action')} "
        f"{words.verb(len(carried), 'is', 'are')} carried forward"
        f"{f', {words.count(changed)} of them with a change' if changed else ''}; "
        f"a lesson is written down for {words.count(lessons)}."
    )
    said = [
        sentence(
            result.section, "carried", text, carried=len(carried), changed=changed, lessons=lessons
        )
    ]  # fmt: skip
    open_ones = result.table.loc[result.table["open"].astype(bool)]
    if len(open_ones):
        rows = open_ones.to_dict("records")
        named = [
            f"{row['action_id']} ({words.in_sentence(row['action'].strip().rstrip('.'))})" for row in rows
        ]
        they = words.verb(len(rows), "it is", "they are")
        text = (
            f"Still open, because {they} neither complete nor carried forward and no reason is given: "
            f"{words.listed(named, limit=6)}."
        )
        said.append(
            sentence(result.section, "open", text, headline=True, importance=0.45, open=len(open_ones))
        )
    return said
