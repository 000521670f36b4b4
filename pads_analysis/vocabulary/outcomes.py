"""What became of recorded crimes: published outcomes and the groups they are told in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load

#: The group of every outcome that the vocabulary does not name, and of none at all.
OTHER = "other"
OPEN = "under_investigation"
CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """A group of outcomes.

    Attributes
    ----------
    code, name : str
        Our code; what it is called in print.
    outcomes : tuple of str
        The outcomes as published, compared without regard to case.
    """

    code: str
    name: str
    outcomes: tuple[str, ...]


@cache
def outcome_groups() -> tuple[OutcomeGroup, ...]:
    """Return the groups in the order in which they are printed."""
    return tuple(
        OutcomeGroup(entry["code"], entry["name"], tuple(entry["outcomes"]))
        for entry in load("outcomes")["groups"]
    )


@cache
def outcome_names() -> dict[str, str]:
    """Return the printed name of each group by its code."""
    return {group.code: group.name for group in outcome_groups()}


@cache
def outcome_source() -> str:
    """Return where the list of outcomes was read."""
    held = load("outcomes")
    return f"{held['source']}, {held['address']}"


@cache
def outcome_caveats() -> tuple[str, ...]:
    """Return what must be said of outcomes wherever they are printed."""
    return tuple(load("outcomes")["caveats"])


def outcome_group(published: str) -> str:
    """Return the code of the group of an outcome as published; `OTHER` for one that is not known, and for none."""
    return _by_published().get(published.strip().casefold(), OTHER)


@cache
def _by_published() -> dict[str, str]:
    return {text.casefold(): group.code for group in outcome_groups() for text in group.outcomes}
