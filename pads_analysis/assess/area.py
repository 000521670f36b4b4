"""The place itself: people, homes, geography and deprivation (context for element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pads_analysis.assess.result import AreaProfileResult
from pads_analysis.assess.selection import basis
from pads_analysis.data.denominators import estimate, fitting_year

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MOST_DEPRIVED_DECILES = 2


def area_profile(case: Case) -> AreaProfileResult:
    """Return the facts about the area that the rest of the assessment leans on, each with what it is."""
    own = case.partnership
    people = case.population()
    rows: list[tuple[str, object, str, str]] = [("Residents", people.value, "people", people.note)]
    rows += _households(case)
    row = case.partnerships.set_index("partnership_code").loc[own.code]
    districts = [code for code in str(row["districts"]).split("|") if code]
    rows.append(("Districts", len(districts), "areas", ", ".join(districts)))
    rows.append(("Police force", own.force_name, "", own.force_code))
    county = (
        (own.county_name, "", own.county_code)
        if own.county_code
        else ("none", "", "Not part of a two-tier county.")
    )
    rows.append(("County", *county))
    rows += _small_areas(case)
    table = pd.DataFrame(rows, columns=["fact", "value", "unit", "note"])
    kinds = ("households", "deprivation") if case.places is not None else ("households",)
    return AreaProfileResult(basis=basis(case, kinds=kinds), table=table)


def _households(case: Case) -> list[tuple[str, object, str, str]]:
    held = case.households_by_year
    own = (
        held.loc[held["partnership_code"] == case.partnership.code]
        .set_index("year")["households"]
        .sort_index()
    )
    if own.empty:
        return []
    found = estimate(own, fitting_year(case.period))
    nearest = min(own.index, key=lambda year: abs(year - found.year))
    return [("Households", float(own.loc[nearest]), "households", f"Census or estimate of {nearest}.")]


def _small_areas(case: Case) -> list[tuple[str, object, str, str]]:
    if case.places is None:
        return []
    rows: list[tuple[str, object, str, str]] = [
        (
            "Small areas (LSOAs)",
            len(case.places),
            "areas",
            "Lower layer super output areas: about 1,500 residents each.",
        )
    ]
    wards = case.places["ward_code"].replace("", pd.NA).dropna().nunique()
    if wards:
        rows.append(("Wards", wards, "areas", "As in the newest ward lookup in the store."))
    ranked = case.places.dropna(subset=["imd_decile"])
    if len(ranked):
        deprived = int((ranked["imd_decile"] <= MOST_DEPRIVED_DECILES).sum())
        year = int(ranked["imd_year"].max())
        note = f"Of {len(ranked)} ranked, by the indices of deprivation {year}."
        rows.append(
            ("Small areas in the most deprived fifth of the national ranking", deprived, "areas", note)
        )
    return rows
