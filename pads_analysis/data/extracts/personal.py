"""The guard: an extract that holds personal data is refused before anything of it is stored.

Columns are looked at by heading and by content, mapped or not: what the map leaves out should not have been sent
either. Messages name the column and a number of rows, never a value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from pads_analysis.errors import ContractError
from pads_analysis.vocabulary import slug
from pads_analysis.vocabulary.loader import load

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.readers.source import SourceTable

NAME, POSTCODE, BIRTH = "name", "full postcode", "date of birth"
_DUTY = (
    "Section 17A of the Crime and Disorder Act 1998 asks for depersonalised data: delete the column, or ask the "
    "authority for the file without it."
)
_ADVICE = {
    POSTCODE: "Keep the first half (such as BS5) or the LSOA code, and delete the rest.",
    BIRTH: "Keep the age in years, and delete the date.",
}

_EMAIL = r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"
_POSTCODE = r"(?i)\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][A-HJKMNP-Y0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})\b"
_PHONE = (
    r"(?:^|[^0-9A-Za-z.,\-])(?:\+44 ?(?:\(0\) ?)?|0044 ?|\(?0)[1-37][0-9]{1,3}\)?"
    r"[ \-]?[0-9]{3,4}[ \-]?[0-9]{3,4}(?:$|[^0-9A-Za-z.])"
)
_NINO = r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b"
_TITLE = r"\b(?:Mr|Mrs|Miss|Ms|Mx|MR|MRS|MISS)\.? [A-Z][A-Za-z'\-]+"
_ADDRESS = (
    r"(?i)\b[0-9]{1,4}[a-z]?,? [a-z' ]{3,30} "
    r"(?:road|street|avenue|lane|close|drive|terrace|crescent|gardens|grove)\b"
)
_IP = r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b"
_POSTCODE_IN = re.compile(_POSTCODE)
_ORDINAL = re.compile(r"\b(?:1st|2nd|3rd|\dth)\b", re.IGNORECASE)
_NHS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_DATE = re.compile(
    r"(?:(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4}))(?:[T ].*)?"
)
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in one column: what it is, in how many rows, the line of the first, and whether it was cleared."""

    heading: str
    what: str
    rows: int
    line: int
    by_heading: bool
    cleared: bool = False

    def in_words(self) -> str:
        """Return the finding as a clause, without any value."""
        number = "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        how = "by its heading" if self.by_heading else "by its content"
        return f"{self.heading!r} ({self.what}, told {how}, in {number}, first in row {self.line})"


def refuse_personal(
    source: SourceTable, dates: Collection[int] = (), cleared: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Refuse a table that holds personal data.

    Parameters
    ----------
    source : SourceTable
        The whole table.
    dates : collection of int
        Places of the columns that hold dates of incidents, which are no dates of birth.
    cleared : mapping of str to str
        Headings of columns that somebody looked at and found to hold nothing of persons, with the reason.

    Returns
    -------
    tuple of str
        A sentence for each column that was let through because it was cleared.

    Raises
    ------
    ContractError
        Naming every such column, the number of rows, and what to do.
    """
    reasons = {slug(heading): why.strip() for heading, why in (cleared or {}).items()}
    found = personal_columns(source, dates, reasons)
    let = [one for one in found if one.cleared]
    held = [one for one in found if not one.cleared]
    if held:
        raise ContractError(
            "The file holds personal data, so nothing of it was stored: "
            f"column{'s' if len(held) > 1 else ''} {'; '.join(one.in_words() for one in held)}.",
            source.where,
            " ".join((_DUTY, *_advice(held))),
        )
    return tuple(
        f"The column {one.heading!r} was cleared of personal data ({one.what}): {reasons[slug(one.heading)]}"
        for one in let
    )


def _advice(held: Collection[Finding]) -> Iterator[str]:
    yield from dict.fromkeys(_ADVICE[one.what] for one in held if one.what in _ADVICE)
    if any(one.by_heading or one.what == NAME for one in held):
        yield "If a column only looks as if it held persons, say so with the reason under not_personal in the map."


def personal_columns(
    source: SourceTable, dates: Collection[int] = (), cleared: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Return what personal data each column holds, one finding a column.

    Of a column that was cleared, by the slug of its heading, the heading and a resemblance to names no longer count
    against it; what has a form of its own, such as a postcode, does.
    """
    found = []
    for place, heading in enumerate(source.headings.texts):
        text = source.text(place)
        filled = (text != "").to_numpy()
        if not filled.any():
            continue
        says, free = heading_says(heading), slug(heading) in cleared
        what, rows = (
            (says, filled) if says and not free else _content(text, source, place, is_date=place in dates)
        )
        if not what and says:
            what, rows = says, filled
        if what:
            line = int(source.lines[int(np.flatnonzero(rows)[0])])
            by_heading = what == says
            name = heading.strip() or f"column {place + 1}"
            cleared_now = free and (by_heading or what == NAME)
            found.append(Finding(name, what, int(rows.sum()), line, by_heading, cleared_now))
    return tuple(found)


@cache
def heading_says(heading: str) -> str:
    """Return what personal data a heading announces, or ""."""
    words = load("personal")
    name = slug(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", heading))
    parts = name.split("_")
    if {"type", "count", "flag", "band", "yn"} & set(parts[-1:]):
        return ""
    for what, phrases in words["phrases"].items():
        if any(f"_{phrase}_" in f"_{name}_" for phrase in phrases):
            return what
    for what, single in words["headings"].items():
        if set(parts) & set(single):
            return what
    if parts[-1] in ("name", "names") and (len(parts) == 1 or set(parts[:-1]) & set(words["people"])):
        return NAME
    return ""


def _content(text: pd.Series, source: SourceTable, place: int, *, is_date: bool) -> tuple[str, np.ndarray]:
    column = source.data.column(place)
    none = np.zeros(len(text), dtype=bool)
    checks: tuple[tuple[str, Callable[[], np.ndarray]], ...] = (
        ("e-mail address", lambda: _matching(column, _EMAIL)),
        (POSTCODE, lambda: _postcodes(text, _matching(column, _POSTCODE))),
        ("National Insurance number", lambda: _matching(column, _NINO)),
        ("phone number", lambda: none if is_date else _matching(column, _PHONE)),
        ("IP address", lambda: _often(text, _matching(column, _IP), 0.5)),
        ("address", lambda: _often(text, _matching(column, _ADDRESS), 0.02)),
        ("NHS number", lambda: _often(text, _by_value(text, _is_nhs), 0.8, least=3)),
        (NAME, lambda: _matching(column, _TITLE) | _often(text, _by_value(text, _is_name), 0.2, least=2)),
        (BIRTH, lambda: none if is_date else _births(text)),
    )
    for what, check in checks:
        rows = check()
        if rows.any():
            return what, rows
    return "", none


def _postcodes(text: pd.Series, rows: np.ndarray) -> np.ndarray:
    """Return the rows left when ordinals are no second half of a postcode: "M5 2nd floor" holds none."""
    rows = rows.copy()
    for at in np.flatnonzero(rows):
        plain = _ORDINAL.sub("", text.iloc[at])
        rows[at] = _POSTCODE_IN.search(plain) is not None
    return rows


def _matching(column: Any, pattern: str) -> np.ndarray:
    import pyarrow.compute as pc

    return pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False).astype(bool)


def _often(text: pd.Series, rows: np.ndarray, share: float, least: int = 1) -> np.ndarray:
    """Return the rows, or none of them when they are too few of those filled to say what the column is."""
    filled = int((text != "").sum())
    return rows if rows.sum() >= max(least, share * filled) else np.zeros(len(rows), dtype=bool)


def _by_value(text: pd.Series, says: Callable[[str], bool]) -> np.ndarray:
    import pandas as pd

    codes, different = pd.factorize(text)
    return np.array([bool(value) and says(value) for value in different], dtype=bool)[codes]


def _is_nhs(value: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    if not _NHS.fullmatch(value):
        return False
    digits = [int(digit) for digit in value if digit.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


@cache
def _given_names() -> frozenset[str]:
    return frozenset(load("personal")["given_names"])


@cache
def _place_words() -> frozenset[str]:
    return frozenset(load("personal")["place_words"])


def _is_name(value: str) -> bool:
    """Whether a text is a given name alone, before other words, or after a surname and a comma."""
    if any(letter.isdigit() for letter in value) or len(value) > 60:
        return False
    surname, comma, rest = value.partition(",")
    words = [word.casefold() for word in _WORD.findall(rest if comma else value)]
    if not words or len(words) > _MOST_WORDS or set(words) & _place_words():
        return False
    if not value[:1].isupper() or (comma and len(_WORD.findall(surname)) > 2):
        return False
    return words[0] in _given_names()


def _births(text: pd.Series) -> np.ndarray:
    """Return which rows hold dates, when their years spread as those of births do and not as those of incidents."""

    def year(value: str) -> int:
        found = _DATE.fullmatch(value)
        return int(found[1] or found[2]) if found else 0

    import pandas as pd

    codes, different = pd.factorize(text)
    years = np.array([year(value) for value in different])[codes]
    dated = (years > 1900) & (years <= dt.date.today().year)
    old = dated & (years < 2000)
    enough = dated.sum() >= 0.5 * (text != "").sum() and old.sum() >= 0.3 * dated.sum()
    return dated if enough and dated.any() else np.zeros(len(text), dtype=bool)
