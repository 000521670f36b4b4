"""Takes deliveries into the store: each file recognised, read, accounted for, and written, or refused whole."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from pads_analysis.data import facts, ledger, readers, revision
from pads_analysis.data.catalogue import changed_in_words
from pads_analysis.data.delivery import walk
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
)
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.data.stream import Limits
from pads_analysis.errors import PadsError, StoreError, UsageError

#: Files up to this size are read once into memory, so that the bytes hashed are the bytes read.
_IN_MEMORY = 256 * 1024**2
_PIECE = 1024**2

Report = Callable[[FileOutcome], None]


def ingest(
    paths: Sequence[Path], store: Path, *, report: Report | None = None, limits: Limits | None = None
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
    outcomes: list[FileOutcome] = []

    def tell(outcome: FileOutcome) -> None:
        outcomes.append(outcome)
        if report is not None:
            report(outcome)

    found = walk(
        paths,
        limits,
        left_alone=lambda where, why: tell(FileOutcome(where, LEFT_ALONE, message=why)),
        refused=lambda where, error: tell(FileOutcome(where, REFUSED, message=str(error), error=error)),
        skip=store,
    )
    with _writable(store), locked(store, "ingest"):
        counter = _Counter(store)
        for raw in found:
            tell(counter.take(raw))
        if not outcomes:
            raise UsageError(
                "No files were found.", ", ".join(map(str, paths)), "Name a folder that holds files."
            )
        if ledger.names(store):
            build(store, counter.entries)
    return IngestSummary(tuple(outcomes), counter.orphans)


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
    entries: list[Entry] = field(default_factory=list)
    live: dict[int, frozenset[str]] = field(default_factory=dict)
    by_sha: dict[str, Entry] = field(default_factory=dict)
    orphans: int = 0

    def __post_init__(self) -> None:
        self.entries = list(ledger.read(self.store))
        self.live = ledger.live_keys(self.entries)
        self.by_sha = {entry.sha256: entry for entry in self.entries}
        self.orphans = facts.remove_orphans(self.store, self.entries)

    def take(self, raw: RawFile) -> FileOutcome:
        """Store one file, or say why not."""
        try:
            raw, sha256 = _fixed(raw)
            if sha256 in self.by_sha:
                return self._known(raw, self.by_sha[sha256])
            recognised = readers.recognise(raw)
            if recognised is None:
                return FileOutcome(raw.where, UNKNOWN, message="no known layout of columns was found in it")
            if not recognised.kind:
                return FileOutcome(raw.where, NOT_USED, message=recognised.why)
            reading = readers.read(raw, recognised)
            _check_account(reading, raw)
            return self._store(raw, sha256, reading)
        except StoreError:
            raise
        except PadsError as error:
            return FileOutcome(raw.where, REFUSED, message=str(error), error=error)

    def _known(self, raw: RawFile, entry: Entry) -> FileOutcome:
        message = f"the same bytes were ingested on {entry.ingested_at[:10]} as {entry.where}"
        if not self.live[entry.seq] and entry.coverage:
            message += ", and a newer delivery has replaced them since"
        return FileOutcome(raw.where, ALREADY, entry.kind, entry.rows_in, entry.rows_kept, message, entry)

    def _store(self, raw: RawFile, sha256: str, reading: Reading) -> FileOutcome:
        seq = self.entries[-1].seq + 1 if self.entries else 1
        date = revision.dated(reading, raw.container_last_month)
        plan = revision.plan(self.store, reading, date, self.entries, self.live)
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
            flagged=dict(reading.flagged),
            notes=(*reading.notes, *plan.notes),
            coverage=tuple(reading.coverage),
            lost=plan.lost,
            supersedes=plan.supersedes,
            parts=facts.write_parts(self.store, reading, sha256, seq, plan.held),
            ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=_version(),
        )
        ledger.append(self.store, entry)
        self._remember(entry)
        status = STORED if plan.held or not reading.coverage else SUPERSEDED
        changed = changed_in_words(entry, {known.seq: known.where for known in self.entries})
        message = " ".join(filter(None, [*plan.notes, changed]))
        return FileOutcome(raw.where, status, entry.kind, entry.rows_in, entry.rows_kept, message, entry)

    def _remember(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.by_sha[entry.sha256] = entry
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
