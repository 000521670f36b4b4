"""Counts of households by small area or district."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.areas import areas, counts, has_area, reject_repeated, stated_year
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value

if TYPE_CHECKING:
    from pads_analysis.data.reading import RawFile, Reading

TOTAL = ("households", "total_households", "all_households", "number_of_households")


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of a table of households, or ""."""
    return "area codes and a number of households" if has_area(heads) and heads.has(*TOTAL) else ""


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read a table of households.

    Raises
    ------
    ContractError
        When the year is said nowhere, a needed column is missing or occurs twice, or the last line is cut short.
    """
    import pandas as pd

    account = RowAccount(source)
    where = areas(source, account)
    year, notes = _years(source, raw, account)
    households = counts(source.needed(*TOTAL), account, "households")
    reject_repeated(
        pd.DataFrame({"code": where.code, "year": year}), pd.DataFrame({"households": households}), account
    )
    kept = account.kept
    table = contracts.table(
        "households",
        {
            "entity": where.entity[kept],
            "vintage": np.full(int(kept.sum()), where.vintage, dtype=object),
            "code": where.code[kept],
            "name": where.name[kept],
            "year": year[kept],
            "households": households[kept],
        },
    )
    years = sorted({int(value) for value in table["year"]})
    return account.reading(
        "households",
        contracts.checked("households", table),
        coverage=tuple(f"households|{where.label(kept)}|{value}" for value in years),
        vintage=where.label(kept),
        notes=notes,
    )


def _years(source: SourceTable, raw: RawFile, account: RowAccount) -> tuple[np.ndarray, list[str]]:
    written = source.optional("year", "date", "census_year")
    if written is None:
        year, notes = stated_year(source, raw, "households")
        return np.full(source.data.num_rows, year, dtype=np.int64), notes
    years = by_value(written, values.year_in).astype(np.int64)
    account.reject(years == 0, "year not understood", written.name)
    return years, []
