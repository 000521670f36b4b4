"""Home Office offence codes in extracts of recorded crimes: their category, their damage, their months of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.offence_codes import flag_out_of_use
from pads_analysis.data.readers.source import RowAccount, by_value
from pads_analysis.vocabulary.classification import (
    DAMAGED,
    extract_category,
    find_code,
    is_damaged,
    read_code,
)

if TYPE_CHECKING:
    import pandas as pd

DATA_SET = "police_crime"
#: Share of the different texts of a column from which it is one of offence codes.
MOST_ARE_CODES = 0.5


def classified(data_set: str, text: str) -> str:
    """Return the contract's category for a Home Office code, title or subgroup; "" in other data sets, or for none."""
    return extract_category(text) if data_set == DATA_SET else ""


def restored(written: pd.Series, detail: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return a column of codes with what a spreadsheet damaged restored from the words beside it, where they tell.

    Parameters
    ----------
    written, detail : Series of str, shape (rows,)
        The codes; the offence in words, "" for none.

    Returns
    -------
    tuple of Series, ndarray of object
        Texts, as they came where nothing is damaged; and faults, "" where there is none. A damaged code that cannot be
        restored keeps its text and has the fault.
    """
    faults = np.full(len(written), "", dtype=object)
    # Five digits may be a force's own code; they are damage only where the other texts are Home Office codes.
    damaged = by_value(written, is_damaged).astype(bool) if holds_codes(written) else faults != ""
    if not damaged.any():
        return written, faults
    texts = written.to_numpy(dtype=object, copy=True)
    for at in np.flatnonzero(damaged):
        code, fault = read_code(texts[at], detail.iloc[at])
        texts[at] = code or texts[at]
        faults[at] = fault
    return written.mask(damaged, texts), faults


def holds_codes(written: pd.Series) -> bool:
    """Whether most of the different texts of a column are offence codes, as they are or damaged."""
    different = [text for text in written.unique() if text]
    codes = [text for text in different if find_code(text)]
    damaged = [text for text in different if is_damaged(text)]
    return bool(codes) and len(codes) + len(damaged) >= MOST_ARE_CODES * len(different)


def tidy_detail(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return a column of details with its codes printed as the list does, and faults; objects, shape (rows,).

    A column that is none of codes comes back as it is.
    """
    nothing = np.full(len(written), "", dtype=object)
    if not holds_codes(written):
        return written.to_numpy(dtype=object), nothing
    read = {text: read_code(text) for text in written.unique()}
    codes = np.array([read[text][0] for text in written], dtype=object)
    return codes, np.array([DAMAGED if read[text][1] else "" for text in written], dtype=object)


def flag_months(written: pd.Series, when: np.ndarray, account: RowAccount) -> None:
    """Flag rows whose code was not in use in the month of the row.

    Parameters
    ----------
    written : Series of str, shape (rows,)
    when : ndarray of datetime64, shape (rows,)
        NaT for none.
    account : RowAccount
    """
    codes = by_value(written, lambda text: known.code if (known := find_code(text)) else "")
    month = np.where(np.isnat(when), "", np.datetime_as_string(when, unit="M")).astype(object)
    ones = np.ones(len(written), dtype=np.int64)
    flag_out_of_use(codes, month, ones, ones, account)
