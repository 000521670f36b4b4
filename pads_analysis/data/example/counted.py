"""Expected and observed rows of every partnership, and how truths are put in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.model import find_place, offence_position, offences
from pads_analysis.data.example.places import Force, Place


@dataclass(frozen=True, slots=True)
class ForceTruth:
    """What is known about one force's rows.

    Attributes
    ----------
    expected, observed : ndarray, shape (places, offences, months)
        Rows with a small area: as the model expects them, and as the files hold them. Both are after the month that
        came half empty.
    hotspot : mapping
        Codes of the two clusters, `before` and `after`, and the rows of each in each window; empty elsewhere.
    actions : mapping of str to tuple of str
        Codes of the small areas of each action, by its id in the plan; empty elsewhere.
    """

    expected: np.ndarray
    observed: np.ndarray
    hotspot: Mapping[str, Any]
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """The forces, the months, and what is known about the rows of each force, in their order."""

    forces: Sequence[Force]
    calendar: Calendar
    found: Sequence[ForceTruth]

    def counts(self, force: int, place: int, offence: int) -> dict[str, Any]:
        """Return rows in the two windows, expected and observed, and the ratio of the expected ones."""
        earlier, latest = self.calendar.earlier, self.calendar.latest
        found = self.found[force]
        expected = [float(found.expected[place, offence, window].sum()) for window in (earlier, latest)]
        observed = [int(found.observed[place, offence, window].sum()) for window in (earlier, latest)]
        return {
            "expected": {"earlier": round(expected[0], 1), "latest": round(expected[1], 1)},
            "observed": {"earlier": observed[0], "latest": observed[1]},
            "true_ratio": round(expected[1] / expected[0], 4),
        }

    def named(self, plant: Mapping[str, Any]) -> dict[str, Any]:
        """Return code and name of a plant's place, and the counts of its offence when it has one."""
        force, at = find_place(self.forces, plant["place"])
        place = self.forces[force].places[at]
        named: dict[str, Any] = {"partnership_code": place.code, "partnership_name": place.name}
        if "offence" in plant:
            offence = offence_position(plant["offence"])
            named |= {"offence_code": offences()[offence].code, **self.counts(force, at, offence)}
        return named

    def places(self) -> Iterator[tuple[Force, int, Place]]:
        """Yield every partnership with its force and its position there."""
        for force in self.forces:
            for at, place in enumerate(force.places):
                yield force, at, place

    def codes(self, *, but: str = "", force: str = "", not_force: str = "") -> list[str]:
        """Return codes of partnerships: all, all but one name, those of a force, or those of the others."""
        return [
            place.code
            for owner, _, place in self.places()
            if place.name != but and force in ("", owner.name) and owner.name != not_force
        ]

    def table(self) -> list[dict[str, Any]]:
        """Return the counts of every partnership and offence."""
        return [
            {"partnership_code": place.code, "offence_code": offence.code}
            | self.counts(force.index, at, number)
            for force, at, place in self.places()
            for number, offence in enumerate(offences())
        ]
