"""A small survey: its map and its file of respondents, for tests to take and to spoil."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

CODE = "E22000001"

MAP = """
id: wave_2
series: residents
title: Residents' survey
authority: County Council
partnership: E22000001
mode: postal
first: 2021-05-01
last: 2021-06-30
sample: probability
population: both
asked: adults aged 16 and over
columns:
  respondent: Id
  weight: Weight
  stratum: Stratum
  cluster: Point
  group: Who
  area: LSOA
  age: Age group
groups: {I live here: resident, I work here: worker, Both: both}
stratum_sizes: {urban: 40000, rural: 12000}
questions:
  - id: safe_dark
    text: How safe do you feel after dark?
    kind: single
    measure: safety
    column: Q1
    answers: [Very safe, Fairly safe, A bit unsafe, Very unsafe, Don't know]
    counted: [Very safe, Fairly safe]
    counted_as: feels very or fairly safe after dark
    not_in_base: [Don't know]
  - id: concerns
    text: What should be dealt with first?
    kind: multiple
    measure: concern
    options: {Q2 drugs: Drug use or dealing, Q2 cars: Car crime}
    concern_offences: {Drug use or dealing: drugs, Car crime: vehicle_crime}
  - id: noise
    text: How big a problem are noisy neighbours?
    kind: scale
    measure: asb_item_1
    column: Q3
    scores: {Very big: 3, Fairly big: 2, Not very big: 1, None: 0}
  - id: why
    text: Why do you say that?
    kind: text
    column: Q4
profile:
  age:
    shares: {16 to 34: 0.31, 35 to 64: 0.47, 65 and over: 0.22}
    source: mid-2020 population estimates
codeframes:
  why:
    speeding: [speeding, fast cars]
    lighting: [street light, street lights, too dark]
"""

HEADINGS = (
    "Id",
    "Weight",
    "Stratum",
    "Point",
    "Who",
    "LSOA",
    "Age group",
    "Q1",
    "Q2 drugs",
    "Q2 cars",
    "Q3",
    "Q4",
)
ROWS: tuple[tuple[str, ...], ...] = (
    (
        "a1",
        "1.2",
        "urban",
        "p1",
        "I live here",
        "E01000001",
        "16 to 34",
        "Very safe",
        "Yes",
        "",
        "None",
        "Fast cars.",
    ),
    (
        "a2",
        "0.8",
        "urban",
        "p1",
        "Both",
        "E01000001",
        "35 to 64",
        "Very unsafe",
        "Yes",
        "Yes",
        "Very big",
        "",
    ),
    (
        "a3",
        "1.0",
        "rural",
        "p2",
        "I work here",
        "",
        "65 and over",
        "Don't know",
        "No",
        "No",
        "",
        "It is too dark here",
    ),
    (
        "a4",
        "1.0",
        "rural",
        "p3",
        "I live here",
        "E01000002",
        "",
        "fairly  SAFE",
        "",
        "",
        "Fairly big",
        "The weather",
    ),
)


def as_csv(rows: Sequence[Sequence[str]] = ROWS, headings: Sequence[str] = HEADINGS) -> str:
    """Return rows under headings as the text of a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([headings, *rows])
    return stream.getvalue()


def with_value(row: int, heading: str, value: str) -> list[list[str]]:
    """Return the rows with one value, in data row `row` from 0, replaced."""
    rows = [list(one) for one in ROWS]
    rows[row][HEADINGS.index(heading)] = value
    return rows


def write_survey(
    folder: Path,
    rows: Sequence[Sequence[str]] = ROWS,
    *,
    headings: Sequence[str] = HEADINGS,
    said: str = MAP,
    replaced: Mapping[str, str] | None = None,
    name: str = "survey",
) -> tuple[Path, Path]:
    """Write a survey and its map beside it; `replaced` changes texts of the map. Return both paths."""
    for old, new in (replaced or {}).items():
        assert old in said, old
        said = said.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    file, map_file = folder / f"{name}.csv", folder / f"{name}.map.yaml"
    file.write_text(as_csv(rows, headings), "utf-8", newline="")
    map_file.write_text(("data_set: survey\n" + said.lstrip()), "utf-8")
    return file, map_file
