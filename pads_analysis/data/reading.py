"""What passes between the door (raw files), the readers, and the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as delivered, or one member of a delivered zip; its bytes are never unpacked to disk.

    Attributes
    ----------
    name : str
        File name without folders, as delivered (with .gz where it has one).
    container : str
        Name of the zip it came in; empty when it came alone.
    container_last_month : str
        Latest month (YYYY-MM) among the month folders of the zip, which dates a publisher's archive; else empty.
    size : int
        Bytes as delivered.
    open : callable
        Returns a fresh binary stream of the content, decompressed when the file is a .gz.
    """

    name: str
    container: str
    container_last_month: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def where(self) -> str:
        """The name to print in messages."""
        return f"{self.container} > {self.name}" if self.container else self.name


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: typed rows, and an account of every row.

    Attributes
    ----------
    kind : str
        A key of `vocabulary/sources.yaml`.
    table : DataFrame
        Rows kept, with the columns of the kind's contract.
    rows_in : int
        Data rows in the file, headings and blank lines aside.
    rejected : mapping of str to int
        Rows left out, by reason; `rows_in == rows_kept + sum(rejected.values())`, always.
    rejected_rows : tuple of (int, str)
        Up to 50 examples: line number in the file (the heading is line 1) and reason.
    flagged_rows : tuple of (int, str)
        Up to 50 examples of rows kept although a field of them could not be read: line number, and what was wrong.
    flagged : mapping of str to int
        Rows kept that need a caveat, by reason, for example "no location".
    period : tuple of str
        First and last month, YYYY-MM; empty when the file has no period.
    coverage : tuple of str
        What the file replaces when it is delivered again: keys such as "Avon and Somerset Constabulary|2021-09",
        "borough|2010-04", "lsoa11|2019".
    vintage : str
        Publication or boundary vintage as far as the content tells, for example "2021-09", "lsoa11", "mid-2019".
    rows_kept : int
        Rows of the file that were kept (a wide row becomes many in `table`).
    notes : tuple of str
        Sentences for the catalogue.
    extract : mapping
        Of an authority's extract: data_set, authority, received (YYYY-MM-DD or ""), map, map_sha256; else empty.
    """

    kind: str
    table: pd.DataFrame
    rows_in: int
    rows_kept: int
    rejected: Mapping[str, int] = field(default_factory=dict)
    rejected_rows: tuple[tuple[int, str], ...] = ()
    flagged_rows: tuple[tuple[int, str], ...] = ()
    flagged: Mapping[str, int] = field(default_factory=dict)
    period: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    vintage: str = ""
    notes: tuple[str, ...] = ()
    extract: Mapping[str, Any] = field(default_factory=dict)
