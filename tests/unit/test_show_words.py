"""Numbers and names as printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pads_analysis.show import words
from pads_analysis.show.cells import Column, json_cells, json_safe, printed


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bristol, City of", "Bristol"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Kingston upon Hull,  City of", "Kingston upon Hull"),
        ("Bath and North East Somerset", "Bath and North East Somerset"),
        ("Avon, Somerset and Devon", "Avon, Somerset and Devon"),
    ],
)
def test_a_place_is_named_in_reading_order(name, shown):
    assert words.place_name(name) == shown


def test_long_lists_are_cut_and_short_ones_are_not():
    assert words.listed([]) == ""
    assert words.listed(["A"]) == "A"
    assert words.listed(["A", "B", "C", "D"]) == "A, B, C and D"
    assert words.listed("ABCDEF") == "A, B, C and 3 more"
    assert words.listed(["A, at last", "B", "C"]) == "A, at last; B; and C"
    assert words.listed(["A (one, two)", "B", "C"]) == "A (one, two), B and C"


def test_nouns_and_verbs_agree_with_their_number():
    assert words.plural(1, "small area") == "1 small area"
    assert words.plural(1234, "small area") == "1,234 small areas"
    assert words.plural(0, "person", "people") == "0 people"
    assert words.verb(1, "is", "are") == "is"
    assert words.events(1, "burglary") == "1 police recorded crime"
    assert words.events(2, "anti_social_behaviour") == "2 incidents"


def test_changes_say_their_direction():
    assert words.change_percent(1.32) == "up 32%"
    assert words.change_percent(0.955) == "down 4.5%"
    assert words.change_percent(1.0001) == "up or down by less than 0.1%"
    assert words.change_span(1.21, 1.44) == "21% to 44%"
    assert words.change_span(0.6, 0.9) == "10% to 40%"
    assert words.change_span(0.95, 1.25) == "5.0% down to 25.0% up"


def test_months_are_named_in_english_whatever_they_come_as():
    assert words.month_label(pd.Timestamp("2021-03-01")) == "March 2021"
    assert words.month_label("2021-03", short=True) == "Mar 2021"
    assert words.month_label(pd.NaT) == "[x]"
    assert words.during("October 2020 to September 2021") == "from October 2020 to September 2021"
    assert words.during("March 2021") == "in March 2021"


def test_the_decimals_of_a_column_follow_its_smallest_rate():
    assert words.rate_places([82.0, 1.2, float("nan"), 0]) == 1
    assert words.rate_places([82.0, 0.4]) == 2


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (12345, Column("n", "N", "count"), "12,345"),
        (-3, Column("n", "N", "count"), "-3"),
        (np.float64(0.004), Column("n", "N", "number", 1), "[low]"),
        (0.0, Column("n", "N", "number", 1), "0.0"),
        (-0.0, Column("n", "N", "number", 1), "0.0"),
        (float("inf"), Column("n", "N", "number", 1), "[x]"),
        (pd.NA, Column("n", "N", "count"), "[x]"),
        (None, Column("n", "N"), "[x]"),
        ("[z]", Column("n", "N", "number"), "[z]"),
        ((12.34, 14.46), Column("n", "N", "interval", 1), "12.3 to 14.5"),
        ((np.nan, 14.46), Column("n", "N", "interval", 1), "[x]"),
        (("[z]", "[z]"), Column("n", "N", "interval", 1), "[z]"),
        (np.bool_(True), Column("n", "N", "flag"), "yes"),
        ("uncertain", Column("n", "N", "verdict"), "too uncertain to say"),
    ],
)
def test_cells_are_printed_with_shorthand_for_what_is_missing(value, column, text):
    assert printed(value, column) == text


def test_json_holds_numbers_and_nulls_only():
    assert json_safe(np.int64(3)) == 3
    assert type(json_safe(np.int64(3))) is int
    assert json_safe(1 / 3) == 0.3333333333
    assert json_safe({"a": [np.nan, pd.NaT, pd.Timestamp("2021-03-01")]}) == {"a": [None, None, "2021-03-01"]}
    assert json_safe(np.bool_(False)) is False
    assert json_cells((1.0, np.nan), Column("r", "R", "interval", 1)) == [1.0, None]
    assert json_cells("[z]", Column("r", "R", "number")) == [None]


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("Vehicle crime", "was"),
        ("Violence and sexual offences", "were"),
        ("Drugs", "were"),
        ("Possession of weapons", "was"),
        ("All police recorded crime", "was"),
    ],
)
def test_a_verb_agrees_with_the_offence(name, verb):
    assert words.were(name) == verb


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2023-08-05", "5 August 2023"), ("2021-03", "March 2021"), ("spring 2021", "spring 2021"), ("", "")],
)
def test_a_date_is_written_in_words(value, shown):
    assert words.day(value) == shown
