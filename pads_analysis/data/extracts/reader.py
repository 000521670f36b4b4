"""Reads an extract through its map: one row for each incident, and an account of every row of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.data.extracts.mapping import Extract
from pads_analysis.data.extracts.personal import refuse_personal
from pads_analysis.data.extracts.rows import Rows
from pads_analysis.data.extracts.table import find_columns, find_table, fitting, refuse_rowless
from pads_analysis.data.readers.source import SourceTable
from pads_analysis.errors import ContractError
from pads_analysis.vocabulary import extract_fields

if TYPE_CHECKING:
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
    headings = extract.map.columns
    source = find_table(raw, fitting(headings.values()), extract.map.sheet)
    places = dict(zip(headings, find_columns(source, headings.values(), extract.map_name), strict=True))
    refuse_rowless(
        source, "If nothing happened in the quarter, ask the authority to say so; there is nothing to ingest."
    )
    kinds = extract_fields()
    dates = [place for name, place in places.items() if kinds[name].kind == "moment"]
    notes = refuse_personal(source, dates, extract.map.not_personal)
    refuse_cut_value(source)
    return Rows(source, extract, places, list(notes)).reading()


def refuse_cut_value(source: SourceTable) -> None:
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
