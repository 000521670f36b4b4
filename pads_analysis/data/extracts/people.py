"""Ages, sexes and numbers of people as authorities write them, and keys that stand for a person."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.data.readers.source import by_value, count_values

if TYPE_CHECKING:
    import pandas as pd

OLDEST = 120
_AGE = re.compile(r"(\d{1,3})(?:\.0+)?(?:\s*(?:y|yrs?|years?))?", re.ASCII | re.IGNORECASE)
_UNKNOWN = frozenset(
    {"", "-", "..", "u", "unk", "unknown", "not known", "not stated", "not specified", "n/a", "na", "null"}
)
_SEXES = {
    "female": {"f", "female", "woman", "girl", "w"},
    "male": {"m", "male", "man", "boy"},
    "other": {"o", "x", "other", "indeterminate", "non-binary", "nonbinary", "intersex"},
}
_SEX_OF = {word: sex for sex, words in _SEXES.items() for word in words}


def read_ages(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return ages in years, float64 with NaN for none, and which of the texts are no age; both of shape (rows,)."""

    def age(text: str) -> float:
        found = _AGE.fullmatch(text)
        return float(found[1]) if found and int(found[1]) <= OLDEST else float("nan")

    ages = by_value(written, age).astype(np.float64)
    return ages, np.isnan(ages) & ~_unknown(written)


def read_sexes(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return female, male, other or "", and which of the texts are none of these; both of shape (rows,).

    Numbers are not read: 1 is male in one coding and female in another.
    """
    sexes = by_value(written, lambda text: _SEX_OF.get(text.casefold(), ""))
    return sexes, (sexes == "") & ~_unknown(written)


def read_numbers(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return whole numbers, int64, and why some are none, object array; both of shape (rows,)."""
    numbers, reasons = count_values(written)
    reasons[(numbers < 0) & (reasons == "")] = "count is negative"
    return numbers, reasons


def read_keys(written: pd.Series, authority: str) -> np.ndarray:
    """Return a hash of each key, "" for none, object array of shape (rows,).

    The same key of one authority gives the same hash in every delivery. The hash keeps a key from being read by chance
    beside the system it comes from; it does not keep out someone who holds the list of keys.
    """

    def short(text: str) -> str:
        if text.casefold() in _UNKNOWN:
            return ""
        return hashlib.blake2b(f"{authority}\n{text}".encode(), digest_size=8).hexdigest()

    return by_value(written, short)


def _unknown(written: pd.Series) -> np.ndarray:
    return written.str.casefold().isin(_UNKNOWN).to_numpy()
