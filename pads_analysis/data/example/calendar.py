"""The months of an example, and the two windows of twelve that an assessment compares."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pads_analysis.errors import UsageError

# Mean days of each calendar month over a leap cycle, so that any twelve months in a row add up to the same.
_DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
SHORTEST = 24


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whole months in a row.

    Attributes
    ----------
    names : tuple of str
        YYYY-MM, oldest first.
    """

    names: tuple[str, ...]

    @classmethod
    def ending(cls, last: str, months: int) -> Calendar:
        """Return the `months` months up to `last` (YYYY-MM).

        Raises
        ------
        UsageError
            When `last` is not a month or there are fewer than 24 months.
        """
        if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", last):
            raise UsageError(f"{last!r} is not a month.", do="Write YYYY-MM, for example 2024-03.")
        if months < SHORTEST:
            raise UsageError(
                f"The example needs at least {SHORTEST} months, and {months} were asked for.",
                do="Ask for 24 or more: it compares twelve months with the twelve before.",
            )
        final = int(last[:4]) * 12 + int(last[5:]) - 1
        numbers = range(final - months + 1, final + 1)
        return cls(tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers))

    def __len__(self) -> int:
        return len(self.names)

    @property
    def latest(self) -> slice:
        """The latest twelve months."""
        return slice(len(self) - 12, len(self))

    @property
    def earlier(self) -> slice:
        """The twelve months before the latest twelve."""
        return slice(len(self) - 24, len(self) - 12)

    def back(self, months: int) -> int:
        """Return the position of the month so many before the last."""
        return len(self) - 1 - months

    def span(self, window: slice) -> list[str]:
        """Return the first and last month of a window."""
        return [self.names[window][0], self.names[window][-1]]

    @property
    def month_of_year(self) -> np.ndarray:
        """0 for January to 11 for December, shape (months,)."""
        return np.array([int(name[5:]) - 1 for name in self.names])

    @property
    def share_of_year(self) -> np.ndarray:
        """Each month's part of a year by its mean length, shape (months,)."""
        return _DAYS[self.month_of_year] / _DAYS.sum()
