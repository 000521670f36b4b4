"""Contracts of the data sets that authorities disclose about their area, prescribed or by an information standard."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load
from pads_analysis.vocabulary.offences import slug

#: Which fields each way of giving a place consists of.
LOCATIONS = {
    "grid": ("easting", "northing"),
    "degrees": ("latitude", "longitude"),
    "lsoa": ("lsoa",),
    "outward_postcode": ("outward_postcode",),
}


@dataclass(frozen=True, slots=True)
class ExtractField:
    """One field of an extract.

    Attributes
    ----------
    code : str
        The name it has in a map.
    kind : str
        moment, time, text, metres, degrees, lsoa, outward, age, sex, whole or key.
    meaning : str
        What it holds, in words.
    headings : tuple of str
        Patterns of column headings, as slugs, that it is usually found under.
    """

    code: str
    kind: str
    meaning: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A category that a contract names, and how it is printed in the authorities' files."""

    code: str
    name: str
    published: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """The contract of one data set.

    Attributes
    ----------
    code, number, name : str
        Our code; its number among the sets; what it is called in print.
    holder : str
        The authority that must supply it.
    content : str
        What it holds.
    required, optional : tuple of str
        Fields without which nothing can be read, and fields that may be there.
    locations : tuple of str
        Keys of `LOCATIONS`: the ways in which a place may be given.
    location_required : bool
        Whether a map must name one of them.
    times : bool
        Whether the time of day is asked for.
    categories : tuple of Category
        Those that the contract names; empty where any local coding will do.
    prescribed : bool
        Whether it is prescribed under section 17A of the Crime and Disorder Act 1998.
    frequency : str
        How often it is to be shared: quarter or month.
    months_due : int
        It is due on the last day of the month so many months after the quarter's end.
    numbers_only : bool
        Whether rows are numbers and not incidents.
    month_dates : bool
        Whether a month alone is a date, too.
    status : str
        `read` where the requirement was read in a public copy, `unverified` where not, `own` where there is none.
    source, due_note, caveat : str
        Where the requirement stands; what is to be said of the due date, and of figures made from the set.
    """

    code: str
    number: str
    name: str
    holder: str
    content: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    locations: tuple[str, ...]
    source: str
    status: str
    location_required: bool = True
    times: bool = False
    categories: tuple[Category, ...] = ()
    prescribed: bool = True
    frequency: str = "quarter"
    months_due: int = 3
    numbers_only: bool = False
    month_dates: bool = False
    due_note: str = ""
    caveat: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that a map may name."""
        places = tuple(part for way in self.locations for part in LOCATIONS[way])
        return (*self.required, *self.optional, *places)

    def category(self, written: str) -> Category | None:
        """Return the category printed as `written`, or None where the contract names no such category."""
        return _by_name(self.code).get(slug(written))

    def due(self, quarter: str) -> dt.date:
        """Return the day by which a quarter was to be disclosed.

        Parameters
        ----------
        quarter : str
            Its first month, YYYY-MM.
        """
        # The quarter ends with the second month after its first, so the day after that of the due month is:
        months = int(quarter[:4]) * 12 + int(quarter[5:7]) - 1 + 3 + self.months_due
        return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GradeRule:
    """Shares that a quarter must reach: of rows with a place, of rows read, and of the usual number of rows."""

    located: float
    kept: float
    size: float


@cache
def data_sets() -> tuple[DataSet, ...]:
    """Return the contracts in the order of their numbers."""
    return tuple(_data_set(dict(entry)) for entry in load("prescribed")["sets"])


@cache
def data_set(code: str) -> DataSet:
    """Return one contract.

    Raises
    ------
    KeyError
        When there is no set of that code.
    """
    return {one.code: one for one in data_sets()}[code]


@cache
def extract_fields() -> dict[str, ExtractField]:
    """Return every field of an extract by its code."""
    entries = (dict(entry) for entry in load("extract_fields"))
    return {
        entry["code"]: ExtractField(**entry | {"headings": tuple(entry["headings"])}) for entry in entries
    }


@cache
def grade_rules() -> dict[str, GradeRule]:
    """Return the rules for the grades good and fair."""
    return {name: GradeRule(**shares) for name, shares in load("prescribed")["graded"].items()}


@cache
def _by_name(code: str) -> dict[str, Category]:
    found = {}
    for category in data_set(code).categories:
        names = (category.code, category.name, *category.published)
        found |= {slug(name): category for name in names}
    return found


def _data_set(entry: dict) -> DataSet:
    for name in ("required", "optional", "locations"):
        entry[name] = tuple(entry[name])
    entry["categories"] = tuple(
        Category(one["code"], one["name"], tuple(one.get("published", ())))
        for one in entry.get("categories", ())
    )
    return DataSet(**entry)
