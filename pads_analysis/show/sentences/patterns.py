"""Sentences on patterns: the area, months, seasons, places and deprivation."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import (
    AreaProfileResult,
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    SeasonalityResult,
    Trend,
    TrendsResult,
    Verdict,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_AVAILABLE, Column, printed
from pads_analysis.show.display import Absence, Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.places import tested_areas, too_few_places, why_untested
from pads_analysis.show.sentences.change import events
from pads_analysis.show.sentences.compare import Ratio, relation, sentence, uncertain
from pads_analysis.show.tables.build import population_caveat

MOST = 6
MOST_FACTS = 4
HALF = 0.5
RECORDED_CRIME = (
    "Police recorded crime counts what is reported to and recorded by the police, so it follows police activity and "
    "recording as well as crime; the Crime Survey for England and Wales is the better measure of long-term trends, "
    "but it covers households only and gives no figures for a partnership."
)


@renders(AreaProfileResult)
def area_profile(result: AreaProfileResult) -> list[Sentence]:
    """Say the first facts about the place in one sentence."""
    rows = [row for row in result.table.head(MOST_FACTS).to_dict("records") if _value(row) != NOT_AVAILABLE]
    if not rows:
        return []
    facts = {str(row["fact"]): row["value"] for row in rows}
    said = [f"{words.in_sentence(row['fact'])} {_value(row)}" for row in rows]
    place = words.place_name(result.basis.place)
    return [
        sentence(
            result.section,
            "facts",
            f"{place} in figures: {'; '.join(said)}. {population_caveat(result.basis)}",
            **facts,
        )
    ]


def _value(row: dict[str, Any]) -> str:
    text = printed(row["value"], Column("value", "Value", "value", 1))
    if text == NOT_AVAILABLE:
        return text
    unit = str(row.get("unit") or "").strip()
    # A unit that is one plain word ("people", "areas") only repeats what the fact is called.
    return text if unit.isalpha() else f"{text} {unit}".strip()


@renders(TrendsResult)
def trends(result: TrendsResult) -> list[Sentence]:
    """Say which series left their control limits in the period; the total is a headline when it did."""
    rows = result.signals.to_dict("records")
    total = _total(result)
    signalled = sorted(
        (row for row in rows if row["months_signalled"]),
        key=lambda row: (
            total is None or row["offence_code"] != total.offence_code,
            -row["months_signalled"],
        ),
    )
    said = [sentence(result.section, "caveat", RECORDED_CRIME), *events(result)]
    said += [_signal(result, row) for row in signalled[:MOST]]
    if len(signalled) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in signalled[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows signals for {names} too."))
    quiet = [words.in_sentence(row["offence_name"]) for row in rows if not row["months_signalled"]]
    if quiet:
        text = (
            f"No month of the period signals a change for {words.listed(quiet, limit=15)}; the counts stay within what "
            "chance and the months before would lead one to expect, which does not show that nothing changed."
        )
        said.append(sentence(result.section, "quiet", text, n_without_signal=len(quiet)))
    return said


def _total(result: TrendsResult) -> Trend | None:
    """Return the series of the total, which is the first."""
    return result.series[0] if result.series else None


def _signal(result: TrendsResult, row: dict[str, Any]) -> Sentence:
    way = {"up": " upwards", "down": " downwards", "both": " upwards and downwards"}.get(row["direction"], "")
    limits = f"{words.count(row['lower'])} to {words.count(row['upper'])}"
    last = (
        f"in {words.month_label(row['last_month'])}, {words.count(row['count'])} were recorded where "
        f"{words.count(row['expected'])} were expected (control limits {limits})"
    )
    text = (
        f"The monthly count of {words.in_sentence(row['offence_name'])} in "
        f"{words.place_name(result.basis.place)} signals a change{way} in "
        f"{words.plural(row['months_signalled'], 'month')} of the period; {last}."
    )
    total = _total(result)
    is_total = total is not None and row["offence_code"] == total.offence_code
    recorded = total.table.loc[total.table["in_period"].astype(bool), "count"].sum() if is_total else 0
    return sentence(
        result.section,
        row["offence_code"],
        text,
        headline=bool(recorded >= result.basis.minimum_base),
        importance=0.6 if is_total else 0.4,
        **{
            key: row[key]
            for key in ("offence_code", "months_signalled", "count", "expected", "lower", "upper")
        },
    )


@renders(SeasonalityResult)
def seasonality(result: SeasonalityResult) -> list[Sentence]:
    """Say which offences have a season, with the size of the peak and its interval."""
    strength = result.strength.sort_values("strength", ascending=False, kind="stable").to_dict("records")
    seasonal = [row for row in strength if row["is_seasonal"]]
    if not seasonal:
        text = f"No type of offence shows a clear seasonal pattern in {words.plural(result.n_years, 'year')} of months."
        return [sentence(result.section, "none", text, n_years=result.n_years)]
    said = [_season(result, row) for row in seasonal[:MOST]]
    if len(seasonal) > MOST:
        names = words.listed([words.in_sentence(row["offence_name"]) for row in seasonal[MOST:]], limit=10)
        said.append(sentence(result.section, "others", f"The table shows a season for {names} too."))
    return said


def _season(result: SeasonalityResult, row: dict[str, Any]) -> Sentence:
    table = result.table
    at_peak = table.loc[
        (table["offence_code"] == row["offence_code"]) & (table["month_number"] == row["peak_month"])
    ]
    low, high = (at_peak["ci_low"].iloc[0], at_peak["ci_high"].iloc[0]) if len(at_peak) else (None, None)
    bounds = (
        f" ({words.level(confidence_of(result))} interval {words.span(low, high, 2)})"
        if words.known(low, high)
        else ""
    )
    text = (
        f"{row['offence_name']} {words.were(row['offence_name'], 'has', 'have')} a season, most frequent in "
        f"{words.MONTHS[int(row['peak_month']) - 1]}, at "
        f"{words.decimal(row['peak_index'], 2)} times an average month{bounds}, and least in "
        f"{words.MONTHS[int(row['trough_month']) - 1]}."
    )
    return sentence(
        result.section,
        row["offence_code"],
        text,
        peak_month=row["peak_month"],
        peak_index=row["peak_index"],
        peak_low=low,
        peak_high=high,
        strength=row["strength"],
    )


@renders(HotspotsResult)
def hotspots(result: HotspotsResult) -> list[Sentence]:
    """Say how many small areas are hot spots, which hold most, and how much has no location."""
    places, place = result.places, words.place_name(result.basis.place)
    what, total = words.in_sentence(result.offence_name), tested_areas(result)
    said = []
    if not result.tested:
        text = f"The small areas of {place} were not tested for hot spots of {what}, because {why_untested(result)}."
        said.append(sentence(result.section, "untested", text))
    elif not result.n_hot:
        text = (
            f"None of the {total} in {place} stands out as a hot spot of {what} (Gi*, false discovery rate "
            f"{words.percent(result.fdr)})."
        )
        said.append(sentence(result.section, "none", text, n_hot=0, n_places=len(places)))
    else:
        said.append(_hot(result, what, total))
    missing = result.count_no_location
    unplaced = (
        f"In the whole force area, {words.plural(missing, 'record')} had no location and "
        f"{words.verb(missing, 'is', 'are')} on no map; "
        f"{words.plural(result.count_located, 'record')} had one."
    )
    facts = {"count_located": result.count_located, "count_no_location": result.count_no_location}
    return [*said, sentence(result.section, "no-location", unplaced, **facts)]


def _hot(result: HotspotsResult, what: str, total: str) -> Sentence:
    places, place = result.places, words.place_name(result.basis.place)
    hot = places.loc[places["is_hot"].fillna(False).astype(bool)].sort_values(
        "count", ascending=False, kind="stable"
    )
    counts = {status: int((places["status"] == status).sum()) for status in ("persistent", "new", "former")}
    share = float(hot["share"].sum())
    names = words.listed(
        [f"{row['place_name']} ({words.count(row['count'])})" for row in hot.to_dict("records")]
    )
    former = words.plural(counts["former"], "earlier hot spot")
    gone = f"; {former} {words.verb(counts['former'], 'is', 'are')} not one now" if counts["former"] else ""
    text = (
        f"{words.count(result.n_hot)} of the {total} in {place} "
        f"{words.verb(result.n_hot, 'is a hot spot', 'are hot spots')} of {what}, with {words.percent(share)} of "
        f"located records (Gi*, false discovery rate {words.percent(result.fdr)}): "
        f"{counts['persistent']:,} also in the period before, {counts['new']:,} new{gone}. Most were recorded in "
        f"{names}."
    )
    return sentence(
        result.section,
        "hot",
        text,
        headline=bool(hot["count"].sum() >= result.basis.minimum_base),
        importance=0.7,
        n_hot=result.n_hot,
        n_places=len(places),
        share=share,
        **counts,
    )


@renders(ConcentrationResult)
def concentration(result: ConcentrationResult) -> list[Sentence] | Absence:
    """Say how few small areas hold half of crime, beside what chance alone would give."""
    few = too_few_places(result)
    if few is not None:
        return few
    half = [row for row in result.table.to_dict("records") if abs(float(row["share_crime"]) - HALF) < 1e-9]
    if not half:
        return []
    row, place = half[0], words.place_name(result.basis.place)
    areas = f"{words.count(row['places'])} of {words.plural(result.n_places, 'small area')}"
    text = (
        f"Half of the {words.plural(result.count, 'located record')} of {place} fall in {areas} "
        f"({words.percent(row['share_places'], 1)}); spread by chance alone it would take "
        f"{words.count(row['places_by_chance'])} ({words.percent(row['share_places_by_chance'], 1)})."
    )
    facts = {
        key: row[key] for key in ("places", "share_places", "places_by_chance", "share_places_by_chance")
    }
    return [
        sentence(
            result.section,
            "half",
            text,
            importance=0.45,
            gini=result.gini,
            gini_by_chance=result.gini_by_chance,
            **facts,
        )
    ]


@renders(DeprivationResult)
def deprivation(result: DeprivationResult) -> list[Sentence]:
    """Say how the most and the least deprived fifths compare; never that one makes the other."""
    ratio = Ratio(result.ratio, result.ratio_low, result.ratio_high, confidence_of(result), margin_of(result))
    place, index = words.place_name(result.basis.place), result.index_name
    if not ratio.known:
        there = words.listed([words.fifth(value) for value in sorted(result.table["quintile"])], limit=5)
        text = (
            f"The small areas of {place} lie in {words.plural(len(result.table), 'fifth')} of the national ranking "
            f"({index}): {there}. Without both the most and the least deprived fifth nothing is compared."
        )
        return [sentence(result.section, "fifths", text)]
    verdict = ratio_verdict(ratio)
    opening = f"Located crime per resident in the small areas of {place} in the most deprived fifth ({index})"
    beside = "that in the least deprived fifth"
    texts = {
        Verdict.HIGHER: f"{opening} was higher than {beside}: {ratio.times()}.",
        Verdict.LOWER: f"{opening} was lower than {beside}: {ratio.times()}.",
        Verdict.SIMILAR: f"{opening} was {relation(Verdict.SIMILAR, beside, ratio.margin)}: {ratio.times()}.",
        Verdict.UNCERTAIN: f"{opening}, beside {beside}{uncertain(ratio, ratio.times())}.",
    }
    after = "The two are seen together; this does not show that one brings about the other."
    return [
        sentence(
            result.section,
            "fifths",
            f"{texts[verdict]} {after} {population_caveat(result.basis)}",
            importance=0.5,
            verdict=verdict,
            **ratio.facts(),
        )
    ]


def ratio_verdict(ratio: Ratio) -> Verdict:
    """Return what an interval alone allows: a difference only when it lies on one side of 1 and beyond the margin."""
    if ratio.low > 1 and ratio.value >= 1 + ratio.margin:
        return Verdict.HIGHER
    if ratio.high < 1 and ratio.value <= 1 / (1 + ratio.margin):
        return Verdict.LOWER
    if ratio.low >= 1 / (1 + ratio.margin) and ratio.high <= 1 + ratio.margin:
        return Verdict.SIMILAR
    return Verdict.UNCERTAIN
