"""Chapter 40 says of the example what its surveys plant: the first concern, the gap, the one change, and no more."""

from __future__ import annotations

import pytest
from truth_cases import planted, released, said, unplanted

pytestmark = pytest.mark.slow


def test_the_planted_concern_is_first_and_stands_higher_than_in_the_records(
    example, case_of, account
) -> None:
    (truth,) = planted(example, "survey_concern")
    case = case_of(truth["partnership_code"])
    rows = released("concerns", case).table.set_index("question")
    first = rows.loc[truth["answer"]]
    account.find("the first concern, in the chapter", bool(first["first"]))
    assert (first["rank_low"], first["rank_high"]) == (1, 1) and first["first"]
    assert first["ci_low"] < truth["size"] < first["ci_high"]
    assert rows["first"].sum() == 1
    gap = released("concern_gap", case).table.set_index("question")
    assert gap.loc[truth["answer"], "verdict"] == "higher in concern"
    assert gap.loc[truth["answer"], "count"] == truth["observed"]["latest"]
    told = said("concern_gap", case)
    assert next(iter(told.values())).startswith(truth["answer"])
    assert {name for name in gap.index if gap.loc[name, "verdict"] == "no police category"} == {
        "Speeding or dangerous driving",
        "Rubbish or litter",
    }


def test_concerns_of_the_same_size_are_not_put_in_order(example, case_of) -> None:
    (truth,) = unplanted(example, "no_concern_order")
    rows = released("concerns", case_of(truth["partnership_code"])).table.set_index("question")
    one, other = (rows.loc[answer] for answer in truth["answers"])
    assert one["rank_low"] <= other["rank_high"] and other["rank_low"] <= one["rank_high"]


def test_only_the_planted_answer_is_called_changed(example, case_of, account) -> None:
    (truth,) = planted(example, "survey_change")
    rows = released("view_changes", case_of(truth["partnership_code"])).table
    called = rows.loc[rows["verdict"].isin(["higher", "lower"])]
    account.find("the changed answer, in the chapter", len(called) == 1)
    assert called["measure"].tolist() == ["police_and_council"] and called["verdict"].tolist() == ["lower"]
    true = truth["size"][truth["surveys"][1]] - truth["size"][truth["surveys"][0]]
    assert called["ci_low"].iloc[0] < true < called["ci_high"].iloc[0]


def test_workers_of_the_example_answered_only_where_they_chose_to(example, case_of) -> None:
    (truth,) = planted(example, "survey_concern")
    found = released("views", case_of(truth["partnership_code"]))
    assert (found.residents, found.workers) == ("random", "open")
    assert found.open_table["ci_low"].isna().all() and found.table["ci_low"].notna().all()
