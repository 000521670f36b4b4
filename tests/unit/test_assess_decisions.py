"""Priorities, the three tests, people's views and the last plan."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from assess_cases import OWN, PEERS, by_month, make_case

from pads_analysis.assess.partnership_files import previous_plan, views
from pads_analysis.assess.performance import OUTCOMES, _reading, performance
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.result import NotAvailable, Verdict
from pads_analysis.params.plan import PlanFile
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
        assert row.total == pytest.approx((row.score_volume + row.score_trend + row.score_peers) / 3)
        assert 0 <= row.total_low <= row.total <= row.total_high <= 4
    assert next(iter(found.table["offence_code"])) == "burglary"
    assert [word.split(":")[0] for word in found.not_scored] == [
        "Share in the tenth of small areas with most",
        "Share of people asked who name it as a concern",
        "Harm of one offence, on the partnership's own scale",
    ]
    used = found.weights.loc[found.weights["used"], "weight"]
    assert used.tolist() == pytest.approx([1 / 3] * 3)


def test_a_weight_of_zero_leaves_the_criterion_out_and_says_so():
    found = priorities(
        make_case(COUNTS, settings={"priorities.weights.peers": 0, "priorities.weights.trend": 3})
    )
    row = found.table.set_index("offence_code").loc["drugs"]
    assert row["total"] == pytest.approx((row["score_volume"] + 3 * row["score_trend"]) / 4)
    weights = found.weights.set_index("criterion")
    assert not weights.at["Rate against the mean of peers", "used"]
    assert "Rate against the mean of peers: its weight is 0 in the params" in found.not_scored


def test_only_criteria_without_evidence_have_weight():
    zero = {f"priorities.weights.{name}": 0 for name in ("volume", "trend", "peers", "concentration", "harm")}
    found = priorities(make_case(COUNTS, settings=zero))
    assert isinstance(found, NotAvailable)
    assert "no criterion with a weight has any evidence" in found.because


def test_harm_is_scored_where_a_value_is_given():
    found = priorities(make_case(COUNTS, settings={"priorities.harm_values": {"burglary": 3, "drugs": 1}}))
    table = found.table.set_index("offence_code")
    assert table.at["burglary", "score_harm"] == 3 and table.at["drugs", "score_harm"] == 1
    assert np.isnan(table.at["shoplifting", "score_harm"])
    burglary, shoplifting = table.loc["burglary"], table.loc["shoplifting"]
    names = ["score_volume", "score_trend", "score_peers"]
    assert burglary["total"] == pytest.approx((burglary[names].sum() + 3) / 4)
    # Without a value the others carry the weight: an unknown harm is not a harm of zero.
    assert shoplifting["total"] == pytest.approx(shoplifting[names].mean())


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


OUTCOME_WORDS = ("favourable", "in line", "unfavourable")
WORDS = (*OUTCOME_WORDS, "too uncertain to say", "insufficient data")


@pytest.mark.parametrize("tests", list(product(WORDS, repeat=3)))
def test_the_reading_of_every_combination(tests):
    row = SimpleNamespace(
        target_test=tests[0],
        peer_test=tests[1],
        direction_test=tests[2],
        unfavourable=tests.count("unfavourable"),
    )
    if not set(tests) & set(OUTCOME_WORDS):
        wanted = "too uncertain to say" if "too uncertain to say" in tests else "insufficient data"
    elif "unfavourable" in tests:
        wanted = {1: "watch", 2: "support offered", 3: "priority support"}[tests.count("unfavourable")]
    elif tests[1] == tests[2] == "favourable":
        wanted = "maintain and share practice"
    else:
        wanted = "on course"
    assert _reading(row) == wanted


def test_no_clear_difference_is_never_favourable():
    assert OUTCOMES[Verdict.UNCERTAIN] == "too uncertain to say"
    assert OUTCOMES[Verdict.TOO_FEW] == "insufficient data"
    assert set(OUTCOMES) == set(Verdict)


def target(kind: str, aim: float, baseline: float = 0, indicator: str = "burglary") -> dict:
    return {"indicator": indicator, "kind": kind, "aim": aim, "baseline": baseline, "by": "2021-12"}


@pytest.mark.parametrize(
    ("aim", "wanted"),
    [
        # 1,200 recorded; Byar's 95% limits are 1,133.1 and 1,269.9.
        (target("count", 1133), "unfavourable"),
        (target("count", 1134), "in line"),
        (target("count", 1269), "in line"),
        (target("count", 1270), "favourable"),
        (target("reduction", 0.2, 1400), "unfavourable"),
        (target("reduction", 0.2, 1500), "in line"),
        (target("reduction", 0.2, 1600), "favourable"),
        (target("rate", 11), "unfavourable"),
        (target("rate", 12), "in line"),
        (target("rate", 13), "favourable"),
    ],
)
def test_targets_by_kind(aim, wanted):
    case = make_case({OWN: {"burglary": 100}}, plan=PlanFile(targets=[aim]))
    table = performance(case).table.set_index("offence_code")
    assert table.at["burglary", "target_test"] == wanted
    assert table.at["all_crime", "target_test"] == "insufficient data"
    assert "plan" in performance(case).basis.source_kinds


@pytest.mark.parametrize("kind", ["count", "reduction", "rate"])
def test_a_missing_month_does_not_meet_a_yearly_target(kind):
    """100 a month are 1,200 a year; six months missing must not turn a target of 1,000 a year into a success."""
    aim = {
        "count": target("count", 1000),
        "reduction": target("reduction", 0.5, 2000),
        "rate": target("rate", 10),
    }
    bad = {f"2021-{month:02d}": "missing" for month in range(1, 7)}
    plan = PlanFile(targets=[aim[kind]])
    for gaps in ({}, {OWN: bad}):
        case = make_case({OWN: {"burglary": 100}}, bad=gaps, plan=plan)
        assert (
            performance(case).table.set_index("offence_code").at["burglary", "target_test"] == "unfavourable"
        )


def test_a_quarter_is_held_against_a_quarter_of_a_yearly_target():
    plan = PlanFile(targets=[target("count", 1000)])
    case = make_case({OWN: {"burglary": 100}}, months=3, plan=plan)
    assert performance(case).table.set_index("offence_code").at["burglary", "target_test"] == "unfavourable"


def test_a_target_without_a_rate_or_with_a_negative_count_is_not_judged():
    plan = PlanFile(targets=[target("rate", 10), target("count", 5, indicator="robbery")])
    counts = {OWN: {"burglary": by_month(50, 100), "robbery": by_month(2, [-9, *[0] * 11])}}
    table = performance(make_case(counts, people={}, plan=plan)).table.set_index("offence_code")
    assert table.at["burglary", "target_test"] == "insufficient data"
    assert table.at["robbery", "target_test"] == "insufficient data"
    assert table.at["burglary", "direction_test"] == "unfavourable"


def test_nothing_to_test_says_what_is_lacking():
    few = {OWN: {"robbery": by_month([3, *[0] * 11], [2, *[0] * 11])}}
    lonely = performance(make_case(few))
    assert isinstance(lonely, NotAvailable)
    assert "no target was given in a plan, no peers were chosen" in lonely.because
    assert "too few crimes were recorded to compare with the period before" in lonely.because
    beside = performance(make_case({**few, **{code: {"robbery": 5} for code in PEERS}}))
    # There are peers and months enough here: what lacks is crime.
    assert "too few peers" not in beside.because and "months" not in beside.because
    assert "too few crimes were recorded to compare with peers" in beside.because
    bad = {OWN: {f"2020-{month:02d}": "missing" for month in range(1, 12)}}
    assert "too few months are complete" in performance(make_case(few, bad=bad)).because


def test_no_clear_difference_reads_too_uncertain_to_say():
    noisy = [10, 90] * 6
    peers = {code: {"burglary": 30 * at + 1} for at, code in enumerate(PEERS)}
    table = performance(make_case({OWN: {"burglary": by_month(noisy, noisy[::-1])}, **peers})).table
    row = table.set_index("offence_code").loc["burglary"]
    assert [row["target_test"], row["peer_test"], row["direction_test"]] == [
        "insufficient data",
        "too uncertain to say",
        "too uncertain to say",
    ]
    assert row["reading"] == "too uncertain to say"


def test_a_change_that_points_to_recording_is_no_direction_of_travel():
    entry = {"month": "2021-04", "offence": "burglary", "note": "Counted anew.", "source": "The rules."}
    table = performance(make_case(COUNTS, settings={"recording_changes": [entry]})).table.set_index(
        "offence_code"
    )
    assert table.at["burglary", "direction_test"] == "too uncertain to say"
    assert table.at["shoplifting", "direction_test"] == "favourable"


def test_the_tests_of_an_ordinary_case():
    table = performance(make_case(COUNTS)).table.set_index("offence_code")
    assert table.loc["burglary", ["peer_test", "direction_test"]].tolist() == ["unfavourable", "unfavourable"]
    assert table.at["burglary", "reading"] == "support offered"
    assert table.loc["shoplifting", ["peer_test", "direction_test"]].tolist() == ["favourable", "favourable"]
    assert table.at["shoplifting", "reading"] == "maintain and share practice"


def test_partnerships_that_nobody_chose_as_peers_feed_neither_tests_nor_scores():
    case = make_case(COUNTS, peers_chosen=False)
    assert set(performance(case).table["peer_test"]) == {"insufficient data"}
    assert priorities(case).table["score_peers"].isna().all()


def survey(probability: bool, value: float, offence: str = "", name: str = "S1") -> dict:
    return {
        "id": name, "title": "Residents' survey.", "mode": "postal", "date": "2021-05", "probability": probability,
        "base": 400, "source": "",
        "questions": [
            {"question": "Feels safe", "group": "residents", "value": value, "base": 400, "concern_offence": offence}
        ],
    }  # fmt: skip


def test_shares_have_an_interval_only_where_people_were_drawn_at_random():
    meeting = {"date": "2021-06-01", "title": "Ward forum", "public": True, "attendance": 31}
    closed = {**meeting, "title": "Board", "public": False}
    held = ViewsFile(surveys=[survey(True, 0.25), survey(False, 0.25, name="S2")], meetings=[meeting, closed])
    found = views(make_case({OWN: {"burglary": 50}}, views=held))
    drawn, chosen, forum, board = found.table.to_dict("records")
    # Wilson's score interval of 100 in 400.
    z, n, p = 1.959964, 400, 0.25
    middle, half = (p + z * z / (2 * n)), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    limits = [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]
    assert [drawn["ci_low"], drawn["ci_high"]] == pytest.approx(limits, rel=1e-6)
    assert np.isnan(chosen["ci_low"]) and np.isnan(chosen["ci_high"]) and chosen["value"] == 0.25
    assert drawn["source"] == "Residents' survey"
    assert [forum["group"], board["group"]] == ["anyone could attend", "by invitation"]
    assert (forum["base"], forum["mode"]) == (31, "meeting") and np.isnan(forum["value"])
    assert found.basis.source_kinds == ("views",)


@pytest.mark.parametrize("held", [None, ViewsFile()])
def test_no_views_is_an_absence_that_names_the_file(held):
    found = views(make_case({OWN: {"burglary": 50}}, views=held))
    assert isinstance(found, NotAvailable) and f"{OWN}/views.yaml" in found.do and found.element == "e"


def action(name: str, status: str, due: str = "") -> dict:
    return {
        "id": name,
        "priority": "P1",
        "action": f"Do {name}",
        "status": status,
        "due": due,
        "reason": "Funds.",
    }


def test_the_summary_of_a_plan_and_what_is_overdue():
    plan = PlanFile(
        priorities=[{"id": "P1", "name": "Burglary"}],
        actions=[
            action("A1", "complete", "2021-03-31"),
            action("A2", "on track", "2021-12-31"),
            action("A3", "late", "2021-06-30"),
            action("A4", "stopped", "2021-01-31"),
            action("A5", "not started", "2022-01-01"),
            action("A6", "on track"),
        ],
    )
    found = previous_plan(make_case({OWN: {"burglary": 50}}, plan=plan))
    table = found.table.set_index("action")
    # Overdue: due by the last day of the period (31 December 2021), neither complete nor stopped.
    assert table["overdue"].to_dict() == {
        "Do A1": False, "Do A2": True, "Do A3": True, "Do A4": False, "Do A5": False, "Do A6": False,
    }  # fmt: skip
    assert set(table["priority"]) == {"Burglary"} and set(table["evidence"]) == {"Funds."}
    assert (found.n_actions, found.n_complete) == (6, 1)
    summary = found.summary.set_index("status")
    assert summary["actions"].to_dict() == {
        "complete": 1,
        "on track": 2,
        "late": 1,
        "not started": 1,
        "stopped": 1,
    }
    assert summary["share"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("plan", [None, PlanFile()])
def test_no_plan_is_an_absence_that_names_the_file(plan):
    found = previous_plan(make_case({OWN: {"burglary": 50}}, plan=plan))
    assert isinstance(found, NotAvailable) and f"{OWN}/plan.yaml" in found.do and found.element == "f"
