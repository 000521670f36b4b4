"""What a question found of a case is kept for that case alone, and only while the case is."""

from __future__ import annotations

import gc

import pytest

from pads_analysis.assess.keeping import once_per_case


class _Case:
    """Stands for a case: like one, it is equal to itself alone."""


def test_the_same_object_comes_back_and_another_case_has_its_own() -> None:
    asked: list[tuple[object, ...]] = []

    @once_per_case
    def question(case: _Case, code: str = "", *, months: int = 12) -> list[object]:
        """Return something new each time."""
        asked.append((case, code, months))
        return [code, months]

    one, other = _Case(), _Case()
    first = question(one, "a")
    assert question(one, "a") is first
    assert question(other, "a") is not first
    assert question(one, "b") is not first
    assert question(one, "a", months=6) is not first
    assert question(one, "a", months=6) == ["a", 6]
    assert len(asked) == 4
    assert question.__name__ == "question"
    assert question.__doc__ == "Return something new each time."


def test_none_is_an_answer_and_an_exception_is_not() -> None:
    calls: list[int] = []

    @once_per_case
    def nothing(case: _Case) -> None:
        calls.append(1)

    @once_per_case
    def fails_at_first(case: _Case) -> str:
        calls.append(2)
        if calls.count(2) == 1:
            raise ValueError("not yet")
        return "told"

    case = _Case()
    assert nothing(case) is None
    assert nothing(case) is None
    assert calls == [1]
    with pytest.raises(ValueError, match="not yet"):
        fails_at_first(case)
    assert fails_at_first(case) == "told"
    assert fails_at_first(case) == "told"
    assert calls == [1, 2, 2]


def test_an_answer_goes_with_its_case() -> None:
    class Answer:
        alive = 0

        def __init__(self) -> None:
            Answer.alive += 1

        def __del__(self) -> None:
            Answer.alive -= 1

    question = once_per_case(lambda case: Answer())
    case = _Case()
    question(case)
    assert Answer.alive == 1
    del case
    gc.collect()
    assert Answer.alive == 0
