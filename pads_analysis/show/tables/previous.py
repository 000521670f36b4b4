"""Tables on the previous assessment: what became of its figures, and of what it said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import PreviousFindingsResult, SincePreviousResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.sentences.previous import figure
from pads_analysis.show.tables.build import caption_of, change_percent_column, table

if TYPE_CHECKING:
    import pandas as pd

MEANINGS = (
    "rising, falling: a clear difference; new, gone: a clear difference from none, or to none; stable: the whole "
    "interval within the margin; too uncertain to say: everything else, too few events among it"
)


@renders(SincePreviousResult)
def since_previous(result: SincePreviousResult) -> list[Table]:
    """List what became of every offence, and every figure as released beside the same period counted again."""
    return [_movements(result), _restatements(result)]


def _movements(result: SincePreviousResult) -> Table:
    frame = result.table.copy()
    frame["change_percent"] = change_percent_column(frame, result.basis.minimum_base)
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Offence"),
        Column("count_before", "Count then, counted again", "count"),
        Column("count", "Count now", "count"),
        Column("change_percent", "Change (%)", "percent", 1),
        Column("ratio_interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
        Column("movement", "What became of it"),
    )
    small = (
        f"{NOT_APPLICABLE} in the change column: the earlier count is under {result.basis.minimum_base}, on which a "
        "percentage would mislead"
        if NOT_APPLICABLE in list(frame["change_percent"])
        else ""
    )
    left_out = f"Left out: {', '.join(result.months_left_out)}" if result.months_left_out else ""
    return table(
        frame,
        columns,
        section=result.section,
        name="movements",
        caption=caption_of(
            "Since the previous assessment",
            result.basis,
            f"{result.basis.period} against {result.period_before}",
        ),
        notes=(
            f"{words.plural(result.months_compared, 'calendar month')} compared in each period",
            left_out,
            MEANINGS,
            result.rule,
            small,
            *_recorded(frame),
        ),
        total="is_total",
    )


def _recorded(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return what may be a change of recording, one note for each offence it is about."""
    rows = frame.loc[frame["recording"].astype(bool)]
    return tuple(f"{name}: {note}" for name, note in zip(rows["offence_name"], rows["note"], strict=True))


def _restatements(result: SincePreviousResult) -> Table:
    frame = result.table.copy()
    frame["why"] = [text or "as released" for text in frame["why"].fillna("")]
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Offence"),
        Column("count_released", "Count as released", "count"),
        Column("rate_released", "Rate as released, per 1,000", "number", 2),
        Column("released", f"{level} interval", "interval", 2, "rate_released_low", "rate_released_high"),
        Column("count_restated", "Counted again", "count"),
        Column("rate_restated", "Rate counted again", "number", 2),
        Column("restated_by", "Difference in count", "count"),
        Column("why", "Why"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="restatements",
        caption=caption_of("As released and as counted again", result.basis, result.period_released),
        notes=(
            "Counted again: every usable month of that period, from today's store, on today's boundaries and "
            "categories",
            *result.changed_basis,
        ),
        total="is_total",
    )


@renders(PreviousFindingsResult)
def previous_findings(result: PreviousFindingsResult) -> Table:
    """List every headline of the previous assessment with both figures and whether it holds."""
    rows = result.table.to_dict("records")
    frame = result.table.assign(
        measure=[row["measure"] or NOT_APPLICABLE for row in rows],
        said=[f"{row['of']}: {row['said']}" if row["of"] else row["said"] for row in rows],
        then_words=[figure(row, "then") for row in rows],
        now_words=[figure(row, "now") for row in rows],
        standing=[
            f"{row['standing']}, because {row['why']}" if row["why"] else str(row["standing"]) for row in rows
        ],
    )
    columns = (
        Column("said", "What was said"),
        Column("measure", "Measure"),
        Column("then_words", "Then"),
        Column("now_words", "Now"),
        Column("standing", "Today"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Headlines of the previous assessment, {result.period_released}",
        notes=(
            "A clear difference that is merely too uncertain today has not been shown to be gone, and is not compared",
            f"Intervals of {words.level(confidence_of(result))} are in brackets",
        ),
    )
