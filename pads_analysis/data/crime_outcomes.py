"""What became of recorded crimes: counted by outcome for each partnership, and what a newer delivery revised.

Outcomes come in for months after a crime was recorded, so that two deliveries of one month differ in them while their
counts are the same. A revision is told row by row, from which group of outcomes to which.
"""

# ruff: noqa: S608 - the SQL holds our own names and quoted paths, nothing else

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.data.facts import connect, quoted
from pads_analysis.data.ledger import Entry, holders
from pads_analysis.data.tables import Tables, empty
from pads_analysis.vocabulary.outcomes import OPEN, OTHER, outcome_group, outcome_groups, outcome_names

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

#: Between the two groups in the key of a move, as the ledger keeps it.
TO = ">"
MOST_MOVES = 3
COUNTS = ("partnership_code", "month", "offence_code", "dated", "crimes", "unpublished")
REVISIONS = ("force_name", "month", "before", "after", "rows")


def moves(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, int]:
    """Return how many rows of crimes that stand in both deliveries have another outcome, from group to group.

    Parameters
    ----------
    old, new : DataFrame
        crime_id, offence_code, outcome. An identifier may stand on several rows: rows that are the same in both are
        set aside first, and the others of one identifier and offence are paired in the order of their outcomes.

    Returns
    -------
    dict
        Rows by "from>to", the codes of the groups; the largest first. A change inside a group stands as "code>code".
    """
    con = connect()
    try:
        for name, table in (("old_rows", old), ("new_rows", new)):
            con.register(name, table[["crime_id", "offence_code", "outcome"]])
        found = con.execute("""
            WITH a AS (SELECT * FROM old_rows WHERE crime_id <> '' EXCEPT ALL SELECT * FROM new_rows),
                 b AS (SELECT * FROM new_rows WHERE crime_id <> '' EXCEPT ALL SELECT * FROM old_rows),
                 was AS (SELECT *, row_number() OVER (PARTITION BY crime_id, offence_code ORDER BY outcome) AS pair
                         FROM a),
                 became AS (SELECT *, row_number() OVER (PARTITION BY crime_id, offence_code ORDER BY outcome) AS pair
                            FROM b)
            SELECT was.outcome, became.outcome, count(*) FROM was JOIN became USING (crime_id, offence_code, pair)
            GROUP BY ALL
        """).fetchall()
    finally:
        con.close()
    sums: Counter[str] = Counter()
    for was, is_now, rows in found:
        sums[f"{outcome_group(was)}{TO}{outcome_group(is_now)}"] += rows
    return dict(sorted(sums.items(), key=lambda move: (-move[1], move[0])))


def cells_changed(old: pd.DataFrame, new: pd.DataFrame) -> int:
    """Return in how many pairs of offence and small area the two deliveries have different numbers of rows."""
    keys = ["offence_code", "lsoa_code"]
    difference = new.groupby(keys).size().sub(old.groupby(keys).size(), fill_value=0)
    return int((difference != 0).sum())


def moves_in_words(changes: Iterable[Mapping[str, Any]]) -> str:
    """Return the largest moves of several months together, as words in brackets; "" where none is known.

    Parameters
    ----------
    changes : iterable of mapping
        As the ledger keeps them for each month: those with `outcomes_moved` are summed.
    """
    sums: Counter[str] = Counter()
    for change in changes:
        sums.update(change.get("outcomes_moved", {}))
    if not sums:
        return ""
    told = [f"{rows:,} {move_in_words(*key.split(TO))}" for key, rows in sums.most_common(MOST_MOVES)]
    rest = sum(sums.values()) - sum(rows for _, rows in sums.most_common(MOST_MOVES))
    told += [f"{rest:,} others"] if rest else []
    return f" ({', '.join(told)})"


def move_in_words(before: str, after: str) -> str:
    """Return "from under investigation to no suspect identified", or "inside" the group."""
    names = {code: name[0].lower() + name[1:] for code, name in outcome_names().items()}
    if before == after:
        return f"inside “{names[before]}”"
    return f"from “{names[before]}” to “{names[after]}”"


def went_back(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether more rows went back to under investigation than left it: as when an earlier publication comes later."""
    sums: Counter[str] = Counter()
    for change in changes:
        for key, rows in change.get("outcomes_moved", {}).items():
            was, is_now = key.split(TO)
            if was != is_now:
                sums["left"] += rows * (was == OPEN)
                sums["back"] += rows * (is_now == OPEN)
    return sums["back"] > sums["left"]


def revisions(entries: Sequence[Entry], live: Mapping[int, frozenset[str]]) -> pd.DataFrame:
    """Return what live deliveries revised in those that they took the place of.

    Returns
    -------
    DataFrame
        force_name, month (Timestamp), before and after (codes of groups), rows.
    """
    import pandas as pd

    rows = []
    for entry in entries:
        for taken in entry.supersedes:
            for key, change in taken.changed.items():
                if entry.kind != "street" or key not in live[entry.seq]:
                    continue
                force, month = _force_and_month(key)
                for move, number in change.get("outcomes_moved", {}).items():
                    rows.append((force, pd.Timestamp(f"{month}-01"), *move.split(TO), number))
    table = pd.DataFrame(rows, columns=list(REVISIONS))
    return table.astype({"month": "datetime64[us]", "rows": "int64"} | dict.fromkeys(_TEXTS, "str"))


_TEXTS = ("force_name", "before", "after")


def _force_and_month(key: str) -> tuple[str, str]:
    """Return the two from a coverage key "street|<force>|<month>"."""
    force, _, month = key.partition("|")[2].rpartition("|")
    return force, month


def write_outcomes(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    entries: Sequence[Entry],
    live: Mapping[int, frozenset[str]],
) -> None:
    """Write the crimes of each partnership by outcome, and the revisions; after `counts.write_street`.

    `dated` is the month that dates the delivery a count comes from, "" where nothing dates it.
    """
    import pandas as pd

    held = holders((entry for entry in entries if entry.kind == "street"), live)
    vintages = [(*_force_and_month(key), entry.dated) for key, entry in held.items()]
    con.register(
        "vintage_rows", pd.DataFrame(vintages, columns=["force_name", "period", "dated"], dtype="str")
    )
    query = """
        SELECT placement.partnership_code, month, offence_code, outcome, max(coalesce(dated, '')) AS dated,
               sum(count)::BIGINT AS count
        FROM street JOIN placement USING (lsoa_code)
             JOIN partnership ON placement.partnership_code = partnership.partnership_code
             JOIN force ON street.force_name = force.force_name AND partnership.force_code = force.force_code
             LEFT JOIN vintage_rows ON street.force_name = vintage_rows.force_name
                                   AND strftime(month, '%Y-%m') = vintage_rows.period
        GROUP BY ALL ORDER BY ALL
    """
    target = quoted(str(folder / "outcomes_street.parquet"))
    con.execute(f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
    revisions(entries, live).to_parquet(folder / "outcome_revisions.parquet", index=False)


@dataclass(frozen=True, slots=True)
class HeldOutcomes:
    """What the store holds of outcomes: the derived tables, asked through DuckDB."""

    tables: Tables

    def counts(self) -> pd.DataFrame:
        """Return crimes by group of outcomes.

        Returns
        -------
        DataFrame
            partnership_code, month, offence_code, dated (the month that dates the delivery, or ""), crimes,
            unpublished (of which without any outcome) and one column for each group of the vocabulary, which add up
            to crimes.
        """
        file = self.tables.folder / "outcomes_street.parquet"
        groups = [group.code for group in outcome_groups()]
        if not file.is_file():
            return empty((*COUNTS, *groups))
        named = {
            group.code: ", ".join(quoted(o.casefold()) for o in group.outcomes) for group in outcome_groups()
        }
        sums = [
            f"coalesce(sum(count) FILTER (told IN ({texts})), 0)::BIGINT AS {code}"
            for code, texts in named.items()
            if code != OTHER
        ]
        known = ", ".join(texts for code, texts in named.items() if code != OTHER)
        return self.tables.ask(f"""
            SELECT partnership_code, month, offence_code, max(dated) AS dated, sum(count)::BIGINT AS crimes,
                   coalesce(sum(count) FILTER (told = ''), 0)::BIGINT AS unpublished, {", ".join(sums)},
                   coalesce(sum(count) FILTER (told NOT IN ({known})), 0)::BIGINT AS {OTHER}
            FROM (SELECT *, lower(trim(outcome)) AS told FROM read_parquet({quoted(str(file))}))
            GROUP BY ALL ORDER BY partnership_code, month, offence_code
        """)

    def revisions(self) -> pd.DataFrame:
        """Return what newer deliveries revised: force_name, month, before, after (codes of groups), rows."""
        found = self.tables.read("outcome_revisions", "force_name, month, rows DESC, before, after")
        return empty(REVISIONS) if found.empty else found
