"""Drawing small areas: outlines, classes, hatching and a scale bar, in the house style."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pads_analysis.show import figure, palette, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DETAIL = 900
LARGEST_HEIGHT, SMALLEST_HEIGHT = 7.5, 3.2
KEY_ROW_INCHES = 0.27
SLIVER = 4.0
SMALL = 0.07


@dataclass(frozen=True, slots=True)
class Mark:
    """How areas of one kind are outlined, over their colour.

    Attributes
    ----------
    label : str
    hatch : str
        Pattern of matplotlib; empty for none.
    dashed : bool
        Whether the outline is dashed.
    marker, fill : str
        Symbol in the middle, which shows where the area is too small for hatch and outline.
    """

    label: str
    hatch: str = ""
    dashed: bool = False
    marker: str = "o"
    fill: str = "black"


def has_shapes(frame: Any) -> bool:
    """Return whether a frame has at least one drawable geometry."""
    return "geometry" in getattr(frame, "columns", ()) and any(map(drawable, frame["geometry"]))


def drawable(geometry: Any) -> bool:
    """Return whether a geometry is an area that can be drawn."""
    return geometry is not None and hasattr(geometry, "geom_type") and not geometry.is_empty


def outlines(geometries: Sequence[Any]) -> list[Any]:
    """Return one matplotlib Path per geometry, with detail finer than a pixel taken off; None where there is none."""
    tolerance = detail(geometries)
    return [_path(geometry.simplify(tolerance)) if drawable(geometry) else None for geometry in geometries]


def detail(geometries: Sequence[Any]) -> float:
    """Return the size, in the map's own units, below which detail cannot be seen."""
    left, bottom, right, top = extent(geometries)
    return max(right - left, top - bottom) / DETAIL


def _path(geometry: Any) -> Any:
    from matplotlib.path import Path

    parts = getattr(geometry, "geoms", [geometry])
    rings = [
        ring for part in parts if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)
    ]
    return Path.make_compound_path(*(_ring(ring) for ring in rings)) if rings else None


def _ring(ring: Any) -> Any:
    from matplotlib.path import Path

    points = [(x, y) for x, y, *_ in ring.coords]
    return Path(points, closed=True)


def extent(geometries: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of all geometries together, in their own units."""
    bounds = [geometry.bounds for geometry in geometries if drawable(geometry)]
    return (
        min(box[0] for box in bounds),
        min(box[1] for box in bounds),
        max(box[2] for box in bounds),
        max(box[3] for box in bounds),
    )


def height(geometries: Sequence[Any], key_rows: int) -> float:
    """Return the height in inches of a map with its key."""
    left, bottom, right, top = extent(geometries)
    ratio = (top - bottom) / max(right - left, 1e-9)
    body = min(LARGEST_HEIGHT, max(SMALLEST_HEIGHT, figure.WIDTH_INCHES * ratio))
    return body + KEY_ROW_INCHES * key_rows


def fill(axes: Axes, paths: Sequence[Any], colours: Sequence[str]) -> None:
    """Colour every area, with a thin white line between areas."""
    from matplotlib.collections import PathCollection

    pairs = [(path, colour) for path, colour in zip(paths, colours, strict=True) if path is not None]
    axes.add_collection(
        PathCollection(
            [path for path, _ in pairs],
            facecolors=[colour for _, colour in pairs],
            edgecolors=palette.LIGHT_GREY,
            linewidths=0.5,
            zorder=1,
        )
    )


def draw(
    axes: Axes,
    geometries: Sequence[Any],
    colours: Sequence[str],
    kinds: Sequence[str],
    marks: Mapping[str, Mark],
) -> None:
    """Draw a map: every area in its colour, and an outline round the areas of each kind that has a mark."""
    fill(axes, outlines(geometries), colours)
    for kind, mark in marks.items():
        chosen = [at for at, value in enumerate(kinds) if value == kind]
        outline(
            axes, [geometries[at] for at in chosen], [colours[at] for at in chosen], mark, detail(geometries)
        )
    finish_axes(axes, geometries)


def outline(axes: Axes, geometries: Sequence[Any], colours: Sequence[str], mark: Mark, detail: float) -> None:
    """Draw one thick dark outline around areas that touch, hatched, with a symbol in the middle.

    Parameters
    ----------
    axes : matplotlib Axes
    geometries : sequence
        The areas of one kind.
    colours : sequence of str
        What they are filled with, which decides whether the hatch is white or dark.
    mark : Mark
    detail : float
        Metres below which detail is taken off.
    """
    import shapely

    areas = [geometry for geometry in geometries if drawable(geometry)]
    if not areas:
        return
    dark = 2 * sum(colour in palette.SEQUENTIAL[2:] for colour in colours) >= len(colours)
    # Neighbouring outlines do not always meet exactly: growing and shrinking closes the slivers between them.
    closed = shapely.union_all(areas).buffer(SLIVER * detail).buffer(-SLIVER * detail)
    for part in getattr(closed, "geoms", [closed]):
        _outline_part(axes, part.simplify(detail), mark, detail, "white" if dark else palette.DARK_GREY)


def _outline_part(axes: Axes, part: Any, mark: Mark, detail: float, hatch: str) -> None:
    from matplotlib.patches import PathPatch

    path = _path(part) if drawable(part) else None
    if path is None:
        return
    left, bottom, right, top = part.bounds
    small = max(right - left, top - bottom) < SMALL * detail * DETAIL
    if mark.hatch and not small:
        axes.add_patch(
            PathPatch(path, facecolor="none", edgecolor=hatch, hatch=mark.hatch, linewidth=0, zorder=3)
        )
    if not small:
        axes.add_patch(PathPatch(path, facecolor="none", edgecolor="white", linewidth=4.4, zorder=4))
    style = (0, (3, 1.5)) if mark.dashed else "solid"
    width = 1.2 if small else 2.4
    axes.add_patch(
        PathPatch(path, facecolor="none", edgecolor="black", linewidth=width, linestyle=style, zorder=5)
    )
    centre = part.representative_point()
    axes.plot(
        [centre.x],
        [centre.y],
        marker=mark.marker,
        markersize=15 if mark.marker == "*" else 9,
        markerfacecolor=mark.fill,
        markeredgecolor="white" if mark.fill == "black" else "black",
        markeredgewidth=1.3,
        linestyle="none",
        zorder=6,
    )


def symbols(axes: Axes, geometries: Sequence[Any], colour: str, marker: str) -> None:
    """Outline areas thinly and put a symbol inside each: small areas have no room for a hatch."""
    from matplotlib.patches import PathPatch

    areas = [geometry for geometry in geometries if drawable(geometry)]
    for path in outlines(areas) if areas else []:
        if path is not None:
            axes.add_patch(
                PathPatch(path, facecolor="none", edgecolor=palette.DARK_GREY, linewidth=1.2, zorder=3)
            )
    points = [geometry.representative_point() for geometry in areas]
    axes.plot(
        [point.x for point in points],
        [point.y for point in points],
        linestyle="none",
        marker=marker,
        markersize=9,
        markerfacecolor=colour,
        markeredgecolor="black",
        markeredgewidth=1.1,
        zorder=4,
    )


def symbol_handle(colour: str, marker: str, label: str) -> Any:
    """Return the entry of the key for a symbol."""
    from matplotlib.lines import Line2D

    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=10,
        markerfacecolor=colour,
        markeredgecolor="black",
        label=label,
    )


def mark_handle(mark: Mark, colour: str = "white") -> Any:
    """Return the entry of the key for a mark."""
    from matplotlib.patches import Patch

    return Patch(
        facecolor=colour,
        edgecolor="black",
        hatch=mark.hatch,
        linewidth=1.8,
        linestyle=(0, (3, 1.5)) if mark.dashed else "solid",
        label=mark.label,
    )


def class_handle(colour: str, label: str) -> Any:
    """Return the entry of the key for a class."""
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, edgecolor=palette.MID_GREY, linewidth=0.8, label=label)


def breaks(values: Sequence[Any], classes: int = 4) -> list[float]:
    """Return rounded class limits that put about as many areas in every class; fewer when values are few."""
    shown = sorted(float(value) for value in values if words.is_number(value))
    if len(shown) < classes:
        return []
    cuts = [_rounded(shown[round(len(shown) * step / classes)]) for step in range(1, classes)]
    return sorted({cut for cut in cuts if shown[0] < cut <= shown[-1]})


def class_labels(limits: Sequence[float]) -> list[str]:
    """Return the words for the classes between limits: under 20, 20 to 45, 45 and over."""
    if not limits:
        return ["any"]
    shown = [f"{limit:,.10g}" for limit in limits]
    between = [f"{low} to under {high}" for low, high in pairwise(shown)]
    return [f"under {shown[0]}", *between, f"{shown[-1]} and over"]


def class_of(value: Any, limits: Sequence[float]) -> int | None:
    """Return the class of a value; None when it is missing."""
    return sum(float(value) >= limit for limit in limits) if words.is_number(value) else None


def finish_axes(axes: Axes, geometries: Sequence[Any]) -> None:
    """Set equal scales, take the axes off and draw a scale bar; geometries are in metres."""
    left, bottom, right, top = extent(geometries)
    room = 0.02 * max(right - left, top - bottom)
    axes.set_xlim(left - room, right + room)
    axes.set_ylim(bottom - 3.5 * room, top + room)
    axes.set_aspect("equal")
    axes.set_axis_off()
    length = bar_length(right - left)
    y = bottom - 1.2 * room
    axes.plot([left, left + length], [y, y], color=palette.DARK_GREY, linewidth=3, solid_capstyle="butt")
    label = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    axes.text(left + length + room, y, label, va="center", fontsize=13)


def bar_length(width: float) -> float:
    """Return a round length in metres, about a fifth of the map's width."""
    target = max(width / 5, 1.0)
    power = 10.0 ** math.floor(math.log10(target))
    return max(step * power for step in (1, 2, 5) if step * power <= target)


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")
