"""Tables and figures: the exhibits of a report, each with the numbers it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pads_analysis.show import fragments, plain, words
from pads_analysis.show.cells import Column, json_cells, json_columns
from pads_analysis.show.display import Item, check_identifier

MOST_OPEN_ROWS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Item):
    """A table.

    Attributes
    ----------
    caption : str
    columns : tuple of Column
    rows : tuple of tuples, one value per column; an interval is a pair (low, high)
    notes : tuple of str
        Printed beneath; shorthand that occurs in the table is explained there.
    totals : frozenset of int
        Positions of rows that are totals.
    empty : str
        What to say when there are no rows.
    folded : bool
        Whether a reader opens it; a table of more than `MOST_OPEN_ROWS` rows is always folded.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()
    empty: str = "No rows."
    folded: bool = False

    def grid(self) -> Markup:
        """Return the table alone, or the words for an empty one."""
        if not self.rows:
            return fragments.element("p", f"{self.caption}: {self.empty}", class_="pads-table-empty")
        return fragments.table(self.caption, self.columns, self.rows, f"{self.id}-caption", self.totals)

    def html(self) -> Markup:
        """Return the table with its notes."""
        content = self.grid() + fragments.notes(self.notes)
        if self.rows and (self.folded or len(self.rows) > MOST_OPEN_ROWS):
            summary = f"{self.caption} ({words.plural(len(self.rows), 'row')})"
            content = fragments.element("details", fragments.element("summary", summary) + content)
        return fragments.element("div", content, class_="pads-table", id=self.id)

    def plain(self) -> str:
        """Return the table as aligned text."""
        return plain.table(self.caption, self.columns, self.rows, self.notes, self.empty)

    def payload(self) -> dict[str, Any]:
        """Return caption, columns, rows and notes; an interval becomes two columns."""
        return {
            "caption": self.caption,
            "columns": [each for column in self.columns for each in json_columns(column)],
            "rows": self.json_rows(),
            "notes": list(self.notes),
        }

    def json_rows(self) -> list[list[Any]]:
        """Return the rows as JSON values."""
        return [
            [
                cell
                for value, column in zip(row, self.columns, strict=True)
                for cell in json_cells(value, column)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Item):
    """A chart or map with everything a reader needs to trust it.

    Attributes
    ----------
    title : str
        The finding.
    subtitle : str
        Measure, place, period.
    source : str
        Where the numbers come from, with the attribution the licence asks for.
    alt : str
        What the picture shows, for those who cannot see it.
    data : Table
        The numbers drawn.
    image : bytes
    mime : str
        image/svg+xml or image/png.
    width, height : int
        Size in CSS pixels.

    Raises
    ------
    ValueError
        When title, subtitle, source, alt, data or image is missing.
    """

    title: str
    subtitle: str
    source: str
    alt: str
    data: Table
    image: bytes
    mime: str = "image/svg+xml"
    width: int = 640
    height: int = 400

    def __post_init__(self) -> None:
        check_identifier(self.id)
        for name in ("title", "subtitle", "source", "alt"):
            if not str(getattr(self, name) or "").strip():
                raise ValueError(f"A figure needs its {name} ({self.id}).")
        if not isinstance(self.data, Table) or not self.data.rows:
            raise ValueError(f"A figure needs the data behind it ({self.id}).")
        if not self.image:
            raise ValueError(f"A figure needs its image ({self.id}).")

    def html(self) -> Markup:
        """Return the figure with caption, source and the data behind it."""
        caption = fragments.element(
            "figcaption",
            fragments.element("p", self.title, class_="pads-figure-title")
            + fragments.element("p", self.subtitle, class_="pads-figure-subtitle"),
        )
        picture = fragments.image(self.image, self.mime, self.alt, self.width, self.height)
        behind = fragments.element(
            "details",
            fragments.element("summary", "Data behind this figure")
            + self.data.grid()
            + fragments.notes(self.data.notes),
        )
        source = fragments.element("p", f"Source: {self.source}", class_="pads-figure-source")
        return fragments.element(
            "figure", caption + picture + source + behind, class_="pads-figure", id=self.id
        )

    def plain(self) -> str:
        """Return title, subtitle, alternative text, source and the data as text."""
        parts = [self.title, self.subtitle, self.alt, f"Source: {self.source}"]
        return "\n".join([*map(plain.paragraph, parts), "", self.data.plain()])

    def payload(self) -> dict[str, Any]:
        """Return title, subtitle, source, alt and the numbers drawn."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "source": self.source,
            "alt": self.alt,
            "columns": [each["heading"] for column in self.data.columns for each in json_columns(column)],
            "rows": self.data.json_rows(),
        }
