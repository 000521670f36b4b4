"""The report as data: what every number and sentence on the page was made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pads_analysis.params import FINDINGS_VERSION
from pads_analysis.report.document import Document, Item

#: Kinds of item that have a key of their own.
KEPT_APART = frozenset({"record", "readiness", "trail"})


def findings(document: Document) -> dict[str, Any]:
    """Return the content of findings.json: cover, every item in the order of the page, checklist and sources.

    `docs/findings.md` describes the file, and `params.previous` reads it for a later assessment. `record` holds the
    released figures in one form, or None where no chapter made it. Items of a partnership's own notebook carry no
    data and are left out.
    """
    cover = document.cover
    items = [
        {**item.data, "chapter": chapter.id, "section": section_id, "id": item.id}
        for chapter in document.chapters
        for section_id, found in [("", chapter.intro), *((part.id, part.items) for part in chapter.sections)]
        for item in found
        if item.data and item.kind not in KEPT_APART
    ]
    return {
        "version": FINDINGS_VERSION,
        "partnership": {"code": cover.get("partnership_code", ""), "name": cover.get("partnership_name", "")},
        "period": {
            "words": cover.get("period", ""),
            "first": cover.get("period_first", ""),
            "last": cover.get("period_last", ""),
        },
        "edition": cover.get("edition", ""),
        "cover": dict(cover),
        "headlines": [asdict(headline) for headline in document.headlines],
        "checklist": [
            {**asdict(check), "links": [list(link) for link in check.links]} for check in document.checklist
        ],
        "left": [asdict(each) for each in document.left],
        "duties": [
            {**asdict(duty), "links": [list(link) for link in duty.links]} for duty in document.duties
        ],
        "absences": [asdict(absence) for absence in document.absences],
        "record": next((item.data["record"] for item in _all(document) if item.kind == "record"), None),
        "trail": None if document.trail is None else dict(document.trail),
        "items": items,
        "sources": list(cover.get("sources", [])),
    }


def _all(document: Document) -> list[Item]:
    """Return every item of the book."""
    return [
        item
        for chapter in document.chapters
        for found in (chapter.intro, *(part.items for part in chapter.sections))
        for item in found
    ]
