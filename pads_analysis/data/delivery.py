"""The door: finds the files of a delivery in folders, zips and .gz files, and keeps bombs and tricks out.

Nothing is unpacked to disk. Every stream counts the bytes that really come out of it and stops at a limit, whatever
the headers promise. (`zipfile` itself never yields more than a member's declared size and then checks its CRC, so
the declared sizes, checked before anything is read, are an upper bound that a false header cannot pass.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pads_analysis.data import beside
from pads_analysis.data.archive import Archive, is_plain_zip
from pads_analysis.data.reading import RawFile
from pads_analysis.data.stream import Limits, Tally, guarded
from pads_analysis.errors import ContractError, PadsError, UsageError

_NOT_DATA = {".md", ".txt", ".pdf", ".json", ".html", ".htm", ".docx", ".doc", ".rtf", ".py", ".r"}
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)

LeftAlone = Callable[[str, str], None]
Refused = Callable[[str, PadsError], None]


@dataclass(frozen=True, slots=True)
class DeliveredFile(RawFile):
    """A raw file that knows where in the delivery it lay.

    Attributes
    ----------
    label : str
        Path below the given folder, with "/" on every system; for a member, the zip's path and the path in the zip.
    map_path : Path or None
        The map that lies beside it and whose name it bears (see `beside`); of a map that has such files, itself.
    """

    label: str = ""
    map_path: Path | None = None

    @property
    def where(self) -> str:
        """The path to print in messages."""
        return self.label


def walk(
    paths: Sequence[Path],
    limits: Limits | None = None,
    *,
    left_alone: LeftAlone | None = None,
    refused: Refused | None = None,
    skip: Path | None = None,
) -> Iterator[RawFile]:
    """Yield every data file of a delivery, folders in sorted order and zips member by member.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders. A file named here is always yielded; inside folders and zips, hidden files and documents
        (.md, .txt, .pdf, .json without map features, ...) are left alone. The map beside a file is yielded with it.
    limits : Limits, optional
        Guards against archives made to fill a disk or memory.
    left_alone : callable, optional
        Told (where, why) of each file passed over; `where` is the path below the given folder, here as in
        everything that is told.
    refused : callable, optional
        Told (where, error) of each file or zip that breaks a guard, after which the others go on; without it the
        error is raised.
    skip : Path, optional
        Folder never entered: the store, when it lies inside a delivered folder.

    Raises
    ------
    UsageError
        When a path does not exist; raised before anything is read.
    ContractError
        When a zip breaks a guard and `refused` is not given.
    """
    resolved = [Path(path) for path in paths]
    for path in resolved:
        if not path.exists():
            raise UsageError(
                "There is no such file or folder.", str(path), "Check the path and its spelling."
            )
    return _walk(resolved, limits or Limits(), left_alone or _ignore, refused, skip)


def _ignore(_where: str, _why: str) -> None:
    return None


def _walk(
    paths: list[Path], limits: Limits, left_alone: LeftAlone, refused: Refused | None, skip: Path | None
) -> Iterator[RawFile]:
    barred = skip.resolve() if skip is not None else None
    for path in paths:
        found = _files(path, "", barred, left_alone) if path.is_dir() else _named(path)
        for file, label, beside_it in found:
            named = file == path
            try:
                yield from _one(file, label, limits, left_alone, named, beside_it)
            except (ContractError, UsageError) as error:
                if refused is None:
                    raise
                refused(label, error)


#: A file, its path below the given folder, and the map beside it.
_Found = tuple[Path, str, Path | None]


def _named(path: Path) -> Iterator[_Found]:
    """Yield a file that was named itself, after the map beside it."""
    try:
        maps = [item for item in path.parent.iterdir() if beside.is_map(item.name) and item.is_file()]
    except OSError:
        maps = []  # a folder that may be passed through but not listed; its file can be read all the same
    own = None if path in maps else beside.find_map(path.name, maps)
    if own is not None:
        yield own, own.name, own
    yield path, path.name, own


def _files(folder: Path, above: str, barred: Path | None, left_alone: LeftAlone) -> Iterator[_Found]:
    """Yield each file with its path below the given folder."""
    inside = sorted(folder.iterdir(), key=lambda item: item.name)
    maps = [path for path in inside if beside.is_map(path.name) and path.is_file()]
    own = {path: beside.find_map(path.name, maps) for path in inside if path not in maps and path.is_file()}
    own |= {path: path for path in maps if path in own.values()}
    for path in inside:
        label = f"{above}{path.name}"
        if path.name.startswith((".", "~$")):
            left_alone(label, "hidden file or folder")
        elif path.is_dir():
            if path.is_symlink():
                left_alone(label, "link to a folder, not followed")
            elif barred is not None and path.resolve() == barred:
                left_alone(label, "the store itself")
            else:
                yield from _files(path, f"{label}/", barred, left_alone)
        elif path.is_file():
            yield path, label, own.get(path)
        else:
            left_alone(label, "not a regular file")


def _one(
    path: Path, label: str, limits: Limits, left_alone: LeftAlone, named: bool, map_path: Path | None
) -> Iterator[RawFile]:
    try:
        size = path.stat().st_size
        zipped = is_plain_zip(path)
        document = not named and _is_document(path.name, lambda: path.open("rb").read(4096))
    except OSError as error:
        raise _unreadable(label, error) from error
    if zipped:
        yield from _members(path, label, limits, left_alone)
    elif document:
        left_alone(label, "a document, not data")
    else:
        tally = Tally(limits, label)

        def start() -> BinaryIO:
            return guarded(lambda: path.open("rb"), label, size, tally)

        yield DeliveredFile(path.name, "", "", size, start, label, map_path)


def _members(path: Path, label: str, limits: Limits, left_alone: LeftAlone) -> Iterator[RawFile]:
    archive = Archive(path, limits, label)
    try:
        infos = archive.checked()
        last = _last_month([info.filename for info in infos])
        tally = Tally(limits, label)
        for info in infos:
            name = info.filename.rsplit("/", 1)[-1]
            where = f"{label} > {info.filename}"
            if any(step.startswith((".", "__MACOSX")) for step in info.filename.split("/")):
                left_alone(where, "hidden file or folder")
            elif beside.is_map(name):
                left_alone(where, beside.PACKED)
            elif _is_document(name, lambda info=info: archive.start(info)):
                left_alone(where, "a document, not data")
            else:
                yield DeliveredFile(
                    name,
                    path.name,
                    last,
                    info.file_size,
                    lambda info=info, where=where: guarded(
                        lambda: archive.open(info), where, info.compress_size, tally
                    ),
                    where,
                )
    finally:
        archive.close()


def _last_month(members: Sequence[str]) -> str:
    # A publisher's archive has a folder for each month. A month in a file's name alone dates nothing: anyone may
    # have packed one loose file.
    folders = {part for member in members for part in PurePosixPath(member).parts[:-1]}
    return max((folder for folder in folders if _MONTH.fullmatch(folder)), default="")


def _is_document(name: str, start: Callable[[], bytes]) -> bool:
    suffix = Path(name).suffix.casefold()
    if suffix == ".json":
        # Map features are often saved as .json; descriptions of data are not data.
        return b"FeatureCollection" not in start()
    return suffix in _NOT_DATA


def _unreadable(where: str, error: OSError) -> ContractError:
    return ContractError(
        f"The file cannot be read ({error.strerror or error}).",
        where,
        "Check that it is there and may be read.",
    )


__all__ = ["DeliveredFile", "Limits", "walk"]
