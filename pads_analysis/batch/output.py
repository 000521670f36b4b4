"""The output folder: one batch at a time, whole files only."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pads_analysis.errors import LockedError, UsageError

LOCK, HOLDER, WORK = ".lock", ".lock-holder.json", ".work"
SPARE_BYTES = 50_000_000


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def atomic_write(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, whole, whatever happens in between."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    if os.name == "posix":
        # The rename itself must reach the disk; other systems cannot open a folder.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def as_json(value: Any) -> str:
    """Return `value` as JSON in the one form that all our files have."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: numbers of numpy as ours, dates as ISO 8601, NaN as null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return None if text == "NaT" else text


@contextlib.contextmanager
def held(output: Path, jobs: int, page_bytes: int) -> Iterator[None]:
    """Hold the output folder for one batch; make it, check it, and clear what an interrupted batch left.

    Raises
    ------
    UsageError
        When the folder cannot be written to, or the disk is nearly full.
    LockedError
        When another batch holds it.
    """
    from filelock import FileLock, Timeout

    _check(output, SPARE_BYTES + jobs * page_bytes)
    lock = FileLock(output / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(
            f"Another batch is writing to this folder{_holder(output)}.",
            output.name,
            "Wait for it, or choose another folder with --output.",
        ) from error
    try:
        atomic_write(output / HOLDER, as_json({"pid": os.getpid(), "since": now()}))
        shutil.rmtree(output / WORK, ignore_errors=True)
        yield
    finally:
        shutil.rmtree(output / WORK, ignore_errors=True)
        (output / HOLDER).unlink(missing_ok=True)
        lock.release()


def _check(output: Path, wanted: int) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
        probe = output / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise UsageError(
            f"The folder cannot be written to ({error.strerror or 'it is not a folder'}).",
            output.name,
            "Choose another with --output.",
        ) from error
    if shutil.disk_usage(output).free < wanted:
        raise UsageError(
            f"The disk has less than {wanted / 1e6:,.0f} MB left, which this batch may need.",
            output.name,
            "Free some space or choose another disk with --output.",
        )


def _holder(output: Path) -> str:
    try:
        holder = json.loads((output / HOLDER).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return f" (process {holder.get('pid')}, since {holder.get('since')})"
