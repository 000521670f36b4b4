"""Turns Markdown, as analysts write it, into HTML that asks for nothing over the network."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

IMAGE_KINDS = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
DATA_IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
DEEPEST = 6


def render_markdown(
    source: str, *, top: int, attachments: Mapping[str, Mapping[str, str]] | None = None
) -> str:
    """Return `source` as HTML. Raw HTML in it is shown as text.

    Parameters
    ----------
    source : str
    top : int
        Level that the highest heading in `source` becomes; the others keep their distance to it.
    attachments : mapping, optional
        Pictures kept in the notebook cell, by name. Other pictures are named, not fetched.
    """
    tokens = _parser().parse(source)
    _shift_headings(tokens, top)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                _embed(child, attachments or {})
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def split_heading(source: str) -> tuple[int, str, str]:
    """Return level and text of the first heading of `source`, and the rest; level 0 when it does not start with one."""
    match = re.match(r"\s*(#{1,6})\s+(.+?)\s*#*\s*(?:\n|$)", source)
    if match is None:
        return 0, "", source
    return len(match.group(1)), plain_text(match.group(2)), source[match.end() :]


def plain_text(source: str) -> str:
    """Return one line of Markdown as plain text."""
    inline = _parser().parseInline(source)
    children = (inline[0].children or []) if inline else []
    return (
        "".join(token.content for token in children if token.type in {"text", "code_inline"}).strip()
        or source
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # The preset turns raw HTML off; links to javascript: and the like are refused by the parser itself.
    return MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).enable("table")


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    if not levels:
        return
    by = top - min(levels)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]) + by, 2), DEEPEST)}"


def _embed(token: Token, attachments: Mapping[str, Mapping[str, Any]]) -> None:
    source = str(token.attrGet("src") or "")
    if DATA_IMAGE.fullmatch(source):
        return
    kinds = (
        attachments.get(source.removeprefix("attachment:"), {}) if source.startswith("attachment:") else {}
    )
    for kind, content in kinds.items():
        if kind in IMAGE_KINDS:
            token.attrSet("src", f"data:{kind};base64,{''.join(content.split())}")
            return
    token.type, token.tag, token.children = "text", "", None
    token.content = f"[picture not included: {token.content or 'no description'}]"


def as_text(content: str) -> str:
    """Return plain text as an escaped, scrollable block."""
    return f'<pre class="pads-plain" tabindex="0">{escape(content.rstrip())}</pre>'
