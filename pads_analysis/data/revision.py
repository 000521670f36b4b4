"""What a newer delivery does to the ones already there: which keys change hands, and what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.data.facts import IDENTITY, connect, row_keys
from pads_analysis.data.ledger import SERIES, Entry, Supersession, holders

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import Reading


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys that a new delivery holds, takes from earlier ones, and leaves with later-dated ones."""

    held: tuple[str, ...]
    supersedes: tuple[Supersession, ...]
    lost: tuple[Supersession, ...]
    notes: tuple[str, ...]


def dated(reading: Reading, container_last_month: str) -> str:
    """Return the month (YYYY-MM) that dates a delivery, or "" when nothing does.

    A publisher's archive is dated by its last month; a wide table of many months by its own last one.
    """
    if container_last_month:
        return container_last_month
    wide = reading.kind == "borough" and len(reading.period) > 1
    return reading.period[-1] if wide else ""


def plan(
    store: Path,
    reading: Reading,
    date: str,
    entries: Sequence[Entry],
    live: Mapping[int, frozenset[str]],
) -> Plan:
    """Decide which coverage keys a new delivery takes over.

    When both deliveries are dated and the new one is the older, the one already there keeps the key; in every other
    case the later ingested takes it. Reference tables (lookups, population, ...) are compared row by row: an earlier
    one is superseded only when the new one repeats every row of it.
    """
    if reading.kind not in SERIES:
        return _plan_reference(store, reading, entries, live)
    holder = holders((entry for entry in entries if entry.kind == reading.kind), live)
    taken: dict[int, list[str]] = defaultdict(list)
    lost: dict[int, list[str]] = defaultdict(list)
    by_seq = {entry.seq: entry for entry in entries}
    for key in reading.coverage:
        if key not in holder:
            continue
        before = holder[key]
        older = bool(date and before.dated and date < before.dated)
        (lost if older else taken)[before.seq].append(key)
    not_held = {key for keys in lost.values() for key in keys}
    notes = tuple(
        f"{len(keys)} of {len(reading.coverage)} periods were already held from {by_seq[seq].where}, "
        f"dated {by_seq[seq].dated}; this delivery is dated {date} and does not replace them."
        for seq, keys in lost.items()
    )
    replaced = [by_seq[seq] for seq in taken if by_seq[seq].dated and not date]
    notes += tuple(
        f"Nothing dates this delivery; it was ingested later and therefore replaces {entry.where}, dated {entry.dated}."
        for entry in replaced
    )
    changes = tuple(
        Supersession(seq, tuple(keys), _changes(store, by_seq[seq], reading, keys))
        for seq, keys in taken.items()
    )
    held = tuple(key for key in reading.coverage if key not in not_held)
    return Plan(held, changes, tuple(Supersession(s, tuple(k)) for s, k in lost.items()), notes)


def _plan_reference(
    store: Path, reading: Reading, entries: Sequence[Entry], live: Mapping[int, frozenset[str]]
) -> Plan:
    import pandas as pd

    columns = list(IDENTITY[reading.kind])
    new = pd.MultiIndex.from_frame(reading.table[columns].drop_duplicates())
    found = []
    for entry in entries:
        overlap = live[entry.seq] & set(reading.coverage)
        if entry.kind != reading.kind or not overlap:
            continue
        old = pd.concat([_read(store, part.path, columns) for part in entry.parts])
        if pd.MultiIndex.from_frame(old.drop_duplicates()).isin(new).all():
            changed = {"rows_before": len(old), "rows_after": len(reading.table)}
            found.append(Supersession(entry.seq, tuple(sorted(live[entry.seq])), {"": changed}))
    return Plan(reading.coverage, tuple(found), (), ())


def _read(store: Path, path: str, columns: list[str] | None = None) -> pd.DataFrame:
    import pandas as pd

    return pd.read_parquet(store / path, columns=columns)


def _changes(store: Path, before: Entry, reading: Reading, keys: Sequence[str]) -> dict[str, Any]:
    import pandas as pd

    wanted = set(keys)
    parts = [part for part in before.parts if wanted & set(part.keys)]
    old = pd.concat([_read(store, part.path) for part in parts]) if parts else reading.table.iloc[:0]
    old_keys = old["coverage_key"] if "coverage_key" in old else pd.Series(dtype="str")
    new_keys = row_keys(reading)
    old_by, new_by = dict(tuple(old.groupby(old_keys))), dict(tuple(reading.table.groupby(new_keys)))
    empty = reading.table.iloc[:0]
    return {key: difference(old_by.get(key, empty), new_by.get(key, empty)) for key in keys}


def difference(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """Return what differs between two deliveries of the same period.

    Parameters
    ----------
    old, new : DataFrame
        Rows of one coverage key; with a `count` column its sum is compared, else the number of rows.

    Returns
    -------
    dict
        `rows_before`, `rows_after`; `count_before`, `count_after` when rows carry counts; `by_type`: after minus
        before for each offence that differs; `outcomes_changed`: crimes with an identifier in both deliveries
        whose outcome differs (street files).
    """
    result: dict[str, Any] = {"rows_before": len(old), "rows_after": len(new)}
    before, after = _by_type(old), _by_type(new)
    if "count" in new:
        result |= {"count_before": int(before.sum()), "count_after": int(after.sum())}
    by_type = after.sub(before, fill_value=0).astype("int64")
    result["by_type"] = {str(code): int(value) for code, value in by_type[by_type != 0].sort_index().items()}
    if "outcome" in new:
        result["outcomes_changed"] = _outcomes_changed(old, new)
    return result


def _by_type(table: pd.DataFrame) -> pd.Series:
    groups = table.groupby("offence_code")
    return groups["count"].sum() if "count" in table else groups.size()


def _outcomes_changed(old: pd.DataFrame, new: pd.DataFrame) -> int:
    con = connect()
    try:
        con.register("old_rows", old[["crime_id", "outcome"]])
        con.register("new_rows", new[["crime_id", "outcome"]])
        # An identifier may stand on several rows: its outcomes are compared together, in order.
        found = con.execute("""
            WITH a AS (SELECT crime_id, list_sort(list(outcome)) AS o FROM old_rows WHERE crime_id <> '' GROUP BY 1),
                 b AS (SELECT crime_id, list_sort(list(outcome)) AS o FROM new_rows WHERE crime_id <> '' GROUP BY 1)
            SELECT count(*) FROM a JOIN b USING (crime_id) WHERE a.o <> b.o
        """).fetchone()
    finally:
        con.close()
    return int(found[0]) if found else 0
