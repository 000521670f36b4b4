"""The scoring of issues."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case, survey
from plan_cases import plan

from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import NotAvailable
from pads_analysis.params.views import ViewsFile

COUNTS = {
    OWN: {"burglary": by_month(50, 100), "drugs": by_month(100, 100), "shoplifting": by_month(50, 20)},
    **{code: {"burglary": 50, "drugs": 50 + at, "shoplifting": 50} for at, code in enumerate(PEERS)},
}


ANCHORS = {
    "volume": ([0, 0.02, 0.05, 0.10, 0.20], [0, 1, 2, 3, 4]),
    "trend": ([0.80, 0.95, 1.05, 1.20, 1.50], [0, 1, 2, 3, 4]),
}


def test_scores_are_read_off_the_anchors_and_totals_are_weighted_means():
    found = priorities(make_case(COUNTS))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "score_volume"] == 4.0
    assert table.at["burglary", "score_trend"] == 4.0
    assert table.at["drugs", "score_trend"] == pytest.approx(np.interp(1.0, *ANCHORS["trend"]))
    assert table.at["shoplifting", "score_volume"] == pytest.approx(np.interp(240 / 2640, *ANCHORS["volume"]))
    assert table.at["shoplifting", "score_trend"] == 0.0
    for row in table.itertuples():
        # Weights of 1 on five criteria, 0.5 on four; what is not known counts as 2.
        known = row.score_volume + row.score_trend + row.score_peers
        assert row.total == pytest.approx((known + 2 * (2 * 1 + 4 * 0.5)) / 7)
        assert 0 <= row.total_low <= row.total <= row.total_high <= 4
    assert next(iter(found.table["offence_code"])) == "burglary"
    assert [word.split(":")[0] for word in found.not_scored] == [
        "Harm of one offence, on the partnership's own scale",
        "Projected figure against the target of the last plan",
        "Share of people asked who name it as a concern",
        "Share in the tenth of small areas with most",
        "Share that struck a victim more than once",
        "What the partnership can do about it, in its own judgement",
    ]
    used = found.weights.loc[found.weights["used"], "weight"]
    assert used.tolist() == pytest.approx([1 / 7] * 3)


def test_a_weight_of_zero_leaves_the_criterion_out_and_says_so():
    found = priorities(
        make_case(COUNTS, settings={"priorities.weights.peers": 0, "priorities.weights.trend": 3})
    )
    row = found.table.set_index("offence_code").loc["drugs"]
    unknown = 2 * (2 * 1 + 4 * 0.5)
    assert row["total"] == pytest.approx((row["score_volume"] + 3 * row["score_trend"] + unknown) / 8)
    weights = found.weights.set_index("criterion")
    assert not weights.at["Rate against the mean of peers", "used"]
    assert "Rate against the mean of peers: its weight is 0 in the params" in found.not_scored


def test_only_criteria_without_evidence_have_weight():
    names = ("volume", "trend", "peers", "concentration", "harm", "target", "repeat", "tractability")
    zero = {f"priorities.weights.{name}": 0 for name in names}
    found = priorities(make_case(COUNTS, settings=zero))
    assert isinstance(found, NotAvailable)
    assert "no criterion with a weight has any evidence" in found.because


def test_harm_is_scored_where_a_value_is_given():
    found = priorities(make_case(COUNTS, settings={"priorities.harm_values": {"burglary": 3, "drugs": 1}}))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "score_harm"] == 3 and table.at["drugs", "score_harm"] == 1
    assert np.isnan(table.at["shoplifting", "score_harm"])
    names = ["score_volume", "score_trend", "score_peers"]
    rest = 2 * (1 + 4 * 0.5)
    assert table.loc["burglary", "total"] == pytest.approx(
        (table.loc["burglary", names].sum() + 3 + rest) / 7
    )
    # An unknown harm is not a harm of zero, nor what the others say: it is the middle, and could be anything.
    assert table.loc["shoplifting", "total"] == pytest.approx(
        (table.loc["shoplifting", names].sum() + 2 + rest) / 7
    )
    assert "harm" in table.loc["shoplifting", "unknown"].split("|")
    assert "harm" not in table.loc["burglary", "unknown"].split("|")


def test_a_change_marked_as_recording_is_not_scored():
    entry = {"month": "2021-04", "offence": "burglary", "note": "Counted anew.", "source": "The rules."}
    table = priorities(make_case(COUNTS, settings={"recording_changes": [entry]})).table.set_index(
        "offence_code"
    )
    assert np.isnan(table.at["burglary", "score_trend"]) and np.isnan(table.at["burglary", "score_peers"])
    assert "neither change nor level is scored" in table.at["burglary", "why"]
    assert "times the year before" not in table.at["burglary", "why"]
    assert table.at["drugs", "score_trend"] > 0


def test_concerns_are_scored_by_the_largest_share_of_people_drawn_at_random():
    asked = (survey(True, 0.2, "burglary"), survey(True, 0.1, "burglary", name="S2"))
    held = ViewsFile(surveys=(*asked, survey(False, 0.5, "burglary", name="S3")))
    found = priorities(make_case(COUNTS, views=held))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "score_concern"] == 2.0
    assert np.isnan(table.at["drugs", "score_concern"])
    assert "views" in found.basis.source_kinds


def test_nothing_recorded_cannot_be_ranked():
    found = priorities(make_case({OWN: {"burglary": [1] * 12 + [0] * 24}}, first="2019-01"))
    assert isinstance(found, NotAvailable) and "no offence could be scored" in found.because


def test_the_same_parameters_give_the_same_numbers():
    first, second = priorities(make_case(COUNTS)), priorities(make_case(COUNTS))
    assert first.table.equals(second.table)


def scored_target(counts: list[int] | int, **said: object):
    """Return the row of drugs scored with a target on it for 2021."""
    held = plan(targets=[{"indicator": "drugs", "kind": "count", "baseline": 100, "by": "2021-12", **said}])
    found = priorities(make_case({OWN: {"burglary": 50, "drugs": counts}}, plan=held))
    return found.table.set_index("offence_code").loc["drugs"]


def test_a_target_that_the_figures_cannot_speak_to_scores_nothing():
    few = scored_target([0] * 20 + [1] * 4, aim=0.5)
    assert np.isnan(few["score_target"]) and few["value_target"] == "" and "aimed" not in few["why"]
    assert scored_target(20, aim=100)["score_target"] == 4


def test_a_target_of_more_is_told_as_it_is_and_not_upside_down():
    row = scored_target(10, aim=240, better="higher")
    assert row["score_target"] == 4
    assert row["value_target"].startswith("0.50 times (0.") and row["value_target"].endswith(
        ", where more is better"
    )
    assert "0.50 times what the last plan aimed at, where more is better" in row["why"]
    none = scored_target(by_month(10, 0), aim=240, better="higher")
    assert none["score_target"] == 4 and none["value_target"].startswith("0.00 times (0.00 to 0.02)")
    assert "inf" not in none["why"]
