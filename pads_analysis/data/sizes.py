"""How much of a month or year a delivery holds, and when that is too little to replace what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.facts import row_keys
from pads_analysis.data.ledger import Entry

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import Reading

#: Share of the stored rows and counts below which a delivery that no publisher's archive dates takes nothing over:
#: the share below which a month is taken for incomplete (`coverage.delivery_coverage`).
LEAST_PERCENT = 65


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of a coverage key, and the sum of their counts where they carry any."""

    rows: int
    count: int | None = None

    def is_scrap_of(self, stored: Size) -> bool:
        """Whether this is less than `LEAST_PERCENT` of what is stored, by rows or by counts."""
        fewer = self.rows * 100 < LEAST_PERCENT * stored.rows
        if self.count is None or not stored.count or stored.count < 0:
            return fewer
        return fewer or self.count * 100 < LEAST_PERCENT * stored.count


def find_scraps(
    store: Path, reading: Reading, by_seq: Mapping[int, Entry], wanted: Mapping[int, Sequence[str]]
) -> dict[int, dict[str, tuple[Size, Size]]]:
    """Return the coverage keys of which too little is given to replace what is stored.

    Parameters
    ----------
    store : Path
        The store.
    reading : Reading
        What is given.
    by_seq : mapping of int to Entry
        The ledger.
    wanted : mapping of int to sequence of str
        For each entry that holds some of the keys, which.

    Returns
    -------
    dict
        For each holder that keeps keys, those keys with the sizes given and stored.
    """
    if not wanted:
        return {}
    given = _sizes(row_keys(reading), reading.table)
    found: dict[int, dict[str, tuple[Size, Size]]] = {}
    for seq, keys in wanted.items():
        stored = _stored(store, by_seq[seq])
        pairs = {key: (given.get(key, Size(0)), stored.get(key, Size(0))) for key in keys}
        small = {key: pair for key, pair in pairs.items() if pair[0].is_scrap_of(pair[1])}
        if small:
            found[seq] = small
    return found


def _sizes(keys: pd.Series, table: pd.DataFrame) -> dict[str, Size]:
    rows = keys.value_counts()
    if "count" not in table:
        return {str(key): Size(int(number)) for key, number in rows.items()}
    counts = table["count"].groupby(keys).sum()
    return {str(key): Size(int(number), int(counts[key])) for key, number in rows.items()}


def _stored(store: Path, entry: Entry) -> dict[str, Size]:
    import pandas as pd

    if entry.kind == "street":
        return {key: Size(part.rows) for part in entry.parts for key in part.keys}
    if not entry.parts:
        return {}
    columns = ["coverage_key"] if entry.kind.startswith("survey") else ["coverage_key", "count"]
    tables = [pd.read_parquet(store / part.path, columns=columns) for part in entry.parts]
    table = pd.concat(tables, ignore_index=True)
    return _sizes(table["coverage_key"], table)


def in_figures(found: Mapping[str, tuple[Size, Size]]) -> dict[str, dict[str, int | None]]:
    """Return the sizes of keys that were not taken over, for the ledger."""
    return {
        key: {
            "rows_given": given.rows,
            "rows_stored": stored.rows,
            "count_given": given.count,
            "count_stored": stored.count,
        }
        for key, (given, stored) in found.items()
    }
