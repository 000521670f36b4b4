"""What a draft is made of, before it is Markdown or a word-processor file: headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

#: What a person has still to write. Nothing else in a draft has this form.
PLACE = re.compile(r"\[to be written: [^\[\]]*\]")
LONGEST = 4_000
CUT = " […]"
EMPTY = "(no text)"
# Line separators are spaces; everything else that is not printed, and what turns the direction of a line, goes.
_BREAKS = re.compile(r"[\s\u2028\u2029]+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_FORMULA = re.compile(r"[=+@]|-(?!\s*[\d.])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document is level 1, its parts are level 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A note is set apart from what the document itself says."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of headings; every row has one text for each heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.headings or any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"Every row of the table {self.caption!r} needs one text for each heading.")


Block = Heading | Paragraph | Bullets | Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """One document.

    Attributes
    ----------
    name : str
        Stem of its files.
    title : str
    marking : str
        Who may read it; stands on top and at the foot of every page.
    blocks : tuple of blocks
    """

    name: str
    title: str
    marking: str
    blocks: tuple[Block, ...]


def to_write(what: str) -> str:
    """Return the mark of something that a person has to write."""
    return f"[to be written: {what}]"


def places_left(draft: Draft) -> int:
    """Count what is still to be written."""
    return sum(len(PLACE.findall(text)) for text in texts(draft.blocks))


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield every text in order, cleaned: what both forms of a document print."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield line(block.text)
        elif isinstance(block, Bullets):
            yield from (line(item) for item in block.items)
        else:
            yield line(block.caption)
            yield from (line(heading) for heading in block.headings)
            yield from (cell(text) for row in block.rows for text in row)


def line(value: Any) -> str:
    """Return a text for a line of its own, which says so when nothing is left of it."""
    return clean(value) or EMPTY


def clean(value: Any) -> str:
    """Return a text as one line that can be printed: no control characters, none that turn the direction of a line.

    A text of more than `LONGEST` characters is cut, and says so.
    """
    text = _BREAKS.sub(" ", str(value))
    text = "".join(sign for sign in text if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST + len(CUT) else text[:LONGEST].rstrip() + CUT


def cell(value: Any) -> str:
    """Return a text for a cell: one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = clean(value)
    return f"'{text}" if _FORMULA.match(text) and len(text) > 1 else text
