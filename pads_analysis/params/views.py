"""views.yaml: what people who live or work here said, in figures already published or agreed (element e)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    Line,
    MonthOrDate,
    Number,
    OffenceCodeOrNone,
    RequiredLine,
    RequiredText,
    Text,
    Whole,
    YesNo,
    fault,
    unlike,
)
from pads_analysis.params.models import Entry

Base = Annotated[Whole, Field(ge=1, le=100_000_000)]


class Answer(Entry):
    """The share of one group that gave one answer to one question."""

    question: RequiredText = Field(description="The question and the answer counted, in words.")
    group: RequiredLine = Field(
        description="Who was asked: residents, workers, both, or another group in words."
    )
    value: Annotated[Number, Field(ge=0, le=1)] = Field(description="Share who gave the answer, from 0 to 1.")
    base: Base | None = Field(
        default=None,
        description="How many people were asked this question; left out where it was published without, and then no "
        "interval is stated.",
    )
    concern_offence: OffenceCodeOrNone = Field(
        default="", description="Offence code the answer is a concern about; empty for none."
    )


class Survey(Entry):
    """A survey or consultation."""

    id: RequiredLine = Field(description="Short name of the survey.")
    title: RequiredLine = Field(description="Title of the survey.")
    mode: RequiredLine = Field(description="How people were asked: postal, online, telephone, face to face.")
    date: MonthOrDate = Field(description="When it closed, as YYYY-MM-DD or YYYY-MM.")
    probability: YesNo = Field(
        description="true when people were drawn at random, so that an interval can be stated; "
        "false when they chose to answer."
    )
    base: Base | None = Field(
        default=None, description="How many people answered; left out where it was published without."
    )
    source: Text = Field(default="", description="Where the results are published.")
    questions: tuple[Answer, ...] = Field(default=(), description="Answers in figures.")

    @model_validator(mode="after")
    def _bases_agree(self) -> Self:
        for position, answer in enumerate(self.questions):
            if answer.base and self.base and answer.base > self.base:
                raise fault(
                    f"has a question with a base of {answer.base}, more than the {self.base} who answered",
                    "Correct the base of the question or of the survey.",
                    ("questions", position, "base"),
                )
        return self


class Meeting(Entry):
    """A meeting, consultation or the like, at which views were heard."""

    date: MonthOrDate = Field(
        description="When it was held, or began, as YYYY-MM-DD or YYYY-MM.",
    )
    last: MonthOrDate | None = Field(
        default=None, description="When it ended, where it took longer than a day, as YYYY-MM-DD or YYYY-MM."
    )
    title: RequiredLine = Field(description="What it was.")
    kind: Literal["meeting", "consultation", "workshop", "door to door"] = Field(
        default="meeting", description="What kind of event it was."
    )
    public: YesNo = Field(description="Whether anyone could attend.")
    attendance: Annotated[Whole, Field(ge=0, le=1_000_000)] | None = Field(
        default=None, description="How many people attended; left out where nobody counted."
    )
    held_by: Line = Field(default="", description="Which authority or organisation held it.")
    reached: tuple[RequiredLine, ...] = Field(
        default=(),
        description="Groups it reached that other ways of asking hardly reach, in words, for example young people.",
    )
    said: Text = Field(default="", description="What was said, in a sentence or two.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.date[: len(self.last)]:
            raise fault(
                f"ends on {self.last}, before it begins on {self.date}", "Exchange the two.", ("last",)
            )
        return self

    @property
    def end(self) -> str:
        """When it ended: its last day, or the one day it took."""
        return self.last or self.date


class ViewsFile(Entry):
    """What people who live or work here said."""

    surveys: tuple[Survey, ...] = Field(default=(), description="Surveys and consultations.")
    meetings: tuple[Meeting, ...] = Field(default=(), description="Meetings at which views were heard.")

    @field_validator("surveys")
    @classmethod
    def _no_id_twice(cls, surveys: tuple[Survey, ...]) -> tuple[Survey, ...]:
        unlike((survey.id for survey in surveys), "the id")
        return surveys
