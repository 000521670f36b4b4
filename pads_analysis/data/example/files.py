"""Writes text so that the same content gives the same bytes, on every system and at every hour."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

_LEVEL = 6


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 text with line feeds, gzipped without a time stamp when the name ends in .gz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode("utf-8")
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile("", "wb", _LEVEL, packed, mtime=0) as stream:
            stream.write(content)
        content = packed.getvalue()
    path.write_bytes(content)
    return path


def write_zip(path: Path, members: Mapping[str, str], day: str) -> Path:
    """Write a zip archive of text members.

    Parameters
    ----------
    path : Path
    members : mapping of str to str
        Text by name inside the archive.
    day : str
        YYYY-MM-DD that every member is dated.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = (int(day[:4]), int(day[5:7]), int(day[8:]), 0, 0, 0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, text in members.items():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # otherwise the bytes would differ between Windows and the rest
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode("utf-8"))
    return path


def write_table(path: Path, table: pd.DataFrame, *, mark: bool = False, quote: Iterable[str] = ()) -> Path:
    """Write a CSV table.

    Parameters
    ----------
    path : Path
    table : DataFrame
    mark : bool
        Begin with a byte order mark, as the Open Geography portal's downloads do.
    quote : iterable of str
        Columns whose values stand in quotation marks; when there are any, so do all headings.
    """
    quoted = set(quote)
    columns = [f'"{name}"' if quoted else str(name) for name in table.columns]
    cells = [
        [f'"{value}"' for value in table[name]]
        if name in quoted
        else [_plain(value) for value in table[name]]
        for name in table.columns
    ]
    lines = [",".join(columns), *map(",".join, zip(*cells, strict=True)), ""]
    return write_text(path, ("\ufeff" if mark else "") + "\n".join(lines))


def _plain(value: object) -> str:
    text = str(value)
    return f'"{text}"' if "," in text else text
