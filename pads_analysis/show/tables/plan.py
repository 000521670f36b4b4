"""Tables of the last partnership plan (statutory element f)."""

from __future__ import annotations

import pandas as pd

from pads_analysis.assess.result import (
    InterventionsResult,
    Outcome,
    PlanLessonsResult,
    PlanTargetsResult,
    PreviousPlanResult,
)
from pads_analysis.assess.result.plan import DELIVERY
from pads_analysis.show import plan_words, words
from pads_analysis.show.cells import NOT_APPLICABLE, NOT_AVAILABLE, Column, Linked
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, dated, filled, table
from pads_analysis.show.tables.interventions import OUTCOMES as VERDICTS

#: What stands in the place of a reason where none is called for.
NO_REASON = {"complete": "not needed", "on track": "under way", "not due": "not due yet"}


@renders(PreviousPlanResult)
def previous_plan(result: PreviousPlanResult) -> list[Table]:
    """List every action with its rating, what it cost and came to, and the ratings by priority."""
    tables = [_actions(result), _by_priority(result)]
    spent = result.table["spend"].notna() | result.table["budget"].notna() | (result.table["measure"] != "")
    return [*tables, _spend(result, spent)] if spent.any() else tables


def _actions(result: PreviousPlanResult) -> Table:
    frame = dated(filled(result.table, ("evidence",)), "due")
    rows = frame.to_dict("records")
    frame = frame.assign(
        what=[f"{row['action_id']}: {row['action']}" for row in rows],
        rated=[plan_words.rated(row["delivery"]) for row in rows],
        said=[_said(row) for row in rows],
        crime=[_verdict(row) for row in rows],
    )
    columns = (
        Column("what", "Action"),
        Column("rated", "Delivery", "rating"),
        Column("said", "By the rule"),
        Column("due", "Due"),
        Column("lead", "Lead"),
        Column("evidence", "Evidence or reason"),
        Column("crime", "Recorded crime after it", "link"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Actions of the previous plan, {words.place_name(result.basis.place)}",
        notes=(
            *_owners(result),
            result.rule,
            "Recorded crime after it: what the drivers chapter says of the actions that have a start and an offence.",
            *result.basis.notes,
        ),
    )


def _said(row: dict) -> str:
    if not row["overridden"]:
        return str(row["rule"])
    return f"{row['suggested']}: {row['rule']}; the owner says {row['delivery']}"


def _owners(result: PreviousPlanResult) -> tuple[str, ...]:
    """Return why each rating of the owner differs from the rule's, and who says so."""
    own = result.table.loc[result.table["overridden"].astype(bool)]
    return tuple(
        f"{row['action_id']} is rated {row['delivery']} by its owner ({row['override_by']}): {row['override_reason']}"
        for row in own.to_dict("records")
    )


def _verdict(row: dict) -> str | Linked:
    if not row["verdict"]:
        return "not looked at"
    text = f"{row['verdict_offence']}: {VERDICTS[Outcome(row['verdict'])]}"
    return Linked(text, InterventionsResult.section)


def _by_priority(result: PreviousPlanResult) -> Table:
    frame = result.priorities
    columns = (
        Column("priority", "Priority"),
        Column("weight", "Weight", "value"),
        Column("actions", "Actions", "count"),
        *(Column(word, plan_words.rating(word), "count") for word in DELIVERY),
        Column("points", "Points of its weight", "number", 2),
    )
    without = words.listed(list(result.without_actions), limit=6)
    return table(
        frame,
        columns,
        section=result.section,
        name="priorities",
        caption=f"Delivery by priority, {words.place_name(result.basis.place)}",
        notes=(
            "The weight of a priority is shared out equally among its actions; complete ones earn their share.",
            "" if result.weighted else "The plan gives no weights, so that every priority counts the same.",
            f"Without an action, and in neither figure: {without}." if without else "",
        ),
    )


def _spend(result: PreviousPlanResult, given: pd.Series) -> Table:
    frame = filled(result.table.loc[given], ("measure",))
    columns = (
        Column("action_id", "Action"),
        Column("action", "What was done"),
        Column("spend", "Spent (£)", "count"),
        Column("budget", "Budget (£)", "count"),
        Column("measure", "Outcome measure"),
        Column("measure_before", "Before", "value"),
        Column("measure_after", "After", "value"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="spend",
        caption=f"What actions cost and what was counted for them, {words.place_name(result.basis.place)}",
        notes=(
            "As the plan's owners give it. A measure that moved after an action does not show that the action "
            "moved it.",
        ),
    )


@renders(PlanTargetsResult)
def plan_targets(result: PlanTargetsResult) -> list[Table]:
    """List every target beside what was recorded or is projected, and delivery beside outcome by priority."""
    tables = [_targets(result)]
    return [*tables, _crossed(result)] if len(result.crossed) else tables


def _targets(result: PlanTargetsResult) -> Table:
    rows = result.table.to_dict("records")
    frame = result.table.assign(
        what=[f"{row['target_id']}: {row['offence_name']}" for row in rows],
        wanted=[plan_words.aim(row["kind"], row["aim"]) for row in rows],
        year=[plan_words.months(row["first"], row["last"]) for row in rows],
        stands=[plan_words.judged(row["outcome"]) for row in rows],
        chance=[_chance(row) for row in rows],
        how=[plan_words.joined([row["because"] or row["method"], row["note"]]) for row in rows],
    )  # fmt: skip
    level = words.level(confidence_of(result))
    columns = (
        Column("what", "Target"),
        Column("year", "Its year"),
        Column("wanted", "Aim"),
        Column("aim_count", "Aim as a number", "count"),
        Column("projected", "Recorded or projected", "count"),
        Column("limits", f"{level} interval", "interval", 0, "low", "high"),
        Column("chance", "Probability of meeting it"),
        Column("stands", "Outcome", "rating"),
        Column("how", "What it rests on"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Targets of the previous plan", result.basis),
        notes=(
            result.rule,
            f"Probability: {NOT_APPLICABLE} where the target's year is over and was judged on what was recorded.",
            *result.basis.notes,
        ),
    )


def _chance(row: dict) -> str:
    if words.known(row["p_meet"]):
        return plan_words.probability(row["p_meet"])
    return NOT_APPLICABLE if row["past"] else NOT_AVAILABLE


def _crossed(result: PlanTargetsResult) -> Table:
    frame = result.crossed.assign(
        delivered=[
            f"{words.count(done)} of {words.count(of)} complete" if of else "no action"
            for done, of in zip(result.crossed["complete"], result.crossed["actions"], strict=True)
        ]
    )
    columns = (
        Column("priority", "Priority"),
        Column("delivered", "Delivery: actions"),
        Column("good", "Targets met or on course", "count"),
        Column("unsure", "Too uncertain, or too little data", "count"),
        Column("bad", "Targets missed or off course", "count"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="delivery",
        caption=f"Delivery beside outcome by priority, {words.place_name(result.basis.place)}",
        notes=(
            "The two are rated apart: actions can be carried out and a target missed, or a target met without them. "
            "Neither shows what brought the other about. Targets that name no priority are not in this table.",
        ),
    )


@renders(PlanLessonsResult)
def plan_lessons(result: PlanLessonsResult) -> Table:
    """List what was learned from every action, why it was not delivered, and what becomes of it."""
    rows = result.table.to_dict("records")
    frame = result.table.assign(
        what=[f"{row['action_id']}: {row['action']}" for row in rows],
        rated=[plan_words.rated(row["delivery"]) for row in rows],
        why=[row["reason"] or NO_REASON.get(row["delivery"], "not stated") for row in rows],
        learned=[row["lesson"] or "not stated" for row in rows],
        next=[_next(row) for row in rows],
    )
    columns = (
        Column("what", "Action"),
        Column("rated", "Delivery", "rating"),
        Column("why", "Why it was not delivered"),
        Column("learned", "What was learned"),
        Column("next", "What becomes of it"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Lessons of the previous plan and what is carried forward, {words.place_name(result.basis.place)}",
    )  # fmt: skip


def _next(row: dict) -> str:
    said = plan_words.CARRIED[row["carry_forward"]]
    if row["open"]:
        return f"{said}: an open question"
    reason = row["carry_reason"].strip().rstrip(".")
    return f"{said}: {reason}" if reason else said
