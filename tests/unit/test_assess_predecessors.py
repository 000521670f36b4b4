"""What is said of partnerships that have since merged: sums restated, headlines beside today's figures, none judged."""

from __future__ import annotations

import math

import pytest
from assess_cases import OWN, PEERS, by_month, make_case
from earlier_assessments import earlier, headline
from show_results import released

from pads_analysis.assess.previous_findings import previous_findings
from pads_analysis.assess.result import Standing
from pads_analysis.assess.since_previous import since_previous
from pads_analysis.params.predecessors import joined
from pads_analysis.show import sentences, tables

EAST, WEST = "E22000801", "E22000802"
RATIO = {"offence_code": "burglary", "ratio": 1.5, "ratio_low": 1.3, "ratio_high": 1.7}


def part(code, name, counts, **kwargs):
    given = earlier(counts, code=code, districts=[f"E07{code[3:]}"], **kwargs)
    return given.model_copy(update={"partnership": given.partnership.model_copy(update={"name": name})})


@pytest.fixture
def case():
    told = [headline("levels", "Burglary was higher.", "higher", **RATIO), headline("views", "They said so.")]
    parts = [
        part(EAST, "East", {"burglary": 20}, headlines=told),
        part(WEST, "West", {"burglary": 25}, headlines=told[:1]),
    ]
    counts = {OWN: {"burglary": by_month(50, 100)}} | {code: {"burglary": 100} for code in PEERS}
    return make_case(counts, previous_assessment=joined(parts, ""))


def test_the_sum_is_restated_on_todays_boundaries(case):
    row = since_previous(case).table.set_index("offence_code").loc["burglary"]
    # (20 + 25) a month were released; today's store gives the merged area 50 a month for that year.
    assert (row["count_released"], row["count_restated"], row["restated_by"]) == (540, 600, 60)
    assert math.isnan(row["rate_released"]) and row["rate_restated"] == pytest.approx(6.0)
    assert "the earlier partnerships were made of the districts E07000801, E07000802 then" in row["why"]
    assert (row["count_before"], row["count"], row["movement"]) == (600, 1200, "rising")


def test_the_page_names_the_partnerships_that_it_counts_from(case):
    said = "\n".join(one.text for one in sentences.since_previous(released(since_previous(case))))
    assert (
        "Counted from 2 earlier partnerships, which together are Ownham today: East (E22000801); West (E22000802)."
        in said
    )
    notes = " ".join(tables.since_previous(released(since_previous(case)))[1].notes)
    assert "Counted from 2 earlier partnerships" in notes


def test_different_periods_are_said():
    parts = [
        part(EAST, "East", {"burglary": 20}),
        part(WEST, "West", {"burglary": 25}, first="2020-04", last="2021-03"),
    ]
    case = make_case({OWN: {"burglary": 50}}, previous_assessment=joined(parts, ""))
    said = " ".join(since_previous(case).changed_basis)
    assert "different periods (East, 2020-01 to 2020-12; West, 2020-04 to 2021-03)" in said
    assert case.previous.label == "April 2020 to December 2020"


def test_headlines_of_a_part_stand_beside_todays_figure_and_are_not_judged(case):
    rows = previous_findings(case).table.to_dict("records")
    assert [row["of"] for row in rows] == ["East", "East", "West"]
    assert {row["standing"] for row in rows} == {Standing.NOT_COMPARED}
    assert (rows[0]["then"], rows[0]["now"]) == (1.5, pytest.approx(1.0))
    assert rows[0]["why"] == "it was said of East alone, and today's figures are of the whole of Ownham"
    assert "supplied" in rows[1]["why"]
    (said,) = sentences.previous_findings(released(previous_findings(case)))
    assert said.text.startswith(
        "3 headlines of the previous assessments of East (E22000801) and West (E22000802)"
    )
    assert said.text.endswith("a figure of the whole of Ownham, so that none is judged.")
    assert tables.previous_findings(released(previous_findings(case))).rows[0][0].startswith("East: ")


def test_one_partnership_of_the_same_area_under_another_code_is_judged():
    told = [headline("levels", "Burglary was higher.", "similar", **RATIO)]
    given = part(EAST, "East", {"burglary": 50}, headlines=told)
    counts = {OWN: {"burglary": by_month(500, 2000)}} | {code: {"burglary": 500} for code in PEERS}
    case = make_case(counts, previous_assessment=given)
    (row,) = previous_findings(case).table.to_dict("records")
    assert row["of"] == "East" and row["standing"] == Standing.NO_LONGER
    basis = since_previous(case).changed_basis
    assert (
        basis[0]
        == "Counted from an earlier partnership with the same area as Ownham today: East (E22000801)."
    )
