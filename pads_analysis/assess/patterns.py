"""When and where crime is recorded (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.places import no_places, place_counts, place_pairs
from pads_analysis.assess.result import (
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    NotAvailable,
    SeasonalityResult,
)
from pads_analysis.assess.selection import (
    basis,
    describe,
    enough_pairs,
    history,
    location_share,
    no_months,
    paired_months,
    usable_months,
)
from pads_analysis.stats.change import adjust
from pads_analysis.stats.concentration import concentration as spread_over_places
from pads_analysis.stats.group_rates import group_rates
from pads_analysis.stats.seasonality import seasonal_indices
from pads_analysis.stats.spatial import fdr, gi_star, neighbours

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_SEASON_MONTHS = 24
MIN_YEARLY = 50


def seasonality(case: Case) -> SeasonalityResult | NotAvailable:
    """Return how each offence goes through the year, month length allowed for, from all complete months held."""
    if case.step > 1:
        return no_months(case, "seasonality", "How crime goes through the year")
    table, usable = history(case)
    if (
        usable.sum() < MIN_SEASON_MONTHS
        or pd.Series(table.index[usable].month).value_counts().reindex(range(1, 13)).fillna(0).min() < 2
    ):
        return NotAvailable(
            "seasonality",
            "a",
            "How crime goes through the year",
            f"only {int(usable.sum())} complete months are in the store and each calendar month is needed twice",
            "Ingest earlier months.",
        )
    years = usable.sum() / 12
    rows, strengths = [], []
    for code in table.columns:
        counts = table[code].clip(lower=0)
        if counts[usable].sum() / years < MIN_YEARLY:
            continue
        found = seasonal_indices(
            counts.to_numpy(),
            table.index,
            excluded=~usable.to_numpy(),
            confidence=case.params.statistics.confidence,
        )
        rows.append(
            pd.DataFrame(
                {
                    "offence_code": code,
                    "month_number": range(1, 13),
                    "index": found.index,
                    "ci_low": found.ci_low,
                    "ci_high": found.ci_high,
                }
            )
        )
        strengths.append(
            (
                code,
                found.strength,
                found.p,
                int(np.argmax(found.index)) + 1,
                int(np.argmin(found.index)) + 1,
                found.index.max(),
            )
        )
    if not rows:
        return NotAvailable(
            "seasonality",
            "a",
            "How crime goes through the year",
            f"no offence reaches {MIN_YEARLY} recorded a year",
            "",
        )
    strength = pd.DataFrame(
        strengths, columns=["offence_code", "strength", "p", "peak_month", "trough_month", "peak_index"]
    )
    strength["p_adjusted"] = adjust(strength["p"].to_numpy())
    strength["is_seasonal"] = strength["p_adjusted"] <= case.params.statistics.false_discovery_rate
    names = describe(case, list(strength["offence_code"]))[["offence_code", "offence_name"]]
    return SeasonalityResult(
        basis=basis(case),
        table=pd.concat(rows, ignore_index=True).merge(names, on="offence_code"),
        strength=strength.drop(columns="p").merge(names, on="offence_code"),
        n_years=int(years),
    )


def hotspots(case: Case, offence: str = "") -> HotspotsResult | NotAvailable:
    """Find small areas that, with their neighbours, hold more than the rest would lead one to expect (Gi*)."""
    if case.places is None or case.place_months is None:
        return no_places(case, "hotspots", "a", "Where crime gathers")
    code = offence or case.params.places.offence
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        now, before = usable_months(case, case.period).months, pd.DatetimeIndex([])
    places = place_pairs(case, now, before, code).merge(
        case.places[["place_code", "population", "population_year"]], on="place_code"
    )
    places["rate_per_1000"] = _place_rate(places, len(now))
    places["share"] = places["count"] / max(places["count"].sum(), 1)
    level = case.params.statistics.false_discovery_rate
    tested = case.boundaries is not None and len(places) >= 8
    places = _test_gathering(case, places, level, had_before=len(before) > 0) if tested else _untested(places)
    located, missing = location_share(case)
    return HotspotsResult(
        basis=basis(case, _place_population_note(case), kinds=("boundaries",)),
        places=places.sort_values("count", ascending=False, kind="stable").reset_index(drop=True),
        offence_name=case.scheme.offence(code).name,
        tested=tested,
        fdr=level,
        n_hot=int(places["is_hot"].fillna(False).sum()),
        count_located=located,
        count_no_location=missing,
    )


def _place_rate(places: pd.DataFrame, months: int) -> pd.Series:
    people = places["population"].where(places["population"] > 0)
    return places["count"] / (people * max(months, 1) / 12) * 1000


def _place_population_note(case: Case) -> str:
    years = sorted({int(year) for year in case.places["population_year"].dropna()})
    return (
        f"Small-area rates use mid-{years[-1]} populations."
        if years
        else "No small-area populations are in the store."
    )


def _test_gathering(case: Case, places: pd.DataFrame, level: float, *, had_before: bool) -> pd.DataFrame:
    # The boundary file may lack a place: left join keeps its count, and it is simply not tested.
    drawn = case.boundaries[["place_code", "geometry"]].merge(places, on="place_code", how="right")
    has_shape = drawn.geometry.notna() & ~drawn.geometry.is_empty
    weights = neighbours(drawn.geometry[has_shape])
    for name, hot in (("count", "is_hot"), ("count_before", "was_hot")):
        found = gi_star(drawn.loc[has_shape, name].to_numpy(dtype="float64"), weights)
        p_adjusted = fdr(found.p)
        drawn.loc[has_shape, hot] = (found.z > 0) & (p_adjusted <= level)
        if name == "count":
            drawn.loc[has_shape, "z"], drawn.loc[has_shape, "p_adjusted"] = found.z, p_adjusted
    if not had_before:
        drawn["was_hot"] = False
    is_hot, was_hot = drawn["is_hot"].fillna(False).astype(bool), drawn["was_hot"].fillna(False).astype(bool)
    drawn["is_hot"], drawn["was_hot"] = is_hot, was_hot
    drawn["status"] = np.select(
        [is_hot & was_hot, is_hot & ~was_hot, ~is_hot & was_hot], ["persistent", "new", "former"], ""
    )
    return drawn


def _untested(places: pd.DataFrame) -> pd.DataFrame:
    return places.assign(z=np.nan, p_adjusted=np.nan, is_hot=False, was_hot=False, status="")


def concentration(case: Case) -> ConcentrationResult | NotAvailable:
    """Return how few small areas hold a quarter, half and four fifths of crime, beside what chance alone would do."""
    if case.places is None or case.place_months is None:
        return no_places(case, "concentration", "a", "How concentrated crime is")
    months = usable_months(case, case.period).months
    located = place_counts(case, months, case.params.places.offence)
    counts = case.places["place_code"].map(located).fillna(0).to_numpy()
    if counts.sum() < MIN_YEARLY:
        return NotAvailable(
            "concentration",
            "a",
            "How concentrated crime is",
            f"only {int(counts.sum())} located crimes were recorded",
            "",
        )
    found = spread_over_places(counts, rng=np.random.default_rng(case.params.priorities.seed))
    return ConcentrationResult(
        basis=basis(case),
        curve=pd.DataFrame(
            {
                "share_places": found.share_places,
                "share_crime": found.share_events,
                "share_crime_by_chance": found.share_events_by_chance,
            }
        ),
        table=pd.DataFrame(
            {
                "share_crime": found.shares,
                "places": found.places,
                "share_places": found.share_places_needed,
                "places_by_chance": found.places_by_chance,
                "share_places_by_chance": found.share_places_by_chance,
            }
        ),
        gini=found.gini,
        gini_by_chance=found.gini_by_chance,
        n_places=found.n_places,
        count=found.n_events,
    )


def deprivation(case: Case) -> DeprivationResult | NotAvailable:
    """Return recorded crime rates by national fifth of deprivation, with intervals that allow for uneven areas."""
    title = "Deprivation and recorded crime"
    if case.places is None:
        return no_places(case, "deprivation", "a", title)
    ranked = case.places.dropna(subset=["imd_decile"]).loc[lambda frame: frame["population"] > 0]
    if ranked.empty:
        return NotAvailable(
            "deprivation",
            "a",
            title,
            "no deprivation index or no small-area population is in the store",
            "Ingest the English indices of deprivation and LSOA populations.",
        )
    months = usable_months(case, case.period).months
    counts = ranked["place_code"].map(place_counts(case, months, case.params.places.offence)).fillna(0)
    fifth = np.ceil(ranked["imd_decile"] / 2).astype(int)
    if fifth.nunique() < 2:
        return NotAvailable(
            "deprivation", "a", title, "all small areas lie in one fifth of the national ranking", ""
        )
    exposure = ranked["population"] * len(months) / 12
    found = group_rates(
        counts.to_numpy(),
        exposure.to_numpy(),
        fifth.to_numpy(),
        per=1000.0,
        confidence=case.params.statistics.confidence,
    )
    table = pd.DataFrame(
        {
            "quintile": found.group,
            "places": found.size,
            "population": ranked.groupby(fifth)["population"].sum().to_numpy(),
            "count": found.count.astype("int64"),
            "rate_per_1000": found.rate,
            "ci_low": found.ci_low,
            "ci_high": found.ci_high,
        }
    )
    return DeprivationResult(
        basis=basis(case, _place_population_note(case), kinds=("deprivation",)),
        table=table,
        index_name=f"Indices of deprivation {int(ranked['imd_year'].max())}",
        ratio=found.ratio,
        ratio_low=found.ratio_low,
        ratio_high=found.ratio_high,
    )
