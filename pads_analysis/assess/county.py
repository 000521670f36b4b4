"""Matters for the county strategy group, where there is one: its partnerships side by side (statutory element g)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import compared
from pads_analysis.assess.compare import judge
from pads_analysis.assess.county_members import SHARED_BY, members, subject_of, without_county
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import Basis, CountyResult, NotAvailable, Verdict
from pads_analysis.assess.selection import basis, enough_pairs, paired_months, totals, usable_months
from pads_analysis.stats.rates import crude_rate

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.data.county import County

TITLE = "Matters for the county strategy group"
NO_CHANGES = ("partnership_code", "offence_code", "offence_name", "is_total", "count", "count_before", "ratio",
              "ci_low", "ci_high", "p", "count_dispersion", "verdict")  # fmt: skip


def county(subject: Case | County) -> CountyResult | NotAvailable:
    """Set the county's partnerships side by side, and list offences that rose in several of them."""
    case, own = subject_of(subject)
    missing = without_county(case, "county", TITLE)
    if missing is not None:
        return missing
    codes = members(case)
    changes = county_changes(case)
    return CountyResult(
        basis=county_basis(case, own),
        county_name=case.partnership.county_name,
        table=_side_by_side(case, codes, changes, own),
        shared=_shared(case, changes),
    )


def county_basis(
    case: Case, own: str, *notes: str, kinds: tuple[str, ...] = (), used: pd.DatetimeIndex | None = None
) -> Basis:
    """Return the basis of a county's figures; its place is the county where the page is about it.

    `used` are the months counted where they are the same in every district; where each has its own, those are named
    that count fewer.
    """
    fewer = _fewer_months(case) if used is None else ""
    rests_on = basis(case, fewer, *notes, kinds=kinds, used=used)
    return rests_on if own else replace(rests_on, place=case.partnership.county_name)


def _fewer_months(case: Case) -> str:
    """Return which districts have a figure of fewer months than the period has; empty where none has."""
    whole, unit = len(case.reported(case.period)), "months" if case.step == 1 else "quarters"
    held = {code: len(usable_months(case, case.period, code).months) for code in members(case)}
    said = [f"{case.names[code]} ({number})" for code, number in held.items() if number < whole]
    return f"Districts of which fewer than {whole} {unit} count: {', '.join(said)}." if said else ""


@once_per_case
def county_changes(case: Case) -> pd.DataFrame:
    """Return every comparison of every partnership of the county as one family, with verdicts."""
    tables = [
        compared(case, code).assign(partnership_code=code)
        for code in members(case)
        if enough_pairs(case, paired_months(case, code)[0])
    ]
    if not tables:
        return pd.DataFrame(columns=list(NO_CHANGES))
    joined = pd.concat(tables, ignore_index=True)
    return judge(joined, case.params.statistics, count=joined["count"] + joined["count_before"])


def _side_by_side(case: Case, codes: list[str], changes: pd.DataFrame, own: str) -> pd.DataFrame:
    now = totals(case, case.period).reindex(codes)
    names = case.names
    count, years = now[case.scheme.total_code], now["person_years"]
    table = pd.DataFrame(
        {
            "partnership_code": codes,
            "partnership_name": [names[code] for code in codes],
            "is_own": [code == own for code in codes],
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
