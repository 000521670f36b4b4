"""Files that are read through a map: extracts of incidents, surveys of respondents, tables of survey results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pads_analysis.data.extracts import mapping
from pads_analysis.data.extracts.mapping import SURVEYS, Extract
from pads_analysis.data.surveys.mapping import Survey, open_survey
from pads_analysis.data.surveys.published import Results, open_results
from pads_analysis.errors import ParamsError, UsageError
from pads_analysis.params.yaml_file import read_yaml

if TYPE_CHECKING:
    from pads_analysis.data.reading import RawFile, Reading

Mapped = Extract | Survey | Results

_OPEN = {"survey": open_survey, "survey_results": open_results}


def open_mapped(map_path: Path, named: str = "", received: str = "") -> Mapped:
    """Read a map.

    Parameters
    ----------
    map_path : Path
        The map.
    named : str
        Code of what it is for; "" takes it from the map.
    received : str
        The day on which what is ingested came.

    Raises
    ------
    ParamsError
        When the map is wrong.
    UsageError
        When there is nothing of that name, or the map is for another.
    """
    said = _said(map_path)
    code = named or said
    if code not in SURVEYS and said not in SURVEYS:
        return mapping.open_extract(map_path, named, received)
    if named and said and named != said:
        raise UsageError(
            f"The map is for {said}, not for {named}.",
            map_path.name,
            "Give the data set and the map that fit.",
        )
    return _OPEN[code](map_path, received)


def open_beside(map_path: Path) -> Mapped:
    """Read a map that lies beside the files it is for.

    Raises
    ------
    ParamsError
        When the map is wrong.
    """
    said = _said(map_path)
    return _OPEN[said](map_path) if said in _OPEN else mapping.open_beside(map_path)


def read_mapped(raw: RawFile, mapped: Mapped) -> Reading:
    """Read a file through its map.

    Raises
    ------
    ContractError
        When the file as a whole cannot be relied on.
    """
    one = mapped.for_file(raw.name)
    if isinstance(one, Survey):
        from pads_analysis.data.surveys.respondents import read_survey

        return read_survey(raw, one)
    if isinstance(one, Results):
        from pads_analysis.data.surveys.published import read_published

        return read_published(raw, one)
    from pads_analysis.data.extracts.reader import read_extract

    return read_extract(raw, one)


def _said(map_path: Path) -> str:
    """Return what a map says it is for; "" when it does not, or cannot be read, which its own reader then says."""
    try:
        said = read_yaml(map_path).data.get("data_set", "")
    except ParamsError:
        return ""
    return said if isinstance(said, str) else ""
