"""What recorded crime is made up of, beside the mix of others (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.result import NotAvailable, OffenceMixResult
from pads_analysis.assess.selection import basis, describe, totals
from pads_analysis.assess.standing import Group, fewest, group_of
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.shares import share_beside_peers

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What recorded crime is made up of"
SHARES = ["share", "share_low", "share_high"]
COMPARED = ["peer_share", "peer_low", "peer_high", "quotient", "ci_low", "ci_high", "p"]


def offence_mix(case: Case) -> OffenceMixResult | NotAvailable:
    """Return the share of every offence in recorded crime, and its quotient to the mean share of peers.

    Incidents of anti-social behaviour are no part of recorded crime and are left out. An offence with too few events
    keeps its count and share; no quotient is given of it.
    """
    table = totals(case, case.period)
    total_code, own_code = case.scheme.total_code, case.partnership.code
    total = int(table.at[own_code, total_code]) if own_code in table.index else 0
    settings = case.params.statistics
    if total < settings.minimum_base_for_percent:
        return NotAvailable(
            "offence_mix",
            "a",
            TITLE,
            f"{total} crimes were recorded and shares are given from {settings.minimum_base_for_percent}",
            "Choose a longer period.",
        )
    group = group_of(case, table)
    parts = [
        code
        for code in table.columns
        if code not in ("usable_months", "person_years", total_code) and case.scheme.offence(code).in_total
    ]
    spread = count_dispersion(case)
    rows = describe(case, parts).drop(columns=["family", "is_total"])
    rows["count"] = table.loc[own_code, parts].to_numpy(dtype="int64")
    found = [_row(case, table.loc[own_code], code, group, spread) for code in parts]
    rows = rows.join(pd.DataFrame(found, columns=SHARES + COMPARED))
    rows = judge(rows, settings, count=rows["count"], ratio="quotient")
    note = "" if group is None else group.note
    return OffenceMixResult(
        basis=basis(case, note, _untold(spread)),
        table=rows.sort_values("count", ascending=False, kind="stable").reset_index(drop=True),
        total=total,
        n_others=0 if group is None else len(group.rows),
        peers_chosen=group is not None and group.chosen,
        rule=family_rule(settings),
    )


def _row(case: Case, own: pd.Series, code: str, group: Group | None, spread: pd.Series) -> list[float]:
    """Return share and comparison of one offence; missing where nothing may be said."""
    settings, total_code = case.params.statistics, case.scheme.total_code
    count, total = own[code], own[total_code]
    missing = [np.nan] * len(COMPARED)
    # A net negative count corrects earlier months, and one above the whole is beside such a correction.
    if not 0 <= count <= total:
        return [np.nan] * len(SHARES) + missing
    phi, psi = spread.get(code, 1.0), spread.get(total_code, 1.0)
    others = None if group is None else group.rows.loc[group.rows[code].between(0, group.rows[total_code])]
    others = None if others is None else others.loc[others[total_code] > 0]
    few = count < settings.minimum_count
    if few or others is None or len(others) < fewest(case) or others[code].sum() == 0:
        alone = dispersed_rate(count, total, phi, per=1.0, confidence=settings.confidence)
        return [count / total, float(alone.ci_low), min(1.0, float(alone.ci_high)), *missing]
    side = share_beside_peers(
        count,
        total,
        others[code].to_numpy(),
        others[total_code].to_numpy(),
        part_dispersion=phi,
        whole_dispersion=psi,
        confidence=settings.confidence,
    )
    shares = [side.share, side.share_low, side.share_high]
    return [
        *shares,
        side.peer_share,
        side.peer_low,
        side.peer_high,
        side.quotient,
        side.low,
        side.high,
        side.p,
    ]


def _untold(spread: pd.Series) -> str:
    if len(spread):
        return ""
    return (
        "Too few months are complete to tell how much the counts vary, so that the intervals take events as "
        "independent and are too narrow."
    )
