"""Results on what should come first (statutory element d)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    `weights`: code, criterion, weight (share of all), used (some issue has evidence), section (where its evidence
    stands; "" in the list itself), anchor, words. `scheme` is its
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
    sure: float = 0.9


@dataclass(frozen=True, slots=True)
class PriorityPlacesResult:
    """How sure the places of the scored issues are.

    `table`, one row per issue, the highest total first: offence_code, offence_name, total, total_low, total_high,
    rank_low, rank_high, p_first, tier; and under the scheme `weighted` first_all (share of all weights that put it
    first), mean_rank_all, confidence (chance that it is first with its own central weights), above_line (bool),
    change_criterion (the weight whose least change takes it across the line; "" where no single one does), change_from,
    change_to (shares of all weights).

    `acceptability`, one row per issue, weights ("set": around those set; "all": over all there are) and place:
    offence_code, offence_name, weights, place, share (of the draws). `central`: offence_code, offence_name and one
    column per criterion, the mean of the weights that put the issue first. `criteria`: names by code. `line` issues
    stand above the line; `drawn_line` says whether the first tier ends there, else it is the first quarter of the list.
    """

    section: ClassVar[str] = "priority_places"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    acceptability: pd.DataFrame
    central: pd.DataFrame
    criteria: Mapping[str, str]
    line: int
    drawn_line: bool
    draws: int
    scheme: str


@dataclass(frozen=True, slots=True)
class PublicAgreementResult:
    """The scored issues beside the concerns of people drawn at random.

    `table`, one row per issue that people were asked about, most named first: offence_code, offence_name, share,
    share_low, share_high, base, scored_low, scored_high (places in the scoring without the criterion of concern, 90 %
    of draws), said_low, said_high (places by concern). `disagree`: pairs of names scored_higher, said_higher, each the
    other way round on the two lists in `clear` of the draws. `correlation` (Spearman) with its limits is missing with
    few issues. `asked`: the surveys.
    """

    section: ClassVar[str] = "public_agreement"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    disagree: pd.DataFrame
    clear: float
    draws: int
    asked: tuple[str, ...]
    correlation: float
    correlation_low: float
    correlation_high: float


@dataclass(frozen=True, slots=True)
class StrategiesResult:
    """The strategies of section 6(1) and what bears on each.

    `table`, one row per strategy: code, strategy, letter, state ("decided": evidence and a decision; "evidence": no
    decision yet; "missing"), issues (with evidence), first (those in the first tier), data_sets (of partners,
    disclosed), decided (each with its decision), without (issues named and without evidence): tuples of names; missing
    (what would speak to it; "" unless it is missing). `withheld`: files that the public edition keeps back.
    """

    section: ClassVar[str] = "strategies"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionsResult:
    """What the authorities decided on the scored issues.

    `table`: issue, decision, because, by, date, tier ("" when the issue was not scored), issue_code ("" when unknown),
    meeting, minute, review ("" where not given), against (how it goes against the scoring, as words that follow the
    issue; "" where it does not), places (lowest and highest in 90 % of draws). `undecided`: names of issues in the
    first tier without a decision.
    """

    section: ClassVar[str] = "decisions"
    element: ClassVar[str] = "d"
    basis: Basis
    table: pd.DataFrame
    undecided: tuple[str, ...]
