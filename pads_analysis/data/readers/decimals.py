"""Columns of decimal numbers, in which a comma may be the decimal sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.source import by_value

if TYPE_CHECKING:
    import pandas as pd

_POINT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d*),(\d+)", re.ASCII)
_ABSENT = frozenset(
    {"", "-", "–", "..", ".", ":", "*", "n/a", "na", "null", "none", "nan", "[c]", "[x]", "[z]", "[u]"}
)
NO_NUMBER, BOTH_WAYS = "no number", "a comma that may divide thousands or decimals"


def decimals(written: pd.Series) -> tuple[np.ndarray, np.ndarray, str]:
    """Return the numbers of a column.

    A comma is the decimal one where some value of the column leaves no doubt: a nought before it, or other than three
    digits after it. A column that also holds decimal points, or whose commas all stand before three digits, is not
    guessed at.

    Parameters
    ----------
    written : Series of str, shape (rows,)

    Returns
    -------
    numbers : ndarray of float64, shape (rows,)
        NaN for a text that is absent or no number.
    faults : ndarray of object, shape (rows,)
        Why a text is no number; "" where it is one, or says that there is none.
    note : str
        A sentence when commas were read as decimal ones.
    """
    texts = set(written.unique())
    commas = [found for text in texts if (found := _COMMA.fullmatch(text))]
    plain = any(len(found[2]) != 3 or found[1].lstrip("0") == "" for found in commas)
    points = any("." in text and _POINT.fullmatch(text) for text in texts)
    by_comma = bool(commas) and plain and not points

    def number(text: str) -> float:
        if _COMMA.fullmatch(text) and by_comma:
            return float(text.replace(",", "."))
        return float(text) if _POINT.fullmatch(text) else float("nan")

    def fault(text: str) -> str:
        if text.casefold() in _ABSENT or _POINT.fullmatch(text):
            return ""
        if _COMMA.fullmatch(text):
            return "" if by_comma else BOTH_WAYS
        return NO_NUMBER

    numbers = by_value(written, number).astype(np.float64)
    note = f"In the column {written.name!r} a comma was read as the decimal sign." if by_comma else ""
    return numbers, by_value(written, fault), note
