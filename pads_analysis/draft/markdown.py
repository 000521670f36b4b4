"""A draft as Markdown (CommonMark with tables): the words of others are printed, never obeyed."""

from __future__ import annotations

import re

from pads_analysis.draft.document import PLACE, Block, Bullets, Draft, Grid, Heading, cell, clean, line

# Signs that could start or end markup wherever they stand; an underscore within a word is left as it is.
_SIGNS = re.compile(r"[\\`*\[\]<>|~$#]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
_LINE_START = re.compile(r"[+=-]|\d{1,9}(?=[.)](?:\s|$))")


def to_markdown(draft: Draft) -> str:
    """Return the whole document, ending with a line break."""
    top = [f"# {escaped(line(draft.title))}", f"**{escaped(draft.marking)}**"]
    return "\n\n".join([*top, *(_block(block) for block in draft.blocks)]) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escaped(line(block.text))}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {_line(line(item))}" for item in block.items)
    if isinstance(block, Grid):
        return _grid(block)
    text = _line(line(block.text))
    return f"> {text}" if block.note else text


def _grid(grid: Grid) -> str:
    head = [_row([escaped(line(text)) for text in grid.headings]), _row(["---"] * len(grid.headings))]
    rows = [_row([escaped(cell(text)) for text in row]) for row in grid.rows]
    return "\n".join([f"**{escaped(line(grid.caption))}**", "", *head, *rows])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(value: str) -> str:
    """Return a text whose signs stand for themselves; the marks of what is to be written stay readable."""
    text = clean(value)
    parts, at = [], 0
    for place in PLACE.finditer(text):
        parts.append(_signs(text[at : place.start()]))
        # Two brackets and what follows them would be a link, were the sign after them not escaped.
        parts.append(f"[{_signs(place.group()[1:-1])}]")
        at = place.end()
        if text[at : at + 1] in {"(", ":"}:
            parts.append(f"\\{text[at]}")
            at += 1
    return "".join([*parts, _signs(text[at:])])


def _line(value: str) -> str:
    """Return a text for the start of a line, where more signs are markup than within one."""
    text = escaped(value)
    return _LINE_START.sub(_guarded, text, count=1) if _LINE_START.match(text) else text


def _signs(text: str) -> str:
    return _SIGNS.sub(lambda found: f"\\{found.group()}", text)


def _guarded(found: re.Match[str]) -> str:
    """Return the start of a line that is no heading, no list and no rule."""
    start = found.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
