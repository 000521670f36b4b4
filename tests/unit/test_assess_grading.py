"""The grading rule, case by case as a reader would apply the printed sentences."""

from __future__ import annotations

import pytest

from pads_analysis.assess.grading import GRADES, Outcome, grade, outcome_beside, outcome_of, rival_standings
from pads_analysis.assess.result import Verdict
from pads_analysis.params.hypothesis_tests import EXPECTATIONS
from pads_analysis.vocabulary import evidence_scale, kinds_of_test

YES, NO, UNCLEAR = "as expected", "against", "cannot tell"


def outcomes(*said: str) -> list[Outcome]:
    """Return outcomes from texts such as "peers yes", "change no 1": kind, outcome, number of the rival."""
    words = {"yes": YES, "no": NO, "?": UNCLEAR}
    parts = [text.split() for text in said]
    return [Outcome(part[0], int(part[2]) if len(part) > 2 else 0, words[part[1]]) for part in parts]


@pytest.mark.parametrize(
    ("tests", "rivals", "expected"),
    [
        ((), 0, "untested"),
        (("peers ?", "change ?"), 1, "untested"),
        # Rivals alone say nothing about the claim.
        (("peers no 1",), 1, "untested"),
        (("peers no",), 0, "contradicted"),
        (("peers yes", "place no"), 1, "contradicted"),
        (("peers yes", "hours yes", "place no", "change no 1"), 1, "weak"),
        (("change yes",), 0, "weak"),
        (("peers yes",), 0, "weak"),
        # Two kinds, but no rival was ruled out.
        (("peers yes", "place yes"), 0, "weak"),
        (("peers yes", "place yes"), 1, "weak"),
        (("peers yes", "place yes", "hours ? 1"), 1, "weak"),
        (("peers yes", "place yes", "hours yes 1"), 1, "weak"),
        (("peers yes", "place yes", "hours no 1"), 1, "moderate"),
        # A change is what calls for an explanation: it is no second kind.
        (("peers yes", "change yes", "hours no 1"), 1, "weak"),
        # Two tests of one kind are one.
        (("peers yes", "peers yes", "hours no 1"), 1, "weak"),
        (("peers yes", "place yes", "hours no 1", "hours yes 2"), 2, "weak"),
        (("peers yes", "place yes", "hours no 1"), 2, "moderate"),
        (("peers yes", "place yes", "hours yes", "later_than no 1"), 2, "moderate"),
        (("peers yes", "place yes", "hours yes", "later_than no 1", "change no 2"), 2, "strong"),
        # A rival that one test leaves standing keeps the claim from strong.
        (
            ("peers yes", "place yes", "hours yes", "later_than no 1", "change no 2", "peers yes 2"),
            2,
            "moderate",
        ),
        # Never strong without a rival, however many kinds agree.
        (("peers yes", "place yes", "hours yes", "later_than yes", "context yes"), 0, "weak"),
    ],
)
def test_the_rule(tests: tuple[str, ...], rivals: int, expected: str) -> None:
    assert grade(outcomes(*tests), rivals) == expected


def test_rivals_stand_or_fall_by_their_own_tests() -> None:
    found = rival_standings(
        outcomes("peers no 1", "peers yes 2", "place ? 3", "peers yes 4", "place no 4"), 5
    )
    assert found == ("came out against", "fits as well", "unclear", "unclear", "not tested")


@pytest.mark.parametrize(
    ("expect", "higher", "lower", "similar"),
    [
        ("rise", YES, NO, NO),
        ("more", YES, NO, NO),
        ("with", YES, NO, NO),
        ("fall", NO, YES, NO),
        ("less", NO, YES, NO),
        ("against", NO, YES, NO),
        ("same", NO, NO, YES),
    ],
)
def test_a_verdict_becomes_an_outcome(expect: str, higher: str, lower: str, similar: str) -> None:
    found = [outcome_of(verdict, expect) for verdict in (Verdict.HIGHER, Verdict.LOWER, Verdict.SIMILAR)]
    assert found == [higher, lower, similar]
    assert {outcome_of(verdict, expect) for verdict in (Verdict.UNCERTAIN, Verdict.TOO_FEW)} == {UNCLEAR}


@pytest.mark.parametrize(
    ("own", "other", "expect", "expected"),
    [
        (Verdict.HIGHER, Verdict.HIGHER, "alike", YES),
        (Verdict.HIGHER, Verdict.LOWER, "alike", NO),
        (Verdict.HIGHER, Verdict.SIMILAR, "alike", NO),
        (Verdict.LOWER, Verdict.SIMILAR, "apart", YES),
        (Verdict.LOWER, Verdict.LOWER, "apart", NO),
        (Verdict.HIGHER, Verdict.UNCERTAIN, "alike", UNCLEAR),
        (Verdict.SIMILAR, Verdict.HIGHER, "alike", UNCLEAR),
        (Verdict.UNCERTAIN, Verdict.UNCERTAIN, "apart", UNCLEAR),
    ],
)
def test_another_offence_is_read_beside_the_own(
    own: Verdict, other: Verdict, expect: str, expected: str
) -> None:
    assert outcome_beside(own, other, expect) == expected


def test_the_vocabulary_the_models_and_the_rule_know_the_same_words() -> None:
    assert tuple(name for name, _ in evidence_scale()) == GRADES
    assert set(kinds_of_test()) == set(EXPECTATIONS)
