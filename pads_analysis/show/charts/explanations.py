"""Where the evidence for each explanation stands on the scale, and what each test found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import HypothesesResult
from pads_analysis.show import figure, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.charts import intervals
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import confidence_of, margin_of, renders

if TYPE_CHECKING:
    import pandas as pd

MOST_EXPLANATIONS, MOST_TESTS = 12, 24
LADDER_INCHES = 0.95
LABEL_WIDTH, LABEL_LINES = 24, 4
MARKS = (
    ("as expected", palette.NAVY, "o"),
    ("against", palette.ORANGE, "s"),
    ("cannot tell", palette.MID_GREY, "D"),
)


@renders(HypothesesResult)
def hypotheses(result: HypothesesResult) -> list[Figure]:
    """Draw the ladder of evidence with both grades of every explanation, and the tests with their intervals."""
    found = [_ladder(result)]
    drawable = result.tests.loc[result.tests["estimate"].fillna(0) > 0] if len(result.tests) else result.tests
    return [*found, _tests(result, drawable)] if len(drawable) else found


def _ladder(result: HypothesesResult) -> Figure:
    table = result.table.head(MOST_EXPLANATIONS)
    steps = [grade for grade, _ in result.scale] or ["contradicted", "untested", "weak", "moderate", "strong"]
    with figure.canvas(1.6 + LADDER_INCHES * len(table)) as (drawing, axes):
        for row, entry in enumerate(table.to_dict("records")):
            axes.plot([0, len(steps) - 1], [row, row], color=palette.LIGHT_GREY, linewidth=1.4, zorder=1)
            _mark(axes, steps.index(entry["grade"]), row + 0.16, "D", palette.ORANGE, hollow=True)
            _mark(axes, steps.index(entry["evidence"]), row - 0.12, "o", palette.NAVY, hollow=False)
        axes.set_yticks(range(len(table)), [_label(entry) for entry in table.to_dict("records")])
        axes.set_ylim(len(table) - 0.5, -0.5)
        # Every second label one line lower, so that long grades do not run into each other.
        axes.set_xticks(range(len(steps)), [f"\n{step}" if at % 2 else step for at, step in enumerate(steps)])
        axes.set_xlim(-0.4, len(steps) - 0.6)
        axes.grid(visible=False, axis="y")
        figure.key_above(axes, columns=1, handles=_ladder_key())
        return figure.finish(
            drawing,
            section=result.section,
            name="ladder",
            title=finding(result.table),
            measure="Grade of the evidence for each explanation",
            basis=result.basis,
            chart="Dot chart on a scale of five grades",
            data=_ladder_data(result),
            detail="From contradicted, on the left, to strong.",
        )


def finding(table: pd.DataFrame) -> str:
    """Return the best grade that any explanation reaches, as a title."""
    order = ("strong", "moderate", "weak")
    counted = table["evidence"].value_counts()
    for grade in order:
        if counted.get(grade, 0):
            number = int(counted[grade])
            rest = "" if grade == "strong" else ", and none stronger"
            have = words.verb(number, "explanation has", "explanations have")
            return f"{words.at_start(words.small_number(number))} {have} {grade} evidence{rest}"
    return "No explanation has any evidence from the tests"


def _label(entry: dict[str, Any]) -> str:
    return words.wrapped(f"{entry['number']}. {entry['claim']}", LABEL_WIDTH, LABEL_LINES)


def _mark(axes: Any, x: float, y: float, marker: str, colour: str, *, hollow: bool) -> None:
    axes.plot(
        [x], [y], marker=marker, color=colour, markerfacecolor="white" if hollow else colour, markeredgewidth=2.0,
        markersize=10, linestyle="none", zorder=3,
    )  # fmt: skip


def _ladder_key() -> list[Any]:
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [], [], color=palette.NAVY, marker="o", markersize=9, linestyle="none",
            label="by the rule, from the tests",
        ),
        Line2D(
            [], [], color=palette.ORANGE, marker="D", markerfacecolor="white", markeredgewidth=2.0, markersize=9,
            linestyle="none", label="the partnership's own grade",
        ),
    ]  # fmt: skip


def _ladder_data(result: HypothesesResult) -> Table:
    columns = (
        Column("number", "Number", "count"),
        Column("claim", "Claim"),
        Column("evidence", "By the rule"),
        Column("grade", "Partnership's own"),
    )
    rows = [
        (row["number"], row["claim"], row["evidence"], row["grade"])
        for row in result.table.to_dict("records")
    ]
    return figure.data_table(result.section, "ladder", "Grades of the explanations", columns, rows)


def _tests(result: HypothesesResult, drawable: pd.DataFrame) -> Figure:
    table = drawable.head(MOST_TESTS)
    level, margin = words.level(confidence_of(result)), margin_of(result)
    labels = [f"{row.hypothesis}.{row.number} {row.what} ({row.supports})" for row in table.itertuples()]
    series = [_series(table, *mark) for mark in MARKS if (table["outcome"] == mark[0]).any()]
    with figure.canvas(intervals.height(len(table)) + 0.45 * len(table)) as (drawing, axes):
        intervals.draw(axes, labels, series, list(table["outcome"]), label_width=22, label_lines=3)
        ends = [
            *table["estimate"],
            *table["ci_low"],
            *table["ci_high"],
            1 / (1 + margin) ** 2,
            (1 + margin) ** 2,
        ]
        intervals.log_scale(axes, ends)
        intervals.reference(axes, 1.0, margin)
        handles = intervals.key_handles(series, band=f"similar (within {words.percent(margin)})")
        figure.key_above(axes, columns=1, handles=handles)
        return figure.finish(
            drawing,
            section=result.section,
            name="tests",
            title=_tests_finding(result.tests),
            measure="Ratio found by each test",
            basis=result.basis,
            chart="Dot chart with intervals",
            data=_tests_data(result, table),
            detail=(
                f"With {level} intervals; the table says what each compares. Logarithmic scale."
                f"{_left_out(len(result.tests) - len(table))}"
            ),
        )


def _left_out(number: int) -> str:
    if not number:
        return ""
    tests = words.plural(number, "test")
    return f" Not drawn: {tests} without an estimate; the table has {words.verb(number, 'it', 'them')}."


def _tests_finding(tests: pd.DataFrame) -> str:
    counted = tests["outcome"].value_counts()
    said = [f"{counted[outcome]} {outcome}" for outcome, _, _ in MARKS if counted.get(outcome, 0)]
    return f"Of {words.plural(len(tests), 'test')}: {words.listed(said)}"


def _series(table: pd.DataFrame, outcome: str, colour: str, marker: str) -> intervals.Series:
    chosen = table["outcome"] == outcome
    return intervals.Series(
        outcome,
        *(list(table[column].astype(float).where(chosen)) for column in ("estimate", "ci_low", "ci_high")),
        colour=colour,
        marker=marker,
        hollow=[outcome == "cannot tell"] * len(table),
    )


def _tests_data(result: HypothesesResult, table: pd.DataFrame) -> Table:
    columns = (
        Column("test", "Test"),
        Column("expected", "What would be seen"),
        Column("estimate", "Ratio", "number", 2),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("outcome", "Outcome"),
    )
    rows = [
        (f"{row.hypothesis}.{row.number}", row.expected, row.estimate, (row.ci_low, row.ci_high), row.outcome)
        for row in table.itertuples()
    ]
    return figure.data_table(result.section, "tests", "What the tests found", columns, rows)
