"""Runs of marked blocks on a clock face, where the last block touches the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def runs(marked: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """Return the runs of marked blocks in a circle: pairs of first position and length, in order of their first.

    Parameters
    ----------
    marked : sequence of bool
        One for each block; the last touches the first.
    """
    flags, size = [bool(one) for one in marked], len(marked)
    if all(flags):
        return ((0, size),) if size else ()
    found = []
    for at in range(size):
        if flags[at] and not flags[at - 1]:
            length = 1
            while flags[(at + length) % size]:
                length += 1
            found.append((at, length))
    return tuple(found)
