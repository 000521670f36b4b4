"""Street-level files as data.police.uk publishes them: one for each force and month, of twelve columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.files import write_text, write_zip
from pads_analysis.data.example.model import offences
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.rows import NO_LOCATION, OUTSIDE, Rows
from pads_analysis.data.example.settings import load
from pads_analysis.data.example.shapes import Shapes

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
UNDER_INVESTIGATION = "Under investigation"
_NOWHERE = ",,No Location,,"


@dataclass(frozen=True, slots=True)
class Published:
    """What a force's files hold, in their order.

    Attributes
    ----------
    files : tuple of Path
    rows : Rows
        The rows, as published: by month, small area and category.
    outcome : ndarray of str, shape (rows,)
        Last outcome category of each.
    """

    files: tuple[Path, ...]
    rows: Rows
    outcome: np.ndarray


def write_police(
    folder: Path,
    force: Force,
    areas: pd.DataFrame,
    shapes: Shapes,
    rows: Rows,
    calendar: Calendar,
    rng: np.random.Generator,
    held: np.ndarray,
) -> Published:
    """Write a force's street-level files and return what they hold.

    The first force comes as one archive in the publisher's folder layout, the others as single gzipped files.

    Parameters
    ----------
    folder : Path
        Folder of the police files.
    force, areas, shapes, rows, calendar
        What to write.
    rng : Generator
        Source of the crime ids, outcomes and street names.
    held : ndarray of bool, shape (rows,)
        Which rows to write. The others take their draws all the same, so that those written are as they would be.
    """
    spots = _spots(force, areas, shapes, rng)
    spot = np.where(
        rows.area >= 0, rows.point, np.where(rows.area == OUTSIDE, len(spots) - 2, len(spots) - 1)
    )
    last = np.where(rows.area == NO_LOCATION, len(areas) + 1, np.where(rows.area == OUTSIDE, -1, rows.area))
    order = np.lexsort((rows.offence, last, rows.month))
    rows, spots_of, held = rows.keep(order), np.array(spots, dtype=object)[spot[order]], held[order]
    endings, outcome = _endings(rows, calendar, rng)
    texts = {
        f"{month}/{month}-{force.slug}-street.csv": text
        for month, text in _monthly(
            force, rows, spots_of, [endings[at] for at in outcome], calendar, rng, held
        )
    }
    published = np.array([ending.split(",")[1] for ending in endings])[outcome]
    if force.index == 0:
        last = calendar.names[-1]
        files = [write_zip(folder / f"{last}-{force.slug}.zip", texts, f"{last}-28")]
    else:
        files = [write_text(folder / f"{name}.gz", text) for name, text in texts.items()]
    return Published(tuple(files), rows.keep(held), published[held])


def _monthly(
    force: Force,
    rows: Rows,
    spots: np.ndarray,
    endings: list[str],
    calendar: Calendar,
    rng: np.random.Generator,
    held: np.ndarray,
) -> Iterator[tuple[str, str]]:
    """Yield each month and the text of its file."""
    edges = np.searchsorted(rows.month, np.arange(len(calendar) + 1))
    disorder = np.array([offence.outcome == "none" for offence in offences()])[rows.offence]
    for at, month in enumerate(calendar.names):
        part = slice(edges[at], edges[at + 1])
        same = f",{month},{force.name},{force.name},"
        ids = _crime_ids(disorder[part], rng)
        lines = [
            f"{crime}{same}{where},{ending}"
            for crime, where, ending, kept in zip(
                ids, spots[part].tolist(), endings[part], held[part].tolist(), strict=True
            )
            if kept
        ]
        yield month, "\n".join([HEADER, *lines, ""])


def _crime_ids(blank: np.ndarray, rng: np.random.Generator) -> Iterator[str]:
    """Yield 64 hexadecimal digits for each crime, nothing for each incident of anti-social behaviour."""
    digits = rng.bytes(32 * len(blank)).hex()
    for at, without in enumerate(blank.tolist()):
        yield "" if without else digits[64 * at : 64 * at + 64]


def _spots(force: Force, areas: pd.DataFrame, shapes: Shapes, rng: np.random.Generator) -> list[str]:
    """Return longitude, latitude, location and small area of every map point, then of outside and of nowhere."""
    streets = load("county")["streets"]
    first = rng.choice(streets["first"], size=len(shapes.points))
    second = rng.choice(streets["second"], size=len(shapes.points))
    landmark = rng.choice(streets["landmarks"], size=len(shapes.points))
    named = np.where(
        rng.random(len(shapes.points)) < 0.12, landmark, np.char.add(np.char.add(first, " "), second)
    )
    codes, names = areas["lsoa_code"].tolist(), areas["lsoa_name"].tolist()
    spots = [
        f"{x:.6f},{y:.6f},On or near {street},{codes[area]},{names[area]}"
        for (x, y), street, area in zip(
            shapes.points.tolist(), named.tolist(), shapes.point_area.tolist(), strict=True
        )
    ]
    x, y = shapes.points[0].tolist()
    far = f"{x - 0.9:.6f},{y:.6f},On or near Station Road,E01{89_000 + force.index:06d},Farholme 001A"
    return [*spots, far, _NOWHERE]


def _endings(rows: Rows, calendar: Calendar, rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Return every "crime type,outcome,context" that occurs, and each row's position among them."""
    shares = load("profile")["outcomes"]
    open_share = np.array(load("profile")["under_investigation"])
    age = np.minimum(len(calendar) - 1 - rows.month, len(open_share) - 1)
    still_open = rng.random(len(rows)) < open_share[age]
    drawn = rng.random(len(rows))
    endings: list[str] = []
    position = np.zeros(len(rows), dtype=int)
    for at, offence in enumerate(offences()):
        own = rows.offence == at
        outcomes = shares[offence.outcome]
        ladder = list(accumulate(outcomes.values()))
        chosen = np.minimum(np.searchsorted(ladder, drawn[own], side="right"), len(outcomes) - 1)
        if offence.outcome != "none":
            chosen = np.where(still_open[own], len(outcomes), chosen)
        position[own] = len(endings) + chosen
        endings += [f"{offence.name},{outcome}," for outcome in [*outcomes, UNDER_INVESTIGATION]]
    return endings, position
