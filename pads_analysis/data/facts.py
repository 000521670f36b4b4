"""Facts: the delivered rows as Parquet parts, and how to read the live ones.

Street-level rows lie as `facts/street/<force>/<month>-<sha12>.parquet`, one part for each coverage key, sorted by
small area. A month that is delivered again is then one part in place of another, and one partnership's incidents are
read from its own force's parts, whose row groups are pruned by `lsoa_code`.
"""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.durable import aside, settle
from pads_analysis.data.ledger import SERIES, Entry, Part
from pads_analysis.vocabulary import slug

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pads_analysis.data.reading import Reading

#: What makes two rows of a reference table be about the same thing: the later delivered row then counts.
IDENTITY = {
    "lookup": ("from_entity", "from_vintage", "from_code", "to_entity", "to_vintage"),
    "population": ("entity", "vintage", "code", "year"),
    "households": ("entity", "vintage", "code", "year"),
    "deprivation": ("entity", "vintage", "code", "index_year"),
    "boundaries": ("entity", "vintage", "code"),
}


def row_keys(reading: Reading) -> pd.Series:
    """Return the coverage key of each row of the reading's table, aligned with it.

    Raises
    ------
    ValueError
        When rows carry keys that the reading does not declare: a fault of the reader.
    """
    import pandas as pd

    table = reading.table
    if reading.kind == "street":
        keys = "street|" + table["force_name"].astype("str") + "|" + table["month"].astype("str")
    elif reading.kind == "extract":
        keys = (
            table["data_set"].astype("str")
            + "|"
            + table["authority"].astype("str")
            + "|"
            + table["month"].astype("str")
        )
    elif reading.kind == "borough":
        keys = "borough|" + table["month"].astype("str")
    elif reading.kind == "survey":
        keys = "survey|" + table["survey_id"].astype("str")
    elif "measure_text" in table:
        keys = f"{reading.kind}|" + table["series"].astype("str") + "|" + table["month"].astype("str")
    elif len(reading.coverage) == 1 or reading.kind not in SERIES:
        keys = pd.Series(reading.coverage[0] if reading.coverage else "", index=table.index, dtype="str")
    else:
        keys = f"{reading.kind}|" + table["first_month"].astype("str").map(_financial_year)
    undeclared = set(keys.unique()) - set(reading.coverage)
    if undeclared and len(table):
        raise ValueError(
            f"rows of {reading.kind} carry coverage keys that were not declared: {sorted(undeclared)[:3]}"
        )
    return keys


def _financial_year(first_month: str) -> str:
    if not first_month:
        return "undated"
    year, month = int(first_month[:4]), int(first_month[5:7])
    start = year if month >= 4 else year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def write_parts(
    store: Path, reading: Reading, sha256: str, seq: int, keys: Iterable[str]
) -> tuple[Part, ...]:
    """Write the rows with the given coverage keys; return the parts, all of them safely on disk."""
    wanted = set(keys)
    table = reading.table.assign(coverage_key=row_keys(reading), entry_seq=seq)
    if reading.kind == "street":
        parts: list[Part] = []
        for (force, month, key), rows in table.groupby(["force_name", "month", "coverage_key"], sort=True):
            if key in wanted:
                folder = f"facts/street/{slug(force) or 'unnamed'}"
                # Counted, because two printings of a force's name may give one folder.
                path = f"{folder}/{month}-{seq:06d}-{len(parts):04d}-{sha256[:12]}.parquet"
                _write(store / path, rows.sort_values("lsoa_code", kind="stable"))
                parts.append(Part(path, (key,), len(rows)))
        return tuple(parts)
    if not wanted:
        return ()
    if reading.kind == "extract":
        return _write_months(store, table, sha256, seq, wanted)
    path = f"facts/{reading.kind}/{seq:06d}-{sha256[:12]}.parquet"
    _write(store / path, table)
    return (Part(path, tuple(reading.coverage), len(table)),)


def _write_months(
    store: Path, table: pd.DataFrame, sha256: str, seq: int, wanted: set[str]
) -> tuple[Part, ...]:
    """Write an extract, one part for each month, so that a month delivered again is one part for another."""
    parts: list[Part] = []
    for (data_set, authority, month, key), rows in table.groupby(
        ["data_set", "authority", "month", "coverage_key"], sort=True
    ):
        if key in wanted:
            folder = f"facts/extract/{data_set}/{slug(authority)[:80] or 'unnamed'}"
            path = f"{folder}/{month}-{seq:06d}-{sha256[:12]}.parquet"
            _write(store / path, rows.sort_values("lsoa_code", kind="stable"))
            parts.append(Part(path, (key,), len(rows)))
    return tuple(parts)


def _write(path: Path, table: pd.DataFrame) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = aside(path)
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    with temporary.open("wb") as stream:
        pq.write_table(arrow, stream, compression="zstd", row_group_size=50_000)
        settle(stream, temporary, path)


def remove_orphans(store: Path, entries: Iterable[Entry]) -> int:
    """Remove parts that no entry lists, left by a run that was ended; return how many there were."""
    listed = {part.path for entry in entries for part in entry.parts}
    orphans = [
        path
        for path in (store / "facts").rglob("*")
        if path.is_file() and path.relative_to(store).as_posix() not in listed
    ]
    orphans += list((store / "ledger").glob(".*.tmp"))
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def live_rows(
    con: duckdb.DuckDBPyConnection,
    store: Path,
    kind: str,
    entries: Sequence[Entry],
    live: Mapping[int, frozenset[str]],
) -> str | None:
    """Make a view of the live rows of one kind; return its name, or None when there are none.

    Parameters
    ----------
    con : DuckDBPyConnection
        In-memory connection on which the view `live_<kind>` is made.
    store : Path
        The store.
    kind : str
        Kind of file.
    entries, live
        The ledger and the keys each entry holds.
    """
    whole: list[str] = []
    partial: list[tuple[str, list[str]]] = []
    for entry in entries:
        if entry.kind != kind or not live[entry.seq]:
            continue
        for part in entry.parts:
            held = live[entry.seq] & set(part.keys)
            if held == set(part.keys):
                whole.append(str(store / part.path))
            elif held:
                partial.append((str(store / part.path), sorted(held)))
    selects = [_scan(whole)] if whole else []
    selects += [f"{_scan([path])} WHERE coverage_key IN ({_listed(keys)})" for path, keys in partial]
    if not selects:
        return None
    union = " UNION ALL BY NAME ".join(selects)
    if kind in IDENTITY:
        same = ", ".join(IDENTITY[kind])
        union = f"SELECT * FROM ({union}) QUALIFY entry_seq = max(entry_seq) OVER (PARTITION BY {same})"
    con.execute(f"CREATE OR REPLACE TEMP VIEW live_{kind} AS {union}")
    return f"live_{kind}"


def _scan(paths: Iterable[str]) -> str:
    return f"SELECT * FROM read_parquet([{_listed(paths)}], union_by_name=true)"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(quoted(text) for text in texts)


def quoted(text: str) -> str:
    """Return text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def connect(temporary: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that fetches nothing; `temporary` is a folder to spill to when memory is short."""
    import duckdb

    con = duckdb.connect(":memory:")
    con.execute("SET autoinstall_known_extensions=false")
    con.execute("SET preserve_insertion_order=false")
    if temporary is not None:
        con.execute(f"SET temp_directory={quoted(str(temporary))}")
    return con
