"""Parts of the drafted documents, the four strategies, the responsible authorities, and the tests for the county."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the strategies that partnerships must have.

    Attributes
    ----------
    code, name, law : str
    every : bool
        Whether every category of offences speaks to it.
    offences : frozenset of str
        Codes of the categories that speak to it.
    mentions : tuple of str
        Words by which a finding or a gap of an assessment is known to speak to it.
    caveat : str
        What the categories do not tell; empty when there is nothing to say.
    """

    code: str
    name: str
    law: str
    every: bool
    offences: frozenset[str]
    mentions: tuple[str, ...]
    caveat: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: what it is called, and where the requirement is said to stand."""

    code: str
    title: str
    source: str


@cache
def plan_parts() -> tuple[Part, ...]:
    """Return the six parts of a partnership plan in order."""
    return tuple(Part(**entry) for entry in load("drafts")["plan_parts"])


@cache
def agreement_parts() -> tuple[Part, ...]:
    """Return the required contents of a county community safety agreement in order."""
    return tuple(Part(**entry) for entry in load("drafts")["agreement_parts"])


@cache
def strategies() -> tuple[Strategy, ...]:
    """Return the four strategies in the order of the Act."""
    return tuple(
        Strategy(
            entry["code"],
            entry["name"],
            entry["law"],
            bool(entry.get("every", False)),
            frozenset(entry["offences"]),
            tuple(entry["mentions"]),
            " ".join(entry["caveat"].split()),
        )
        for entry in load("drafts")["strategies"]
    )


@cache
def authorities(country: str, *, county: bool) -> tuple[str, ...]:
    """Return the responsible authorities of today.

    Parameters
    ----------
    country : str
        england or wales.
    county : bool
        Whether there is a county council beside the district council.
    """
    return tuple(
        entry["name"]
        for entry in load("drafts")["authorities"]
        if entry["where"] in {"both", country} and (county or not entry.get("county", False))
    )


@cache
def escalation_tests() -> tuple[tuple[str, str], ...]:
    """Return the tests of what goes to the county: code and question."""
    return tuple((entry["code"], entry["test"]) for entry in load("drafts")["escalation_tests"])
