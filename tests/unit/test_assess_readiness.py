"""Whether an assessment can be final: what each element lacks, and which file would close it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from assess_cases import OWN, PEERS, make_case, survey

from pads_analysis import release, show
from pads_analysis.assess import county, decisions, priorities, readiness
from pads_analysis.assess.readiness import WORDS
from pads_analysis.assess.result import NotAvailable
from pads_analysis.params import DecisionsFile, HypothesesFile, PlanFile, ViewsFile, notebooks_dir
from pads_analysis.vocabulary import statutory_elements

CLAIM = {
    "claim": "C",
    "mechanism": "M",
    "expected_pattern": "E",
    "indicator": "burglary",
    "grade": "untested",
}
SUPPOSED = HypothesesFile.model_validate({"hypotheses": [CLAIM]})
ASKED = ViewsFile(surveys=[survey(True, 0.25)])
PLAN = PlanFile.model_validate(
    {
        "priorities": [{"id": "P1", "name": "Homes"}],
        "actions": [
            {"id": "A1", "priority": "P1", "action": "Fit locks", "lead": "Council", "status": "complete"}
        ],
    }
)
#: Burglary stands far above everything else, so that it is sure to come first.
COUNTS = {
    OWN: {"burglary": [10] * 12 + [40] * 12, "drugs": 5, "robbery": 2, "vehicle_crime": 4, "other_theft": 3},
    **{
        peer: {"burglary": 10, "drugs": 5, "robbery": 2, "vehicle_crime": 4, "other_theft": 3}
        for peer in PEERS
    },
}


def decided(**changes: Any) -> DecisionsFile:
    entry = {"issue": "burglary", "decision": "accepted", "because": "B", "by": "Board", "date": "2021-12-01"}
    return DecisionsFile.model_validate({"decisions": [{**entry, **changes}]})


def complete(**changes: Any) -> Any:
    files = {"views": ASKED, "plan": PLAN, "hypotheses": SUPPOSED, "decisions": decided()}
    return unitary(make_case(COUNTS, **{**files, **changes}))


def unitary(case: Any) -> Any:
    """Return the case of an area whose one district is a unitary authority: there is no county."""
    return replace(case, partnerships=case.partnerships.assign(districts="E06000001"))


def states(case: Any) -> dict[str, str]:
    return {each.letter: each.status for each in readiness(case).elements}


def gap(case: Any, letter: str) -> Any:
    found = [each for each in readiness(case).gaps if each.letter == letter]
    assert len(found) == 1
    return found[0]


def test_the_planted_issue_is_the_only_one_of_the_first_tier():
    scored = priorities(complete()).table
    assert list(scored.loc[scored["tier"] == "first", "offence_name"]) == ["Burglary"]


def test_with_everything_given_nothing_is_left():
    found = readiness(complete())
    assert found.gaps == ()
    assert [each.letter for each in found.elements] == list("abcdefg")
    assert states(complete()) == {**dict.fromkeys("abcdef", "ready"), "g": "not applicable"}
    last = found.elements[-1]
    assert "no county strategy group" in last.why


@pytest.mark.parametrize(
    ("letter", "lacking", "status", "file"),
    [
        ("c", "hypotheses", "empty", "hypotheses.yaml"),
        ("d", "decisions", "undecided", "decisions.yaml"),
        ("e", "views", "empty", "views.yaml"),
        ("f", "plan", "empty", "plan.yaml"),
    ],
)
def test_a_missing_file_leaves_one_gap_that_names_it(letter, lacking, status, file):
    case = complete(**{lacking: None})
    assert states(case)[letter] == status
    assert f"params/partnerships/{OWN}/{file}" in gap(case, letter).do
    assert [each.letter for each in readiness(case).gaps] == [letter]


def test_figures_alone_do_not_say_why_and_words_do():
    bare = complete(hypotheses=None)
    assert gap(bare, "c").what == "Figures show what changed, and nobody has said why."
    written = complete(hypotheses=None, commentary={"decompositions": "A change in the rota."})
    assert states(written)["c"] == "ready"
    blank = complete(hypotheses=None, commentary={"decompositions": "  \n"})
    assert states(blank)["c"] == "empty"


@pytest.mark.parametrize(
    ("letter", "section", "lacking"), [("e", "views", "views"), ("f", "previous_plan", "plan")]
)
def test_words_stand_where_there_is_no_file(letter, section, lacking):
    case = complete(
        **{lacking: None}, commentary={section: "There was none, because the partnership is new."}
    )
    assert states(case)[letter] == "ready"


@pytest.mark.parametrize("letter", "cefg")
def test_words_in_any_section_of_the_chapter_count(letter):
    chapter = next(each.chapter for each in statutory_elements() if each.letter == letter)
    cells = json.loads((notebooks_dir() / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    marks = [cell["metadata"].get("pads", {}) for cell in cells]
    sections = {mark["section"] for mark in marks if mark.get("element") == letter}
    assert sections and sections <= set(WORDS[letter])


def test_an_issue_of_the_first_tier_without_a_decision_is_named():
    case = complete(decisions=decided(issue="drugs"))
    assert decisions(case).undecided == ("Burglary",)
    found = gap(case, "d")
    assert "Burglary" in found.what and "Drugs" not in found.what and found.section == "decisions"


def test_what_is_put_off_needs_a_day_to_come_back_to():
    open_ended = complete(decisions=decided(decision="deferred"))
    assert states(open_ended)["d"] == "undecided" and "Burglary" in gap(open_ended, "d").what
    dated = complete(decisions=decided(decision="deferred", review="2022-03-01"))
    assert states(dated)["d"] == "ready"


def test_nothing_in_the_first_tier_still_asks_for_a_decision():
    alike = {"burglary": 5, "drugs": 5, "robbery": 5, "vehicle_crime": 5, "other_theft": 5}
    case = make_case({OWN: alike, **dict.fromkeys(PEERS, alike)}, views=ASKED, plan=PLAN, hypotheses=SUPPOSED)
    assert not (priorities(case).table["tier"] == "first").any()
    assert "the authorities decided on none" in gap(case, "d").what
    assert states(replace(case, resolved=replace(case.resolved, decisions=decided())))["d"] == "ready"


def test_a_chapter_left_out_is_a_gap_unless_a_notebook_of_their_own_may_stand_for_it():
    kept = "[10_levels_and_patterns,20_change,30_drivers,40_community_views,70_priorities,80_county_matters]"
    short = complete(settings={"chapters": kept})
    found = gap(short, "f")
    assert "50_previous_plan is left out" in found.what and "assessment.yaml" in found.do
    assert [each.letter for each in readiness(short).gaps] == ["f"]


def test_no_usable_month_is_a_gap():
    bad = {OWN: {f"2021-{month:02d}": "looks incomplete" for month in range(1, 13)}}
    found = {each.letter for each in readiness(make_case(COUNTS, bad=bad)).gaps}
    assert {"a", "b", "d"} <= found


@pytest.mark.parametrize("members", [(OWN,), (OWN, PEERS[0])])
def test_the_county_is_ready_exactly_where_its_question_can_be_answered(members):
    """The comparison is not made here; the short cut must agree with it."""
    case = make_case(COUNTS, county=members, views=ASKED, plan=PLAN, hypotheses=SUPPOSED, decisions=decided())
    assert (states(case)["g"] == "ready") is not isinstance(county(case), NotAvailable)
    assert (states(case)["g"] == "empty") is isinstance(county(case), NotAvailable)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ((), "No public meetings recorded"),
        (("2021-01-01",), "1 public meeting recorded"),
        (("2021-01", "2021-12-31", "2020-12-31", "2022-01-01"), "2 public meetings recorded"),
    ],
)
def test_public_meetings_of_the_period_are_counted(dates, words):
    meeting = {"title": "Forum", "public": True, "attendance": 9}
    others = (
        {**meeting, "title": "Board", "public": False, "date": "2021-05-01"},
        {**meeting, "title": "Workshop", "kind": "workshop", "date": "2021-05-01"},
    )
    held = ViewsFile(
        surveys=ASKED.surveys, meetings=[*({**meeting, "date": date} for date in dates), *others]
    )
    assert readiness(complete(views=held)).held["public_meetings"].startswith(words)


def test_the_public_edition_withholds_it_whole():
    case = complete(settings={"edition": "public"})
    released = release.release(readiness(case), case)
    assert isinstance(released.value, NotAvailable)
    partner = release.release(readiness(complete()), complete())
    shown = show.tables.readiness(partner)
    assert shown.as_json()["gaps"] == [] and len(shown.as_json()["elements"]) == 7
