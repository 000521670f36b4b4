"""Results on priorities, views, plans, performance and the county (statutory elements d to g)."""

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


@dataclass(frozen=True, slots=True)
class ViewsResult:
    """Published answers of people who live or work here: `table`: question, group, value (share), ci_low, ci_high,
    base, date, mode, source, probability (bool).
    """

    section: ClassVar[str] = "views"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class PreviousPlanResult:
    """Actions of the last plan: `table`: priority, action, lead, due, status, evidence, overdue; `summary`:
    status, actions, share.
    """

    section: ClassVar[str] = "previous_plan"
    element: ClassVar[str] = "f"
    basis: Basis
    table: pd.DataFrame
    summary: pd.DataFrame
    n_actions: int
    n_complete: int


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


@dataclass(frozen=True, slots=True)
class CountyResult:
    """The county's partnerships side by side: `table`, one row per partnership: partnership_code,
    partnership_name, is_own, count, rate_per_1000, ci_low, ci_high, change_ratio, change_low, change_high,
    change_verdict; `shared`: offence_code, offence_name, partnerships_higher (number in which it rose or stands
    above the county mean), partnerships, names.
    """

    section: ClassVar[str] = "county"
    element: ClassVar[str] = "g"
    basis: Basis
    county_name: str
    table: pd.DataFrame
    shared: pd.DataFrame
