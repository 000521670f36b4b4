"""Tables of what should come first (statutory element d)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pads_analysis.assess.result import DecisionsResult, PrioritiesResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column, json_safe, to_section
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
        ],
        tier=[tier or NOT_APPLICABLE for tier in result.table["tier"]],
    )
    frame = filled(frame, ("why",))
    reasons = (Column("offence_name", "Issue"), Column("why", "Why"))
    scores = (
        Column("offence_name", "Issue"),
        *(Column(name, _criterion(name), "number", 1) for name in used),
    )
    return [
        table(
            frame,
            _columns(result),
            section=result.section,
            caption=caption_of("Issues scored on stated criteria", result.basis),
            notes=(*_rules(result), *result.basis.notes),
        ),
        table(frame, reasons, section=result.section, name="why", caption="What speaks for each issue"),
        replace(_evidence(result), folded=True),
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


def _columns(result: PrioritiesResult) -> tuple[Column, ...]:
    parts = [str(name) for name in result.table.columns if str(name).startswith("part_")]
    return (
        Column("offence_name", "Issue"),
        Column("tier", "Tier"),
        Column("total", "Score (0 to 4)" if result.scale == (0.0, 4.0) else result.scheme_title, "number", 2),
        Column("score", f"Interval ({SPAN})", "interval", 2, "total_low", "total_high"),
        Column("places", f"Places it could take ({SPAN})"),
        *(Column(name, words.at_start(name.removeprefix("part_")), "value", 1) for name in parts),
        *((Column("known", "Criteria with evidence", "count"),) if "known" in result.table else ()),
    )


def _rules(result: PrioritiesResult) -> tuple[str, ...]:
    missing = "; ".join(part.rstrip(".") for part in result.not_scored)
    return (
        f"Intervals from {result.draws:,} draws of the weights and of the uncertain scores",
        f"Not scored: {missing}" if missing else "",
        *result.rules,
        f"A tier ends where every issue above the line is above every issue below it in at least {result.sure:.0%} "
        "of draws; where there is no such line, issues are not parted",
    )


def _evidence(result: PrioritiesResult) -> Table:
    """List every score that there is with what it was read from, and the section that shows it."""
    rows = []
    criteria = result.weights.to_dict("records")
    for issue in result.table.to_dict("records"):
        for criterion in criteria:
            code = criterion.get("code", "")
            score, said = issue.get(f"score_{code}"), str(issue.get(f"value_{code}") or "")
            if words.is_number(score) and said:
                judged = said.startswith("judged ")
                section = "" if judged else criterion.get("section", "")
                rows.append(
                    {
                        "offence_name": issue["offence_name"], "criterion": criterion["criterion"], "score": score,
                        "value": said, "section": to_section(section or result.section),
                    }
                )  # fmt: skip
    columns = (
        Column("offence_name", "Issue"),
        Column("criterion", "Criterion"),
        Column("score", "Score (0 to 4)", "number", 1),
        Column("value", "Read from"),
        Column("section", "Shown under", "link"),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return table(
        frame,
        columns,
        section=result.section,
        name="evidence",
        caption=caption_of("Scores and their evidence", result.basis),
    )


@renders(PrioritiesResult)
def weights(result: PrioritiesResult) -> Table:
    """List the criteria with their weights and the anchors of their scores, in numbers and in words."""
    frame = filled(result.weights, ("anchor", *(("words",) if "words" in result.weights else ())))
    columns = (
        Column("criterion", "Criterion"),
        Column("weight", "Weight", "number", 2),
        Column("used", "Used", "flag"),
        Column("anchor", "Score by value"),
        *((Column("words", "Score in words"),) if "words" in result.weights else ()),
    )
    notes = (
        "Weights are shares of all; a criterion that is not used has no evidence for any issue, or no weight",
        "Scores between two values lie on the straight line between them",
        "Confidence in the evidence is shown and, unless a weight is set, not weighed: that little is known of an "
        "issue makes it neither more nor less important",
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
    """List what the authorities decided, why, who decided where and when, and when it is looked at again."""
    given = {name for name in ("meeting", "minute", "review") if name in result.table}
    shown = [name for name in ("meeting", "minute", "review") if name in given and result.table[name].any()]
    headings = {"meeting": "Meeting", "minute": "Minute", "review": "Review"}
    columns = (
        Column("issue", "Issue"),
        Column("tier", "Tier as scored"),
        *((Column("scored", f"Places ({SPAN})"),) if "places" in result.table else ()),
        Column("decision", "Decision"),
        Column("because", "Because"),
        Column("by", "Decided by"),
        Column("date", "Date"),
        *(Column(name, headings[name]) for name in shown),
    )
    frame = with_words(result.table.drop(columns="places", errors="ignore"))
    frame["date"] = [words.day(json_safe(value)) for value in frame["date"]]
    if "review" in frame:
        frame["review"] = [
            value if value == "none given" else words.day(json_safe(value)) for value in frame["review"]
        ]
    if "places" in result.table:
        frame["scored"] = [places_taken(*ends) for ends in result.table["places"]]
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Decisions on the scored issues", result.basis),
        notes=result.basis.notes,
    )


def _criterion(name: str) -> str:
    return words.at_start(name.removeprefix("score_").replace("_", " "))
