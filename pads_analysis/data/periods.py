"""Runs of whole months: an assessment's period and the one it is compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pads_analysis.params import PreviousAssessment


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` to `last`, both included.

    Attributes
    ----------
    first, last : Timestamp
        First day of the first and of the last month.
    """

    first: pd.Timestamp
    last: pd.Timestamp

    @classmethod
    def ending(cls, last: str, months: int) -> Period:
        """Return the period of `months` months that ends with the month `last` (YYYY-MM)."""
        end = pd.Timestamp(f"{last}-01")
        return cls(end - pd.DateOffset(months=months - 1), end)

    @property
    def months(self) -> pd.DatetimeIndex:
        """First days of the months."""
        return pd.date_range(self.first, self.last, freq="MS")

    @property
    def length(self) -> int:
        """Number of months."""
        return 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1

    @property
    def shift(self) -> int:
        """Months back to the same calendar months of the period before: 12, or 24 or 36 for longer periods."""
        return 12 * math.ceil(self.length / 12)

    @property
    def before(self) -> Period:
        """The same calendar months of the year (or years) before."""
        step = pd.DateOffset(months=self.shift)
        return Period(self.first - step, self.last - step)

    @property
    def midpoint(self) -> date:
        """The day halfway through."""
        end = self.last + pd.DateOffset(months=1)
        return (self.first + (end - self.first) / 2).date()

    @property
    def label(self) -> str:
        """The period in words: "October 2020 to September 2021"."""
        if self.first == self.last:
            return f"{self.first:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"


def month_label(month: pd.Timestamp) -> str:
    """Return "April 2020" for the month that starts on `month`."""
    return f"{month:%B %Y}"


def previous_period(earlier: PreviousAssessment) -> Period:
    """Return the months that an earlier assessment is about."""
    return Period(pd.Timestamp(earlier.period.first), pd.Timestamp(earlier.period.last))
