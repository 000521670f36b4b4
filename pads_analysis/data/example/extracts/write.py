"""Writes what the authorities of the example disclose, and returns the truths that lie in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.extracts import formats
from pads_analysis.data.example.extracts.calls import COUNTY_WIDE, draw_calls, draw_disorder
from pads_analysis.data.example.extracts.crimes import draw_crimes
from pads_analysis.data.example.extracts.deliveries import Deliveries
from pads_analysis.data.example.extracts.held import Held
from pads_analysis.data.example.extracts.not_planted import not_planted
from pads_analysis.data.example.extracts.points import Ground
from pads_analysis.data.example.extracts.truths import planted
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.police import Published
from pads_analysis.data.example.settings import load, stream
from pads_analysis.data.example.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What was written of the extracts.

    Attributes
    ----------
    files : tuple of Path
    rows, rejected : int
        Rows of all files, and how many of them cannot be read.
    planted, not_planted : list of dict
        Entries for the truths of the example.
    """

    files: tuple[Path, ...]
    rows: int
    rejected: int
    planted: list[dict[str, Any]]
    not_planted: list[dict[str, Any]]


def write_extracts(
    folder: Path,
    force: Force,
    areas: pd.DataFrame,
    shapes: Shapes,
    published: Published,
    calendar: Calendar,
    seed: int,
) -> Disclosed | None:
    """Write the extracts of the force that serves the main district, or return None for another force.

    Parameters
    ----------
    folder : Path
        Folder of the extracts.
    force, areas, shapes, published, calendar
        The force, its small areas and map, what its street-level files hold, and the months.
    seed : int
        Seed of the example.
    """
    names = [place.name for place in force.places]
    main = load("words")["main"]
    if main not in names:
        return None
    at = names.index(main)
    place, first = force.places[at], len(calendar) - load("extracts")["months"]
    ground = Ground.of(shapes)
    crimes = draw_crimes(
        published, at, first, place.population, calendar, ground, stream(seed, "crimes", force.index)
    )
    disorder = draw_disorder(published, at, first, calendar, ground, stream(seed, "incidents", force.index))
    rng = stream(seed, "calls", force.index)
    county = [number for number, one in enumerate(force.places) if one.county_code]
    months = range(first, len(calendar))
    calls = {
        kind: draw_calls(
            kind,
            published,
            county if kind in COUNTY_WIDE else [at],
            months,
            calendar,
            ground,
            crimes.residents,
            rng,
        )
        for kind in load("extracts")["others"]
    }
    sent = Deliveries(folder, calendar.names, first, stream(seed, "days_sent", force.index))
    codes = areas["lsoa_code"].to_numpy()
    rows = crimes.rows.sort_values(["recorded", "begun", "east"], kind="stable")
    sent.write("police_crime", formats.police_crime(rows, codes), rows["month"].to_numpy(), place.code)
    people = formats.victims_offenders(rows, calendar.names)
    sent.write("victims_offenders", people, _positions(people["Month"], calendar), place.code)
    rejected = 0
    for kind, found in {"police_incidents": disorder, **calls}.items():
        ordered = _with_faults(kind, found).sort_values("moment", kind="stable")
        rejected += int(ordered["moment"].isna().sum())
        table = formats.WRITERS[kind](ordered, codes)
        sent.write(kind, table, ordered["month"].to_numpy(), place.code)
    written = sum(sent.rows.values())
    held = Held(place, calendar, crimes, disorder, calls, areas["place"].to_numpy() == at, sent)
    return Disclosed(tuple(sent.files), written, rejected, planted(held), not_planted(held))


def _positions(months: pd.Series, calendar: Calendar) -> np.ndarray:
    return months.map({name: at for at, name in enumerate(calendar.names)}).to_numpy()


def _with_faults(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with some of the last month that lack their moment, where such are planted."""
    number = load("extracts")["others"].get(kind, {}).get("without_date", 0)
    last = rows[rows["month"] == rows["month"].max()].head(number)
    return pd.concat([rows, last.assign(moment=pd.NaT)], ignore_index=True)
