"""The strategies of section 6(1) of the Crime and Disorder Act 1998, and what speaks to each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy.

    Attributes
    ----------
    code, name : str
    letter : str
        Its paragraph in section 6(1).
    offences, data_sets : tuple of str
        Categories of recorded crime and data sets of partners that speak to it.
    rest : bool
        Whether every category that stands under no strategy belongs here.
    missing : str
        What would speak to it, for where nothing does.
    """

    code: str
    name: str
    letter: str
    offences: tuple[str, ...]
    data_sets: tuple[str, ...]
    missing: str
    rest: bool = False


@cache
def strategies() -> tuple[Strategy, ...]:
    """Return the strategies in the order of the Act."""
    return tuple(
        Strategy(**entry | {"offences": tuple(entry["offences"]), "data_sets": tuple(entry["data_sets"])})
        for entry in load("strategies")["strategies"]
    )


def strategy_codes() -> tuple[str, ...]:
    """Return their codes."""
    return tuple(each.code for each in strategies())


def strategies_of(offence: str) -> tuple[str, ...]:
    """Return the codes of the strategies that a category of recorded crime belongs to."""
    named = tuple(each.code for each in strategies() if offence in each.offences)
    return named or tuple(each.code for each in strategies() if each.rest)
