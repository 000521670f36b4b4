"""Links inside the page: those of our own tables lead to sections, and a book need not hold the chapter they are in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pads_analysis.report.document import Chapter, Item

_LINK = re.compile(r'<a\s[^>]*?href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
#: What a partnership wrote or printed itself is left as it is.
NOT_OURS = frozenset({"text", "foreign", "commentary"})


def without_dead_links(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Return the chapters with links of our own to what the page does not hold turned into their text."""
    held = _anchors(chapters)

    def washed(item: Item) -> Item:
        if item.kind in NOT_OURS or 'href="#' not in item.html:
            return item
        html = _LINK.sub(lambda found: found[0] if found[1] in held else found[2], item.html)
        return item if html == item.html else replace(item, html=html)

    return tuple(
        replace(
            chapter,
            intro=tuple(map(washed, chapter.intro)),
            sections=tuple(
                replace(section, items=tuple(map(washed, section.items))) for section in chapter.sections
            ),
        )
        for chapter in chapters
    )


def _anchors(chapters: Sequence[Chapter]) -> set[str]:
    """Return every id of the chapters: their own, those of sections, and those within fragments."""
    held = {chapter.anchor for chapter in chapters}
    for chapter in chapters:
        held |= {section.anchor for section in chapter.sections}
        for item in (*chapter.intro, *(each for section in chapter.sections for each in section.items)):
            held |= {item.id, *_ID.findall(item.html)}
    return held
