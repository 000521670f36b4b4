"""HTML fragments. Every text passes through markupsafe; nothing here accepts ready-made HTML from outside."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from pads_analysis.show.cells import TONES, Column, Linked, Rated, printed

_SCHEMES = ("http://", "https://", "mailto:")
_DEEPEST = 6
_SECTION = re.compile(r"[a-z][a-z0-9_]*")
LONG_TEXT = 40
_DEMOTE = 3
# JupyterLab sets every cell to the right; a report washes this off and has a style sheet of its own.
LEFT = "text-align:left"


def element(tag: str, content: Any = "", **attributes: Any) -> Markup:
    """Return an element; `content` and attribute values are escaped unless they are Markup already.

    A trailing underscore in an attribute name is dropped (`class_`), other underscores become hyphens; an
    attribute whose value is None or "" is left out.
    """
    parts = [
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value not in (None, "")
    ]
    return Markup(f"<{tag}{''.join(parts)}>{escape(content)}</{tag}>")  # noqa: S704 - every part is escaped


def joined(parts: Iterable[Markup]) -> Markup:
    """Return fragments one after another."""
    return Markup("").join(parts)


def image(content: bytes, mime: str, alt: str, width: int, height: int) -> Markup:
    """Return an image that carries its own bytes."""
    data = base64.b64encode(content).decode("ascii")
    return Markup('<img src="data:{};base64,{}" alt="{}" width="{}" height="{}">').format(
        mime, data, alt, int(width), int(height)
    )


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    anchor: str,
    totals: frozenset[int] = frozenset(),
) -> Markup:
    """Return a table inside a scroll region that the keyboard can reach.

    Parameters
    ----------
    caption : str
    columns : sequence of Column
    rows : sequence of rows, each with one value per column
    anchor : str
        Id of the caption, which names the region.
    totals : frozenset of int
        Positions of rows that are totals.
    """
    head = joined(
        element(
            "th",
            column.heading,
            scope="col",
            class_="pads-number" if column.numeric else "",
            style=_side(column),
        )
        for column in columns
    )
    body = joined(_row(row, columns, position in totals) for position, row in enumerate(rows))
    inner = joined(
        (
            element("caption", caption, id=anchor, style=LEFT),
            element("thead", element("tr", head)),
            element("tbody", body),
        )
    )
    return element(
        "div",
        element("table", inner),
        class_="pads-scroll",
        role="region",
        tabindex="0",
        aria_labelledby=anchor,
    )


def _row(row: Sequence[Any], columns: Sequence[Column], total: bool) -> Markup:
    cells = []
    for position, (value, column) in enumerate(zip(row, columns, strict=True)):
        text = printed(value, column)
        if position == 0:
            cells.append(element("th", text, scope="row", class_=_width(text), style=LEFT))
        else:
            kind = _class(column) or _tone(value) or _width(text)
            cells.append(element("td", _linked(value, text), class_=kind, style=_side(column)))
    return element("tr", joined(cells), class_="pads-total" if total else "")


def _linked(value: Any, text: str) -> Any:
    """Return the text of a cell as a link to a section of the same page, where it is one; never to anywhere else."""
    if isinstance(value, Linked) and _SECTION.fullmatch(value.section):
        return element("a", text, href=f"#{value.anchor}")
    return text


def _tone(value: Any) -> str:
    return f"pads-rating pads-{value.tone}" if isinstance(value, Rated) and value.tone in TONES else ""


def _side(column: Column) -> str:
    return "" if column.numeric else LEFT


def _class(column: Column) -> str:
    return "pads-number" if column.numeric else "pads-verdict" if column.kind == "verdict" else ""


def _width(text: str) -> str:
    return "pads-words" if len(text) > LONG_TEXT else ""


def notes(texts: Sequence[str]) -> Markup:
    """Return the notes under a table; nothing when there are none."""
    if not texts:
        return Markup("")
    return element("ul", joined(element("li", text) for text in texts), class_="pads-notes")


def description_list(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Return terms and what they hold."""
    return element("dl", joined(element("dt", term) + element("dd", held) for term, held in pairs))


def markdown(text: str) -> Markup:
    """Return an analyst's Markdown as HTML.

    Raw HTML is printed as text, images are refused, links go to http, https and mailto only, and headings are
    set three levels lower, beneath the title, chapter and section of a report.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = _allowed_link  # type: ignore[method-assign]
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(_DEEPEST, int(token.tag[1]) + _DEMOTE)}"
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - the reader escapes HTML


def _allowed_link(url: str) -> bool:
    return url.strip().casefold().startswith(_SCHEMES)
