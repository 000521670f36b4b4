"""Home Office open data tables: recorded crime by community safety partnership, and by police force area."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data import contracts
from pads_analysis.data.readers import values
from pads_analysis.data.readers.borough import offences
from pads_analysis.data.readers.headings import Headings
from pads_analysis.data.readers.offence_codes import flag_out_of_use, read_codes
from pads_analysis.data.readers.source import RowAccount, SourceTable, by_value, count_values
from pads_analysis.data.readers.totals import REASON as TOTAL
from pads_analysis.data.readers.totals import is_total

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

CSP = ("csp_name", "community_safety_partnership", "community_safety_partnership_name", "csp")
CSP_CODE = ("csp_code", "csp_ons_code", "community_safety_partnership_code", "ons_csp_code")
FORCE = ("force_name", "police_force", "force", "police_force_area", "police_force_name")
YEAR = ("financial_year", "fin_year", "year_ending")
QUARTER = ("financial_quarter", "fin_quarter", "quarter")
GROUP = ("offence_group",)
SUBGROUP = ("offence_subgroup", "offence_sub_group")
CODE = ("offence_code", "home_office_code")
DESCRIPTION = ("offence_description",)
COUNT = ("number_of_offences", "offence_count", "offences", "no_of_offences", "count_of_offences")
POSSIBLE = "possible duplicate row"

_SHEET_YEAR = re.compile(r"\d{4}[/_-](?:\d{2}|\d{4})", re.ASCII)


def recognises_csp(heads: Headings) -> str:
    """Return why a heading row is that of the table by partnership, or ""."""
    return _why(heads, "partnership") if heads.has(*CSP) else ""


def recognises_force(heads: Headings) -> str:
    """Return why a heading row is that of the table by force, or ""."""
    return _why(heads, "force") if heads.has(*FORCE) and not heads.has(*CSP) else ""


def _why(heads: Headings, area: str) -> str:
    if not (heads.has(*COUNT) and heads.has(*GROUP) and heads.has(*CODE, *DESCRIPTION, *SUBGROUP)):
        return ""
    return f"{area}, offence group and number of offences of a Home Office open data table"


def read_csp(source: SourceTable, raw: RawFile) -> Reading:
    """Read the table by partnership; see `_read`."""
    return _read("csp_table", source)


def read_force(source: SourceTable, raw: RawFile) -> Reading:
    """Read the table by force; see `_read`."""
    return _read("force_table", source)


def _read(kind: str, source: SourceTable) -> Reading:
    """Read a Home Office table.

    Negative counts are kept and flagged. Rows that repeat are kept and flagged, because a merged partnership
    appears several times under one name. A table without period columns is kept undated.

    Raises
    ------
    ContractError
        When a needed column is missing or occurs twice, or the last line is cut short.
    """
    account = RowAccount(source)
    columns = _names(kind, source, account)
    group = source.needed(*GROUP)
    columns["offence_subgroup"] = _text(source, SUBGROUP)
    columns["description"] = _text(source, DESCRIPTION)
    columns["ho_code"] = read_codes(_text(source, CODE), columns["description"], account)
    account.reject((group == "").to_numpy(), "no offence group")
    for column in (group, columns["description"], columns["offence_subgroup"]):
        account.reject(by_value(column, is_total).astype(bool), TOTAL)
    columns["offence_code"] = offences("home_office", group, account)
    columns["count"] = _counts(source, account)
    first_month, months, labels, notes = _periods(source, account)
    columns |= {"first_month": first_month, "months": months}
    flag_out_of_use(columns["ho_code"], first_month, months, columns["count"], account)
    _flag_repeated(columns, account)
    kept = account.kept
    table = contracts.table(kind, {name: np.asarray(column)[kept] for name, column in columns.items()})
    return account.reading(
        kind,
        contracts.checked(kind, table),
        period=_span(first_month[kept], months[kept]),
        coverage=tuple(f"{kind}|{label or 'undated'}" for label in sorted(set(labels[kept].tolist()))),
        vintage=max(labels[kept], default=""),
        notes=notes,
    )


def _text(source: SourceTable, names: tuple[str, ...]) -> pd.Series:
    import pandas as pd

    found = source.optional(*names)
    return pd.Series("", index=range(source.data.num_rows), dtype="str") if found is None else found


def _names(kind: str, source: SourceTable, account: RowAccount) -> dict[str, pd.Series]:
    if kind == "force_table":
        force = source.needed(*FORCE)
        account.reject((force == "").to_numpy(), "no force named")
        account.reject(by_value(force, is_total).astype(bool), TOTAL)
        return {"force_name": force}
    csp = source.needed(*CSP)
    account.reject((csp == "").to_numpy(), "no partnership named")
    account.reject(by_value(csp, is_total).astype(bool), TOTAL)
    unassigned = csp.str.lower().str.startswith("unassigned").to_numpy(dtype=bool)
    account.flag(unassigned, "offences not assigned to a partnership")
    return {"csp_name": csp, "csp_code": _text(source, CSP_CODE), "force_name": _text(source, FORCE)}


def _counts(source: SourceTable, account: RowAccount) -> np.ndarray:
    written = source.needed(*COUNT)
    numbers, reasons = count_values(written)
    account.reject_for(reasons, written.name)
    account.flag(numbers < 0, "negative count")
    return numbers


def _periods(
    source: SourceTable, account: RowAccount
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return first month (object, "" when undated), months (int64, 0 when undated), year label, and notes."""
    size = source.data.num_rows
    written, notes = _year_column(source)
    if written is None:
        notes.append("The table has no column for the financial year, so its rows are undated.")
        empty = np.full(size, "", dtype=object)
        return empty, np.zeros(size, dtype=np.int64), empty.copy(), notes
    year = by_value(written, values.financial_year).astype(np.int64)
    account.reject(year == 0, "financial year not understood", written.name)
    quarter = source.optional(*QUARTER)
    if quarter is None:
        notes.append("The table has no column for the quarter; each row counts a whole financial year.")
        number = np.ones(size, dtype=np.int64)
    else:
        number = by_value(quarter, values.quarter).astype(np.int64)
        account.reject(number == 0, "financial quarter not understood", quarter.name)
    first_month, labels = _dates(year, number)
    account.reject(first_month > values.latest_month(), "period lies in the future")
    account.reject((year > 0) & (year < values.FIRST_YEAR), "period is too long ago to be right")
    months = np.full(size, 12 if quarter is None else 3, dtype=np.int64)
    return first_month, months, labels, notes


def _dates(year: np.ndarray, quarter: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first month and the label of the financial year, object arrays, shape (rows,)."""
    different, codes = np.unique(year * 10 + quarter, return_inverse=True)
    pairs = [(int(both) // 10, int(both) % 10) for both in different]
    # Quarter 4 of a financial year is January to March of the next calendar year.
    first = [f"{start + (at == 4):04d}-{(3 * at) % 12 + 1:02d}" for start, at in pairs]
    labels = [f"{start}/{(start + 1) % 100:02d}" for start, _ in pairs]
    return np.array(first, dtype=object)[codes], np.array(labels, dtype=object)[codes]


def _year_column(source: SourceTable) -> tuple[pd.Series | None, list[str]]:
    import pandas as pd

    written = source.optional(*YEAR)
    if written is not None or not source.sheet:
        return written, []
    found = _SHEET_YEAR.search(source.sheet)
    if not found or not values.financial_year(found[0]):
        return None, []
    note = f"The financial year was taken from the name of the sheet, {source.sheet!r}."
    return pd.Series(found[0], index=range(source.data.num_rows), dtype="str"), [note]


def _span(first_month: np.ndarray, months: np.ndarray) -> tuple[str, ...]:
    dated = [(first, int(length)) for first, length in set(zip(first_month, months, strict=True)) if first]
    if not dated:
        return ()
    ends = []
    for first, length in dated:
        last = int(first[:4]) * 12 + int(first[5:]) - 1 + length - 1
        ends.append(f"{last // 12:04d}-{last % 12 + 1:02d}")
    return min(first for first, _ in dated), max(ends)


def _flag_repeated(columns: dict[str, object], account: RowAccount) -> None:
    """Flag rows that repeat another where there are too many.

    One offence code can have several rows in every area (the parts of homicide; four quarters of an undated table),
    and a merged partnership has a whole multiple of the usual number. Where the number of rows is no whole multiple
    of what is usual for the offence and period, as many rows that look alike are flagged as there are too many.
    """
    import pandas as pd

    area = "csp_name" if "csp_name" in columns else "force_name"
    offence = ["ho_code", "description", "first_month"]
    frame = pd.DataFrame({name: np.asarray(columns[name]) for name in [area, *offence, "count"]})
    frame = frame[account.kept]
    if frame.empty:
        return
    size = frame.groupby([area, *offence], sort=False)["count"].transform("size")
    rows = frame.assign(size=size).drop_duplicates([area, *offence])
    usual = rows.groupby(offence, sort=False)["size"].agg(lambda sizes: sizes.mode().iloc[0]).rename("usual")
    frame["too_many"] = size % frame[offence].join(usual, on=offence)["usual"]
    alike = frame.drop(columns="too_many").duplicated(keep="first")
    number = alike.astype(int).groupby([frame[key] for key in [area, *offence]]).cumsum()
    doubtful = alike & (number <= frame["too_many"])
    mask = np.zeros(len(account.kept), dtype=bool)
    mask[frame.index[doubtful.to_numpy()]] = True
    account.flag(mask, POSSIBLE)
