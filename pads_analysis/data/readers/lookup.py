"""Area lookups: which small area lies in which district, partnership and force, and what became of it."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import LABELS, RANK, AreaColumn, Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

CHANGE = ("change_code", "chgind", "change_indicator", "chng_ind")


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of a lookup, or ""."""
    coded = {area.key for area in heads.areas if area.part == "code"}
    if len(coded) < 2 or not _pairs(heads.codes):
        return ""
    kinds = list(dict.fromkeys(LABELS[area.entity] for area in heads.codes))
    return f"{len(coded)} columns of area codes: {', '.join(kinds)}"


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read a lookup into edges, each once: from every finer area to every coarser one, and from old codes to new.

    A row is kept when it gives at least one edge. A code that is not one is left out and flagged; the publisher's
    pseudo codes for "no such area here" (E99999999) give no edge.

    Raises
    ------
    ContractError
        When a column of codes occurs twice, or the last line is cut short.
    """
    import pandas as pd

    account = RowAccount(source)
    coded = source.headings.code_columns(source.where)
    pairs = _pairs(coded)
    read = {area: _codes(source, area, account) for area in coded}
    codes = {area: found for area, (found, _) in read.items()}
    names = {area: _names(source, area) for area in coded}
    written = source.optional(*CHANGE)
    change = (
        np.full(source.data.num_rows, "", dtype=object) if written is None else written.to_numpy(dtype=object)
    )
    used = np.zeros(source.data.num_rows, dtype=bool)
    parts = []
    for fine, coarse in pairs:
        both = (codes[fine] != "") & (codes[coarse] != "") & account.kept
        used |= both
        parts.append(_edges(fine, coarse, both, codes, names, change))
    for area, (_, unread) in read.items():
        account.reject(~used & unread, "code not understood", area.heading)
    account.reject(~used, "no pair of area codes")
    edges = pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
    label = ",".join(dict.fromkeys(f"{_label(fine)}>{_label(coarse)}" for fine, coarse in pairs))
    return account.reading(
        "lookup",
        contracts.checked("lookup", contracts.table("lookup", dict(edges.items()))),
        coverage=(f"lookup|{label}",) if used.any() else (),
        vintage="-".join(dict.fromkeys(_label(area) for area in coded)),
        notes=_notes(source, coded),
    )


def _label(area: AreaColumn) -> str:
    return f"{area.entity}{area.vintage}" + ("(current)" if area.current else "")


def _pairs(coded: tuple[AreaColumn, ...]) -> list[tuple[AreaColumn, AreaColumn]]:
    """Return the pairs of columns that give edges, finer or older first."""
    pairs = []
    for first, second in combinations(coded, 2):
        if RANK[first.entity] < RANK[second.entity]:
            pairs.append((first, second))
    for entity in dict.fromkeys(area.entity for area in coded):
        same = [area for area in coded if area.entity == entity]
        dated = sorted(
            (area for area in same if area.vintage and not area.current),
            key=lambda area: _century(area.vintage),
        )
        pairs += list(pairwise(dated))
        for current in (area for area in same if area.current):
            pairs += [(area, current) for area in same if not area.current]
    return pairs


def _century(vintage: str) -> int:
    year = int(vintage)
    return 1900 + year if year > 70 else 2000 + year


def _codes(source: SourceTable, area: AreaColumn, account: RowAccount) -> tuple[np.ndarray, np.ndarray]:
    """Return the codes of a column, "" where there is none, and which rows hold something that is no code."""
    written = source.text(area.position)
    codes = by_value(
        written,
        lambda text: (
            code
            if values.is_code(area.entity, code := values.area_code(text)) and not values.is_no_area(text)
            else ""
        ),
    )
    unread = (codes == "") & ~by_value(written, values.is_no_area).astype(bool)
    account.flag(unread, f"code not understood in column {area.heading[:40]}, left out", damage=True)
    return codes, unread


def _names(source: SourceTable, area: AreaColumn) -> np.ndarray:
    place = source.headings.name_of(area, source.where)
    if place is None:
        return np.full(source.data.num_rows, "", dtype=object)
    return source.text(place).to_numpy(dtype=object)


def _edges(
    fine: AreaColumn,
    coarse: AreaColumn,
    both: np.ndarray,
    codes: dict[AreaColumn, np.ndarray],
    names: dict[AreaColumn, np.ndarray],
    change: np.ndarray,
) -> pd.DataFrame:
    import pandas as pd

    same = fine.entity == coarse.entity
    edges = pd.DataFrame(
        {
            "from_entity": fine.entity,
            "from_vintage": fine.vintage,
            "from_code": codes[fine][both],
            "from_name": names[fine][both],
            "to_entity": coarse.entity,
            "to_vintage": coarse.vintage,
            "to_code": codes[coarse][both],
            "to_name": names[coarse][both],
            "change_code": change[both] if same else "",
        },
        dtype="str",
    )
    return edges.drop_duplicates(ignore_index=True)


def _notes(source: SourceTable, coded: tuple[AreaColumn, ...]) -> list[str]:
    notes = []
    if any(area.current for area in coded):
        notes.append("Columns ending in _ACTIVE were read as today's code of the same area.")
    known = {area.position for area in source.headings.areas}
    extra = [
        text.strip()
        for place, text in enumerate(source.headings.texts)
        if place not in known and text.strip() and source.headings.slugs[place] not in CHANGE
    ]
    if extra:
        notes.append(f"Columns not used: {', '.join(extra[:10])}.")
    return notes
