"""Finished runs by hand: folders with a run.json and a findings.json, of any sections, for the drafts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

OFFENCES = (
    ("all_crime", "All police recorded crime", True, 900, 30.0, 28.0, 32.1),
    ("anti_social_behaviour", "Anti-social behaviour", False, 200, 6.7, 5.8, 7.7),
    ("burglary", "Burglary", False, 120, 4.0, 3.3, 4.8),
    ("drugs", "Drugs", False, 40, 1.3, 0.9, 1.8),
    ("robbery", "Robbery", False, 20, 0.7, 0.4, 1.0),
)


def sentence(section: str, name: str, text: str, **more: Any) -> dict[str, Any]:
    item = {"kind": "sentence", "id": f"sentence-{section}-{name}", "section": section, "text": text}
    return {**item, "headline": False, "importance": 0.0, "verdict": "", "facts": {}} | more


def table(
    section: str, columns: str, rows: Sequence[Sequence[Any]], name: str = "", **more: Any
) -> dict[str, Any]:
    """Return a table; `columns` are "key:kind" words, whose headings are the keys in words."""
    parts = [column.split(":") for column in columns.split()]
    told = [{"key": key, "heading": key.replace("_", " ").capitalize(), "kind": kind} for key, kind in parts]
    item = {
        "kind": "table",
        "id": f"table-{section}{name}",
        "section": section,
        "caption": f"Table of {section}",
    }
    return {**item, "columns": told, "rows": [list(row) for row in rows], "notes": []} | more


def absence(section: str, because: str) -> dict[str, Any]:
    return {
        "kind": "absence",
        "id": f"absence-{section}",
        "section": section,
        "title": section,
        "because": because,
    }


def change_table(*rows: Sequence[Any]) -> dict[str, Any]:
    columns = (
        "offence_name:text count_before:count count:count difference:count change_percent:percent "
        "ratio:number ci_low:number ci_high:number verdict:verdict"
    )
    return table("change", columns, rows)


CHANGES = change_table(
    ("All police recorded crime", 880, 900, 20, 2.3, 1.02, 0.93, 1.12, "uncertain"),
    ("Burglary", 60, 120, 60, 100.0, 2.0, 1.4, 2.8, "higher"),
    ("Robbery", 18, 20, 2, None, 1.1, 0.6, 2.1, "uncertain"),
)
PEERS = table(
    "levels",
    "offence_name:text count:count peer_ratio:number peer_ratio_low:number peer_ratio_high:number vs_peers:verdict",
    [
        ("All police recorded crime", 900, 0.99, 0.9, 1.08, "similar"),
        ("Burglary", 120, 1.5, 1.2, 1.9, "higher"),
    ],
)
PRIORITIES = table(
    "priorities",
    "offence_name:text tier:text total:number total_low:number total_high:number places:text",
    [
        ("Burglary", "first", 3.2, 2.9, 3.5, "1 to 2"),
        ("Anti-social behaviour", "first", 3.0, 2.5, 3.4, "1 to 3"),
        ("Drugs", "watch", 1.0, 0.5, 1.5, "3 to 5"),
    ],
)
DECISIONS = table(
    "decisions",
    "issue:text tier:text decision:text because:text by:text date:text",
    [
        ("Burglary", "first", "accepted", "It doubled.", "Partnership board", "20 January 2026"),
        (
            "Drugs",
            "watch",
            "deferred",
            "Figures of treatment are awaited.",
            "Partnership board",
            "20 January 2026",
        ),
    ],
)
LAST_PLAN = table(
    "previous-plan",
    "action:text priority:text lead:text due:text status:text overdue:text evidence:text",
    [
        ("Fit locks.", "Burglary", "District council", "1 March 2025", "complete", "no", "Register."),
        ("Train wardens.", "Burglary", "not stated", "1 May 2025", "late", "yes", "The post was vacant."),
    ],
)
VIEWS = (
    sentence("views", "answer-1", "60% (95% interval 55% to 65%) of residents answered: Feels safe."),
    sentence("views", "held-1", "Held: Public meeting (anyone could attend), 2 May 2025, 40 people present."),
    table(
        "views",
        "question:text group:text value:percent ci_low:number ci_high:number base:count",
        [("Feels safe", "residents", 60.0, 55.0, 65.0, 400), ("At work", "workers", 80.0, None, None, 90)],
    ),
)
FULL = (CHANGES, PEERS, PRIORITIES, DECISIONS, LAST_PLAN, *VIEWS)


def write_run(
    output: Path,
    items: Sequence[Mapping[str, Any]] = (),
    *,
    code: str = "E22000001",
    name: str = "Testford",
    edition: str = "partner",
    county: str = "",
    county_code: str = "",
    status: str = "passed",
    failure: str = "",
    **more: Any,
) -> Path:
    """Write one partnership's folder into a run and return it; `more` replaces keys of findings.json."""
    folder = output / code
    folder.mkdir(parents=True, exist_ok=True)
    names = ("code", "name", "is_total", "count", "rate_per_1000", "ci_low", "ci_high")
    findings = {
        "version": 2,
        "partnership": {"code": code, "name": name},
        "period": {"words": "April 2024 to March 2025", "first": "2024-04-01", "last": "2025-03-01"},
        "edition": edition,
        "cover": {"county_name": county, "county_code": county_code, "status": "draft", "contact": ""},
        "headlines": [],
        "checklist": [],
        "absences": [],
        "record": {"offences": [dict(zip(names, row, strict=True)) for row in OFFENCES]},
        "items": list(items),
        "sources": [],
    } | more
    content = json.dumps(findings).encode()
    (folder / "findings.json").write_bytes(content)
    record = {
        "partnership": {"code": code, "name": name},
        "status": status,
        "failure": {"message": failure} if failure else None,
        "outputs": [{"file": "findings.json", "sha256": sha256(content).hexdigest()}],
    }
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    return folder
