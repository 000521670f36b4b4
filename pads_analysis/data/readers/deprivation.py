"""Indices of deprivation by small area: the overall rank, decile and score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.areas import areas, has_area, reject_repeated, stated_year
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

_MEASURE = re.compile(
    r"(?:imd|index_of_multiple_deprivation)(?:_imd)?_?(?P<year>(?:20)\d\d)?_?(?P<what>rank|decile|score)"
    r"(?:_(?P<after>20\d\d))?(?:_(?:where|of|england)_?.*)?",
    re.ASCII,
)
_DOMAIN = re.compile(r"(?:income|employment|education|health|crime|environment)_(?:rank|decile|score)")


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of an index of deprivation, or ""."""
    found = _measures(heads)
    if not has_area(heads) or not {"rank", "decile"} & set(found):
        return ""
    return f"area codes and the overall {' and '.join(sorted(found))} of an index of multiple deprivation"


def recognises_domains(heads: Headings) -> str:
    """Return what a table of parts of an index is, or ""."""
    if not has_area(heads) or not any(_DOMAIN.fullmatch(name) for name in heads.slugs):
        return ""
    return "It looks like domains of the indices of deprivation without the overall rank; not used by this version."


def _measures(heads: Headings) -> dict[str, tuple[int, int]]:
    """Return the place and stated year (0 when none) of the rank, the decile and the score."""
    found: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(heads.slugs):
        if match := _MEASURE.fullmatch(name):
            year = int(match["year"] or match["after"] or 0)
            found.setdefault(match["what"], (place, year))
    return found


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read an index of deprivation.

    A table with ranks and no deciles gets deciles worked out from the ranks, with a note.

    Raises
    ------
    ContractError
        When the year is said nowhere, a needed column is missing or occurs twice, or the last line is cut short.
    """
    import pandas as pd

    account = RowAccount(source)
    where = areas(source, account)
    found = _measures(source.headings)
    _refuse_twice(source)
    years = {year for _, year in found.values() if year}
    year, notes = (years.pop(), []) if len(years) == 1 else stated_year(source, raw, "index of deprivation")
    measures = {name: _numbers(source, found, name, account) for name in ("rank", "decile", "score")}
    headed = {name: source.headings.texts[place].strip() for name, (place, _) in found.items()}
    no_rank = (measures["rank"] < 1) | (measures["rank"] % 1 > 0)
    account.reject(no_rank, "rank is not a rank", headed.get("rank", ""))
    no_decile = ~np.isin(measures["decile"], range(1, 11)) & ("decile" in found)
    account.reject(no_decile, "decile is not 1 to 10", headed.get("decile", ""))
    reject_repeated(pd.DataFrame({"code": where.code}), pd.DataFrame(measures), account)
    kept = account.kept
    measures = {name: column[kept] for name, column in measures.items()}
    if "decile" not in found and kept.any():
        measures["decile"] = np.floor((measures["rank"] - 1) * 10 / measures["rank"].max()) + 1
        notes.append("Deciles were worked out from the ranks.")
    table = contracts.table(
        "deprivation",
        {
            "entity": where.entity[kept],
            "vintage": np.full(int(kept.sum()), where.vintage, dtype=object),
            "code": where.code[kept],
            "index_year": np.full(int(kept.sum()), year, dtype=np.int64),
            **measures,
        },
    )
    return account.reading(
        "deprivation",
        contracts.checked("deprivation", table),
        coverage=(f"deprivation|{where.label(kept)}|{year}",) if kept.any() else (),
        vintage=f"{where.label(kept)} {year}",
        notes=notes,
    )


def _refuse_twice(source: SourceTable) -> None:
    seen: dict[str, str] = {}
    for name, text in zip(source.headings.slugs, source.headings.texts, strict=True):
        match = _MEASURE.fullmatch(name)
        if match and match["what"] in seen:
            raise ContractError(
                f"The columns {seen[match['what']]!r} and {text.strip()!r} both hold the overall {match['what']}.",
                source.where,
                "Keep one of them, then ingest the file again.",
            )
        if match:
            seen[match["what"]] = text.strip()


def _numbers(
    source: SourceTable, found: dict[str, tuple[int, int]], name: str, account: RowAccount
) -> np.ndarray:
    """Return a measure as float64, NaN when the table does not have it; rows without a number are rejected."""
    import pandas as pd

    if name not in found:
        return np.full(source.data.num_rows, np.nan)
    column = source.text(found[name][0])
    written = _plain(column, whole=name != "score")
    numbers = pd.to_numeric(written, errors="coerce").to_numpy(dtype="float64", na_value=np.nan, copy=True)
    missing = ~np.isfinite(numbers)
    account.reject(missing & (column == "").to_numpy(), f"no {name}", column.name)
    powers = column.str.fullmatch(r"[+-]?[\d.,]+[eE][+-]?\d+").to_numpy(dtype=bool)
    account.reject(powers, f"{name} is a {values.SCIENTIFIC}", column.name)
    account.reject(missing, f"{name} is not a number", column.name)
    return numbers


def _plain(written: pd.Series, *, whole: bool) -> pd.Series:
    """Return numbers with thousands separators taken out and decimal commas turned into points.

    In whole numbers a comma before three digits divides thousands. In others it is the decimal one where some value
    of the column settles it: a comma before one, two or more than three digits.
    """
    grouped = r"^([+-]?\d{1,3}(?:[ \u00a0\u2009\u202f']\d{3})+)$"
    plain = written.str.replace(grouped, lambda found: re.sub(r"\D", "", found[1]), regex=True)
    if whole:
        return plain.str.replace(r"^(\d{1,3}),(\d{3})$", r"\1\2", regex=True)
    settled = written.str.fullmatch(r"[+-]?\d+,(?:\d{1,2}|\d{4,})").any()
    return plain.str.replace(",", ".", regex=False) if settled else plain
