"""Tables of views, the last plan, performance, priorities and the county (statutory elements d to g)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pads_analysis.assess.result import (
    CountyResult,
    PerformanceResult,
    PreviousPlanResult,
    PrioritiesResult,
    ViewsResult,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column, json_safe
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, population_caveat, table

SPAN = "90% of draws"


@renders(ViewsResult)
def views(result: ViewsResult) -> Table:
    """List published answers with base, date, mode and source."""
    frame = result.table.copy()
    random = frame["probability"].fillna(False).astype(bool)
    frame["value"] = 100 * frame["value"].astype(float)
    for column in ("ci_low", "ci_high"):
        frame[column] = (100 * frame[column].astype(float)).astype(object).where(random, NOT_APPLICABLE)
    frame = _dated(_filled(frame, ("group", "mode", "source")), "date")
    frame["probability"] = random
    columns = (
        Column("question", "Question or event"),
        Column("group", "Group"),
        Column("value", "Share (%)", "percent", 1),
        Column(
            "interval",
            f"{words.level(confidence_of(result))} interval (%)",
            "interval",
            1,
            "ci_low",
            "ci_high",
        ),
        Column("base", "Answers or attendance", "count"),
        Column("date", "Date"),
        Column("mode", "Mode"),
        Column("probability", "Random sample", "flag"),
        Column("source", "Source"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("What people who live or work here answered", result.basis),
        notes=("An interval is given for random samples only", *result.basis.notes),
    )


@renders(PreviousPlanResult)
def previous_plan(result: PreviousPlanResult) -> Table:
    """List the actions of the last plan with their state and evidence."""
    frame = _dated(_filled(result.table, ("priority", "lead", "evidence")), "due")
    past = frame["overdue"].fillna(False).astype(bool)
    frame["overdue"] = [
        "stopped" if status == "stopped" else "yes" if late else "no"
        for status, late in zip(frame["status"], past, strict=True)
    ]
    columns = (
        Column("action", "Action"),
        Column("priority", "Priority"),
        Column("lead", "Lead"),
        Column("due", "Due"),
        Column("status", "Status"),
        Column("overdue", "Past the date set"),
        Column("evidence", "Evidence or reason"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Actions of the previous plan, {words.place_name(result.basis.place)}",
        notes=result.basis.notes,
    )


@renders(PerformanceResult)
def performance(result: PerformanceResult) -> Table:
    """List the three triage tests for every offence."""
    columns = (
        Column("offence_name", "Offence"),
        Column("target_test", "Against the target"),
        Column("peer_test", "Against peers"),
        Column("direction_test", "Direction of travel"),
        Column("unfavourable", "Unfavourable tests", "count"),
        Column("reading", "Reading"),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        caption=caption_of("Triage tests", result.basis),
        notes=(result.rule, *result.basis.notes),
    )


@renders(PrioritiesResult)
def priorities(result: PrioritiesResult) -> list[Table]:
    """List the total of every issue with interval and places, its reasons, and its score on every criterion."""
    criteria = [name for name in result.table.columns if str(name).startswith("score_")]
    used = [name for name in criteria if result.table[name].notna().any()]
    frame = result.table.assign(
        places=[
            _places(low, high)
            for low, high in zip(result.table["rank_low"], result.table["rank_high"], strict=True)
        ]
    )
    frame = _filled(frame, ("why",))
    columns = (
        Column("offence_name", "Issue"),
        Column("tier", "Tier"),
        Column("total", "Score (0 to 4)", "number", 2),
        Column("score", f"Interval ({SPAN})", "interval", 2, "total_low", "total_high"),
        Column("places", f"Places it could take ({SPAN})"),
    )
    reasons = (Column("offence_name", "Issue"), Column("why", "Why"))
    scores = (
        Column("offence_name", "Issue"),
        *(Column(name, _criterion(name), "number", 1) for name in used),
    )
    missing = (
        f"Not scored: {'; '.join(part.rstrip('.') for part in result.not_scored)}"
        if result.not_scored
        else ""
    )
    drawn = f"Intervals from {result.draws:,} draws of the weights and of the uncertain scores"
    return [
        table(
            frame,
            columns,
            section=result.section,
            caption=caption_of("Issues scored on stated criteria", result.basis),
            notes=(drawn, missing, *result.basis.notes),
        ),
        table(frame, reasons, section=result.section, name="why", caption="What speaks for each issue"),
        replace(
            table(
                frame,
                scores,
                section=result.section,
                name="criteria",
                caption=caption_of("Scores on each criterion, 0 to 4", result.basis),
            ),
            folded=True,
        ),
    ]


@renders(PrioritiesResult)
def weights(result: PrioritiesResult) -> Table:
    """List the criteria with their weights and the anchors of their scores."""
    frame = _filled(result.weights, ("anchor",))
    columns = (
        Column("criterion", "Criterion"),
        Column("weight", "Weight", "number", 2),
        Column("used", "Used", "flag"),
        Column("anchor", "What the scores mean"),
    )
    notes = (
        "The weights of the criteria used are made to add up to 1",
        "Weights and anchors are set in the parameters",
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="weights",
        caption="Criteria, weights and anchors of the scoring",
        notes=notes,
    )


@renders(CountyResult)
def county(result: CountyResult) -> Table:
    """List the county's partnerships with rates and change."""
    frame = result.table.copy()
    frame["partnership_name"] = [words.place_name(name) for name in frame["partnership_name"]]
    places = words.rate_places(list(frame["rate_per_1000"]))
    level = words.level(confidence_of(result))
    columns = (
        Column("partnership_name", "Partnership"),
        Column("count", "Police recorded crimes", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval of rate", "interval", places, "ci_low", "ci_high"),
        Column("change_ratio", "Ratio to the period before", "number", 2),
        Column("change", f"{level} interval of ratio", "interval", 2, "change_low", "change_high"),
        Column(
            "change_verdict", "Against the period before", "verdict", low="change_low", high="change_high"
        ),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Partnerships of {result.county_name}, {result.basis.period}",
        notes=(population_caveat(result.basis), *result.basis.notes),
        total="is_own",
    )


@renders(CountyResult)
def county_shared(result: CountyResult) -> Table:
    """List the offences that several partnerships of the county share."""
    columns = (
        Column("offence_name", "Offence"),
        Column("partnerships_higher", "Partnerships in which it rose clearly", "count"),
        Column("partnerships", "Partnerships compared", "count"),
        Column("names", "Which"),
    )
    return table(
        result.shared,
        columns,
        section=result.section,
        name="shared",
        caption=f"Offences that rose clearly in several partnerships of {result.county_name}, {result.basis.period}",
        notes=result.basis.notes,
        empty="none rose clearly in two or more.",
    )


def _places(low: Any, high: Any) -> str:
    if not words.known(low, high):
        return NOT_APPLICABLE
    return " to ".join(dict.fromkeys((words.count(low), words.count(high))))


def _criterion(name: str) -> str:
    return words.at_start(name.removeprefix("score_").replace("_", " "))


def _filled(frame: Any, columns: tuple[str, ...]) -> Any:
    """Return the frame with "not stated" where a text column says nothing."""
    changes = {
        column: [
            "not stated" if words.is_missing(value) or not str(value).strip() else str(value)
            for value in frame[column]
        ]
        for column in columns
    }
    return frame.assign(**changes)


def _dated(frame: Any, column: str) -> Any:
    shown = [words.day(str(json_safe(value) or "").strip()) or "not dated" for value in frame[column]]
    return frame.assign(**{column: shown})
