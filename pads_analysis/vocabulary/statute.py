"""The statutory elements (a) to (g) of a strategic assessment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


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
    source : str
        Where the requirement was read.
    """

    letter: str
    title: str
    question: str
    chapter: str
    source: str


@cache
def statutory_elements() -> tuple[Element, ...]:
    """Return the seven elements in order."""
    return tuple(Element(**entry) for entry in load("statute")["elements"])
