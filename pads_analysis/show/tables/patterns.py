"""Tables of levels and patterns (statutory element a)."""

from __future__ import annotations

from dataclasses import replace

from pads_analysis.assess.result import (
    AreaProfileResult,
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    LevelsResult,
    SeasonalityResult,
    TrendsResult,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_APPLICABLE, Column
from pads_analysis.show.exhibits import Table
from pads_analysis.show.opening import confidence_of, renders
from pads_analysis.show.tables.build import caption_of, population_caveat, table


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


@renders(LevelsResult)
def levels(result: LevelsResult) -> list[Table]:
    """List counts and rates beside the mean of peers, then beside that of all partnerships.

    Returns
    -------
    list of Table
        Only the first where the peers are all other partnerships; else the second is folded.
    """
    notes = (result.rule, result.basis.population_note, *result.basis.notes)
    caveats = tuple(
        f"{name}: {caveat}"
        for name, caveat in zip(result.table["offence_name"], result.table["caveat"], strict=True)
        if str(caveat or "").strip()
    )
    peers = f"Peers: {result.peers_basis}" if result.peers_basis else ""
    others = f"the mean of {words.plural(result.n_peers, 'peer')}"
    shown = [_levels_beside(result, "peer", "vs_peers", others, (peers, *notes, *caveats))]
    if not _same_comparison(result):
        everyone = f"the mean of all {words.plural(result.n_all, 'other partnership')}"
        shown.append(replace(_levels_beside(result, "all", "vs_all", everyone, notes), folded=True))
    return shown


def _same_comparison(result: LevelsResult) -> bool:
    """Return whether the peers are all other partnerships, so that both comparisons are one."""
    parts = ("rate", "ratio", "ratio_low", "ratio_high")
    pairs = [(f"peer_{part}", f"all_{part}") for part in parts] + [("vs_peers", "vs_all")]
    table = result.table
    return result.n_peers == result.n_all and all(
        table[own].equals(table[other].rename(own)) for own, other in pairs
    )


def _levels_beside(
    result: LevelsResult, prefix: str, verdict: str, others: str, notes: tuple[str, ...]
) -> Table:
    level = words.level(confidence_of(result))
    places = words.rate_places([*result.table["rate_per_1000"], *result.table[f"{prefix}_rate"]])
    columns = (
        Column("offence_name", "Offence"),
        Column("count", "Count", "count"),
        Column("rate_per_1000", "Rate per 1,000 residents a year", "number", places),
        Column("rate", f"{level} interval of rate", "interval", places, "ci_low", "ci_high"),
        Column(f"{prefix}_rate", "Mean rate of the others", "number", places),
        Column(f"{prefix}_ratio", "Ratio to the mean", "number", 2),
        Column(
            "ratio",
            f"{level} interval of ratio",
            "interval",
            2,
            f"{prefix}_ratio_low",
            f"{prefix}_ratio_high",
        ),
        Column(verdict, "Against the mean", "verdict"),
    )
    return table(
        result.table,
        columns,
        section=result.section,
        name="peers" if prefix == "peer" else "all",
        caption=f"{caption_of('Counts and rates', result.basis)}, beside {others}",
        notes=notes,
        total="is_total",
    )


@renders(TrendsResult)
def trends(result: TrendsResult) -> Table:
    """List where every offence stands against its control limits."""
    frame = result.signals.copy()
    frame["rules"] = [str(rules or "").strip() or "none" for rules in frame["rules"]]
    frame["direction"] = [str(way or "").strip() or "none" for way in frame["direction"]]
    columns = (
        Column("offence_name", "Offence"),
        Column("months_signalled", "Months signalled in the period", "count"),
        Column("direction", "Above or below expectation"),
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
        caption=caption_of("Months outside control limits", result.basis),
        notes=(result.rule_set, *result.basis.notes),
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
    chosen["status"] = [str(status or "").strip() or "not a hot spot" for status in chosen["status"]]
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
        f"Getis-Ord Gi*, with a false discovery rate of {words.percent(result.fdr)} over all small areas"
        if result.tested
        else "Not tested against chance: there are no boundaries in the store"
    )
    missing = words.plural(result.count_no_location, "record")
    unplaced = f"In the whole force area, {missing} had no location and cannot be placed"
    resident = "Rates divide by residents, which overstates places that many people visit"
    return (cut, tested, unplaced, resident, population_caveat(result.basis), *result.basis.notes)


@renders(ConcentrationResult)
def concentration(result: ConcentrationResult) -> Table:
    """List how few small areas hold a quarter, half and four fifths of crime."""
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
