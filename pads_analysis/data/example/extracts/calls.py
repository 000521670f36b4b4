"""What the other authorities of the example hold: calls, fires, patients and complaints, drawn where crime is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.extracts import moments
from pads_analysis.data.example.extracts.crimes import ASB, draw_words, published_rows, settle
from pads_analysis.data.example.extracts.people import Residents
from pads_analysis.data.example.extracts.points import Ground
from pads_analysis.data.example.police import Published
from pads_analysis.data.example.settings import load

COUNTY_WIDE = ("fires",)


def draw_disorder(
    published: Published, place: int, first: int, calendar: Calendar, ground: Ground, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the anti-social behaviour of a partnership: moment, detail, area, east and north of each row."""
    said = load("extracts")
    rows = published_rows(published, place, first)
    rows = settle(rows[rows["offence"] == ASB].reset_index(drop=True), ground, rng)
    start = moments.month_starts(calendar.names, rows["month"].to_numpy())
    moment = moments.within(moments.draw_known(start, said["hours"]["antisocial_behaviour"], rng), start)
    words = said["kinds"]["antisocial_behaviour"]["details"]
    return rows.assign(moment=moment, detail=draw_words(words, len(rows), rng))


def draw_calls(
    kind: str,
    published: Published,
    places: list[int],
    months: range,
    calendar: Calendar,
    ground: Ground,
    residents: Residents,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return one authority's rows.

    Parameters
    ----------
    kind : str
        Data set, an entry of `others` in `extracts.yaml`.
    published : Published
        What the force's street-level files hold: rows fall where those of a like offence do.
    places : list of int
        Positions of the partnerships that the authority serves.
    months : range
        Positions of the months.
    calendar, ground, residents
        The months, the map in metres, and those who may be patients.
    rng : Generator
        Source of randomness.

    Returns
    -------
    DataFrame
        month, area, moment, category, east and north (NaN where the authority has no point), age, sex and place.
    """
    said = load("extracts")
    plant, kinds = said["others"][kind], said["kinds"][kind]
    latest = np.arange(calendar.latest.start, calendar.latest.stop)
    mean = np.array([plant["rows"] * (plant["factor"] if at in latest else 1.0) for at in months])
    month = np.repeat(np.array(months), rng.poisson(mean))
    like = pd.concat([published_rows(published, place, months[0]) for place in places], ignore_index=True)
    like = like[(like["offence"] == plant["like"]) & (like["area"] >= 0)].reset_index(drop=True)
    rows = like.iloc[rng.integers(len(like), size=len(month))][["area", "point"]].reset_index(drop=True)
    rows = settle(rows.assign(month=month), ground, rng)
    start = moments.month_starts(calendar.names, month)
    held = rng.random(len(rows)) < plant.get("located", 1.0)
    person = rng.integers(len(residents), size=len(rows))
    return rows.assign(
        moment=moments.within(moments.draw_known(start, said["hours"].get(kind), rng), start),
        category=draw_words(kinds["categories"], len(rows), rng),
        place=draw_words(kinds.get("places", {"": 1.0}), len(rows), rng),
        located=held,
        age=residents.age[person],
        sex=residents.sex[person],
    )
