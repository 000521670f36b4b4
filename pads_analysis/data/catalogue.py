"""The catalogue: the ledger as a table for people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pads_analysis.data.crime_outcomes import moves_in_words, went_back
from pads_analysis.data.ledger import Entry, live_keys, superseded_by

if TYPE_CHECKING:
    import pandas as pd

_MONTH = re.compile(r"\d{4}-\d{2}")
_COLUMNS = (
    "kind",
    "file",
    "container",
    "sha256",
    "period_first",
    "period_last",
    "vintage",
    "rows_in",
    "rows_kept",
    "rows_rejected",
    "reasons",
    "flagged",
    "notes",
    "status",
    "superseded_by",
    "changed",
    "months_changed",
    "ingested_at",
    "given_by",
    "data_set",
)
#: Kinds whose coverage keys name who recorded or sent the rows, between the kind or data set and the month.
_NAMED = frozenset({"street", "extract"})


def deliveries(entries: Sequence[Entry]) -> pd.DataFrame:
    """Return one row for each delivered file.

    Returns
    -------
    DataFrame
        kind, file, container, sha256, period_first, period_last (YYYY-MM or ""), vintage, rows_in, rows_kept,
        rows_rejected (int64), reasons and flagged ("reason: n; ..."), notes, status (live, superseded),
        superseded_by (files that hold what it brought, also when only in part), changed (what it changed in
        earlier deliveries, in words), months_changed (YYYY-MM joined by "|": the months for which it brought other
        rows or counts than the delivery that it took the place of), ingested_at (UTC, ISO 8601), given_by (the
        forces or authorities whose rows it holds, joined by "|"; "" where the kind of file names none), data_set (of
        an authority's extract).
    """
    import pandas as pd

    live, by = live_keys(entries), superseded_by(entries)
    where = {entry.seq: entry.where for entry in entries}
    records = [
        (
            entry.kind,
            entry.file,
            entry.container,
            entry.sha256,
            entry.period[0] if entry.period else "",
            entry.period[-1] if entry.period else "",
            entry.vintage,
            entry.rows_in,
            entry.rows_kept,
            sum(entry.rejected.values()),
            _listed(entry.rejected),
            _listed(entry.flagged),
            " ".join(entry.notes),
            "live" if live[entry.seq] or not entry.coverage else "superseded",
            "; ".join(where[seq] for seq in by[entry.seq]),
            changed_in_words(entry, where),
            "|".join(_months_changed(entry)),
            entry.ingested_at,
            _named(entry, 1),
            _named(entry, 0) if entry.kind == "extract" else "",
        )
        for entry in entries
    ]
    table = pd.DataFrame(records, columns=list(_COLUMNS))
    numbers = ("rows_in", "rows_kept", "rows_rejected")
    return table.astype({name: "int64" if name in numbers else "str" for name in _COLUMNS})


def _named(entry: Entry, at: int) -> str:
    """Return what stands at one place of the coverage keys (kind or data set, authority, month), joined by "|"."""
    if entry.kind not in _NAMED:
        return ""
    return "|".join(sorted({key.split("|")[at] for key in entry.coverage if key.count("|") == 2}))


def _listed(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{reason}: {number:,}" for reason, number in counts.items())


def _months_changed(entry: Entry) -> list[str]:
    """Return the months whose rows or counts differ from those that the delivery took the place of."""
    found = set()
    for taken in entry.supersedes:
        for key, change in taken.changed.items():
            period = key.rpartition("|")[2]
            other = change.get("by_type") or change.get("cells_changed")
            other = other or change.get("rows_before") != change.get("rows_after")
            if other and _MONTH.fullmatch(period):
                found.add(period)
    return sorted(found)


def changed_in_words(entry: Entry, where: Mapping[int, str]) -> str:
    """Return what a delivery changed in earlier ones, one clause for each of them."""
    clauses = []
    for taken in entry.supersedes:
        if not taken.changed:
            continue  # the same bytes, taken again
        changes = list(taken.changed.values())
        before, after = (sum(change[name] for change in changes) for name in ("rows_before", "rows_after"))
        name = where[taken.seq]
        name = f"the earlier {name}" if name == entry.where else name
        clause = f"Replaces {name}: {before:,} rows before, {after:,} now"
        if any("count_before" in change for change in changes):
            old, new = (
                sum(change.get(name, 0) for change in changes) for name in ("count_before", "count_after")
            )
            clause += f"; counts {old:,} before, {new:,} now"
        clauses.append(clause + _revised_in_words(changes))
    return ". ".join(clauses)


def _revised_in_words(changes: Sequence[Mapping[str, Any]]) -> str:
    """Return which outcomes differ, and whether the counts do; "" where no outcome does."""
    revised = sum(change.get("outcomes_changed", 0) for change in changes)
    if not revised:
        return ""
    same = all(not change["by_type"] and change.get("cells_changed") == 0 for change in changes)
    counts = "; the counts by offence and small area are the same" if same else ""
    back = (
        "; more went back to under investigation than left it, as when an earlier publication is given after a later "
        "one"
        if went_back(changes)
        else ""
    )
    return f"{counts}; outcomes revised: {revised:,}{moves_in_words(changes)}{back}"
