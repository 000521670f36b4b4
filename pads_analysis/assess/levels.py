"""How much is recorded, and how it stands beside peers (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import LevelsResult, NotAvailable
from pads_analysis.assess.selection import basis, comparable, describe, totals
from pads_analysis.stats.peers import LEAST_PEERS, compare_with_mean
from pads_analysis.stats.rates import crude_rate

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

# Column of the comparison -> its name after the prefix of the group compared with.
COMPARISON = {
    "mean": "rate",
    "mean_low": "ci_low",
    "mean_high": "ci_high",
    "ratio": "ratio",
    "ci_low": "ratio_low",
    "ci_high": "ratio_high",
}


TITLE = "How much is recorded"


@once_per_case
def levels(case: Case) -> LevelsResult | NotAvailable:
    """Return counts and rates of the period for every offence, against peers and against all partnerships.

    Rates are per 1,000 residents a year with the interval of the OHID rule (exact below 10 events, Byar from 10). The
    mean of the others is unweighted and leaves the partnership itself out.
    """
    table = totals(case, case.period)
    if case.partnership.code not in table.index:
        return NotAvailable(
            "levels",
            "a",
            TITLE,
            f"no month of {case.period.label} is held and complete for {case.partnership.name}",
            "Ingest the police files of the period, or move period_end.",
        )
    own = table.loc[case.partnership.code]
    codes = [code for code in table.columns if code not in ("usable_months", "person_years")]
    rows = describe(case, codes)
    rows["count"] = own[codes].to_numpy(dtype="int64")
    rows = rows.join(rates_of(rows["count"], own["person_years"], case.params.statistics.confidence))
    peers = comparable(case, table, case.peers, case.period)
    others = tuple(code for code in table.index if code != case.partnership.code)
    everyone = comparable(case, table, others, case.period)
    spread = count_dispersion(case)
    for prefix, group in (("peer", peers), ("all", everyone)):
        rows = rows.join(_beside(case, rows, own["person_years"], group, spread, prefix))
    settings = case.params.statistics
    least = max(case.params.peers.minimum, LEAST_PEERS)
    return LevelsResult(
        basis=basis(case),
        table=rows,
        n_peers=len(peers) if len(peers) >= least else 0,
        n_all=len(everyone),
        peers_basis=case.peers_basis,
        rule=family_rule(settings),
        peers_chosen=bool(case.params.peers.codes),
        total_dispersion=float(spread.get(case.scheme.total_code, np.nan)),
    )


def counted_levels(case: Case) -> pd.DataFrame:
    """Return the table of `levels`; without rows where no month of the period counts."""
    found = levels(case)
    if isinstance(found, NotAvailable):
        return pd.DataFrame(columns=["offence_code", "offence_name", "is_total", "count"])
    return found.table


def rates_of(count: pd.Series, person_years: float, confidence: float) -> pd.DataFrame:
    """Return rate_per_1000, ci_low, ci_high; missing without a population or for a net negative count."""
    usable = (count >= 0) & (person_years > 0)
    out = pd.DataFrame(np.nan, index=count.index, columns=["rate_per_1000", "ci_low", "ci_high"])
    if usable.any():
        rate = crude_rate(
            count[usable].to_numpy(), np.full(usable.sum(), person_years), per=1000.0, confidence=confidence
        )
        out.loc[usable] = np.column_stack([rate.rate, rate.ci_low, rate.ci_high])
    return out


def _beside(
    case: Case, rows: pd.DataFrame, person_years: float, group: pd.DataFrame, spread: pd.Series, prefix: str
) -> pd.DataFrame:
    """Return the comparison of every offence with the mean of `group`, with the verdict in `vs_<prefix>s`."""
    settings = case.params.statistics
    found = pd.DataFrame(np.nan, index=rows.index, columns=[*COMPARISON, "p"])
    least = max(case.params.peers.minimum, LEAST_PEERS)
    if len(group) >= least and person_years > 0:
        for at, code, count in rows[["offence_code", "count"]].itertuples():
            # A net negative count corrects earlier months: that area is left out of this one comparison.
            usable = group.loc[group[code] >= 0]
            others = usable[code].to_numpy()
            if count < 0 or len(usable) < least or others.sum() == 0:
                continue
            side = compare_with_mean(
                count,
                person_years,
                others,
                usable["person_years"].to_numpy(),
                per=1000.0,
                confidence=settings.confidence,
                dispersion=spread.get(code, 1.0),
            )
            found.loc[at] = [
                side.mean, side.mean_low, side.mean_high, side.ratio, side.ratio_low, side.ratio_high, side.p
            ]  # fmt: skip
    judged = judge(found, settings, count=rows["count"])
    renamed = judged[[*COMPARISON, "p_adjusted"]].rename(columns=COMPARISON).add_prefix(f"{prefix}_")
    return renamed.assign(**{"vs_peers" if prefix == "peer" else "vs_all": judged["verdict"]})
