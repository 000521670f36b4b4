"""What a delivered file is made of: its bytes, its container format, and its text in UTF-8."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    from pads_analysis.data.reading import RawFile

HEAD_BYTES = 262_144
MAX_BYTES = 2 << 30
_PIECE = 8 << 20

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file.

    Attributes
    ----------
    data : bytes
        UTF-8 without byte order mark; lines end in a line feed alone.
    encoding : str
        The encoding it was delivered in.
    notes : tuple of str
        Sentences for the catalogue about the encoding and the line ends.
    """

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()


def whole(raw: RawFile) -> bytes:
    """Return every byte of the content, decompressed.

    Raises
    ------
    ContractError
        When the compression is damaged or cut short, or the content is larger than any real publication.
    """
    data = _read(raw, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ContractError(
            f"The file unpacks to more than {MAX_BYTES >> 30} GB, larger than any publication this version reads.",
            raw.where,
            "Check that it is the file you meant; split it by year if it is.",
        )
    return data


def head(raw: RawFile, size: int = HEAD_BYTES) -> bytes:
    """Return the first `size` bytes of the content, decompressed.

    Raises
    ------
    ContractError
        When not even these can be decompressed.
    """
    return _read(raw, size)


def _read(raw: RawFile, size: int) -> bytes:
    # Piece by piece, because one large read of a gzip stream reserves all of `size` at once.
    pieces: list[bytes] = []
    wanted = size
    try:
        with raw.open() as stream:
            while wanted > 0 and (piece := stream.read(min(wanted, _PIECE))):
                pieces.append(piece)
                wanted -= len(piece)
        return b"".join(pieces)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as fault:
        raise ContractError(
            f"The compressed content is damaged or cut short ({fault}).",
            raw.where,
            "Download or copy the file again, then ingest it again.",
        ) from fault


def form(data: bytes) -> str:
    """Return the form of a file from its first bytes.

    Returns
    -------
    str
        "workbook" (xlsx, xlsm, ods, xls), "geopackage", "json", or "text", which whatever else there is counts as.
    """
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return "workbook"
    if data.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" if start.startswith((b"{", b"[")) else "text"


def decode(data: bytes, where: str) -> Text:
    """Return the text of a file, whatever common encoding and line ends it came in.

    A byte order mark decides where there is one; otherwise UTF-8, then Windows-1252.

    Raises
    ------
    ContractError
        When a byte fits no encoding, naming the byte and its line, or when the text holds zero bytes,
        which a damaged copy leaves behind.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if not encoding:
        encoding = _unmarked_utf16(data) or "utf-8"
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        if encoding != "utf-8":
            raise _unreadable(data, fault, encoding, where) from fault
        text, note = _windows_1252(data, fault, where)
        encoding, notes = "cp1252", (note,)
    plain = data if encoding == "utf-8" else text.encode("utf-8")
    if b"\x00" in plain:
        line = plain.count(b"\n", 0, plain.index(b"\x00")) + 1
        raise ContractError(
            "The text holds a zero byte, which a damaged or interrupted copy leaves behind.",
            f"{where}, line {line}",
            "Download or copy the file again, then ingest it again.",
        )
    plain, more = _line_feeds(plain)
    return Text(plain, encoding, notes + more)


def _unmarked_utf16(data: bytes) -> str:
    sample = data[:512]
    if len(sample) < 8 or b"\x00" not in sample:
        return ""
    odd, even = sample[1::2].count(0) / len(sample[1::2]), sample[0::2].count(0) / len(sample[0::2])
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else ""


def _windows_1252(data: bytes, fault: UnicodeDecodeError, where: str) -> tuple[str, str]:
    # A file that holds well-formed multi-byte UTF-8 besides the bad byte is damaged UTF-8; reading it as
    # Windows-1252 would turn every accented name into two wrong letters without a word.
    good = data.decode("utf-8", "ignore")
    bad_bytes = len(data) - len(good.encode("utf-8"))
    if sum(1 for letter in good if ord(letter) > 127) >= max(bad_bytes, 1):
        raise _unreadable(data, fault, "UTF-8", where) from fault
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as second:
        raise _unreadable(data, second, "UTF-8 or Windows-1252", where) from second
    line = data.count(b"\n", 0, fault.start) + 1
    return text, f"Read as Windows-1252, because byte 0x{data[fault.start]:02X} on line {line} is not UTF-8."


def _unreadable(data: bytes, fault: UnicodeDecodeError, encoding: str, where: str) -> ContractError:
    line = data.count(b"\n", 0, fault.start) + 1
    return ContractError(
        f"Byte 0x{data[fault.start]:02X} at position {fault.start} cannot be read as {encoding}.",
        f"{where}, line {line}",
        "Save the file again as CSV UTF-8, or download it again.",
    )


def _line_feeds(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if b"\r" not in data:
        return data, ()
    data = data.replace(b"\r\n", b"\n")
    if b"\r" not in data:
        return data, ()
    if b"\n" not in data.rstrip(b"\n"):
        return data.replace(b"\r", b"\n"), ("Lines end in a carriage return alone.",)
    return data.replace(b"\r", b" "), ("Stray carriage returns inside lines were read as spaces.",)
