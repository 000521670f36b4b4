"""Explanations and context series as sentences, charts and tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from show_results import BASIS, HOSTILE, absent, released

from pads_analysis.assess.result import ContextResult, HypothesesResult, Verdict
from pads_analysis.show import charts, sentences, tables
from pads_analysis.vocabulary import evidence_scale, evidence_warning, grading_rule


def explanations(claim: str = "Prices drove the rise.", **other: object) -> HypothesesResult:
    row = {
        "number": 1, "claim": claim, "mechanism": "M", "expected_pattern": "E", "rivals": "R", "about": "Drugs",
        "grade": "strong", "reason": "", "evidence": "weak", "why": "1 of 1 test as expected; 1 of 1 rival not tested",
        "n_tests": 1, "n_as_expected": 1, "n_against": 0, "n_unclear": 0, "agrees": False,
    }  # fmt: skip
    tests = pd.DataFrame(
        {
            "hypothesis": [1, 1, 1], "number": [1, 2, 3], "kind": ["change", "peers", "hours"],
            "supports": ["claim", "rival 1", "claim"], "what": ["Change of the offence", "Beside peers", "Hours"],
            "expected": ["drugs rose", "drugs changed as at peers", "the share rose"],
            "outcome": ["as expected", "against", "cannot tell"], "estimate": [1.4, 1.5, np.nan],
            "ci_low": [1.2, 1.3, np.nan], "ci_high": [1.6, 1.7, np.nan], "p_adjusted": [0.01, 0.01, np.nan],
            "verdict": [Verdict.HIGHER, Verdict.HIGHER, Verdict.TOO_FEW], "reason": ["", "", "no extract is held"],
            "rests_on": "months", "note": "",
        }
    )  # fmt: skip
    rivals = pd.DataFrame(
        {"hypothesis": [1], "number": [1], "rival": ["Everyone rose."], "standing": ["not tested"]}
    )
    return HypothesesResult(
        BASIS, pd.DataFrame([row | other]), tests, rivals, evidence_scale(), grading_rule()
    )  # fmt: skip


def beside(**other: object) -> ContextResult:
    row = {
        "series": "premises", "series_name": "Licensed premises", "unit": "premises", "per": 10.0,
        "step_words": "each 10 more premises", "lag": 0, "offence_code": "drugs", "offence_name": "Drugs",
        "ratio": 1.2, "ci_low": 1.12, "ci_high": 1.29, "p": 0.001, "p_permuted": 0.002, "p_adjusted": 0.001,
        "verdict": Verdict.HIGHER, "n_areas": 20, "n_periods": 36, "areas_are": "partnerships",
        "span": "2021 to 2023", "adjusts": "levels", "reason": "", "supplied": True, "source": "A register", "note": "",
    }  # fmt: skip
    warnings = (evidence_warning("ecology"), evidence_warning("no_cause"))
    return ContextResult(BASIS, pd.DataFrame([row | other]), "FDR.", warnings)


def test_an_explanation_stands_with_its_grade_the_partnerships_and_its_rivals() -> None:
    lead, one = (item.text for item in sentences.hypotheses(released(explanations())))
    assert "the evidence for it is: 1 weak. None is established here." in lead
    assert one == (
        'Explanation 1, "Prices drove the rise": evidence graded weak (1 of 1 test as expected; 1 of 1 rival not '
        "tested). The partnership itself grades it strong, which differs. It gives no reason. Not ruled out: "
        '"Everyone rose" (not tested).'
    )
    agreed = sentences.hypotheses(released(explanations(grade="weak", agrees=True)))[1].text
    assert "differs" not in agreed


def test_the_ladder_holds_both_grades_and_differs_by_shape() -> None:
    ladder, tests = charts.hypotheses(released(explanations()))
    assert ladder.title == "One explanation has weak evidence, and none stronger"
    assert ladder.data.rows == ((1, "Prices drove the rise.", "weak", "strong"),)
    assert tests.title == "Of 3 tests: 1 as expected, 1 against and 1 cannot tell"
    assert len(tests.data.rows) == 2 and "Not drawn: 1 test without an estimate" in tests.subtitle
    bare = replace(explanations(), tests=pd.DataFrame(columns=explanations().tests.columns))
    assert len(charts.hypotheses(released(bare))) == 1


def test_tables_print_tests_rivals_the_scale_and_the_rule() -> None:
    claims, tests, rivals, scale = tables.hypotheses(released(explanations()))
    assert "weak" in claims.rows[0] and "strong" in claims.rows[0]
    assert tests.rows[2][4] == "cannot tell: no extract is held"
    assert rivals.rows == ((1, 1, "Everyone rose.", "not tested"),)
    assert [row[0] for row in scale.rows] == ["contradicted", "untested", "weak", "moderate", "strong"]
    assert set(grading_rule()) <= set(scale.notes)


def test_hostile_words_are_escaped() -> None:
    result = released(explanations(HOSTILE))
    items = [*sentences.hypotheses(result), *charts.hypotheses(result), *tables.hypotheses(result)]
    assert all("<img src=x" not in str(item.html()) for item in items)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Licensed premises: for each 10 more premises, the rate of drugs was higher: 1.20 times"),
        ({"verdict": Verdict.LOWER, "ratio": 0.8, "ci_low": 0.7, "ci_high": 0.9}, "was lower: 0.80 times"),
        (
            {"verdict": Verdict.SIMILAR, "ratio": 1.0, "ci_low": 0.97, "ci_high": 1.03},
            "was similar: 1.00 times",
        ),
        ({"verdict": Verdict.UNCERTAIN, "ci_low": 0.9, "ci_high": 1.6}, "no clear difference"),
        ({"lag": 2}, "Licensed premises 2 periods earlier: for each"),
    ],
)
def test_a_series_is_said_in_the_four_words_with_its_warning(change: dict, words: str) -> None:
    found = sentences.context(released(beside(**change)))
    assert words in found[0].text
    assert "areas, not people" in found[-1].text and "need not stand behind it" in found[-1].text
    assert "drugs" in charts.context(released(beside(**change))).data.rows[0][1].lower()


def test_what_cannot_be_told_says_why() -> None:
    nan = float("nan")
    untold = beside(
        reason="only 3 partnerships have counts and values, and 8 are needed", ratio=nan, ci_low=nan, ci_high=nan,
        verdict=Verdict.TOO_FEW,
    )  # fmt: skip
    (only,) = sentences.context(released(untold))
    assert only.text.endswith("cannot be told: only 3 partnerships have counts and values, and 8 are needed.")
    assert charts.context(released(untold)).because == "no ratio could be worked out"
    assert "Cannot be told" in str(tables.context(released(untold)).html())


def test_both_sections_say_their_absence_once() -> None:
    for section, renderers in (
        ("hypotheses", (sentences.hypotheses, charts.hypotheses, tables.hypotheses)),
        ("context", (sentences.context, charts.context, tables.context)),
    ):
        assert len({renderer(absent(section)).id for renderer in renderers}) == 1
