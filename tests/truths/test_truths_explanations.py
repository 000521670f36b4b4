"""The explanations and context series of the example come out as what is planted has them."""

from __future__ import annotations

import pytest

from pads_analysis import assess
from pads_analysis.assess.result import Verdict
from pads_analysis.data.opening import open_case

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(example):
    return open_case("E22000900", store=str(example.store), params=str(example.params))


def of_kind(example, group: str, kind: str) -> list[dict]:
    found = [truth for truth in example.truths[group] if truth["kind"] == kind]
    assert found, f"the example has no {kind}"
    return found


def test_explanations_are_graded_as_what_is_planted_bears_them_out(example, case) -> None:
    table = assess.hypotheses(case).table.set_index("number")
    truths = of_kind(example, "planted", "explanation")
    assert {truth["evidence"] for truth in truths} == {"moderate", "contradicted", "untested"}
    for truth in truths:
        assert table.loc[truth["number"], "evidence"] == truth["evidence"], truth["finding"]


def test_the_series_built_from_a_planted_change_is_found_with_its_size(example, case) -> None:
    table = assess.context(case).table.set_index(["series", "offence_code"])
    for truth in of_kind(example, "planted", "context_series"):
        row = table.loc[(truth["series"], truth["offence_code"])]
        assert row["verdict"] == (Verdict.HIGHER if truth["size"] > 1 else Verdict.LOWER)
        assert row["ci_low"] <= truth["size"] <= row["ci_high"], truth["finding"]


def test_no_series_of_chance_is_found(example, case) -> None:
    table = assess.context(case).table.set_index(["series", "offence_code"])
    for truth in of_kind(example, "not_planted", "no_context_series"):
        row = table.loc[(truth["series"], truth["offence_code"])]
        assert row["verdict"] not in (Verdict.HIGHER, Verdict.LOWER), truth["statement"]
        assert row["ci_low"] < 1 < row["ci_high"]
