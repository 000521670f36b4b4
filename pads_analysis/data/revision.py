"""What a newer delivery does to the ones already there: which keys change hands, and what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pads_analysis.data.crime_outcomes import cells_changed, moves
from pads_analysis.data.facts import IDENTITY, connect, row_keys
from pads_analysis.data.ledger import SERIES, Entry, Supersession, holders
from pads_analysis.data.sizes import LEAST_PERCENT, Size, find_scraps, in_figures

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import Reading


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a delivery comes.

    Attributes
    ----------
    archived : bool
        Whether a publisher's archive dates it.
    yielding : frozenset of int
        Entries that give way to it whatever its size and date.
    twins : frozenset of int
        Earlier entries of the same bytes.
    where : str
        What it is called in messages.
    """

    archived: bool = False
    yielding: frozenset[int] = frozenset()
    twins: frozenset[int] = frozenset()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys that a new delivery holds, takes from earlier ones, and leaves with later-dated or fuller ones."""

    held: tuple[str, ...]
    supersedes: tuple[Supersession, ...]
    lost: tuple[Supersession, ...]
    notes: tuple[str, ...]


def dated(reading: Reading, container_last_month: str) -> str:
    """Return the month (YYYY-MM) that dates a delivery, or "" when nothing does.

    A publisher's archive is dated by its last month; a wide table of many months by its own last one; an extract by the
    day (YYYY-MM-DD) on which its authority disclosed it, where that was said, and so are surveys.
    """
    if container_last_month:
        return container_last_month
    if reading.kind == "extract" or reading.kind.startswith("survey"):
        return reading.vintage
    wide = reading.kind == "borough" and len(reading.period) > 1
    return reading.period[-1] if wide else ""


def plan(
    store: Path,
    reading: Reading,
    date: str,
    entries: Sequence[Entry],
    live: Mapping[int, frozenset[str]],
    terms: Terms | None = None,
) -> Plan:
    """Decide which coverage keys a new delivery takes over.

    A key stays with the delivery already there when both are dated and the new one is the older, and when the new
    one does not come from a publisher's archive and holds less than `LEAST_PERCENT` of what is stored: a scrap never
    takes the place of a whole month. In every other case the later ingested takes it, and always from entries that
    `terms` says give way. Reference tables (lookups, population, ...) are compared row by row: an earlier one is
    superseded only when the new one repeats every row of it.
    """
    terms = terms or Terms()
    if reading.kind not in SERIES:
        return _plan_reference(store, reading, entries, live, terms)
    holder = holders((entry for entry in entries if entry.kind == reading.kind), live)
    by_seq = {entry.seq: entry for entry in entries}
    taken: dict[int, list[str]] = defaultdict(list)
    older: dict[int, list[str]] = defaultdict(list)
    for key in reading.coverage:
        if key in holder:
            before = holder[key]
            stays = date and date < before.dated and before.seq not in terms.yielding
            (older if stays else taken)[before.seq].append(key)
    guarded = (
        {} if terms.archived else {seq: keys for seq, keys in taken.items() if seq not in terms.yielding}
    )
    scraps = find_scraps(store, reading, by_seq, guarded)
    taken = {seq: [key for key in keys if key not in scraps.get(seq, {})] for seq, keys in taken.items()}
    taken = {seq: keys for seq, keys in taken.items() if keys}
    notes = [_kept_note(by_seq[seq], keys, reading, date) for seq, keys in older.items()]
    notes += [_scrap_note(by_seq[seq], found, reading) for seq, found in scraps.items()]
    replaced = [by_seq[seq] for seq in taken if seq not in terms.yielding | terms.twins]
    if replaced and not date:
        notes.append(_undated_note(replaced, terms.where))
    lost = [Supersession(seq, tuple(keys)) for seq, keys in older.items()]
    lost += [Supersession(seq, tuple(found), in_figures(found)) for seq, found in scraps.items()]
    changes = tuple(
        Supersession(
            seq, tuple(keys), {} if seq in terms.twins else _changes(store, by_seq[seq], reading, keys)
        )
        for seq, keys in taken.items()
    )
    not_held = {key for one in lost for key in one.keys}
    held = tuple(key for key in reading.coverage if key not in not_held)
    return Plan(held, changes, tuple(lost), tuple(notes))


def _kept_note(holder: Entry, keys: Sequence[str], reading: Reading, date: str) -> str:
    return (
        f"{len(keys)} of {len(reading.coverage)} periods were already held from {holder.where}, "
        f"dated {holder.dated}; this delivery is dated {date} and does not replace them. {_anyway(keys)}"
    )


def _scrap_note(holder: Entry, found: Mapping[str, tuple[Size, Size]], reading: Reading) -> str:
    few = any(given.rows * 100 < LEAST_PERCENT * stored.rows for given, stored in found.values())
    given, stored = (
        sum(pair[place].rows if few else pair[place].count or 0 for pair in found.values())
        for place in (0, 1)
    )
    # A row of a table with counts became one figure for each month.
    what = ("rows" if reading.kind in ("street", "survey") else "figures") if few else "offences"
    number, of = len(found), len(reading.coverage)
    part = "" if number == of else f" ({number} of its {of} periods)"
    return (
        f"{_periods(found)}{part} {'is' if number == 1 else 'are'} not replaced: this file has {given:,} "
        f"{what} and the store {stored:,}, from {holder.where}; a file from outside a "
        f"publisher's archive must bring at least {LEAST_PERCENT} %. {_anyway(found)}"
    )


def _anyway(keys: Collection[str]) -> str:
    return f"Give --replace to take {'it' if len(keys) == 1 else 'them'} all the same."


def _undated_note(replaced: Sequence[Entry], where: str) -> str:
    names = []
    for entry in replaced[:3]:
        name = "the earlier file of that name" if entry.where == where else entry.where
        names.append(f"{name} (dated {entry.dated})" if entry.dated else name)
    if len(replaced) > 3:
        names.append(f"{len(replaced) - 3} more")
    return (
        "A loose file carries no date, so the one given last counts; "
        f"to bring back {' and '.join(names)}, give {'it' if len(replaced) == 1 else 'them'} again with --replace."
    )


def held_elsewhere(entry: Entry, keys: Collection[str], holder: Mapping[str, Entry]) -> str:
    """Say from which files keys that a delivery brought are taken now.

    Parameters
    ----------
    entry : Entry
        The delivery.
    keys : collection of str
        Keys that it does not hold.
    holder : mapping of str to Entry
        Who holds each key.
    """
    names = dict.fromkeys(holder[key].where for key in entry.coverage if key in keys and key in holder)
    shown = ["a newer file of that name" if name == entry.where else name for name in list(names)[:2]]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    what = _periods(keys) if entry.kind in SERIES else "What it says"
    are = "are" if len(keys) > 1 and entry.kind in SERIES else "is"
    return f"{what} {are} now taken from {' and '.join(shown)}{more}."


def _periods(keys: Collection[str]) -> str:
    """Name the months or years of coverage keys: each of up to three, else their number, first and last."""
    periods = sorted({key.rpartition("|")[2] for key in keys})
    if len(periods) <= 3:
        return ", ".join(periods)
    return f"{len(periods)} periods from {periods[0]} to {periods[-1]}"


def _plan_reference(
    store: Path,
    reading: Reading,
    entries: Sequence[Entry],
    live: Mapping[int, frozenset[str]],
    terms: Terms,
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
            changed = {"": {"rows_before": len(old), "rows_after": len(reading.table)}}
            changed = {} if entry.seq in terms.twins else changed
            found.append(Supersession(entry.seq, tuple(sorted(live[entry.seq])), changed))
    return Plan(reading.coverage, tuple(found), (), ())


def overruled(
    store: Path, entry: Entry, entries: Sequence[Entry], live: Mapping[int, frozenset[str]]
) -> bool:
    """Whether a later reference table speaks of a row of this one, and therefore counts in its place."""
    import pandas as pd

    columns = list(IDENTITY[entry.kind])
    own = [_read(store, part.path, columns) for part in entry.parts]
    if not own:
        return False
    rows = pd.MultiIndex.from_frame(pd.concat(own).drop_duplicates())
    for other in entries:
        if other.kind != entry.kind or other.seq <= entry.seq or not live[other.seq] & set(entry.coverage):
            continue
        theirs = (pd.MultiIndex.from_frame(_read(store, part.path, columns)) for part in other.parts)
        if any(index.isin(rows).any() for index in theirs):
            return True
    return False


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
        before for each offence that differs; of street files, `cells_changed`: pairs of offence and small area with
        other numbers of rows, `outcomes_changed`: crimes with an identifier in both deliveries whose outcome
        differs, and where there are any `outcomes_moved`: their rows by groups of outcomes, as `moves` has them.
    """
    result: dict[str, Any] = {"rows_before": len(old), "rows_after": len(new)}
    before, after = _by_type(old), _by_type(new)
    if "count" in new:
        result |= {"count_before": int(before.sum()), "count_after": int(after.sum())}
    by_type = after.sub(before, fill_value=0).astype("int64")
    result["by_type"] = {str(code): int(value) for code, value in by_type[by_type != 0].sort_index().items()}
    if "crime_id" in new:
        result["outcomes_changed"] = _outcomes_changed(old, new)
        if "lsoa_code" in new:
            result["cells_changed"] = cells_changed(old, new)
        if result["outcomes_changed"]:
            result["outcomes_moved"] = moves(old, new)
    return result


def _by_type(table: pd.DataFrame) -> pd.Series:
    by = next(
        (name for name in ("category_code", "offence_code", "measure", "survey_id") if name in table), ""
    )
    groups = table.groupby(by)
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
