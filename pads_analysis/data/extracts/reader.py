"""Reads an extract through its map: one row for each incident, and an account of every row of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pads_analysis.data.extracts.mapping import Extract
from pads_analysis.data.extracts.personal import refuse_personal
from pads_analysis.data.extracts.rows import Rows
from pads_analysis.data.extracts.table import find_column, find_table
from pads_analysis.data.readers.source import SourceTable
from pads_analysis.errors import ContractError
from pads_analysis.params.messages import nearest
from pads_analysis.vocabulary import extract_fields, slug

if TYPE_CHECKING:
    from pads_analysis.data.readers.headings import Headings
    from pads_analysis.data.reading import RawFile, Reading


def read_extract(raw: RawFile, extract: Extract) -> Reading:
    """Read an extract.

    A row is left out when it has no date that can be, no category, or a number that is none; a place that cannot be
    used is left blank and counted. When one fault takes more rows than the map allows, the file is refused: what is
    left would be no picture of the quarter.

    Parameters
    ----------
    raw : RawFile
        The file as delivered.
    extract : Extract
        The map, held to the contract of its data set.

    Raises
    ------
    ContractError
        When the file is empty, lacks a column, holds personal data, was damaged or cut short, or leaves open how its
        dates are written.
    """
    wanted = [(heading.strip(), slug(heading)) for heading in extract.map.columns.values()]
    source = find_table(raw, lambda heads: _fit(heads, wanted), extract.map.sheet)
    places = _columns_of(source, extract)
    if source.refused and not source.data.num_rows:
        line, why = source.refused[0]
        raise ContractError(
            f"Not one row could be read, of {len(source.refused):,} ({why}).",
            f"{source.where}, row {line}",
            "Copy the file again, or ask for it again.",
        )
    if not source.data.num_rows:
        raise ContractError(
            "The file holds headings and no rows.",
            source.where,
            "If nothing happened in the quarter, ask the authority to say so; there is nothing to ingest.",
        )
    kinds = extract_fields()
    dates = [place for name, place in places.items() if kinds[name].kind == "moment"]
    notes = refuse_personal(source, dates, extract.map.not_personal)
    _refuse_cut_value(source)
    return Rows(source, extract, places, list(notes)).reading()


def _fit(heads: Headings, wanted: Sequence[tuple[str, str]]) -> int:
    """Return how many of the wanted headings, as written and as slugs, stand in a row."""
    texts = {text.strip() for text in heads.texts}
    return sum(heading in texts or name in heads.slugs for heading, name in wanted)


def _columns_of(source: SourceTable, extract: Extract) -> dict[str, int]:
    """Return the place of each mapped column.

    Raises
    ------
    ContractError
        When one is missing or occurs twice; all that are missing are named.
    """
    found = {
        name: find_column(source.headings, heading, source.where)
        for name, heading in extract.map.columns.items()
    }
    missing = [extract.map.columns[name] for name, place in found.items() if place is None]
    if missing:
        known = [text.strip() for text in source.headings.texts if text.strip()]
        guesses = [
            f"{nearest(heading, known)!r} for {heading!r}" for heading in missing if nearest(heading, known)
        ]
        start = f"Perhaps {', '.join(guesses)}. " if guesses else ""
        named = ", ".join(repr(heading) for heading in missing)
        one = len(missing) == 1
        raise ContractError(
            f"The column{'' if one else 's'} {named} that {extract.map_name} names "
            f"{'is' if one else 'are'} missing.",
            source.where,
            f"{start}The file has: {', '.join(known[:30])}. Correct the map, or ask for the file with all its columns.",
        )
    return {name: place for name, place in found.items() if place is not None}


def _refuse_cut_value(source: SourceTable) -> None:
    """Refuse a file whose last line has no end and whose last value is the beginning of another one of its column."""
    if not source.unterminated or not source.data.num_rows or source.lines[-1] != source.unterminated:
        return
    text = source.text(source.data.num_columns - 1)
    last, others = text.iloc[-1], text.iloc[:-1]
    if last and (others != last).all() and others.str.startswith(last).any():
        raise ContractError(
            f"The last line has no end, and its last value is the beginning of another one of the column "
            f"{source.headings.texts[-1].strip()!r}: the file was cut short.",
            f"{source.where}, row {source.unterminated}",
            "Copy the file again, or ask for it again.",
        )
