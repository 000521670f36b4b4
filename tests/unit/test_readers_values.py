from __future__ import annotations

import pytest

from pads_analysis.data.readers import values
from pads_analysis.data.readers.headings import area_column
from pads_analysis.data.readers.totals import is_total


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("1,234,567", 1_234_567), ("-45", -45), ("\u22127", -7), ("+3", 3), ("8.0", 8), (" 5 ", 5)],
)
def test_counts_that_can_be_read(text: str, number: int):
    assert values.count(text) == (number, "")


@pytest.mark.parametrize(
    "text", ["", "-", "–", "..", "[c]", "C", "[z]", "NA", "1,23", "1e3", "٣", "0x1F", "1 2", "(3)"]
)
def test_counts_that_cannot_be_read_say_why(text: str):
    number, reason = values.count(text)
    assert number == 0
    assert reason


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2017/18", 2017),
        ("2017-18", 2017),
        ("1999/00", 1999),
        ("2017/2018", 2017),
        ("Year ending March 2018", 2017),
    ],
)
def test_financial_years(text: str, year: int):
    assert values.financial_year(text) == year


@pytest.mark.parametrize("text", ["2017/19", "2017", "17/18", "2017/17", "", "Year ending June 2018"])
def test_what_is_no_financial_year(text: str):
    assert values.financial_year(text) == 0


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Mid-2019: published 2021", 2019),
        ("population19_lsoa11.csv.gz", 2019),
        ("imd2004_england_lsoa01.csv", 2004),
        ("households21_england_wales_ltla23.csv", 2021),
        ("lookup_lsoa11.csv", 0),
        ("E06000022.csv", 0),
        ("1066 and all that", 0),
    ],
)
def test_years_in_names(text: str, year: int):
    assert values.year_in(text) == year


@pytest.mark.parametrize(
    ("heading", "entity", "vintage", "part"),
    [
        ("LSOA11CD", "lsoa", "11", "code"),
        ("lsoa21_name", "lsoa", "21", "name"),
        ("WD22CD", "ward", "22", "code"),
        ("lad-code", "ltla", "", "code"),
        ("LA Code (2019 boundaries)", "ltla", "19", "code"),
        ("Local Authority District name (2019)", "ltla", "19", "name"),
        ("UTLA21CD", "utla", "21", "code"),
        ("CTYUA23CD", "utla", "23", "code"),
        ("CTY21CD", "county", "21", "code"),
        ("RGNCD", "region", "", "code"),
        ("PFA21NM", "pfa", "21", "name"),
        ("LSOA 2021 Code", "lsoa", "21", "code"),
    ],
)
def test_area_headings(heading: str, entity: str, vintage: str, part: str):
    found = area_column(0, heading)
    assert found is not None
    assert (found.entity, found.vintage, found.part) == (entity, vintage, part)


@pytest.mark.parametrize("heading", ["LSOA11NMW", "FID", "code", "Crime code", "ruc11_code", "lsoa", ""])
def test_what_is_no_area_heading(heading: str):
    assert area_column(0, heading) is None


@pytest.mark.parametrize(
    "name", ["Total", "GRAND TOTAL", "All", "Total [note 1]", "London Region", "England and Wales"]
)
def test_totals(name: str):
    assert is_total(name)


@pytest.mark.parametrize(
    "name",
    [
        "West Midlands",
        "Metropolitan Police",
        "South Wales",
        "North East Lincolnshire",
        "All other theft",
        "Allerdale",
    ],
)
def test_names_that_are_no_totals(name: str):
    assert not is_total(name)
