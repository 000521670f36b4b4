"""map.yaml: where in an authority's extract each field stands, and how its dates are written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, Strict, ValidationError

from pads_analysis.errors import ParamsError
from pads_analysis.params.fields import (
    Date,
    Line,
    Number,
    PartnershipCodeOrNone,
    RequiredLine,
    RequiredText,
    fault,
    shown,
)
from pads_analysis.params.messages import combined, problems, spoken
from pads_analysis.params.models import Entry
from pads_analysis.params.stack import conform
from pads_analysis.params.yaml_file import Document, read_yaml

#: Orders in which the three numbers of a date can stand, for files whose dates need no more to be read.
DATE_ORDERS = ("day/month/year", "month/day/year", "year/month/day")

#: What a proposed map writes where a person must decide.
TO_DO = "TO BE FILLED IN"

_DIRECTIVES = frozenset("aAbBdmyYHIMSpfjz%")


def _date_format(value: str) -> str:
    if value == "" or value in DATE_ORDERS:
        return value
    used = set(re.findall(r"%(.)", value))
    if "%" not in value or not used <= _DIRECTIVES:
        raise fault(
            f"is {shown(value)}, which is not a way of writing dates",
            f"Use {DATE_ORDERS[0]}, {DATE_ORDERS[1]} or {DATE_ORDERS[2]}, or a pattern such as %d/%m/%Y %H:%M.",
        )
    if not (used & set("yY") and ((used & set("mbB") and "d" in used) or "j" in used)):
        raise fault(f"is {shown(value)}, which lacks a day, a month or a year", "Add %d, %m and %Y.")
    return value


DateFormat = Annotated[str, Strict(), Field(max_length=60), AfterValidator(_date_format)]


class ExtractMap(Entry):
    """Where in an authority's extract each field stands."""

    data_set: Line = Field(default="", description="Code of the data set, for example police_crime.")
    authority: RequiredLine = Field(
        description="The authority that supplied it, written the same way each time, for example Wessex Police."
    )
    partnership: PartnershipCodeOrNone = Field(
        default="",
        description="Code of the partnership that every row is about, for rows without a place of their own.",
    )
    sheet: Line = Field(default="", description="Sheet of a workbook; when empty, the one with the columns.")
    columns: dict[str, RequiredLine] = Field(description="The heading of the column that holds each field.")
    constants: dict[str, RequiredLine] = Field(
        default={}, description="What a field is in every row, where it has no column."
    )
    dates: DateFormat = Field(
        default="",
        description="How dates are written: day/month/year, month/day/year, year/month/day, or a pattern such as "
        "%d/%m/%Y %H:%M. When empty it must follow from the dates themselves.",
    )
    formats: dict[str, DateFormat] = Field(default={}, description="The same for single date fields.")
    categories: dict[str, RequiredLine] = Field(
        default={}, description="The contract's category code for each category as the file words it."
    )
    received: dict[str, Date] = Field(
        default={},
        description="The day on which the authority sent each file, by the file's name. It is no part of how files are "
        "read, so that a line for a new quarter leaves the files of earlier quarters as they were.",
    )
    not_personal: dict[str, RequiredText] = Field(
        default={},
        description="Columns that look as if they held persons and that somebody looked at, each with the reason.",
    )
    most_rejected: Annotated[Number, Field(ge=0, le=0.5)] = Field(
        default=0.05, description="Share of rows with one fault above which the whole file is refused."
    )


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map as read.

    Attributes
    ----------
    settings : ExtractMap
    document : Document
        The file, for the places of messages.
    sha256 : str
        Hash of what the map says of how files are read; comments, order and days of receipt do not count.
    """

    settings: ExtractMap
    document: Document
    sha256: str


def read_map(path: Path) -> MapFile:
    """Read a map.

    Raises
    ------
    ParamsError
        When the file cannot be read or says something that a map cannot say; every problem is listed.
    """
    document = read_yaml(path)
    refuse_unfinished(document, path.name)
    try:
        settings = ExtractMap.model_validate(conform(document.data, ExtractMap, document))
    except ValidationError as error:
        raise combined(problems(error, ExtractMap, document.where, "The map"), path.name) from None
    said = json.dumps(settings.model_dump(exclude={"received"}), sort_keys=True, ensure_ascii=False)
    return MapFile(settings, document, hashlib.sha256(said.encode("utf-8")).hexdigest())


def refuse_unfinished(document: Document, name: str) -> None:
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
