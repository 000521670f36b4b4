"""Sentences on what became of small areas and patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pads_analysis.assess.result import Movement, PatternChangeResult
from pads_analysis.show import words
from pads_analysis.show.display import Sentence
from pads_analysis.show.opening import renders
from pads_analysis.show.sentences.compare import sentence

if TYPE_CHECKING:
    import pandas as pd

MOST = 4
KINDS = {"hot spot": "Hot spots", "season": "Seasons", "place among others": "Places among others"}


@renders(PatternChangeResult)
def pattern_change(result: PatternChangeResult) -> list[Sentence]:
    """Say how many areas and patterns are new, rising, stable, falling or gone, with names, and what cannot be told."""
    said = [_areas(result)] if len(result.areas) else []
    for kind, opening in KINDS.items():
        rows = result.patterns.loc[result.patterns["kind"] == kind]
        if len(rows):
            name = kind.replace(" ", "-")
            named = rows if kind == "hot spot" else rows.assign(name=rows["name"].map(words.in_sentence))
            text = f"{opening}, beside {result.period_before}: {_listed(named, 'name')}."
            said.append(sentence(result.section, name, text, **_counts(rows)))
    said += [sentence(result.section, f"absent-{at}", text) for at, text in enumerate(result.absent, start=1)]
    return said


def _areas(result: PatternChangeResult) -> Sentence:
    place = words.place_name(result.basis.place)
    if (result.areas["movement"] == Movement.UNCERTAIN).all():
        text = (
            f"For none of the {words.plural(len(result.areas), 'small area')} of {place} can it be told how they moved "
            f"since {result.period_before}; {words.count(result.n_tested)} had enough events to be tested."
        )
    else:
        text = (
            f"Of the {words.plural(len(result.areas), 'small area')} of {place}, beside {result.period_before}: "
            f"{_listed(result.areas, 'place_name')}. {words.count(result.n_tested)} had enough events to be tested."
        )
    return sentence(
        result.section,
        "areas",
        text,
        n_areas=len(result.areas),
        n_tested=result.n_tested,
        **_counts(result.areas),
    )


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    return {word.name.lower(): int((rows["movement"] == word).sum()) for word in Movement}


def _listed(rows: pd.DataFrame, name: str) -> str:
    """Return the words with their numbers, each with names; the last words, which claim nothing, without."""
    parts = []
    for word in Movement:
        chosen = rows.loc[rows["movement"] == word, name]
        if not len(chosen):
            continue
        told = word in (Movement.NEW, Movement.RISING, Movement.FALLING, Movement.GONE) or len(chosen) <= MOST
        names = f" ({words.listed(chosen, MOST)})" if told else ""
        parts.append(f"{words.count(len(chosen))} {word}{names}")
    return "; ".join(parts)
