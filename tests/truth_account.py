"""The account of the truths: what was planted and found, what was missed, and what was claimed that nobody planted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sized
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Tally:
    """Numbers of one kind of truth: planted and found, looked at where none was planted, and claimed there."""

    planted: int = 0
    found: int = 0
    checked: int = 0
    false: list[Any] = field(default_factory=list)


@dataclass
class Account:
    """What every test of the truths saw, by the words for what it looked for."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def find(self, what: str, found: Collection[Any] | bool, planted: int = 1) -> None:
        """Count what was found of the things planted; fewer than planted is a miss."""
        tally = self.tallies.setdefault(what, Tally())
        tally.planted += planted
        tally.found += len(found) if isinstance(found, Sized) else int(found)

    def claim(self, what: str, false: Collection[Any], checked: int) -> None:
        """Count what was looked at where nothing was planted, and what was claimed there all the same."""
        tally = self.tallies.setdefault(what, Tally())
        tally.checked += checked
        tally.false += list(false)

    def lines(self) -> list[str]:
        """Return the account as lines of text."""
        head = f"{'':<44}{'planted':>9}{'found':>9}{'missed':>9}{'looked at':>12}{'false':>9}"
        rows = [
            f"{what:<44}{t.planted:>9}{t.found:>9}{t.planted - t.found:>9}{t.checked:>12}{len(t.false):>9}"
            for what, t in self.tallies.items()
        ]
        false = [f"  false: {what}: {one}" for what, t in self.tallies.items() for one in t.false]
        return [head, *rows, *false]

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """Return the account as plain values, for the process that prints it."""
        return {
            what: asdict(tally) | {"false": [str(one) for one in tally.false]}
            for what, tally in self.tallies.items()
        }

    def add(self, other: Mapping[str, Mapping[str, Any]]) -> None:
        """Add what another process saw."""
        for what, seen in other.items():
            tally = self.tallies.setdefault(what, Tally())
            tally.planted += seen["planted"]
            tally.found += seen["found"]
            tally.checked += seen["checked"]
            tally.false += seen["false"]


#: The one account of this process.
ACCOUNT = Account()
