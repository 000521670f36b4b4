"""Results that look back to an earlier assessment, and the one that a later assessment will look back to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


class Movement(StrEnum):
    """The only words for what became of something between two assessments."""

    NEW = "new"
    RISING = "rising"
    STABLE = "stable"
    FALLING = "falling"
    GONE = "gone"
    UNCERTAIN = "too uncertain to say"


class Standing(StrEnum):
    """The only words for what became of a finding of an earlier assessment."""

    HOLDS = "holds"
    NO_LONGER = "no longer holds"
    NOT_COMPARED = "cannot be compared"


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The released figures of this assessment, as a later one will compare with them.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, is_total, count,
    rate_per_1000, ci_low, ci_high (per 1,000 residents a year). `months`: the same counts by month, index month, a
    column per offence_code. `files`, one row per file that the months came from: file, sha256 (twelve figures).
    """

    section: ClassVar[str] = "record"
    element: ClassVar[str] = ""
    basis: Basis
    table: pd.DataFrame
    months: pd.DataFrame
    months_left_out: tuple[str, ...]
    source: str
    scheme: str
    districts: tuple[str, ...]
    population: float
    files: pd.DataFrame


@dataclass(frozen=True, slots=True)
class SincePreviousResult:
    """The period against the previous assessment, as released and as counted again.

    `table`, one row per offence and one for the total (`is_total`): offence_code, offence_name, is_total;
    count_released, rate_released (per 1,000 residents a year), rate_released_low, rate_released_high (missing where the
    offence was not released); count_restated, rate_restated (the same period from today's store), restated_by (restated
    less released), why; count_before and count (the matched months of both periods), difference, ratio, ci_low,
    ci_high, p_adjusted, verdict, movement (Movement), note, recording (bool).

    `restatements` holds the rows of `table` whose released and restated figures differ, or that had another name.
    `changed_basis` are sentences on what changed between the two beside the counts: source, boundaries, months.
    """

    section: ClassVar[str] = "since_previous"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    restatements: pd.DataFrame
    period_before: str
    period_released: str
    months_compared: int
    months_left_out: tuple[str, ...]
    changed_basis: tuple[str, ...]
    rule: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviousFindingsResult:
    """What the previous assessment said first, set against today.

    `table`, one row per headline: said (its sentence), of (the earlier partnership that said it; "" for this one),
    measure, then, then_low, then_high, now, now_low, now_high (the same measure; missing where there is none),
    verdict_then, verdict_now (words of `Verdict` or ""), standing (Standing), why (a clause, where it cannot be
    compared). `merged_from` names the earlier partnerships, where they were others.
    """

    section: ClassVar[str] = "previous_findings"
    element: ClassVar[str] = "b"
    basis: Basis
    table: pd.DataFrame
    period_released: str
    merged_from: tuple[str, ...] = ()
