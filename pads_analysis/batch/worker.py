"""A worker process: runs one partnership after another, so the heavy imports are paid once."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from pads_analysis.batch.job import Task


@dataclass(slots=True)
class _Held:
    """What must be let go when the parent dies: the kernel's process id and the folder of its sockets."""

    kernel: int | None = None
    sockets: Path | None = None


def serve(pipe: Connection) -> None:
    """Take tasks from the pipe until None comes; answer each with ("kernel" | "cell", ...) and then
    ("done", Outcome), or ("lost", message) when the files could not be put in place.

    Ctrl-C reaches every process of the terminal: here it is ignored, because the parent ends the workers. A
    worker whose parent has gone ends itself and its kernel.
    """
    # A handler, not SIG_IGN: a kernel would inherit SIG_IGN and could then not be interrupted.
    signal.signal(signal.SIGINT, lambda *_: None)
    held = _Held()
    threading.Thread(target=_watch_parent, args=(held,), daemon=True).start()

    def announce(kind: str, value: Any) -> None:
        if kind == "kernel":
            held.kernel = value
        pipe.send((kind, value))

    # Paid here, so that it is not charged to the first partnership.
    import papermill  # noqa: F401

    from pads_analysis.batch.run_one import run_one

    while True:
        try:
            task: Task | None = pipe.recv()
        except EOFError:
            return
        if task is None:
            return
        held.sockets = Path(task.sockets)
        pipe.send(("started", None))
        try:
            pipe.send(("done", run_one(task, announce)))
        except Exception as error:
            # The outcome is lost with its files; the parent records what it can.
            pipe.send(("lost", f"{type(error).__name__}: {error}"))


def _watch_parent(held: _Held) -> None:
    parent = parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    from pads_analysis.batch.kernel import kill_kernel

    kill_kernel(held.kernel)
    if held.sockets is not None:
        shutil.rmtree(held.sockets, ignore_errors=True)
        with contextlib.suppress(OSError):
            held.sockets.parent.rmdir()
    os._exit(1)
