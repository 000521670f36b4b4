"""A small pool of worker processes that outlives any one of them.

The parent waits on pipes and process sentinels with a deadline for each partnership: a worker that dies is a
crash of its partnership alone, and a new worker takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any

from pads_analysis.batch.job import Failure, Limits, Outcome, Status, Task
from pads_analysis.batch.output import now
from pads_analysis.batch.record import scrubber

TICK_SECONDS = 0.5
WORKER_START_SECONDS = 120.0
STOP_SECONDS = 2.0

OnCell = Callable[[Task, tuple[str, int, str, str, int, int]], None]


@dataclass(slots=True)
class _Worker:
    """One process and what it is at."""

    process: BaseProcess
    pipe: connection.Connection
    task: Task | None = None
    deadline: float = 0.0
    began: float = 0.0
    started: str = ""
    kernel: int | None = None
    place: tuple[str, int, str] = ("", 0, "")


class Pool:
    """Runs tasks in worker processes.

    Parameters
    ----------
    workers : int
        Processes; each runs one partnership at a time.
    limits : Limits
    on_begin : callable
        Told each task as it is handed to a worker.
    on_cell : callable
        Told the task and (notebook, cell, heading, chapter, cells begun, cells in all) as each cell begins.
    """

    def __init__(
        self, workers: int, limits: Limits, on_begin: Callable[[Task], None], on_cell: OnCell
    ) -> None:
        self._size = max(1, workers)
        self._limits = limits
        self._on_begin = on_begin
        self._on_cell = on_cell
        self._workers: list[_Worker] = []
        self._context = multiprocessing.get_context("spawn")

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome, bool]]:
        """Yield each task with its outcome as it ends, and whether the worker lived to put its files in place.

        A crash is tried again, up to `Limits.attempts`; only the last attempt is yielded. Closing the iterator
        ends every worker and kernel.
        """
        queue = deque(tasks)
        try:
            while queue or any(worker.task for worker in self._workers):
                self._hand_out(queue)
                for worker in self._wait():
                    ended = self._attend(worker)
                    if ended is None:
                        continue
                    task, outcome, lived = ended
                    if outcome.status is Status.CRASHED and task.attempt < self._limits.attempts:
                        queue.appendleft(replace(task, attempt=task.attempt + 1))
                    else:
                        yield task, outcome, lived
        finally:
            self._close()

    def _hand_out(self, queue: deque[Task]) -> None:
        while queue:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None:
                if len(self._workers) >= self._size:
                    return
                worker = self._new_worker()
            task = queue.popleft()
            worker.task, worker.kernel, worker.place = task, None, ("", 0, "")
            worker.began, worker.started = time.monotonic(), now()
            worker.deadline = worker.began + self._limits.partnership_seconds + WORKER_START_SECONDS
            self._on_begin(task)
            # A worker that has died meanwhile is found by its sentinel.
            with contextlib.suppress(OSError):
                worker.pipe.send(task)

    def _new_worker(self) -> _Worker:
        from pads_analysis.batch.worker import serve

        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _wait(self) -> list[_Worker]:
        """Return the workers that have something to say, have died, or are out of time."""
        busy = [worker for worker in self._workers if worker.task]
        nearest = min((worker.deadline for worker in busy), default=0.0) - time.monotonic()
        handles = [handle for worker in busy for handle in (worker.pipe, worker.process.sentinel)]
        ready = set(connection.wait(handles, timeout=min(max(nearest, 0.0), TICK_SECONDS)))
        late = time.monotonic()
        return [
            worker
            for worker in busy
            if worker.pipe in ready or worker.process.sentinel in ready or worker.deadline <= late
        ]

    def _attend(self, worker: _Worker) -> tuple[Task, Outcome, bool] | None:
        while worker.pipe.poll():
            try:
                kind, value = worker.pipe.recv()
            except (EOFError, OSError):
                break
            if kind == "done":
                task, worker.task, worker.kernel = worker.task, None, None
                return task, value, True  # type: ignore[return-value]
            if kind == "lost":
                message = f"The files could not be put in place: {value}"
                return self._bury(worker, Status.FAILED, message)
            self._listen(worker, kind, value)
        if worker.process.exitcode is not None:
            end = f"The worker process ended (exit code {worker.process.exitcode})."
            return self._bury(worker, Status.CRASHED, end)
        if worker.deadline <= time.monotonic():
            limit = (
                f"The partnership took longer than the {self._limits.partnership_seconds:g} s it may take."
            )
            return self._bury(worker, Status.TIMEOUT, limit)
        return None

    def _listen(self, worker: _Worker, kind: str, value: Any) -> None:
        if kind == "started":
            worker.began, worker.started = time.monotonic(), now()
            worker.deadline = worker.began + self._limits.partnership_seconds
        elif kind == "kernel":
            worker.kernel = value
        elif kind == "cell" and worker.task is not None:
            worker.place = value[:3]
            self._on_cell(worker.task, value)

    def _bury(self, worker: _Worker, status: Status, message: str) -> tuple[Task, Outcome, bool]:
        task = worker.task
        if task is None:
            raise RuntimeError("a worker without a task was buried")
        self._kill(worker)
        self._workers.remove(worker)
        outcome = Outcome(
            partnership=task.job.partnership,
            name=task.job.name,
            status=status,
            failure=Failure(*worker.place, "", scrubber(task).message(message)),
            started=worker.started,
            finished=now(),
            seconds=time.monotonic() - worker.began,
            attempts=task.attempt,
        )
        return task, outcome, False

    def _kill(self, worker: _Worker) -> None:
        from pads_analysis.batch.kernel import kill_kernel

        worker.process.kill()
        worker.process.join(STOP_SECONDS)
        kill_kernel(worker.kernel)
        worker.pipe.close()

    def _close(self) -> None:
        idle = [worker for worker in self._workers if worker.task is None]
        for worker in idle:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
        for worker in self._workers:
            if worker in idle:
                worker.process.join(STOP_SECONDS)
            self._kill(worker)
        self._workers.clear()
