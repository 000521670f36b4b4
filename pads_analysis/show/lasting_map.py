"""Map of how long hot spots have lasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import PersistenceResult
from pads_analysis.show import figure, mapping, palette, words
from pads_analysis.show.cells import Column
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.lasting import LASTING, pattern, step
from pads_analysis.show.mapping import Mark
from pads_analysis.show.opening import renders

if TYPE_CHECKING:
    import pandas as pd

MARKS = {
    "lasting": Mark("\u25cf lasting", "////"),
    "growing": Mark("\u25b2 lasting and growing", "////", marker="^"),
    "weakening": Mark("\u25bc lasting but weakening", "////", marker="v"),
    "recent": Mark("\u2605 recent", "....", marker="*", fill="white"),
    "ended": Mark("\u25cb ended", dashed=True, fill="white"),
}
HALF, MOST = 0.5, 0.9
MOST_DATA_ROWS = 50


@renders(PersistenceResult)
def persistence(result: PersistenceResult, title: str = "") -> list[Figure]:
    """Draw in how many steps every small area was hot, with lasting, recent and ended hot spots marked.

    Parameters
    ----------
    result : Released[PersistenceResult]
    title : str
        Replaces the generated finding.

    Returns
    -------
    list of Figure
        Empty where no area was hot at any time: a map of one colour says nothing.
    """
    return [_map(result, title)] if (result.places["pattern"] != "").any() else []


def _map(result: PersistenceResult, title: str) -> Figure:
    places, steps = result.places, len(result.steps)
    shapes = list(places["geometry"])
    colours = [palette.SEQUENTIAL[_class(number / steps)] for number in places["steps_hot"]]
    shown = [mark for name, mark in MARKS.items() if (places["pattern"] == name).any()]
    keys = [*_class_keys(places["steps_hot"] / steps, step(result)), *map(mapping.mark_handle, shown)]
    with figure.canvas(mapping.height(shapes, (len(keys) + 1) // 2)) as (drawing, axes):
        mapping.draw(axes, shapes, colours, list(places["pattern"]), MARKS)
        figure.key_above(axes, columns=2, handles=keys)
        return figure.finish(
            drawing,
            section=result.section,
            name="map",
            title=title or finding(result),
            measure=f"{result.offence_name}: {step(result)}s in which a small area was a hot spot, of {steps}",
            basis=result.basis,
            chart="Map",
            data=_data(result),
            as_map=True,
        )


def finding(result: PersistenceResult) -> str:
    """Return how many hot spots last, are recent, and ended."""
    patterns = result.places["pattern"]
    lasting, recent, ended = (int(patterns.isin(names).sum()) for names in (LASTING, ["recent"], ["ended"]))
    said = [f"{number} {word}" for number, word in ((recent, "recent"), (ended, "ended")) if number]
    if lasting:
        also = f"; {' and '.join(said)}" if said else ""
        return f"{words.plural(lasting, 'hot spot')} {words.verb(lasting, 'lasts', 'last')}{also}"
    return f"No hot spot lasts; {' and '.join(said)}" if said else "No hot spot lasts"


def _class(share: float) -> int:
    return int(share > 0) + int(share >= HALF) + int(share >= MOST)


def _class_keys(shares: pd.Series, each: str) -> list[object]:
    labels = (f"hot in no {each}", "in fewer than half", "in half or more", "in nine of ten or more")
    held = {_class(share) for share in shares}
    return [
        mapping.class_handle(palette.SEQUENTIAL[at], label) for at, label in enumerate(labels) if at in held
    ]


def _data(result: PersistenceResult) -> Table:
    frame = result.places.drop(columns="geometry")
    order = frame.assign(told=frame["pattern"] != "").sort_values(
        ["told", "steps_hot", "count"], ascending=False, kind="stable"
    )
    shown = order.head(max(MOST_DATA_ROWS, int(order["told"].sum())))
    columns = (
        Column("place_name", "Small area"),
        Column("steps_hot", f"{words.at_start(step(result))}s hot", "count"),
        Column("count", "Count in the period", "count"),
        Column("pattern", "How long"),
    )
    rows = [
        (
            row["place_name"],
            row["steps_hot"],
            row["count"],
            pattern(result, row["pattern"]) if row["pattern"] else "never hot",
        )
        for row in shown.to_dict("records")
    ]
    cut = f"{len(shown):,} of {len(frame):,} small areas are listed." if len(shown) < len(frame) else ""
    return figure.data_table(result.section, "map", "Small areas on the map", columns, rows, cut)
