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


def hour(number: int) -> str:
    """Return a full hour: 03:00; the end of the day is midnight."""
    return "midnight" if number % DAY == 0 else f"{number % DAY:02d}:00"


def _of_day(first: int, length: int) -> str:
    return f"{hour(first)} to {hour(first + length)}"


def _of_week(first: int, length: int) -> str:
    """Return a spell of the week; midnight belongs to the day that it ends."""
    begin, end = DAYS[first // DAY % 7], DAYS[(first + length - 1) // DAY % 7]
    if begin == end:
        return f"{_of_day(first, length)} on {begin}"
    return f"{hour(first)} on {begin} to {hour(first + length)} on {end}"
