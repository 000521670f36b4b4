"""What the tables of figures by area share: their area column, their year, and areas given twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import LABELS, Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value, count_values
from pads_analysis.errors import ContractError

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile

# Headings of mixed tables, in which the code itself tells what kind of area it is.
MIXED_CODE = ("code", "area_code", "area_codes", "geography_code", "mnemonic", "areacd")
MIXED_NAME = ("name", "area_name", "area_names", "geography_name", "areanm")
_PREFIXES = {
    "E01": "lsoa",
    "W01": "lsoa",
    "S01": "lsoa",
    "E02": "msoa",
    "W02": "msoa",
    "E05": "ward",
    "W05": "ward",
    "E06": "ltla",
    "E07": "ltla",
    "E08": "ltla",
    "E09": "ltla",
    "W06": "ltla",
    "S12": "ltla",
    "N09": "ltla",
}


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of a table's rows; every array has shape (rows,).

    Attributes
    ----------
    entity : ndarray of object
        Kind of area of each row.
    vintage : str
        Two digits, or "".
    code, name : ndarray of object
        Code and name ("" when the table has none).
    """

    entity: np.ndarray
    vintage: str
    code: np.ndarray
    name: np.ndarray

    def label(self, kept: np.ndarray) -> str:
        """Return what the kept rows are of, such as "lsoa11"."""
        return "+".join(f"{entity}{self.vintage}" for entity in sorted(set(self.entity[kept].tolist())))


def has_area(heads: Headings, *, mixed: bool = False) -> bool:
    """Whether a heading row has a column of area codes; `mixed` allows one that does not say of what."""
    return any(area.part == "code" for area in heads.areas) or (mixed and heads.has(*MIXED_CODE))


def areas(source: SourceTable, account: RowAccount, *, mixed: bool = False) -> Areas:
    """Return the areas of the finest area column; rows whose code is not one are rejected.

    Raises
    ------
    ContractError
        When there is no such column, or it occurs twice.
    """
    coded = source.headings.code_columns(source.where)
    if not coded and mixed:
        return _mixed(source, account)
    if not coded:
        raise ContractError(
            "No column holds area codes.", source.where, "Deliver the file as published, with its area codes."
        )
    finest = coded[0]
    code = by_value(source.text(finest.position), values.area_code)
    place = source.headings.name_of(finest, source.where)
    name = np.full(len(code), "", dtype=object)
    if place is not None:
        name = source.text(place).to_numpy(dtype=object)
    _reject_codes(code, finest.heading, account)
    account.reject(
        np.array([not values.is_code(finest.entity, text) for text in code], dtype=bool),
        f"code is not one of {LABELS[finest.entity]}",
        finest.heading,
    )
    return Areas(np.full(len(code), finest.entity, dtype=object), finest.vintage, code, name)


def _reject_codes(code: np.ndarray, heading: object, account: RowAccount) -> None:
    account.reject(code == "", "no area code", heading)
    damaged = np.array([values.is_damaged_code(text) for text in code], dtype=bool)
    account.reject(damaged, values.DAMAGED_CODE, heading)


def _mixed(source: SourceTable, account: RowAccount) -> Areas:
    written = source.needed(*MIXED_CODE)
    code = by_value(written, values.area_code)
    named = source.optional(*MIXED_NAME)
    name = np.full(len(code), "", dtype=object) if named is None else named.to_numpy(dtype=object)
    entity = np.array([_PREFIXES.get(text[:3], "") for text in code], dtype=object)
    _reject_codes(code, written.name, account)
    well_formed = [bool(kind) and values.is_code(kind, text) for kind, text in zip(entity, code, strict=True)]
    account.reject(~np.array(well_formed, dtype=bool), "not a district, ward or small area", written.name)
    return Areas(entity, "", code, name)


def stated_year(source: SourceTable, raw: RawFile, what: str) -> tuple[int, list[str]]:
    """Return the year that a table is of, and a note when only the file's name tells it.

    Raises
    ------
    ContractError
        When neither the content nor the name of the file says a year.
    """
    for text in (*source.preamble, source.sheet):
        if year := values.year_in(text):
            return year, []
    for text in (raw.name, raw.container):
        if year := values.year_in(text):
            return year, [f"The year {year} was taken from the name {text!r}; the content does not say it."]
    raise ContractError(
        f"Nothing says which year the {what} is of.",
        source.where,
        f"Put the year into the name of the file, for example {what.replace(' ', '-')}-2021.csv.",
    )


def reject_repeated(keys: pd.DataFrame, figures: pd.DataFrame, account: RowAccount) -> None:
    """Reject areas given more than once in a year: copies after the first, and all of those that disagree.

    Parameters
    ----------
    keys, figures : DataFrame, shape (rows, any)
        What identifies an area and year, and what is said of it.
    """
    import pandas as pd

    keys, figures = keys[account.kept], figures[account.kept]
    twice = keys.duplicated(keep=False)
    if not twice.any():
        return
    both = pd.concat([keys, figures], axis=1)[twice]
    names = list(keys.columns)
    distinct = both.drop_duplicates().groupby(names)[names[0]].transform("size")
    clash = both.index.isin(distinct[distinct > 1].index)
    clashing = both.loc[clash, names].drop_duplicates()
    disagree = keys.merge(clashing.assign(_clash=True), on=names, how="left")["_clash"].notna().to_numpy()
    mask = np.zeros(len(account.kept), dtype=bool)
    mask[keys.index[disagree]] = True
    account.reject(mask, "area given more than once, with different figures")
    mask = np.zeros(len(account.kept), dtype=bool)
    mask[keys.index[keys.duplicated(keep="first")]] = True
    account.reject(mask, "area given again with the same figures")


def counts(written: pd.Series, account: RowAccount, what: str) -> np.ndarray:
    """Return a column of counts, int64, shape (rows,); rows without a usable one are rejected."""
    numbers, reasons = count_values(written)
    if (reasons != "").any():
        account.reject_for(
            np.array([f"{what}: {reason}" if reason else "" for reason in reasons], dtype=object),
            written.name,
        )
    account.reject(numbers < 0, f"{what}: negative", written.name)
    return numbers
