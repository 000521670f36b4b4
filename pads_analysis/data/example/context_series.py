"""Context series of the example: one that steps where recording was made to change, and one that is chance alone.

No crime follows from either: the first is built from a change that is planted in the rows anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pads_analysis.data.example.calendar import Calendar
from pads_analysis.data.example.files import write_text
from pads_analysis.data.example.model import plants
from pads_analysis.data.example.places import Force
from pads_analysis.data.example.settings import stream

FULLY = 100.0
_MEAN_VISITS, _SPREAD, _STEP = 30.0, 6.0, 1.5


def write_context(folder: Path, forces: Sequence[Force], calendar: Calendar, seed: int) -> list[Path]:
    """Write the tables of both series and return the paths that were written; a file already there is left alone.

    Parameters
    ----------
    folder : Path
        The folder `context` of the parameters.
    forces : sequence of Force
    calendar : Calendar
    seed : int
    """
    tables = {"recording_training": _training, "library_visits": _visits}
    texts = {
        folder / f"{name}.csv": _csv(forces, calendar, [values(force, calendar, seed) for force in forces])
        for name, values in tables.items()
    }
    return [write_text(path, text) for path, text in texts.items() if not path.exists()]


def _training(force: Force, calendar: Calendar, seed: int) -> np.ndarray:
    """Return per cent of officers trained, shape (places, months): a few at first, nearly all from the step on."""
    few = stream(seed, "context", 2 * force.index).uniform(0, 4, size=(len(force.places), len(calendar)))
    plant = plants()["recording"]
    if force.name != plant["force"]:
        return few
    at = calendar.back(plant["months_back"])
    return np.where(np.arange(len(calendar)) >= at, FULLY - few, few)


def _visits(force: Force, calendar: Calendar, seed: int) -> np.ndarray:
    """Return visits per 100 residents, shape (places, months): each place wanders about a level of its own."""
    rng = stream(seed, "context", 2 * force.index + 1)
    level = rng.normal(_MEAN_VISITS, _SPREAD, size=(len(force.places), 1))
    return np.maximum(
        1.0, level + rng.normal(0, _STEP, size=(len(force.places), len(calendar))).cumsum(axis=1)
    )


def _csv(forces: Sequence[Force], calendar: Calendar, values: list[np.ndarray]) -> str:
    lines = ["area_code,period,value"]
    lines += [
        f"{place.code},{month},{values[number][at, when]:.1f}"
        for number, force in enumerate(forces)
        for at, place in enumerate(force.places)
        for when, month in enumerate(calendar.names)
    ]
    return "\n".join(lines) + "\n"
