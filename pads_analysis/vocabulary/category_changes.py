"""Categories of a publication that were split, joined, renamed or drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pads_analysis.vocabulary.loader import load


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """One change of categories.

    Attributes
    ----------
    month : str
        First month, YYYY-MM, in the new categories.
    before, after : tuple of str
        Codes before and from that month on; a code in both kept its name and not its contents.
    exact : bool
        Whether those before, taken together, are the single one after.
    note : str
        What changed, as a clause.
    """

    month: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    exact: bool
    note: str

    @property
    def codes(self) -> frozenset[str]:
        """Every code concerned."""
        return frozenset((*self.before, *self.after))

    @property
    def old(self) -> frozenset[str]:
        """Codes in use before that month only."""
        return frozenset(self.before) - frozenset(self.after)

    @property
    def new(self) -> frozenset[str]:
        """Codes in use from that month on only."""
        return frozenset(self.after) - frozenset(self.before)


@cache
def category_changes(scheme: str) -> tuple[CategoryChange, ...]:
    """Return the changes of the categories of a scheme, as `offence_scheme` names it; none where none is known."""
    return tuple(
        CategoryChange(
            month=str(entry["month"]),
            before=tuple(entry["before"]),
            after=tuple(entry["after"]),
            exact=entry.get("exact", False),
            note=entry["note"],
        )
        for entry in load("category_changes").get(scheme, ())
    )
