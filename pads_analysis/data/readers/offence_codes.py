"""Home Office offence codes of a table: printed one way, restored where a spreadsheet damaged them, dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.source import RowAccount
from pads_analysis.vocabulary.classification import (
    DAMAGED,
    code_titled,
    find_code,
    offence_codes,
    read_code,
)

if TYPE_CHECKING:
    import pandas as pd

NAMED_CODES = 20
TITLED = "offence code taken from its description"


def read_codes(written: pd.Series, description: pd.Series, account: RowAccount) -> np.ndarray:
    """Return the codes of a table, object array, shape (rows,); "" where none can be told.

    No row is left out for its code: its group says what it counts. What is damaged, restored or unknown is flagged.

    Parameters
    ----------
    written, description : Series of str
        The columns of codes and of offences in words; "" for none.
    account : RowAccount
        Told of what is wrong.
    """
    import pandas as pd

    pairs, different = pd.MultiIndex.from_arrays([written, description]).factorize()
    read = [_one(*pair) for pair in different]
    codes = np.array([code for code, _ in read], dtype=object)[pairs]
    faults = np.array([fault for _, fault in read], dtype=object)[pairs]
    for fault in sorted(set(faults.tolist()) - {""}):
        account.flag(faults == fault, fault, damage=fault == DAMAGED, column=written.name)
    unknown = [code for code in dict.fromkeys(codes.tolist()) if code and not find_code(code)]
    _flag_named(account, codes, unknown, "unknown offence code", {code: code for code in unknown})
    return codes


def _one(text: str, description: str) -> tuple[str, str]:
    if text:
        return read_code(text, description)
    titled = code_titled(description) if description else None
    return (titled.code, TITLED) if titled else ("", "")


def flag_out_of_use(
    codes: np.ndarray, first_month: np.ndarray, months: np.ndarray, count: np.ndarray, account: RowAccount
) -> None:
    """Flag rows that count something under a code outside the months of its use.

    Published tables go on printing a code that has ended, with noughts; these are no fault.

    Parameters
    ----------
    codes, first_month : ndarray of object, shape (rows,)
        As `read_codes` returns them; YYYY-MM, "" for undated rows.
    months, count : ndarray of int64, shape (rows,)
        Months that a row covers, and what it counts.
    """
    out = np.zeros(len(codes), dtype=bool)
    spans = {
        (code, first, int(length))
        for code, first, length in set(
            zip(codes.tolist(), first_month.tolist(), months.tolist(), strict=True)
        )
        if first and code in offence_codes()
    }
    for code, first, length in spans:
        known = offence_codes()[code]
        last = f"{np.datetime64(first) + (length - 1)}"
        # A row of a quarter or a year belongs to the use of its code when any month of it does.
        if (known.first and last < known.first) or (known.last and first > known.last):
            out |= (codes == code) & (first_month == first) & (months == length)
    out &= count != 0
    ended = list(dict.fromkeys(codes[out].tolist()))
    words = {code: f"{code} ({offence_codes()[code].validity})" for code in ended}
    _flag_named(account, np.where(out, codes, ""), ended, "offence code outside the months of its use", words)


def _flag_named(
    account: RowAccount, codes: np.ndarray, listed: list[str], reason: str, words: dict[str, str]
) -> None:
    for code in listed[:NAMED_CODES]:
        account.flag(codes == code, f"{reason}: {words[code][:80]}")
    if listed[NAMED_CODES:]:
        account.flag(np.isin(codes, listed[NAMED_CODES:]), f"{reason}: others")
