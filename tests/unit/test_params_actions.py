"""Actions of the plan with dates and areas: what is accepted, and what is refused with its line and what to do."""

from __future__ import annotations

import pandas as pd
import pytest
from action_cases import action, plan
from pydantic import ValidationError

from pads_analysis.data.named_areas import check_action_areas, places_named
from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params
from pads_analysis.params.plan import PlanAction

PLACES = pd.DataFrame(
    {
        "place_code": ["E01000001", "E01000002", "E01000003+", "E01000004"],
        "ward_code": ["E05000001", "E05000001", "E05000002", ""],
    }
)


def resolved(**changes):
    from dataclasses import replace

    return replace(load_params("E22000901"), plan=plan(action(**changes)))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"areas": None},
        {"ends": "2020-01-01"},
        {"starts": None, "indicator": None, "areas": None},
        {"areas": ["E05000001"], "comparison_areas": ["W05000002"], "buffer_areas": ["W01000001"]},
        {"indicator": None, "areas": None},
    ],
)
def test_accepted(change) -> None:
    assert PlanAction.model_validate(action(**change)).id == "A1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"starts": None, "areas": None, "ends": "2020-02-01"}, "ends without a start"),
        ({"ends": "2019-12-31"}, "before it starts"),
        ({"starts": "2020-02-30"}, "not a date"),
        ({"indicator": None}, "names areas but no indicator"),
        ({"starts": None, "indicator": None}, "names areas but no starts and indicator"),
        ({"areas": None, "comparison_areas": ["E01000001"]}, "but no areas"),
        ({"buffer_comparison_areas": ["E01000009"]}, "but no buffer_areas"),
        ({"areas": ["E01000001", "E01000001"]}, "twice"),
        ({"areas": ["E01000001"], "buffer_areas": ["E01000001"]}, "also stands in areas"),
        ({"areas": ["E07000001"]}, "not the code of a small area or a ward"),
        ({"areas": ["Ownham 001A"]}, "not the code of a small area or a ward"),
        ({"areas": "E01000001"}, "tuple"),
    ],
)
def test_refused(change, says) -> None:
    with pytest.raises(ValidationError, match=says):
        PlanAction.model_validate(action(**change))


def test_wards_and_joined_areas_stand_for_their_small_areas() -> None:
    assert places_named(["E05000001"], PLACES) == ("E01000001", "E01000002")
    assert places_named(["E01000003", "E05000002"], PLACES) == ("E01000003+",)
    assert places_named(["E01999999"], PLACES) == ()


def test_an_area_of_another_partnership_is_refused_by_name() -> None:
    with pytest.raises(ParamsError) as error:
        check_action_areas(resolved(areas=["E01000001", "E01999999"]), PLACES, "Ownham")
    assert "E01999999 is no small area or ward of Ownham" in str(error.value)
    assert "plan.yaml, action 1 (A1), areas" in str(error.value)
    assert "E01000001" in str(error.value)


def test_a_small_area_in_two_lists_by_way_of_its_ward_is_refused() -> None:
    with pytest.raises(ParamsError, match="E01000002 stands in areas and in comparison_areas"):
        check_action_areas(resolved(areas=["E05000001"], comparison_areas=["E01000002"]), PLACES, "Ownham")


def test_areas_of_its_own_are_accepted() -> None:
    check_action_areas(resolved(areas=["E05000001"], comparison_areas=["E01000004"]), PLACES, "Ownham")
