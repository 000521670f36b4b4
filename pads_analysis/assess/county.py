"""Matters for the county strategy group, where there is one (statutory element g)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import compared
from pads_analysis.assess.compare import judge
from pads_analysis.assess.result import CountyResult, NotAvailable, Verdict
from pads_analysis.assess.selection import basis, enough_pairs, paired_months, totals
from pads_analysis.stats.rates import crude_rate

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

SHARED_BY = 2


def county(case: Case) -> CountyResult | NotAvailable:
    """Set the county's partnerships side by side, and list offences that rose in several of them."""
    own = case.partnership
    title = "Matters for the county strategy group"
    if not own.county_code:
        return NotAvailable(
            "county",
            "g",
            title,
            "the area is not part of a two-tier county, so there is no county strategy group",
            "",
            not_applicable=True,
        )
    in_county = case.partnerships["county_code"] == own.county_code
    members = [
        code for code in case.partnerships.loc[in_county, "partnership_code"] if code in case.with_data
    ]
    if len(members) < SHARED_BY:
        return NotAvailable(
            "county",
            "g",
            title,
            f"the store holds no other partnership of {own.county_name}",
            "Ingest the force's files for the whole county.",
        )
    changes = _changes(case, members)
    return CountyResult(
        basis=basis(case),
        county_name=own.county_name,
        table=_side_by_side(case, members, changes),
        shared=_shared(case, changes),
    )


def _changes(case: Case, members: list[str]) -> pd.DataFrame:
    """Return every comparison of every partnership of the county as one family, with verdicts."""
    tables = [
        compared(case, code).assign(partnership_code=code)
        for code in members
        if enough_pairs(case, paired_months(case, code)[0])
    ]
    if not tables:
        return pd.DataFrame(
            columns=["partnership_code", "offence_code", "is_total", "ratio", "ci_low", "ci_high", "verdict"]
        )
    joined = pd.concat(tables, ignore_index=True)
    return judge(joined, case.params.statistics, count=joined["count"] + joined["count_before"])


def _side_by_side(case: Case, members: list[str], changes: pd.DataFrame) -> pd.DataFrame:
    now = totals(case, case.period).reindex(members)
    names = case.names
    count, years = now[case.scheme.total_code], now["person_years"]
    table = pd.DataFrame(
        {
            "partnership_code": members,
            "partnership_name": [names[code] for code in members],
            "is_own": [code == case.partnership.code for code in members],
            "count": count.to_numpy(),
        }
    )
    table[["rate_per_1000", "ci_low", "ci_high"]] = np.nan
    usable = ((count >= 0) & (years > 0)).to_numpy()
    if usable.any():
        rate = crude_rate(
            count[usable].to_numpy(), years[usable].to_numpy(), 1000.0, case.params.statistics.confidence
        )
        table.loc[usable, ["rate_per_1000", "ci_low", "ci_high"]] = np.column_stack(
            [rate.rate, rate.ci_low, rate.ci_high]
        )
    whole = changes.loc[changes["is_total"].astype(bool)].set_index("partnership_code")
    for name, column in (
        ("change_ratio", "ratio"),
        ("change_low", "ci_low"),
        ("change_high", "ci_high"),
        ("change_verdict", "verdict"),
    ):
        table[name] = table["partnership_code"].map(whole[column])
    words = table["change_verdict"].astype(object)
    table["change_verdict"] = words.where(words.notna(), Verdict.TOO_FEW)
    return table.sort_values("partnership_name", kind="stable").reset_index(drop=True)


def _shared(case: Case, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the offences that clearly rose in two or more partnerships of the county."""
    risen = changes.loc[(changes["verdict"] == Verdict.HIGHER) & ~changes["is_total"].astype(bool)]
    names, n_partnerships = case.names, changes["partnership_code"].nunique()
    rows = [
        (
            code,
            group["offence_name"].iloc[0],
            len(group),
            n_partnerships,
            ", ".join(sorted(names[c] for c in group["partnership_code"])),
        )
        for code, group in risen.groupby("offence_code", sort=False)
        if len(group) >= SHARED_BY
    ]
    columns = ["offence_code", "offence_name", "partnerships_higher", "partnerships", "names"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("partnerships_higher", ascending=False, kind="stable").reset_index(drop=True)
