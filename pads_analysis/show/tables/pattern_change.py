"""Tables of what became of small areas and patterns (statutory element b)."""

from __future__ import annotations

from pads_analysis.assess.result import Movement, PatternChangeResult
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, table

ORDER = {word: at for at, word in enumerate(Movement)}
NEW_OR_GONE = (
    "New and gone: a clear difference from none or to none, and of a hot spot, a line crossed while its own count "
    "moved the same way; stable: the whole interval within the margin, or the pattern there both times"
)


@renders(PatternChangeResult)
def pattern_change(result: PatternChangeResult) -> list[Table]:
    """List the patterns with their words, and the small areas whose word claims something."""
    return [_patterns(result), *([_areas(result)] if len(result.areas) else [])]


def _patterns(result: PatternChangeResult) -> Table:
    columns = (
        Column("name", "Pattern"),
        Column("kind", "What it is"),
        Column("then", "Before"),
        Column("now", "Now"),
        Column("movement", "What became of it"),
        Column("why", "What that rests on"),
    )
    return table(
        result.patterns,
        columns,
        section=result.section,
        caption=caption_of("Patterns", result.basis, f"{result.basis.period} against {result.period_before}"),
        notes=(NEW_OR_GONE, *result.absent, *result.basis.notes),
        empty="none can be told.",
    )


def _areas(result: PatternChangeResult) -> Table:
    frame = result.areas.assign(order=result.areas["movement"].map(ORDER))
    claimed = frame.loc[frame["movement"] != Movement.UNCERTAIN].sort_values(
        ["order", "place_name"], kind="stable"
    )
    most = 2 * result.basis.table_rows
    columns = (
        Column("place_name", "Small area"),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column(
            "interval", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("movement", "What became of it"),
    )
    cut = f"The first {most} of {len(claimed):,} are listed" if len(claimed) > most else ""
    rest = len(frame) - len(claimed)
    others = (
        f"{words.plural(rest, 'small area')} {words.verb(rest, 'is', 'are')} too uncertain to say"
        if rest
        else ""
    )
    return table(
        claimed.head(most),
        columns,
        section=result.section,
        name="areas",
        caption=caption_of(
            "Small areas", result.basis, f"{result.basis.period} against {result.period_before}"
        ),
        notes=(result.rule, cut, others, *result.basis.notes),
        empty="every small area is too uncertain to say.",
    )
