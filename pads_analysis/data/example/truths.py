"""The truths planted in an example, with numbers and the finding that an assessment should make of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pads_analysis.data.example.counted import Counted
from pads_analysis.data.example.model import (
    county_peers,
    find_place,
    offence_position,
    offences,
    plants,
)
from pads_analysis.data.example.settings import load

FORMED = "2023-04-01"


def planted(counted: Counted) -> list[dict[str, Any]]:
    """Return everything that an assessment should find.

    Returns
    -------
    list of dict
        Each with `kind`, the partnership or partnerships, and `finding`; where they apply also `offence_code`,
        `months` (first and last), `size`, and counts as `Counted.counts` gives them.
    """
    return [
        _doubled(counted),
        _hotspot(counted),
        *_seasonal(counted),
        _recording(counted),
        _merged(counted),
        _half_missing(counted),
        _high_rate(counted),
        _county_wide(counted),
        *_stable(counted),
        *_explanations(counted),
        *_series(counted),
        *action_truths(counted, effect=True),
    ]


def _latest(counted: Counted) -> list[str]:
    return counted.calendar.span(counted.calendar.latest)


def _doubled(counted: Counted) -> dict[str, Any]:
    plant = plants()["doubled"]
    return {
        "kind": "doubled_offence",
        **counted.named(plant),
        "months": _latest(counted),
        "size": plant["factor"],
        "finding": f"{plant['offence']} in {plant['place']} doubled at the start of the latest twelve months, "
        "and nowhere else.",
    }


def _hotspot(counted: Counted) -> dict[str, Any]:
    plant = plants()["hotspot"]
    force, _ = find_place(counted.forces, plant["place"])
    return {
        "kind": "moving_hotspot",
        **counted.named(plant),
        "offence_code": "all_crime",
        "months": _latest(counted),
        "size": plant["share"],
        **counted.found[force].hotspot,
        "finding": f"All offences of {plant['place']}, anti-social behaviour included, gather in one cluster of "
        "small areas until the latest twelve months and in another from then on; the totals stay as they were.",
    }


def _seasonal(counted: Counted) -> Iterator[dict[str, Any]]:
    for offence in offences():
        index = load("profile")["seasons"][offence.season]
        if len(set(index)) > 1:
            yield {
                "kind": "seasonal_pattern",
                "partnership_codes": counted.codes(),
                "offence_code": offence.code,
                "size": max(index),
                "index": index,
                "peak_months": [at + 1 for at, value in enumerate(index) if value == max(index)],
                "finding": f"{offence.name} peaks in July and August, every year and everywhere.",
            }


def _recording(counted: Counted) -> dict[str, Any]:
    plant = plants()["recording"]
    calendar = counted.calendar
    numbers = {name: offence_position(name) for name in plant["factors"]}
    return {
        "kind": "recording_change",
        "force_name": plant["force"],
        "partnership_codes": counted.codes(force=plant["force"]),
        "months": [calendar.names[calendar.back(plant["months_back"])], calendar.names[-1]],
        "size": {offences()[numbers[name]].code: size for name, size in plant["factors"].items()},
        "counts": [
            {"partnership_code": place.code, "offence_code": offences()[number].code}
            | counted.counts(force.index, at, number)
            for force, at, place in counted.places()
            if force.name == plant["force"]
            for number in numbers.values()
        ],
        "finding": f"From one month on, every partnership of {plant['force']} records more violence and sexual "
        "offences and fewer public order offences at once: a change of recording, not of crime.",
    }


def _merged(counted: Counted) -> dict[str, Any]:
    place = next(place for _, _, place in counted.places() if place.merged)
    return {
        "kind": "merged_partnership",
        "partnership_code": place.code,
        "partnership_name": place.name,
        "district_code": place.district_code,
        "formed": FORMED,
        "before": [
            {"district_code": old.code, "name": old.name, "csp_code": old.csp_code} for old in place.before
        ],
        "finding": f"{place.name} has one unbroken series: its predecessors' rows count as its own.",
    }


def _half_missing(counted: Counted) -> dict[str, Any]:
    plant = plants()["half_missing"]
    calendar = counted.calendar
    at = calendar.back(plant["months_back"])
    force = next(force for force in counted.forces if force.name == plant["force"])
    rows = counted.found[force.index].observed.sum(axis=(0, 1))
    return {
        "kind": "half_missing_month",
        "force_name": force.name,
        "partnership_codes": counted.codes(force=force.name),
        "months": [calendar.names[at], calendar.names[at]],
        "size": plant["kept"],
        "observed": {
            "month": int(rows[at]),
            "month_before": int(rows[at - 1]),
            "month_after": int(rows[at + 1]),
        },
        "finding": f"About half of the rows of {force.name} are missing in one month of the earlier twelve: "
        "flag the month; do not report the rise that a plain comparison shows.",
    }


def _high_rate(counted: Counted) -> dict[str, Any]:
    plant = plants()["high_rate"]
    return {
        "kind": "high_rate",
        **counted.named(plant),
        "months": [counted.calendar.names[0], counted.calendar.names[-1]],
        "size": plant["factor"],
        "peer_codes": [peer.code for peer in county_peers(counted.forces)],
        "finding": f"The rate of {plant['offence'].lower()} in {plant['place']} is {plant['factor']:g} times the "
        "mean of its peers, in every month; it did not change.",
    }


def _explanations(counted: Counted) -> Iterator[dict[str, Any]]:
    """Yield which of the main district's explanations the planted changes bear out, refute or leave untested."""
    graded = ("moderate", "contradicted", "untested")
    doubled, stable = plants()["doubled"], "Burglary"
    for number, (offence, evidence) in enumerate(
        zip((doubled["offence"],) * 2 + (stable,), graded, strict=True), 1
    ):
        yield {
            "kind": "explanation",
            **counted.named({"place": doubled["place"], "offence": offence}),
            "number": number,
            "evidence": evidence,
            "finding": f"Explanation {number} of {doubled['place']} is {evidence} by what is planted.",
        }


def _series(counted: Counted) -> Iterator[dict[str, Any]]:
    plant = plants()["recording"]
    force, at = find_place(counted.forces, plants()["doubled"]["place"])
    for name, size in plant["factors"].items():
        yield {
            "kind": "context_series",
            "partnership_code": counted.forces[force].places[at].code,
            "series": "recording_training",
            "offence_code": offences()[offence_position(name)].code,
            # From no officer to all: told for 50 per cent, the ratio is the root.
            "size": size**0.5,
            "finding": f"{name} goes along with the series of officers trained, because that series was built from the "
            "planted change of recording.",
        }


def action_truths(counted: Counted, *, effect: bool) -> Iterator[dict[str, Any]]:
    """Yield the actions of the main district's plan: those with an effect, or those without."""
    for plant in plants()["actions"]:
        if (plant["kept"] < 1) != effect:
            continue
        force, _ = find_place(counted.forces, plant["place"])
        begun = counted.calendar.names[counted.calendar.back(plant["months_back"])]
        where = f"{plant['offence']} in {plant['small_areas']} small areas of {plant['place']}"
        said = (
            {
                "finding": f"{where} fell to {plant['kept']:g} of what it was from {begun} on, and nowhere else."
            }
            if effect
            else {"statement": f"{where} did not change in {begun}, when an action began there."}
        )
        yield {
            "kind": "action_with_effect" if effect else "action_without_effect",
            "action_id": plant["id"],
            **counted.named(plant),
            "small_areas": list(counted.found[force].actions[plant["id"]]),
            "months": [begun, counted.calendar.names[-1]],
            "size": plant["kept"],
            **said,
        }


def _county_wide(counted: Counted) -> dict[str, Any]:
    plant = plants()["county_wide"]
    begins = counted.calendar.latest.start
    districts = [
        {"first_month": counted.calendar.names[begins + at * plant["months_apart"]]}
        | counted.named({"place": name, "offence": plant["offence"]})
        for at, name in enumerate(plant["places"])
    ]
    return {
        "kind": "county_wide_rise",
        "county_name": plant["county"],
        "offence_code": offences()[offence_position(plant["offence"])].code,
        "partnership_codes": [one["partnership_code"] for one in districts],
        "districts": districts,
        "size": plant["factor"],
        "finding": f"{plant['offence']} rose in {len(districts)} districts of {plant['county']}, in one after the "
        "other, and nowhere else.",
    }


def _stable(counted: Counted) -> Iterator[dict[str, Any]]:
    for plant in plants()["stable"]:
        yield {
            "kind": "stable",
            **counted.named(plant),
            "months": _latest(counted),
            "size": 1.0,
            "finding": f"{plant['offence']} in {plant['place']} did not change.",
        }
