"""Files that are there whole or not at all, even when the power fails."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import BinaryIO


def settle(stream: BinaryIO, temporary: Path, path: Path) -> None:
    """Put a file written aside in its place: content first, then the name.

    Parameters
    ----------
    stream : BinaryIO
        The open stream of `temporary`; closed here, because Windows does not rename open files.
    temporary, path : Path
        Where it was written, and where it belongs, in the same folder.
    """
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
    temporary.replace(path)
    # The new name is safe once its folder is; Windows neither offers nor needs this.
    with contextlib.suppress(OSError, AttributeError):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, and its folder when absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = aside(path)
    with temporary.open("wb") as stream:
        stream.write(content)
        settle(stream, temporary, path)


def aside(path: Path) -> Path:
    """Return the name under which a file is written before it is put in place."""
    return path.with_name(f".{path.name}.tmp")
