"""Results on performance, and on how the partnership sees itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class PerformanceResult:
    """The published PADS triage tests: `table`, one row per offence: offence_code, offence_name, target_test,
    peer_test, direction_test (each favourable, in line, unfavourable, too uncertain to say, insufficient data),
    unfavourable, reading.
    """

    section: ClassVar[str] = "performance"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    rule: str


@dataclass(frozen=True, slots=True)
class HallmarksResult:
    """The partnership's assessment of itself: `table`: criterion, score (0-4), meaning, evidence."""

    section: ClassVar[str] = "hallmarks"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
