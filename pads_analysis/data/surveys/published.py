"""Tables of published results read through a map."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.extracts.table import find_columns, find_table, fitting, refuse_rowless
from pads_analysis.data.surveys.results import ResultsForm, ResultsText, measure_key, read_results
from pads_analysis.errors import ParamsError
from pads_analysis.params.map_file import MapFile, read_map
from pads_analysis.params.messages import combined, nearest
from pads_analysis.params.survey_results_map import ResultsMap
from pads_analysis.vocabulary import views_measures

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.reading import RawFile, Reading

CODE = "survey_results"


@dataclass(frozen=True, slots=True)
class Results:
    """How a table of published results is to be read; the attributes are those of `Survey`."""

    map: ResultsMap
    map_name: str
    map_sha256: str
    received: str = ""

    def for_file(self, name: str) -> Results:
        """Return it for one file: received on the day that was said, or that the map has for a file of that name."""
        return replace(self, received=self.received or self.map.received.get(name, ""))


def open_results(map_path: Path, received: str = "") -> Results:
    """Read the map of a table of results and hold it to the vocabulary.

    Raises
    ------
    ParamsError
        When the map is wrong.
    """
    found = read_map(map_path, ResultsMap)
    _check(found, map_path.name)
    return Results(found.settings, map_path.name, found.sha256, received)


def _check(found: MapFile[ResultsMap], name: str) -> None:
    known, where = views_measures(), found.document.where
    wrong = []
    for text, code in found.settings.measures.items():
        if code not in known:
            guess = nearest(code, known)
            start = f"Did you mean {guess}? " if guess else ""
            what = f"{code!r} is nothing that a question measures."
            wrong.append(ParamsError(what, where(("measures", text)), f"{start}Known: {', '.join(known)}."))
    today = dt.date.today().isoformat()
    wrong += [
        ParamsError(
            f"{file} was received on {day}, which lies in the future.",
            where(("received", file)),
            "Use the day on which the file came, YYYY-MM-DD.",
        )
        for file, day in found.settings.received.items()
        if day > today
    ]
    if wrong:
        raise combined(wrong, name)


def read_published(raw: RawFile, results: Results) -> Reading:
    """Read a table of published results through its map.

    Raises
    ------
    ContractError
        When the file is empty, lacks a column, or holds a share that can be none.
    """
    settings = results.map
    named = {name: heading for name, heading in settings.columns.model_dump().items() if heading}
    source = find_table(raw, fitting(named.values()), settings.sheet)
    places = dict(zip(named, find_columns(source, named.values(), results.map_name), strict=True))
    refuse_rowless(source, "Ask for the file again; there is nothing to ingest.")
    constants = settings.constants.model_dump()

    def column(name: str) -> pd.Series:
        import pandas as pd

        if name in places:
            return source.text(places[name])
        return pd.Series(constants[name], index=range(source.data.num_rows), name=name, dtype="str")

    text = ResultsText(
        *(column(name) for name in ("area", "date", "measure", "value")),
        comparator=column("comparator") if "comparator" in places else None,
        base=column("base") if "base" in places else None,
    )
    form = ResultsForm(
        "survey_results_open" if settings.open else CODE,
        settings.series,
        settings.values == "percent",
        settings.dates,
        settings.comparator_name,
        {measure_key(name): code for name, code in settings.measures.items()},
    )
    said = {
        "data_set": CODE,
        "authority": settings.authority,
        "received": results.received,
        "map": results.map_name,
        "map_sha256": results.map_sha256,
        "title": settings.title,
        "source": settings.source,
        "areas": dict(settings.areas),
    }
    return read_results(source, text, form, vintage=results.received, extract=said)
