"""Takes deliveries into the store: each file recognised, read, accounted for, and written, or refused whole."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data import beside, facts, ledger, readers, revision
from pads_analysis.data.catalogue import changed_in_words
from pads_analysis.data.delivery import DeliveredFile, walk
from pads_analysis.data.ledger import Entry
from pads_analysis.data.lock import locked
from pads_analysis.data.outcome import (
    ALREADY,
    LEFT_ALONE,
    NOT_USED,
    REFUSED,
    STORED,
    SUPERSEDED,
    UNKNOWN,
    FileOutcome,
    IngestSummary,
    Report,
    Teller,
)
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.data.stream import Limits
from pads_analysis.errors import PadsError, StoreError, UsageError

if TYPE_CHECKING:
    from pads_analysis.data.mapped import Mapped

#: Files up to this size are read once into memory, so that the bytes hashed are the bytes read.
_IN_MEMORY = 256 * 1024**2
_PIECE = 1024**2


def ingest(
    paths: Sequence[Path],
    store: Path,
    *,
    report: Report | None = None,
    limits: Limits | None = None,
    replaces: bool = False,
    extract: Mapped | None = None,
) -> IngestSummary:
    """Take files, folders and zips into the store.

    A refused file stores nothing and the others go on. Killed at any moment, the store stays whole: a file's parts
    are written first and its ledger entry last, and parts without an entry are removed by the next run.

    Parameters
    ----------
    paths : sequence of Path
        What was delivered.
    store : Path
        The store; made when absent.
    report : callable, optional
        Told the outcome of each file as it is known.
    limits : Limits, optional
        Guards against archives made to fill a disk.
    replaces : bool
        Take what is given as the newest, whatever its size and date, also when the same bytes were stored before
        and have been replaced since. Among the files given together the usual rules hold.
    extract : Mapped, optional
        Read what is given as extracts of an authority, or as a survey, through this map, instead of telling each file
        by its content or by the map that lies beside it.

    Returns
    -------
    IngestSummary

    Raises
    ------
    UsageError
        When a path does not exist or no file is found.
    LockedError
        When another run holds the store.
    StoreError
        When the disk is full or the ledger cannot be read.
    """
    from pads_analysis.data.derive import build

    if store.exists() and not store.is_dir():
        raise UsageError("The store is a file, not a folder.", str(store), "Name a folder.")
    teller = Teller(report)
    # Each path is looked up before anything is read.
    found = [
        (Path(path), walk([path], limits, left_alone=teller.left_alone, refused=teller.refused, skip=store))
        for path in paths
    ]
    with _writable(store), locked(store, "ingest"):
        counter = _Counter(store, replaces=replaces, extract=extract)
        for path, files in found:
            teller.given = path.resolve().name if path.is_dir() else ""
            for raw in files:
                teller.tell(counter.take(raw))
        if not teller.outcomes:
            raise UsageError(
                "No files were found.", ", ".join(map(str, paths)), "Name a folder that holds files."
            )
        if ledger.names(store):
            build(store, counter.entries)
    return IngestSummary(tuple(teller.outcomes), counter.orphans)


@contextmanager
def _writable(store: Path) -> Iterator[None]:
    try:
        yield
    except PadsError:
        raise
    except PermissionError as error:
        raise StoreError(
            "The store cannot be written.", str(store), "Name a folder in which your account may write."
        ) from error
    except Exception as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        if full or "No space left on device" in str(error):
            raise StoreError(
                "The disk is full.",
                str(store),
                "Free some space and run the same command again: the files stored so far are kept and whole.",
            ) from error
        raise


@dataclass(slots=True)
class _Counter:
    """The place where files are handed in: the ledger in memory, one file after the other."""

    store: Path
    replaces: bool = False
    extract: Mapped | None = None
    entries: list[Entry] = field(default_factory=list)
    live: dict[int, frozenset[str]] = field(default_factory=dict)
    by_sha: dict[str, Entry] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)
    orphans: int = 0
    maps: beside.Maps = field(default_factory=beside.Maps)

    def __post_init__(self) -> None:
        self.entries = list(ledger.read(self.store))
        self.live = ledger.live_keys(self.entries)
        # Of several entries with the same bytes the newest stands here: it holds all that is left of them.
        self.by_sha = {entry.identity: entry for entry in self.entries}
        self.orphans = facts.remove_orphans(self.store, self.entries)

    def take(self, raw: RawFile) -> FileOutcome:
        """Store one file, or say why not."""
        try:
            if isinstance(raw, DeliveredFile) and beside.is_map(raw.name):
                return self._take_map(raw)
            raw, sha256 = _fixed(raw)
            own = raw.map_path if isinstance(raw, DeliveredFile) else None
            extract = self.extract or (self.maps.of(own, raw.where) if own else None)
            known = self.by_sha.get(ledger.identity(sha256, extract.map_sha256 if extract else ""))
            if known and not self._comes_back(known):
                return self._known(raw, known)
            if extract is not None:
                return self._take_extract(raw, sha256, extract)
            recognised = readers.recognise(raw)
            if recognised is None:
                return FileOutcome(raw.where, UNKNOWN, message=readers.describe(raw))
            if not recognised.kind:
                return FileOutcome(raw.where, NOT_USED, message=recognised.why)
            reading = readers.read(raw, recognised)
            _check_account(reading, raw)
            return self._store(raw, sha256, reading)
        except StoreError:
            raise
        except PadsError as error:
            return FileOutcome(raw.where, REFUSED, message=str(error), error=error)

    def _take_map(self, raw: DeliveredFile) -> FileOutcome:
        """Say what becomes of a map: refused here, once, and not for every file that bears its name."""
        if self.extract is not None or raw.map_path is None:
            why = beside.OVERRULED if self.extract is not None else beside.NO_FILE
            return FileOutcome(raw.where, LEFT_ALONE, message=why)
        self.maps.check(raw.map_path)
        return FileOutcome(raw.where, LEFT_ALONE, message=beside.A_MAP)

    def _take_extract(self, raw: RawFile, sha256: str, extract: Mapped) -> FileOutcome:
        from pads_analysis.data.extracts.submissions import alike
        from pads_analysis.data.mapped import read_mapped

        reading = read_mapped(raw, extract)
        _check_account(reading, raw)
        held = {entry.extract["authority"] for entry in self.entries if entry.extract}
        note = alike(str(reading.extract["authority"]), held)
        return self._store(raw, sha256, replace(reading, notes=(*note, *reading.notes)))

    def _comes_back(self, known: Entry) -> bool:
        """Whether bytes that are stored are to be taken again, because something newer has replaced them."""
        if not self.replaces or known.seq in self.given:
            return False
        if known.kind in ledger.SERIES:
            return bool(self._gone(known))
        return revision.overruled(self.store, known, self.entries, self.live)

    def _gone(self, entry: Entry) -> frozenset[str]:
        return frozenset(entry.coverage) - self.live[entry.seq]

    def _known(self, raw: RawFile, entry: Entry) -> FileOutcome:
        self.given.add(entry.seq)
        message = f"The same bytes were ingested on {entry.ingested_at[:10]} as {entry.where}."
        gone = self._gone(entry)
        if gone:
            same_kind = [other for other in self.entries if other.kind == entry.kind]
            message += f" {revision.held_elsewhere(entry, gone, ledger.holders(same_kind, self.live))}"
            message += "" if self.replaces else " Give --replace to take it from this file."
        known = (entry.label, entry.rows_in, entry.rows_kept, message, entry)
        return FileOutcome(raw.where, ALREADY, *known, overtaken=bool(gone))

    def _store(self, raw: RawFile, sha256: str, reading: Reading) -> FileOutcome:
        seq = self.entries[-1].seq + 1 if self.entries else 1
        date = revision.dated(reading, raw.container_last_month)
        identity = ledger.identity(sha256, reading.extract.get("map_sha256", ""))
        known = self.by_sha.get(identity)
        plan = revision.plan(self.store, reading, date, self.entries, self.live, self._terms(raw, identity))
        if known and known.kind in ledger.SERIES and set(plan.held) <= self.live[known.seq]:
            return self._known(raw, known)
        entry = Entry(
            seq=seq,
            kind=reading.kind,
            file=raw.name,
            container=raw.container,
            sha256=sha256,
            rows_in=reading.rows_in,
            rows_kept=reading.rows_kept,
            period=tuple(reading.period),
            vintage=reading.vintage,
            dated=date,
            rejected=dict(reading.rejected),
            rejected_rows=tuple(reading.rejected_rows),
            flagged_rows=tuple(reading.flagged_rows),
            flagged=dict(reading.flagged),
            notes=(*reading.notes, *plan.notes, *self._replaced_note(known, plan)),
            coverage=tuple(reading.coverage),
            lost=plan.lost,
            supersedes=plan.supersedes,
            parts=facts.write_parts(self.store, reading, sha256, seq, plan.held),
            ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=_version(),
            found_at=raw.where,
            extract=dict(reading.extract),
        )
        ledger.append(self.store, entry)
        self._remember(entry)
        status = STORED if plan.held or not reading.coverage else SUPERSEDED
        # How an extract was read depends on the user's map, so that is told at once.
        message = self._message(entry, entry.notes if entry.extract else entry.notes[len(reading.notes) :])
        return FileOutcome(raw.where, status, entry.label, entry.rows_in, entry.rows_kept, message, entry)

    def _terms(self, raw: RawFile, identity: str) -> revision.Terms:
        earlier = frozenset(entry.seq for entry in self.entries)
        return revision.Terms(
            archived=bool(raw.container_last_month),
            yielding=earlier - self.given if self.replaces else frozenset(),
            twins=frozenset(entry.seq for entry in self.entries if entry.identity == identity),
            where=raw.where,
        )

    def _replaced_note(self, known: Entry | None, plan: revision.Plan) -> tuple[str, ...]:
        if not self.replaces or not (known or plan.supersedes):
            return ()
        before = f"; the same bytes first came on {known.ingested_at[:10]}" if known else ""
        return (f"Taken as the newest, because --replace was given{before}.",)

    def _message(self, entry: Entry, notes: Sequence[str]) -> str:
        changed = changed_in_words(entry, {known.seq: known.where for known in self.entries})
        return " ".join(filter(None, [f"{changed}." if changed else "", *notes]))

    def _remember(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.given.add(entry.seq)
        self.by_sha[entry.identity] = entry
        self.live[entry.seq] = frozenset(entry.coverage) - {key for lost in entry.lost for key in lost.keys}
        for taken in entry.supersedes:
            self.live[taken.seq] -= set(taken.keys)


def _check_account(reading: Reading, raw: RawFile) -> None:
    rejected = sum(reading.rejected.values())
    if reading.rows_in != reading.rows_kept + rejected:
        raise ValueError(
            f"{raw.where}: {reading.rows_in} rows in, but {reading.rows_kept} kept and {rejected} rejected"
        )


def _fixed(raw: RawFile) -> tuple[RawFile, str]:
    """Return the file with its content pinned down, and the SHA-256 of that content."""
    digest = hashlib.sha256()
    pieces: list[bytes] = []
    size = 0
    with raw.open() as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if size <= _IN_MEMORY:
                pieces.append(piece)
            else:
                pieces.clear()
    if size > _IN_MEMORY:
        return raw, digest.hexdigest()
    content = b"".join(pieces)
    return replace(raw, open=lambda: io.BytesIO(content)), digest.hexdigest()


def _version() -> str:
    try:
        return metadata.version("pads-analysis")
    except metadata.PackageNotFoundError:
        return "not installed"
