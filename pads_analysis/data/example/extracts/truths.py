"""The truths that lie in what the authorities of the example disclose, counted from what is hidden behind the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.extracts.crimes import Crimes
from pads_analysis.data.example.extracts.deliveries import Deliveries
from pads_analysis.data.example.extracts.moments import weekday
from pads_analysis.data.example.places import Place
from pads_analysis.data.example.settings import load

#: Hours of the day in blocks of six.
BLOCKS = ("night", "morning", "afternoon", "evening")
_HOUR = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True)
class Held:
    """Everything behind the files.

    Attributes
    ----------
    place : Place
        The main district.
    calendar : Calendar
    crimes : Crimes
    disorder : DataFrame
        Its anti-social behaviour.
    calls : mapping of str to DataFrame
        Rows of the other authorities by data set.
    inside : ndarray of bool
        Which small areas of the force are the district's.
    sent : Deliveries
    """

    place: Place
    calendar: Calendar
    crimes: Crimes
    disorder: pd.DataFrame
    calls: Mapping[str, pd.DataFrame]
    inside: np.ndarray
    sent: Deliveries

    def windows(self, rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Return the rows that the store can place in the district, in the earlier and the latest twelve months."""
        area = rows["area"].to_numpy()
        own = (area >= 0) & self.inside[area]
        if "located" in rows:
            own &= rows["located"].to_numpy()
        month = rows["month"].to_numpy()
        parts = {"earlier": self.calendar.earlier, "latest": self.calendar.latest}
        return {name: rows[own & (month >= part.start) & (month < part.stop)] for name, part in parts.items()}

    def named(self, kind: str, data_set: str, offence: str = "") -> dict[str, Any]:
        """Return the beginning of every entry."""
        found = {
            "kind": kind,
            "partnership_code": self.place.code,
            "partnership_name": self.place.name,
            "data_set": data_set,
        }
        return found | ({"offence_code": offence} if offence else {})

    def of(self, category: str) -> pd.DataFrame:
        """Return the crimes of a category of the contract."""
        return self.crimes.rows[self.crimes.rows["category"] == category]


def planted(held: Held) -> list[dict[str, Any]]:
    """Return everything that an assessment should find in the extracts."""
    return [
        *_hours(held),
        _aoristic(held),
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
                name: {"rows": len(part), "share": _rounded(_in_stretch(part["moment"], pattern).mean())}
                for name, part in held.windows(rows).items()
            },
            "finding": f"{offence or data_set} gathers {when}, in the {length} hours from {start}:00.",
        }


def _in_stretch(moments: pd.Series, pattern: Mapping[str, Any]) -> np.ndarray:
    """Return which moments lie in the hours of a pattern, counted on the day on which its stretch begins."""
    from pads_analysis.data.example.extracts.moments import DAYS

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
            name: _rounded((part["begun"] == part["ended"]).mean()) for name, part in windows.items()
        },
        "finding": "Most burglaries happen while nobody sees them: spread over their spans, the evening and the small "
        "hours have most. Counted where the spans start, the small hours are all but empty; counted in the "
        "middle of the spans, they have nearly all.",
    }


def _blocks(moments: pd.Series) -> dict[str, float]:
    share = np.bincount(moments.dt.hour.to_numpy() // 6, minlength=4) / len(moments)
    return {name: _rounded(value) for name, value in zip(BLOCKS, share, strict=True)}


def _repeats(held: Held) -> dict[str, Any]:
    plant = load("extracts")["repeats"]
    return {
        **held.named("repeat_victims", "police_crime", plant["category"]),
        "size": plant["share"],
        "victims": plant["victims"],
        "observed": _struck(held, plant["category"]),
        "finding": f"{plant['victims']} victims suffer some {plant['share']:.0%} of {plant['category']}, far beyond what "
        "chance would give them.",
    }


def _struck(held: Held, category: str) -> dict[str, Any]:
    """Return crimes with a victim, their victims, and those struck more than once, in both windows.

    `by_chance` is the mean number of crimes beyond each victim's first if every resident were as likely as any other.
    """
    residents = len(held.crimes.residents)
    found = {}
    for name, part in held.windows(held.of(category)).items():
        victims = part.loc[part["victim"] >= 0, "victim"]
        times = victims.value_counts()
        crimes = len(victims)
        found[name] = {
            "crimes": crimes,
            "victims": len(times),
            "repeat_victims": int((times > 1).sum()),
            "crimes_beyond_the_first": int((times - 1).sum()),
            "by_chance": _rounded(crimes - residents * (1 - (1 - 1 / residents) ** crimes)),
            "crimes_of_the_few": int(victims.isin(held.crimes.few).sum()),
        }
    return found | {"residents": residents}


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
            observed[name] = {"persons": len(found), "share": _rounded(typical.mean())}
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


def _counts(held: Held, kind: str) -> dict[str, int]:
    return {name: len(part) for name, part in held.windows(held.calls[kind]).items()}


def _rise(held: Held) -> dict[str, Any]:
    plant = load("extracts")["others"]["emergency_department"]
    return {
        **held.named("disclosed_rise", "emergency_department"),
        "size": plant["factor"],
        "observed": _counts(held, "emergency_department"),
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
        "observed": _rounded(rows["located"].mean()),
        "finding": "About half of the rows have no place, in every quarter.",
    }


def not_planted(held: Held) -> list[dict[str, Any]]:
    """Return everything that must not be reported from the extracts."""
    said = load("extracts")
    return [
        *(
            held.named("no_hour_pattern", "police_crime", category)
            | {"statement": "Any hour of the week is as likely as any other."}
            for category in said["no_hours"]
        ),
        *(
            held.named("no_repeat_victims", "police_crime", category)
            | {
                "observed": _struck(held, category),
                "statement": "Any resident is as likely a victim as any other.",
            }
            for category in said["no_repeats"]
        ),
        *(
            held.named("no_near_repeats", "police_crime", category)
            | {"statement": "Days have nothing to do with places."}
            for category in said["no_near_repeats"]
        ),
        *(
            held.named("no_people_profile", "victims_offenders", category)
            | {
                "role": "victim",
                "youngest": said["adult"],
                "statement": f"Victims are as the residents aged {said['adult']} and over.",
            }
            for category in said["no_victims"]
        ),
        *(
            held.named("no_disclosed_change", kind)
            | {
                "observed": _counts(held, kind),
                "statement": "Nothing changed, whatever is missing from the files.",
            }
            for kind, plant in said["others"].items()
            if plant["factor"] == 1
        ),
    ]


def _rounded(value: float) -> float:
    return round(float(value), 4)
