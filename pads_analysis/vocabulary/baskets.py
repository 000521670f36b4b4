"""Baskets: sums of offences that performance frameworks speak of, and which source can count each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pads_analysis.vocabulary.loader import load

EXACT, APPROXIMATION, NONE = "exact", "approximation", "none"
#: The source of a case -> its name in the data.
WAYS = {"csp_table": "home_office", "borough": "borough", "street": "street"}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the offences that a basket adds up.

    Attributes
    ----------
    name : str
        In words.
    members : tuple of str
        Home Office codes, names of minor categories, or our codes of police.uk categories.
    """

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How one source counts a basket.

    Attributes
    ----------
    how : str
        `exact`, `approximation` or `none`.
    parts : tuple of Part
        What is added up; empty where nothing is.
    misses, because : str
        What keeps an approximation from being exact; why there is none.
    """

    how: str
    parts: tuple[Part, ...] = ()
    misses: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Basket:
    """A sum of offences with a name.

    Attributes
    ----------
    code, name, meaning : str
    status : str
        `verified` where the list was read in the document that defines it, else `unverified`.
    source : str
        Where the list comes from.
    ways : mapping of str to Counting
        By source of a case: csp_table, borough, street.
    """

    code: str
    name: str
    meaning: str
    status: str
    source: str
    ways: Mapping[str, Counting]


@cache
def baskets() -> tuple[Basket, ...]:
    """Return every basket, in the order in which they are printed."""
    return tuple(_basket(entry) for entry in load("baskets"))


def _basket(entry: Mapping[str, Any]) -> Basket:
    ways = {source: _counting(entry[name], entry) for source, name in WAYS.items()}
    return Basket(entry["code"], entry["name"], entry["meaning"], entry["status"], entry["source"], ways)


def _counting(way: Mapping[str, Any], entry: Mapping[str, Any]) -> Counting:
    how = way["how"]
    listed = () if how == NONE else way.get("parts", entry.get("parts", ()))
    parts = tuple(Part(part["name"], tuple(_members(part))) for part in listed)
    return Counting(how, parts, way.get("misses", ""), way.get("because", ""))


def _members(part: Mapping[str, Any]) -> list[str]:
    return part.get("codes") or part.get("published") or part["categories"]
