"""The map of a survey held to the vocabulary, before any file is opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from pads_analysis.errors import ParamsError
from pads_analysis.params.map_file import MapFile, read_map
from pads_analysis.params.messages import combined, nearest
from pads_analysis.params.survey_map import SurveyMap
from pads_analysis.vocabulary import views_measures

CODE = "survey"


@dataclass(frozen=True, slots=True)
class Survey:
    """How the respondents of one survey are to be read.

    Attributes
    ----------
    map : SurveyMap
        Where the answers stand.
    map_name : str
        What messages call the map.
    map_sha256 : str
        Hash of what the map says.
    received : str
        The day on which the file came, YYYY-MM-DD; "" when nobody said.
    """

    map: SurveyMap
    map_name: str
    map_sha256: str
    received: str = ""

    def for_file(self, name: str) -> Survey:
        """Return it for one file: received on the day that was said, or that the map has for a file of that name."""
        return replace(self, received=self.received or self.map.received.get(name, ""))


def open_survey(map_path: Path, received: str = "") -> Survey:
    """Read the map of a survey and hold it to the vocabulary.

    Parameters
    ----------
    map_path : Path
        The map.
    received : str
        The day on which what is ingested came.

    Raises
    ------
    ParamsError
        When the map is wrong.
    """
    found = read_map(map_path, SurveyMap)
    _check(found, map_path.name)
    return Survey(found.settings, map_path.name, found.sha256, received)


def _check(found: MapFile[SurveyMap], name: str) -> None:
    settings, where = found.settings, found.document.where
    wrong = []
    measures = views_measures()
    for at, question in enumerate(settings.questions):
        if question.measure not in measures:
            guess = nearest(question.measure, measures)
            start = f"Did you mean {guess}? " if guess else ""
            wrong.append(
                ParamsError(
                    f"{question.measure!r} is nothing that a question measures.",
                    where(("questions", at, "measure")),
                    f"{start}Known: {', '.join(measures)}.",
                )
            )
    today = dt.date.today().isoformat()
    wrong += [
        ParamsError(
            f"{what} is {day}, which lies in the future.", where(path), "Use a day that has been, YYYY-MM-DD."
        )
        for what, day, path in (
            ("The last day of fieldwork", settings.last, ("last",)),
            *(
                (f"The day on which {file} came", day, ("received", file))
                for file, day in settings.received.items()
            ),
        )
        if day > today
    ]
    if wrong:
        raise combined(wrong, name)
