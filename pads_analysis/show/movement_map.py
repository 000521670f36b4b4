"""Map of what became of every small area: new, rising, stable, falling or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import Movement, PatternChangeResult
from pads_analysis.show import figure, mapping, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    import pandas as pd

#: Colour of the symbol and its form: the form tells the words apart without the colour.
SYMBOLS = {
    Movement.NEW: ("white", "*"),
    Movement.RISING: (palette.ORANGE, "^"),
    Movement.FALLING: (palette.SEQUENTIAL[1], "v"),
    Movement.GONE: ("white", "o"),
    Movement.STABLE: (palette.PALE_BLUE, "s"),
}
MOVED = (Movement.NEW, Movement.RISING, Movement.FALLING, Movement.GONE)
UNTOLD = palette.PALE_GREY
MOST_DATA_ROWS = 50


@renders(PatternChangeResult)
def pattern_change(result: PatternChangeResult, title: str = "") -> list[Figure]:
    """Draw the small areas with a symbol for what became of each.

    Parameters
    ----------
    result : Released[PatternChangeResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where there are no boundaries, or where no area has a word that claims anything: the sentence says so.
    """
    areas = result.areas
    told = not areas.empty and (areas["movement"] != Movement.UNCERTAIN).any()
    return [_map(result, title)] if told and mapping.has_shapes(areas) else []


def _map(result: PatternChangeResult, title: str) -> Figure:
    areas, counted = result.areas, _counted(result.areas)
    shapes, movements = list(areas["geometry"]), list(areas["movement"])
    colours = [_ground(word) for word in movements]
    keys = _keys(counted)
    with figure.canvas(mapping.height(shapes, (len(keys) + 1) // 2)) as (drawing, axes):
        mapping.fill(axes, mapping.outlines(shapes), colours)
        for word, (colour, marker) in SYMBOLS.items():
            chosen = [shape for shape, found in zip(shapes, movements, strict=True) if found == word]
            mapping.symbols(axes, chosen, colour, marker)
        mapping.finish_axes(axes, shapes)
        figure.key_above(axes, columns=2, handles=keys)
        return figure.finish(
            drawing,
            section=result.section,
            name="map",
            title=title or finding(result),
            measure="What became of every small area",
            basis=result.basis,
            period=f"{result.basis.period} against {result.period_before}",
            chart="Map",
            data=_data(result),
            as_map=True,
            detail="Each area's own two counts are compared; grey does not mean that nothing changed.",
        )


def finding(result: PatternChangeResult) -> str:
    """Return how many small areas are new, rising, falling and gone."""
    counted = _counted(result.areas)
    said = [f"{counted[word]} {word}" for word in MOVED if counted[word]]
    if not said:
        number = words.plural(counted[Movement.STABLE], "small area")
        return f"{number} {words.verb(counted[Movement.STABLE], 'is', 'are')} stable; none clearly moved"
    return f"Of {words.plural(result.n_tested, 'small area')} tested: {words.listed(said, limit=4)}"


def _counted(areas: pd.DataFrame) -> dict[Movement, int]:
    return {word: int((areas["movement"] == word).sum()) for word in Movement}


def _ground(word: Movement) -> str:
    """Return what fills an area: its own colour, or that of its symbol where that has one."""
    colour = SYMBOLS[word][0] if word in SYMBOLS else UNTOLD
    return palette.LIGHT_GREY if colour == "white" else colour


def _keys(counted: dict[Movement, int]) -> list[Any]:
    symbols = [
        mapping.symbol_handle(colour, marker, f"{word} ({counted[word]})")
        for word, (colour, marker) in SYMBOLS.items()
        if counted[word]
    ]
    word, number = Movement.UNCERTAIN, counted[Movement.UNCERTAIN]
    return [*symbols, *([mapping.class_handle(UNTOLD, f"{word} ({number})")] if number else [])]


def _data(result: PatternChangeResult) -> Table:
    order = {word: at for at, word in enumerate(Movement)}
    frame = result.areas.loc[result.areas["movement"] != Movement.UNCERTAIN]
    frame = frame.assign(order=frame["movement"].map(order)).sort_values(
        ["order", "place_name"], kind="stable"
    )
    columns = (
        Column("place_name", "Small area"),
        Column("count_before", "Count before", "count"),
        Column("count", "Count", "count"),
        Column("movement", "What became of it"),
    )
    rows = [
        (row["place_name"], row["count_before"], row["count"], str(row["movement"]))
        for row in frame.head(MOST_DATA_ROWS).to_dict("records")
    ]
    left = len(result.areas) - len(frame)
    note = f"{words.plural(left, 'small area')} {words.verb(left, 'is', 'are')} too uncertain to say."
    cut = f"{len(rows)} of {len(frame):,} areas with a word are listed." if len(rows) < len(frame) else ""
    return figure.data_table(
        result.section, "map", "Small areas on the map", columns, rows, note if left else "", cut
    )
