"""Categories that were split, joined or renamed between two assessments: restated or named, never new or gone."""

from __future__ import annotations

import math

import pytest
from assess_cases import OWN, make_case
from earlier_assessments import earlier

from pads_analysis.assess import redefined
from pads_analysis.assess.change import change
from pads_analysis.assess.redefined import on_todays_categories
from pads_analysis.assess.result import Movement
from pads_analysis.assess.since_previous import since_previous
from pads_analysis.vocabulary import offence_scheme
from pads_analysis.vocabulary.category_changes import CategoryChange, category_changes

HELD = {"first": "2010-01", "last": "2014-12"}
THEN = {"first": "2012-01", "last": "2012-12"}
MONTHS, BREAK = 60, 40  # January 2010 to December 2014; May 2013 is the forty-first month


def before(value: int) -> list[int]:
    return [value] * BREAK + [0] * (MONTHS - BREAK)


def since(value: int) -> list[int]:
    return [0] * BREAK + [value] * (MONTHS - BREAK)


SPLIT = {
    "burglary": [300] * MONTHS,
    "violent_crime": before(100),
    "violence_and_sexual_offences": since(120),
    "public_disorder_and_weapons": before(40),
    "public_order": since(30),
    "possession_of_weapons": since(10),
    "other_theft": [90] * BREAK + [50] * (MONTHS - BREAK),
    "bicycle_theft": since(25),
    "theft_from_the_person": since(15),
}
RELEASED = {"burglary": 300, "violent_crime": 100, "public_disorder_and_weapons": 40, "other_theft": 90}


def found(counts, released=None, **settings):
    given = earlier(released or RELEASED, **THEN)
    return since_previous(make_case({OWN: counts}, previous_assessment=given, **HELD, **settings))


def test_every_code_of_the_vocabulary_is_a_category_of_its_scheme():
    known = {offence.code for offence in offence_scheme("street").offences}
    assert category_changes("street") and category_changes("borough") == ()
    for one in category_changes("street"):
        assert one.codes <= known and one.note and not one.note.endswith(".")
        assert not one.exact or len(one.after) == 1


def test_a_split_category_is_neither_gone_nor_are_its_parts_new():
    result = found(SPLIT)
    table = result.table.set_index("offence_code")
    assert table.at["burglary", "movement"] == Movement.STABLE
    for code in set(SPLIT) - {"burglary"}:
        row = table.loc[code]
        assert row["movement"] == Movement.UNCERTAIN, code
        assert "from May 2013" in row["why"], code
        assert math.isnan(row["ratio"]) and math.isnan(row["difference"])
        assert code in set(result.restatements["offence_code"])
    assert not {Movement.NEW, Movement.GONE} & set(table["movement"])
    assert table.at["public_order", "why"] == (
        "not among the offences released then; from May 2013 public disorder and weapons is split into public "
        "order and possession of weapons"
    )
    # The total is what it was: 530 a month before, 550 since.
    assert (table.at["all_crime", "count_before"], table.at["all_crime", "count"]) == (530 * 12, 550 * 12)
    assert table.at["all_crime", "why"] == "" and table.at["all_crime", "movement"] == Movement.STABLE


def test_the_changes_are_said_once_each():
    said = [text for text in found(SPLIT).changed_basis if "May 2013" in text]
    assert len(said) == 3 and all("not set against the other" in text for text in said)


def test_the_chapter_on_change_names_it_beside_the_figure():
    case = make_case({OWN: SPLIT}, previous_assessment=earlier(RELEASED, **THEN), **HELD)
    rows = change(case).table.set_index("offence_code")
    assert rows.at["violent_crime", "note"].startswith("From May 2013 violent crime is called")
    assert rows.at["violent_crime", "recording"] and not rows.at["burglary", "recording"]


def test_months_issued_anew_in_todays_categories_are_compared():
    counts = {"burglary": [50] * MONTHS, "violence_and_sexual_offences": [100] * 48 + [200] * 12}
    result = found(counts, {"burglary": 50, "violent_crime": 100})
    table = result.table.set_index("offence_code")
    now = table.loc["violence_and_sexual_offences"]
    assert (now["movement"], now["count_before"], now["count"]) == (Movement.RISING, 1200, 2400)
    assert "drawn anew" in now["why"]
    old = table.loc["violent_crime"]
    assert old["count_released"] == 1200 and math.isnan(old["count_restated"])
    assert old["why"].startswith("from May 2013") and old["movement"] == Movement.UNCERTAIN


def test_periods_on_one_side_of_a_change_know_nothing_of_it():
    counts = {"public_order": [30] * MONTHS, "possession_of_weapons": [0] * 48 + [10] * 12}
    given = earlier({"public_order": 30}, first="2013-06", last="2013-12")
    case = make_case({OWN: counts}, previous_assessment=given, **HELD)
    result = since_previous(case)
    assert not any("May 2013" in text for text in (*result.changed_basis, *result.table["why"]))
    assert result.table.set_index("offence_code").at["possession_of_weapons", "movement"] == Movement.NEW


JOINED = CategoryChange(
    "2013-05",
    ("theft_from_the_person", "bicycle_theft", "other_theft"),
    ("other_theft",),
    True,
    "from May 2013 other theft holds bicycle theft and theft from the person",
)


@pytest.fixture
def exact(monkeypatch):
    monkeypatch.setattr(redefined, "category_changes", lambda scheme: (JOINED,))


def test_joined_categories_are_counted_under_todays(exact):
    counts = {
        "bicycle_theft": before(20),
        "theft_from_the_person": before(10),
        "other_theft": [70] * BREAK + [200] * (MONTHS - BREAK),
    }
    result = found(counts, {"bicycle_theft": 20, "theft_from_the_person": 10, "other_theft": 70})
    table = result.table.set_index("offence_code")
    assert list(table.index) == ["all_crime", "other_theft"]
    row = table.loc["other_theft"]
    assert (row["count_released"], row["count_restated"], row["count_before"], row["count"]) == (
        1200,
        1200,
        1200,
        2400,
    )
    assert row["movement"] == Movement.RISING and math.isnan(row["rate_released"])
    assert "from May 2013 other theft holds" in row["why"]
    assert any("counted as one category" in text for text in result.changed_basis)


def test_a_case_without_the_categories_is_left_as_it_is(exact):
    case = make_case({OWN: {"burglary": 5}})
    assert on_todays_categories(case) is case
