"""Periods and the population that fits them."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pads_analysis.data.denominators import Denominator, estimate, fitting_year, population_for
from pads_analysis.data.periods import Period, month_label


@pytest.mark.parametrize(
    ("end", "months", "first", "before", "shift", "label"),
    [
        ("2021-09", 12, "2020-10", ("2019-10", "2020-09"), 12, "October 2020 to September 2021"),
        ("2021-03", 3, "2021-01", ("2020-01", "2020-03"), 12, "January 2021 to March 2021"),
        ("2021-03", 1, "2021-03", ("2020-03", "2020-03"), 12, "March 2021"),
        ("2021-12", 24, "2020-01", ("2018-01", "2019-12"), 24, "January 2020 to December 2021"),
        ("2021-12", 13, "2020-12", ("2018-12", "2019-12"), 24, "December 2020 to December 2021"),
        ("2021-12", 36, "2019-01", ("2016-01", "2018-12"), 36, "January 2019 to December 2021"),
    ],
)
def test_a_period_and_the_one_before(end, months, first, before, shift, label):
    period = Period.ending(end, months)
    assert f"{period.first:%Y-%m}" == first and f"{period.last:%Y-%m}" == end
    assert len(period.months) == months
    assert period.shift == shift
    assert (f"{period.before.first:%Y-%m}", f"{period.before.last:%Y-%m}") == before
    assert period.label == label


@given(year=st.integers(1990, 2090), month=st.integers(1, 12), months=st.integers(1, 36))
def test_the_period_before_never_overlaps_and_has_the_same_calendar_months(year, month, months):
    period = Period.ending(f"{year}-{month:02d}", months)
    before = period.before
    assert len(before.months) == months
    assert before.last < period.first
    assert [m.month for m in before.months] == [m.month for m in period.months]


def test_a_month_in_words():
    assert month_label(pd.Timestamp("2020-04-01")) == "April 2020"


@pytest.mark.parametrize(
    ("end", "months", "middle", "year"),
    [
        ("2021-03", 12, date(2020, 9, 30), 2020),  # a financial year takes the mid-year inside it
        ("2020-12", 12, date(2020, 7, 2), 2020),
        ("2021-09", 12, date(2021, 4, 1), 2021),
        ("2018-12", 6, date(2018, 10, 1), 2018),
        ("2019-02", 5, date(2018, 12, 15), 2018),
        ("2019-03", 3, date(2019, 2, 15), 2019),
        ("2021-12", 24, date(2020, 12, 31), 2021),
    ],
)
def test_the_year_that_fits(end, months, middle, year):
    period = Period.ending(end, months)
    assert period.midpoint == middle
    assert fitting_year(period) == year


@given(year=st.integers(1990, 2090), month=st.integers(1, 12), months=st.integers(1, 36))
def test_no_other_mid_year_is_nearer(year, month, months):
    period = Period.ending(f"{year}-{month:02d}", months)
    chosen = fitting_year(period)
    distance = {y: abs(date(y, 6, 30) - period.midpoint) for y in range(1985, 2095)}
    assert distance[chosen] == min(distance.values())


PUBLISHED = pd.Series({2017: 1000, 2019: 1100, 2020: 1300})


@pytest.mark.parametrize(
    ("year", "value", "status", "short"),
    [
        (2017, 1000, "published", ""),
        (2018, 1050, "interpolated", "mid-2018 population, interpolated"),
        (2019, 1100, "published", ""),
        (2021, 1300, "carried forward", "mid-2020 population, carried forward"),
        (2030, 1300, "carried forward", "mid-2020 population, carried forward"),
        (2016, 1000, "carried back", "mid-2017 population, carried back"),
    ],
)
def test_published_interpolated_or_carried(year, value, status, short):
    found = estimate(PUBLISHED, year)
    assert (found.value, found.year, found.status, found.short) == (value, year, status, short)
    assert f"mid-{year}" in found.note


def test_interpolation_runs_along_a_straight_line():
    by_year = pd.Series({2001: 100.0, 2011: 200.0})
    assert [estimate(by_year, year).value for year in (2002, 2006, 2010)] == pytest.approx([110, 150, 190])
    assert "between mid-2001 and mid-2011" in estimate(by_year, 2006).note


def test_no_estimate_at_all():
    found = estimate(pd.Series(dtype="float64"), 2020)
    assert math.isnan(found.value)
    assert (found.status, found.short) == ("not available", "")


def test_each_area_has_its_own_years_in_any_order():
    table = pd.DataFrame(
        [("E22000002", 2020, 50), ("E22000001", 2020, 30), ("E22000001", 2018, 10)],
        columns=["partnership_code", "year", "population"],
    )
    period = Period.ending("2019-12", 12)
    assert population_for(table, "E22000001", period) == Denominator(
        20.0,
        2019,
        "interpolated",
        "Population: mid-2019 is not in the store; interpolated between mid-2018 and mid-2020.",
        "mid-2019 population, interpolated",
    )
    assert population_for(table, "E22000002", period).status == "carried back"
    assert population_for(table, "E22000003", period).status == "not available"
