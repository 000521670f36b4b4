"""Mid-year population estimates by small area or district."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.areas import Areas, areas, counts, has_area, reject_repeated, stated_year
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

TOTAL = ("total_population", "population", "all_ages", "all_persons", "population_total")
# "Total" alone says nothing; beside columns of single ages it is the population.
TOTAL_OF_AGES = (*TOTAL, "total", "persons")
YEAR = ("year", "mid_year", "date")

_DATED = re.compile(r"(?:mid|mid_year|population|pop|mye)_?((?:19|20)\d\d)", re.ASCII)
_AGE = re.compile(r"(?:age_?|([fm])_?)?(\d{1,2})(?:_?plus|_and_over)?", re.ASCII)


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of a population table, or ""."""
    if not has_area(heads, mixed=True):
        return ""
    ages = _ages(heads)
    if ages and heads.has(*TOTAL_OF_AGES):
        return "area codes, total population and single years of age"
    if not has_area(heads):
        return ""
    if heads.has(*TOTAL):
        return "area codes and total population"
    return "area codes and population by year" if _dated(heads) else ""


def of_persons(sheet: str) -> bool:
    """Whether a sheet counts all persons, and not men or women alone."""
    plain = sheet.casefold()
    return "person" in plain or "male" not in plain


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read a population table; figures of several years side by side become one row per area and year.

    Raises
    ------
    ContractError
        When the year is said nowhere, a needed column is missing or occurs twice, or the last line is cut short.
    """
    account = RowAccount(source)
    where = areas(source, account, mixed=True)
    dated = _dated(source.headings)
    _refuse_year_twice(source)
    if dated and not source.headings.has(*TOTAL):
        return _read_dated(source, account, where, dated)
    year, notes = _years(source, raw, account)
    population = counts(source.needed(*TOTAL_OF_AGES), account, "population")
    columns = {"year": year, "population": population}
    columns |= _age_columns(source, account, population)
    return _reading(account, where, columns, notes)


def _reading(account: RowAccount, where: Areas, columns: dict[str, np.ndarray], notes: list[str]) -> Reading:
    import pandas as pd

    reject_repeated(
        pd.DataFrame({"code": where.code, "year": columns["year"]}),
        pd.DataFrame({"population": columns["population"]}),
        account,
    )
    kept = account.kept
    columns = {"entity": where.entity, "code": where.code, "name": where.name, **columns}
    built = {name: column[kept] for name, column in columns.items()}
    table = contracts.table(
        "population", {**built, "vintage": np.full(int(kept.sum()), where.vintage, object)}
    )
    return account.reading("population", contracts.checked("population", table), **_dates(table), notes=notes)


def _dates(table: pd.DataFrame) -> dict[str, object]:
    pairs = table[["entity", "vintage", "year"]].drop_duplicates().sort_values(["entity", "year"])
    years = sorted({int(year) for year in pairs["year"]})
    return {
        "period": (f"{years[0]}-06", f"{years[-1]}-06") if years else (),
        "coverage": tuple(
            f"population|{entity}{vintage}|{year}" for entity, vintage, year in pairs.itertuples(index=False)
        ),
        "vintage": "mid-" + "-".join(str(year) for year in dict.fromkeys((years[0], years[-1])))
        if years
        else "",
    }


def _years(source: SourceTable, raw: RawFile, account: RowAccount) -> tuple[np.ndarray, list[str]]:
    written = source.optional(*YEAR)
    if written is None:
        dated = _dated(source.headings)
        if len(dated) == 1:
            year, notes = next(iter(dated)), []
        else:
            year, notes = stated_year(source, raw, "population")
        return np.full(source.data.num_rows, year, dtype=np.int64), notes
    years = by_value(written, values.year_in).astype(np.int64)
    account.reject(years == 0, "year not understood", written.name)
    return years, []


def _dated(heads: Headings) -> dict[int, int]:
    """Return the columns whose heading says a year, by year."""
    found = ((_DATED.fullmatch(name), place) for place, name in enumerate(heads.slugs))
    return {int(match[1]): place for match, place in found if match}


def _refuse_year_twice(source: SourceTable) -> None:
    seen: dict[int, str] = {}
    for name, text in zip(source.headings.slugs, source.headings.texts, strict=True):
        if not (match := _DATED.fullmatch(name)):
            continue
        if (year := int(match[1])) in seen:
            raise ContractError(
                f"The columns {seen[year]!r} and {text.strip()!r} both give the population of {year}.",
                source.where,
                "Keep one of them, then ingest the file again.",
            )
        seen[year] = text.strip()


def _read_dated(source: SourceTable, account: RowAccount, where: Areas, dated: dict[int, int]) -> Reading:
    import pandas as pd

    figures = {
        year: counts(source.text(place), account, f"population {year}") for year, place in dated.items()
    }
    reject_repeated(pd.DataFrame({"code": where.code}), pd.DataFrame(figures), account)
    kept = account.kept
    size = int(kept.sum())
    table = contracts.table(
        "population",
        {
            "entity": np.tile(where.entity[kept], len(figures)),
            "vintage": np.full(size * len(figures), where.vintage, dtype=object),
            "code": np.tile(where.code[kept], len(figures)),
            "name": np.tile(where.name[kept], len(figures)),
            "year": np.repeat(np.array(list(figures), dtype=np.int64), size),
            "population": np.concatenate([column[kept] for column in figures.values()]),
        },
    )
    return account.reading("population", contracts.checked("population", table), **_dates(table))


def _ages(heads: Headings) -> dict[int, list[int]]:
    """Return the places of the columns of each single year of age; empty unless 0 to 90 are all there."""
    places: dict[int, list[int]] = {}
    for place, name in enumerate(heads.slugs):
        if found := _AGE.fullmatch(name):
            places.setdefault(int(found[2]), []).append(place)
    return places if set(range(91)) <= set(places) else {}


def _age_columns(source: SourceTable, account: RowAccount, population: np.ndarray) -> dict[str, np.ndarray]:
    ages = _ages(source.headings)
    if not ages:
        return {}
    columns = {
        f"age_{age}": sum(counts(source.text(place), account, f"age {age}") for place in ages[age])
        for age in range(91)
    }
    total = np.sum(list(columns.values()), axis=0)
    account.flag(total != population, "ages do not add up to the total", damage=True)
    return columns
