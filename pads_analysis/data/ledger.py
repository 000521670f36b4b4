"""The ledger: one entry for each delivered file, written once and never changed.

Which delivery holds which months is not stored anywhere: it follows from the entries, read in order. A store that
lost power at any moment is therefore never half true.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pads_analysis.data.durable import write_whole
from pads_analysis.errors import StoreError

#: Kinds whose coverage keys are months or years that a later delivery replaces.
SERIES = (
    *("street", "borough", "csp_table", "force_table", "extract"),
    *("survey", "survey_table", "survey_results", "survey_results_open"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: its path below the store, the coverage keys in it, and its rows."""

    path: str
    keys: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Supersession:
    """What a delivery replaces of an earlier one.

    Attributes
    ----------
    seq : int
        The earlier entry.
    keys : tuple of str
        Coverage keys that pass from it to the newer one.
    changed : mapping
        For each key, what differs: rows before and after, differences by crime type, outcomes revised.
    """

    seq: int
    keys: tuple[str, ...]
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivered file or zip member, as the catalogue records it.

    Attributes
    ----------
    seq : int
        Order of arrival, from 1.
    kind, file, container : str
        Kind of file; its name; the zip it came in.
    sha256 : str
        Of the content, decompressed when it came as .gz: the same table is known again however it was packed.
    rows_in, rows_kept : int
        Data rows in the file, and how many were kept; the difference is the sum of `rejected`.
    dated : str
        Month (YYYY-MM) that dates the delivery: the last month of the publisher's archive, or a wide table's own;
        empty when nothing dates it.
    coverage : tuple of str
        Keys it brought. Which of them it still holds is `live_keys`.
    lost : tuple of Supersession
        Keys that an entry already there kept, because it is dated later.
    supersedes : tuple of Supersession
        Keys that it took from entries already there.
    parts : tuple of Part
        Its Parquet files.
    found_at : str
        The file's path below the folder, or in the zip, that was given: two files of one name print apart.
    extract : mapping
        As in `Reading`: what an authority's extract is, and through which map it was read.
    """

    seq: int
    kind: str
    file: str
    container: str
    sha256: str
    rows_in: int
    rows_kept: int
    period: tuple[str, ...] = ()
    vintage: str = ""
    dated: str = ""
    rejected: Mapping[str, int] = field(default_factory=dict)
    rejected_rows: tuple[tuple[int, str], ...] = ()
    flagged_rows: tuple[tuple[int, str], ...] = ()
    flagged: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    lost: tuple[Supersession, ...] = ()
    supersedes: tuple[Supersession, ...] = ()
    parts: tuple[Part, ...] = ()
    ingested_at: str = ""
    version: str = ""
    found_at: str = ""
    extract: Mapping[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The file's name to print in messages."""
        plain = f"{self.container} > {self.file}" if self.container else self.file
        return self.found_at or plain

    @property
    def identity(self) -> str:
        """What two deliveries have in common that say the same: their bytes and, of an extract, the map."""
        return identity(self.sha256, self.extract.get("map_sha256", ""))

    @property
    def label(self) -> str:
        """What its kind is called in messages: of an extract, its data set."""
        return str(self.extract.get("data_set") or self.kind)


def identity(sha256: str, map_sha256: str = "") -> str:
    """Return what `Entry.identity` is for these bytes, read through a map when there is one."""
    return f"{sha256}|{map_sha256}" if map_sha256 else sha256


def filename(entry: Entry) -> str:
    """Return the name of the entry's file in the ledger."""
    return f"{entry.seq:06d}-{entry.sha256[:12]}.json"


def names(store: Path) -> tuple[str, ...]:
    """Return the names of the ledger's entries in order, without reading them."""
    folder = store / "ledger"
    return tuple(sorted(path.name for path in folder.glob("*.json"))) if folder.is_dir() else ()


def read(store: Path) -> tuple[Entry, ...]:
    """Read the whole ledger.

    Raises
    ------
    StoreError
        When an entry cannot be read.
    """
    return tuple(_read_one(store / "ledger" / name) for name in names(store))


def append(store: Path, entry: Entry) -> None:
    """Add an entry so that a reader sees it whole or not at all."""
    text = json.dumps(asdict(entry), indent=1, ensure_ascii=False, sort_keys=True)
    write_whole(store / "ledger" / filename(entry), text.encode("utf-8"))


def live_keys(entries: Iterable[Entry]) -> dict[int, frozenset[str]]:
    """Return, for each entry's seq, the coverage keys that it still holds."""
    held: dict[int, set[str]] = {}
    for entry in entries:
        held[entry.seq] = set(entry.coverage)
        for lost in entry.lost:
            held[entry.seq] -= set(lost.keys)
        for taken in entry.supersedes:
            held[taken.seq] -= set(taken.keys)
    return {seq: frozenset(keys) for seq, keys in held.items()}


def superseded_by(entries: Sequence[Entry]) -> dict[int, tuple[int, ...]]:
    """Return, for each entry's seq, the entries that hold keys it brought."""
    by: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        by[entry.seq] += [lost.seq for lost in entry.lost]
        for taken in entry.supersedes:
            by[taken.seq].append(entry.seq)
    return {seq: tuple(sorted(set(found))) for seq, found in by.items()}


def holders(entries: Iterable[Entry], live: Mapping[int, frozenset[str]]) -> dict[str, Entry]:
    """Return the newest entry that holds each live coverage key."""
    return {key: entry for entry in entries for key in live[entry.seq]}


def _read_one(path: Path) -> Entry:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        raw["parts"] = tuple(Part(part["path"], tuple(part["keys"]), part["rows"]) for part in raw["parts"])
        for name in ("lost", "supersedes"):
            raw[name] = tuple(Supersession(s["seq"], tuple(s["keys"]), s["changed"]) for s in raw[name])
        for name in ("period", "notes", "coverage"):
            raw[name] = tuple(raw[name])
        for name in ("rejected_rows", "flagged_rows"):
            # Entries written before rows kept with a damaged field were named have none of these.
            raw[name] = tuple((line, why) for line, why in raw.get(name, ()))
        return Entry(**raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"An entry of the ledger cannot be read ({error}).",
            str(path),
            "Restore it from a copy of the store, or make the store again from the delivered files.",
        ) from error
