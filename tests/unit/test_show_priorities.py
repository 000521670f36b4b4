"""What is printed of scored issues, of their places, of the public's list and of the strategies."""

from __future__ import annotations

import re

import pytest
from assess_cases import OWN, PEERS, by_month, make_case, survey

from pads_analysis.assess.decisions import decisions
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.priority_places import priority_places
from pads_analysis.assess.public_agreement import public_agreement
from pads_analysis.assess.strategies import strategies
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.judgements import DecisionsFile
from pads_analysis.params.views import ViewsFile
from pads_analysis.release.gate import release
from pads_analysis.show import charts, sentences, tables
from pads_analysis.show.charts.priority_places import bands

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def case():
    counts = {
        OWN: {"burglary": by_month(50, 100), "drugs": by_month(100, 100), "shoplifting": by_month(50, 20)},
        **{code: {"burglary": 50, "drugs": 50 + at, "shoplifting": 50} for at, code in enumerate(PEERS)},
    }
    own = {"id": "speeding", "name": HOSTILE, "strategy": "reoffending",
           "judgements": [{"criterion": "harm", "score": 3, "because": HOSTILE}]}  # fmt: skip
    entry = {"issue": "speeding", "decision": "overridden", "priority": True, "because": HOSTILE, "by": "Board",
             "date": "2022-01-10"}  # fmt: skip
    return make_case(
        counts,
        issues=IssuesFile.model_validate({"issues": [own]}),
        views=ViewsFile(surveys=(survey(True, 0.1, "burglary"), survey(True, 0.5, "shoplifting", name="S2"))),
        decisions=DecisionsFile.model_validate({"decisions": [entry]}),
    )


def html(shown) -> str:
    items = shown if isinstance(shown, list) else [shown]
    return " ".join(str(item._repr_mimebundle_()["text/html"]) for item in items)


def test_no_text_of_a_file_becomes_markup(case):
    for question in (priorities, priority_places, public_agreement, strategies, decisions):
        released, name = release(question(case), case), question.__name__
        for room in (sentences, charts, tables):
            if hasattr(room, name):
                assert "<img src=x" not in html(getattr(room, name)(released)), (room.__name__, name)


def test_every_score_leads_to_its_evidence(case):
    (table,) = [
        each for each in tables.priorities(release(priorities(case), case)) if each.id.endswith("evidence")
    ]
    links = set(re.findall(r'href="#([^"]+)"', html(table)))
    assert {"section-levels", "section-change", "section-concerns"} <= links
    read = {(row[0], row[1]) for row in table.rows}
    assert ("Burglary", "Share of people asked who name it as a concern") in read
    assert (HOSTILE, "Harm of one offence, on the partnership's own scale") in read


def test_shares_of_places_in_the_chart_add_up_to_a_hundred(case):
    for figure in charts.priority_places(release(priority_places(case), case)):
        for _, *shares in figure.data.rows:
            assert sum(shares) == pytest.approx(100)


@pytest.mark.parametrize("n", [2, 3, 4, 7, 16, 40])
def test_bands_hold_every_place_once(n):
    places = [place for low, high in bands(n) for place in range(low, high + 1)]
    assert places == list(range(1, n + 1))


def test_a_missing_strategy_and_an_override_are_said(case):
    said = " ".join(each.text for each in sentences.strategies(release(strategies(case), case)))
    assert "3 of the 4" in said or "4 of the 4" in said
    said = " ".join(each.text for each in sentences.decisions(release(decisions(case), case)))
    assert "is made a priority, against the scoring" in said


def test_a_place_is_never_said_without_its_interval(case):
    said = [
        each.text for each in sentences.priorities(release(priorities(case), case)) if "score " in each.text
    ]
    assert all("90% of draws" in text and re.search(r"places? \d", text) for text in said)
    assert said or "None of" in sentences.priorities(release(priorities(case), case))[0].text
