"""What a batch is asked to do and what came of it: jobs, limits, failures and outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pads_analysis.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, UsageError

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class Status(StrEnum):
    """How one partnership's run stands; only `PASSED` leaves a report."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    CRASHED = "crashed"
    TIMEOUT = "timed out"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often a partnership may try.

    Attributes
    ----------
    cell_seconds : float
        The longest one cell may take.
    partnership_seconds : float
        The longest one attempt at a partnership may take, start to finish.
    start_seconds : float
        The longest a kernel may take to answer for the first time.
    attempts : int
        Attempts in all when the kernel or the worker dies; a fault in a chapter is never tried again.
    page_bytes : int
        The largest page that is accepted.
    """

    cell_seconds: float = 600.0
    partnership_seconds: float = 3600.0
    start_seconds: float = 60.0
    attempts: int = 2
    page_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """One partnership to be assessed.

    Attributes
    ----------
    partnership : str
        Code; also the name of its folder in the output.
    name : str
        Name, as printed.
    chapters : tuple of Path
        Chapter notebooks, in the order of the book.
    parameters : mapping
        What the notebooks are given: partnership, period_end, months, edition, params, store. Plain values only.
    settings : sequence of mappings
        Every resolved setting with its origin, for the record: name, value, origin.
    params_files : sequence of mappings
        Params files that were read, for the record: file, sha256.
    page : str
        Name of the file of the page.
    """

    partnership: str
    name: str
    chapters: tuple[Path, ...]
    parameters: Mapping[str, Any]
    settings: Sequence[Mapping[str, Any]] = ()
    params_files: Sequence[Mapping[str, str]] = ()
    page: str = "strategic_assessment.html"

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.partnership) or RESERVED.fullmatch(self.partnership):
            raise UsageError(
                f"{self.partnership!r} cannot be the name of a folder.",
                "partnership code",
                "Use letters, digits, hyphens and underscores only.",
            )


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why a partnership did not pass, in words for the person who must mend it.

    Attributes
    ----------
    notebook : str
        File name of the chapter; empty when it failed outside every chapter.
    cell : int
        Cell number in that chapter, from 1; 0 when there is none.
    heading : str
        The nearest heading above the cell.
    error_name : str
        Class of the error; empty when the message is already in plain words.
    message : str
        The last line of the error.
    """

    notebook: str
    cell: int
    heading: str
    error_name: str
    message: str

    def place(self) -> str:
        """Return chapter, cell and heading as one phrase; empty when it failed outside the chapters."""
        parts = [self.notebook] if self.notebook else []
        if self.cell:
            parts.append(f"cell {self.cell}")
        heading = f' "{self.heading}"' if self.heading else ""
        return ", ".join(parts) + heading

    def describe(self, code: str, name: str) -> str:
        """Return the one sentence that names chapter, cell, heading, partnership and error."""
        where = ", ".join(part for part in (self.place(), f"partnership {code} ({name})") if part)
        error = f"{self.error_name}: " if self.error_name else ""
        return f"{where}: {error}{self.message}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one partnership. Times are UTC, ISO 8601; `seconds` is the time the last attempt took."""

    partnership: str
    name: str
    status: Status
    failure: Failure | None = None
    started: str = ""
    finished: str = ""
    seconds: float = 0.0
    attempts: int = 0

    def line(self) -> str:
        """Return the outcome in one line, as the log prints it."""
        if self.status is Status.PASSED:
            tries = f" at attempt {self.attempts}" if self.attempts > 1 else ""
            return f"{self.partnership} {self.name}: passed in {self.seconds:.1f} s{tries}"
        if self.failure is None:
            return f"{self.partnership} {self.name}: {self.status}"
        return f"{self.partnership} {self.name}: {self.status}: {self.failure.describe(self.partnership, self.name)}"


@dataclass(frozen=True, slots=True)
class Task:
    """A job with all that a worker needs to run it; travels to the worker process.

    Attributes
    ----------
    output : Path
        The run's folder (absolute).
    sockets : str
        A private folder with a short absolute path, for the kernel's connection file.
    run_id : str
        Names this run in its records.
    inputs : mapping
        What the data were, for the record: store fingerprint and deliveries.
    attempt : int
        From 1.
    """

    job: Job
    output: Path
    sockets: str
    run_id: str
    limits: Limits
    inputs: Mapping[str, Any] = field(default_factory=dict)
    attempt: int = 1

    @property
    def folder(self) -> Path:
        """Where the partnership's finished files stand."""
        return self.output / self.job.partnership

    @property
    def work(self) -> Path:
        """The attempt's private folder; nobody reads it."""
        return self.output / ".work" / f"{self.job.partnership}-{self.attempt}"


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a batch.

    Attributes
    ----------
    passed, failed : tuple of Outcome
        In the order of the jobs; `failed` holds everything that did not pass, partnerships never reached included.
    index : Path
        The page that lists them.
    seconds : float
        Wall time of the whole batch.
    interrupted : bool
        True when the user stopped it.
    """

    passed: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]
    index: Path
    seconds: float
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """Exit code for the command: 0, 1 when any did not pass, 130 when interrupted."""
        if self.interrupted:
            return EXIT_INTERRUPTED
        return EXIT_FAILED if self.failed else EXIT_OK
