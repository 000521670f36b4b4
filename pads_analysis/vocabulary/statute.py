"""The statutory elements (a) to (g) of a strategic assessment, and the duties around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load

ENGLAND, WALES = "E92000001", "W92000004"
UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Element:
    """One statutory element.

    Attributes
    ----------
    letter : str
        a to g.
    title : str
        What the element asks for, in our words.
    question : str
        The question a reader brings to it.
    chapter : str
        Stem of the chapter notebook that answers it.
    england, wales : str
        The instrument that asks for it in each country.
    status : str
        unverified while nobody has read the instrument as amended; else verified.
    """

    letter: str
    title: str
    question: str
    chapter: str
    england: str
    wales: str
    status: str = UNVERIFIED

    def law(self, country_code: str) -> str:
        """Return the instrument that holds in a country; both, each named, where the country is not known."""
        return _in_country(self.england, self.wales, country_code)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty around the assessment.

    Attributes
    ----------
    id, title : str
    england, wales : str
        The provision; empty where none was read for that country.
    status : str
        read or unverified.
    holds : str
        What an assessment can count for it: public_meetings, or empty.
    section : str
        Section of the report that bears on it; empty for none.
    """

    id: str
    title: str
    england: str
    wales: str
    status: str = UNVERIFIED
    holds: str = ""
    section: str = ""

    def law(self, country_code: str) -> str:
        """Return the provision that holds in a country; empty where none was read for it."""
        return _in_country(self.england, self.wales, country_code)


def _in_country(england: str, wales: str, country_code: str) -> str:
    if country_code == WALES:
        return wales
    if country_code == ENGLAND or england == wales:
        return england
    return f"{england}; in Wales {wales}" if wales else f"{england} (England)"


@cache
def statutory_elements() -> tuple[Element, ...]:
    """Return the seven elements in order."""
    return tuple(Element(**entry) for entry in load("statute")["elements"])


@cache
def duties() -> tuple[Duty, ...]:
    """Return the duties around the assessment, in the order to print."""
    return tuple(Duty(**entry) for entry in load("duties"))
