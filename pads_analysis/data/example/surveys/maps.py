"""Maps of the example's surveys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pads_analysis.data.example.settings import load
from pads_analysis.data.example.surveys.draw import DONT_KNOW, stratum_sizes

RESIDENTS = ("safe_dark", "concerns", "council_and_police", "other_services", "police", "comment")
WORKERS = ("safe_travel", "work_concerns")


def residents_map(wave: str, first: str, last: str, code: str, population: int) -> dict[str, Any]:
    """Return the map of one wave of the residents' survey."""
    said = load("surveys")
    own = said["residents"]
    return {
        "data_set": "survey",
        "id": wave,
        "series": own["series"],
        "title": own["title"],
        "authority": said["authority"],
        "partnership": code,
        "mode": own["mode"],
        "first": first,
        "last": last,
        "sample": "probability",
        "source": own["source"],
        "population": "residents",
        "asked": own["asked"],
        "columns": {
            "respondent": "Id",
            "weight": "Weight",
            "stratum": "Stratum",
            "cluster": "Point",
            "area": "LSOA",
            **{name: column["heading"] for name, column in said["profile"].items()},
        },
        "stratum_sizes": stratum_sizes(population),
        "questions": [*(_question(name) for name in RESIDENTS), *_scale()],
        "profile": {
            name: {"shares": column["population"], "source": said["profile_source"]}
            for name, column in said["profile"].items()
        },
        "codeframes": {"comment": said["codeframe"]},
    }


def workers_map(first: str, last: str, code: str) -> dict[str, Any]:
    """Return the map of the open survey."""
    said = load("surveys")
    own = said["workers"]
    return {
        "data_set": "survey",
        **{name: own[name] for name in ("id", "series", "title")},
        "authority": said["authority"],
        "partnership": code,
        "mode": own["mode"],
        "first": first,
        "last": last,
        "sample": "open",
        "source": own["source"],
        "population": "workers",
        "asked": own["asked"],
        "columns": {"respondent": "Id", "group": "You"},
        "groups": {"I work here": "worker", "I live and work here": "both"},
        "questions": [_question(name) for name in WORKERS],
    }


def tick_heading(question: str, answer: str) -> str:
    """Return the heading of the tick box of an answer."""
    return f"{load('surveys')['questions'][question]['heading']} {answer}"


def item_heading(what: str) -> str:
    """Return the heading of an item of the scale."""
    return f"{load('surveys')['scale']['heading']} {what[0].upper()}{what[1:]}"


def _question(name: str) -> dict[str, Any]:
    said = load("surveys")["questions"][name]
    found = {"id": name, "text": said["text"], "kind": said["kind"]}
    if said["kind"] == "text":
        return found | {"column": said["heading"]}
    found["measure"] = said["measure"]
    if said["kind"] == "multiple":
        offences = {answer: one["offence"] for answer, one in said["shares"].items() if "offence" in one}
        return found | {
            "options": {tick_heading(name, answer): answer for answer in said["shares"]},
            "concern_offences": offences,
        }
    return found | {
        "column": said["heading"],
        "answers": list(said["shares"]),
        "counted": said["counted"],
        "counted_as": said["counted_as"],
        **_outside(said["shares"]),
    }


def _scale() -> list[dict[str, Any]]:
    said = load("surveys")["scale"]
    return [
        {
            "id": measure,
            "text": f"{said['text']}: {item['what']}?",
            "kind": "scale",
            "measure": measure,
            "column": item_heading(item["what"]),
            "scores": said["scores"],
            "counted": list(said["scores"])[:2],
            "counted_as": f"calls {item['what']} a very or fairly big problem",
            "not_in_base": [DONT_KNOW],
        }
        for measure, item in said["items"].items()
    ]


def _outside(answers: Sequence[str]) -> dict[str, Any]:
    return {"not_in_base": [DONT_KNOW]} if DONT_KNOW in answers else {}
