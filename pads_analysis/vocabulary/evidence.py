"""The evidence scale, the rule that grades an explanation, and the kinds of test."""

from __future__ import annotations

from functools import cache
from typing import Any

from pads_analysis.vocabulary.loader import load


@cache
def evidence_scale() -> tuple[tuple[str, str], ...]:
    """Return grade and meaning, from the least to the most."""
    return tuple((entry["grade"], entry["meaning"]) for entry in load("evidence")["scale"])


@cache
def grading_rule() -> tuple[str, ...]:
    """Return the sentences of the rule."""
    return tuple(" ".join(line.split()) for line in load("evidence")["rule"])


@cache
def kinds_of_test() -> dict[str, dict[str, str]]:
    """Return by kind of test its `name` and what it `rests_on`."""
    return dict(load("evidence")["kinds"])


@cache
def evidence_warning(name: str) -> str:
    """Return a standing warning: "ecology" or "no_cause"."""
    found: Any = load("evidence")["warnings"][name]
    return " ".join(str(found).split())
