"""Which offences move together in neighbouring districts, beyond season and what happens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.county_members import members
from pads_analysis.assess.county_priorities import recording_of
from pads_analysis.assess.selection import counts_by_month, history
from pads_analysis.stats.co_movement import co_movement
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

LEAST_MONTHS = 30
#: Fewer a month are ruled by chance, and their months agree or not as it falls.
LEAST_A_MONTH = 10.0
#: Partnerships outside the county whose mean movement is taken out; with fewer it is too unsteady.
LEAST_ELSEWHERE = 5
COLUMNS = ("offence_code", "offence_name", "first_code", "first_name", "second_code", "second_name", "r", "ci_low",
           "ci_high", "p", "p_adjusted", "together")  # fmt: skip


def no_series(case: Case, pairs: list[tuple[str, str]]) -> str:
    """Return why no series can be compared, as a clause; empty where they can."""
    if case.step > 1:
        return "the counts are quarterly, and months are needed to see series move together"
    if not pairs:
        return "no two of its districts with data touch"
    months = _months(case)
    if len(months) < LEAST_MONTHS:
        return (
            f"{len(months)} months are complete in every district, and {LEAST_MONTHS} are needed to see "
            f"series move together"
        )
    return ""


def _months(case: Case) -> pd.DatetimeIndex:
    usable = [history(case, code)[1] for code in members(case)]
    good = pd.concat(usable, axis=1).fillna(False).astype(bool).all(axis=1)
    return pd.DatetimeIndex(good.index[good])


def moving_together(case: Case, pairs: list[tuple[str, str]]) -> tuple[pd.DataFrame, int, int]:
    """Correlate what is left of monthly counts in neighbouring districts.

    Square roots of counts are used, whose chance variation does not depend on their size. Offences whose figures point
    to recording are left out: a rule of the force moves all its districts.

    Returns
    -------
    DataFrame
        One row per pair and offence tested: `COLUMNS`; `together` is the call over all of them.
    int
        Series tested.
    int
        Months.
    """
    months, names = _months(case), case.names
    recorded = recording_of(case)
    counts = {code: counts_by_month(case, months, code).clip(lower=0) for code in members(case)}
    offences = [
        code for code in next(iter(counts.values())).columns
        if code != case.scheme.total_code and code not in recorded
    ]  # fmt: skip
    rng = np.random.default_rng(case.params.priorities.seed)
    wanted = {
        code: [pair for pair in pairs if all(counts[place][code].mean() >= LEAST_A_MONTH for place in pair)]
        for code in offences
    }
    tests = sum(map(len, wanted.values()))
    rows = []
    for code, held in wanted.items():
        if not held:
            continue
        places = sorted({place for pair in held for place in pair})
        found = co_movement(
            np.sqrt([counts[place][code].to_numpy(dtype="float64") for place in places]),
            [(places.index(a), places.index(b)) for a, b in held],
            months.month.to_numpy(),
            rng=rng,
            shared=_elsewhere(case, months, code),
            # So many that even the least p of all tests can hold once they are allowed for.
            permutations=max(1999, round(2 * tests / case.params.statistics.false_discovery_rate)),
            confidence=case.params.statistics.confidence,
        )
        for at, (a, b) in enumerate(held):
            rows.append((code, case.scheme.offence(code).name, a, names[a], b, names[b], found.r[at],
                         found.ci_low[at], found.ci_high[at], found.p[at]))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(COLUMNS[:-2]))
    table["p_adjusted"] = adjust(table["p"].to_numpy()) if len(table) else []
    table["together"] = table["p_adjusted"] <= case.params.statistics.false_discovery_rate
    return (
        table.sort_values(["p_adjusted", "r"], ascending=[True, False], kind="stable").reset_index(drop=True),
        tests,
        len(months),
    )


def _elsewhere(case: Case, months: pd.DatetimeIndex, offence: str) -> np.ndarray | None:
    """Return the mean movement of partnerships outside the county that are complete in all the months."""
    mine, key = set(members(case)), ("partnership_code", "month")
    good = case.coverage.loc[
        (case.coverage["status"] == "complete") & case.coverage["month"].isin(months), list(key)
    ]
    held = good.groupby("partnership_code")["month"].nunique()
    codes = [code for code in held.index[held == len(months)] if code not in mine]
    if len(codes) < LEAST_ELSEWHERE:
        return None
    rows = case.monthly
    rows = rows.loc[(rows["offence_code"] == offence) & rows["partnership_code"].isin(codes)]
    wide = rows.pivot_table(
        index="partnership_code", columns="month", values="count", aggfunc="sum", fill_value=0
    )
    wide = np.sqrt(wide.reindex(index=codes, columns=months, fill_value=0).fillna(0).clip(lower=0))
    level = wide.mean(axis=1)
    usable = level > 0
    return (
        wide[usable].div(level[usable], axis=0).mean(axis=0).to_numpy()
        if usable.sum() >= LEAST_ELSEWHERE
        else None
    )
