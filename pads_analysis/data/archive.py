"""A delivered zip: read in place, refused when it could be a bomb or a path trick."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from pads_analysis.data.stream import Limits, check_sizes, check_total
from pads_analysis.errors import ContractError

_OFFICE = ("[Content_Types].xml", "mimetype", "content.xml")
_ZIP_START = b"PK\x03\x04"
_AGAIN = "Fetch it again from the publisher, or pack it again with plain file names."


def is_plain_zip(path: Path) -> bool:
    """Tell whether the file is a zip of files, by content: spreadsheets are zips too, and are not meant here."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start[:2] != b"PK" and path.suffix.casefold() != ".zip":
        return False
    if not zipfile.is_zipfile(path):
        return path.suffix.casefold() == ".zip"
    return not _is_office(path)


def _is_office(file: Path | io.BytesIO) -> bool:
    try:
        with zipfile.ZipFile(file) as content:
            return any(name in _OFFICE for name in content.namelist())
    except zipfile.BadZipFile:
        return False


class Archive:
    """One zip, opened when first needed and kept open between members.

    Parameters
    ----------
    path : Path
        The zip.
    limits : Limits
        What it may hold.
    label : str, optional
        What to call it in messages; its name when left out.
    """

    def __init__(self, path: Path, limits: Limits, label: str = "") -> None:
        self._path = path
        self._limits = limits
        self._label = label or path.name
        self._zip: zipfile.ZipFile | None = None

    def checked(self) -> list[zipfile.ZipInfo]:
        """Return the members in order of name, folders left out.

        Raises
        ------
        ContractError
            When the zip is damaged, too large, encrypted, nested, or carries names that could mislead. Nothing has
            been decompressed by then but the first bytes of each member.
        """
        try:
            infos = self._content().infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise ContractError(f"The zip is damaged ({error}).", self._label, _AGAIN) from error
        if len(infos) > self._limits.members:
            raise ContractError(
                f"The zip has {len(infos):,} members; at most {self._limits.members:,} are read.",
                self._label,
                "Deliver it in smaller archives.",
            )
        self._check_sizes(infos)
        _check_distinct(infos, self._label)
        for info in infos:
            _check_member(info, f"{self._label} > {_printable(info.orig_filename)}")
        files = sorted((info for info in infos if not info.is_dir()), key=lambda info: info.filename)
        for info in files:
            self._check_not_nested(info)
        return files

    def open(self, info: zipfile.ZipInfo) -> BinaryIO:
        """Return a fresh stream of one member."""
        return self._content().open(info)  # type: ignore[return-value]

    def start(self, info: zipfile.ZipInfo, size: int = 4096) -> bytes:
        """Return the first bytes of one member; none when it is damaged, which reading it will say."""
        try:
            with self.open(info) as stream:
                return stream.read(size)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
            return b""

    def close(self) -> None:
        """Close the zip; it opens again by itself when a member is still wanted."""
        if self._zip is not None:
            self._zip.close()
            self._zip = None

    def _content(self) -> zipfile.ZipFile:
        if self._zip is None:
            self._zip = zipfile.ZipFile(self._path)
        return self._zip

    def _check_sizes(self, infos: list[zipfile.ZipInfo]) -> None:
        for info in infos:
            where = f"{self._label} > {_printable(info.filename)}"
            check_sizes(self._limits, where, info.file_size, info.compress_size)
        check_total(self._limits, self._label, sum(info.file_size for info in infos))
        # Members that share bytes of the file let a small zip hold much; honest ones never do.
        if sum(info.compress_size for info in infos) > self._path.stat().st_size:
            raise ContractError(
                "The zip's members overlap, as in archives made to fill a disk.", self._label, _AGAIN
            )

    def _check_not_nested(self, info: zipfile.ZipInfo) -> None:
        nested = info.filename.casefold().endswith(".zip")
        if not nested and self.start(info, 4) == _ZIP_START:
            # A spreadsheet is a zip by nature and is welcome. The size was bounded above.
            with self.open(info) as stream:
                nested = not _is_office(io.BytesIO(stream.read(256 * 1024**2)))
        if nested:
            raise ContractError(
                "The zip holds another zip.",
                f"{self._label} > {info.filename}",
                "Unpack the outer one and deliver the inner zips.",
            )


def _check_distinct(infos: list[zipfile.ZipInfo], where: str) -> None:
    seen: dict[str, str] = {}
    for info in infos:
        name = info.orig_filename
        key = unicodedata.normalize("NFC", name).casefold()
        if seen.get(key) == name:
            raise ContractError(f"The zip names {_printable(name)} twice.", where, _AGAIN)
        if key in seen:
            other = _printable(seen[key])
            raise ContractError(
                f"Two names in the zip differ only in case: {other}, {_printable(name)}.", where, _AGAIN
            )
        seen[key] = name


def _check_member(info: zipfile.ZipInfo, where: str) -> None:
    # The name as it stands in the zip: `filename` has been cut at NUL and had its separators changed.
    name = info.orig_filename
    if any(unicodedata.category(character) == "Cc" for character in name):
        raise ContractError("A member's name holds control characters.", where, _AGAIN)
    if "\\" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise ContractError("A member's name is an absolute path or holds backslashes.", where, _AGAIN)
    if ".." in name.split("/"):
        raise ContractError("A member's name climbs out of the zip with '..'.", where, _AGAIN)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ContractError("A member is a link to another file.", where, _AGAIN)
    if info.flag_bits & 0x1:
        raise ContractError(
            "A member is encrypted.", where, "Unpack it with its password and deliver the plain file."
        )


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
