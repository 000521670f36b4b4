"""Whose earlier assessments may stand for a partnership: told from lookups written by hand."""

from __future__ import annotations

import pytest
from earlier_assessments import OWN, earlier
from test_store_areas import areas, change, csp

from pads_analysis.data.predecessors import Generation, generations, judge
from pads_analysis.errors import ParamsError
from pads_analysis.params.predecessors import joined

EAST, WEST, NORTH, SPLIT = "E22000801", "E22000802", "E22000803", "E22000804"
NAME = f"Ownham ({OWN})"
MERGED = areas(
    csp("21", "E07000801", EAST),
    csp("21", "E07000802", WEST),
    csp("21", "E07000803", NORTH),
    change("E07000801", "E07000901"),
    change("E07000802", "E07000901"),
    csp("24", "E07000901", OWN),
    csp("24", "E07000803", NORTH),
)


def given(*codes: str):
    return joined([earlier({"burglary": 10}, code=code) for code in codes], "here")


def judged(known, *codes: str) -> None:
    judge(given(*codes), OWN, NAME, known, "here")


def accepted(known, *codes: str) -> bool:
    try:
        judged(known, *codes)
    except ParamsError:
        return False
    return True


def refused(known, *codes: str) -> ParamsError:
    with pytest.raises(ParamsError) as caught:
        judged(known, *codes)
    assert caught.value.where == "here"
    return caught.value


def test_each_lookup_tells_which_partnerships_lie_in_todays():
    newest, older = generations(MERGED, OWN)
    assert newest == Generation({OWN: OWN}, {}) and older == Generation({EAST: EAST, WEST: WEST}, {})


def test_all_that_merged_are_taken_in_any_order():
    known = generations(MERGED, OWN)
    assert accepted(known, EAST, WEST) and accepted(known, WEST, EAST) and accepted(known, OWN)
    assert not accepted(known, EAST)


def test_one_that_is_missing_is_named_with_what_to_do():
    error = refused(generations(MERGED, OWN), EAST)
    assert (
        f"made of 2 partnerships, and the previous assessment of {WEST} ({WEST}) is not given" in error.what
    )
    assert f"Ownham ({EAST})" in error.what and "List the findings.json of each" in error.do


def test_a_wholly_different_partnership_is_refused_by_name():
    error = refused(generations(MERGED, OWN), NORTH)
    assert error.what == f"The previous assessment is of Ownham ({NORTH}), and this one is of {NAME}."
    assert EAST in error.do and WEST in error.do
    assert NORTH in refused(generations(MERGED, OWN), EAST, WEST, NORTH).what
    assert "same partnership." in refused((), NORTH).do


def test_the_merged_partnership_beside_one_of_its_parts_overlaps():
    assert "overlap" in refused(generations(MERGED, OWN), OWN, EAST).what


def test_a_partnership_of_the_same_area_under_another_code_is_taken():
    recoded = areas(
        csp("21", "E07000801", EAST), change("E07000801", "E06000901"), csp("24", "E06000901", OWN)
    )
    assert accepted(generations(recoded, OWN), EAST)
    assert not accepted(generations(recoded, OWN), NORTH)


def test_an_area_that_went_to_two_partnerships_cannot_be_counted_to_one():
    split = areas(
        csp("21", "E07000801", SPLIT),
        csp("21", "E07000802", SPLIT),
        csp("24", "E07000801", OWN),
        csp("24", "E07000802", NORTH),
    )
    known = generations(split, OWN)
    assert known[1] == Generation({}, {SPLIT: SPLIT})
    assert "more than one partnership today" in refused(known, SPLIT).what


def test_a_merger_of_a_merger_may_be_given_at_either_stage():
    chain = areas(
        csp("18", "E07000801", EAST),
        csp("18", "E07000802", WEST),
        csp("18", "E07000803", NORTH),
        change("E07000801", "E07000850", "18", "21"),
        change("E07000802", "E07000850", "18", "21"),
        csp("21", "E07000850", SPLIT),
        csp("21", "E07000803", NORTH),
        change("E07000850", "E07000901", "21", "24"),
        change("E07000803", "E07000901", "21", "24"),
        csp("24", "E07000901", OWN),
    )
    known = generations(chain, OWN)
    judged(known, EAST, WEST, NORTH)
    judged(known, SPLIT, NORTH)
    assert "overlap" in refused(known, SPLIT, EAST).what
    # What is nearest to complete is asked for: one of two rather than two of three.
    assert SPLIT in refused(known, NORTH).what and EAST not in refused(known, NORTH).what
