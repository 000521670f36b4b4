"""Parts of the drafted documents, words on strategies, the responsible authorities, and the tests for the county."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


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
def strategy_words(code: str) -> tuple[tuple[str, ...], str]:
    """Return the words by which a finding is known to speak to a strategy, and what its categories do not tell.

    Both are empty for a strategy of which nothing is said.
    """
    entry = load("drafts")["strategy_words"].get(code, {})
    return tuple(entry.get("mentions", ())), " ".join(str(entry.get("caveat", "")).split())


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
