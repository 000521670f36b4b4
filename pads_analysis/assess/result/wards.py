"""Result on wards: the areas that councillors and residents know by name (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


@dataclass(frozen=True, slots=True)
class WardsResult:
    """How much is recorded in each ward, beside the rest of the partnership and beside the period before.

    `table`, one row per ward: ward_code, ward_name, places (small areas), population, count, rate_per_1000, ci_low,
    ci_high (per 1,000 residents a year, for the rate behind the count), dispersion; ratio, ratio_low, ratio_high, p,
    p_adjusted, verdict (rate against that of all other wards together); count_before, change, change_low, change_high,
    change_p, change_p_adjusted, change_verdict, share_of_change (of the sum of the absolute differences of all wards,
    signed). Rates and the ratio are missing where a ward has no population; what is said of change is missing where
    too few months can be paired (`compared` is then False).
    """

    section: ClassVar[str] = "wards"
    element: ClassVar[str] = "a"
    basis: Basis
    table: pd.DataFrame
    offence_name: str
    offence_code: str
    compared: bool
    period_before: str
    rule: str
    population_years: tuple[int, ...] = ()
