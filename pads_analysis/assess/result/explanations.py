"""Results on what may explain a change: hypotheses that were tested, and series that counts were set beside (c)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

if TYPE_CHECKING:
    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class HypothesesResult:
    """Explanations that the partnership supplies, each tested where the data allow, graded, beside its rivals.

    `table`, one row per hypothesis: number (from 1), claim, mechanism, expected_pattern, rivals (joined), about, grade
    and reason (the partnership's own), evidence (the grade by the printed rule), why (words), n_tests, n_as_expected,
    n_against, n_unclear (of the claim's tests), agrees (bool: both grades are the same). `tests`, one row per test:
    hypothesis, number, kind, supports ("claim" or "rival N"), what (was looked at), expected (what would be seen),
    outcome ("as expected", "against", "cannot tell"), estimate, ci_low, ci_high (ratios), p_adjusted, verdict, reason
    (why it cannot be told, or ""), rests_on, note. `rivals`, one row per rival: hypothesis, number, rival, standing
    ("came out against", "fits as well", "unclear", "not tested"). `scale` is the evidence scale: grade and meaning,
    from the least to the most; `rule` the sentences of the grading rule.
    """

    section: ClassVar[str] = "hypotheses"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    tests: pd.DataFrame = field(default_factory=pd.DataFrame)
    rivals: pd.DataFrame = field(default_factory=pd.DataFrame)
    scale: tuple[tuple[str, str], ...] = ()
    rule: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContextResult:
    """Recorded crime set beside other series, over areas and periods.

    `table`, one row per series and offence: series, series_name, unit, per (units that the ratio is told for),
    step_words (those in words), lag, offence_code, offence_name, ratio, ci_low, ci_high, p, p_permuted, p_adjusted,
    verdict, n_areas, n_periods, areas_are ("partnerships" or "small areas"), span (periods in words), adjusts (what is
    allowed for), reason (why nothing can be told, else ""), supplied (bool), source, note.
    """

    section: ClassVar[str] = "context"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    rule: str
    warnings: tuple[str, ...]
