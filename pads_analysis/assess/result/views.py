"""Results on what people who live or work here think (statutory element e).

Tables of shares have these columns: survey (title), date (last day of fieldwork, or as published), mode, group (who was
asked), question (the share in words), count and base (people who gave the answer and people asked, unweighted),
value, ci_low, ci_high (weighted share and interval, 0 to 1), design_effect, withheld (why the share is not printed, ""
where it is), warning and source. Of people who chose to answer the interval is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class ViewsResult:
    """What people answered, apart by how they were asked.

    `table` holds shares of people drawn at random, `open_table` those of people who chose to answer. `published`, one
    row per share published without a base: measure (code), question, group, date (in words), value, comparator,
    comparator_name, value_before, date_before, source. `residents` and `workers` say how they were asked: "random"
    (drawn at random), "open" (only where they chose to answer), "none", or "unknown" (published tables do not say).
    """

    section: ClassVar[str] = "views"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    open_table: pd.DataFrame
    published: pd.DataFrame
    least: int
    residents: str
    workers: str


@dataclass(frozen=True, slots=True)
class ConcernsResult:
    """What people are concerned about, with places as intervals.

    `table`: the columns of shares and list_id (one list of answers that were compared with one another), heading (the
    question), offence_code, rank_low, rank_high (whole numbers, missing where no place may be told), n_ranked, first
    (bool). `open_table`: the columns of shares of people who chose to answer, whose order says nothing.
    """

    section: ClassVar[str] = "concerns"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    open_table: pd.DataFrame
    least: int


@dataclass(frozen=True, slots=True)
class ConfidenceResult:
    """Confidence in the police and the council, and how big a problem anti-social behaviour is felt to be.

    `table` and `open_table`: the columns of shares and measure (code) and measure_name; `published` as in
    `ViewsResult`. `scale` says how the summed score was made; empty where nobody could be scored.
    """

    section: ClassVar[str] = "confidence"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    open_table: pd.DataFrame
    published: pd.DataFrame
    scale: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class ViewChangesResult:
    """The two newest waves of each survey side by side.

    `table`: series (title), question, date_before, date, value_before, value, base_before, base, difference, ci_low,
    ci_high (shares, 0 to 1), p, p_adjusted, verdict (`Verdict`), why (why it is not compared; "" where it is), warning.
    `not_compared` names what has no two waves of people drawn at random, each with its reason.
    """

    section: ClassVar[str] = "view_changes"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    not_compared: tuple[str, ...]
    margin: float
    rule: str


@dataclass(frozen=True, slots=True)
class RespondentsResult:
    """Who answered, beside the population.

    `surveys`: survey, date, first, last, authority, mode, sample, asked, respondents, residents, workers (NaN where
    not asked), weighted (bool), kish (design effect of the weights), n_effective. `table`, one row per category:
    survey, date, sample, profile, category, count, base, share, weighted_share, population_share, difference (share
    less population), source.
    """

    section: ClassVar[str] = "respondents"
    element: ClassVar[str] = "e"
    basis: Basis
    surveys: pd.DataFrame
    table: pd.DataFrame
    least: int


@dataclass(frozen=True, slots=True)
class CommentsResult:
    """What people wrote, counted by the partnership's own codes.

    `table`: survey, date, question, code, count (comments that mention it), base (comments), value (share of comments,
    missing under the least base). A comment may carry several codes.
    """

    section: ClassVar[str] = "comments"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    least: int


@dataclass(frozen=True, slots=True)
class ConcernGapResult:
    """Concerns beside what the police recorded.

    `table`, one row per concern: question (the concern), offence_code, offence_name ("" without a police category),
    base, value, ci_low, ci_high, rank_low, rank_high (among all concerns of the list), shared_low, shared_high (among
    those with a police category), count, count_low, count_high (recorded in the period), recorded_low, recorded_high
    (place by count among the same), verdict: "no police category", "higher in concern", "lower in concern", "no clear
    gap", "not told".
    """

    section: ClassVar[str] = "concern_gap"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    survey: str
    date: str
    group: str
    heading: str
    rule: str


@dataclass(frozen=True, slots=True)
class MeetingsResult:
    """Meetings and consultations, and whether a public meeting lies in every year.

    `table`, newest first: date, last, title, kind, public (bool), attendance (NaN where nobody counted), held_by,
    reached, said. `years`, newest first: first, last (timestamps of months), met (bool), date, title (of the latest
    public meeting in it; "" for none), n (public meetings).
    """

    section: ClassVar[str] = "meetings"
    element: ClassVar[str] = "e"
    basis: Basis
    table: pd.DataFrame
    years: pd.DataFrame
