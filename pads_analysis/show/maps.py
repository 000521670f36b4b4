"""Maps of small areas: where crime gathers, how long it has, and where its change stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import HotspotsResult, NotAvailable, PlaceChangeResult, Verdict
from pads_analysis.release.gate import Released
from pads_analysis.show import figure, mapping, palette, words
from pads_analysis.show.cells import Column, verdict_words
from pads_analysis.show.cross_border_map import cross_border
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.lasting_map import persistence
from pads_analysis.show.mapping import Mark
from pads_analysis.show.movement_map import pattern_change
from pads_analysis.show.opening import absence, confidence_of, renders
from pads_analysis.show.places import statuses
from pads_analysis.show.tables.change import furthest

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.show.display import Absence

__all__ = ["cross_border", "hotspots", "pattern_change", "persistence", "place_change"]

STATUS = {
    "persistent": Mark("\u25cf hot spot now and before", "////"),
    "new": Mark("\u2605 new hot spot", "....", marker="*", fill="white"),
    "former": Mark("\u25cb hot spot before, not now", dashed=True, fill="white"),
}
MOVES = {
    Verdict.HIGHER: ("higher than expected from all areas", palette.ORANGE, "^"),
    Verdict.LOWER: ("lower than expected from all areas", palette.SEQUENTIAL[1], "v"),
}
MOST_DATA_ROWS = 50
NO_VALUE = "white"


@renders(HotspotsResult)
def hotspots(result: HotspotsResult, title: str = "") -> Figure | Absence:
    """Draw the rate of every small area in classes, with hot spots outlined and hatched.

    Parameters
    ----------
    result : Released[HotspotsResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    Figure
        An Absence when there are no boundaries.
    """
    places = result.places
    if not mapping.has_shapes(places):
        return absence(_no_boundaries("hotspots-map", result.element, "Map of small areas"))
    by_rate = places["rate_per_1000"].notna().any()
    values = list(places["rate_per_1000" if by_rate else "count"])
    limits = mapping.breaks(values)
    colours = [_colour(value, limits) for value in values]
    keys = _class_keys(limits) + [
        mapping.mark_handle(mark) for status, mark in STATUS.items() if _any(places, status)
    ]
    shapes = list(places["geometry"])
    unit = "records per 1,000 residents a year" if by_rate else "records"
    with figure.canvas(mapping.height(shapes, (len(keys) + 1) // 2)) as (drawing, axes):
        mapping.draw(axes, shapes, colours, list(places["status"]), STATUS)
        figure.key_above(axes, columns=2, handles=keys)
        return figure.finish(
            drawing,
            section=result.section,
            name="map",
            title=title or finding(result),
            measure=f"{result.offence_name} by small area, {unit}",
            basis=result.basis,
            per_resident=bool(by_rate),
            chart="Map",
            data=_hotspot_data(result),
            as_map=True,
        )


def finding(result: HotspotsResult) -> str:
    """Return how many small areas are hot, and how many of them newly so."""
    if not result.tested:
        return f"{result.offence_name}: rates of small areas, not tested against chance"
    total = f"{words.plural(result.n_tested, 'small area')} tested"
    if not result.n_hot:
        return f"None of the {total} stands out as a hot spot"
    new = int((result.places["status"] == "new").sum())
    fresh = f", {new} new" if new else ""
    return f"{result.n_hot:,} of {total} {words.verb(result.n_hot, 'is', 'are')} in hot spots{fresh}"


@renders(PlaceChangeResult)
def place_change(
    result: PlaceChangeResult, outlines: Released[HotspotsResult] | None = None, title: str = ""
) -> Figure | Absence:
    """Draw the small areas whose change stands out from the partnership's own change.

    Parameters
    ----------
    result : Released[PlaceChangeResult]
        Its table may hold the geometry itself.
    outlines : Released[HotspotsResult], optional
        Gives the geometry when the result has none.
    title : str
        Replaces the generated finding.
    """
    places = _with_shapes(result.table, outlines)
    if not mapping.has_shapes(places):
        return absence(_no_boundaries("place_change-map", result.element, "Map of change by small area"))
    places = places.assign(verdict=places["verdict"].where(places["verdict"].notna(), ""))
    colours = [_move_colour(verdict) for verdict in places["verdict"]]
    keys = [
        *(mapping.symbol_handle(colour, marker, label) for label, colour, marker in MOVES.values()),
        mapping.class_handle(palette.PALE_GREY, "not clear, or too few"),
    ]
    shapes = list(places["geometry"])
    with figure.canvas(mapping.height(shapes, len(keys))) as (drawing, axes):
        mapping.fill(axes, mapping.outlines(shapes), colours)
        for verdict, (_, colour, marker) in MOVES.items():
            chosen = [
                shape for shape, value in zip(shapes, places["verdict"], strict=True) if value == verdict
            ]
            mapping.symbols(axes, chosen, colour, marker)
        mapping.finish_axes(axes, shapes)
        figure.key_above(axes, columns=1, handles=keys)
        return figure.finish(
            drawing,
            section=result.section,
            name="map",
            title=title or change_finding(result),
            measure="Change by small area, beside the change of all areas together",
            basis=_with_boundaries(result.basis),
            chart="Map",
            data=_change_data(result),
            as_map=True,
        )


def change_finding(result: PlaceChangeResult) -> str:
    """Return how many small areas stand out."""
    higher = int((result.table["verdict"] == Verdict.HIGHER).sum())
    lower = int((result.table["verdict"] == Verdict.LOWER).sum())
    if not higher + lower:
        return "No small area's change stands out from the rest"
    said = [f"{number} {word}" for number, word in ((higher, "higher"), (lower, "lower")) if number]
    return f"Change stands out in {words.plural(higher + lower, 'small area')}: {' and '.join(said)}"


def _any(places: pd.DataFrame, status: str) -> bool:
    return bool((places["status"] == status).any())


def _colour(value: Any, limits: list[float]) -> str:
    position = mapping.class_of(value, limits)
    return NO_VALUE if position is None else palette.SEQUENTIAL[_shade(position, len(limits))]


def _shade(position: int, last: int) -> int:
    """Return the place in the sequential palette; few classes are spread over all of it."""
    return round(position * (len(palette.SEQUENTIAL) - 1) / last) if last else 1


def _class_keys(limits: list[float]) -> list[Any]:
    labels = mapping.class_labels(limits)
    return [
        mapping.class_handle(palette.SEQUENTIAL[_shade(at, len(limits))], label)
        for at, label in enumerate(labels)
    ]


def _move_colour(verdict: Any) -> str:
    return MOVES[verdict][1] if verdict in MOVES else palette.PALE_GREY


def _with_shapes(table: pd.DataFrame, outlines: Released[HotspotsResult] | None) -> Any:
    if outlines is None or "geometry" in table.columns:
        return table
    if not isinstance(outlines, Released):
        raise TypeError("place_change takes its outlines from a released result of hotspots.")
    places = getattr(outlines.value, "places", None)
    if places is None or "geometry" not in places.columns:
        return table
    return places[["place_code", "geometry"]].merge(table, on="place_code", how="left")


def _with_boundaries(basis: Any) -> Any:
    from dataclasses import replace

    kinds = basis.source_kinds if "boundaries" in basis.source_kinds else (*basis.source_kinds, "boundaries")
    return replace(basis, source_kinds=kinds)


def _no_boundaries(section: str, element: str, title: str) -> NotAvailable:
    return NotAvailable(
        section=section,
        element=element,
        title=title,
        because="there are no boundaries of small areas in the store",
        do="Ingest the boundaries of the lower layer super output areas; the table gives the same figures.",
    )


def _hotspot_data(result: HotspotsResult) -> Table:
    frame = result.places.drop(columns="geometry").sort_values("count", ascending=False, kind="stable")
    marked = frame["status"].isin(list(STATUS))
    shown = frame.loc[marked | (frame.index.isin(frame.head(MOST_DATA_ROWS).index))].head(2 * MOST_DATA_ROWS)
    places = words.rate_places(list(shown["rate_per_1000"]))
    columns = (
        Column("place_name", "Small area"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000", "number", places),
        Column("status", "Hot spot"),
    )
    rows = [
        (row["place_name"], row["count"], row["rate_per_1000"], status)
        for row, status in zip(shown.to_dict("records"), statuses(shown), strict=True)
    ]
    cut = (
        f"Hot spots and the {MOST_DATA_ROWS} areas with most are listed, of {len(frame):,}."
        if len(shown) < len(frame)
        else ""
    )
    return figure.data_table(result.section, "map", "Small areas on the map", columns, rows, cut)


def _change_data(result: PlaceChangeResult) -> Table:
    clear = result.table["verdict"].isin([Verdict.HIGHER, Verdict.LOWER])
    shown = result.table.loc[clear] if clear.any() else furthest(result.table).head(result.basis.table_rows)
    level = words.level(confidence_of(result))
    columns = (
        Column("place_name", "Small area"),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("ratio", "Ratio", "number", 2),
        Column("ratio_interval", f"{level} interval", "interval", 2, "ci_low", "ci_high"),
        Column("verdict", "Beside the other areas"),
    )
    rows = [
        (
            row["place_name"],
            row["count_before"],
            row["count"],
            row["ratio"],
            (row["ci_low"], row["ci_high"]),
            verdict_words(row["verdict"], row["ci_low"], row["ci_high"]),
        )
        for row in shown.head(MOST_DATA_ROWS).to_dict("records")
    ]
    note = (
        "Areas that stand out are listed."
        if clear.any()
        else "No area stands out; those with the largest changes are listed."
    )
    return figure.data_table(result.section, "map", "Small areas and their change", columns, rows, note)
