"""What one question found of a case is kept for the others that ask it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

P = ParamSpec("P")
Answer = TypeVar("Answer")


def once_per_case(question: Callable[P, Answer]) -> Callable[P, Answer]:
    """Work a question out once for each case and set of arguments, and give the same answer ever after.

    A case never changes, so neither does an answer. It goes when nobody holds the case any more; another case, be it
    the same partnership opened again or the period before of this one, has answers of its own.

    Parameters
    ----------
    question : callable
        A function of the case first and then of arguments that can be hashed. Its answer must not hold the case
        itself, which would then never go, and whoever receives it must not change it: everybody has the same object.

    Returns
    -------
    callable
        The same function. What it raises is not kept: the next call tries again.
    """
    answers: WeakKeyDictionary[Case, dict[Hashable, Any]] = WeakKeyDictionary()

    @wraps(question)
    def asked(case: Case, *arguments: Any, **named: Any) -> Any:
        known = answers.setdefault(case, {})
        key = (arguments, tuple(sorted(named.items())))
        if key not in known:
            known[key] = question(case, *arguments, **named)
        return known[key]

    return asked
