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

    `table`, one row per issue, the highest total first: offence_code (or the id of an issue of the partnership's own),
    offence_name, own (bool), strategies (codes, joined by "|"), one column `score_<criterion>` (0-4, missing when not
    scored) and one `value_<criterion>` (what it was read from, as printed; "" when nothing), `part_<name>` where the
    scheme has parts, total (on `scale`; missing where nothing is known of the issue), total_low, total_high, rank_low,
    rank_high (90 % of draws), p_first (share of draws in the first quarter of places), tier ("first", "next", "watch";
    "" where nothing is known), known (criteria with a score), criteria (those with a weight), unknown (criteria
    without a score, joined by "|"), why.

    `weights`: code, criterion, weight (share of all), used (some issue has evidence), anchor, words. `scheme` is its
    code, `rules` how it joins scores; `sure` is the share of draws in which all above a line between tiers are above
    all below it.
    """

    section: ClassVar[str] = "priorities"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    weights: pd.DataFrame
    draws: int
    not_scored: tuple[str, ...]
    scheme: str = "weighted"
    scheme_title: str = "Weighted mean of the criteria (0 to 4)"
    scale: tuple[float, float] = (0.0, 4.0)
    rules: tuple[str, ...] = ()
    sure: float = 0.8


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
