"""What an assessment of the example must not report, because nothing of the kind was planted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pads_analysis.data.example.counted import Counted
from pads_analysis.data.example.model import find_place, offence_position, offences, plants
from pads_analysis.data.example.truths import action_truths


def not_planted(counted: Counted) -> list[dict[str, Any]]:
    """Return everything that must not be reported.

    Returns
    -------
    list of dict
        Each with `kind`, the partnership or partnerships, `statement`, and `offence_code` where it applies.
    """
    return [
        *_no_change(counted),
        *_no_season(counted),
        {
            "kind": "no_moving_hotspot",
            "partnership_codes": counted.codes(but=plants()["hotspot"]["place"]),
            "statement": "Elsewhere crime is shared out among small areas as it was in the year before.",
        },
        _high_by_chance(counted),
        {
            "kind": "no_context_series",
            "partnership_code": counted.named({"place": plants()["doubled"]["place"]})["partnership_code"],
            "series": "library_visits",
            "offence_code": "all_crime",
            "statement": "Visits to libraries are drawn by chance; no crime goes along with them.",
        },
        *action_truths(counted, effect=False),
    ]


def _no_change(counted: Counted) -> Iterator[dict[str, Any]]:
    doubled, recording, wide = plants()["doubled"], plants()["recording"], plants()["county_wide"]
    changed = {doubled["offence"], *recording["factors"], wide["offence"]}
    yield {
        "kind": "no_change",
        "offence_code": offences()[offence_position(doubled["offence"])].code,
        "partnership_codes": counted.codes(but=doubled["place"]),
        "statement": f"{doubled['offence']} changed in {doubled['place']} only.",
    }
    for name in recording["factors"]:
        yield {
            "kind": "no_change",
            "offence_code": offences()[offence_position(name)].code,
            "partnership_codes": counted.codes(not_force=recording["force"]),
            "statement": f"{name} changed in the partnerships of {recording['force']} only.",
        }
    yield {
        "kind": "no_change",
        "offence_code": offences()[offence_position(wide["offence"])].code,
        "partnership_codes": [
            place.code for _, _, place in counted.places() if place.name not in wide["places"]
        ],
        "statement": f"{wide['offence']} changed in {len(wide['places'])} districts of {wide['county']} only.",
    }
    for offence in offences():
        if offence.name not in changed:
            yield {
                "kind": "no_change",
                "offence_code": offence.code,
                "partnership_codes": counted.codes(),
                "statement": f"{offence.name} changed nowhere.",
            }


def _no_season(counted: Counted) -> Iterator[dict[str, Any]]:
    for name in plants()["no_season"]:
        yield {
            "kind": "no_season",
            "offence_code": offences()[offence_position(name)].code,
            "partnership_codes": counted.codes(),
            "statement": f"{name} has no season; its months differ by their length only.",
        }


def _high_by_chance(counted: Counted) -> dict[str, Any]:
    """Return the offence of the small partnership that came out highest against what was expected."""
    force, at = find_place(counted.forces, plants()["small"]["place"])
    found, latest = counted.found[force], counted.calendar.latest
    expected = found.expected[at][:, latest].sum(axis=1)
    observed = found.observed[at][:, latest].sum(axis=1)
    highest = int(((observed - expected) / np.sqrt(expected)).argmax())
    place = counted.forces[force].places[at].name
    return {
        "kind": "high_by_chance",
        **counted.named({"place": place, "offence": offences()[highest].name}),
        "statement": f"{place} is small, so some of its figures come out high by chance; no rate of it is.",
    }
