"""Hours and days of the week in words."""

from __future__ import annotations

from collections.abc import Sequence

from pads_analysis.show import words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 24


def spells(level: str, found: Sequence[tuple[int, int]], *, limit: int = 3) -> str:
    """Return spells in words.

    Parameters
    ----------
    level : str
        "week" or "day" (hours from Monday midnight; whole days for the latter), or "band" (hours of the day).
    found : sequence of pairs
        First hour and number of hours of each spell.
    limit : int
        Spells named; the rest are counted.
    """
    if level == "day":
        days = [DAYS[(first // DAY + day) % 7] for first, length in found for day in range(length // DAY)]
        return words.listed(sorted(days, key=DAYS.index), limit=7)
    say = _of_week if level == "week" else _of_day
    return words.listed([say(first, length) for first, length in found], limit=limit)


def hour(number: int, *, end: bool = False) -> str:
    """Return a full hour: 03:00; the end of a day is 24:00 and its beginning 00:00."""
    return "24:00" if end and number % DAY == 0 else f"{number % DAY:02d}:00"


def _of_day(first: int, length: int) -> str:
    return f"{hour(first)} to {hour(first + length, end=True)}"


def _of_week(first: int, length: int) -> str:
    begin, last = DAYS[first // DAY % 7], DAYS[(first + length - 1) // DAY % 7]
    if begin == last and length <= DAY:
        return f"{begin} {_of_day(first, length)}"
    return f"{begin} {hour(first)} to {last} {hour(first + length, end=True)}"
