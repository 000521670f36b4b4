"""A finished assessment, read back from its findings.json: sentences and tables by section, nothing computed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pads_analysis.batch.job import Status
from pads_analysis.batch.record import FINDINGS, RECORD
from pads_analysis.errors import UsageError
from pads_analysis.params import FINDINGS_VERSION
from pads_analysis.params.fields import PARTNERSHIP_CODE

LARGEST = 50_000_000
MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of the report: caption, columns (`key`, `heading`, `kind`) and rows by key."""

    caption: str
    columns: tuple[Mapping[str, str], ...]
    rows: tuple[Mapping[str, Any], ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its columns."""
        return frozenset(column["key"] for column in self.columns)

    def heading(self, key: str) -> str:
        """Return what is printed above a column; empty where it has no such column."""
        return next((column["heading"] for column in self.columns if column["key"] == key), "")


@dataclass(frozen=True, slots=True)
class Assessment:
    """One partnership's findings.

    Attributes
    ----------
    code, name, county, county_code : str
        `county` is empty where there is no two-tier county.
    edition, status, period : str
    data : mapping
        The whole file.
    folder : Path
        Where its report stands.
    """

    code: str
    name: str
    county: str
    county_code: str
    edition: str
    status: str
    period: str
    data: Mapping[str, Any]
    folder: Path

    @property
    def public(self) -> bool:
        """Whether everybody may read it."""
        return self.edition == "public"

    def items(self, *sections: str) -> Iterator[Mapping[str, Any]]:
        """Yield the items of sections, in the order of the report; of all where none is named."""
        wanted = {_slug(section) for section in sections}
        for item in self.data["items"]:
            if not wanted or _slug(str(item.get("section", ""))) in wanted:
                yield item

    def sentences(self, *sections: str) -> list[Mapping[str, Any]]:
        """Return the sentences of sections."""
        return [item for item in self.items(*sections) if item.get("kind") == "sentence" and item.get("text")]

    def texts(self, *sections: str) -> list[str]:
        """Return the words of the sentences of sections, each once."""
        return list(dict.fromkeys(str(item["text"]) for item in self.sentences(*sections)))

    def tables(self, *sections: str) -> list[FoundTable]:
        """Return the tables of sections that have a row."""
        found = [_table(item) for item in self.items(*sections) if item.get("kind") == "table"]
        return [table for table in found if table is not None and table.rows]

    def table(self, section: str, *keys: str) -> FoundTable | None:
        """Return the first table of a section that has these columns and a row."""
        wanted = set(keys)
        return next((table for table in self.tables(section) if wanted <= table.keys), None)

    def reason(self, *sections: str) -> str:
        """Return why a section has nothing, as a clause that follows "because"; empty where it does not say."""
        for item in self.items(*sections):
            if item.get("kind") == "absence" and item.get("because"):
                return str(item["because"]).strip().rstrip(".")
        return ""

    def offences(self) -> list[Mapping[str, Any]]:
        """Return the released figures by offence (`record` of findings.json): code, name, count, rate, interval."""
        record = self.data.get("record")
        found = record.get("offences", []) if isinstance(record, Mapping) else []
        return [row for row in found if isinstance(row, Mapping) and row.get("code") and row.get("name")]


def open_assessment(output: Path, asked: str) -> Assessment:
    """Read the findings of one partnership, given by code or exact name.

    Raises
    ------
    UsageError
        When there is no run, the partnership is not in it or did not pass, or the file is not as the run wrote it.
    """
    held = runs(output)
    wanted = asked.strip().casefold()
    for code, record in held.items():
        if wanted in {code.casefold(), _name(record).casefold()}:
            return _read(output / code, record)
    raise UsageError(
        f"There is no partnership {asked!r} in this run.",
        str(output),
        f"{_nearest(asked, [f'{_name(record)} ({code})' for code, record in held.items()])} "
        f"If it was not run, give `pads run` its code and the same --output.",
    )


def open_county(output: Path, asked: str) -> tuple[list[Assessment], list[str]]:
    """Read the findings of every district of a two-tier county, and name what could not be read.

    Parameters
    ----------
    asked : str
        The county's name or code.

    Returns
    -------
    list of Assessment
        In the order of their names.
    list of str
        Why each partnership of the run that failed, or whose file is damaged, is not among them.

    Raises
    ------
    UsageError
        When there is no run, or no partnership of it lies in that county.
    """
    wanted, found, left, counties = asked.strip().casefold(), [], [], {}
    for code, record in runs(output).items():
        if not re.fullmatch(PARTNERSHIP_CODE, code):
            continue  # the overview of a county
        try:
            each = _read(output / code, record)
        except UsageError as error:
            left.append(f"{_name(record)} ({code}): {error.what}")
            continue
        if each.county:
            counties[each.county] = each.county_code
            if wanted in {each.county.casefold(), each.county_code.casefold()} - {""}:
                found.append(each)
    if not found:
        names = [f"{name} ({code})" if code else name for name, code in counties.items()]
        raise UsageError(
            f"No partnership of this run lies in a two-tier county called {asked!r}.",
            str(output),
            _nearest(asked, names)
            if names
            else "A county agreement needs the assessments of a county's districts: run them first.",
        )
    return sorted(found, key=lambda each: (each.name, each.code)), left


def runs(output: Path) -> dict[str, Mapping[str, Any]]:
    """Return the records of the partnerships that were run into a folder, by code.

    Raises
    ------
    UsageError
        When there is none.
    """
    found = {}
    for path in sorted(output.glob(f"*/{RECORD}")):
        record = _json(path)
        partnership = record.get("partnership") if isinstance(record, Mapping) else None
        if isinstance(partnership, Mapping) and partnership.get("code") == path.parent.name:
            found[path.parent.name] = record
    if not found:
        what = "There is no finished run in this folder." if output.is_dir() else "There is no such folder."
        raise UsageError(
            what, str(output), "Run `pads run CODE` first, or name the run's folder with --output."
        )
    return found


def _read(folder: Path, record: Mapping[str, Any]) -> Assessment:
    where = f"{_name(record)} ({folder.name})"
    if record.get("status") != Status.PASSED:
        failure = record.get("failure")
        because = (
            f": {failure.get('message')}" if isinstance(failure, Mapping) and failure.get("message") else ""
        )
        raise UsageError(
            f"Its run did not pass ({record.get('status', 'unknown')}){because}.".replace("..", "."),
            where,
            "Mend what the run says and run it again; a document is drafted from a finished assessment only.",
        )
    path = folder / FINDINGS
    data, again = _json(path), "Run the partnership again."
    if not isinstance(data, Mapping) or not _is_whole(data):
        raise UsageError(f"{FINDINGS} is missing, damaged or not one of this project's.", where, again)
    if data.get("version") != FINDINGS_VERSION:
        raise UsageError(f"{FINDINGS} has another form than this version of the project reads.", where, again)
    if _sha_of(record) not in {"", sha256(path.read_bytes()).hexdigest()}:
        raise UsageError(
            f"{FINDINGS} is not as the run wrote it.",
            where,
            f"{again} A draft is for changing; findings are not.",
        )
    cover = data["cover"]
    if cover.get("covers") == "county":
        raise UsageError(
            "It is the overview of a county, from which no plan or summary is drafted.",
            where,
            f"Draft the county's agreement: `pads draft agreement {folder.name}`. Name a district for its plan.",
        )
    return Assessment(
        code=folder.name,
        name=str(data["partnership"].get("name") or folder.name),
        county=str(cover.get("county_name") or ""),
        county_code=str(cover.get("county_code") or ""),
        edition=str(data.get("edition") or ""),
        status=str(cover.get("status") or ""),
        period=str(data["period"].get("words") or ""),
        data=data,
        folder=folder,
    )


def _is_whole(data: Mapping[str, Any]) -> bool:
    parts = [data.get(name) for name in ("partnership", "period", "cover")]
    items = data.get("items")
    return (
        all(isinstance(part, Mapping) for part in parts)
        and isinstance(items, list)
        and all(isinstance(item, Mapping) for item in items)
        and data.get("edition") in {"partner", "public"}
    )


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8")) if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None


def _sha_of(record: Mapping[str, Any]) -> str:
    outputs = record.get("outputs")
    for entry in outputs if isinstance(outputs, list) else []:
        if isinstance(entry, Mapping) and entry.get("file") == FINDINGS:
            return str(entry.get("sha256") or "")
    return ""


def _table(item: Mapping[str, Any]) -> FoundTable | None:
    """Return a table; None where it has not the form of one."""
    columns, rows = item.get("columns"), item.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    if not all(isinstance(column, Mapping) and column.get("key") for column in columns):
        return None
    keys = [str(column["key"]) for column in columns]
    told = tuple(
        {"key": key, "heading": str(column.get("heading") or key), "kind": str(column.get("kind") or "text")}
        for key, column in zip(keys, columns, strict=True)
    )
    whole = [row for row in rows if isinstance(row, list) and len(row) == len(keys)]
    return FoundTable(
        str(item.get("caption") or ""), told, tuple(dict(zip(keys, row, strict=True)) for row in whole)
    )


def _name(record: Mapping[str, Any]) -> str:
    partnership = record.get("partnership")
    return str(partnership.get("name") or "") if isinstance(partnership, Mapping) else ""


def _nearest(asked: str, names: list[str]) -> str:
    lower = {name.casefold(): name for name in names}
    parts = {part.strip(" ()"): name for low, name in lower.items() for part in low.rsplit("(", 1)}
    near = difflib.get_close_matches(asked.strip().casefold(), parts, MOST_NEAR, 0.5)
    chosen = list(dict.fromkeys(parts[found] for found in near)) or names[:MOST_NEAR]
    return (
        f"Nearest: {', '.join(chosen)}."
        if near
        else f"It holds {', '.join(chosen)}"
        + (f" and {len(names) - len(chosen)} more." if len(names) > len(chosen) else ".")
    )


def _slug(section: str) -> str:
    return section.replace("_", "-")
