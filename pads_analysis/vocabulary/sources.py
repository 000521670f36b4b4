"""Publishers' sources: what each is called, what its licence asks for, what must be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of delivered file.

    Attributes
    ----------
    kind : str
        Our code for the kind of file, as the catalogue records it.
    name : str
        What it is called in print.
    publisher : str
        Who publishes it.
    licence : str
        Name of the licence.
    attribution : str
        The acknowledgement that the licence asks for.
    caveats : tuple of str
        Sentences that must stand beside figures made from it.
    """

    kind: str
    name: str
    publisher: str
    licence: str
    attribution: str
    caveats: tuple[str, ...] = ()


@cache
def source(kind: str) -> Source:
    """Return the description of a kind of file.

    Raises
    ------
    KeyError
        When the kind is unknown.
    """
    entry = dict(load("sources")[kind])
    entry["caveats"] = tuple(entry.get("caveats", ()))
    return Source(kind=kind, **entry)
