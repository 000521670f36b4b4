"""Recorded crime by ward: the level beside the rest of the partnership, and the change (statutory elements a, b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.pairing import months_from
from pads_analysis.assess.places import no_places
from pads_analysis.assess.result import NotAvailable, WardsResult
from pads_analysis.assess.selection import basis, enough_pairs, history, paired_months, usable_months
from pads_analysis.stats.dispersed_rates import dispersed_rate
from pads_analysis.stats.matched_months import compare_matched
from pads_analysis.stats.rate_ratios import score_ratio

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Ward by ward"
LEAST_WARDS = 3
BESIDE = ("ratio", "ratio_low", "ratio_high", "p")
CHANGE = ("change", "change_low", "change_high", "change_p", "dispersion")


@once_per_case
def wards(case: Case, offence: str = "") -> WardsResult | NotAvailable:
    """Return the count, rate and change of every ward, from the small areas that lie in it.

    Parameters
    ----------
    case : Case
    offence : str
        Offence code; that of the setting places.offence where not given.
    """
    if case.places is None or case.place_months is None:
        return no_places(case, "wards", "a", TITLE)
    code = offence or case.params.places.offence
    places = case.places[case.places["ward_code"] != ""]
    if places["ward_code"].nunique() < LEAST_WARDS:
        return NotAvailable(
            "wards", "a", TITLE, "no lookup in the store says which wards the small areas lie in",
            "Ingest a lookup from small areas (LSOA) to wards of the Office for National Statistics.",
        )  # fmt: skip
    months = usable_months(case, case.period).months
    if not len(months):
        return NotAvailable("wards", "a", TITLE, "no month of the period is complete", "Ingest its files.")
    monthly = _monthly(case, places, code)
    table = _held(places).join(_changes(case, monthly))
    table["count"] = monthly.reindex(months, fill_value=0).sum().astype("int64")
    table = _judged(case, table.reset_index().join(_rates(case, table.reset_index(), len(months))))
    years = tuple(sorted(places["population_year"].dropna().astype(int).unique().tolist()))
    paired = enough_pairs(case, paired_months(case)[0])
    return WardsResult(
        basis=basis(case),
        table=table.sort_values("count", ascending=False, kind="stable").reset_index(drop=True),
        offence_name=case.scheme.offence(code).name,
        offence_code=code,
        compared=paired,
        period_before=case.previous.label,
        rule=family_rule(case.params.statistics),
        population_years=years,
    )


def _held(places: pd.DataFrame) -> pd.DataFrame:
    """Return ward_name, places and population (missing when that of any small area is) by ward_code."""
    grouped = places.groupby("ward_code")
    return pd.DataFrame(
        {
            "ward_name": grouped["ward_name"].first(),
            "places": grouped.size(),
            "population": grouped["population"].sum(min_count=1).where(grouped["population"].count() == grouped.size()),
        }
    )  # fmt: skip


def _monthly(case: Case, places: pd.DataFrame, offence: str) -> pd.DataFrame:
    """Return counts: months (rows) by ward_code (columns), every ward among them."""
    rows = case.place_months
    if offence == case.scheme.total_code:
        counted = {code: case.scheme.offence(code).in_total for code in rows["offence_code"].unique()}
        rows = rows[rows["offence_code"].map(counted).astype(bool)]
    else:
        rows = rows[rows["offence_code"] == offence]
    ward = rows["place_code"].map(places.set_index("place_code")["ward_code"])
    table = rows.assign(ward_code=ward).pivot_table(
        index="month", columns="ward_code", values="count", aggfunc="sum", fill_value=0
    )
    return table.reindex(columns=sorted(places["ward_code"].unique()), fill_value=0).clip(lower=0)


def _changes(case: Case, monthly: pd.DataFrame) -> pd.DataFrame:
    """Return count_before and `CHANGE` by ward_code; the dispersion is 1 where the months do not tell."""
    now, before, _ = paired_months(case)
    names = ["paired", "count_before", *CHANGE]
    if not enough_pairs(case, now):
        empty = pd.DataFrame(np.nan, index=monthly.columns, columns=names)
        return empty.assign(dispersion=1.0)
    held, usable = history(case)
    past = held.index[held.index < case.previous.first]
    known = usable.reindex(past).to_numpy(dtype=bool)
    at = {
        "at_now": months_from(case.previous.first, now),
        "at_before": months_from(case.previous.first, before),
    }
    rows = []
    for ward in monthly.columns:
        series = monthly[ward]
        current, earlier = (
            series.reindex(months, fill_value=0).to_numpy(dtype=float) for months in (now, before)
        )
        found = compare_matched(
            current, earlier, case.params.statistics.confidence, **at,
            history=np.where(known, series.reindex(past, fill_value=0).to_numpy(dtype=float), np.nan),
        )  # fmt: skip
        spread = found.count_dispersion if found.count_dispersion > 1 else 1.0
        sums = (current.sum(), earlier.sum())
        rows.append([*sums, found.ratio, found.ci_low, found.ci_high, found.p, spread])
    return pd.DataFrame(rows, index=monthly.columns, columns=names)


def _rates(case: Case, table: pd.DataFrame, months: int) -> pd.DataFrame:
    """Return rate_per_1000, ci_low, ci_high and `BESIDE`: every ward against all the others together."""
    confidence = case.params.statistics.confidence
    out = pd.DataFrame(np.nan, index=table.index, columns=["rate_per_1000", "ci_low", "ci_high", *BESIDE])
    usable = table["population"] > 0
    if usable.sum() < LEAST_WARDS:
        return out
    held = table[usable]
    years, count, spread = held["population"] * months / 12, held["count"], held["dispersion"]
    rate = dispersed_rate(count, years, spread, confidence=confidence)
    out.loc[usable, ["rate_per_1000", "ci_low", "ci_high"]] = np.column_stack(
        [rate.rate, rate.ci_low, rate.ci_high]
    )
    rest, rest_years = count.sum() - count, years.sum() - years
    # Events that come in clumps of `spread` tell as much as so many fewer that come singly.
    clump = ((spread * count).sum() - spread * count) / rest.clip(lower=1)
    clump = clump.clip(lower=1)
    side = score_ratio(count / spread, years / spread, rest / clump, rest_years / clump, confidence)
    out.loc[usable, list(BESIDE)] = np.column_stack([side.ratio, side.ci_low, side.ci_high, side.p])
    return out


def _judged(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with both verdicts, each family of comparisons adjusted by itself."""
    settings = case.params.statistics
    beside = judge(
        table[list(BESIDE)].set_axis(["ratio", "ci_low", "ci_high", "p"], axis=1), settings, count=table["count"]
    )  # fmt: skip
    moved = judge(
        table[list(CHANGE[:4])].set_axis(["ratio", "ci_low", "ci_high", "p"], axis=1),
        settings,
        count=table["paired"].fillna(0) + table["count_before"].fillna(0),
    )
    difference = table["paired"] - table["count_before"]
    return table.assign(
        p_adjusted=beside["p_adjusted"],
        verdict=beside["verdict"],
        change_p_adjusted=moved["p_adjusted"],
        change_verdict=moved["verdict"],
        difference=difference,
        share_of_change=difference / difference.abs().sum() if difference.abs().sum() else np.nan,
    ).drop(columns="paired")
