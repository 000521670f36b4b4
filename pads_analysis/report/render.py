"""Renders a document as one page that needs nothing else: no script, no network, no font."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from pads_analysis.report.checklist import unread_laws
from pads_analysis.report.document import Document, Item
from pads_analysis.report.findings import findings
from pads_analysis.report.trace import Trace, traces

if TYPE_CHECKING:
    from jinja2 import Environment

MARKINGS = {
    "partner": "Partner edition: not for publication",
    "public": "Public edition",
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
STATUS_WORDS = {
    "passed": "Report made",
    "failed": "Failed",
    "crashed": "Crashed",
    "timed out": "Timed out",
    "not run": "Not run",
    "running": "Running",
    "waiting": "Waiting",
}


def render(document: Document) -> str:
    """Return the assessment page.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        HTML. The same document always gives the same bytes: no clock and no counter is read.
    """
    cover = document.cover
    sections = document.sections()
    peers_chosen = bool(cover.get("peers_chosen", True))
    template = _environment().get_template("assessment.html.j2")
    return template.render(
        document=document,
        cover=cover,
        title=_title(cover),
        kicker=_kind(cover),
        marking=MARKINGS.get(str(cover.get("edition", "")), "Edition not stated"),
        number_of_sections=len(sections),
        peers=cover.get("peers") or [],
        peers_chosen=peers_chosen,
        peers_title=_peers_title(cover, peers_chosen),
        sources=cover.get("sources") or [],
        wording_unread=unread_laws(),
        traces=traces(findings(document)),
        ids={section.id for section in sections},
    )


def render_index(
    *,
    rows: Sequence[Mapping[str, Any]],
    started: str,
    finished: str,
    period_end: str,
    edition: str,
    code_version: str,
) -> str:
    """Return the page that lists a run's partnerships.

    Parameters
    ----------
    rows : sequence of mappings
        code, name, status, failure, duration and links (each href and text), in the order to print.
    started, finished : str
        Times in UTC; `finished` is empty while the batch runs.
    period_end, edition, code_version : str
        Printed below the title where they are not empty; a period end that is no month ("latest") is not printed.
    """
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    ordered = [
        (_counted(status, counts[status]), counts[status]) for status in STATUS_WORDS if status in counts
    ]
    template = _environment().get_template("index.html.j2")
    return template.render(
        rows=rows,
        words=STATUS_WORDS,
        counts=ordered,
        started=started,
        finished=finished,
        period_end=period_end if re.match(r"\d{4}-\d\d", period_end) else "",
        edition=edition,
        code_version=code_version,
    )


def _counted(status: str, number: int) -> str:
    """Return the words after a number of partnerships in one state: "reports made", "failed"."""
    return "reports made" if status == "passed" and number != 1 else STATUS_WORDS[status].lower()


def day(text: Any) -> str:
    """Return an ISO month, day or time in words; anything else as it is.

    Examples
    --------
    >>> day("2021-09"), day("2021-11-03"), day("2026-11-21T20:29:18Z")
    ('September 2021', '3 November 2021', '21 November 2026, 20:29')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)\S*)?)?", str(text or ""))
    if match is None or not 1 <= int(match[2]) <= 12:
        return str(text or "")
    year, month, date, time = match.groups()
    words = f"{MONTHS[int(month) - 1]} {year}"
    return (f"{int(date)} {words}" if date else words) + (f", {time}" if time else "")


def linked(item: Item, made: Sequence[Trace]) -> str:
    """Return the HTML of an item; in the table of the scoring, each issue leads to where its scores come from."""
    if item.kind != "table" or not item.id.startswith("table-priorities"):
        return item.html
    html = item.html
    for trace in made:
        cell = f">{escape(trace.name)}</th>"
        html = html.replace(cell, f'><a href="#{trace.anchor}">{escape(trace.name)}</a></th>')
    return html


def _peers_title(cover: Mapping[str, Any], chosen: bool) -> str:
    if cover.get("covers") == "county":
        return "Districts"
    return "Peers" if chosen else "Other partnerships in the store"


def _title(cover: Mapping[str, Any]) -> str:
    name = str(cover.get("partnership_name", "")) or "partnership not named"
    return f"{_kind(cover)}: {name}"


def _kind(cover: Mapping[str, Any]) -> str:
    return "County overview" if cover.get("covers") == "county" else "Strategic assessment"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("pads_analysis.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Only fragments that `collect` has found safe pass through this.
    environment.filters["fragment"] = Markup
    environment.filters["day"] = day
    environment.filters["linked"] = linked
    return environment
