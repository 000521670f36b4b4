"""Tables of the area and of patterns (statutory element a)."""

from __future__ import annotations

from pads_analysis.assess.result import (
    AreaProfileResult,
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    SeasonalityResult,
    TrendsResult,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.display import Absence
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.places import statuses, tested_areas, too_few_places, why_untested
from pads_analysis.show.tables.build import caption_of, population_caveat, table

DIRECTIONS = {"up": "up", "down": "down", "both": "up and down"}


@renders(AreaProfileResult)
def area_profile(result: AreaProfileResult) -> Table:
    """List the facts about the place."""
    frame = result.table.copy()
    frame["note"] = [str(note or "").strip() or "none" for note in frame["note"]]
    columns = (Column("fact", "Fact"), Column("value", "Value", "value", 1), Column("note", "Note"))
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("The area", result.basis),
        notes=result.basis.notes,
    )


@renders(TrendsResult)
def trends(result: TrendsResult) -> Table:
    """List the months of the period that signal a change, for every offence, and where its last month stands."""
    frame = result.signals.copy()
    frame["rules"] = [str(rules or "").strip() or "none" for rules in frame["rules"]]
    frame["direction"] = [DIRECTIONS.get(way, "none") for way in frame["direction"]]
    columns = (
        Column("offence_name", "Offence"),
        Column("months_signalled", "Months signalled in the period", "count"),
        Column("direction", "Direction"),
        Column("rules", "Rules that signal"),
        Column("last_month", "Last month", "month"),
        Column("count", "Count in the last month", "count"),
        Column("expected", "Expected", "number", 1),
        Column("limits", "Control limits", "interval", 1, "lower", "upper"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Months that signal a change from the months before", result.basis),
        notes=(
            result.rule_set,
            "Up: above expectation, or rising; down: below it, or falling",
            *result.basis.notes,
        ),
    )


@renders(SeasonalityResult)
def seasonality(result: SeasonalityResult) -> Table:
    """List how seasonal each offence is, with its peak and trough."""
    frame = result.strength.sort_values("strength", ascending=False, kind="stable").copy()
    for column in ("peak_month", "trough_month"):
        frame[column] = [
            _calendar_month(month) if seasonal else "none"
            for month, seasonal in zip(frame[column], frame["is_seasonal"], strict=True)
        ]
    frame["peak_index"] = (
        frame["peak_index"].astype(object).where(frame["is_seasonal"].astype(bool), NOT_APPLICABLE)
    )
    columns = (
        Column("offence_name", "Offence"),
        Column("is_seasonal", "Seasonal", "flag"),
        Column("strength", "Strength (0 to 1)", "number", 2),
        Column("peak_month", "Peak month"),
        Column("peak_index", "Peak (average month = 1)", "number", 2),
        Column("trough_month", "Lowest month"),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Seasonal pattern by offence", result.basis),
        notes=(
            f"Worked out from {words.plural(result.n_years, 'year')} of months; month length is allowed for",
            *result.basis.notes,
        ),
    )


def _calendar_month(value: object) -> str:
    number = int(float(str(value))) if words.is_number(value) else 0
    return words.MONTHS[number - 1] if 1 <= number <= 12 else "[x]"


@renders(HotspotsResult)
def hotspots(result: HotspotsResult) -> Table:
    """List the hot areas, or the areas with most crime where none was tested."""
    frame = result.places.drop(columns="geometry", errors="ignore")
    marked = (
        frame.loc[frame["status"].isin(["new", "persistent", "former"])] if result.tested else frame.iloc[:0]
    )
    chosen = marked if len(marked) else frame
    chosen = chosen.sort_values("count", ascending=False, kind="stable").head(result.basis.table_rows).copy()
    chosen["share"] = 100 * chosen["share"].astype(float)
    chosen["status"] = statuses(chosen)
    places = words.rate_places(list(chosen["rate_per_1000"]))
    columns = [
        Column("place_name", "Small area"),
        Column("count", "Count", "count"),
        Column("count_before", "Count in the period before", "count"),
        Column("share", "Share of located crime (%)", "percent", 1),
        Column("rate_per_1000", "Rate per 1,000 residents", "number", places),
    ]
    if result.tested:
        columns += [Column("z", "Gi* (z score)", "number", 2), Column("status", "Status")]
    what = (
        "Hot spots"
        if len(marked)
        else f"Small areas with the largest counts of {words.in_sentence(result.offence_name)}"
    )
    return table(
        chosen,
        columns,
        section=result.section,
        caption=caption_of(what, result.basis),
        notes=_hotspot_notes(result, len(marked) or len(frame)),
        empty="No small area holds any.",
    )


def _hotspot_notes(result: HotspotsResult, available: int) -> tuple[str, ...]:
    most = result.basis.table_rows
    cut = f"The {most} largest of {available:,} are listed" if available > most else ""
    tested = (
        f"Getis-Ord Gi*, with a false discovery rate of {words.percent(result.fdr)}: {tested_areas(result)}"
        if result.tested
        else f"Not tested against chance, because {why_untested(result)}"
    )
    missing = words.plural(result.count_no_location, "record")
    unplaced = f"In the whole force area, {missing} had no location and cannot be placed"
    resident = "Rates divide by residents, which overstates places that many people visit"
    return (cut, tested, unplaced, resident, population_caveat(result.basis), *result.basis.notes)


@renders(ConcentrationResult)
def concentration(result: ConcentrationResult) -> Table | Absence:
    """List how few small areas hold a quarter, half and four fifths of crime."""
    few = too_few_places(result)
    if few is not None:
        return few
    frame = result.table.copy()
    for column in ("share_crime", "share_places", "share_places_by_chance"):
        frame[column] = 100 * frame[column].astype(float)
    columns = (
        Column("share_crime", "Share of crime (%)", "percent", 0),
        Column("places", "Small areas that hold it", "count"),
        Column("share_places", "As a share of small areas (%)", "percent", 1),
        Column("places_by_chance", "Small areas if spread by chance", "number", 0),
        Column("share_places_by_chance", "Share by chance (%)", "percent", 1),
    )
    gini = f"Gini index {words.decimal(result.gini, 2)}; {words.decimal(result.gini_by_chance, 2)} by chance alone"
    size = f"{words.plural(result.count, 'located record')} in {words.plural(result.n_places, 'small area')}"
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Concentration of crime", result.basis),
        notes=(gini, size, *result.basis.notes),
    )


@renders(DeprivationResult)
def deprivation(result: DeprivationResult) -> Table:
    """List rates by deprivation fifth."""
    frame = result.table.copy()
    frame["fifth"] = [words.fifth(value) for value in frame["quintile"]]
    places = words.rate_places(list(frame["rate_per_1000"]))
    columns = (
        Column("fifth", "Deprivation fifth"),
        Column("places", "Small areas", "count"),
        Column("population", "Residents", "count"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents", "number", places),
        Column(
            "rate", f"{words.level(confidence_of(result))} interval", "interval", places, "ci_low", "ci_high"
        ),
    )
    return table(
        frame,
        columns,
        section=result.section,
        caption=caption_of("Rates by deprivation", result.basis),
        notes=(
            f"Fifths of small areas by {result.index_name}",
            population_caveat(result.basis),
            *result.basis.notes,
        ),
    )
