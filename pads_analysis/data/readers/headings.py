"""Column headings: compared without case, spaces or punctuation, and read as area codes where they are such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pads_analysis.errors import ContractError
from pads_analysis.vocabulary import slug

# From fine to coarse. Two entities of the same rank are alternatives, not parts of one another.
RANK = {
    "lsoa": 0,
    "msoa": 1,
    "ward": 1,
    "ltla": 2,
    "csp": 3,
    "utla": 4,
    "county": 4,
    "pfa": 5,
    "region": 6,
    "ca": 6,
    "country": 7,
}

LABELS = {
    "lsoa": "small areas (LSOA)",
    "msoa": "middle areas (MSOA)",
    "ward": "wards",
    "ltla": "districts",
    "csp": "community safety partnerships",
    "utla": "upper-tier authorities",
    "county": "counties",
    "pfa": "police force areas",
    "region": "regions",
    "ca": "combined authorities",
    "country": "countries",
}

_WORDS = {
    "lsoa": "lsoa",
    "lower_layer_super_output_area": "lsoa",
    "msoa": "msoa",
    "middle_layer_super_output_area": "msoa",
    "wd": "ward",
    "ward": "ward",
    "lad": "ltla",
    "ltla": "ltla",
    "la": "ltla",
    "local_authority": "ltla",
    "local_authority_district": "ltla",
    "lower_tier_local_authority": "ltla",
    "district": "ltla",
    "csp": "csp",
    "community_safety_partnership": "csp",
    "pfa": "pfa",
    "police_force_area": "pfa",
    "utla": "utla",
    "ctyua": "utla",
    "upper_tier_local_authority": "utla",
    "cty": "county",
    "county": "county",
    "rgn": "region",
    "region": "region",
    "ctry": "country",
    "country": "country",
    "cauth": "ca",
    "combined_authority": "ca",
}

_AREA = re.compile(
    r"(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
    r"_?(?P<before>(?:20|19)?\d\d)?_?(?P<part>cd|code|nm|name)"
    r"(?:_(?P<after>(?:20|19)?\d\d))?(?:_boundaries)?(?P<current>_active)?"
)


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """A column that holds the code, or the name, of an area.

    Attributes
    ----------
    position : int
        Place in the row, from 0.
    entity : str
        A key of `RANK`.
    vintage : str
        Two digits, or "" when the heading states none.
    part : str
        "code" or "name".
    current : bool
        Whether the heading says that it gives today's area ("_ACTIVE").
    heading : str
        The heading as written.
    """

    position: int
    entity: str
    vintage: str
    part: str
    current: bool
    heading: str

    @property
    def key(self) -> tuple[str, str, bool]:
        """What the code and the name column of one area have in common."""
        return self.entity, self.vintage, self.current


def area_column(position: int, heading: str) -> AreaColumn | None:
    """Return what area a heading stands for, or None.

    ONS style (`LSOA11CD`), lower snake (`lsoa11_code`), dashed (`lad-code`) and spelled out
    (`LSOA code (2011)`, `LA Code (2019 boundaries)`) are understood.
    """
    found = _AREA.fullmatch(slug(heading))
    if not found:
        return None
    vintage = (found["before"] or found["after"] or "")[-2:]
    part = "code" if found["part"] in ("cd", "code") else "name"
    return AreaColumn(position, _WORDS[found["word"]], vintage, part, bool(found["current"]), heading.strip())


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row of a table.

    Parameters
    ----------
    texts : tuple of str
        Headings as written.
    """

    texts: tuple[str, ...]
    slugs: tuple[str, ...] = field(init=False)
    areas: tuple[AreaColumn, ...] = field(init=False)

    def __post_init__(self) -> None:
        slugs = tuple(slug(text) if len(text) < 200 else "" for text in self.texts)
        areas = (area_column(place, text) for place, text in enumerate(self.texts) if len(text) < 80)
        object.__setattr__(self, "slugs", slugs)
        object.__setattr__(self, "areas", tuple(area for area in areas if area))

    def has(self, *names: str) -> bool:
        """Whether any of these slugs is a heading."""
        return any(name in self.slugs for name in names)

    def find(self, *names: str, where: str = "") -> int | None:
        """Return the place of the column headed by one of `names` (first name first), or None.

        Raises
        ------
        ContractError
            When the heading occurs twice, so that nobody can tell which column is meant.
        """
        for name in names:
            places = [place for place, known in enumerate(self.slugs) if known == name]
            if len(places) > 1:
                raise ContractError(
                    f"The column {self.texts[places[0]].strip()!r} occurs {len(places)} times.",
                    where,
                    "Keep one of them, then ingest the file again.",
                )
            if places:
                return places[0]
        return None

    @property
    def codes(self) -> tuple[AreaColumn, ...]:
        """The columns of area codes, finest area first."""
        coded = (area for area in self.areas if area.part == "code")
        return tuple(sorted(coded, key=lambda area: (RANK[area.entity], area.position)))

    def code_columns(self, where: str) -> tuple[AreaColumn, ...]:
        """Return the columns of area codes, finest area first, each area once.

        Raises
        ------
        ContractError
            When one area's code column occurs twice.
        """
        keys = [area.key for area in self.codes]
        for area in self.codes:
            if keys.count(area.key) > 1:
                raise ContractError(
                    f"The column {area.heading!r} occurs {keys.count(area.key)} times.",
                    where,
                    "Keep one of them, then ingest the file again.",
                )
        return self.codes

    def name_of(self, area: AreaColumn, where: str = "") -> int | None:
        """Return the place of the column that names the areas coded in `area`, or None.

        Raises
        ------
        ContractError
            When there are several, so that nobody can tell which names are meant.
        """
        found = [other for other in self.areas if other.part == "name" and other.key == area.key]
        if len(found) > 1:
            raise ContractError(
                f"The column {found[0].heading!r} occurs {len(found)} times.",
                where,
                "Keep one of them, then ingest the file again.",
            )
        return found[0].position if found else None


def headings(row: Sequence[str]) -> Headings:
    """Return the headings of a row of texts, without the empty ones at its end."""
    texts = list(row)
    while texts and not texts[-1].strip():
        texts.pop()
    return Headings(tuple(texts))
