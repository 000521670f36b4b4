"""Crimes of the main district as its police hold them: the published rows with hours, true points and persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.extracts import moments, near_repeats, people
from pads_analysis.data.example.extracts.points import Ground
from pads_analysis.data.example.model import offences
from pads_analysis.data.example.police import Published
from pads_analysis.data.example.rows import NO_LOCATION
from pads_analysis.data.example.settings import load

ASB = "Anti-social behaviour"
SEXUAL = "sexual_offences"


@dataclass(frozen=True, slots=True)
class Crimes:
    """Crimes and the persons in them.

    Attributes
    ----------
    rows : DataFrame
        One row each: month (position in the calendar), area (position, negative for none), point, offence (as
        published), category (of the contract), group, detail, place, outcome, begun, ended, moment (the true one),
        recorded (datetime64[m]), timed (bool), east, north (metres), follows (label of the row followed, or -1), victim
        (position among the residents, or -1), victim_key, victim_age, victim_sex, offender_age, offender_sex (age -1
        and text "" where unknown).
    residents : Residents
    few : ndarray of int
        Positions of the residents who suffer far more than their part.
    """

    rows: pd.DataFrame
    residents: people.Residents
    few: np.ndarray


def published_rows(published: Published, place: int, first: int) -> pd.DataFrame:
    """Return the published rows of a partnership from a month on, those without a location among them."""
    rows = published.rows
    own = (rows.place == place) & (rows.month >= first) & ((rows.area >= 0) | (rows.area == NO_LOCATION))
    return pd.DataFrame(
        {
            "month": rows.month[own],
            "offence": np.array([offence.name for offence in offences()])[rows.offence[own]],
            "area": rows.area[own],
            "point": rows.point[own],
            "outcome": published.outcome[own],
        }
    )


def settle(rows: pd.DataFrame, ground: Ground, rng: np.random.Generator) -> pd.DataFrame:
    """Return rows with the true point of each, east and north in metres; those without a small area have none."""
    area = rows["area"].to_numpy()
    held = area >= 0
    spot = np.full((len(rows), 2), np.nan)
    centre = ground.points[rows["point"].to_numpy()[held]]
    spot[held] = ground.near(centre, area[held], load("extracts")["away"], rng)
    return rows.assign(east=spot[:, 0], north=spot[:, 1])


def draw_crimes(
    published: Published,
    place: int,
    first: int,
    population: int,
    calendar: Calendar,
    ground: Ground,
    rng: np.random.Generator,
) -> Crimes:
    """Return the crimes of a partnership.

    Parameters
    ----------
    published : Published
        What the force's street-level files hold.
    place, first : int
        Position of the partnership in the force, and of the first month in the calendar.
    population : int
        Residents of the partnership.
    calendar, ground : Calendar, Ground
        The months, and the map in metres.
    rng : Generator
        Source of randomness.
    """
    rows = published_rows(published, place, first)
    rows = rows[rows["offence"] != ASB].reset_index(drop=True)
    rows = _worded(settle(rows, ground, rng), rng)
    start = moments.month_starts(calendar.names, rows["month"].to_numpy())
    rows = _timed(rows, start, ground, rng)
    return _peopled(rows, people.Residents.draw(population, load("extracts")["adult"], rng), rng)


def _worded(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return rows with category, group, detail and place, as the force words them."""
    said = load("extracts")
    details = np.full(len(rows), "", dtype=object)
    for name, entry in said["offences"].items():
        own = (rows["offence"] == name).to_numpy()
        details[own] = draw_words(entry["details"], int(own.sum()), rng)
    found = {
        field: rows["offence"]
        .map({name: entry[field] for name, entry in said["offences"].items()})
        .to_numpy(object)
        for field in ("category", "group", "place")
    }
    violent = (rows["offence"] == "Violence and sexual offences").to_numpy()
    sexual = violent & (rng.random(len(rows)) < said["sexual"]["share"])
    found = {
        field: np.where(sexual, said["sexual"].get(field, SEXUAL), values) for field, values in found.items()
    }
    detail = np.where(sexual, said["sexual"]["detail"], details)
    places = pd.Series(detail).map(said["places"]).to_numpy(object)
    found["place"] = np.where(pd.isna(places), found["place"], places)
    return rows.assign(**found, detail=detail)


def draw_words(shares: Mapping[str, float], number: int, rng: np.random.Generator) -> np.ndarray:
    """Return words in these shares, an object array of shape (number,)."""
    parts = np.array(list(shares.values()), dtype=float)
    return np.array(list(shares), dtype=object)[rng.choice(len(parts), size=number, p=parts / parts.sum())]


def _timed(rows: pd.DataFrame, start: np.ndarray, ground: Ground, rng: np.random.Generator) -> pd.DataFrame:
    """Return rows with the moments of each, and whom those of the planted offence follow."""
    said = load("extracts")
    moment = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[m]")
    spanned = rows["offence"].isin(said["spans"]).to_numpy()
    begun, ended = moment.copy(), moment.copy()
    rows = rows.assign(follows=near_repeats.NOBODY)
    for name, entry in _patterns(rows):
        own = np.flatnonzero(~spanned & (rows["offence"] == name[0]) & (rows["category"] == name[1]))
        begun[own] = ended[own] = moment[own] = moments.draw_known(start[own], entry, rng)
    for name, shares in said["spans"].items():
        own = np.flatnonzero(rows["offence"] == name)
        kinds = draw_words(shares, len(own), rng)
        part = rows.iloc[own].assign(day=moments.draw_days(start[own], rng), fixed=kinds == "weekend")
        if name == said["near_repeats"]["offence"]:
            part = near_repeats.follow(part, start[own], ground, said["near_repeats"], rng)
            lead = part["follows"].to_numpy()
            rows.loc[own, "follows"] = np.where(lead >= 0, own[lead], near_repeats.NOBODY)
            rows.loc[own, ["east", "north"]] = part[["east", "north"]].to_numpy()
        begun[own], ended[own] = moments.draw_spans(
            part["day"].to_numpy().astype("datetime64[D]"), kinds, rng
        )
        moment[own] = moments.draw_within(begun[own], ended[own], rng)
    found = pd.DataFrame({"begun": begun, "ended": ended, "moment": moment})
    found = moments.record(found, start, ~spanned, rng)
    timed = ~((rows["category"] == "violence").to_numpy() & (rng.random(len(rows)) < said["untimed"]))
    return pd.concat([rows, found], axis=1).assign(timed=timed)


def _patterns(rows: pd.DataFrame) -> list[tuple[tuple[str, str], Any]]:
    """Return each published offence and category with its pattern of hours, or None."""
    hours = load("extracts")["hours"]
    pairs = rows[["offence", "category"]].drop_duplicates().sort_values(["offence", "category"])
    return [
        ((offence, category), hours.get(offence, hours.get(category)))
        for offence, category in pairs.itertuples(index=False)
    ]


def _peopled(rows: pd.DataFrame, residents: people.Residents, rng: np.random.Generator) -> Crimes:
    """Return rows with their victims and known offenders."""
    said = load("extracts")
    category = rows["category"].to_numpy()
    victims = np.full(len(rows), people.NOBODY)
    for name in sorted(set(category)):
        own = category == name
        victims[own] = residents.draw_victims(int(own.sum()), said["victims"].get(name), rng)
    plant = said["repeats"]
    victims, few = people.draw_repeats(
        victims, rows["area"].to_numpy(), category == plant["category"], plant, residents, rng
    )
    persons, offenders = (
        rows["offence"].map({name: entry[field] for name, entry in said["offences"].items()}).to_numpy(float)
        for field in ("persons", "offenders")
    )
    has_victim = (rng.random(len(rows)) < persons) & ~rows["detail"].isin(said["no_person"]).to_numpy()
    age, sex = people.draw_offenders(rng.random(len(rows)) < offenders, said["offenders"], rng)
    no_age, no_sex = (rng.random(len(rows)) < said["unknown"][name] for name in ("age", "sex"))
    found = {
        "victim": np.where(has_victim, victims, people.NOBODY),
        "victim_key": np.where(has_victim, residents.key[victims], ""),
        "victim_age": np.where(has_victim & ~no_age, residents.age[victims], people.NOBODY),
        "victim_sex": np.where(has_victim & ~no_sex, residents.sex[victims], ""),
        "offender_age": age,
        "offender_sex": sex,
    }
    return Crimes(rows.assign(**found), residents, few)
