"""What makes up the change, and what it moved with (statutory element c).

Nothing here says what caused a change: it says which offences and areas it is made of, and whether peers moved
the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import MIN_MONTHS, compared, paired_counts
from pads_analysis.assess.compare import judge
from pads_analysis.assess.places import place_pairs
from pads_analysis.assess.result import ContributionsResult, NotAvailable, PeerTrendResult
from pads_analysis.assess.selection import basis, paired_months
from pads_analysis.stats.decomposition import contributions as split_change
from pads_analysis.stats.peers import LEAST_PEERS, compare_with_mean

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

PLACES_SHOWN = 10


def contributions(case: Case) -> ContributionsResult | NotAvailable:
    """Split the change in all recorded crime over offences and over small areas, in percentage points that add up."""
    now, before, _ = paired_months(case)
    if len(now) < MIN_MONTHS:
        return _too_short(case, "contributions", "What the change is made of")
    rows = compared(case, case.partnership.code)
    counted = [
        case.scheme.offence(code).in_total and not total
        for code, total in rows[["offence_code", "is_total"]].values
    ]
    offences = rows.loc[counted, ["offence_code", "offence_name", "count_before", "count", "difference"]]
    if offences["count_before"].sum() <= 0:
        return NotAvailable(
            "contributions",
            "c",
            "What the change is made of",
            "no crime was recorded in the period before",
            "",
        )
    offences = offences.join(
        _points(case, offences, float(rows["dispersion"].fillna(1.0).clip(lower=1.0).iloc[0]))
    )
    ordered = offences.reindex(offences["contribution_points"].abs().sort_values(ascending=False).index)
    before_total, now_total = int(offences["count_before"].sum()), int(offences["count"].sum())
    return ContributionsResult(
        basis=basis(case),
        offences=ordered.reset_index(drop=True),
        places=_place_contributions(case, now, before, before_total, now_total),
        total_change_percent=(now_total - before_total) / before_total * 100,
        count_before=before_total,
        count=now_total,
    )


def _points(case: Case, offences: pd.DataFrame, dispersion: float) -> pd.DataFrame:
    """Return contribution_points, ci_low and ci_high of every offence."""
    before, now = offences["count_before"].to_numpy(), offences["count"].to_numpy()
    if (before < 0).any() or (now < 0).any():
        # A net negative count corrects earlier months: the points still add up, but no count model gives an interval.
        points = (now - before) / before.sum() * 100
        return pd.DataFrame(
            {"contribution_points": points, "ci_low": np.nan, "ci_high": np.nan}, index=offences.index
        )
    found = split_change(before, now, confidence=case.params.statistics.confidence, dispersion=dispersion)
    return pd.DataFrame(
        {"contribution_points": found.points, "ci_low": found.ci_low, "ci_high": found.ci_high},
        index=offences.index,
    )


def _place_contributions(
    case: Case, now: pd.DatetimeIndex, before: pd.DatetimeIndex, before_total: int, now_total: int
) -> pd.DataFrame | None:
    if case.places is None or case.place_months is None:
        return None
    table = place_pairs(case, now, before, case.scheme.total_code)
    table["difference"] = table["count"] - table["count_before"]
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    top, rest = table.loc[order[:PLACES_SHOWN]], table.loc[order[PLACES_SHOWN:]]
    sums = rest[["count", "count_before", "difference"]].sum()
    others = pd.DataFrame([{"place_code": "", "place_name": f"All other small areas ({len(rest)})", **sums}])
    joined = pd.concat([top, others], ignore_index=True)
    return joined.assign(contribution_points=joined["difference"] / before_total * 100)


def peer_trend(case: Case) -> PeerTrendResult | NotAvailable:
    """Set the own change beside the mean change of peers: did this area move with the others?"""
    title = "Did peers change in the same way?"
    if len(paired_months(case)[0]) < MIN_MONTHS:
        return _too_short(case, "peer_trend", title)
    peers = [code for code in case.peers if len(paired_months(case, code)[0]) >= MIN_MONTHS]
    least = max(case.params.peers.minimum, LEAST_PEERS)
    if len(peers) < least:
        return NotAvailable(
            "peer_trend",
            "c",
            title,
            f"only {len(peers)} peers have both periods in the store and {least} are needed",
            "Ingest more forces, or list other peers in the params.",
        )
    own = compared(case, case.partnership.code).set_index("offence_code")
    others = {code: paired_counts(case, code).set_index("offence_code") for code in peers}
    rows = [_beside_peers(case, code, own.loc[code], others) for code in own.index]
    table = pd.DataFrame([row for row in rows if row])
    if table.empty:
        return NotAvailable(
            "peer_trend",
            "c",
            title,
            f"no offence was recorded in both periods here and in at least {LEAST_PEERS} peers",
            "",
        )
    settings = case.params.statistics
    table = judge(table, settings, count=table["count"], ratio="relative_ratio")
    return PeerTrendResult(
        basis=basis(case),
        table=table.drop(columns=["p", "count"]),
        n_peers=len(peers),
        rule=(
            "Own ratio over the geometric mean ratio of peers; the interval joins the area's own month-to-month spread "
            f"with the spread among peers; false discovery rate {settings.false_discovery_rate:.0%} over the table."
        ),
    )


def _beside_peers(
    case: Case, code: str, own: pd.Series, others: dict[str, pd.DataFrame]
) -> dict[str, object] | None:
    pairs = [
        (table.at[code, "count"], table.at[code, "count_before"])
        for table in others.values()
        if code in table.index
    ]
    usable = np.array([(now, before) for now, before in pairs if now > 0 and before > 0], dtype="float64")
    if len(usable) < LEAST_PEERS or own["count"] <= 0 or own["count_before"] <= 0:
        return None
    # With the earlier count as exposure the "rate" is the ratio of the two years; its log varies by
    # spread * (1/now + 1/before), which is the Poisson variance 1/now times the dispersion given here.
    spread = max(1.0, np.nan_to_num(own["dispersion"], nan=1.0)) * (1 + own["count"] / own["count_before"])
    side = compare_with_mean(
        own["count"], own["count_before"], usable[:, 0], usable[:, 1], per=1.0,
        confidence=case.params.statistics.confidence, dispersion=spread,
    )  # fmt: skip
    return {
        "offence_code": code,
        "offence_name": own["offence_name"],
        "is_total": bool(own["is_total"]),
        "own_ratio": own["count"] / own["count_before"],
        "peer_ratio": side.mean,
        "relative_ratio": side.ratio,
        "ci_low": side.ratio_low,
        "ci_high": side.ratio_high,
        "p": side.p,
        "count": own["count"] + own["count_before"],
    }


def _too_short(case: Case, section: str, title: str) -> NotAvailable:
    return NotAvailable(
        section, "c", title, f"too few calendar months are complete in both {case.period.label} and the year before",
        "Ingest the months before, or choose a later period_end.",
    )  # fmt: skip
