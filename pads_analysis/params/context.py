"""context.yaml: series of other figures by area and period that recorded crime may be set beside."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, Strict, WithJsonSchema, field_validator

from pads_analysis.params.fields import (
    Number,
    OffenceCode,
    RequiredLine,
    RequiredText,
    Text,
    Whole,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.models import Entry

#: Series that the store itself gives: nobody supplies a table for them, and no file may take their name.
BUILT_IN = ("deprivation", "residents")
SERIES_ID = r"^[a-z][a-z0-9]{0,59}(_[a-z0-9]{1,59})*$"


def _series_id(value: str) -> str:
    if re.fullmatch(SERIES_ID, value) and len(value) <= 60:
        return value
    raise fault(
        f"is {shown(value)}, which is not the id of a series",
        "Use small letters, digits and underscores, for example licensed_premises.",
    )


SeriesId = Annotated[
    str,
    Strict(),
    AfterValidator(_series_id),
    WithJsonSchema({"type": "string", "pattern": SERIES_ID, "examples": ["licensed_premises"]}),
]


class ContextSeries(Entry):
    """One series: a table with a value for each area and period, and how it is read."""

    id: SeriesId = Field(
        description="Short name in small letters, by which a hypothesis refers to the series."
    )
    name: RequiredLine = Field(description="What it is called in the report.")
    file: RequiredLine = Field(
        description="A csv file with the columns area_code, period and value, counted from the folder of parameters."
    )
    unit: RequiredLine = Field(
        description="Unit of a value, in words that follow a number: premises per 10,000 residents."
    )
    per: Annotated[Number, Field(gt=0, le=1e9)] = Field(
        default=1.0,
        description="For how many units the effect size is told; choose a difference that matters.",
    )
    lag: Annotated[Whole, Field(ge=0, le=60)] = Field(
        default=0,
        description="How many periods earlier the series is taken than the counts it is set beside.",
    )
    offences: Annotated[tuple[OffenceCode, ...], Field(max_length=20)] = Field(
        default=(), description="Offence codes it is set beside; all recorded crime when empty."
    )
    source: RequiredText = Field(description="Where the figures come from.")
    note: Text = Field(default="", description="What must be known of it, printed beside it.")

    @field_validator("offences")
    @classmethod
    def _no_offence_twice(cls, offences: tuple[str, ...]) -> tuple[str, ...]:
        unlike(offences, "the offence")
        return offences


class ContextFile(Entry):
    """The context series that the partnership supplies."""

    series: Annotated[tuple[ContextSeries, ...], Field(max_length=20)] = Field(
        default=(), description="One entry per series."
    )

    @field_validator("series")
    @classmethod
    def _names_of_their_own(cls, series: tuple[ContextSeries, ...]) -> tuple[ContextSeries, ...]:
        unlike((entry.id for entry in series), "the id")
        for at, entry in enumerate(series):
            if entry.id in BUILT_IN:
                raise fault(
                    f"gives the id {shown(entry.id)}, which the store's own series has",
                    "Use another.",
                    (at, "id"),
                )
        return series
