"""Results on what a change is made of and what the months before led one to expect (statutory element c)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class DecompositionsResult:
    """Parts of each material change, in events that add up to it.

    `changes`, one row per change, the total first: offence_code, offence_name, is_total, count_before, count,
    difference, difference_low, difference_high, verdict, recording, note. `table`, one row per change and part:
    offence_code, offence_name, is_total, count_before, part (population, shared, mix, recording, own), count, ci_low,
    ci_high (events), p, p_adjusted, verdict ("known" for the population's, else a `Verdict` against none), points
    (percentage points of the earlier count; missing on a small base). `places`, one row per change: few, n_places,
    held, everywhere, chance, chance_low, chance_high (events beyond what is expected, in the few small areas that
    moved most, in all, and in so many had all moved alike), p, p_adjusted, verdict. `victims`: factor, before, now,
    count, ci_low, ci_high, total; None without an extract that tells victims. `against` names the others whose mean
    change is the shared trend, empty where there are none.
    """

    section: ClassVar[str] = "decompositions"
    element: ClassVar[str] = "c"
    basis: Basis
    changes: pd.DataFrame
    table: pd.DataFrame
    places: pd.DataFrame
    victims: pd.DataFrame | None
    against: str
    not_separated: tuple[str, ...]
    period_before: str
    rule: str


@dataclass(frozen=True, slots=True)
class OutturnResult:
    """What happened in the period beside a forecast made from the months before it.

    `table`, one row per offence and the total (`is_total`): offence_code, offence_name, is_total, count, expected,
    low, high (prediction interval of the total over the months told), p, p_adjusted, verdict, months_out (months
    outside their own limits), skill (mean error at earlier origins over that of the same month of the year before;
    missing where there is none), method, note, recording. `months`: offence_code, month, count (missing where the
    month is not usable), expected, low, high. `past`: month, offence_code, count of the months before, missing where
    left out. `earlier_inside` of `earlier_totals` forecasts made at earlier origins held what happened.
    """

    section: ClassVar[str] = "outturn"
    element: ClassVar[str] = "c"
    basis: Basis
    table: pd.DataFrame
    months: pd.DataFrame
    past: pd.DataFrame
    n_months: int
    n_history: int
    n_origins: int
    earlier_inside: int
    earlier_totals: int
    rule: str
    events: tuple[str, ...] = ()
