"""`pads.show`: prints displays in a notebook or on a terminal, with the section's commentary at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from pads_analysis.show.display import Absence, Commentary, Item, Stamp, identifier


def show(*items: Item | Iterable[Any]) -> None:
    """Show every item in order; in a notebook as rich output, elsewhere as text.

    Parameters
    ----------
    *items : display objects, or lists of them
        Lists are flattened. An absence that several renderers returned is shown once, and each section's
        commentary once, after the section's last item.

    Raises
    ------
    TypeError
        For anything that is not a display object: only what passed the disclosure gate is shown.
    """
    for item in arranged(*items):
        _emit(item)


def arranged(*items: Item | Iterable[Any]) -> list[Item]:
    """Return what `show` would show, in order."""
    shown: list[Item] = []
    for item in _flat(items):
        if isinstance(item, Absence) and any(
            isinstance(other, Absence) and other.id == item.id for other in shown
        ):
            continue
        shown.append(item)
    last = {
        item.stamp.section: position for position, item in enumerate(shown) if item.stamp.commentary.strip()
    }
    out: list[Item] = []
    for position, item in enumerate(shown):
        out.append(item)
        if last.get(item.stamp.section) == position:
            out.append(commentary(item.stamp))
    return out


def one_by_one(*rendered: Item | Iterable[Item]) -> list[Item]:
    """Return the first display of every renderer, then the second of each, and so on.

    For a section about several things, so that what belongs to one of them stands together.

    Parameters
    ----------
    *rendered : display objects, or lists of them
        What the renderers returned. One display counts as a list of one.
    """
    lists = [[each] if isinstance(each, Item) else list(each) for each in rendered]
    return [item for turn in zip_longest(*lists) for item in turn if item is not None]


def commentary(stamp: Stamp) -> Commentary:
    """Return the commentary that a stamp carries."""
    return Commentary(id=identifier("commentary", stamp.section), stamp=stamp, text=stamp.commentary)


def _flat(items: Iterable[Any]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Item):
            yield item
        elif isinstance(item, (list, tuple)):
            yield from _flat(item)
        else:
            raise TypeError(
                f"show takes displays from charts, maps, tables, sentences or cover, not {type(item).__name__}."
            )


def _emit(item: Item) -> None:
    if "IPython" in sys.modules:
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            display(item)
            return
    print(item.plain(), end="\n\n")
