"""Which partnerships the own one is set among, and how much the counts of each vary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import compared
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.selection import comparable, counts_by_month, enough_pairs, history, paired_months
from pads_analysis.stats.change import compare_months
from pads_analysis.stats.peers import LEAST_PEERS

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

#: In a larger group only the totals are set side by side: the spread of every offence of every area takes too long.
MOST_FOR_OFFENCES = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Partnerships that the own one is set among.

    Attributes
    ----------
    rows : DataFrame
        Rows of `selection.totals`, the own partnership not among them.
    chosen : bool
        Whether they are the peers named in the params, rather than all others held.
    note : str
        What must be said of the choice; empty when nothing must.
    """

    rows: pd.DataFrame
    chosen: bool
    note: str = ""


def group_of(case: Case, table: pd.DataFrame) -> Group | None:
    """Return the peers with comparable data, or all others where too few are named or have it; None when both are.

    Parameters
    ----------
    case : Case
    table : DataFrame
        As from `selection.totals`; rows that cannot be compared for another reason are left out beforehand.
    """
    least = fewest(case)
    named = bool(case.params.peers.codes)
    peers = comparable(case, table, case.peers, case.period)
    if named and len(peers) >= least:
        return Group(peers, chosen=True)
    everyone = others(case, table)
    if len(everyone) < least:
        return None
    note = (
        f"Only {len(peers)} of the peers named have comparable data and {least} are needed, so that all other "
        "partnerships in the store stand in for them."
        if named
        else ""
    )
    return Group(everyone, chosen=False, note=note)


def fewest(case: Case) -> int:
    """Return the fewest others among which a partnership is placed."""
    return max(case.params.peers.minimum, LEAST_PEERS)


def others(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all other partnerships with comparable data."""
    codes = tuple(code for code in table.index if code != case.partnership.code)
    return comparable(case, table, codes, case.period)


def too_few_others(case: Case, found: int) -> str:
    """Return why the partnership cannot be set among others, as a clause."""
    number = (
        "no other partnership" if not found else f"only {found} other partnership{'s' if found > 1 else ''}"
    )
    return (
        f"{number} in the store {'have' if found > 1 else 'has'} comparable data for {case.period.label} and for the "
        f"months before; {fewest(case)} are needed"
    )


@once_per_case
def total_dispersion(case: Case, code: str) -> float:
    """Return the variance of a partnership's total count over that of independent events; missing where not told.

    It is what `compared` finds for the total, worked out alone because that is quick for many partnerships.
    """
    now, before, _ = paired_months(case, code)
    if not enough_pairs(case, now):
        return float("nan")
    total = case.scheme.total_code
    past, usable = history(case, code)
    earlier = past[total].clip(lower=0).astype("float64").where(usable)
    found = compare_months(
        counts_by_month(case, now, code)[total].clip(lower=0).to_numpy(),
        counts_by_month(case, before, code)[total].clip(lower=0).to_numpy(),
        case.params.statistics.confidence,
        history=earlier.loc[earlier.index < case.previous.first].to_numpy(),
        at=[case.period.months.get_loc(month) for month in now],
        months_apart=case.period.shift,
    )
    return _at_least_chance(found.count_dispersion)


def dispersions(case: Case, codes: list[str], offences: list[str]) -> pd.DataFrame:
    """Return the variance of each count over that of independent events: partnerships by offences.

    Few events do not tell, and are taken as independent: 1. Every partnership needs enough months that can be paired
    (`total_dispersion` is missing without).
    """
    total = case.scheme.total_code
    if offences == [total]:
        return pd.DataFrame({total: [total_dispersion(case, code) for code in codes]}, index=codes)
    found = {code: compared(case, code).set_index("offence_code")["count_dispersion"] for code in codes}
    table = pd.DataFrame(found).T.reindex(columns=offences)
    return table.map(_at_least_chance)


def _at_least_chance(value: float) -> float:
    return 1.0 if np.isnan(value) else max(1.0, float(value))
