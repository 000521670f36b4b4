"""Single values as publishers write them: counts, months, financial years, area codes, years in names."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

FIRST_YEAR = 1990
MAX_COUNT = 1_000_000_000

_WHOLE = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d*[1-9]\d*|,\d{1,2})|[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?", re.ASCII)
# Thousands divided by spaces of any width or by apostrophes; nothing else is taken out of a number.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2007\u2009\u202f'\u2019]\d{3})+", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.ASCII | re.IGNORECASE)
SCIENTIFIC = "number in scientific notation, whose last digits may be lost"
# Shorthand of the Government Analysis Function for values that are absent or too small to print.
_MISSING = {
    "": "no count",
    "-": "count withheld or not available (-)",
    "..": "count not available (..)",
    ".": "count not available (.)",
    ":": "count not available (:)",
    "*": "count suppressed by the publisher (*)",
    "c": "count suppressed by the publisher ([c])",
    "x": "count not available ([x])",
    "z": "count not applicable ([z])",
    "w": "count withdrawn ([w])",
    "u": "count too unreliable to print ([u])",
    "low": "count too low to print ([low])",
    "na": "count not available (NA)",
    "n/a": "count not available (NA)",
    "none": "count not available (none)",
    "null": "count not available (null)",
    "nan": "count not available (nan)",
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_NUMBER = re.compile(r"[2-6]\d{4}(?:\.0+)?", re.ASCII)
_TWO_WAYS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})", re.ASCII)
_FULL_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DATED = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]00:00:00)?)?", re.ASCII)
_RUN = re.compile(r"(\d{4})(\d{2})(?:\.0+)?", re.ASCII)
_NAMED = re.compile(r"([a-z]+)[-\s/]*(\d{4}|\d{2})", re.ASCII)
_FINANCIAL = re.compile(r"(?:fy\s*)?(\d{4})\s*[/_-]\s*(\d{2}|\d{4})", re.ASCII)
_YEAR_ENDING = re.compile(r"(?:year|12 months) ending (?:31 )?(?:mar|march) (\d{4})", re.ASCII)
_MID_YEAR = re.compile(r"mid[\s_-]*(?:year)?[\s_-]*(20\d\d)(?!\d)", re.ASCII)
_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"(?:population|households?|pop|imd|mid|mye|census)[\s_-]*(\d\d)(?!\d)", re.ASCII)

PATTERNS = {
    "lsoa": re.compile(r"[EWS]01\d{6}|N2\d{7}|95[A-Z]{2}\d{2}[A-Z]\d", re.ASCII),
}
_SPACES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_DIGITS = re.compile(r"\d{6,9}(?:\.0+)?", re.ASCII)
DAMAGED_CODE = "area code was turned into a number by a spreadsheet"
_ANY_CODE = re.compile(r"[EWSNJKLM]\d{8}", re.ASCII)


def count(text: str) -> tuple[int, str]:
    """Return a count and "", or 0 and the reason why the text is not one.

    "1,234" and "1 234" are 1234; a value that is withheld or missing is never 0 without its reason. "1.234" is not
    read, because it is a decimal in one country and thousands in another.
    """
    plain = text.strip().replace("\u2212", "-")
    if _GROUPED.fullmatch(plain):
        plain = "".join(letter for letter in plain if letter in "+-0123456789")
    bare = plain.casefold().strip("[]").strip()
    if bare in _MISSING or plain in ("–", "—"):
        return 0, _MISSING.get(bare, _MISSING["-"])
    if _SCIENTIFIC.fullmatch(plain):
        return 0, f"count is a {SCIENTIFIC}"
    if not _WHOLE.fullmatch(plain) or not plain.isascii():
        return 0, "count is not a whole number" if _DECIMAL.fullmatch(plain) else "count is not a number"
    number = int(plain.replace(",", "").split(".")[0]) if len(plain) < 40 else MAX_COUNT + 1
    return (number, "") if abs(number) <= MAX_COUNT else (0, "count is too large to be right")


@lru_cache(maxsize=4096)
def month(text: str) -> str:
    """Return a month as YYYY-MM, or "" when the text does not say one without doubt.

    Besides YYYY-MM, the forms that spreadsheets turn it into are read: 2018-01-01, 2018/01, 201801, Jan-18.
    "01/02/2018" is not read, because nobody can tell its month from its day.
    """
    plain = text.strip().casefold()
    for pattern in (_FULL_MONTH, _DATED, _RUN):
        if found := pattern.fullmatch(plain):
            return _month(int(found[1]), int(found[2]))
    if (found := _NAMED.fullmatch(plain)) and found[1] in _MONTHS:
        year = int(found[2])
        return _month(year if year > 99 else 2000 + year, _MONTHS[found[1]])
    return ""


def _month(year: int, number: int) -> str:
    return f"{year:04d}-{number:02d}" if 1 <= number <= 12 else ""


def latest_month() -> str:
    """Return the month after this one: nothing can have been published about a later one."""
    today = dt.date.today()
    following = today.replace(day=1) + dt.timedelta(days=32)
    return f"{following:%Y-%m}"


def month_fault(value: str) -> str:
    """Return why a month read by `month` cannot be right, or ""."""
    if not value:
        return "month is not a month"
    if int(value[:4]) < FIRST_YEAR:
        return "month is too long ago to be right"
    return "month lies in the future" if value > latest_month() else ""


@lru_cache(maxsize=4096)
def month_reason(text: str) -> str:
    """Return why a text gives no usable month, or ""."""
    if found := month(text):
        return month_fault(found)
    plain = text.strip()
    if _DAY_NUMBER.fullmatch(plain):
        return "month was turned into a day number by a spreadsheet"
    return (
        "month and day of a date cannot be told apart"
        if _TWO_WAYS.fullmatch(plain)
        else "month is not a month"
    )


def like_month(text: str) -> bool:
    """Whether a heading is, or was before a spreadsheet changed it, that of a month: a date or a number."""
    plain = text.strip()
    return bool(plain) and bool(plain[0].isdigit() or month(plain)) and not re.search(r"[A-Za-z]{4}", plain)


@lru_cache(maxsize=4096)
def financial_year(text: str) -> int:
    """Return the year in which a financial year (April to March) begins, or 0 when the text says none.

    "2017/18", "2017-18", "2017/2018" and "Year ending March 2018" all give 2017.
    """
    plain = text.strip().casefold()
    if found := _YEAR_ENDING.fullmatch(plain):
        return int(found[1]) - 1
    found = _FINANCIAL.fullmatch(plain)
    if not found:
        return 0
    start, end = int(found[1]), int(found[2])
    return start if end in (start + 1, (start + 1) % 100) and len(found[2]) in (2, 4) else 0


@lru_cache(maxsize=4096)
def quarter(text: str) -> int:
    """Return a financial quarter, 1 (April to June) to 4 (January to March), or 0 when the text says none."""
    plain = re.sub(r"^(?:quarter|qtr|q)\s*", "", text.strip().casefold())
    if found := re.fullmatch(r"0?([1-4])(?:\.0+)?", plain, re.ASCII):
        return int(found[1])
    named = ("apr", "jul", "oct", "jan")
    return next((place for place, name in enumerate(named, start=1) if plain.startswith(name)), 0)


def year_in(text: str) -> int:
    """Return the first year named in a title, a heading or a file name, or 0.

    Two digits are read only straight after a word such as "population" or "census" (`population19_lsoa11.csv`).
    """
    this_year = dt.date.today().year
    plain = text.casefold()
    if found := _MID_YEAR.search(plain):
        return int(found[1])
    for found in _FILE_YEAR.finditer(plain):
        if FIRST_YEAR <= int(found[1]) <= this_year + 1:
            return int(found[1])
    if (found := _SHORT_YEAR.search(plain)) and 2000 + int(found[1]) <= this_year + 1:
        return 2000 + int(found[1])
    return 0


def is_code(entity: str, text: str) -> bool:
    """Whether a text is a well-formed code of an area of this kind, in any part of the United Kingdom."""
    return bool(PATTERNS.get(entity, _ANY_CODE).fullmatch(text))


def area_code(text: str) -> str:
    """Return an area code as it is printed officially: without any kind of space, in capitals."""
    return _SPACES.sub("", text).upper()


def is_damaged_code(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of an area code whose letter was lost: a number, or a power of ten."""
    plain = _SPACES.sub("", text)
    return bool(_SCIENTIFIC.fullmatch(plain) or _DIGITS.fullmatch(plain))


def is_no_area(text: str) -> bool:
    """Whether a code says that there is no such area here: blank, or one of the publisher's pseudo codes."""
    return not text or text.endswith("99999999") or text.casefold() in ("na", "n/a", "none", "null", "-")
