"""Runs one partnership in a worker: binds the book, runs it, judges it, renders it, puts the files in place."""

from __future__ import annotations

import contextlib
import logging
import math
import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.batch.book import make_book
from pads_analysis.batch.job import Failure, Outcome, Status, Task
from pads_analysis.batch.output import as_json, now
from pads_analysis.batch.record import EXECUTED, FINDINGS, LOG, commit, scrubber
from pads_analysis.batch.verdict import failure_at, judge, judge_final
from pads_analysis.errors import PadsError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from pads_analysis.batch.scrub import Scrubber

CELL_OUTPUT_CHARACTERS = 1_000_000

Announce = Callable[[str, Any], None]


@dataclass(slots=True)
class _Run:
    """What is known of a run so far, also when it breaks off: the book as it stands, and the cell it is in."""

    book: NotebookNode | None = None
    cell: NotebookNode | None = None
    lines: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.lines.append(f"{now()} {text}")


def run_one(task: Task, announce: Announce) -> Outcome:
    """Run one attempt at a partnership and leave its files in place, whatever happens.

    Parameters
    ----------
    task : Task
    announce : callable
        Told "kernel" (process id, or None when it has ended) and "cell" (notebook, cell, heading, chapter title,
        code cells begun, code cells in all) as the run goes on.

    Returns
    -------
    Outcome
        Never raises for a fault of the chapters, of the kernel or of the page.

    Raises
    ------
    OSError
        When the files cannot be put in place: the disk is full, or a file is held open.
    """
    started, clock, run = now(), time.monotonic(), _Run()
    clean = scrubber(task)
    with _private_folders(task):
        run.note(f"{task.job.partnership} {task.job.name}: attempt {task.attempt}")
        status, failure = _execute(task, run, announce)
        announce("kernel", None)
        files: dict[str, bytes] = {}
        if run.book is not None:
            run.book = _tidy(run.book, clean)
            files[EXECUTED] = _notebook_bytes(run.book)
            if failure is None:
                pages, failure = _judge_and_render(task, run)
                files.update(pages)
                status = Status.PASSED if failure is None else Status.FAILED
        if failure is not None:
            failure = replace(failure, message=clean.message(failure.message))
        outcome = _outcome(task, status, failure, started, time.monotonic() - clock)
        run.note(outcome.line())
        files[LOG] = _log(task, run, clean)
        commit(task, outcome, files)
    return outcome


@contextlib.contextmanager
def _private_folders(task: Task) -> Iterator[None]:
    shutil.rmtree(task.work, ignore_errors=True)
    task.work.mkdir(parents=True)
    Path(task.sockets).mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(task.work, ignore_errors=True)
        shutil.rmtree(task.sockets, ignore_errors=True)


def _outcome(task: Task, status: Status, failure: Failure | None, started: str, seconds: float) -> Outcome:
    return Outcome(
        partnership=task.job.partnership,
        name=task.job.name,
        status=status,
        failure=failure,
        started=started,
        finished=now(),
        seconds=seconds,
        attempts=task.attempt,
    )


def _execute(task: Task, run: _Run, announce: Announce) -> tuple[Status, Failure | None]:
    """Run the book; return a failure only for what `judge` cannot see in the book itself."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        with _logged(run):
            _papermill(task, run, announce)
    except PapermillExecutionError as error:
        run.note("".join(error.traceback) or str(error))
        if run.book is None:
            return Status.CRASHED, Failure("", 0, "", type(error).__name__, str(error.evalue))
    except CellTimeoutError:
        limit = f"The cell took longer than the {task.limits.cell_seconds:g} s that one cell may take."
        return Status.TIMEOUT, failure_at(run.cell, "", limit)
    except DeadKernelError:
        return Status.CRASHED, failure_at(run.cell, "", "The kernel died: killed, or out of memory.")
    except PadsError as error:
        return Status.FAILED, Failure("", 0, "", "", str(error))
    except Exception as error:  # whatever else breaks is recorded, and the batch goes on
        run.note(traceback.format_exc())
        message = (str(error).strip() or "no message").splitlines()[-1]
        if run.book is None:
            return Status.CRASHED, Failure(
                "", 0, "", type(error).__name__, f"The kernel did not start: {message}"
            )
        return Status.CRASHED, failure_at(run.cell, type(error).__name__, message)
    return Status.PASSED, None


def _papermill(task: Task, run: _Run, announce: Announce) -> None:
    import papermill

    from pads_analysis.batch.kernel import kernel_manager_for

    book = make_book(task.job.chapters, task.job.parameters, run_id=task.run_id)
    total = sum(cell.cell_type == "code" for cell in book.cells)
    begun = 0

    def on_start(notebook: NotebookNode) -> None:
        run.book = notebook

    def on_cell(cell: NotebookNode, cell_index: int) -> None:
        nonlocal begun
        begun += 1
        run.cell = cell
        source = cell.metadata.get("pads", {}).get("source", {})
        place = (source.get("notebook", ""), source.get("cell", 0), source.get("heading", ""))
        announce("cell", (*place, source.get("chapter", ""), begun, total))

    papermill.execute_notebook(
        book,
        None,
        parameters=dict(task.job.parameters),
        kernel_name="python3",
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        start_timeout=math.ceil(task.limits.start_seconds),
        execution_timeout=math.ceil(task.limits.cell_seconds),
        # Nothing of a kernel is wanted once its last cell has run, so it is not asked to tidy up.
        shutdown_kernel="immediate",
        kernel_manager_class=kernel_manager_for(
            task.work, Path(task.sockets), lambda pid: announce("kernel", pid)
        ),
        on_notebook_start=on_start,
        on_cell_execute=on_cell,
    )


class _Notes(logging.Handler):
    """Writes what papermill and nbclient have to say into the run's log, not over the progress display."""

    def __init__(self, run: _Run) -> None:
        super().__init__(logging.WARNING)
        self._run = run

    def emit(self, record: logging.LogRecord) -> None:
        self._run.note(record.getMessage())


@contextlib.contextmanager
def _logged(run: _Run) -> Iterator[None]:
    logger = logging.getLogger("papermill")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [_Notes(run)], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before


def _tidy(book: NotebookNode, clean: Scrubber) -> NotebookNode:
    """Take out of the executed book what is not true (papermill's status), not wanted (floods) or private (paths)."""
    book.metadata.pop("papermill", None)
    for cell in book.cells:
        cell.metadata.pop("papermill", None)
        room = CELL_OUTPUT_CHARACTERS
        for output in cell.get("outputs", []):
            if output.output_type != "stream":
                continue
            if len(output.text) > room:
                output.text = f"{output.text[:room]}\n[cut: the cell printed more than 1 MB]\n"
            room = max(room - len(output.text), 0)
    return clean.node(book)


def _judge_and_render(task: Task, run: _Run) -> tuple[dict[str, bytes], Failure | None]:
    from pads_analysis.report import collect, findings, render

    failure = judge(run.book, task.run_id)
    if failure is not None:
        return {}, failure
    try:
        document = collect(run.book)
        unfinished = judge_final(document)
        if unfinished is not None:
            return {}, unfinished
        page = render(document).encode("utf-8")
        found = as_json(findings(document)).encode("utf-8")
    except PadsError as error:
        return {}, Failure("", 0, "", "", str(error))
    except Exception as error:  # a fault of ours: the traceback goes to the log, the batch goes on
        run.note(traceback.format_exc())
        return {}, Failure("", 0, "", type(error).__name__, f"The page could not be made: {error}")
    if len(page) > task.limits.page_bytes:
        size, limit = len(page) / 1e6, task.limits.page_bytes / 1e6
        return {}, Failure(
            "", 0, "", "", f"The page is {size:.1f} MB; at most {limit:g} MB can be sent and opened."
        )
    return {task.job.page: page, FINDINGS: found}, None


def _log(task: Task, run: _Run, clean: Scrubber) -> bytes:
    """Return the log: our notes, what chapters printed to stderr, what the kernel said."""
    parts = list(run.lines)
    for cell in run.book.cells if run.book is not None else []:
        place = failure_at(cell, "", "").place()
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                parts.append(f"{place}, stderr:\n{output.text}")
            if output.output_type == "error":
                parts.append("\n".join([f"{place}:", *output.traceback]))
    kernel = task.work / "kernel.log"
    if kernel.is_file() and kernel.stat().st_size:
        parts.append(f"kernel:\n{kernel.read_text('utf-8', errors='replace')[-CELL_OUTPUT_CHARACTERS:]}")
    return clean.known("\n".join(part.rstrip() for part in parts) + "\n").encode("utf-8")


def _notebook_bytes(book: NotebookNode) -> bytes:
    import nbformat

    for cell in book.cells:
        # Papermill adds its cell without one; 4.5 asks for it.
        cell.setdefault("id", "injected-parameters")
    return (nbformat.writes(book, version=nbformat.NO_CONVERT) + "\n").encode("utf-8")
