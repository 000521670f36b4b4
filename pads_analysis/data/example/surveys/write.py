"""Writes the example's surveys, and returns the truths that lie in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.files import write_table, write_text
from pads_analysis.data.example.places import Place
from pads_analysis.data.example.settings import load, stream
from pads_analysis.data.example.surveys import draw, maps
from pads_analysis.data.example.surveys.draw import DONT_KNOW, Sample

_CHANGED = "council_and_police"
_TOP, _SECOND = "Drug use or dealing", "Theft of or from vehicles"
_EQUAL = ("Rubbish or litter", "Speeding or dangerous driving")


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was written of the surveys: the files, their rows, and entries for the truths of the example."""

    files: tuple[Path, ...]
    rows: int
    planted: list[dict[str, Any]]
    not_planted: list[dict[str, Any]]


def write_surveys(
    folder: Path,
    place: Place,
    codes: Sequence[str],
    calendar: Calendar,
    recorded: Mapping[str, Mapping[str, Any]],
    seed: int,
) -> Surveyed:
    """Write two waves of a residents' survey and an open survey of workers, each with its map beside it.

    Parameters
    ----------
    folder : Path
        Folder of the surveys.
    place : Place
        The main district.
    codes : sequence of str
        Its small areas.
    calendar : Calendar
        Fieldwork is counted back from its last month.
    recorded : mapping of str to mapping
        Expected and observed counts of the district by offence code, for the truths.
    seed : int
        Seed of the example.
    """
    said = load("surveys")
    files: list[Path] = []
    rows = 0
    areas = np.sort(np.array(codes, dtype=object))
    for later, wave in enumerate(said["residents"]["waves"]):
        rng = stream(seed, "surveys", 1 + later)
        sample = draw.draw_residents(areas, place.population, rng)
        table = _answered(
            sample, maps.RESIDENTS, rng, later=bool(later), missing=said["residents"]["missing"]
        )
        first, last = _fieldwork(calendar, wave)
        own = maps.residents_map(wave["id"], first, last, place.code, place.population)
        files += _write(folder, wave["id"], table, own)
        rows += len(table)
    workers = said["workers"]
    rng = stream(seed, "surveys")
    sample = draw.draw_workers(workers["size"], rng)
    table = _answered(sample, maps.WORKERS, rng, later=False, missing=0.0)
    files += _write(
        folder, workers["id"], table, maps.workers_map(*_fieldwork(calendar, workers), place.code)
    )
    planted, not_planted = _truths(place, recorded)
    return Surveyed(tuple(files), rows + len(table), planted, not_planted)


def _fieldwork(calendar: Calendar, said: Mapping[str, Any]) -> tuple[str, str]:
    """Return the first and last day of fieldwork, in months counted back from the last, which may lie before all."""
    last = calendar.names[-1]
    number = int(last[:4]) * 12 + int(last[5:]) - 1
    months = [number - said[name] for name in ("first", "last")]
    first, final = (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months)
    return f"{first}-04", f"{final}-28"


def _write(folder: Path, name: str, table: pd.DataFrame, said: Mapping[str, Any]) -> list[Path]:
    # Through JSON, because lists that stand in two places would else be written as an anchor and its alias.
    text = yaml.safe_dump(json.loads(json.dumps(said)), sort_keys=False, allow_unicode=True, width=100)
    return [write_table(folder / f"{name}.csv", table), write_text(folder / f"{name}.map.yaml", text)]


def _answered(
    sample: Sample, questions: Sequence[str], rng: np.random.Generator, *, later: bool, missing: float
) -> pd.DataFrame:
    """Return the table of a wave with its answers."""
    said = load("surveys")
    table, shift = sample.table.copy(), sample.shift
    for name in questions:
        question = said["questions"][name]
        if question["kind"] == "text":
            table[question["heading"]] = draw.draw_comments(question["answered"], len(table), rng)
        elif question["kind"] == "multiple":
            for answer, one in question["shares"].items():
                table[maps.tick_heading(name, answer)] = draw.draw_ticks(one["share"], shift, rng)
        else:
            shares = draw.shares_of(question, later=later)
            table[question["heading"]] = draw.leave_out(draw.draw_single(shares, shift, rng), missing, rng)
    if "comment" in questions:
        scores = list(said["scale"]["scores"])
        for item in said["scale"]["items"].values():
            known = dict(zip(scores, item["shares"], strict=True))
            shares = known | {DONT_KNOW: 1 - sum(item["shares"])}
            table[maps.item_heading(item["what"])] = draw.leave_out(
                draw.draw_single(shares, np.zeros(len(table)), rng), missing, rng
            )
    return table


def _truths(
    place: Place, recorded: Mapping[str, Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    said = load("surveys")
    questions, waves = said["questions"], [wave["id"] for wave in said["residents"]["waves"]]
    shares = {answer: one["share"] for answer, one in questions["concerns"]["shares"].items()}
    where = {"partnership_code": place.code, "partnership_name": place.name}
    changed = questions[_CHANGED]
    planted = [
        {
            "kind": "survey_concern",
            **where,
            "survey": waves[-1],
            "question": "concerns",
            "answer": _TOP,
            "offence_code": "drugs",
            "size": shares[_TOP],
            "second": {"answer": _SECOND, "offence_code": "vehicle_crime", "size": shares[_SECOND]},
            **recorded["drugs"],
            "recorded_second": dict(recorded["vehicle_crime"]),
            "finding": "More residents name drug use or dealing than anything else, and the police figures do not show "
            "it: few drug offences are recorded, and no more than before. Theft of and from vehicles comes second, and "
            "there the figures agree.",
        },
        {
            "kind": "survey_change",
            **where,
            "surveys": waves,
            "question": _CHANGED,
            "answer": "Agree",
            "size": {waves[0]: _of_known(changed["shares"]), waves[1]: _of_known(changed["later"])},
            "finding": "Fewer agree in the second wave than in the first that police and council deal with what "
            "matters.",
        },
    ]
    others = [name for name in maps.RESIDENTS if name not in (_CHANGED, "comment")] + list(
        said["scale"]["items"]
    )
    not_planted = [
        {
            "kind": "no_survey_change",
            **where,
            "surveys": waves,
            "questions": others,
            "statement": "Every other answer has the same share of the population in both waves.",
        },
        {
            "kind": "no_concern_order",
            **where,
            "survey": waves[-1],
            "question": "concerns",
            "answers": list(_EQUAL),
            "size": shares[_EQUAL[0]],
            "statement": f"{_EQUAL[0]} and {_EQUAL[1][0].lower()}{_EQUAL[1][1:]} concern the same share of the "
            "population: neither comes before the other.",
        },
    ]
    return planted, not_planted


def _of_known(shares: Mapping[str, float]) -> float:
    """Return the share of Agree among those who have a view."""
    return round(shares["Agree"] / (1 - shares[DONT_KNOW]), 4)
