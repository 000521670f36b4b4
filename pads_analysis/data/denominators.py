"""Populations for rates: the year that fits a period, and what is said when that year is not published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pads_analysis.data.periods import Period


@dataclass(frozen=True, slots=True)
class Denominator:
    """The population that stands under a rate.

    Attributes
    ----------
    value : float
        Persons; missing when the store holds no estimate for the area.
    year : int
        The mid-year wanted.
    status : str
        published, interpolated, carried forward, carried back, or not available.
    note : str
        The sentence to print beside the rate.
    short : str
        The note in a few words; empty for a published estimate.
    """

    value: float
    year: int
    status: str
    note: str
    short: str = ""


def fitting_year(period: Period) -> int:
    """Return the year whose 30 June is nearest to the middle of the period.

    For a year that ends in March this is the mid-year inside it, the convention of the published rates.
    """
    middle = period.midpoint
    return min(range(middle.year - 1, middle.year + 2), key=lambda year: abs(date(year, 6, 30) - middle))


def population_for(published: pd.DataFrame, code: str, period: Period) -> Denominator:
    """Return the population of one area for a period.

    Parameters
    ----------
    published : DataFrame
        partnership_code, year, population: published mid-year estimates, one row per area and year.
    code : str
        The area.
    period : Period

    Returns
    -------
    Denominator
        A missing year between two published ones is interpolated along a straight line; one outside them takes the
        nearest published value. The note says so.
    """
    own = published.loc[published["partnership_code"] == code].set_index("year")["population"].sort_index()
    return estimate(own, fitting_year(period))


def estimate(by_year: pd.Series, year: int) -> Denominator:
    """Return the population of `year` from a Series of published values indexed by year."""
    if by_year.empty:
        return Denominator(float("nan"), year, "not available", "No population estimate is in the store.")
    if year in by_year.index:
        value = float(by_year.loc[year])
        return Denominator(value, year, "published", f"Population: mid-{year} estimate.")
    earlier, later = by_year.loc[by_year.index < year], by_year.loc[by_year.index > year]
    if earlier.empty:
        first = int(later.index[0])
        note = f"Population: mid-{year} is not in the store; the mid-{first} estimate is carried back."
        return Denominator(
            float(later.iloc[0]), year, "carried back", note, f"mid-{first} population, carried back"
        )
    if later.empty:
        last = int(earlier.index[-1])
        note = f"Population: mid-{year} is not in the store; the mid-{last} estimate is carried forward."
        return Denominator(
            float(earlier.iloc[-1]), year, "carried forward", note, f"mid-{last} population, carried forward"
        )
    y0, y1 = int(earlier.index[-1]), int(later.index[0])
    share = (year - y0) / (y1 - y0)
    value = float(earlier.iloc[-1]) * (1 - share) + float(later.iloc[0]) * share
    note = f"Population: mid-{year} is not in the store; interpolated between mid-{y0} and mid-{y1}."
    return Denominator(value, year, "interpolated", note, f"mid-{year} population, interpolated")
