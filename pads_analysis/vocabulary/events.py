"""National events that make months unlike others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Event:
    """A run of months that are not ordinary.

    Attributes
    ----------
    first, last : str
        Months, YYYY-MM, both included.
    note : str
        The sentence to print beside figures that rest on those months.
    name : str
        What it is called inside a sentence.
    """

    first: str
    last: str
    note: str
    name: str


@cache
def events() -> tuple[Event, ...]:
    """Return the events in order of time."""
    return tuple(
        Event(str(entry["first"]), str(entry["last"]), entry["note"], entry["name"])
        for entry in load("events")
    )
