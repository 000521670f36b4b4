"""When and where crime is recorded (statutory element a)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.gathering import find_gathering, gathering_notes
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
from pads_analysis.data.periods import Period
from pads_analysis.stats.change import adjust
from pads_analysis.stats.concentration import concentration as spread_over_places
from pads_analysis.stats.group_rates import group_rates
from pads_analysis.stats.seasonality import Seasonality, seasonal_indices

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_SEASON_MONTHS = 24
MIN_YEARLY = 50
MONTHS_OF_A_YEAR = 12
MOST_DEPRIVED, LEAST_DEPRIVED = 1, 5


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
    found = {code: _season(case, table[code], usable) for code in table.columns}
    seasons = {code: season for code, season in found.items() if isinstance(season, Seasonality)}
    if not seasons:
        return NotAvailable(
            "seasonality",
            "a",
            "How crime goes through the year",
            f"no offence reaches {MIN_YEARLY} recorded a year, in every calendar month of two years",
            "",
        )
    months = table.index[usable]
    names = describe(case, list(seasons))[["offence_code", "offence_name"]]
    short = [case.scheme.offence(code).name for code, season in found.items() if season == "too short"]
    rests_on = basis(case, _left_out(short), period=Period(months[0], months[-1]), used=months)
    return SeasonalityResult(
        # No rate stands here, so that no population does.
        basis=replace(rests_on, population_note="", population_short=""),
        table=pd.concat(
            [_indices(code, season) for code, season in seasons.items()], ignore_index=True
        ).merge(names, on="offence_code"),
        strength=_strength(case, seasons).merge(names, on="offence_code"),
        n_years=int(usable.sum() / 12),
    )


def _season(case: Case, counts: pd.Series, usable: pd.Series) -> Seasonality | str:
    """Return the season of one offence, or why there is none: "few" events, or held for "too short" a time.

    A category that began or ended part of the way through is looked at in the months it existed.
    """
    counts = counts.clip(lower=0)
    active = counts.index[(counts > 0) & usable]
    if not len(active):
        return "few"
    exists = usable & (counts.index >= active[0]) & (counts.index <= active[-1])
    # Only a stretch of a year and more tells that the category did not exist; else a month without crime is a month.
    if (usable & ~exists).sum() < MONTHS_OF_A_YEAR:
        exists = usable
    if counts[exists].sum() / exists.sum() * MONTHS_OF_A_YEAR < MIN_YEARLY:
        return "few"
    confidence = case.params.statistics.confidence
    try:
        return seasonal_indices(
            counts.to_numpy(), counts.index, excluded=~exists.to_numpy(), confidence=confidence
        )
    except ValueError:
        return "too short"


def _left_out(names: list[str]) -> str:
    if not names:
        return ""
    why = "because they do not have events in every calendar month of two years"
    return f"Without a season, {why}: {', '.join(names)}."


def _indices(code: str, season: Seasonality) -> pd.DataFrame:
    columns = {"index": season.index, "ci_low": season.ci_low, "ci_high": season.ci_high}
    return pd.DataFrame({"offence_code": code, "month_number": range(1, 13), **columns})


def _strength(case: Case, seasons: dict[str, Seasonality]) -> pd.DataFrame:
    rows = [
        (code, one.strength, int(np.argmax(one.index)) + 1, int(np.argmin(one.index)) + 1, one.index.max())
        for code, one in seasons.items()
    ]
    table = pd.DataFrame(
        rows, columns=["offence_code", "strength", "peak_month", "trough_month", "peak_index"]
    )
    table["p_adjusted"] = adjust(np.array([one.p for one in seasons.values()]))
    table["is_seasonal"] = table["p_adjusted"] <= case.params.statistics.false_discovery_rate
    return table


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
    places, tested, why = find_gathering(case, places, level, had_before=len(before) > 0)
    notes = gathering_notes(tested=tested, held=len(places), had_before=len(before) > 0)
    located, missing = location_share(case)
    return HotspotsResult(
        basis=basis(case, _place_population_note(case), *notes, kinds=("boundaries",)),
        places=places.sort_values("count", ascending=False, kind="stable").reset_index(drop=True),
        offence_name=case.scheme.offence(code).name,
        tested=tested > 0,
        fdr=level,
        n_hot=int(places["is_hot"].fillna(False).sum()),
        count_located=located,
        count_no_location=missing,
        n_tested=tested,
        why_untested=why,
    )


def _place_rate(places: pd.DataFrame, months: int) -> pd.Series:
    people = places["population"].where(places["population"] > 0)
    return places["count"] / (people * max(months, 1) / 12) * 1000


def _place_population_note(case: Case) -> str:
    years = case.places["population_year"].dropna().astype(int).value_counts().sort_index()
    if years.empty:
        return "No small-area populations are in the store."
    if len(years) == 1:
        return f"Small-area rates use mid-{years.index[0]} populations."
    parts = ", ".join(
        f"mid-{year} ({areas:,} small {'area' if areas == 1 else 'areas'})" for year, areas in years.items()
    )
    return f"Small-area rates use populations of different years: {parts}."


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
    """Return recorded crime rates by national fifth of deprivation, with intervals that allow for uneven areas.

    The ratio of the most to the least deprived fifth is given only where small areas of both lie in the partnership.
    """
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
    both = {MOST_DEPRIVED, LEAST_DEPRIVED} <= set(fifth)
    missing = float("nan")
    return DeprivationResult(
        basis=basis(case, _place_population_note(case), *_deprivation_notes(fifth), kinds=("deprivation",)),
        table=table,
        index_name=f"Indices of deprivation {int(ranked['imd_year'].max())}",
        ratio=found.ratio if both else missing,
        ratio_low=found.ratio_low if both else missing,
        ratio_high=found.ratio_high if both else missing,
    )


def _deprivation_notes(fifth: pd.Series) -> tuple[str, ...]:
    held = sorted(int(number) for number in set(fifth))
    absent = (
        ""
        if {MOST_DEPRIVED, LEAST_DEPRIVED} <= set(held)
        else f"The most and the least deprived fifths of the nation (1 and {LEAST_DEPRIVED}) are not compared: small "
        f"areas of the partnership lie in fifths {', '.join(str(number) for number in held)} only."
    )
    return (
        absent,
        "Fifths are those of the national ranking (of England, for the English indices), not of the partnership.",
        "The index holds a crime domain, so that the comparison is partly circular.",
        "Rates per resident overstate places that many people visit or work in, such as town centres.",
    )
