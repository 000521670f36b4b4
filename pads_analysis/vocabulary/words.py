"""Glossary, methods and standing gaps, as printed in the last chapter, and the sections of all chapters."""

from __future__ import annotations

from functools import cache

from pads_analysis.vocabulary.loader import load


@cache
def glossary() -> tuple[dict[str, str], ...]:
    """Return the glossary: `term` and `meaning`."""
    return tuple(load("glossary"))


@cache
def methods_used() -> tuple[dict[str, str], ...]:
    """Return the methods: `method`, `used_for` and `citation`."""
    return tuple(load("methods"))


@cache
def statutory_gaps() -> tuple[dict[str, str], ...]:
    """Return what published crime data never hold: `gap` and its `effect`."""
    return tuple(load("gaps"))


@cache
def report_sections() -> tuple[dict[str, str], ...]:
    """Return the sections of the chapters in the order of the book: `id` and `title`."""
    return tuple(load("sections"))


@cache
def section_ids() -> tuple[str, ...]:
    """Return their ids alone: the names that a file of commentary may have."""
    return tuple(entry["id"] for entry in report_sections())
