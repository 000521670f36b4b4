"""Borough tables of the Metropolitan Police: one row per borough and offence, one column per month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.names import area_key
from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value, count_values
from pads_analysis.data.readers.totals import REASON as TOTAL
from pads_analysis.data.readers.totals import is_total
from pads_analysis.errors import ContractError
from pads_analysis.vocabulary import offence_scheme, slug

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

AREA = ("boroughname", "borough_name", "lookup_boroughname", "look_up_boroughname", "borough")
MAJOR = ("majortext", "major_text", "major_category", "major_class_description")
MINOR = ("minortext", "minor_text", "minor_category", "minor_class_description")


def recognises(heads: Headings) -> str:
    """Return why a heading row is that of a borough table, or ""."""
    if not (heads.has(*AREA) and heads.has(*MAJOR) and heads.has(*MINOR)):
        return ""
    if any(name.startswith(("ward", "lsoa")) for name in heads.slugs):
        return ""
    months = sum(1 for text in heads.texts if values.like_month(text))
    return f"major and minor offence, borough and {months} columns of months" if months else ""


def read(source: SourceTable, raw: RawFile) -> Reading:
    """Read a borough table; each kept row becomes one row per month.

    A row with a month that has no usable count is rejected whole, because a gap read later as nought would be a
    false fall. A month that no row has a count for is left out with a note.

    Raises
    ------
    ContractError
        When a needed column is missing, a month occurs twice, or the heading of a month is not one.
    """
    account = RowAccount(source)
    area, major, minor = source.needed(*AREA), source.needed(*MAJOR), source.needed(*MINOR)
    _reject_names(account, area, major, minor)
    offence_code = offences("borough", major, account)
    _flag_repeated(account, area, major, minor)
    months, counts, notes = _counts(source, account)
    kept = np.flatnonzero(account.kept)
    long = {
        "area_name": area.to_numpy(dtype=object)[kept].repeat(len(months)),
        "offence_code": offence_code[kept].repeat(len(months)),
        "offence_detail": minor.to_numpy(dtype=object)[kept].repeat(len(months)),
        "month": np.tile(np.asarray(months, dtype=object), len(kept)),
        "count": counts[kept].ravel(),
    }
    negative = (counts < 0).any(axis=1) if len(months) else np.zeros(len(area), dtype=bool)
    account.flag(negative, "negative count in a month")
    used = months if len(kept) else []
    return account.reading(
        "borough",
        contracts.checked("borough", contracts.table("borough", long)),
        period=(min(used), max(used)) if used else (),
        coverage=tuple(f"borough|{month}" for month in sorted(used)),
        vintage=max(used, default=""),
        notes=notes,
    )


def _reject_names(account: RowAccount, area: pd.Series, major: pd.Series, minor: pd.Series) -> None:
    account.reject((area == "").to_numpy(), "no borough named")
    account.reject((major == "").to_numpy(), "no major offence named")
    for column in (area, major, minor):
        account.reject(by_value(column, is_total).astype(bool), TOTAL)


def offences(scheme_code: str, published: pd.Series, account: RowAccount) -> np.ndarray:
    """Return offence codes, object array, shape (rows,); a name that the scheme does not know becomes its slug.

    Parameters
    ----------
    scheme_code : str
        A scheme of `vocabulary.offence_scheme`.
    published : Series of str
        Names as published.
    account : RowAccount
        Told of unknown and unreadable names.
    """
    scheme = offence_scheme(scheme_code)

    def code(text: str) -> str:
        known = scheme.find(text)
        return known.code if known else slug(text)[:80]

    codes = by_value(published, code)
    account.reject((codes == "") & (published != "").to_numpy(), "offence group is not readable")
    unknown = [text for text in published[account.kept].unique() if not scheme.find(text)]
    for text in unknown[:20]:
        account.flag((published == text).to_numpy(), f"unknown offence group: {' '.join(text.split())[:80]}")
    if unknown[20:]:
        account.flag(published.isin(unknown[20:]).to_numpy(), "unknown offence group: others")
    return codes


def _flag_repeated(account: RowAccount, area: pd.Series, major: pd.Series, minor: pd.Series) -> None:
    import pandas as pd

    # Two spellings of one borough are one borough, whose offences would be counted twice.
    keys = pd.DataFrame({"area": by_value(area, area_key), "major": major, "minor": minor})
    account.flag(keys.duplicated().to_numpy(), "borough and offence occur more than once; all rows are kept")


def _counts(source: SourceTable, account: RowAccount) -> tuple[list[str], np.ndarray, list[str]]:
    """Return the months, their counts, int64, shape (rows, months), and notes."""
    places = _month_columns(source)
    months: list[str] = []
    columns: list[np.ndarray] = []
    faults: list[np.ndarray] = []
    notes: list[str] = []
    for month, place in places.items():
        numbers, reasons = count_values(source.text(place))
        if len(reasons) and (reasons != "")[account.kept].all() and account.kept.any():
            notes.append(f"No row has a count for {month}; the month was left out.")
            continue
        months.append(month)
        columns.append(numbers)
        faults.append(reasons)
    for month, reasons in zip(months, faults, strict=True):
        if (reasons != "").any():
            account.reject_for(
                np.array([f"{why} in a month" if why else "" for why in reasons], dtype=object),
                source.headings.texts[places[month]].strip(),
            )
    counts = np.column_stack(columns) if columns else np.zeros((source.data.num_rows, 0), dtype=np.int64)
    return months, counts, notes


def _month_columns(source: SourceTable) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, text in enumerate(source.headings.texts):
        month = values.month(text)
        fault = values.month_reason(text) if values.like_month(text) else ""
        if fault:
            raise ContractError(
                f"The column {text.strip()!r} cannot be a month: {fault}.",
                source.where,
                "Correct the heading, or leave the column out.",
            )
        if month in places:
            raise ContractError(
                f"The month {month} has more than one column.", source.where, "Keep one of them."
            )
        if month:
            places[month] = place
    return places
