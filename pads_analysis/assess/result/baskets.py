"""Result on the baskets of offences that performance frameworks speak of (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class BasketsResult:
    """Counts, rates and changes of the baskets that the source can count, and why it cannot count the others.

    `table`, one row per basket counted: offence_code (of the basket), offence_name (ending in "(approximation)" where
    it is one), how ("exact", "approximation"), status ("verified", "unverified"), source, meaning, misses (what keeps
    it from being exact, as a clause; else ""), count, rate_per_1000, rate_low, rate_high (per 1,000 residents a year);
    count_now and count_before (of the months compared), ratio, ci_low, ci_high, p, p_adjusted, method, verdict, note
    (known changes of recording, codes that could not be told). `uncounted`: offence_name, because, status. `compared`
    is False where too few months are complete in both periods; `why_not` says so.
    """

    section: ClassVar[str] = "baskets"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    uncounted: pd.DataFrame
    period_before: str
    months_compared: int
    rule: str
    counted_from: str
    compared: bool = True
    why_not: str = ""
