"""The settings of an assessment, as one frozen model.

No field has a default here: every default stands once, commented, in `params/defaults.yaml`, and `layers`
completes a partnership's file from it. A description says what the setting does; `pads check` prints it and
editors show it through the JSON Schema.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

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


class Settings(BaseModel):
    """A group of settings: each field is required and comes from a layer; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(BaseModel):
    """One entry of a list in a parameter file; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


Weight = Annotated[Number, Field(ge=0, le=1000)]
Score = Annotated[Number, Field(ge=0, le=4)]


def _rising(anchors: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    pairs = list(pairwise(anchors))
    if any(after[0] <= before[0] for before, after in pairs):
        raise fault("does not rise from pair to pair", "Order the pairs by their first number, each larger.")
    if any(after[1] < before[1] for before, after in pairs):
        raise fault("gives a larger value a lower score", "Let the second number of each pair rise or stay.")
    return anchors


Anchors = Annotated[
    tuple[tuple[Number, Score], ...], Field(min_length=2, max_length=20), AfterValidator(_rising)
]


class PriorityWeights(Settings):
    """How much each criterion counts; only the proportions matter."""

    volume: Weight = Field(description="Weight of how much of all crime and disorder the issue makes up.")
    trend: Weight = Field(description="Weight of the change against the same months before.")
    peers: Weight = Field(description="Weight of the rate against that of peers.")
    concentration: Weight = Field(description="Weight of how much of the issue sits in few small areas.")
    concern: Weight = Field(description="Weight of how many people here name it as a concern.")
    harm: Weight = Field(description="Weight of the harm that one offence does.")

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(dict(self).values()):
            raise fault("gives every criterion a weight of 0", "Give at least one a weight above 0.")
        return self


class PriorityAnchors(Settings):
    """Which value earns which score from 0 to 4: pairs of [value, score], joined by straight lines."""

    volume: Anchors = Field(
        description="Share of all recorded offences and incidents of the period (0 to 1)."
    )
    trend: Anchors = Field(description="Ratio of the period to the same months before (1 is no change).")
    peers: Anchors = Field(description="Ratio of the rate to the mean rate of peers (1 is the same).")
    concentration: Anchors = Field(
        description="Share of the offence in the tenth of small areas that have most of it (0 to 1)."
    )
    concern: Anchors = Field(description="Share of the people asked who name it as a concern (0 to 1).")
    harm: Anchors = Field(description="Harm of one offence, on the scale of harm_values.")


class PrioritySettings(Settings):
    """How issues are scored for the list of priorities."""

    weights: PriorityWeights = Field(description="How much each criterion counts.")
    weight_uncertainty: Annotated[Number, Field(ge=0, le=1)] = Field(
        description="Spread of each weight when the ranking is tested: 0.25 moves it by about a quarter "
        "either way in two draws of three, further in the rest."
    )
    draws: Annotated[Whole, Field(ge=100, le=100_000)] = Field(
        description="Random draws with which the ranking is tested."
    )
    seed: Annotated[Whole, Field(ge=0, le=2**31 - 1)] = Field(
        description="Seed of those draws, so that the same parameters give the same numbers."
    )
    anchors: PriorityAnchors = Field(description="Which value earns which score, per criterion.")
    harm_values: dict[OffenceCode, Annotated[Number, Field(ge=0)]] = Field(
        description="Harm of one offence, by offence code, on your own scale; empty leaves harm unscored."
    )


class RecordingChange(Entry):
    """A known change in how an offence is recorded."""

    month: Month = Field(description="First month recorded the new way, as YYYY-MM.")
    offence: OffenceCode = Field(description="Offence it affects, or all_crime.")
    note: RequiredText = Field(description="What changed, in one sentence for the reader.")
    source: Text = Field(description="Where this is documented.")


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
        description="draft is marked as such; final refuses to run with a statutory gap."
    )
    title: Line = Field(description="Title of the assessment; empty for the usual one.")
    contact: Line = Field(description="Whom readers can ask: an office or a mailbox; empty for none.")
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
