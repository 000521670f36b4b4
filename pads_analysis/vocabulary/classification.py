"""The Home Office classification of offences, and how its codes are written, printed and damaged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load
from pads_analysis.vocabulary.offences import slug

DAMAGED = "offence code was turned into a date or a number by a spreadsheet"
RESTORED = "offence code that a spreadsheet had damaged was restored from its description"

_DAYS = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_NAMED = "|".join(f"{name}[a-z]*" for name in _MONTHS.split())
# What spreadsheets write for codes such as 8/1, 4.2 or 3E5: dates in every common style, day numbers, powers of ten.
_DATES = re.compile(
    rf"{_DAYS}[-/ .](?:{_NAMED})(?:[-/ .]\d{{2,4}})?|(?:{_NAMED})[-/ .]\d{{1,4}}"
    rf"|\d{{4}}-\d\d-\d\d(?:[T ]00:00:00)?|{_DAYS}[/.-]\d\d?[/.-]\d{{2,4}}|\d\d?[/.-]{_DAYS}[/.-]\d{{2,4}}",
    re.ASCII | re.IGNORECASE,
)
_POWER = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_DAY_NUMBER = re.compile(r"[1-9]\d{4}(?:\.0+)?", re.ASCII)
_POINT_ZERO = re.compile(r"(\d+)\.0+", re.ASCII)
_CLASSES = re.compile(r"(\d+)/(\d+)", re.ASCII)
_LEADING = re.compile(r"0+(?=\d)", re.ASCII)
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARKS = re.compile(r"[\s'\"\u00a0\u2007\u202f\u200b\ufeff]+")
_NOTE = re.compile(r"\s*\(outcome only\)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OffenceCode:
    """One offence of the Home Office classification.

    Attributes
    ----------
    code, title : str
        As in the published tables.
    subgroup, group : str
        Names of the subgroup and the group it belongs to.
    police_uk : str
        Category of the street-level files; "" where it is not in them.
    extract : str
        Category of the prescribed data set of recorded crimes.
    first, last : str
        First and last month (YYYY-MM) in which a crime can be recorded under it; "" where none is known.
    dates : str
        `read` or `unverified`; "" without a date.
    """

    code: str
    title: str
    subgroup: str
    group: str
    police_uk: str
    extract: str
    first: str = ""
    last: str = ""
    dates: str = ""

    def valid(self, month: str) -> bool:
        """Whether a crime of a month (YYYY-MM) can be recorded under it; an unknown limit limits nothing."""
        return (not self.first or month >= self.first) and (not self.last or month <= self.last)

    @property
    def validity(self) -> str:
        """The months of its use, in words: "from April 2017", "to March 2012", or ""."""
        parts = [f"from {_in_words(self.first)}"] if self.first else []
        parts += [f"to {_in_words(self.last)}"] if self.last else []
        return " ".join(parts)


def _in_words(month: str) -> str:
    return f"{_MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"


@cache
def offence_codes() -> Mapping[str, OffenceCode]:
    """Return every offence by its code, in the order of the classification."""
    found = {}
    for group in load("classification")["groups"]:
        for subgroup in group["subgroups"]:
            for entry in subgroup["codes"]:
                found[entry["code"]] = OffenceCode(
                    code=entry["code"],
                    title=entry["title"],
                    subgroup=subgroup["name"],
                    group=group["name"],
                    police_uk=entry.get("police_uk", subgroup["police_uk"]),
                    extract=entry.get("extract", subgroup.get("extract", group["extract"])),
                    first=entry.get("from", ""),
                    last=entry.get("to", ""),
                    dates=entry.get("dates", ""),
                )
    return found


@cache
def subgroup_of(published: str) -> str:
    """Return the subgroup printed under a name, without regard to case and punctuation; "" when it is none of ours."""
    return _subgroups().get(slug(published), "")


@cache
def _subgroups() -> Mapping[str, str]:
    return {
        slug(name): subgroup["name"]
        for group in load("classification")["groups"]
        for subgroup in group["subgroups"]
        for name in (subgroup["name"], *subgroup.get("published", ()))
    }


def is_damaged(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of an offence code: a date, a day number or a power of ten."""
    if find_code(text):
        return False
    plain = _MARKS.sub(" ", text).strip()
    return any(form.fullmatch(plain) for form in (_DATES, _POWER, _DAY_NUMBER))


@cache
def find_code(text: str) -> OffenceCode | None:
    """Return the offence that a code stands for, or None.

    Case, spaces, quotation marks and leading noughts do not matter; "80.0" is 80, and 4/4, as the counting rules print
    it, is 4.4. What `is_damaged` is never guessed at.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    known = _upper()
    for form in (plain, _LEADING.sub("", plain)):
        if form in known:
            return known[form]
    if found := _POINT_ZERO.fullmatch(plain):
        return known.get(found[1])
    if found := _CLASSES.fullmatch(plain):
        return known.get(f"{int(found[1])}.{int(found[2])}")
    return None


@cache
def _upper() -> Mapping[str, OffenceCode]:
    return {_MARKS.sub("", code).upper(): entry for code, entry in offence_codes().items()}


@cache
def code_titled(description: str) -> OffenceCode | None:
    """Return the one offence with a title, compared without case and punctuation; None for none or several."""
    titles: dict[str, list[OffenceCode]] = {}
    for entry in offence_codes().values():
        titles.setdefault(slug(entry.title), []).append(entry)
    found = titles.get(slug(_NOTE.sub("", description)), [])
    return found[0] if len(found) == 1 else None


def read_code(text: str, description: str = "") -> tuple[str, str]:
    """Return a code as our list prints it, and what is wrong with it, "" for nothing.

    Parameters
    ----------
    text : str
        As in the file. A code that the list does not hold is returned as it came, without spaces around it.
    description : str
        The offence in words beside it, from which a damaged code is restored when just one offence has that title.
    """
    if known := find_code(text):
        return known.code, ""
    plain = " ".join(_MARKS.sub(" ", text).split())
    if not is_damaged(text):
        return plain, ""
    titled = code_titled(description) if description else None
    return (titled.code, RESTORED) if titled else ("", DAMAGED)


@cache
def extract_category(text: str) -> str:
    """Return the category of prescribed data that a code, a title or a subgroup belongs to; "" when none is told."""
    known = find_code(text) or code_titled(text)
    if known:
        return known.extract
    subgroup = subgroup_of(text)
    found = {entry.extract for entry in offence_codes().values() if subgroup and entry.subgroup == subgroup}
    return found.pop() if len(found) == 1 else ""
