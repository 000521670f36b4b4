"""Tables on what was recorded after actions: verdicts, every estimate, and what each method takes for granted."""

from __future__ import annotations

from pads_analysis.assess.result import InterventionsResult, Outcome
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

OUTCOMES = {
    Outcome.FELL_MORE: "fell more than where compared",
    Outcome.ROSE_MORE: "rose more than where compared",
    Outcome.NOT_SHOWN: "no difference could be shown",
    Outcome.NOT_JUDGED: "cannot be judged",
}
AROUND = (
    "Areas around are the buffer areas that the plan names, or else the small areas that touch those of the action; "
    "they are in no comparison."
)
METHODS = {
    "comparison": "Its areas beside the comparison",
    "earlier": "The same, had it begun a year earlier (a check)",
    "buffers": "The areas around it beside the comparison",
    "together": "Its areas and those around it, together",
    "series": "Own monthly series against its earlier course",
    "peers": "Whole partnership beside weighted peers",
}


@renders(InterventionsResult)
def interventions(result: InterventionsResult) -> list[Table]:
    """List the verdict on each action, every estimate behind it, and what each method assumes."""
    return [_verdicts(result), _estimates(result), _assumptions(result)]


def _verdicts(result: InterventionsResult) -> Table:
    frame = result.table.assign(
        said=[OUTCOMES[Outcome(outcome)] for outcome in result.table["outcome"]],
        why=[
            because or agreement
            for because, agreement in zip(result.table["because"], result.table["agreement"], strict=True)
        ],
        where=[
            "whole partnership" if whole else words.plural(number, "small area")
            for whole, number in zip(result.table["whole"], result.table["treated"], strict=True)
        ],
        began=[words.day(start) for start in result.table["starts"]],
    )
    columns = (
        Column("action_id", "Action"),
        Column("offence_name", "Offence"),
        Column("where", "Where"),
        Column("began", "Began"),
        Column("compared", "Compared with"),
        Column("said", "Verdict"),
        Column("why", "Why, or what the other methods say"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Verdict on each action with a start and an offence", result.basis),
        notes=(result.rule, AROUND, *result.basis.notes),
        empty="none.",
    )


def _estimates(result: InterventionsResult) -> Table:
    frame = result.estimates.assign(
        how=[METHODS[method] for method in result.estimates["method"]],
        note=[_note(row) for row in result.estimates.to_dict("records")],
        chance=[
            100 * share if words.known(share) else NOT_APPLICABLE for share in result.estimates["by_chance"]
        ],
    )
    level = words.level(confidence_of(result))
    base = result.basis.minimum_base
    for name in ("ratio", "ratio_low", "ratio_high"):
        # A ratio on a tiny base is no figure; the counts stand beside it.
        small = (frame["expected"] < base) & frame["expected"].notna()
        frame[name] = [
            NOT_APPLICABLE if few else value for few, value in zip(small, frame[name], strict=True)
        ]
    columns = (
        Column("action_id", "Action"),
        Column("how", "Method"),
        Column("before", "Before", "count"),
        Column("after", "After", "count"),
        Column("expected", "Had it changed as the comparison", "count"),
        Column("difference", "Difference", "count"),
        Column(
            "limits", f"{level} interval of difference", "interval", 0, "difference_low", "difference_high"
        ),
        Column("ratio", "Times", "number", 2),
        Column("times", f"{level} interval of times", "interval", 2, "ratio_low", "ratio_high"),
        Column("chance", "As far by chance (%)", "number", 1),
        Column("note", "Remark"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="estimates",
        caption=caption_of("Every estimate behind the verdicts", result.basis),
        notes=(
            "Counts of the monthly series are those of all its months, not of a year. As far by chance: the share of "
            "other sets of as many areas, or of partnerships, that moved apart as far.",
            f"Times is not given ({NOT_APPLICABLE}) where fewer than {base} would have been expected. Weighted peers "
            "give no interval; their share by chance stands in its place.",
        ),
        empty="none.",
    )


def _note(row: dict[str, object]) -> str:
    if not row["judged"]:
        return f"not judged: {row['because']}"
    if row["method"] == "series":
        return f"earlier trend: {row['detail']} times a year"
    if row["method"] == "buffers" and row["detail"]:
        return f"weighted displacement quotient, a description only, {row['detail']}"
    if words.known(row["smallest"]):
        least = f"least possible by chance {words.decimal(100 * float(row['smallest']), 2)}%"
        return f"{row['detail']}; {least}" if row["detail"] else least
    return str(row["detail"]) or NOT_APPLICABLE


def _assumptions(result: InterventionsResult) -> Table:
    return table(
        result.assumptions,
        (Column("method", "Method"), Column("assumption", "What it takes for granted")),
        section=result.section,
        name="assumptions",
        caption="What each method takes for granted",
    )
