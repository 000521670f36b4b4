"""The map of a table of published survey results: where area, date, measure and share stand."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from pads_analysis.params.base import Entry
from pads_analysis.params.extract_map import DateFormat
from pads_analysis.params.fields import (
    Date,
    Line,
    PartnershipCode,
    RequiredLine,
    ShortName,
    Text,
    YesNo,
    fault,
)


class ResultsColumns(Entry):
    """Headings of the columns."""

    area: Line = Field(default="", description="Name or code of the area.")
    date: Line = Field(
        default="", description="Date or period: a day, a month, or a financial year such as 2020/21."
    )
    measure: Line = Field(default="", description="What was measured, in the publisher's words.")
    value: RequiredLine = Field(description="The share.")
    comparator: Line = Field(default="", description="The same share of the area compared with.")
    base: Line = Field(default="", description="How many people were asked.")


class ResultsConstants(Entry):
    """What stands in every row, where it has no column."""

    area: Line = Field(default="", description="Name or code of the area that every row is about.")
    date: Line = Field(default="", description="Date or period of every row.")
    measure: Line = Field(default="", description="What every row measures.")


class ResultsMap(Entry):
    """Where in a table of published results each field stands."""

    data_set: Literal["survey_results"] = Field(
        default="survey_results", description="The word survey_results."
    )
    series: ShortName = Field(description="Short name of the survey, the same for every table of it.")
    title: RequiredLine = Field(description="Title of the survey, to print.")
    authority: RequiredLine = Field(description="Who published it, written the same way each time.")
    source: Text = Field(default="", description="Where it is published.")
    open: YesNo = Field(
        default=False,
        description="true when anyone may use and reproduce it, so that the public edition may, too.",
    )
    sheet: Line = Field(default="", description="Sheet of a workbook; when empty, the one with the columns.")
    columns: ResultsColumns = Field(description="Headings of the columns.")
    constants: ResultsConstants = Field(
        default=ResultsConstants(), description="What stands in every row, where it has no column."
    )
    dates: DateFormat = Field(
        default="",
        description="How days are written: day/month/year, month/day/year, year/month/day, or a pattern such as "
        "%d/%m/%Y. When empty it must follow from the dates themselves.",
    )
    values: Literal["share", "percent"] = Field(
        description="share when 0.56 is meant, percent when it is 56."
    )
    comparator_name: Line = Field(default="", description="The area compared with, in words.")
    measures: dict[RequiredLine, ShortName] = Field(
        default={},
        description="For the publisher's measures, a code of vocabulary/views_measures.yaml; the others are other.",
    )
    areas: dict[RequiredLine, PartnershipCode] = Field(
        default={}, description="The partnership of areas whose names no lookup knows."
    )
    received: dict[str, Date] = Field(
        default={},
        description="The day on which each file came, by the file's name; no part of how files are read.",
    )

    @model_validator(mode="after")
    def _given_once(self) -> Self:
        for name in ("area", "date", "measure"):
            column, constant = getattr(self.columns, name), getattr(self.constants, name)
            if bool(column) == bool(constant):
                what = f"gives {name} twice" if column else f"does not say where {name} stands"
                do = f"Add its heading under columns, or what it is in every row under constants: {name}."
                raise fault(
                    what, "Delete one of the two." if column else do, ("constants" if column else "columns",)
                )
        if bool(self.columns.comparator) != bool(self.comparator_name):
            raise fault(
                "gives one of columns.comparator and comparator_name and not the other",
                "Give both: the heading, and which area it is of in words.",
                ("comparator_name",),
            )
        if self.open and not self.source:
            raise fault("is open and says nowhere where it is published", "Add source.", ("open",))
        return self
