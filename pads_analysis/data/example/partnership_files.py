"""Parameter files of the example's partnerships: peers for all, and for one district all that a partnership writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.files import write_text
from pads_analysis.data.example.model import choose_peers, find_place
from pads_analysis.data.example.places import Force, Place
from pads_analysis.data.example.settings import load

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write_partnerships(
    folder: Path,
    forces: Sequence[Force],
    calendar: Calendar,
    recorded: Mapping[str, int],
    areas: Mapping[str, Sequence[str]],
) -> list[Path]:
    """Write the folders of all partnerships and return the paths of the files that were written.

    A file that is already there is left as it is: it may hold an analyst's work.

    Parameters
    ----------
    folder : Path
        The folder `partnerships` of the parameters.
    forces : sequence of Force
    calendar : Calendar
        Dates in the texts are counted back from its last month.
    recorded : mapping of str to int
        Located rows of the main district in the earlier twelve months, by offence code.
    areas : mapping of str to sequence of str
        Small areas of the actions that took place in some only, by the action's id.
    """
    words = load("words")
    peers = choose_peers(forces)
    texts: dict[Path, str] = {}
    for force in forces:
        for place in force.places:
            fixed = force.index == 0 and place.county_code
            note = words["peers"]["county" if fixed else "others"]
            chosen = {"peers": {"codes": list(peers[place.code]), "note": note}}
            texts[folder / place.code / "assessment.yaml"] = _yaml(chosen)
    main, elsewhere = (_named(forces, words[role]) for role in ("main", "views_only"))
    texts |= {
        folder / main.code / name: text
        for name, text in _main_files(words, calendar, recorded, areas).items()
    }
    texts[folder / elsewhere.code / "views.yaml"] = _yaml(_dated(words["views_elsewhere"], calendar))
    return [write_text(path, text) for path, text in texts.items() if not path.exists()]


def _named(forces: Sequence[Force], name: str) -> Place:
    force, at = find_place(forces, name)
    return forces[force].places[at]


def _main_files(
    words: Mapping[str, Any],
    calendar: Calendar,
    recorded: Mapping[str, int],
    areas: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    files = {}
    for name in ("plan", "views", "decisions", "issues", "hypotheses", "context", "county"):
        content = _dated(words[name], calendar)
        for action in content.get("actions", []):
            if action["id"] in areas:
                action["areas"] = list(map(str, areas[action["id"]]))
        for target in content.get("targets", []):
            if target["baseline"] == "recorded":
                target["baseline"] = recorded[target["indicator"]]
        files[f"{name}.yaml"] = _yaml(content)
    return files | {f"commentary/{section}.md": text for section, text in words["commentary"].items()}


def _dated(content: Any, calendar: Calendar) -> Any:
    """Return a copy of the content with its months filled in."""
    if isinstance(content, dict):
        return {key: _dated(value, calendar) for key, value in content.items()}
    if isinstance(content, list):
        return [_dated(value, calendar) for value in content]
    if not isinstance(content, str):
        return content
    content = re.sub(r"@(-?\d+)", lambda match: _month(calendar, int(match[1])), content)
    return re.sub(r"#(-?\d+)#", lambda match: _month_in_words(calendar, int(match[1])), content)


def _month(calendar: Calendar, back: int) -> str:
    last = calendar.names[-1]
    number = int(last[:4]) * 12 + int(last[5:]) - 1 - back
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _month_in_words(calendar: Calendar, back: int) -> str:
    month = _month(calendar, back)
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
