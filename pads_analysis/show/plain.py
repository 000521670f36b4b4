"""Displays as text, for a terminal, a log and the plain part of a notebook output."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from pads_analysis.show.cells import Column, printed

LINE = 100
_WIDEST_COLUMN = 40


def paragraph(text: str) -> str:
    """Return text broken at about 100 characters."""
    return textwrap.fill(" ".join(text.split()), LINE)


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    notes: Sequence[str] = (),
    empty: str = "No rows.",
) -> str:
    """Return a table with aligned columns: words to the left, numbers to the right."""
    if not rows:
        return paragraph(f"{caption}: {empty}")
    body = [[printed(value, column) for value, column in zip(row, columns, strict=True)] for row in rows]
    heads = [textwrap.wrap(column.heading, 16) or [""] for column in columns]
    deepest = max(map(len, heads))
    grid = [[head[line] if line < len(head) else "" for head in heads] for line in range(deepest)]
    widths = [
        min(_WIDEST_COLUMN, max(len(row[position]) for row in grid + body))
        for position in range(len(columns))
    ]
    lines = [_line(row, columns, widths) for row in grid]
    rule = "  ".join("-" * width for width in widths)
    shown = [_line(row, columns, widths) for row in body]
    return "\n".join([paragraph(caption), *lines, rule, *shown, *(paragraph(note) for note in notes)])


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = []
    for text, column, width in zip(cells, columns, widths, strict=True):
        cut = text if len(text) <= width else text[: width - 1] + "…"
        parts.append(cut.rjust(width) if column.numeric else cut.ljust(width))
    return "  ".join(parts).rstrip()
