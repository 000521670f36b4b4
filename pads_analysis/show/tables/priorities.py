"""Tables of what should come first (statutory element d)."""

from __future__ import annotations

from dataclasses import replace

from pads_analysis.assess.result import DecisionsResult, PrioritiesResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column, json_safe
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, filled, places_taken, table, with_words

SPAN = "90% of draws"


@renders(PrioritiesResult)
def priorities(result: PrioritiesResult) -> list[Table]:
    """List the total of every issue with interval and places, its reasons, and its score on every criterion."""
    criteria = [name for name in result.table.columns if str(name).startswith("score_")]
    used = [name for name in criteria if result.table[name].notna().any()]
    frame = result.table.assign(
        places=[
            places_taken(low, high)
            for low, high in zip(result.table["rank_low"], result.table["rank_high"], strict=True)
        ]
    )
    frame = filled(frame, ("why",))
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
    frame = filled(result.weights, ("anchor",))
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


@renders(DecisionsResult)
def decisions(result: DecisionsResult) -> Table:
    """List what the authorities decided, why, who decided, and when."""
    columns = (
        Column("issue", "Issue"),
        Column("tier", "Tier as scored"),
        Column("decision", "Decision"),
        Column("because", "Because"),
        Column("by", "Decided by"),
        Column("date", "Date"),
    )
    frame = with_words(result.table)
    return table(
        frame.assign(date=[words.day(json_safe(value)) for value in frame["date"]]),
        columns,
        section=result.section,
        caption=caption_of("Decisions on the scored issues", result.basis),
        notes=result.basis.notes,
    )


def _criterion(name: str) -> str:
    return words.at_start(name.removeprefix("score_").replace("_", " "))
