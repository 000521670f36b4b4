"""What a scored criterion rests on, and what an assessment asks of the store: the links of a trail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the scoring.

    Attributes
    ----------
    id, title : str
    measure : str
        What is scored, in words, as the chapter on priorities prints it.
    section : str
        The section of the report that shows its evidence.
    columns : tuple of str
        Columns of its tables that hold the figures of an issue.
    questions : tuple of str
        What was asked of the store for it: ids of `store_questions`.
    """

    id: str
    title: str
    measure: str
    section: str
    columns: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreQuestion:
    """Something asked of the store: `what` in words, `code` as it is asked, `kinds` of the files behind the answer."""

    id: str
    what: str
    code: str
    kinds: tuple[str, ...]


@cache
def criteria() -> dict[str, Criterion]:
    """Return the criteria by id, in the order of the vocabulary."""
    lists = ("columns", "questions")
    found = [
        Criterion(**(entry | {name: tuple(entry[name]) for name in lists})) for entry in load("criteria")
    ]
    return {each.id: each for each in found}


@cache
def store_questions() -> dict[str, StoreQuestion]:
    """Return the questions by id, in the order to print."""
    found = [StoreQuestion(**{**entry, "kinds": tuple(entry["kinds"])}) for entry in load("store_questions")]
    return {each.id: each for each in found}
