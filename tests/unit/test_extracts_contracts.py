"""The contracts of the prescribed data sets: complete, consistent, and due when the instrument says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from pads_analysis.vocabulary import data_set, data_sets, extract_fields, grade_rules
from pads_analysis.vocabulary.prescribed import LOCATIONS


def test_the_twelve_prescribed_sets_and_the_two_others_are_there():
    assert [one.number for one in data_sets()] == [str(number) for number in range(1, 15)]
    assert [one.number for one in data_sets() if not one.prescribed] == ["13", "14"]
    assert len({one.code for one in data_sets()}) == 14


# Quarters are those of SI 2007/1831, from July 2007; disclosure is due by the end of the following period.
@pytest.mark.parametrize(
    ("quarter", "due"),
    [
        ("2007-07", dt.date(2007, 12, 31)),
        ("2021-10", dt.date(2022, 3, 31)),
        ("2022-01", dt.date(2022, 6, 30)),
        ("2022-04", dt.date(2022, 9, 30)),
    ],
)
def test_a_quarter_is_due_at_the_end_of_the_next(quarter, due):
    assert data_set("police_crime").due(quarter) == due


def test_emergency_departments_are_due_a_month_after_the_quarter_and_say_whose_choice_that_is():
    contract = data_set("emergency_department")
    assert contract.due("2021-07") == dt.date(2021, 10, 31)
    assert contract.frequency == "month"
    assert "our own choice" in contract.due_note


@pytest.mark.parametrize("contract", data_sets(), ids=lambda one: one.code)
def test_a_contract_names_known_fields_once_and_its_source(contract):
    assert set(contract.fields) <= set(extract_fields())
    assert len(contract.fields) == len(set(contract.fields))
    assert set(contract.locations) <= set(LOCATIONS)
    assert "from" in contract.required
    assert contract.holder
    assert contract.source
    assert contract.status in ("read", "unverified", "own")
    assert (contract.status == "own") == (contract.code == "victims_offenders")
    assert len({category.code for category in contract.categories}) == len(contract.categories)


def test_what_could_not_be_read_in_the_instrument_is_marked():
    unverified = {one.number for one in data_sets() if one.status == "unverified"}
    assert unverified == {"4", "5", "6", "7", "8", "11"}


def test_health_gives_the_outward_postcode_and_numbers_only_where_it_is_so():
    assert data_set("hospital_admissions").locations == ("outward_postcode", "lsoa")
    assert [one.code for one in data_sets() if one.numbers_only] == ["health_numbers"]


def test_a_category_is_known_by_any_name_it_is_printed_under():
    contract = data_set("police_crime")
    for written in ("Violence against the person", "VIOLENCE", "violence "):
        assert contract.category(written).code == "violence"
    assert contract.category("Moon robbery") is None


def test_every_pattern_of_a_heading_can_be_compiled_and_good_asks_for_more_than_fair():
    for field in extract_fields().values():
        assert all(re.compile(pattern) for pattern in field.headings)
        assert field.headings
    good, fair = grade_rules()["good"], grade_rules()["fair"]
    assert (good.located, good.kept, good.size) > (fair.located, fair.kept, fair.size)


def test_the_documentation_lists_every_contract_with_its_holder():
    page = (Path(__file__).parents[2] / "docs/data/extracts.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    assert [(row[0].strip("`"), row[1]) for row in rows] == [(one.code, one.number) for one in data_sets()]
    for row, contract in zip(rows, data_sets(), strict=True):
        assert contract.holder.casefold().startswith(row[2].casefold())
        assert ("category" in row[3]) == ("category" in contract.required)
        assert ("time" in row[3]) == contract.times
        assert ("no place" in row[3]) == (
            not contract.location_required
        ) or contract.code == "emergency_department"
        assert (row[5] in ("yes", "summary", "not prescribed")) == (contract.status == "read")
