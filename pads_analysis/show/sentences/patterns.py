"""Sentences on the area, its places and deprivation."""

from __future__ import annotations

from typing import Any

from pads_analysis.assess.result import (
    AreaProfileResult,
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    Verdict,
)
from pads_analysis.show import words
from pads_analysis.show.cells import NOT_AVAILABLE, Column, printed
from pads_analysis.show.display import Absence, Sentence
from pads_analysis.show.opening import confidence_of, margin_of, renders
from pads_analysis.show.places import tested_areas, too_few_places, why_untested
from pads_analysis.show.sentences.compare import Ratio, relation, sentence, uncertain
from pads_analysis.show.tables.build import population_caveat

MOST_FACTS = 4
HALF = 0.5


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
