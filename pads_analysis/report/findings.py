"""The report as data: what every number and sentence on the page was made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pads_analysis.report.document import Document

VERSION = 1


def findings(document: Document) -> dict[str, Any]:
    """Return the content of findings.json: cover, every item in the order of the page, checklist and sources.

    Items of a partnership's own notebook carry no data and are left out.
    """
    cover = document.cover
    items = [
        {**item.data, "chapter": chapter.id, "section": section_id, "id": item.id}
        for chapter in document.chapters
        for section_id, found in [("", chapter.intro), *((part.id, part.items) for part in chapter.sections)]
        for item in found
        if item.data
    ]
    return {
        "version": VERSION,
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
        "absences": [asdict(absence) for absence in document.absences],
        "items": items,
        "sources": list(cover.get("sources", [])),
    }
