"""`pads ingest`: what became of each delivered file, in words."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pads_analysis.errors import EXIT_CONTRACT, UsageError

if TYPE_CHECKING:
    from pads_analysis.data.mapped import Mapped
    from pads_analysis.data.outcome import FileOutcome, IngestSummary

#: Up to so many files each have a line; of more, only those that the user should look at.
MANY = 40
_REASONS = 3
_AREAS = 5
_WIDTH = len("superseded on arrival")
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


def run_ingest(
    paths: Sequence[Path],
    store: Path,
    *,
    replace: bool = False,
    verbose: bool = False,
    named: str = "",
    map_path: Path | None = None,
    received: str = "",
) -> int:
    """Ingest, print what became of the files and a summary, and return the exit code.

    Raises
    ------
    PadsError
        When the arguments or the map are wrong; nothing was read then.
    """
    from pads_analysis.data.ingest import ingest

    extract = _extract(map_path, named, received)
    telling = _Telling(several=len(paths) > 1, grouped=not verbose and _many(paths, store))
    try:
        summary = ingest(paths, store, report=telling.tell, replaces=replace, extract=extract)
    finally:
        telling.end()
    _sum_up(summary, store)
    _tell_unplaced(summary, store)
    for line in telling.refused:
        typer.echo(line, err=True)
    taken_up = {"stored", "already stored", "superseded on arrival"}
    if summary.exit_code == 0 and not taken_up & set(summary.counts):
        typer.echo(
            "pads: none of these files is of a kind that the store holds; see the reasons above. "
            "An authority's own extract is read through a map: pads new-map FILE proposes one. Name it with --map, or "
            "put it beside the file as NAME.map.yaml.",
            err=True,
        )
        return EXIT_CONTRACT
    return summary.exit_code


def _extract(map_path: Path | None, named: str, received: str) -> Mapped | None:
    """Return how the files are to be read as extracts; None when they are publishers' files."""
    from pads_analysis.data.extracts.mapping import SURVEYS, find_data_set
    from pads_analysis.data.mapped import open_mapped

    if map_path is None:
        if named:
            code = named if named in SURVEYS else find_data_set(named).code
            raise UsageError(
                f"A map is needed to read {code}.",
                "--map",
                f"Make one from the file and check it: pads new-map FILE --as {code} > map.yaml.",
            )
        if received:
            raise UsageError("--received goes with an extract.", "--received", "Give --as and --map, too.")
        return None
    return open_mapped(map_path, named, _day(received))


def _day(received: str) -> str:
    try:
        day = dt.date.fromisoformat(received) if received else None
    except ValueError:
        day = None
    if received and (day is None or len(received) != 10 or day > dt.date.today()):
        raise UsageError(
            f"{received!r} is not a day on which something can have been received.",
            "--received",
            "Use YYYY-MM-DD, for example 2021-11-30, and no day in the future.",
        )
    return received


def _many(paths: Sequence[Path], store: Path) -> bool:
    """Whether more files are given than have a line each; nothing is read for this but the lists of zips."""
    from pads_analysis.data.delivery import walk

    others: list[str] = []

    def count(where: str, _why: object) -> None:
        others.append(where)

    files = walk(paths, left_alone=count, refused=count, skip=store)
    found = sum(1 for _ in itertools.islice(files, MANY + 1))
    return found + len(others) > MANY


@dataclass(slots=True)
class _Group:
    """Files of one folder or zip that nothing sets apart."""

    files: int = 0
    rows_in: int = 0
    rows_kept: int = 0
    months: list[str] = field(default_factory=list)

    def add(self, outcome: FileOutcome) -> None:
        self.files += 1
        self.rows_in += outcome.rows_in
        self.rows_kept += outcome.rows_kept
        self.months += outcome.entry.period if outcome.entry is not None else ()

    def in_words(self) -> str:
        words = [_number(self.files, "file")]
        if self.rows_in:
            words.append(f"{self.rows_kept:,} of {_number(self.rows_in, 'row')} kept")
        if self.months:
            words.append(_span(min(self.months), max(self.months)))
        return ", ".join(words)


@dataclass(slots=True)
class _Telling:
    """Prints the outcomes as they come: each on a line, or those of one folder or zip together."""

    several: bool
    grouped: bool
    refused: list[str] = field(default_factory=list)
    _place: str = ""
    _groups: dict[tuple[str, str, str], _Group] = field(default_factory=dict)

    def tell(self, outcome: FileOutcome) -> None:
        place = self._where(outcome)
        if place != self._place:
            self.end()
            self._place = place
        if self.grouped and not outcome.needs_attention:
            said = outcome.message if outcome.status in ("left alone", "not used") else ""
            self._groups.setdefault((outcome.status, outcome.kind, said), _Group()).add(outcome)
            return
        line = f"{outcome.status:<{_WIDTH}} {self._line(outcome)}"
        typer.echo(line)
        if outcome.error is not None:
            self.refused.append(line)

    def end(self) -> None:
        """Print the groups that are still open."""
        for (status, kind, said), group in self._groups.items():
            start = f"{kind}: " if kind else ""
            end = f": {said}" if said else ""
            typer.echo(f"{status:<{_WIDTH}} {self._place}  {start}{group.in_words()}{end}")
        self._groups.clear()

    def _where(self, outcome: FileOutcome) -> str:
        """Return the folder or zip that a file lies in; folders of single months count as the one above them."""
        outer, member, _ = outcome.where.partition(" > ")
        folders = outer.split("/") if member else outer.split("/")[:-1]
        while folders and _MONTH.fullmatch(folders[-1]):
            folders.pop()
        if outcome.given and (self.several or not folders):
            folders.insert(0, outcome.given)
        return "/".join(folders) or "files named"

    def _line(self, outcome: FileOutcome) -> str:
        folder = f"{outcome.given}/" if self.several and outcome.given else ""
        if outcome.error is not None:
            return f"{folder}{outcome.error}"
        kind = f"{outcome.kind}: " if outcome.kind else ""
        said = ". ".join(part for part in (_rows(outcome), outcome.message) if part)
        return f"{folder}{outcome.where}  {kind}{said}".rstrip(": ")


def _rows(outcome: FileOutcome) -> str:
    if not outcome.rows_in or outcome.overtaken:
        return ""
    if outcome.status == "superseded on arrival":
        return f"{_number(outcome.rows_in, 'row')} read, none taken"
    parts = [f"{outcome.rows_kept:,} of {_number(outcome.rows_in, 'row')} kept"]
    if outcome.status == "stored" and outcome.entry is not None:
        entry = outcome.entry
        parts += [f"rejected: {_listed(entry.rejected, entry.rejected_rows)}"] if entry.rejected else []
        doubts = outcome.doubts
        parts += [f"to be looked at: {_listed(doubts, entry.flagged_rows)}"] if doubts else []
    return "; ".join(parts)


def _listed(reasons: Mapping[str, int], rows: Sequence[tuple[int, str]]) -> str:
    first = [
        f"{reason} ({number:,}{_first_row(reason, number, rows)})"
        for reason, number in itertools.islice(reasons.items(), _REASONS)
    ]
    more = len(reasons) - _REASONS
    return ", ".join(first) + (f" and {_number(more, 'more reason')}" if more > 0 else "")


def _first_row(reason: str, number: int, rows: Sequence[tuple[int, str]]) -> str:
    """Return where a reason stands first, as far as the catalogue names it: row, column and sheet."""
    found = next(((line, said) for line, said in rows if said.startswith(reason)), None)
    if found is None:
        return ""
    place = found[1].removeprefix(reason)
    return f"{': row' if number == 1 else ', first in row'} {found[0]}{place}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _sum_up(summary: IngestSummary, store: Path) -> None:
    counts = ", ".join(f"{number} {status}" for status, number in sorted(summary.counts.items()))
    typer.echo(f"\n{_number(len(summary.outcomes), 'file')}: {counts}.")
    if not summary.rows_in:
        return
    typer.echo(
        f"{_number(summary.rows_in, 'row')} read, {summary.rows_kept:,} kept. {_rejected(summary, store)}"
    )
    nowhere = dict(summary.without_location)
    extracts, others = nowhere.pop("extract", 0), sum(nowhere.values())
    if extracts and not others:
        typer.echo(f"{extracts:,} of those kept have no location.")
    elif others:
        also = f", and {extracts:,} of the extracts" if extracts else ""
        typer.echo(f"{others:,} of those kept have no location, as is usual in street-level files{also}.")


def _tell_unplaced(summary: IngestSummary, store: Path) -> None:
    """Name the areas of tables by name that no lookup knows: their rows are stored and counted nowhere."""
    from pads_analysis.data.store import BY_AREA, Store

    kinds = {
        outcome.entry.kind for outcome in summary.outcomes if outcome.status == "stored" and outcome.entry
    } & set(BY_AREA)
    if not kinds:
        return
    table = Store.open(store).unplaced()
    if table.empty or table[table["source"].isin(kinds)].empty:
        return
    rows = table[table["source"].isin(kinds)]
    named = [f"{row.name!r} ({row.count:,})" for row in rows.head(_AREAS).itertuples(index=False, name="Row")]
    more = f" and {_number(len(rows) - _AREAS, 'more area')}" if len(rows) > _AREAS else ""
    typer.echo(
        f"{_number(len(rows), 'area')} in no partnership that the lookups know, counted in none: "
        f"{', '.join(named)}{more}. Correct a name that is misspelt, or ingest the lookup that has it."
    )


def _rejected(summary: IngestSummary, store: Path) -> str:
    number = summary.rows_in - summary.rows_kept
    if not number:
        return "No row was rejected."
    if number == 1:
        return f"1 row was rejected; the reason stands in {store / 'ledger'}."
    return f"{number:,} rows were rejected; the reasons stand in {store / 'ledger'}."
