"""Reads an executed book: our own display objects and whatever else was printed, made safe. Code is never read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pads_analysis.report.checklist import (
    duty_lines,
    make_checklist,
    missing_elements,
    what_is_left,
)
from pads_analysis.report.document import Absence, Chapter, Document, Headline, Item, Section
from pads_analysis.report.links import without_dead_links
from pads_analysis.report.markdown import plain_text, render_markdown, split_heading
from pads_analysis.report.washing import CUT, LIMIT, foreign_html, own_html, plain_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

PADS_MIME = "application/vnd.pads+json"
OWN_KINDS = frozenset(
    {"sentence", "figure", "table", "absence", "commentary", "record", "readiness", "trail"}
)
MOST_HEADLINES = 6
MOST_OF_ELEMENT = 2
BELOW_SECTION = 4


@dataclass(slots=True)
class _SectionDraft:
    title: str
    id: str = ""
    element: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class _ChapterDraft:
    title: str
    notebook: str
    cell: int = 0
    intro: list[Item] = field(default_factory=list)
    sections: list[_SectionDraft] = field(default_factory=list)


class _Ids:
    """Gives every name on the page once; a second use gets a number."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, wanted: str, fallback: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", wanted.casefold()).strip("-") or fallback
        name, number = base, 2
        while name in self._used:
            name, number = f"{base}-{number}", number + 1
        self._used.add(name)
        return name


def collect(book: NotebookNode) -> Document:
    """Read an executed book.

    Parameters
    ----------
    book : NotebookNode
        As `batch.make_book` binds it and a kernel has run it.

    Returns
    -------
    Document
        The same book always gives the same document.
    """
    cover, drafts = _read(book)
    chapter_ids, section_ids = _Ids(), _Ids()
    chapters = tuple(
        Chapter(
            id=chapter_ids.take(re.sub(r"^\d+[_-]*|\.ipynb$", "", draft.notebook), "chapter"),
            title=draft.title,
            notebook=draft.notebook,
            intro=tuple(draft.intro),
            sections=tuple(
                Section(
                    section_ids.take(part.id or part.title, "part"),
                    part.title,
                    part.element,
                    tuple(part.items),
                )
                for part in draft.sections
            ),
        )
        for draft in drafts
    )
    chapters = without_dead_links(chapters)
    readiness, trail = _data_of(chapters, "readiness"), _data_of(chapters, "trail")
    # A county's overview is evidence for an agreement, not an assessment with seven elements.
    county = cover.get("covers") == "county"
    checklist = () if county else make_checklist(chapters, cover, readiness)
    most = MOST_HEADLINES if county else MOST_OF_ELEMENT
    points = _headlines(chapters, missing_elements(checklist, str(cover.get("edition", ""))), most)
    return Document(
        cover,
        chapters,
        points,
        _absences(chapters),
        checklist,
        left=() if county else what_is_left(chapters, checklist, readiness),
        duties=() if county else duty_lines(chapters, cover, readiness),
        readiness=readiness,
        trail=None if trail is None else trail.get("trail"),
    )


def _read(book: NotebookNode) -> tuple[Mapping[str, Any], list[_ChapterDraft]]:
    cover: Mapping[str, Any] = {}
    drafts: list[_ChapterDraft] = []
    ids = _Ids()
    for cell in book.cells:
        pads = cell.metadata.get("pads", {})
        source = pads.get("source")
        if source is None:
            continue  # the injected parameters and the last cell belong to no chapter
        if not drafts or drafts[-1].notebook != source["notebook"] or source["cell"] <= drafts[-1].cell:
            drafts.append(_ChapterDraft(plain_text(source["chapter"]), source["notebook"]))
        draft = drafts[-1]
        draft.cell = source["cell"]
        if cell.cell_type == "markdown":
            _read_text(cell, draft, ids)
        elif cell.cell_type == "code":
            found = list(_read_outputs(cell, draft, ids))
            cover = cover or next((item.data for item in found if item.kind == "cover"), {})
            _place(pads, draft, [item for item in found if item.kind != "cover"])
    return cover, drafts


def _read_text(cell: NotebookNode, draft: _ChapterDraft, ids: _Ids) -> None:
    level, title, rest = split_heading(cell.source)
    if level == 2:
        draft.sections.append(_SectionDraft(title))
    elif level != 1:
        rest = cell.source
    if not rest.strip():
        return
    top = BELOW_SECTION if draft.sections else BELOW_SECTION - 1
    html = render_markdown(rest, top=top, attachments=cell.get("attachments"))
    item = Item(
        "text", ids.take(f"text-{cell.get('id', '')}", "text"), f'<div class="pads-text">{html}</div>', {}
    )
    (draft.sections[-1].items if draft.sections else draft.intro).append(item)


def _place(pads: Mapping[str, Any], draft: _ChapterDraft, items: list[Item]) -> None:
    """Put a cell's items in the section they stand in; a cell that names itself names its section."""
    if not draft.sections:
        draft.intro.extend(items)
        return
    part = draft.sections[-1]
    part.id = part.id or str(pads.get("section", ""))
    part.element = part.element or str(pads.get("element", ""))
    part.items.extend(items)


def _read_outputs(cell: NotebookNode, draft: _ChapterDraft, ids: _Ids) -> Iterator[Item]:
    heading = draft.sections[-1].title if draft.sections else draft.title
    pads = cell.metadata.get("pads", {})
    room = LIMIT
    for output in _joined_streams(cell.outputs):
        own = output.get("data", {}).get(PADS_MIME)
        if isinstance(own, Mapping) and own.get("kind") == "cover":
            yield Item("cover", "cover", "", own)
            continue
        if isinstance(own, Mapping) and own.get("kind") in OWN_KINDS:
            kind, html = str(own["kind"]), own_html("".join(output["data"].get("text/html", "")))
            element = str(own.get("element") or pads.get("element", ""))
            wanted = str(own.get("id", ""))
        else:
            kind, element, wanted, own = (
                "foreign",
                str(pads.get("element", "")),
                f"output-{cell.get('id', '')}",
                {},
            )
            html = _foreign(output, {"alt": pads.get("alt", "")}, heading, room)
        if not html.strip():
            continue
        if len(html) > room + len(CUT) + 200:
            html = CUT
        room = max(room - len(html), 0)
        name = ids.take(wanted, "item")
        yield Item(kind, name, html if name == wanted else _renamed(html, name), own, element)


def _renamed(html: str, name: str) -> str:
    """Return a fragment with its ids made new: the same display may stand in two chapters of one book."""
    ids = set(re.findall(r'\sid="([^"]+)"', html))

    def renamed(match: re.Match[str]) -> str:
        return f'{match[1]}="{name}-{match[2]}"' if match[2] in ids else match[0]

    return re.sub(r'(\s(?:id|aria-labelledby|aria-describedby|headers|for))="([^"]+)"', renamed, html)


def _foreign(output: NotebookNode, cell_metadata: Mapping[str, Any], heading: str, room: int) -> str:
    if output.output_type == "stream":
        return plain_html(output.text, room) if output.name == "stdout" else ""
    if output.output_type not in {"display_data", "execute_result"}:
        return ""
    own = {key: value for key, value in output.get("metadata", {}).items() if value}
    return foreign_html(output.data, {**cell_metadata, **own}, heading, room)


def _joined_streams(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield outputs with neighbouring pieces of one stream joined: a kernel sends long text in many pieces."""
    from nbformat.v4 import new_output

    pending: NotebookNode | None = None
    for output in outputs:
        if output.output_type == "stream":
            text = "".join(output.text)
            if pending is not None and pending.name == output.name:
                pending.text += text
                continue
            if pending is not None:
                yield pending
            pending = new_output("stream", name=output.name, text=text)
            continue
        if pending is not None:
            yield pending
            pending = None
        yield output
    if pending is not None:
        yield pending


def _data_of(chapters: tuple[Chapter, ...], kind: str) -> Mapping[str, Any] | None:
    """Return the data of the first item of a kind; None where there is none."""
    found = (item.data for chapter in chapters for item, _, _ in _items(chapter) if item.kind == kind)
    return next(found, None)


def _absences(chapters: tuple[Chapter, ...]) -> tuple[Absence, ...]:
    return tuple(
        Absence(
            title=str(item.data.get("title", "")),
            because=str(item.data.get("because", "")),
            do=str(item.data.get("do", "")),
            not_applicable=bool(item.data.get("not_applicable", False)),
            element=item.element,
            anchor=anchor,
            section=title,
        )
        for chapter in chapters
        for item, anchor, title in _items(chapter)
        if item.kind == "absence"
    )


def _headlines(
    chapters: tuple[Chapter, ...], missing: Headline | None, most: int = MOST_OF_ELEMENT
) -> tuple[Headline, ...]:
    """Choose at most six, the weightiest first and no more than `most` (two) of one statutory element."""
    found: dict[str, Headline] = {} if missing is None else {missing.text: missing}
    for chapter in chapters:
        for item, anchor, title in _items(chapter):
            text = str(item.data.get("text", "")).strip()
            if item.kind == "sentence" and item.data.get("headline") and text and text not in found:
                found[text] = Headline(
                    text,
                    float(item.data.get("importance") or 0.0),
                    item.element,
                    anchor,
                    title,
                    item.id,
                    str(item.data.get("section", "")),
                    str(item.data.get("verdict", "")),
                    dict(item.data.get("facts") or {}),
                )
    ranked = sorted(found.values(), key=lambda headline: -headline.importance)
    chosen: list[Headline] = []
    for headline in ranked:
        of_element = sum(other.element == headline.element for other in chosen)
        if of_element < most and len(chosen) < MOST_HEADLINES:
            chosen.append(headline)
    return tuple(chosen)


def _items(chapter: Chapter) -> Iterator[tuple[Item, str, str]]:
    for item in chapter.intro:
        yield item, chapter.anchor, chapter.title
    for section in chapter.sections:
        for item in section.items:
            yield item, section.anchor, section.title
