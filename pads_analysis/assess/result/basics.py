"""The words and frame that every result shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The only words in which two figures are compared."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    UNCERTAIN = "uncertain"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """A question that cannot be answered, and why.

    Attributes
    ----------
    section : str
        The question, as a section id.
    element : str
        Statutory element letter; empty for none.
    title : str
        The question in words.
    because : str
        Why it cannot be answered, as a clause that follows "because".
    do : str
        What would make it answerable.
    not_applicable : bool
        True when the question does not arise (no county, for example), rather than lacking data.
    """

    section: str
    element: str
    title: str
    because: str
    do: str = ""
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on, printed beside it.

    Attributes
    ----------
    place : str
        Partnership name.
    period : str
        The period in words, for example "October 2020 to September 2021".
    source_kinds : tuple of str
        Keys of the source vocabulary.
    population_note : str
        Which population was used, and whether it was published, interpolated or carried forward.
    notes : tuple of str
        Further sentences: months left out, caveats of the source.
    population_short : str
        The note in a few words where the population is not a published estimate, for example "mid-2020 population,
        carried forward"; else empty.
    confidence, margin : float
        Level of the intervals, and the difference that is taken to matter.
    minimum_base : int
        Smallest base on which a percentage is printed.
    table_rows : int
        Rows of a table of small areas.
    """

    place: str
    period: str
    source_kinds: tuple[str, ...]
    population_note: str = ""
    notes: tuple[str, ...] = ()
    population_short: str = ""
    confidence: float = 0.95
    margin: float = 0.10
    minimum_base: int = 50
    table_rows: int = 10
