"""Tables of change and of what lies behind it (statutory elements b and c)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import (
    ChangeResult,
    ContributionsResult,
    NotAvailable,
    PeerTrendResult,
    PlaceChangeResult,
    RecordingResult,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import absence, confidence_of, renders
from pads_analysis.show.places import without_empty_rest
from pads_analysis.show.tables.build import caption_of, change_percent_column, table

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

CLEAR = ("higher", "lower")
READ_AS = (
    "A step that a whole force shares points to recording or police practice rather than to a change in crime"
)


@renders(ChangeResult)
def change(result: ChangeResult) -> Table:
    """List counts of both periods, the ratio with its interval, and what may be said of it."""
    frame = result.table.copy()
    frame["change_percent"] = change_percent_column(frame, result.basis.minimum_base)
    level = words.level(confidence_of(result))
    columns = (
        Column("offence_name", "Offence"),
        Column("count_before", f"Count, {result.period_before}", "count"),
        Column("count", f"Count, {result.basis.period}", "count"),
        Column("difference", "Difference", "count"),
        Column("change_percent", "Change (%)", "percent", 1),
        Column("ratio", "Ratio", "number", 2),
        Column("ratio_interval", f"{level} interval of ratio", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Against the period before", "verdict", low="ci_low", high="ci_high"),
    )
    row_notes = tuple(
        f"{name}: {note}"
        for name, note in zip(frame["offence_name"], frame["note"], strict=True)
        if str(note or "").strip()
    )
    months = f"{words.plural(result.months_compared, 'calendar month')} compared in each period"
    left_out = f"Left out: {', '.join(result.months_left_out)}" if result.months_left_out else ""
    small = (
        f"{NOT_APPLICABLE} in the change column: the earlier count is under {result.basis.minimum_base}, on which a "
        "percentage would mislead"
        if NOT_APPLICABLE in list(frame["change_percent"])
        else ""
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Counts", result.basis, f"{result.basis.period} against {result.period_before}"),
        notes=(f"Compared with {result.against}", months, left_out, result.rule, small, *row_notes),
        total="is_total",
    )


@renders(PlaceChangeResult)
def place_change(result: PlaceChangeResult) -> Table:
    """List the small areas whose change stands out; the first tested where none does."""
    clear = result.table.loc[result.table["verdict"].isin(CLEAR)]
    most = result.basis.table_rows
    chosen = (clear if len(clear) else furthest(result.table)).head(most)
    level = words.level(confidence_of(result))
    columns = (
        Column("place_name", "Small area"),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column("ratio_interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Beside the other areas", "verdict", low="ci_low", high="ci_high"),
    )
    which = (
        ""
        if len(clear)
        else f"No area stands out; the {min(most, len(result.table))} with the largest changes are listed"
    )
    cut = f"The first {most} of {len(clear):,} are listed" if len(clear) > most else ""
    tested = f"{words.plural(result.n_tested, 'small area')} tested"
    what = "Small areas whose change stands out" if len(clear) else "Small areas with the largest changes"
    return table(
        chosen,
        columns,
        section=result.section,
        caption=caption_of(what, result.basis),
        notes=(which, cut, tested, result.rule, *result.basis.notes),
        empty="No small area had enough to be tested.",
    )


def furthest(table: pd.DataFrame) -> pd.DataFrame:
    """Return areas by the size of their ratio, up or down, the largest first; those without a ratio last."""
    ratio = table["ratio"].astype(float)
    size = ratio.where(ratio >= 1, 1 / ratio.where(ratio > 0))
    return table.loc[size.sort_values(ascending=False, kind="stable", na_position="last").index]


@renders(ContributionsResult)
def contributions_offences(result: ContributionsResult) -> Table:
    """List what each offence adds to or takes from the total."""
    has_interval = "ci_low" in result.offences
    return _contributions(result, result.offences, "offence_name", "Offence", "offences", has_interval)


@renders(ContributionsResult)
def contributions_places(result: ContributionsResult) -> Table | Absence:
    """List what the small areas add to or take from the total; an Absence where there are none."""
    if result.places is None:
        return absence(
            NotAvailable(
                section="contributions-places",
                element=result.element,
                title="Contribution of small areas to the change",
                because="the counts have no locations",
                do="Ingest the force's street-level files from data.police.uk.",
            )
        )
    places = without_empty_rest(result.places)
    return _contributions(result, places, "place_name", "Small area", "places", has_interval=False)


def _contributions(
    result: ContributionsResult, frame: object, key: str, heading: str, name: str, has_interval: bool
) -> Table:
    columns = [
        Column(key, heading),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("difference", "Difference", "count"),
        Column("contribution_points", "Contribution (percentage points)", "number", 2),
    ]
    if has_interval:
        level = words.level(confidence_of(result))
        columns.append(Column("contribution", f"{level} interval", "interval", 2, "ci_low", "ci_high"))
    total = (
        f"Percentage points of the earlier total ({words.count(result.count_before)}); they add up to the change of "
        f"{words.decimal(result.total_change_percent, 1)}%"
    )
    return table(
        frame,
        columns,
        section=result.section,
        name=name,
        caption=caption_of(f"Contribution to the change by {heading.lower()}", result.basis),
        notes=(total, *result.basis.notes),
    )


@renders(PeerTrendResult)
def peer_trend(result: PeerTrendResult) -> Table:
    """List own change beside that of peers, or of the others in the store that stand in for them."""
    chosen = bool(getattr(result, "peers_chosen", True))
    others = "peers" if chosen else "the others"
    columns = (
        Column("offence_name", "Offence"),
        Column("own_ratio", "Own ratio to the period before", "number", 2),
        Column("peer_ratio", f"Mean ratio of {others}", "number", 2),
        Column("relative_ratio", f"Own divided by {others}", "number", 2),
        Column(
            "relative", f"{words.level(confidence_of(result))} interval", "interval", 2, "ci_low", "ci_high"
        ),
        Column("verdict", f"Against {others}", "verdict", low="ci_low", high="ci_high"),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        caption=caption_of(f"Change beside {words.others(result.n_peers, chosen=chosen)}", result.basis),
        notes=(result.rule, *result.basis.notes),
        total="is_total",
    )


@renders(RecordingResult)
def recording(result: RecordingResult) -> Table:
    """List the steps that the whole force shares."""
    said = [str(note or "").strip() for note in result.table["sentence_note"]]
    frame = result.table.assign(sentence_note=[note or "none" for note in said])
    columns = (
        Column("offence_name", "Offence"),
        Column("month", "Month of the step", "month"),
        Column("ratio", "Ratio to the level before", "number", 2),
        Column("partnerships_moving", "Partnerships that moved", "count"),
        Column("partnerships", "Partnerships of the force", "count"),
        *((Column("sentence_note", "Note"),) if any(said) else ()),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=f"Steps shared by the partnerships of {result.force_name}, {result.basis.period}",
        notes=(READ_AS, result.method, *result.basis.notes),
        empty="none was found.",
    )
