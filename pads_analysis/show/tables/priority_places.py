"""Tables of how sure places are, of the public's list beside them, and of the strategies (statutory element d)."""

from __future__ import annotations

from dataclasses import replace

from pads_analysis.assess.result import PriorityPlacesResult, PublicAgreementResult, StrategiesResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, NOT_AVAILABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, places_taken, table

SPAN = "90% of draws"
STATES = {
    "decided": "evidence and a decision",
    "evidence": "evidence, no decision yet",
    "missing": "nothing speaks to it",
}


@renders(PriorityPlacesResult)
def priority_places(result: PriorityPlacesResult) -> list[Table]:
    """List places with their intervals and what would change them, and the weights that put each issue first."""
    frame = result.table.copy()
    frame["places"] = [
        places_taken(low, high) for low, high in zip(frame["rank_low"], frame["rank_high"], strict=True)
    ]
    frame["first_quarter"] = 100 * frame["p_first"]
    columns = [
        Column("offence_name", "Issue"),
        Column("places", f"Places it could take ({SPAN})"),
        Column("first_quarter", "In the first quarter of places (% of draws)", "percent", 0),
    ]
    if "change_criterion" in frame:
        frame["first_of_all"] = 100 * frame["first_all"]
        frame["change"] = [change_words(row, result) for row in frame.to_dict("records")]
        columns += [
            Column("first_of_all", "First over all weights (% of draws)", "percent", 0),
            Column("change", "Least change of one weight that takes it across the line"),
        ]
    found = [
        table(
            frame,
            columns,
            section=result.section,
            caption=caption_of("How sure each place is", result.basis),
            notes=(line_rule(result), f"Shares of {result.draws:,} draws"),
        )
    ]
    return [*found, _central(result)] if len(result.central) else found


def line_rule(result: PriorityPlacesResult) -> str:
    """Return where the line stands that an issue may cross."""
    number = words.plural(result.line, "issue")
    if result.drawn_line:
        return f"The line ends the first tier: {number}"
    return f"No first tier could be told apart, so the line ends the first quarter of the list: {number}"


def change_words(row: dict[str, object], result: PriorityPlacesResult) -> str:
    """Return the change of one weight that moves an issue across the line, in words."""
    name = str(row["change_criterion"])
    if not name:
        return "no change of a single weight does"
    side = "falls below it" if row["above_line"] else "rises above it"
    now, then = (words.percent(row[key]) for key in ("change_from", "change_to"))
    return f"{side} when the weight of {name} goes from {now} to {then} of all weights"


def _central(result: PriorityPlacesResult) -> Table:
    frame = result.central.loc[result.central[list(result.criteria)].notna().any(axis=1)].copy()
    for name in result.criteria:
        frame[name] = 100 * frame[name]
    columns = (
        Column("offence_name", "Issue"),
        *(Column(name, f"{words.at_start(name)} (%)", "percent", 0) for name in result.criteria),
    )
    return replace(
        table(
            frame,
            columns,
            section=result.section,
            name="central",
            caption=caption_of("Weights that would put each issue first (mean of all that do)", result.basis),
            notes=("Issues that no weights put first are left out",),
        ),
        folded=True,
    )


@renders(PublicAgreementResult)
def public_agreement(result: PublicAgreementResult) -> list[Table]:
    """List the places of each issue on both lists, and the pairs on which they clearly disagree."""
    frame = result.table.copy()
    frame["percent"] = [
        100 * share if base >= result.basis.minimum_base or words.is_missing(base) else NOT_APPLICABLE
        for share, base in zip(frame["share"], frame["base"], strict=True)
    ]
    frame["low"], frame["high"] = 100 * frame["share_low"], 100 * frame["share_high"]
    frame["scored"] = [
        places_taken(a, b) for a, b in zip(frame["scored_low"], frame["scored_high"], strict=True)
    ]
    frame["said"] = [places_taken(a, b) for a, b in zip(frame["said_low"], frame["said_high"], strict=True)]
    frame["asked"] = [NOT_AVAILABLE if words.is_missing(base) else base for base in frame["base"]]
    columns = (
        Column("offence_name", "Issue"),
        Column("percent", "Named by (%)", "percent", 0),
        Column("interval", f"{words.level(result.basis.confidence)} interval (%)", "interval", 0, "low", "high"),
        Column("asked", "People asked", "count"),
        Column("said", f"Places by concern ({SPAN})"),
        Column("scored", f"Places in the scoring ({SPAN})"),
    )  # fmt: skip
    notes = (
        "Places are counted among the issues that people were asked about; the scoring leaves public concern out here",
        f"People asked: {'; '.join(result.asked)}",
    )
    found = [
        table(
            frame,
            columns,
            section=result.section,
            caption=caption_of("Scored issues beside what people name", result.basis),
            notes=notes,
        )
    ]
    if len(result.disagree):
        pairs = (
            Column("scored_higher", "Higher in the scoring"),
            Column("said_higher", "Named by more people"),
        )
        found.append(
            table(
                result.disagree,
                pairs,
                section=result.section,
                name="pairs",
                caption="Pairs that clearly stand the other way round",
                notes=(f"Each way in at least {result.clear:.0%} of draws",),
            )
        )
    return found


@renders(StrategiesResult)
def strategies(result: StrategiesResult) -> Table:
    """List for each strategy what speaks to it, what was decided, and what is missing."""
    frame = result.table.assign(
        state=[STATES[state] for state in result.table["state"]],
        named=[_names(names) for names in result.table["issues"]],
        leading=[_names(names) for names in result.table["first"]],
        sets=[_names(names) for names in result.table["data_sets"]],
        taken=[_names(names) for names in result.table["decided"]],
        lacking=[text.strip() or NOT_APPLICABLE for text in result.table["missing"]],
    )
    columns = (
        Column("strategy", "Strategy"),
        Column("state", "Where it stands"),
        Column("named", "Issues with evidence"),
        Column("leading", "In the first tier"),
        Column("sets", "Partners' data"),
        Column("taken", "Decisions"),
        Column("lacking", "What would speak to it"),
    )
    shown = [column for column in columns if column.key != "lacking" or result.table["missing"].any()]
    kept = f"Not in the public edition: {' and '.join(result.withheld)}" if result.withheld else ""
    return table(
        frame,
        shown,
        section=result.section,
        caption=caption_of("The strategies of section 6(1) and what bears on each", result.basis),
        notes=(
            "Crime and Disorder Act 1998, section 6(1), in our own words; the text as amended was read in part only "
            "(unverified)",
            "An issue may belong to several strategies; which offence belongs where is this project's own judgement",
            kept,
        ),
    )


def _names(names: tuple[str, ...]) -> str:
    return "; ".join(names) if names else "none"
