"""Streams that count what comes out of them and stop at a limit."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from pads_analysis.errors import ContractError

_MB = 1024**2
_GB = 1024**3
_GZIP_START = b"\x1f\x8b"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a delivery may hold; sizes in bytes, after decompression.

    A full national 36-month archive of data.police.uk has about 4,900 members, 15 GB, and a ratio near 10.

    Attributes
    ----------
    total_bytes, member_bytes : int
        Most that one zip, and one file or member, may decompress to.
    ratio, ratio_from : int
        Most times its compressed size that a file may reach, once it is larger than `ratio_from`.
    members : int
        Most members of one zip.
    """

    total_bytes: int = 20 * _GB
    member_bytes: int = 4 * _GB
    ratio: int = 200
    ratio_from: int = 10 * _MB
    members: int = 10_000


@dataclass(slots=True)
class Tally:
    """Bytes that have come out of one delivered file, by member, however often each is opened."""

    limits: Limits
    name: str
    by_member: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def count(self, where: str, seen: int, compressed: int) -> None:
        """Note that `seen` bytes have come out of a member so far.

        Raises
        ------
        ContractError
            When a limit is passed.
        """
        before = self.by_member.get(where, 0)
        if seen > before:
            self.by_member[where] = seen
            self.total += seen - before
        check_sizes(self.limits, where, seen, compressed)
        check_total(self.limits, self.name, self.total)


def check_sizes(limits: Limits, where: str, size: int, compressed: int) -> None:
    """Refuse a file or member that is too large, or too large for its compressed size."""
    if size > limits.member_bytes:
        raise ContractError(
            f"It decompresses to more than {limits.member_bytes:,} bytes.",
            where,
            "Deliver it in smaller files, for example one for each year.",
        )
    if size > limits.ratio_from and size > limits.ratio * max(compressed, 1):
        raise ContractError(
            f"It decompresses to more than {limits.ratio} times its size, as files made to fill a disk do.",
            where,
            "Fetch it again from the publisher; if it is genuine, unpack it and deliver the plain file.",
        )


def check_total(limits: Limits, where: str, total: int) -> None:
    """Refuse a zip whose members are too large together."""
    if total > limits.total_bytes:
        raise ContractError(
            f"Its members decompress to more than {limits.total_bytes:,} bytes together.",
            where,
            "Deliver it in smaller archives.",
        )


def guarded(opener: Callable[[], BinaryIO], where: str, compressed: int, tally: Tally) -> BinaryIO:
    """Open a stream, decompressed when it is gzip by content, that counts its bytes against the limits.

    Raises
    ------
    ContractError
        When the file cannot be opened; while reading, when it is damaged or passes a limit.
    """
    try:
        inner = opener()
        start = inner.read(2)
        inner.close()
        inner = opener()
    except _DAMAGED as error:
        raise _damaged(where, error) from error
    except OSError as error:
        raise _unreadable(where, error) from error
    if start == _GZIP_START:
        inner = _Gunzipped(inner)
    return io.BufferedReader(_Counted(inner, where, compressed, tally), buffer_size=_MB)


class _Gunzipped(gzip.GzipFile):
    """A gzip stream that closes the file beneath it."""

    def __init__(self, beneath: BinaryIO) -> None:
        super().__init__(fileobj=beneath, mode="rb")
        self._beneath = beneath

    def close(self) -> None:
        super().close()
        self._beneath.close()


class _Counted(io.RawIOBase):
    def __init__(self, inner: BinaryIO, where: str, compressed: int, tally: Tally) -> None:
        self._inner = inner
        self._where = where
        self._compressed = compressed
        self._tally = tally
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        try:
            data = self._inner.read(len(buffer))
        except _DAMAGED as error:
            raise _damaged(self._where, error) from error
        except OSError as error:
            raise _unreadable(self._where, error) from error
        self._seen += len(data)
        self._tally.count(self._where, self._seen, self._compressed)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def _damaged(where: str, error: Exception) -> ContractError:
    return ContractError(
        f"The file is damaged, or packed in a way that cannot be read ({error or type(error).__name__}).",
        where,
        "Fetch it again from the publisher.",
    )


def _unreadable(where: str, error: OSError) -> ContractError:
    return ContractError(
        f"The file cannot be read ({error.strerror or error}).",
        where,
        "Check that it is there and that your account may read it.",
    )
