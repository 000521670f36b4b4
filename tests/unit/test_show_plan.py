"""The chapter on the last plan as it is printed: words and signs beside every rating, no percentage on a small base."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, by_month, make_case
from plan_cases import action, plan, target

from pads_analysis.assess.plan_lessons import plan_lessons
from pads_analysis.assess.plan_targets import plan_targets
from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.result.plan import DELIVERY, OUTCOMES
from pads_analysis.release.gate import release
from pads_analysis.show import charts, plan_words, sentences, tables
from pads_analysis.show.cells import printed

OVERRIDE = {"delivery": "on track", "reason": "Ends a month later", "by": "The lead"}
MADE = plan(
    weights={"P1": 3.0, "P2": 1.0},
    actions=[
        action("A1", "complete", "2021-03-31", evidence="A report.", spend=12_000, budget=15_000),
        action("A2", "late", "2021-06-30", evidence="Minutes.", spend=500, rating=OVERRIDE),
        action("B1", "complete", priority="P2"),
        action("B2", "stopped", priority="P2", reason="No money."),
        action("B3", "not started", "2021-11-30", priority="P2"),
    ],
    targets=[target("count", 1000, priority="P1"), target("reduction", 0.1, 900, "drugs", priority="P2")],
)
COUNTS = {OWN: {"burglary": by_month(100, 100), "drugs": by_month(60, 40)}}


def case_of(made=MADE, counts=COUNTS, **more):
    return make_case(counts, plan=made, **more)


def show(room, question, case):
    return getattr(room, question.__name__)(release(question(case), case))


def rows(table):
    return [
        [printed(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def test_the_extent_is_told_twice_without_a_percentage_on_a_small_base():
    said = {one.id: one.text for one in show(sentences, previous_plan, case_of())}
    assert said["sentence-previous-plan-complete"] == (
        "2 of 5 actions of the previous plan are complete; 1 on track, 1 behind and 1 stopped. By the weights of the "
        "priorities (Priority P1: 3 and Priority P2: 1) that is 1.8 of 4 points."
    )
    assert said["sentence-previous-plan-evidence"] == (
        "3 actions have no evidence beside the rating, B1 rated complete among them."
    )
    assert said["sentence-previous-plan-overrides"].startswith(
        "1 rating is the owner's own and differs from the rule's: A2 (the rule suggests behind; The lead says on track)"
    )
    assert said["sentence-previous-plan-spend"] == (
        "£12,500 was spent on the 2 actions for which a figure is given; 3 have none. Where a budget is given too "
        "(1 action), £12,000 of £15,000 was spent."
    )
    assert not any("%" in text for text in said.values())


def test_a_large_base_has_a_percentage():
    made = plan(actions=[action(f"A{n}", "complete" if n < 30 else "late") for n in range(60)])
    text = show(sentences, previous_plan, case_of(made))[0].text
    assert text.startswith("30 of 60 actions of the previous plan are complete (50%); 30 behind.")
    assert (
        "every priority counting the same, as the plan gives no weights, that is 0.5 of 1 points (50%)"
        in text
    )


def test_every_rating_has_a_sign_and_words_of_its_own():
    for words, known in ((plan_words.RATINGS, DELIVERY), (plan_words.OUTCOMES, OUTCOMES)):
        assert tuple(words) == known
        signs = [sign if isinstance(sign, str) else sign[0] for sign in words.values()]
        assert len(set(signs)) == len(known)
    first = rows(show(tables, previous_plan, case_of())[0])
    assert [row[1] for row in first] == [
        "✔ complete (blue)",
        "● on track (green)",
        "✔ complete (blue)",
        "■ stopped (grey)",
        "◆ behind (red)",
    ]
    assert first[1][2] == "behind: past its date and not complete; the owner says on track"
    notes = show(tables, previous_plan, case_of())[0].notes
    assert "A2 is rated on track by its owner (The lead): Ends a month later." in notes


def test_targets_are_told_with_interval_and_outcome():
    case = case_of()
    said = [one.text for one in show(sentences, plan_targets, case)]
    assert said[0] == "The 2 targets of the previous plan: 1 met and 1 missed."
    assert (
        "Target T1 (burglary, 1,000 a year) was missed: 1,200 police recorded crimes in January 2021"
        in said[1]
    )
    assert "where at most 1,000 were aimed at" in said[1] and "95% interval" in said[1]
    assert "Target T2 (drugs, 10% less) was met" in said[2]
    own, crossed = show(tables, plan_targets, case)
    assert [row[7] for row in rows(own)] == ["◆ missed", "✔ met"]
    assert [row[6] for row in rows(own)] == ["[z]", "[z]"]
    assert [row[1:] for row in rows(crossed)] == [
        ["1 of 2 complete", "0", "0", "1"],
        ["1 of 3 complete", "1", "0", "0"],
    ]
    figure = show(charts, plan_targets, case)
    assert figure.title == "Targets of the previous plan: 1 met and 1 missed"
    assert [row[1:3] for row in figure.data.rows] == [(1000.0, 1200.0), (pytest.approx(810.0), 480.0)]


def test_projected_targets_name_their_probability_and_how_many_to_expect():
    season = np.tile(70 * (1 + 0.2 * np.sin(np.arange(12) / 12 * 2 * np.pi)), 5)
    counts = {OWN: {"burglary": np.random.default_rng(1).poisson(season).tolist()}}
    made = plan(targets=[target("count", 840, by="2019-12"), target("count", 1000, by="2019-06")])
    said = [
        one.text
        for one in show(sentences, plan_targets, case_of(made, counts, first="2014-01", last="2018-12"))
    ]
    assert "of the 2 still to come would be met" in said[0]
    assert "95% prediction interval" in said[1] and "the probability of meeting it is" in said[1]
    assert "is on course" in said[2]


def test_many_targets_say_what_chance_alone_would_do():
    codes = ["burglary", "drugs", "robbery", "shoplifting", "vehicle_crime", "other_theft"]
    made = plan(
        targets=[
            target("count", 1200, indicator=code, by=by) for code in codes for by in ("2021-11", "2021-12")
        ]
    )
    said = show(sentences, plan_targets, case_of(made, {OWN: dict.fromkeys(codes, 100)}))[0].text
    assert "Of the 12 judged, about 0.6 would be called met or missed by chance alone" in said


def test_open_questions_are_named():
    said = [one.text for one in show(sentences, plan_lessons, case_of())]
    assert said[0] == "0 of 5 actions are carried forward; a lesson is written down for 0."
    assert said[1].startswith("Still open, because they are neither complete nor carried forward")
    assert "A2 (do A2) and B3 (do B3)" in said[1] and "B2" not in said[1]
    table = rows(show(tables, plan_lessons, case_of()))
    assert [row[4] for row in table] == [
        "not decided",
        "not decided: an open question",
        "not decided",
        "not decided",
        "not decided: an open question",
    ]


@pytest.mark.parametrize("question", [previous_plan, plan_targets, plan_lessons])
def test_the_public_edition_withholds_the_whole(question):
    case = case_of(settings={"edition": "public"})
    found = release(question(case), case)
    assert found.value.title == "Withheld from the public edition"
