"""Puts drafts on the disk: a person's edits are never written over.

`.drafts.json` keeps the hash of what was last drafted. A file that differs from it was edited, and so is every file
where the note is lost or damaged: the new draft then goes beside it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from pads_analysis.batch.output import as_json, atomic_write
from pads_analysis.errors import UsageError

SIDECAR = ".drafts.json"
WRITTEN, REPLACED, UNCHANGED, BESIDE = "written", "replaced", "unchanged", "beside"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one file.

    Attributes
    ----------
    path : Path
        The file that holds the new draft.
    state : str
        written: there was none. replaced: nobody had edited the old one. unchanged: it says the same already.
        beside: the old one was edited and stands as it was.
    edited : Path or None
        The edited file that was left alone.
    difference : str
        From the edited file to the new draft, as a unified difference of their text.
    """

    path: Path
    state: str
    edited: Path | None = None
    difference: str = ""


def keep(
    folder: Path, stem: str, files: Mapping[str, bytes], text_of: Mapping[str, Callable[[bytes], str]]
) -> list[Kept]:
    """Write the forms of one document.

    Parameters
    ----------
    folder : Path
    stem : str
        Name of the files without their ending.
    files : mapping of ending to bytes
    text_of : mapping of ending to function
        Reads the text of such a file, for the difference; raises ValueError where it cannot be read.

    Raises
    ------
    UsageError
        When the folder cannot be written to, or a file is open in a word processor.
    """
    hashes = _read_hashes(folder)
    aims = {ending: _aim(folder, stem, ending, content, hashes) for ending, content in files.items()}
    for path, state, _ in aims.values():
        if state == REPLACED:
            _refuse_open(path)
    done = []
    for ending, (path, state, edited) in aims.items():
        content = files[ending]
        _write(folder, path, content if state != UNCHANGED else None, hashes)
        difference = _difference(edited, path, content, text_of[ending]) if edited else ""
        done.append(Kept(path, state, edited, difference))
    return done


def _aim(
    folder: Path, stem: str, ending: str, content: bytes, hashes: Mapping[str, str]
) -> tuple[Path, str, Path | None]:
    """Return which file to write, what that does, and the edited file that is left alone."""
    first = folder / f"{stem}{ending}"
    for number in count(0):
        middle = {0: "", 1: ".new"}.get(number, f".new-{number}")
        path = folder / f"{stem}{middle}{ending}"
        held = _bytes(path)
        edited = first if number else None
        if held is None:
            return path, BESIDE if number else WRITTEN, edited
        if held == content:
            return path, UNCHANGED, edited
        if hashes.get(path.name) == sha256(held).hexdigest():
            return path, REPLACED, edited
    raise AssertionError("count has no end")


def _write(folder: Path, path: Path, content: bytes | None, hashes: dict[str, str]) -> None:
    """Write a file, then its hash: a fault between the two counts as an edit, which loses nothing."""
    try:
        if content is not None:
            atomic_write(path, content)
        held = path.read_bytes() if content is None else content
        hashes[path.name] = sha256(held).hexdigest()
        atomic_write(folder / SIDECAR, as_json({"version": 1, "drafted": dict(sorted(hashes.items()))}))
    except OSError as error:
        raise UsageError(
            f"The file cannot be written ({error.strerror or type(error).__name__}).",
            str(path),
            "Close it where it is open, or name a folder that can be written to with --to.",
        ) from error


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(
            f"It cannot be read ({error.strerror or type(error).__name__}).",
            str(path),
            "Close it where it is open, move what stands there, or name another folder with --to.",
        ) from error


def _refuse_open(path: Path) -> None:
    """Refuse to replace a file that a word processor holds open: what it saves later would be lost or win."""
    marks = (f".~lock.{path.name}#", f"~${path.name[2:]}", f"~${path.name}")
    for mark in marks:
        if path.with_name(mark).exists():
            raise UsageError(
                "The document is open in a word processor.",
                str(path),
                f"Close it and draft again; if it is not open, delete {mark}.",
            )


def _read_hashes(folder: Path) -> dict[str, str]:
    try:
        held = json.loads((folder / SIDECAR).read_text("utf-8"))["drafted"]
        return {name: digest for name, digest in held.items() if isinstance(digest, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _difference(edited: Path, path: Path, content: bytes, text_of: Callable[[bytes], str]) -> str:
    try:
        old = text_of(edited.read_bytes())
    except (OSError, ValueError) as error:
        return f"{edited.name} cannot be compared ({error})."
    lines = difflib.unified_diff(
        old.splitlines(), text_of(content).splitlines(), edited.name, path.name, n=1, lineterm=""
    )
    return "\n".join(lines)
