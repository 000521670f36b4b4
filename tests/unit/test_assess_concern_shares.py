"""The share of people who name each offence as a concern, for other questions to read."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, make_case, survey
from survey_cases import WORST, case_with, held

from pads_analysis.assess.concern_shares import COLUMNS, concern_shares
from pads_analysis.params.views import ViewsFile


def answers(n: int, burglary: int, drugs: int) -> dict[str, list[list[str]]]:
    """Of n people, the first `burglary` name burglary and the last `drugs` one or both answers on drugs."""
    named = [["Burglary"] if at < burglary else [] for at in range(n)]
    for at in range(n - drugs, n):
        named[at] = [*named[at], *(["Drug use", "Drug dealing"] if at % 2 else ["Drug use"])]
    return {"worst": named}


def test_nobody_asked_is_an_empty_table_with_its_columns():
    found = concern_shares(make_case({OWN: {"burglary": 50}}))
    assert list(found.columns) == list(COLUMNS) and found.empty


def test_answers_on_one_offence_are_counted_once_for_each_person():
    found = concern_shares(case_with(held([WORST], answers(400, 100, 200)))).set_index("offence_code")
    assert found.loc["burglary", "share"] == pytest.approx(0.25)
    assert found.loc["drugs", "share"] == pytest.approx(0.5)
    assert found.loc["drugs", "question"] == "Drug use or Drug dealing"
    assert (found["base"] == 400).all() and (found["kind"] == "survey").all()
    # The logit interval of a simple random sample, by its formula.
    se = np.sqrt(0.25 * 0.75 / 399) / (0.25 * 0.75)
    middle = np.log(0.25 / 0.75)
    low, high = (1 / (1 + np.exp(-(middle + sign * 1.9659 * se))) for sign in (-1, 1))
    assert found.loc["burglary", ["ci_low", "ci_high"]].tolist() == pytest.approx([low, high], abs=2e-4)


def test_a_later_survey_wins_and_respondents_win_over_views_of_their_wave():
    older = held([WORST], answers(400, 40, 0), id="wave_1", last="2019-05-31", first="2019-04-01")
    newer = held([WORST], answers(400, 100, 0))
    views = ViewsFile(surveys=[survey(True, 0.9, "burglary")])
    found = concern_shares(case_with(older, newer, views=views)).set_index("offence_code")
    assert found.loc["burglary", ["share", "kind", "date"]].tolist() == [0.25, "survey", "2021-05-31"]
    later = ViewsFile(surveys=[survey(True, 0.9, "burglary") | {"date": "2021-08"}])
    found = concern_shares(case_with(older, newer, views=later)).set_index("offence_code")
    assert found.loc["burglary", ["share", "kind"]].tolist() == [0.9, "views"]
    assert found.loc["burglary", "base"] == 400


@pytest.mark.parametrize(
    "case",
    [
        case_with(held([WORST], answers(400, 100, 0), sample="open")),
        case_with(held([WORST], answers(40, 10, 0))),
        case_with(views=ViewsFile(surveys=[survey(False, 0.4, "burglary")])),
        case_with(
            views=ViewsFile.model_validate(
                {
                    "surveys": [
                        {
                            **survey(True, 0.4),
                            "questions": [
                                {
                                    "question": "q",
                                    "group": "residents",
                                    "value": 0.4,
                                    "concern_offence": "burglary",
                                }
                            ],
                        }
                    ]
                }
            )
        ),
    ],
    ids=["open", "few answers", "open in views.yaml", "no base"],
)
def test_what_may_not_be_printed_with_an_interval_is_no_evidence(case):
    assert concern_shares(case).empty


def test_weights_and_clusters_lower_the_effective_base():
    given = answers(400, 100, 0)
    plain = concern_shares(case_with(held([WORST], given))).iloc[0]
    # Ten people who answer alike in each of forty places.
    in_places = held([WORST], given, cluster=[f"p{at // 10}" for at in range(400)])
    weights = [1.0 + at % 3 for at in range(400)]
    weighted = concern_shares(case_with(held([WORST], given, weight=weights))).iloc[0]
    assert plain["n_effective"] == pytest.approx(400, rel=0.01)
    of = list(concern_shares(case_with(in_places))["offence_code"])
    assert "burglary" not in of, "forty units leave more than ten points either side"
    assert 320 < weighted["n_effective"] < 360, "Kish: 400 / (1 + CV^2), CV^2 of 1, 2, 3 is 1/6"
    told = np.array(weights)
    assert weighted["share"] == pytest.approx(told[:100].sum() / told.sum())
