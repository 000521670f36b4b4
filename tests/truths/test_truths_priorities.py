"""The planted main problem comes out first, and stable issues of one size are not told apart."""

from __future__ import annotations

import pytest
from truth_cases import planted, released, row

pytestmark = pytest.mark.slow


def test_the_planted_main_problem_stands_in_the_first_tier(example, case_of, account) -> None:
    (truth,) = planted(example, "doubled_offence")
    case = case_of(truth["partnership_code"])
    found = row(released("priorities", case).table, truth["offence_code"])
    account.find("the planted main problem among the priorities", found["tier"] == "first")
    assert found["tier"] == "first"
    assert found["p_first"] >= 0.9
    places = released("priority_places", case).acceptability
    first = places[(places["offence_code"] == truth["offence_code"]) & (places["place"] == 1)]
    assert (first.loc[first["weights"] == "set", "share"] >= 0.9).all()


def test_stable_issues_are_not_parted(example, case_of, account) -> None:
    stable = [truth for truth in planted(example, "stable") if truth["partnership_name"] == "Aldermere"]
    table = released("priorities", case_of(stable[0]["partnership_code"])).table
    a, b = (row(table, truth["offence_code"]) for truth in stable[:2])
    account.claim("a place between two stable issues", [] if a["tier"] == b["tier"] else [a["tier"]], 1)
    assert a["tier"] == b["tier"]
    assert max(a["rank_low"], b["rank_low"]) <= min(a["rank_high"], b["rank_high"])
