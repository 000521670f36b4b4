"""Tables of the data and methods: deliveries, coverage, gaps, methods, glossary, settings."""

from __future__ import annotations

import re
from typing import Any

from pads_analysis.assess.result import MethodsResult, QualityResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table
from pads_analysis.vocabulary import source

AREAS = {
    "lsoa": "small areas",
    "msoa": "middle areas",
    "ward": "wards",
    "ltla": "districts",
    "utla": "upper tier",
    "csp": "partnerships",
    "pfa": "police forces",
    "ca": "combined authorities",
    "county": "counties",
    "region": "regions",
    "country": "countries",
}
_AREA = re.compile(r"(?P<area>[a-z]+)(?:\((?:current)\))?(?P<year>\d\d)?")
_EMPTY = frozenset({'""', "''", "[]", "{}", "None"})


@renders(QualityResult)
def deliveries(result: QualityResult) -> Table:
    """List what was delivered, by kind and vintage, with its rows in, kept and rejected."""
    frame = result.deliveries.copy()
    frame["kind"] = [_kind(kind) for kind in frame["kind"]]
    frame["vintage"] = [_vintage(value) for value in frame["vintage"]]
    frame["period"] = [_period(value) for value in frame["period"]]
    frame["reasons"] = [_said(value, "none") for value in frame["reasons"]]
    columns = (
        Column("kind", "What it is"),
        Column("vintage", "Areas or edition"),
        Column("files", "Files", "count"),
        Column("period", "Period"),
        Column("rows_in", "Rows in", "count"),
        Column("rows_kept", "Rows kept", "count"),
        Column("rows_rejected", "Rows rejected", "count"),
        Column("reasons", "Reasons for rejection"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="deliveries",
        caption="Files delivered",
        notes=("The run's record (run.json) lists every file with its SHA-256", *result.basis.notes),
    )


@renders(QualityResult)
def coverage(result: QualityResult) -> Table:
    """List the months of data with rows, rows without location, and whether they look complete."""
    quarters = words.rows_are_quarters(result.coverage["month"])
    columns = (
        Column("month", "Quarter from" if quarters else "Month", "month"),
        Column("rows", "Rows", "count"),
        Column("expected", "Expected rows", "count"),
        Column("no_location", "Rows of the force without location", "count"),
        Column("status", "Status"),
    )
    share = result.share_no_location
    unplaced = (
        f"{words.percent(share, 1)} of the force's rows in the period have no location"
        if words.is_number(share)
        else ""
    )
    return table(
        result.coverage,
        columns,
        section=result.section,
        name="coverage",
        caption=f"Rows by {'quarter' if quarters else 'month'}, {words.place_name(result.basis.place)}",
        notes=(unplaced, *result.basis.notes),
        empty="nothing was delivered.",
    )


@renders(QualityResult)
def gaps(result: QualityResult) -> Table:
    """List what the data leave unsaid and what that does to the assessment."""
    columns = (Column("gap", "Gap"), Column("effect", "What it does"))
    return table(
        result.gaps,
        columns,
        section=result.section,
        name="gaps",
        caption=caption_of("What cannot be said", result.basis),
        empty="no gap was found.",
    )


@renders(MethodsResult)
def methods(result: MethodsResult) -> Table:
    """List the methods used, for what, and where they are published."""
    frame = result.table.assign(citation=[_said(value) for value in result.table["citation"]])
    columns = (Column("method", "Method"), Column("used_for", "Used for"), Column("citation", "Source"))
    return table(frame, columns, section=result.section, caption="Methods")


@renders(MethodsResult)
def glossary(result: MethodsResult) -> Table:
    """List terms and what they mean."""
    columns = (Column("term", "Term"), Column("meaning", "Meaning"))
    return table(result.glossary, columns, section=result.section, name="glossary", caption="Glossary")


@renders(MethodsResult)
def settings(result: MethodsResult) -> Table:
    """List every setting with its value and where it was set."""
    frame = result.settings.assign(value=[_setting(value) for value in result.settings["value"]])
    columns = (Column("setting", "Setting"), Column("value", "Value"), Column("origin", "Set in"))
    return table(frame, columns, section=result.section, name="settings", caption="Settings")


def _kind(kind: str) -> str:
    try:
        return source(kind).name
    except KeyError:
        return str(kind).replace("_", " ")


def _said(value: Any, nothing: str = NOT_APPLICABLE) -> str:
    return nothing if words.is_missing(value) or not str(value).strip() else str(value)


def _vintage(value: Any) -> str:
    """Return the areas or edition of a file in words: "Small areas 2011, districts 2021" for lsoa11-ltla21."""
    text = _said(value, "")
    parts = [_part(part) for part in re.split(r"[- ]", text)]
    return words.at_start(", ".join(parts)) if all(parts) else words.day(text) or "not stated"


def _part(text: str) -> str:
    """Return one part of a vintage in words; empty for what is neither a kind of area nor a year."""
    if re.fullmatch(r"\d{4}", text):
        return f"edition {text}"
    found = _AREA.fullmatch(text)
    if not found or found["area"] not in AREAS:
        return ""
    return f"{AREAS[found['area']]} {'20' + found['year'] if found['year'] else ''}".strip()


def _period(value: Any) -> str:
    return " to ".join(words.month_label(part) for part in _said(value, "not dated").split(" to "))


def _setting(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value) or "none"
    shown = f"{value:g}" if isinstance(value, float) and not words.is_missing(value) else _said(value, "none")
    if shown in _EMPTY:
        return "none"
    # A flat list is written without its brackets; a list of pairs keeps them.
    return shown[1:-1] if shown[0] + shown[-1] == "[]" and "[" not in shown[1:] else shown
