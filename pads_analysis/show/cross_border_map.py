"""Map of the county with its districts' borders and the clusters that lie across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import CrossBorderResult
from pads_analysis.show import figure, mapping, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.mapping import Mark
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS = Mark("hot across a border", "////")
MOST_DATA_ROWS = 50


@renders(CrossBorderResult)
def cross_border(result: CrossBorderResult, title: str = "") -> list[Figure]:
    """Draw the county's small areas with district borders, and a number on every cluster across one.

    Parameters
    ----------
    result : Released[CrossBorderResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where there are no outlines.
    """
    return [_map(result, title)] if mapping.has_shapes(result.places) else []


def _map(result: CrossBorderResult, title: str) -> Figure:
    places = result.places
    shapes = list(places["geometry"])
    limits = mapping.breaks(list(places["count"]))
    colours = [palette.SEQUENTIAL[mapping.class_of(value, limits) or 0] for value in places["count"]]
    labels = mapping.class_labels(limits)
    keys = [
        *(mapping.class_handle(palette.SEQUENTIAL[at], f"{label} crimes") for at, label in enumerate(labels)),
        _border_handle(),
        *([mapping.mark_handle(ACROSS)] if len(result.clusters) else []),
    ]
    with figure.canvas(mapping.height(shapes, (len(keys) + 1) // 2)) as (drawing, axes):
        mapping.fill(axes, mapping.outlines(shapes), colours)
        _borders(axes, result)
        for number in sorted(set(places["cluster"]) - {0}, reverse=True):
            _cluster(axes, result, int(number), colours)
        mapping.finish_axes(axes, shapes)
        figure.key_above(axes, columns=2, handles=keys)
        return figure.finish(
            drawing,
            section=result.section,
            name="map",
            title=title or finding(result),
            measure="Police recorded crime by small area, with the borders of districts",
            basis=result.basis,
            chart="Map",
            data=_data(result),
            as_map=True,
        )


def finding(result: CrossBorderResult) -> str:
    """Return how many clusters lie across a border."""
    number = len(result.clusters)
    if not number:
        return "No cluster of hot small areas lies across a district border"
    return (
        f"{words.plural(number, 'cluster')} of hot small areas {words.verb(number, 'lies', 'lie')} "
        f"across a district border"
    )


def _borders(axes: Axes, result: CrossBorderResult) -> None:
    """Draw each district's border as a dark line on white, and its name."""
    import shapely
    from matplotlib.patches import PathPatch

    every = list(result.places["geometry"])
    for name, held in result.places.groupby("partnership_name", sort=True):
        # Outlines do not always meet exactly: growing and shrinking closes the slivers between them.
        gap = mapping.detail(every)
        whole = shapely.union_all(list(held["geometry"])).buffer(gap).buffer(-gap)
        for path in mapping.outlines([whole]):
            if path is not None:
                for colour, width in (("white", 3.6), (palette.DARK_GREY, 1.8)):
                    axes.add_patch(
                        PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, zorder=2)
                    )
        centre = whole.representative_point()
        axes.text(
            centre.x, centre.y, words.wrapped(words.place_name(str(name)), 12, 3), ha="center", va="center",
            fontsize=10, zorder=7, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
        )  # fmt: skip


def _cluster(axes: Axes, result: CrossBorderResult, number: int, colours: list[str]) -> None:
    import shapely

    chosen = [at for at, cluster in enumerate(result.places["cluster"]) if cluster == number]
    every, held = list(result.places["geometry"]), [result.places["geometry"].iloc[at] for at in chosen]
    mapping.outline(axes, held, [colours[at] for at in chosen], ACROSS, mapping.detail(every))
    centre = shapely.union_all(held).representative_point()
    axes.text(
        centre.x, centre.y, str(number), ha="center", va="center", fontsize=11, fontweight="bold", zorder=8,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": "black", "linewidth": 1.4},
    )  # fmt: skip


def _border_handle() -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=palette.DARK_GREY, linewidth=1.8, label="border of a district")


def _data(result: CrossBorderResult) -> Table:
    order = result.places.drop(columns="geometry").sort_values(
        ["cluster", "count"], ascending=[True, False], kind="stable"
    )
    told = order.loc[order["cluster"] > 0]
    rest = order.loc[order["cluster"] == 0].head(max(0, MOST_DATA_ROWS - len(told)))
    columns = (
        Column("place_name", "Small area"),
        Column("partnership_name", "District"),
        Column("count", "Police recorded crimes", "count"),
        Column("cluster", "Cluster across a border"),
    )
    rows = [
        (
            row["place_name"],
            words.place_name(row["partnership_name"]),
            row["count"],
            str(row["cluster"] or "none"),
        )
        for held in (told, rest)
        for row in held.to_dict("records")
    ]
    left = len(order) - len(rows)
    note = (
        f"{words.plural(left, 'small area')} with fewer crimes, in no such cluster, are left out."
        if left
        else ""
    )
    return figure.data_table(result.section, "map", "Small areas of the county", columns, rows, note)
