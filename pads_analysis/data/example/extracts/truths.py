"""The truths that lie in what the authorities of the example disclose, counted from what is hidden behind the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.extracts.held import Held, rounded
from pads_analysis.data.example.extracts.moments import DAYS, weekday
from pads_analysis.data.example.settings import load

#: Hours of the day in blocks of six.
BLOCKS = ("night", "morning", "afternoon", "evening")
_HOUR = np.timedelta64(1, "h")


def planted(held: Held) -> list[dict[str, Any]]:
    """Return everything that an assessment should find in the extracts."""
    return [
        *_hours(held),
        _aoristic(held),
        _mixed_hours(held),
        _repeats(held),
        _near_repeats(held),
        *_people(held),
        _rise(held),
        *_submissions(held),
    ]


def _hours(held: Held) -> Iterator[dict[str, Any]]:
    hours = load("extracts")["hours"]
    sources = [("police_crime", "violence", held.of("violence"))]
    sources.append(("police_incidents", "antisocial_behaviour", held.disorder))
    sources += [(kind, "", rows) for kind, rows in held.calls.items() if kind in hours]
    for data_set, offence, rows in sources:
        pattern = hours[offence or data_set]
        days, start, length = pattern["days"], pattern["start"], pattern["length"]
        when = "every evening" if len(days) == 7 else f"on the nights of {' and '.join(days)}"
        yield {
            **held.named("hour_pattern", data_set, offence),
            "days": days,
            "start_hour": start,
            "hours": length,
            "size": round(pattern["share"] + (1 - pattern["share"]) * len(days) * length / 168, 4),
            "observed": {
                name: {"rows": len(part), "share": rounded(_in_stretch(part["moment"], pattern).mean())}
                for name, part in held.windows(rows).items()
            },
            "finding": f"{offence or data_set} gathers {when}, in the {length} hours from {start}:00.",
        }


def _in_stretch(moments: pd.Series, pattern: Mapping[str, Any]) -> np.ndarray:
    """Return which moments lie in the hours of a pattern, counted on the day on which its stretch begins."""
    begun = moments.to_numpy() - pattern["start"] * _HOUR
    hour = (begun - begun.astype("datetime64[D]")) / _HOUR
    return np.isin(weekday(begun), [DAYS.index(day) for day in pattern["days"]]) & (hour < pattern["length"])


def _aoristic(held: Held) -> dict[str, Any]:
    windows = held.windows(held.of("burglary"))
    middle = {name: part["begun"] + (part["ended"] - part["begun"]) / 2 for name, part in windows.items()}
    return {
        **held.named("unseen_hours", "police_crime", "burglary"),
        "blocks": {name: [6 * at, 6 * at + 6] for at, name in enumerate(BLOCKS)},
        "observed": {name: _blocks(part["moment"]) for name, part in windows.items()},
        "misread": {
            "start": {name: _blocks(part["begun"]) for name, part in windows.items()},
            "midpoint": {name: _blocks(moments) for name, moments in middle.items()},
        },
        "known_to_the_minute": {
            name: rounded((part["begun"] == part["ended"]).mean()) for name, part in windows.items()
        },
        "finding": "Most burglaries happen while nobody sees them: spread over their spans, the small hours have most. "
        "Counted where the spans start, the evening has most and the small hours are all but empty; counted in the "
        "middle of the spans, the small hours have far too much.",
    }


def _mixed_hours(held: Held) -> dict[str, Any]:
    windows = held.windows(held.of("theft_handling"))
    return {
        **held.named("mixed_hours", "police_crime", "theft_handling"),
        "observed": {name: _blocks(part["moment"]) for name, part in windows.items()},
        "finding": "Theft has no one pattern: shops are stolen from by day, vehicles overnight while nobody sees it.",
    }


def _blocks(moments: pd.Series) -> dict[str, float]:
    share = np.bincount(moments.dt.hour.to_numpy() // 6, minlength=4) / len(moments)
    return {name: rounded(value) for name, value in zip(BLOCKS, share, strict=True)}


def _repeats(held: Held) -> dict[str, Any]:
    plant = load("extracts")["repeats"]
    return {
        **held.named("repeat_victims", "police_crime", plant["category"]),
        "size": plant["share"],
        "victims": plant["victims"],
        "observed": held.struck(plant["category"]),
        "finding": f"{plant['victims']} victims suffer some {plant['share']:.0%} of {plant['category']}, far beyond "
        "what chance would give them.",
    }


def _near_repeats(held: Held) -> dict[str, Any]:
    plant = load("extracts")["near_repeats"]
    rows = held.crimes.rows
    windows = held.windows(held.of("burglary"))
    observed = {}
    for name, part in windows.items():
        led = rows.index.isin(part.index)
        following = part["follows"].to_numpy()
        observed[name] = {"crimes": len(part), "following": int((following >= 0)[led[following]].sum())}
    return {
        **held.named("near_repeats", "police_crime", "burglary"),
        "metres": plant["metres"],
        "days": plant["days"],
        "observed": observed,
        "finding": f"Burglaries follow earlier ones within {plant['metres']} metres and {plant['days']} days far more "
        "often than chance would have it.",
    }


def _people(held: Held) -> Iterator[dict[str, Any]]:
    said = load("extracts")
    profiles = [("victim", name, profile) for name, profile in said["victims"].items()]
    for role, category, profile in [*profiles, ("offender", "", said["offenders"])]:
        rows = held.of(category) if category else held.crimes.rows
        observed = {}
        month = rows["month"].to_numpy()
        for name, part in (("earlier", held.calendar.earlier), ("latest", held.calendar.latest)):
            found = rows[(month >= part.start) & (month < part.stop)]
            found = found[(found[f"{role}_age"] >= 0) & (found[f"{role}_sex"] != "")]
            low, high = profile["ages"]
            typical = found[f"{role}_age"].between(low, high) & (found[f"{role}_sex"] == profile["sex"])
            observed[name] = {"persons": len(found), "share": rounded(typical.mean())}
        who = f"{role}s of {category}" if category else f"Known {role}s of all crime"
        yield {
            **held.named("people_profile", "victims_offenders", category or "all_crime"),
            "role": role,
            "sex": profile["sex"].casefold(),
            "ages": profile["ages"],
            "size": profile["share"],
            "observed": observed,
            "finding": f"{who[0].upper()}{who[1:]} are mostly {profile['sex'].casefold()} and aged "
            f"{profile['ages'][0]} to {profile['ages'][1]}.",
        }


def _rise(held: Held) -> dict[str, Any]:
    plant = load("extracts")["others"]["emergency_department"]
    return {
        **held.named("disclosed_rise", "emergency_department"),
        "size": plant["factor"],
        "observed": held.counts("emergency_department"),
        "finding": "Assaults treated in the emergency department rose at the start of the latest twelve months.",
    }


def _submissions(held: Held) -> Iterator[dict[str, Any]]:
    words = {
        "late_submission": "came after it was due.",
        "missing_submission": "is missing; its months must not be read as a fall.",
    }
    for entry in held.sent.submissions():
        yield {**entry, "partnership_code": held.place.code, "finding": f"The quarter {words[entry['kind']]}"}
    kind = load("extracts")["submissions"]["poorly_located"]["data_set"]
    rows = held.calls[kind]
    yield {
        **held.named("poorly_located_submission", kind),
        "size": load("extracts")["others"][kind]["located"],
        "observed": rounded(rows["located"].mean()),
        "finding": "Most of the rows have no place, in every quarter.",
    }
    kind = "council_asb"
    yield {
        **held.named("rejected_rows", kind),
        "quarter": held.sent.quarters[-1],
        "observed": load("extracts")["others"][kind]["without_date"],
        "finding": "Rows of the last quarter lack their date and are left out.",
    }
