"""Where crime is recorded (statutory element a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.gathering import find_gathering, gathering_notes
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.places import no_places, place_counts, place_pairs
from pads_analysis.assess.result import (
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    NotAvailable,
)
from pads_analysis.assess.selection import (
    basis,
    enough_pairs,
    location_share,
    paired_months,
    usable_months,
)
from pads_analysis.stats.concentration import concentration as spread_over_places
from pads_analysis.stats.group_rates import group_rates

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

MIN_YEARLY = 50
MOST_DEPRIVED, LEAST_DEPRIVED = 1, 5


@once_per_case
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
