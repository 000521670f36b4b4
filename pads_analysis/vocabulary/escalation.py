"""The tests by which an issue becomes a matter for the county, and which offences may hold serious crime."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load

#: The source of a case -> its name in the data.
SCHEMES = {"street": "street", "borough": "borough", "csp_table": "home_office"}


@dataclass(frozen=True, slots=True)
class EscalationTest:
    """One test.

    Attributes
    ----------
    test, title, question : str
    kind : str
        `rule` where figures can speak, `judgement` where only the partnership can.
    rule : str
        The rule, as printed.
    """

    test: str
    title: str
    question: str
    kind: str
    rule: str


@cache
def escalation_tests() -> tuple[EscalationTest, ...]:
    """Return the tests in order."""
    return tuple(
        EscalationTest(**{name: " ".join(str(text).split()) for name, text in entry.items()})
        for entry in load("escalation")["tests"]
    )


@cache
def escalation_source() -> tuple[str, str]:
    """Return where the tests come from, and how far that was read."""
    held = load("escalation")
    return str(held["source"]), str(held["status"])


@cache
def serious_offences(source: str) -> frozenset[str]:
    """Return the offence codes of a source that may hold serious crime."""
    return frozenset(load("escalation")["serious"][SCHEMES[source]])


@cache
def serious_note(source: str) -> str:
    """Return what must be said of how a source counts serious crime; else ""."""
    return " ".join(str(load("escalation")["serious_note"].get(SCHEMES[source], "")).split())


@cache
def least_share() -> float:
    """Return the share of the county's recorded crimes and incidents from which an issue counts as frequent."""
    return float(load("escalation")["least_share"])
