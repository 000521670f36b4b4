"""Makes fragments safe to print: all of ours, and what a partnership's own notebook prints.

Our display objects escape every text, and are printed as they are; they are washed all the same, because any
notebook can claim to print one. The page's own policy stops scripts and requests, but not a `<meta>` that
sends the reader elsewhere.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from pads_analysis.report.markdown import as_text, render_markdown

PICTURES = ("image/png", "image/jpeg")
LIMIT = 1_000_000
CUT = '<p class="pads-cut">Cut here: the cell printed more than 1 MB.</p>'
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ATTRIBUTES = {
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "a": {"href"},
    "img": {"alt", "src", "width", "height"},
    "ol": {"start"},
}
SECTION_LEVEL = 3
EVERYWHERE = frozenset({"class", "id", "role", "tabindex", "lang", "title"})
PICTURE_SOURCE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
# An SVG inside <img> runs no script and fetches nothing.
OWN_PICTURE_SOURCE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
LINK = re.compile(r"(https?://|mailto:|#)")


def own_html(html: str) -> str:
    """Return a fragment of one of our display objects, which loses nothing that ours have."""
    import nh3

    attributes = {tag: names | EVERYWHERE for tag, names in ATTRIBUTES.items()} | {"*": set(EVERYWHERE)}
    clean = nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS - {"area", "map", "center"},
        clean_content_tags={"script", "style", "title"},
        attributes=attributes,
        attribute_filter=lambda tag, name, value: _kept(name, value, OWN_PICTURE_SOURCE),
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return _without_empty_images(clean)


def foreign_html(data: Mapping[str, Any], metadata: Mapping[str, Any], heading: str, room: int) -> str:
    """Return one output of a notebook as a safe fragment; empty when it holds nothing that can be printed.

    Parameters
    ----------
    data : mapping of MIME type to content
    metadata : mapping
        The output's own metadata; `alt` there describes a picture.
    heading : str
        The section it stands in: names a picture that nobody described.
    room : int
        Characters that may still be printed for this cell.
    """
    for kind in PICTURES:
        if kind in data:
            return _picture(
                f"data:{kind};base64,{''.join(_joined(data[kind]).split())}", metadata, kind, heading, room
            )
    if "image/svg+xml" in data:
        drawing = base64.b64encode(_joined(data["image/svg+xml"]).encode("utf-8")).decode("ascii")
        return _picture(f"data:image/svg+xml;base64,{drawing}", metadata, "image/svg+xml", heading, room)
    if "text/html" in data:
        clean = _sanitised(_joined(data["text/html"]))
        if clean.strip():
            if len(clean) > room:
                return CUT
            label = escape(f"Output under {heading}", quote=True)
            return f'<div class="pads-foreign" role="region" aria-label="{label}" tabindex="0">{clean}</div>'
    if "text/markdown" in data:
        text = _joined(data["text/markdown"])
        return CUT if len(text) > room else render_markdown(text, top=SECTION_LEVEL + 1)
    if "text/plain" in data:
        return plain_html(_joined(data["text/plain"]), room)
    return ""


def plain_html(text: str, room: int) -> str:
    """Return printed text, escaped, and cut where the cell's room ends."""
    text = ANSI.sub("", text)
    if not text.strip():
        return ""
    return as_text(text) if len(text) <= room else as_text(text[: max(room, 0)]) + CUT


def _sanitised(html: str) -> str:
    import nh3

    clean = nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS - {"header", "footer", "nav", "area", "map", "center"},
        clean_content_tags={"script", "style", "title"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=lambda tag, name, value: _kept(name, value, PICTURE_SOURCE),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    # nh3 writes tags in one plain form, so headings can be moved below the section's own by their names.
    moved = re.sub(r"<(/?)h([1-6])>", lambda m: f"<{m[1]}h{min(int(m[2]) + SECTION_LEVEL, 6)}>", clean)
    return _without_empty_images(moved)


def _without_empty_images(clean: str) -> str:
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", clean)


def _kept(attribute: str, value: str, pictures: re.Pattern[str]) -> str | None:
    """Keep pictures that are inside the page and links that leave it; nothing is fetched."""
    if attribute == "src":
        return value if pictures.fullmatch(value) else None
    if attribute == "href":
        return value if LINK.match(value) else None
    return value


def _picture(source: str, metadata: Mapping[str, Any], kind: str, heading: str, room: int) -> str:
    if len(source) > room:
        return CUT
    own = metadata.get(kind) if isinstance(metadata.get(kind), Mapping) else {}
    alt = str(metadata.get("alt") or own.get("alt") or "").strip()  # type: ignore[union-attr]
    note = "" if alt else "<figcaption>No description was written for this picture.</figcaption>"
    words = escape(alt or f"Picture under the heading {heading}", quote=True)
    return f'<figure class="pads-foreign"><img src="{source}" alt="{words}">{note}</figure>'


def _joined(content: Any) -> str:
    return "".join(content) if isinstance(content, list) else str(content)
