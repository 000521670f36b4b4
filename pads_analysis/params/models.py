"""The settings of an assessment, as one frozen model.

No field has a default here: every default stands once, commented, in `params/defaults.yaml`, and `layers`
completes a partnership's file from it. A description says what the setting does; `pads check` prints it and
editors show it through the JSON Schema.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.base import Entry, Settings
from pads_analysis.params.fields import (
    Chapter,
    Line,
    Month,
    MonthOrLatest,
    Number,
    OffenceCode,
    PartnershipCode,
    Paths,
    RequiredText,
    Text,
    Whole,
    fault,
    unlike,
)
from pads_analysis.params.priorities import PrioritySettings


class PeerSettings(Settings):
    """Which partnerships this one is compared with."""

    codes: Annotated[tuple[PartnershipCode, ...], Field(max_length=60)] = Field(
        description="Codes of the partnerships to compare with; when empty, the others in the store stand in, "
        "are named so, and feed neither priorities nor performance."
    )
    note: Text = Field(description="Where the choice of peers comes from, printed beside every comparison.")
    minimum: Annotated[Whole, Field(ge=2, le=60)] = Field(
        description="Fewest peers with data for which a comparison with peers is printed."
    )

    @field_validator("codes")
    @classmethod
    def _no_peer_twice(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        unlike(codes, "the partnership")
        return codes


class StatisticsSettings(Settings):
    """How sure a sentence has to be."""

    confidence: Annotated[Number, Field(ge=0.8, le=0.999)] = Field(
        description="Level of every confidence interval, as a share: 0.95 for 95 %."
    )
    margin: Annotated[Number, Field(gt=0, le=0.5)] = Field(
        description="Difference that is called similar, as a share: 0.10 for within 10 %."
    )
    false_discovery_rate: Annotated[Number, Field(gt=0, le=0.5)] = Field(
        description="Share of the findings in one table that may be false (Benjamini and Hochberg)."
    )
    minimum_count: Annotated[Whole, Field(ge=1, le=1000)] = Field(
        description="Fewest crimes, in the two periods together, for which a change is put in words."
    )
    minimum_base_for_percent: Annotated[Whole, Field(ge=1, le=100_000)] = Field(
        description="Smallest base on which a percentage is printed; below it only counts are."
    )
    history_months: Annotated[Whole, Field(ge=12, le=240)] = Field(
        description="Months of history, up to the end of the period, behind trends and control limits."
    )
    shift_points: Annotated[Whole, Field(ge=5, le=12)] = Field(
        description="Months in a row on one side of the centre line that signal a shift."
    )
    trend_points: Annotated[Whole, Field(ge=5, le=12)] = Field(
        description="Months in a row that rise, or fall, that signal a trend."
    )


class QualitySettings(Settings):
    """Which months are not to be trusted."""

    incomplete_below: Annotated[Number, Field(ge=0, lt=1)] = Field(
        description="Share of the expected volume of a force below which a month looks incomplete."
    )
    left_out_months: Annotated[tuple[Month, ...], Field(max_length=240)] = Field(
        description="Months left out of every comparison, beside those that look incomplete, as YYYY-MM."
    )

    @field_validator("left_out_months")
    @classmethod
    def _no_month_twice(cls, months: tuple[str, ...]) -> tuple[str, ...]:
        unlike(months, "the month")
        return months


class PlaceSettings(Settings):
    """What is mapped."""

    offence: OffenceCode = Field(description="Offence whose small areas are mapped, or all_crime.")
    table_rows: Annotated[Whole, Field(ge=1, le=100)] = Field(
        description="Rows of a table of small areas; the rest are counted below it."
    )


class RecordingChange(Entry):
    """A known change in how an offence is recorded."""

    month: Month = Field(description="First month recorded the new way, as YYYY-MM.")
    offence: OffenceCode = Field(description="Offence it affects, or all_crime.")
    note: RequiredText = Field(description="What changed, in one sentence for the reader.")
    source: Text = Field(description="Where this is documented.")


class ElementOwners(Settings):
    """Who answers for each statutory element of the assessment: a post rather than a person."""

    a: Line = Field(description="Owner of element (a), levels and patterns; empty for none.")
    b: Line = Field(
        description="Owner of element (b), changes since the previous assessment; empty for none."
    )
    c: Line = Field(description="Owner of element (c), why the changes came about; empty for none.")
    d: Line = Field(description="Owner of element (d), matters to prioritise; empty for none.")
    e: Line = Field(description="Owner of element (e), what people here think; empty for none.")
    f: Line = Field(
        description="Owner of element (f), how far the last plan was carried out; empty for none."
    )
    g: Line = Field(description="Owner of element (g), matters for the county; empty for none.")


class AssessmentParams(Settings):
    """Every setting of one partnership's assessment."""

    partnership: PartnershipCode = Field(description="Code of the community safety partnership.")
    period_end: MonthOrLatest = Field(
        description='Last month of the period, as YYYY-MM, or "latest" for the last one in the store.'
    )
    months: Annotated[Whole, Field(ge=3, le=36)] = Field(description="Length of the period, in months.")
    previous_assessment: Paths = Field(
        description="Path of an earlier run's findings.json, or of the folder that holds it, from the folder of "
        "parameters; a list of them for partnerships that have merged into this one; empty to compare with the same "
        "months a year before."
    )
    edition: Literal["partner", "public"] = Field(
        description="partner: everything, for the partnership. public: open data only."
    )
    status: Literal["draft", "final"] = Field(
        description="draft is marked as such and prints its gaps first; final refuses to run with a statutory gap."
    )
    title: Line = Field(description="Title of the assessment; empty for the usual one.")
    contact: Line = Field(description="Whom readers can ask: an office or a mailbox; empty for none.")
    owners: ElementOwners = Field(description="Who answers for each statutory element.")
    source: Literal["auto", "street", "borough", "csp_table"] = Field(
        description="Which published counts to use; auto takes the finest that the store holds."
    )
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1, max_length=40)] = Field(
        description="Chapters in order; a path such as notebooks/own.ipynb adds a notebook of your own."
    )
    peers: PeerSettings = Field(description="Which partnerships this one is compared with.")
    statistics: StatisticsSettings = Field(description="How sure a sentence has to be.")
    quality: QualitySettings = Field(description="Which months are not to be trusted.")
    places: PlaceSettings = Field(description="What is mapped.")
    priorities: PrioritySettings = Field(description="How issues are scored for the list of priorities.")
    recording_changes: Annotated[tuple[RecordingChange, ...], Field(max_length=200)] = Field(
        description="Known changes in recording, which are named beside the changes they may explain."
    )

    @field_validator("chapters")
    @classmethod
    def _no_chapter_twice(cls, chapters: tuple[str, ...]) -> tuple[str, ...]:
        # Without regard to case: on Windows and macOS Own.ipynb and own.ipynb are one file.
        unlike((chapter.casefold() for chapter in chapters), "the chapter")
        return chapters

    @model_validator(mode="after")
    def _not_its_own_peer(self) -> Self:
        if self.partnership in self.peers.codes:
            at = ("peers", "codes", self.peers.codes.index(self.partnership))
            raise fault(f"names {self.partnership} as its own peer", "Delete it from peers.codes.", at)
        return self
