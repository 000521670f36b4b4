"""What happened to recorded crime after actions of the plan (statutory element c)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


class Outcome(StrEnum):
    """The only words in which an action is judged; none says that the action did it."""

    FELL_MORE = "fell_more"
    ROSE_MORE = "rose_more"
    NOT_SHOWN = "not_shown"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class ActionSeries:
    """The monthly series of one action, with what its own earlier course led to.

    `table`, one row per month: month, count, used (whether the month was counted), fitted, without, without_low,
    without_high (the earlier course carried on, with the interval of the step; missing before the start and where no
    model could be fitted). `first` is the first whole month after the start, `place` what was counted, in words.
    """

    action_id: str
    offence_code: str
    offence_name: str
    place: str
    first: pd.Timestamp
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class InterventionsResult:
    """Recorded crime after actions that have a start and an indicator, beside what was compared.

    `table`, one row per action: action_id, action, starts, ends, first (whole month), offence_code, offence_name,
    whole (of the whole partnership), treated, comparison, buffers (numbers of small areas), compared (what with, in
    words), months (pairs of months compared, or months after the start), count_before, count_after, outcome
    (`Outcome`), because (why not judged, a clause), agreement (a clause on the other methods), around ("displaced",
    "spread" or "": what a fall goes with next door, all actions allowed for), event_months (of those a verdict rests
    on), p, p_adjusted, notes (tuple of cautions).

    `estimates`, one row per action and method: action_id, method ("comparison", "earlier", "buffers", "together",
    "series", "peers"), before, after, expected, difference, difference_low, difference_high (events), ratio, ratio_low,
    ratio_high (to what was expected), p, by_chance, smallest (share of other sets of areas, or partnerships, that moved
    as much, and the least it could be), detail, judged, because. Missing where a method gives no such number.

    `assumptions`: method, assumption. `n_without` actions of the plan have no start or no indicator.
    """

    section: ClassVar[str] = "interventions"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    estimates: pd.DataFrame
    series: tuple[ActionSeries, ...]
    assumptions: pd.DataFrame
    rule: str
    n_without: int
