"""Tables of what may explain a change: explanations, their tests and rivals, the scale, and context series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import ContextResult, HypothesesResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.figure import data_table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

if TYPE_CHECKING:
    import pandas as pd


@renders(HypothesesResult)
def hypotheses(result: HypothesesResult) -> list[Table]:
    """List the explanations with both grades, every test with its estimate, the rivals, and the scale with its rule."""
    found = [_explanations(result)]
    if len(result.tests):
        found.append(_tests(result))
    if len(result.rivals):
        found.append(_rivals(result))
    if result.scale:
        found.append(_scale(result))
    return found


def _explanations(result: HypothesesResult) -> Table:
    columns = (
        Column("number", "Number", "count"),
        Column("claim", "Claim"),
        Column("mechanism", "How it would work"),
        Column("expected_pattern", "What would be seen if it were true"),
        Column("about", "About"),
        Column("evidence", "Evidence, by the rule"),
        Column("why", "What that rests on"),
        Column("grade", "Partnership's own grade"),
        Column("reason", "Its reason"),
    )
    return table(
        _with_words(result.table),
        columns,
        section=result.section,
        caption=caption_of("Explanations supplied by the partnership", result.basis),
        notes=("Claims are the partnership's words", *result.basis.notes),
    )


def _tests(result: HypothesesResult) -> Table:
    level = words.level(confidence_of(result))
    frame = result.tests.assign(
        test=[f"{row.hypothesis}.{row.number}" for row in result.tests.itertuples()],
        outcome=[
            f"{row.outcome}: {row.reason}" if row.reason else row.outcome for row in result.tests.itertuples()
        ],
    )
    columns = (
        Column("test", "Test"),
        Column("what", "What was looked at"),
        Column("supports", "Would speak for"),
        Column("expected", "What would be seen"),
        Column("outcome", "Outcome"),
        Column("estimate", "Ratio", "number", 2),
        Column("interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("rests_on", "Rests on"),
    )
    margin = words.points(result.basis.margin)
    notes = [f"Test {row.test}: {row.note}" for row in frame.itertuples() if row.note]
    return table(
        frame,
        columns,
        section=result.section,
        name="tests",
        caption=caption_of("Tests of the explanations and of their rivals", result.basis),
        notes=(
            "A ratio of 1 is no difference; what each compares stands in the column of what would be seen",
            f"A difference is told from {margin}% upwards, with all comparisons of a table allowed for; a test that "
            "another section prints has that section's verdict",
            *notes,
        ),
    )


def _rivals(result: HypothesesResult) -> Table:
    columns = (
        Column("hypothesis", "Explanation", "count"),
        Column("number", "Rival", "count"),
        Column("rival", "Other explanation"),
        Column("standing", "Where its tests leave it"),
    )
    return table(
        result.rivals,
        columns,
        section=result.section,
        name="rivals",
        caption=caption_of("Rival explanations", result.basis),
        notes=("A rival that was not tested is not ruled out; an explanation and a rival can both hold",),
    )


def _scale(result: HypothesesResult) -> Table:
    columns = (Column("grade", "Grade"), Column("meaning", "Meaning"))
    return data_table(
        result.section,
        "scale",
        "The scale of evidence, from the least to the most",
        columns,
        result.scale,
        "The scale is this project's own and no official one.",
        *result.rule,
    )


@renders(ContextResult)
def context(result: ContextResult) -> Table:
    """List every series and offence with the ratio for a step, its interval, and what it rests on."""
    level = words.level(confidence_of(result))
    rows = result.table
    frame = rows.assign(
        rests_on=[
            "" if row.reason else f"{words.plural(row.n_areas, row.areas_are[:-1])}, {row.span}"
            for row in rows.itertuples()
        ],
        read=[row.reason for row in rows.itertuples()],
        step=[words.at_start(row.step_words) for row in rows.itertuples()],
    )
    frame = frame.assign(
        rests_on=[text or "not told" for text in frame["rests_on"]],
        read=[f"cannot be told: {text}" if text else "" for text in frame["read"]],
    )
    verdicts = [
        words.at_start(read) if read else (verdict, low, high)
        for read, verdict, low, high in frame[["read", "verdict", "ci_low", "ci_high"]].values
    ]
    frame = frame.assign(verdict=verdicts)
    columns = (
        Column("series_name", "Series"),
        Column("offence_name", "Offence"),
        Column("step", "For"),
        Column("lag", "Periods earlier", "count"),
        Column("ratio", "Ratio of rates", "number", 2),
        Column("interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Rate where the series is higher", "verdict"),
        Column("rests_on", "Areas and periods"),
        Column("adjusts", "Allowed for"),
    )
    sources = [
        f"{row.series_name}: {row.source.rstrip('.')}. {row.note}".rstrip()
        for row in rows.drop_duplicates("series").itertuples()
        if row.source
    ]
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Recorded crime beside other series", result.basis, _span(rows)),
        notes=(*result.warnings, result.rule, *sources, *result.basis.notes),
    )


def _span(rows: pd.DataFrame) -> str:
    spans = [span for span in rows["span"] if span]
    return spans[0] if len(set(spans)) == 1 else "periods as stated"


def _with_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with "none given" where a text is empty."""
    return frame.map(lambda value: "none given" if isinstance(value, str) and value == "" else value)
