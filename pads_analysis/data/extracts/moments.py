"""Dates and times as authorities write them: read where they are certain, refused where they would be guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from pads_analysis.data.readers.values import month as month_of
from pads_analysis.errors import ContractError
from pads_analysis.params.extract_map import DATE_ORDERS
from pads_analysis.params.fields import shown

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR = 2000

NO_DATE = "no date"
UNREAD = "date is not a date"
EARLY = f"date is before {FIRST_YEAR}"
FUTURE = "date lies in the future"

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = DATE_ORDERS

_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]m)?"
_CLOCK = rf"(?:[T ,]\s*{_TIME})?"
_LAST = re.compile(rf"(\d{{1,2}})([/.\-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.ASCII | re.IGNORECASE)
_FIRST = re.compile(
    rf"(\d{{4}})([/.\-])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}\s*(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ \-/]+([a-z]{{3,9}})[ \-/,]+(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_MONTH_NAMED = re.compile(
    rf"([a-z]{{3,9}})[ \-/]+(\d{{1,2}})(?:st|nd|rd|th)?[ ,\-/]+(\d{{4}}){_CLOCK}", re.IGNORECASE
)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?", re.ASCII)
_TIME_ALONE = re.compile(rf"(?:(?:1899-12-3[01]|1900-01-0[01])[T ])?{_TIME}", re.ASCII | re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)
_FRACTION = re.compile(r"0?\.\d+|0", re.ASCII)
_LOCAL = ZoneInfo("Europe/London")

#: A moment, and whether its time of day was written.
Moment = tuple[dt.datetime, bool]


@dataclass(frozen=True, slots=True)
class Moments:
    """A column of dates as read; every array has shape (rows,).

    Attributes
    ----------
    values : ndarray of datetime64[us]
        Local time; NaT where there is none.
    timed : ndarray of bool
        Whether the time of day was written.
    faults : ndarray of object
        Why a value could not be taken, or "".
    notes : tuple of str
        Sentences for the catalogue.
    """

    values: np.ndarray
    timed: np.ndarray
    faults: np.ndarray
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column by what messages call it: its heading, the field it stands for, the file, and the line of each row."""

    heading: str
    field: str
    where: str
    lines: np.ndarray

    def at(self, place: int) -> str:
        """Return the place of one row in words."""
        return f"row {self.lines[place]}"

    @property
    def named(self) -> str:
        """The file and the column, for messages."""
        return f"{self.where}, column {self.heading!r}"


def read_moments(written: pd.Series, column: Column, how: str = "", *, months: bool = False) -> Moments:
    """Read a column of dates, with or without the time of day.

    Parameters
    ----------
    written : Series of str
        As in the file; "" for none.
    column : Column
        What messages call it.
    how : str
        One of `DATE_ORDERS`, a pattern of `strptime`, or "" where the order must follow from the dates themselves.
    months : bool
        Whether a month alone (2021-07, Jul-21) is a date, too: its first day.

    Raises
    ------
    ContractError
        When nobody told how the dates are written and they leave it open, or contradict one another.
    """
    import pandas as pd

    codes, different = pd.factorize(written)
    note = ""
    if not how:
        first = {text: int(at) for at, text in zip(_firsts(codes), different, strict=True)}
        how, note = _order([text for text in different if text], first, column)
    reader = partial(_with_pattern, how) if "%" in how else partial(_in_order, how)
    read = [_one(text, reader, months) for text in different]
    values = np.array([moment for moment, _, _ in read], dtype="datetime64[us]")
    timed = np.array([clock for _, clock, _ in read], dtype=bool)
    faults = np.array([why for _, _, why in read], dtype=object)
    return Moments(values[codes], timed[codes], faults[codes], (note,) if note else ())


def _firsts(codes: np.ndarray) -> np.ndarray:
    _, at = np.unique(codes, return_index=True)
    return at


def _one(
    text: str, reader: Callable[[str], Moment | None], months: bool
) -> tuple[dt.datetime | None, bool, str]:
    if not text:
        return None, False, NO_DATE
    found = reader(text)
    if found is None and months and (month := month_of(text)):
        found = dt.datetime.fromisoformat(f"{month}-01"), False
    if found is None:
        return None, False, UNREAD
    moment, timed = found
    if moment.year < FIRST_YEAR:
        return None, False, EARLY
    # A day of grace, because a computer's clock may be set to another zone than the file's.
    if moment > dt.datetime.now() + dt.timedelta(days=1):
        return None, False, FUTURE
    return moment, timed, ""


def _order(texts: list[str], first: dict[str, int], column: Column) -> tuple[str, str]:
    """Return the order that the dates of a column leave no doubt about, and a sentence on how it was told."""
    shapes: dict[str, list[str]] = {"year": [], "numbers": [], "named": [], "serial": []}
    for text in texts:
        shape = _shape(text)
        if shape:
            shapes[shape].append(text)
    held = {name: found for name, found in shapes.items() if found}
    if "serial" in held and len(held["serial"]) * 2 > len(texts):
        one = held["serial"][0]
        raise ContractError(
            f"The dates are a spreadsheet's day numbers, such as {one} in {column.at(first[one])}.",
            column.named,
            "Format the column as a date (YYYY-MM-DD) in the spreadsheet and save the file again.",
        )
    held.pop("serial", None)
    if len(held) > 1:
        ones = [found[0] for found in held.values()][:2]
        raise _mixed(ones, first, column)
    if "numbers" not in held:
        return YEAR_FIRST if "year" in held else DAY_FIRST, ""
    return _from_numbers(held["numbers"], first, column)


def _from_numbers(texts: list[str], first: dict[str, int], column: Column) -> tuple[str, str]:
    parts = [(text, _LAST.fullmatch(text)) for text in texts]
    days = [text for text, found in parts if found and int(found[1]) > 12]
    months = [text for text, found in parts if found and int(found[3]) > 12]
    if days and months:
        raise _mixed([days[0], months[0]], first, column)
    if not days and not months:
        one = texts[0]
        raise ContractError(
            f"Nobody can tell day from month in {shown(one, 24)} ({column.at(first[one])}): no number above 12 "
            "stands in either place in the whole column.",
            column.named,
            f"Say it in the map: dates: {DAY_FIRST} (or {MONTH_FIRST}), or for this column alone under formats: "
            f"{column.field}: {DAY_FIRST}.",
        )
    order, proof = (DAY_FIRST, days[0]) if days else (MONTH_FIRST, months[0])
    return (
        order,
        f"{column.heading!r} was read as {order}, as {proof.split()[0]} in {column.at(first[proof])} shows.",
    )


def _mixed(ones: list[str], first: dict[str, int], column: Column) -> ContractError:
    examples = " and ".join(f"{shown(one, 24)} ({column.at(first[one])})" for one in ones)
    return ContractError(
        f"The dates are written in more than one way: {examples}.",
        column.named,
        "A spreadsheet may have changed some of them: ask for the file as it was exported. If one way is right and the "
        f"others are faults, name it in the map, for example dates: {DAY_FIRST}.",
    )


def _shape(text: str) -> str:
    if _FIRST.fullmatch(text):
        return "year"
    if _LAST.fullmatch(text):
        return "numbers"
    if _DAY_NAMED.fullmatch(text) or _MONTH_NAMED.fullmatch(text):
        return "named"
    return "serial" if _SERIAL.fullmatch(text) else ""


def _in_order(order: str, text: str) -> Moment | None:
    if found := _FIRST.fullmatch(text):
        return _moment(found[1], found[3], found[4], found) if order == YEAR_FIRST else None
    if found := _LAST.fullmatch(text):
        if order == YEAR_FIRST:
            return None
        day, month = (found[1], found[3]) if order == DAY_FIRST else (found[3], found[1])
        return _moment(found[4], month, day, found)
    if found := _DAY_NAMED.fullmatch(text):
        return _moment(found[3], _month_number(found[2]), found[1], found)
    if found := _MONTH_NAMED.fullmatch(text):
        return _moment(found[3], _month_number(found[1]), found[2], found)
    return None


def _month_number(name: str) -> str:
    month = month_of(f"{name}-2000")
    return month[5:] if month else "0"


def _moment(year: str, month: str, day: str, found: re.Match[str]) -> Moment | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    clock = _clock(found)
    if clock is None and found["hour"] is not None:
        return None
    try:
        moment = dt.datetime.combine(dt.date(whole, int(month), int(day)), clock or dt.time())
    except ValueError:
        return None
    zone = found.groupdict().get("zone")
    if zone and clock is not None:
        offset = "+00:00" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}"
        try:
            aware = dt.datetime.fromisoformat(f"{moment.isoformat()}{offset}")
            moment = aware.astimezone(_LOCAL).replace(tzinfo=None)
        except (ValueError, OverflowError):
            return None
    return moment, clock is not None


def _clock(found: re.Match[str]) -> dt.time | None:
    if found["hour"] is None:
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _with_pattern(pattern: str, text: str) -> Moment | None:
    try:
        moment = dt.datetime.strptime(text, pattern)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(_LOCAL).replace(tzinfo=None)
    return moment, bool(re.search(r"%[HI]", pattern))


def read_times(written: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Read a column of times of day: 14:05, 14:05:30, 1405, 2:05 pm, or a spreadsheet's fraction of a day.

    Returns
    -------
    tuple of ndarray, ndarray
        Microseconds since midnight, -1 where there is none; and whether something is written that is no time. Both have
        shape (rows,).
    """
    import pandas as pd

    codes, different = pd.factorize(written)
    read = [_time_of_day(text) for text in different]
    micros = np.array([-1 if clock is None else clock for clock in read], dtype=np.int64)
    bad = np.array(
        [clock is None and text != "" for clock, text in zip(read, different, strict=True)], dtype=bool
    )
    return micros[codes], bad[codes]


def _time_of_day(text: str) -> int | None:
    if _FRACTION.fullmatch(text):
        return min(round(float(text) * 86_400), 86_399) * 1_000_000
    found = _TIME_ALONE.fullmatch(text)
    if found:
        clock = _clock(found)
    elif digits := _FOUR_DIGITS.fullmatch(text):
        hour, minute = int(digits[1]), int(digits[2])
        clock = dt.time(hour, minute) if hour < 24 and minute < 60 else None
    else:
        clock = None
    return None if clock is None else (clock.hour * 3600 + clock.minute * 60 + clock.second) * 1_000_000
