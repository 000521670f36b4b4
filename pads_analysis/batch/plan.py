"""Runs a batch: one report per partnership, one failure never stopping the others."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pads_analysis.batch.book import make_book
from pads_analysis.batch.index import Index
from pads_analysis.batch.job import BatchResult, Job, Limits, Outcome, Status, Task
from pads_analysis.batch.output import held, now
from pads_analysis.batch.pool import Pool
from pads_analysis.batch.progress import Progress, make_progress
from pads_analysis.batch.record import LOG, commit, scrubber
from pads_analysis.errors import UsageError


def run_batch(
    jobs: Sequence[Job],
    *,
    output: Path,
    workers: int = 1,
    limits: Limits | None = None,
    progress: Progress | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> BatchResult:
    """Run every job and leave `<output>/<code>/` for each, `<output>/index.html` and `<output>/run.json`.

    Parameters
    ----------
    jobs : sequence of Job
        One per partnership.
    output : Path
        The run's folder; made when it is not there, held against other batches while this one runs.
    workers : int
        Partnerships run at the same time, each in a process of its own.
    limits : Limits, optional
    progress : Progress, optional
        Where to show progress; by default a live table on a terminal and plain lines elsewhere.
    inputs : mapping, optional
        What the data were, for the records: store fingerprint, deliveries with sha256. JSON-safe.

    Returns
    -------
    BatchResult
        With `exit_code` 0, 1 when any partnership did not pass, 130 when interrupted.

    Raises
    ------
    UsageError
        When there is nothing to run, a code occurs twice, a chapter cannot be bound, or the output folder cannot
        be written to. Nothing has then been run.
    LockedError
        When another batch holds the output folder.
    """
    limits = limits or Limits()
    progress = progress or make_progress()
    output = Path(output).resolve()
    _check(jobs)
    with held(output, len(jobs), limits.page_bytes), _short_folder() as sockets:
        run_id = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ-") + secrets.token_hex(4)
        tasks = [
            Task(job, output, str(sockets / str(number)), run_id, limits, dict(inputs or {}))
            for number, job in enumerate(jobs)
        ]
        return _run(tasks, output, workers, limits, progress)


def _check(jobs: Sequence[Job]) -> None:
    if not jobs:
        raise UsageError("There is no partnership to run.", "", "Name one or more codes, or use --all.")
    codes = [job.partnership.casefold() for job in jobs]
    twice = sorted({job.partnership for job in jobs if codes.count(job.partnership.casefold()) > 1})
    if twice:
        raise UsageError(f"Named more than once: {', '.join(twice)}.", "partnerships", "Name each only once.")
    bound: set[tuple[Any, ...]] = set()
    for job in jobs:
        key = (job.chapters, frozenset(job.parameters))
        if key not in bound:
            make_book(job.chapters, job.parameters)
            bound.add(key)


def _run(
    tasks: Sequence[Task], output: Path, workers: int, limits: Limits, progress: Progress
) -> BatchResult:
    clock = time.monotonic()
    index = Index(output, [task.job for task in tasks], tasks[0].run_id, now())
    index.write()
    workers = min(max(1, workers), len(tasks))

    def begin(task: Task) -> None:
        progress.working(task, "Starting", 0, 0)
        index.update([Outcome(task.job.partnership, task.job.name, Status.RUNNING)])
        index.write()

    pool = Pool(
        workers,
        limits,
        on_begin=begin,
        on_cell=lambda task, cell: progress.working(task, cell[3], cell[4], cell[5]),
    )
    outcomes = {task.job.partnership: _not_run(task.job) for task in tasks}
    interrupted = False
    progress.begin(len(tasks), workers)
    try:
        for outcome in _ended(pool, tasks):
            outcomes[outcome.partnership] = outcome
            index.update([outcome])
            index.write()
            progress.finished(outcome)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        progress.end()
    index.update(outcomes.values())
    index.write(finished=now())
    ordered = [outcomes[task.job.partnership] for task in tasks]
    return BatchResult(
        passed=tuple(outcome for outcome in ordered if outcome.status is Status.PASSED),
        failed=tuple(outcome for outcome in ordered if outcome.status is not Status.PASSED),
        index=index.path,
        seconds=time.monotonic() - clock,
        interrupted=interrupted,
    )


def _ended(pool: Pool, tasks: Sequence[Task]) -> Iterator[Outcome]:
    """Yield outcomes as partnerships end, each with its record in place; stop every process when interrupted."""
    with _stop_signals(), contextlib.closing(pool.run(tasks)) as ended:
        for task, outcome, lived in ended:
            if not lived:
                # Where even the record cannot be written, the index still says what happened.
                with contextlib.suppress(OSError):
                    _record_dead(task, outcome)
            yield outcome


def _not_run(job: Job) -> Outcome:
    return Outcome(job.partnership, job.name, Status.NOT_RUN)


def _record_dead(task: Task, outcome: Outcome) -> None:
    """Leave a record for a worker that did not live to do so: no page, what the kernel said, why."""
    log = f"{now()} {outcome.line()}\n"
    kernel = task.work / "kernel.log"
    if kernel.is_file():
        log += kernel.read_text("utf-8", errors="replace")
    commit(task, outcome, {LOG: scrubber(task).known(log).encode("utf-8")})
    shutil.rmtree(task.work, ignore_errors=True)


@contextlib.contextmanager
def _short_folder() -> Iterator[Path]:
    """Give a private folder whose path is short enough for Unix sockets, where there is one."""
    root = Path(tempfile.gettempdir())
    if os.name == "posix" and len(os.fsencode(root)) > 40 and os.access("/tmp", os.W_OK):  # noqa: S108
        root = Path("/tmp")  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="pads-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _stop_signals() -> Iterator[None]:
    """Let a polite end of the process (SIGTERM) stop a batch as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
