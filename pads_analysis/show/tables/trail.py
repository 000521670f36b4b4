"""Where the figures come from: questions to the store and delivered files, for people and for `pads trace`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pads_analysis.assess.result import TrailResult
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column, json_safe
from pads_analysis.show.display import Item
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import renders
from pads_analysis.show.tables.build import caption_of, table
from pads_analysis.vocabulary import source

FIGURES_SHOWN = 12
PARAMETERS = "parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail(Item):
    """What was asked of the store, and the files behind it.

    Attributes
    ----------
    asked, delivered : Table
        What is printed; of each SHA-256 the first twelve figures.
    questions, files : list of dict
        The same with whole hashes, as docs/findings.md describes them.
    """

    asked: Table
    delivered: Table
    questions: list[dict[str, Any]]
    files: list[dict[str, Any]]

    def html(self) -> Markup:
        """Return both tables."""
        return Markup("").join([self.asked.html(), self.delivered.html()])

    def plain(self) -> str:
        """Return both tables as text."""
        return f"{self.asked.plain()}\n\n{self.delivered.plain()}"

    def payload(self) -> dict[str, Any]:
        """Return questions and files."""
        return {"caption": self.asked.caption, "trail": {"questions": self.questions, "files": self.files}}


@renders(TrailResult)
def trail(result: TrailResult) -> Trail:
    """Print what was asked of the store with the rows it answered, and every file behind it with its hash."""
    asked, delivered = _asked(result), _delivered(result)
    return Trail(
        id="trail",
        asked=asked,
        delivered=delivered,
        questions=[_safe(row, split="kinds") for row in result.questions.to_dict("records")],
        files=[_safe(row) for row in result.files.to_dict("records")],
    )


def _asked(result: TrailResult) -> Table:
    frame = result.questions.assign(
        span=_spans(result.questions),
        files=[_behind(result, row) for row in result.questions.to_dict("records")],
    )
    frame["rows"] = frame["rows"].astype(object).where(frame["rows"].notna(), NOT_APPLICABLE)
    columns = (
        Column("what", "What was asked"),
        Column("code", "As asked of the store"),
        Column("rows", "Rows read for this partnership", "count"),
        Column("span", "Months or years"),
        Column("files", "Files behind it", "count"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Where the figures come from", result.basis),
    )


def _delivered(result: TrailResult) -> Table:
    frame = result.files.assign(
        kind=[_kind(kind) for kind in result.files["kind"]],
        span=_spans(result.files),
        sha256=[str(sha)[:FIGURES_SHOWN] for sha in result.files["sha256"]],
    )
    frame["rows_kept"] = frame["rows_kept"].astype(object).where(frame["rows_kept"].notna(), NOT_APPLICABLE)
    columns = (
        Column("kind", "What it is"),
        Column("file", "File"),
        Column("span", "Months or years"),
        Column("rows_kept", "Rows kept", "count"),
        Column("sha256", f"SHA-256, first {FIGURES_SHOWN} figures"),
    )
    others = words.plural(result.elsewhere, "file")
    elsewhere = (
        f"The figures of other areas rest on {others} of other forces as well" if result.elsewhere else ""
    )
    return table(
        frame,
        columns,
        section=result.section,
        name="files",
        caption="Files behind the figures",
        notes=("Whole hashes stand in findings.json", elsewhere),
    )


def _behind(result: TrailResult, question: dict[str, Any]) -> int:
    """Return the number of files behind one question."""
    files = result.files
    found = files["kind"].isin(question["kinds"].split(", "))
    return int((found & (files["data_set"] == question["data_set"])).sum())


def _spans(frame: Any) -> list[str]:
    return [
        " to ".join(dict.fromkeys(part for part in (str(first), str(last)) if part)) or NOT_APPLICABLE
        for first, last in zip(frame["first"], frame["last"], strict=True)
    ]


def _kind(kind: str) -> str:
    return "The partnership's settings and files" if kind == PARAMETERS else source(kind).name


def _safe(row: dict[str, Any], split: str = "") -> dict[str, Any]:
    made = {str(key): json_safe(value) for key, value in row.items()}
    return made | {split: str(row[split]).split(", ")} if split else made
