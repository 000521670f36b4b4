"""What a report is made of, once it has been read out of the executed notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to print.

    Attributes
    ----------
    kind : str
        sentence, figure, table, absence or commentary for our own display objects; text for Markdown cells;
        foreign for anything else that a notebook printed.
    id : str
        Unique on the page.
    html : str
        A fragment that is safe to print as it is.
    data : mapping
        The released numbers and words; empty for text and foreign.
    element : str
        Statutory element letter; empty when it serves none.
    """

    kind: str
    id: str
    html: str
    data: Mapping[str, Any]
    element: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One question and what was found. `anchor` is `section-<id>`."""

    id: str
    title: str
    element: str
    items: tuple[Item, ...]

    @property
    def anchor(self) -> str:
        """The id of the section on the page."""
        return f"section-{self.id}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notebook: what stands before its first section, and its sections."""

    id: str
    title: str
    notebook: str
    intro: tuple[Item, ...]
    sections: tuple[Section, ...]

    @property
    def anchor(self) -> str:
        """The id of the chapter on the page."""
        return f"chapter-{self.id}"


@dataclass(frozen=True, slots=True)
class Headline:
    """A finding that opens the report, with the section it comes from.

    `item` and `section_id` name the sentence and its section, `verdict` and `facts` are the word and the numbers in it:
    a later assessment sets them against its own. All four are empty for a point that no section made.
    """

    text: str
    importance: float
    element: str
    anchor: str
    section: str
    item: str = ""
    section_id: str = ""
    verdict: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that cannot be said, and why."""

    title: str
    because: str
    do: str
    not_applicable: bool
    element: str
    anchor: str
    section: str


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the statutory checklist.

    Attributes
    ----------
    letter, title, question : str
    status : str
        met, partly met, not met or not applicable.
    why : str
        One sentence or more that says what the status rests on.
    links : tuple of (anchor, title)
        The sections that serve it.
    law : str
        The instrument that asks for it in the partnership's country.
    owner : str
        Who answers for it; empty when nobody was named.
    withheld : bool
        Whether all that is missing was withheld from the edition.
    """

    letter: str
    title: str
    question: str
    status: str
    why: str
    links: tuple[tuple[str, str], ...]
    law: str = ""
    owner: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty around the assessment: provision, whether it was read, what this assessment holds on it, and where."""

    id: str
    title: str
    law: str
    status: str
    holds: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """One thing to do before the assessment can be final: element, what is lacking, what to do, and where it shows."""

    letter: str
    what: str
    do: str
    anchor: str
    section: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `cover` is the JSON of the first cover in the book, or empty.

    `left` is what is left to do before it can be final, `duties` what stands beside the checklist, `readiness` and
    `trail` the data of those sections, None where no chapter made them.
    """

    cover: Mapping[str, Any]
    chapters: tuple[Chapter, ...]
    headlines: tuple[Headline, ...]
    absences: tuple[Absence, ...]
    checklist: tuple[Check, ...]
    left: tuple[Left, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    readiness: Mapping[str, Any] | None = None
    trail: Mapping[str, Any] | None = None

    def sections(self) -> list[Section]:
        """Return every section in the order of the book."""
        return [section for chapter in self.chapters for section in chapter.sections]
