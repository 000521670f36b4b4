"""The result on what became of small areas and patterns since the period before (statutory element b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class PatternChangeResult:
    """What became of each small area, hot spot, season and place among others.

    `areas`, one row per small area: place_code, place_name, count, count_before, ratio, ci_low, ci_high, p_adjusted,
    verdict, movement (Movement), geometry where the store holds boundaries; missing numbers where there were too few
    events to test. `patterns`, one row per pattern: kind ("hot spot", "season", "place among others"), name, then, now
    (in words), movement (Movement), why
    (what the word rests on). `absent` are sentences on patterns that cannot be told, with the reason.
    """

    section: ClassVar[str] = "pattern_change"
    element: ClassVar[str] = "b"
    basis: Basis
    areas: pd.DataFrame
    patterns: pd.DataFrame
    period_before: str
    n_tested: int
    rule: str
    absent: tuple[str, ...] = ()
