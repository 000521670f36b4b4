"""A map proposed from the headings of an extract, with a word on everything that the headings do not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.beside import is_map
from pads_analysis.data.extracts.moments import Column, read_moments
from pads_analysis.data.extracts.personal import personal_columns
from pads_analysis.data.extracts.table import find_table
from pads_analysis.errors import ContractError, UsageError
from pads_analysis.params.map_file import TO_DO
from pads_analysis.vocabulary import DataSet, data_sets, extract_fields, slug
from pads_analysis.vocabulary.prescribed import LOCATIONS

if TYPE_CHECKING:
    from pads_analysis.data.readers.headings import Headings
    from pads_analysis.data.readers.source import SourceTable
    from pads_analysis.data.reading import RawFile

_CATEGORIES = 40


def propose_map(path: Path, contract: DataSet | None) -> str:
    """Return a map for a file as YAML with comments.

    Parameters
    ----------
    path : Path
        The extract: a CSV file or a workbook.
    contract : DataSet or None
        Of its data set; None leaves the data set to be filled in and proposes fields of any.

    Raises
    ------
    UsageError
        When there is no such file.
    ContractError
        When the file is empty or holds no table.
    """
    return _Proposal(one_file(path), contract).text()


def one_file(path: Path) -> RawFile:
    """Return the file at a path.

    Raises
    ------
    UsageError
        When there is no such file, or it is a folder or an archive of several.
    """
    from pads_analysis.data.delivery import walk

    if path.is_dir():
        raise UsageError(
            "A map is made from one file, and this is a folder.", str(path), "Name a file in it."
        )
    # A map that lies beside the file comes along with it.
    files = [raw for raw in walk([path]) if not is_map(raw.name)]
    if len(files) != 1:
        raise UsageError(
            "A map is made from one file.", str(path), "Unpack the archive and name a file in it."
        )
    return files[0]


@dataclass(slots=True)
class _Proposal:
    raw: RawFile
    contract: DataSet | None
    source: SourceTable = field(init=False)
    columns: dict[str, int] = field(init=False)
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        self.source = find_table(self.raw, lambda heads: len(guess_columns(heads, self.contract)))
        self.columns = guess_columns(self.source.headings, self.contract)
        self._top()
        self._columns()
        self._dates()
        self._categories()
        self._personal()
        return "\n".join(self.lines) + "\n"

    def _say(self, *lines: str) -> None:
        self.lines += lines

    def _top(self) -> None:
        name = self.raw.name
        self._say(f"# A map proposed from the headings of {one_line(name)}. Check every line, then ingest:")
        code = self.contract.code if self.contract else "DATA_SET"
        self._say(
            f"#   pads ingest {one_line(name)} --as {code} --map MAP.yaml --store FOLDER --received YYYY-MM-DD",
            "",
        )
        if self.contract:
            self._say(f"data_set: {self.contract.code}  # {self.contract.name}")
            if self.contract.status == "unverified":
                self._say(
                    "# Its fields could not be checked against the instrument: the contract holds what is known."
                )
        else:
            self._say(f"data_set: {TO_DO}  # one of:")
            self._say(*(f"#   {one.code}: {one.name}" for one in data_sets()))
        holder = f" ({self.contract.holder})" if self.contract else ""
        self._say(f"authority: {TO_DO}  # who supplied it{holder}; write it the same way each time", "")
        if self.source.sheet:
            self._say(f"sheet: {quoted(self.source.sheet)}", "")

    def _columns(self) -> None:
        fields = extract_fields()
        self._say("# field: heading of the column that holds it", "columns:")
        wanted = self.contract.fields if self.contract else tuple(fields)
        for name in wanted:
            if name in self.columns:
                heading = self.source.headings.texts[self.columns[name]].strip()
                self._say(f"  {name}: {quoted(heading)}  # {fields[name].meaning}")
        if not self.columns:
            self._say(
                "  # No heading told what it holds: write a line for each field, such as from: Date of incident."
            )
        self._missing()
        unused = [
            text.strip()
            for at, text in enumerate(self.source.headings.texts)
            if at not in self.columns.values() and text.strip()
        ]
        if unused:
            self._say("  # Columns that were not told, and are not read unless a line above names them:")
            self._say(*(f"  #   {quoted(text)}" for text in unused))
        self._say("")

    def _missing(self) -> None:
        fields = extract_fields()
        if self.contract is None:
            return
        for name in self.contract.required:
            if name not in self.columns:
                self._say(f"  # {name}: {TO_DO}  # needed: {fields[name].meaning}")
        ways = [LOCATIONS[way] for way in self.contract.locations]
        if self.contract.location_required and not any(set(way) <= self.columns.keys() for way in ways):
            listed = ", or ".join(" and ".join(way) for way in ways)
            self._say(
                f"  # A place is needed: {listed}; or partnership: CODE above, when all rows are of one partnership."
            )
        for name in self.contract.optional:
            if name not in self.columns:
                self._say(f"  # {name}:  # {fields[name].meaning}")

    def _dates(self) -> None:
        kinds = extract_fields()
        moments = [name for name in self.columns if kinds[name].kind == "moment"]
        self._say(
            "# How dates are written: day/month/year, month/day/year, year/month/day, or such as %d/%m/%Y %H:%M."
        )
        said = False
        for name in moments:
            heading = self.source.headings.texts[self.columns[name]].strip()
            column = Column(heading, name, self.source.where, self.source.lines)
            try:
                found = read_moments(self.source.text(self.columns[name]), column)
            except ContractError as error:
                self._say(f"# {quoted(heading)}: {one_line(error.what)}")
                said = True
            else:
                self._say(*(f"# {one_line(note)}" for note in found.notes))
                bad = int((found.faults != "").sum())
                self._say(
                    *(
                        [f"# {quoted(heading)}: {bad:,} of {len(found.faults):,} are no dates that can be."]
                        if bad
                        else []
                    )
                )
        self._say(f"dates: {TO_DO}" if said else '# dates: ""  # follows from the dates themselves', "")

    def _categories(self) -> None:
        if self.contract is None or not self.contract.categories or "category" not in self.columns:
            return
        text = self.source.text(self.columns["category"])
        names = [name for name in text.value_counts().index if name and not self.contract.category(name)]
        if not names:
            return
        codes = ", ".join(category.code for category in self.contract.categories)
        self._say(f"# The contract's category for each of the file's: {codes}.", "# categories:")
        self._say(*(f"#   {quoted(name)}: {TO_DO}" for name in names[:_CATEGORIES]))
        more = len(names) - _CATEGORIES
        self._say(*([f"#   # and {more:,} more"] if more > 0 else []), "")

    def _personal(self) -> None:
        kinds = extract_fields()
        dates = [at for name, at in self.columns.items() if kinds[name].kind == "moment"]
        found = personal_columns(self.source, dates)
        if found:
            self._say("# This file would be refused, because it holds personal data:")
            self._say(*(f"#   {one_line(one.in_words())}" for one in found))
            self._say("# Delete these columns, or ask the authority for the file without them.")


def guess_columns(heads: Headings, contract: DataSet | None) -> dict[str, int]:
    """Return the place of the column that each field most likely stands in, by the headings alone.

    A column is given to one field only: to the one whose patterns name it earliest.
    """
    fields = extract_fields()
    wanted = contract.fields if contract else tuple(fields)
    fits = []
    for order, name in enumerate(wanted):
        for rank, pattern in enumerate(fields[name].headings):
            for place, text in enumerate(heads.slugs):
                if re.fullmatch(pattern, text):
                    fits.append((rank, order, place, name))
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _, _, place, name in sorted(fits):
        if name not in found and place not in taken:
            found[name] = place
            taken.add(place)
    halves = [way for way in LOCATIONS.values() if len(way) == 2 and sum(part in found for part in way) == 1]
    for part in (part for way in halves for part in way):
        found.pop(part, None)
    return found


def quoted(text: str) -> str:
    """Return a text as a value of YAML, in quotation marks unless it needs none."""
    plain = one_line(text)
    return (
        plain
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ()/-]*", plain) and slug(plain) not in _WORDS
        else ("'" + plain.replace("'", "''") + "'")
    )


#: What YAML, or our reader of it, would not take for text.
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def one_line(text: str) -> str:
    """Return a text on one line, without signs that cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
