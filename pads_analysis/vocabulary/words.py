"""Glossary, methods and standing gaps, as printed in the last chapter, and the sections of all chapters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the data do not hold.

    Attributes
    ----------
    gap, effect : str
        What is missing, and what it leaves unsaid.
    unless : frozenset of str
        Data sets any one of which closes it; empty when nothing does.
    """

    gap: str
    effect: str
    unless: frozenset[str] = frozenset()


@cache
def glossary() -> tuple[dict[str, str], ...]:
    """Return the glossary: `term` and `meaning`."""
    return tuple(load("glossary"))


@cache
def methods_used() -> tuple[dict[str, str], ...]:
    """Return the methods: `method`, `used_for` and `citation`."""
    return tuple(load("methods"))


@cache
def statutory_gaps() -> tuple[Gap, ...]:
    """Return what published crime data never hold, and which data sets of partners would close the gap."""
    return tuple(
        Gap(entry["gap"], entry["effect"], frozenset(entry.get("unless", ()))) for entry in load("gaps")
    )


@cache
def report_sections() -> tuple[dict[str, str], ...]:
    """Return the sections of the chapters in the order of the book: `id` and `title`."""
    return tuple(load("sections"))


@cache
def section_ids() -> tuple[str, ...]:
    """Return their ids alone: the names that a file of commentary may have."""
    return tuple(entry["id"] for entry in report_sections())
