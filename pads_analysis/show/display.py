"""What a notebook shows: frozen objects that know themselves as HTML, as text and as JSON.

`application/vnd.pads+json` carries the released numbers, so that the report, the executive summary and the
workbook all read what the page shows.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pads_analysis.show import fragments, plain
from pads_analysis.show.cells import json_safe

MIME = "application/vnd.pads+json"
_IDENTIFIER = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def identifier(*parts: str) -> str:
    """Return an id of lower-case letters, digits and hyphens, made of `parts`."""
    text = "-".join(
        re.sub(r"[^a-z0-9]+", "-", str(part).casefold()).strip("-") for part in parts if str(part)
    )
    return re.sub(r"-{2,}", "-", text).strip("-") or "item"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a display object belongs: set once by the renderer that opens a released result.

    Attributes
    ----------
    section, element, edition : str
        Section id, statutory element letter or "", edition.
    commentary : str
        The analyst's words for the section, Markdown; `show` prints them once.
    """

    section: str = ""
    element: str = ""
    edition: str = ""
    commentary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(ABC):
    """Anything that can be shown."""

    id: str
    stamp: Stamp = Stamp()

    def __post_init__(self) -> None:
        check_identifier(self.id)

    @property
    def kind(self) -> str:
        """The kind of display object, as the JSON names it."""
        return type(self).__name__.casefold()

    @abstractmethod
    def html(self) -> Markup:
        """Return the HTML fragment."""

    @abstractmethod
    def plain(self) -> str:
        """Return the text for a terminal."""

    @abstractmethod
    def payload(self) -> dict[str, Any]:
        """Return what is particular to this kind, for JSON."""

    def as_json(self) -> dict[str, Any]:
        """Return the whole JSON object: the common keys and the payload, with NaN as null."""
        common = {
            "kind": self.kind,
            "id": self.id,
            "section": self.stamp.section,
            "element": self.stamp.element,
            "edition": self.stamp.edition,
        }
        return json_safe(common | self.payload())

    def __str__(self) -> str:
        return self.plain()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": str(self.html()), "text/plain": self.plain(), MIME: self.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Item):
    """One finding in words.

    Attributes
    ----------
    text : str
        A sentence that stands alone.
    headline : bool
        Whether it may stand in the executive summary.
    importance : float
        0 to 1; orders the headlines.
    verdict : str
        The word of `Verdict` it rests on; empty when it compares nothing.
    facts : dict
        The numbers and names in the sentence.
    """

    text: str
    headline: bool = False
    importance: float = 0.0
    verdict: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def html(self) -> Markup:
        """Return the sentence as a paragraph."""
        return fragments.element("p", self.text, class_="pads-sentence", id=self.id)

    def plain(self) -> str:
        """Return the sentence."""
        return plain.paragraph(self.text)

    def payload(self) -> dict[str, Any]:
        """Return text, headline, importance, verdict and facts."""
        return {
            "text": self.text,
            "headline": self.headline,
            "importance": self.importance,
            "verdict": str(self.verdict),
            "facts": self.facts,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Item):
    """A question that is not answered, and why.

    Attributes
    ----------
    title, because, do : str
        The question, the reason as a clause that follows "because", and what would make it answerable.
    not_applicable : bool
        Whether the question does not arise here.
    """

    title: str
    because: str
    do: str = ""
    not_applicable: bool = False

    @property
    def text(self) -> str:
        """The absence as one or two sentences."""
        state = "does not apply" if self.not_applicable else "not available"
        reason = f", because {self.because.rstrip('.')}" if self.because else ""
        end = f" {self.do.strip().rstrip('.')}." if self.do.strip() else ""
        return f"{state}{reason}.{end}"

    def html(self) -> Markup:
        """Return the absence as a block."""
        content = fragments.element("strong", f"{self.title}:") + Markup(" ") + Markup.escape(self.text)
        return fragments.element("div", fragments.element("p", content), class_="pads-absence", id=self.id)

    def plain(self) -> str:
        """Return the absence as text."""
        return plain.paragraph(f"{self.title}: {self.text}")

    def payload(self) -> dict[str, Any]:
        """Return title, because, do and not_applicable."""
        return {
            "title": self.title,
            "because": self.because,
            "do": self.do,
            "not_applicable": self.not_applicable,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Commentary(Item):
    """The analyst's own words for a section, in Markdown."""

    text: str

    def html(self) -> Markup:
        """Return the words as HTML: no raw HTML, no images, links to http, https and mailto only."""
        label = fragments.element("p", "Analyst's commentary", class_="pads-commentary-label")
        return fragments.element(
            "div", label + fragments.markdown(self.text), class_="pads-commentary", id=self.id
        )

    def plain(self) -> str:
        """Return the Markdown as written."""
        return f"Analyst's commentary\n{self.text.strip()}"

    def payload(self) -> dict[str, Any]:
        """Return the Markdown as written."""
        return {"text": self.text}


def check_identifier(text: str) -> None:
    """Raise ValueError when `text` cannot be an id."""
    if not _IDENTIFIER.match(text):
        raise ValueError(f"An id has lower-case letters, digits and single hyphens: {text!r} is not one.")
