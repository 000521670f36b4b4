"""Results on the county (statutory element g)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.assess.result.basics import Basis


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
