"""Numbers and names as they are printed: one place for every format, so that all displays agree."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS_IN_QUARTER = 3

#: Names of offences, and of what partners count, that are followed by a plural verb.
_SEVERAL = re.compile(
    r"^drugs$|\b(offences|crimes|incidents|assaults|calls|fires|alarms|collisions|admissions|exclusions)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_INVERTED = re.compile(r"^(?P<name>.+?), (?:the )?[A-Z][A-Za-z ]* of$", re.IGNORECASE)


def is_missing(value: Any) -> bool:
    """Return whether `value` is None, NaN, NaT, NA or infinite."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, (int, float)) and not math.isfinite(value)


def is_number(value: Any) -> bool:
    """Return whether `value` is a finite number (NumPy scalars included, booleans not)."""
    if isinstance(value, (bool, str)) or is_missing(value) or type(value).__name__.startswith("bool"):
        return False
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError):
        return False


def known(*values: Any) -> bool:
    """Return whether every value is a finite number."""
    return all(is_number(value) for value in values)


def leans(low: Any, high: Any) -> bool:
    """Return whether the interval of a ratio lies on one side of 1."""
    return known(low, high) and (low > 1 or high < 1)


def count(value: Any) -> str:
    """Return a whole number with thousands separators: 1,234."""
    return f"{round(float(value)):,}" if is_number(value) else "[x]"


def decimal(value: Any, places: int = 1) -> str:
    """Return a number with thousands separators and fixed decimals; a negative zero loses its sign."""
    if not is_number(value):
        return "[x]"
    text = f"{float(value):,.{places}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def span(low: Any, high: Any, places: int = 1) -> str:
    """Return an interval: 12.3 to 14.5."""
    return f"{decimal(low, places)} to {decimal(high, places)}"


def percent(share: Any, places: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage."""
    return f"{decimal(100 * float(share), places)}%" if is_number(share) else "[x]"


def level(confidence: float) -> str:
    """Return a confidence level as printed: 95%, 99.8%."""
    return f"{round(100 * confidence, 4):g}%"


def plural(number: Any, singular: str, several: str = "") -> str:
    """Return a counted noun: 1 small area, 1,234 small areas."""
    word = singular if known(number) and round(float(number)) == 1 else several or f"{singular}s"
    return f"{count(number)} {word}"


def verb(number: Any, singular: str, several: str) -> str:
    """Return the form of a verb that agrees with `number`."""
    return singular if known(number) and round(float(number)) == 1 else several


def were(name: str, singular: str = "was", several: str = "were") -> str:
    """Return the form of a verb that agrees with an offence name: several for "Drugs" and names of offences."""
    return several if _SEVERAL.search(str(name)) else singular


def listed(names: Iterable[str], limit: int = 3) -> str:
    """Return names joined in a sentence; beyond `limit` the rest are counted ("A, B, C and 3 more").

    Semicolons part three names or more of which one holds a comma outside brackets: it is then seen where each ends.
    """
    everyone = [str(name) for name in names]
    if len(everyone) > limit + 1:
        everyone = [*everyone[:limit], f"{len(everyone) - limit} more"]
    if len(everyone) < 2:
        return "".join(everyone)
    if len(everyone) > 2 and any(", " in _BRACKETS.sub("", name) for name in everyone):
        return f"{'; '.join(everyone[:-1])}; and {everyone[-1]}"
    return f"{', '.join(everyone[:-1])} and {everyone[-1]}"


def place_name(name: str) -> str:
    """Return an area's name in reading order, without its style: Bristol for "Bristol, City of"."""
    text = " ".join(str(name).split())
    found = _INVERTED.match(text)
    return found["name"] if found else text


def possessive(name: str) -> str:
    """Return the possessive of a name."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def in_sentence(name: str) -> str:
    """Return an offence name for the middle of a sentence: lower case unless it starts with an abbreviation."""
    text = str(name)
    if len(text) > 1 and text[0].isupper() and not text[1].isupper():
        return text[0].lower() + text[1:]
    return text


def at_start(text: str) -> str:
    """Return `text` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def is_incident(code: str) -> bool:
    """Return whether a category is counted as incidents reported to the police rather than recorded crimes."""
    return str(code) in ("anti_social_behaviour", "asb")


def events(number: Any, code: str) -> str:
    """Return a count with what was counted: incidents for anti-social behaviour, else police recorded crimes."""
    return plural(number, "incident" if is_incident(code) else "police recorded crime")


def month_label(value: Any, short: bool = False) -> str:
    """Return a month in words ("March 2021", or "Mar 2021"), whatever the machine's language."""
    if is_missing(value):
        return "[x]"
    if isinstance(value, str):
        found = re.match(r"^(\d{4})-(\d{2})", value)
        if not found or not 1 <= int(found[2]) <= 12:
            return value
        year, number = int(found[1]), int(found[2])
    else:
        year, number = value.year, value.month
    name = MONTHS[number - 1]
    return f"{name[:3] if short else name} {year}"


def month_runs(months: Iterable[Any]) -> str:
    """Return months in words, those that follow one another as one span: "March 2021 and May 2021 to July 2021"."""
    runs: list[list[Any]] = []
    for month in sorted(months):
        if runs and (month.year - runs[-1][-1].year) * 12 + month.month - runs[-1][-1].month == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    named = [
        month_label(run[0]) if len(run) == 1 else f"{month_label(run[0])} to {month_label(run[-1])}"
        for run in runs
    ]
    return listed(named, limit=12)


def day(value: Any) -> str:
    """Return a date in words ("28 August 2023"); a month without a day as a month, other text as it stands."""
    text = str(value)
    found = re.match(r"^\d{4}-\d{2}-(\d{2})", text)
    if found:
        return f"{int(found[1])} {month_label(text)}"
    return month_label(text) if re.match(r"^\d{4}-\d{2}$", text) else text


def during(period: str) -> str:
    """Return when, for the end of a clause: "from October 2020 to September 2021", "in March 2021".

    A period of which months were left out ("11 of the 12 months of ...") takes "in".
    """
    return f"from {period}" if " to " in period and " months of " not in period else f"in {period}"


def others(number: Any, *, chosen: bool) -> str:
    """Return the areas compared with: peers where they were named, else what stands in for them."""
    if chosen:
        return plural(number, "peer partnership")
    return f"the {plural(number, 'other partnership')} in the store"


def small_number(number: int) -> str:
    """Return a number up to ten as a word, a larger one in figures."""
    return SMALL_NUMBERS[number] if 0 <= number < len(SMALL_NUMBERS) else count(number)


def points(margin: float) -> str:
    """Return a share as a plain number of per cent: 10, 2.5."""
    return f"{round(100 * margin, 4):g}"


def rows_are_quarters(months: Iterable[Any]) -> bool:
    """Return whether rows step by three months or more, that is, whether each row is a quarter."""
    at = sorted({month.year * 12 + month.month for month in months if not is_missing(month)})
    return len(at) > 1 and min(after - before for before, after in pairwise(at)) >= MONTHS_IN_QUARTER


def fifth(number: Any) -> str:
    """Return the name of a deprivation fifth, 1 to 5."""
    return {1: "1, most deprived", 5: "5, least deprived"}.get(int(number), str(int(number)))


def change_percent(ratio: float) -> str:
    """Return a ratio as a change: up 32%, down 4.5%, or "up or down by less than 0.1%" near one."""
    points = 100 * (ratio - 1)
    places = _places(points)
    size = decimal(abs(points), places)
    if float(size.replace(",", "")) == 0:
        return "up or down by less than 0.1%"
    return f"{'up' if points > 0 else 'down'} {size}%"


def change_span(low: float, high: float) -> str:
    """Return the interval of a change in per cent: 21% to 44%, or "4% down to 8% up" when it crosses zero."""
    ends = (100 * (low - 1), 100 * (high - 1))
    places = max(_places(end) for end in ends)
    if ends[0] < 0 < ends[1]:
        return f"{decimal(-ends[0], places)}% down to {decimal(ends[1], places)}% up"
    sizes = sorted(abs(end) for end in ends)
    return f"{decimal(sizes[0], places)}% to {decimal(sizes[1], places)}%"


def wrapped(text: str, width: int = 18, lines: int = 3) -> str:
    """Return a label broken over lines of about `width` characters; a longer word is cut so that it fits."""
    return "\n".join(textwrap.wrap(" ".join(str(text).split()), width, max_lines=lines, placeholder="…"))


def rate_places(values: Sequence[Any]) -> int:
    """Return the decimals for a column of rates: one, or two when the smallest would show a single figure."""
    shown = [abs(float(value)) for value in values if is_number(value) and float(value) != 0]
    return 2 if shown and min(shown) < 1 else 1


def _places(points: float) -> int:
    return 0 if abs(points) >= 9.95 else 1
