"""Reads a map of a delivered file, whichever kind of file it is for, and refuses one that is half filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from pads_analysis.errors import ParamsError
from pads_analysis.params.base import Entry
from pads_analysis.params.messages import combined, problems, spoken
from pads_analysis.params.stack import conform
from pads_analysis.params.yaml_file import Document, read_yaml

#: What a proposed map writes where a person must decide.
TO_DO = "TO BE FILLED IN"

Map = TypeVar("Map", bound=Entry)


@dataclass(frozen=True, slots=True)
class MapFile(Generic[Map]):
    """A map as read.

    Attributes
    ----------
    settings : Entry
        What it says, of the model that was asked for.
    document : Document
        The file, for the places of messages.
    sha256 : str
        Hash of what the map says of how files are read; comments, order and days of receipt do not count.
    """

    settings: Map
    document: Document
    sha256: str


def read_map(path: Path, model: type[Map]) -> MapFile[Map]:
    """Read a map.

    Parameters
    ----------
    path : Path
        The file.
    model : type
        What a map of its kind can say: `ExtractMap`, `SurveyMap` or `ResultsMap`.

    Raises
    ------
    ParamsError
        When the file cannot be read or says something that a map cannot say; every problem is listed.
    """
    document = read_yaml(path)
    _refuse_unfinished(document, path.name)
    try:
        settings = model.model_validate(conform(document.data, model, document))
    except ValidationError as error:
        raise combined(problems(error, model, document.where, "The map"), path.name) from None
    said = json.dumps(
        settings.model_dump(mode="json", exclude={"received"}), sort_keys=True, ensure_ascii=False
    )
    return MapFile(settings, document, hashlib.sha256(said.encode("utf-8")).hexdigest())


def _refuse_unfinished(document: Document, name: str) -> None:
    """Refuse a proposed map in which something is still to be decided.

    Raises
    ------
    ParamsError
        Naming each such place.
    """
    left = [at for at, value in _leaves(document.data) if value == TO_DO]
    if left:
        raise combined(
            [
                ParamsError(
                    f"{spoken(at)} is still to be filled in.",
                    document.where(at),
                    "The comments beside it say how.",
                )
                for at in left
            ],
            name,
        )


def _leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the path and the value of everything in nested mappings and lists."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _leaves(value, (*path, at))
    else:
        yield path, data
