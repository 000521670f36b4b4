"""map.yaml: where in an authority's extract each field stands, and how its dates are written."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, Strict

from pads_analysis.params.base import Entry
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

#: Orders in which the three numbers of a date can stand, for files whose dates need no more to be read.
DATE_ORDERS = ("day/month/year", "month/day/year", "year/month/day")

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
