"""Whether an assessment can be marked final: each statutory element with what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pads_analysis.assess.result.basics import Basis

READY, EMPTY, UNDECIDED, NOT_APPLICABLE = "ready", "empty", "undecided", "not applicable"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that an element lacks.

    Attributes
    ----------
    letter : str
        The statutory element.
    what : str
        What is lacking, as a sentence.
    do : str
        What would close it, as a sentence that names the file to write.
    section : str
        The section of the report where it shows.
    """

    letter: str
    what: str
    do: str
    section: str


@dataclass(frozen=True, slots=True)
class ElementState:
    """One statutory element: `status` is ready, empty, undecided or not applicable; `why` says it in words."""

    letter: str
    title: str
    status: str
    why: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ReadinessResult:
    """The seven elements in order, and `held`: what the assessment holds on a duty around it, by the duty's id."""

    section: ClassVar[str] = "readiness"
    element: ClassVar[str] = ""
    basis: Basis
    elements: tuple[ElementState, ...]
    held: Mapping[str, str]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is left to do before the assessment can be final."""
        return tuple(gap for element in self.elements for gap in element.gaps)
