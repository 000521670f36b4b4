"""Results on what should come first (statutory element d)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class PrioritiesResult:
    """Issues scored on stated criteria, never a bare rank.

    `table`, one row per issue: offence_code, offence_name, one column `score_<criterion>` (0-4, missing when
    not scored), total (weighted mean, 0-4), total_low, total_high, rank_low, rank_high (90 % of draws), tier
    ("first", "next", "watch"), why. `weights`: criterion, weight, used, anchor.
    """

    section: ClassVar[str] = "priorities"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    weights: pd.DataFrame
    draws: int
    not_scored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionsResult:
    """What the authorities decided on the scored issues: `table`: issue, decision, because, by, date, tier (""
    when the issue was not scored); `undecided`: names of issues in the first tier without a decision.
    """

    section: ClassVar[str] = "decisions"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    undecided: tuple[str, ...]
