"""What makes up the change, and what it moved with (statutory element c).

Nothing here says what caused a change: it says which offences and areas it is made of, and whether peers moved
the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import compared, too_few_pairs
from pads_analysis.assess.compare import judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.places import place_pairs
from pads_analysis.assess.result import ContributionsResult, NotAvailable, PeerTrendResult
from pads_analysis.assess.selection import basis, counts_by_month, enough_pairs, paired_months, usable_months
from pads_analysis.stats.decomposition import contributions_from_ratios
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.peers import LEAST_PEERS, compare_change_with_peers

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

PLACES_SHOWN = 10


def contributions(case: Case) -> ContributionsResult | NotAvailable:
    """Split the change in all recorded crime over offences and over small areas, in percentage points that add up."""
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "contributions", "c", "What the change is made of")
    rows = compared(case, case.partnership.code)
    counted = [
        case.scheme.offence(code).in_total and not total
        for code, total in rows[["offence_code", "is_total"]].values
    ]
    offences = rows.loc[counted]
    if offences["count_before"].sum() <= 0:
        return NotAvailable(
            "contributions",
            "c",
            "What the change is made of",
            "no crime was recorded in the period before",
            "",
        )
    found = contributions_from_ratios(
        offences["count_before"].to_numpy(),
        offences["count"].to_numpy(),
        offences["ci_low"].to_numpy(),
        offences["ci_high"].to_numpy(),
    )
    kept = ["offence_code", "offence_name", "count_before", "count", "difference"]
    offences = offences[kept].assign(
        contribution_points=found.points, ci_low=found.ci_low, ci_high=found.ci_high
    )
    ordered = offences.reindex(offences["contribution_points"].abs().sort_values(ascending=False).index)
    before_total, now_total = int(offences["count_before"].sum()), int(offences["count"].sum())
    return ContributionsResult(
        basis=basis(case, used=now),
        offences=ordered.reset_index(drop=True),
        places=_place_contributions(case, now, before, before_total),
        total_change_percent=found.total_percent,
        count_before=before_total,
        count=now_total,
    )


def _place_contributions(
    case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex, before_total: int
) -> pd.DataFrame | None:
    if case.places is None or case.place_months is None:
        return None
    table = place_pairs(case, now, before, case.scheme.total_code)
    table["difference"] = table["count"] - table["count_before"]
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    top, rest = table.loc[order[:PLACES_SHOWN]], table.loc[order[PLACES_SHOWN:]]
    sums = rest[["count", "count_before", "difference"]].sum()
    others = pd.DataFrame([{"place_code": "", "place_name": f"All other small areas ({len(rest)})", **sums}])
    joined = pd.concat([top, others], ignore_index=True) if len(rest) else top.reset_index(drop=True)
    return joined.assign(contribution_points=joined["difference"] / before_total * 100)


@once_per_case
def peer_trend(case: Case) -> PeerTrendResult | NotAvailable:
    """Set the own change beside the mean change of peers over the same months: did this area move with the others?"""
    title = "Did peers change in the same way?"
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return too_few_pairs(case, "peer_trend", "c", title)
    peers = [code for code in case.peers if covers(case, code, now, before)]
    least = max(case.params.peers.minimum, LEAST_PEERS)
    if len(peers) < least:
        return NotAvailable(
            "peer_trend",
            "c",
            title,
            f"only {len(peers)} peers are complete in the same months of both periods and {least} are needed",
            "Ingest more forces, or list other peers in the params.",
        )
    own = compared(case, case.partnership.code).set_index("offence_code")
    current, earlier = (
        pd.DataFrame({code: counts_by_month(case, months, code).sum() for code in peers})
        for months in (now, before)
    )
    rows = [_beside_peers(case, own.loc[code], current.loc[code], earlier.loc[code]) for code in own.index]
    table = pd.DataFrame([row for row in rows if row])
    if table.empty:
        return NotAvailable("peer_trend", "c", title, "no offence was recorded here in both periods", "")
    settings = case.params.statistics
    table = judge(table, settings, count=table["count"], ratio="relative_ratio")
    return PeerTrendResult(
        basis=basis(case, used=now),
        table=table.drop(columns=["p", "count"]),
        n_peers=len(peers),
        rule=(
            "Own ratio over the geometric mean ratio of peers; the interval joins the area's own month-to-month spread "
            f"with the spread among peers; false discovery rate {settings.false_discovery_rate:.0%} over the table."
        ),
        peers_chosen=bool(case.params.peers.codes),
    )


def covers(case: Case, code: str, now: pd.DatetimeIndex, before: pd.DatetimeIndex) -> bool:
    """Return whether a peer has every one of the own paired months."""
    return (
        now.isin(usable_months(case, case.period, code).months).all()
        and before.isin(usable_months(case, case.previous, code).months).all()
    )


def _beside_peers(case: Case, own: pd.Series, now: pd.Series, before: pd.Series) -> dict[str, object] | None:
    known = own["count"] > 0 and own["count_before"] > 0 and np.isfinite(own["ci_high"]) and own["ci_low"] > 0
    if not known or (now < 0).any() or (before < 0).any() or now.sum() + before.sum() == 0:
        return None
    settings = case.params.statistics
    error = standard_error(np.log(own["ci_low"]), np.log(own["ci_high"]), settings.confidence)
    side = compare_change_with_peers(
        float(np.log(own["ratio"])), float(error), now.to_numpy(), before.to_numpy(), settings.confidence
    )
    return {
        "offence_code": own.name,
        "offence_name": own["offence_name"],
        "is_total": bool(own["is_total"]),
        "own_ratio": float(own["ratio"]),
        "peer_ratio": side.peer_ratio,
        "relative_ratio": side.ratio,
        "ci_low": side.ratio_low,
        "ci_high": side.ratio_high,
        "p": side.p,
        "count": own["count"] + own["count_before"],
    }
