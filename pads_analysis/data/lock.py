"""One writer at a time: the lock on a folder that ingest and batch hold."""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pads_analysis.errors import LockedError

_LOCK = ".lock"
_HOLDER = ".lock-holder.json"


@contextlib.contextmanager
def locked(folder: Path, purpose: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the folder for one writer while the block runs.

    The operating system holds the lock, not a file's existence, so a run that was killed never blocks the next.

    Parameters
    ----------
    folder : Path
        Folder to hold; made when absent.
    purpose : str
        What the holder is doing, for the message that another run gets.
    wait_seconds : float
        How long to wait for another holder before giving up.

    Raises
    ------
    LockedError
        When another process holds the folder.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _LOCK, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(
            f"Another run holds this folder{_holder(folder)}.",
            str(folder),
            "Wait until it has finished, or end it, and run the same command again.",
        ) from None
    try:
        _sign(folder, purpose)
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / _HOLDER).unlink()
        lock.release()


def _sign(folder: Path, purpose: str) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    holder = {"process": os.getpid(), "computer": platform.node(), "since": since, "purpose": purpose}
    # The note only serves a message: a full disk must not stop the run here.
    with contextlib.suppress(OSError):
        (folder / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return f" ({holder['purpose']}, process {holder['process']} on {holder['computer']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
