"""The map of a survey: who was asked, how, and in which column of the respondents' file each answer stands."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.base import Entry
from pads_analysis.params.fields import (
    Date,
    Line,
    Number,
    PartnershipCodeOrNone,
    RequiredLine,
    RequiredText,
    ShortName,
    ShortNameOrNone,
    Text,
    Whole,
    fault,
    unlike,
)
from pads_analysis.params.messages import nearest
from pads_analysis.params.survey_question import Question

__all__ = ["DESIGN_COLUMNS", "GROUPS", "ProfileShares", "Question", "SurveyMap"]

#: Columns that say how a respondent was drawn and who they are; every other column of `columns` is one of the profile.
DESIGN_COLUMNS = ("respondent", "weight", "stratum", "cluster", "group", "partnership", "area")
GROUPS = ("resident", "worker", "both")
#: How far shares of a profile that are printed to whole percents may miss 1 together.
_ROUNDING = 0.02

Share = Annotated[Number, Field(ge=0, le=1)]
Phrases = Annotated[tuple[RequiredLine, ...], Field(min_length=1)]


class ProfileShares(Entry):
    """The shares of a population that respondents are compared with."""

    shares: Annotated[dict[RequiredLine, Share], Field(min_length=2)] = Field(
        description="The share of the population in each category, from 0 to 1, categories written as in the file."
    )
    source: RequiredText = Field(description="Where the shares come from, with the year.")

    @field_validator("shares")
    @classmethod
    def _whole(cls, shares: dict[str, float]) -> dict[str, float]:
        total = sum(shares.values())
        if abs(total - 1) > _ROUNDING:
            raise fault(
                f"adds up to {total:.3f}, not to 1", "Give the share of every category, as 0.51 for 51 %."
            )
        return shares


class SurveyMap(Entry):
    """Where in a file of respondents each answer stands, and how the respondents were drawn."""

    data_set: Literal["survey"] = Field(default="survey", description="The word survey.")
    id: ShortName = Field(
        description="Short name of this wave; a later file of the same id replaces the earlier."
    )
    series: ShortNameOrNone = Field(
        default="", description="Name shared by the waves of one survey; when empty, the id."
    )
    title: RequiredLine = Field(description="Title of the survey.")
    authority: RequiredLine = Field(description="The authority that ran it, written the same way each time.")
    partnership: PartnershipCodeOrNone = Field(
        default="",
        description="Code of the partnership of every respondent; when empty, columns place each of them.",
    )
    mode: RequiredLine = Field(description="How people were asked: postal, online, telephone, face to face.")
    first: Date = Field(description="First day of fieldwork.")
    last: Date = Field(description="Last day of fieldwork.")
    sample: Literal["probability", "open"] = Field(
        description="probability when people were drawn at random; open when they chose to answer."
    )
    source: Text = Field(default="", description="Where the survey is published; empty when it is not.")
    population: Literal["residents", "workers", "both"] = Field(description="Who was asked.")
    asked: Line = Field(
        default="", description="Who was asked, in words, for example adults aged 16 and over."
    )
    sheet: Line = Field(default="", description="Sheet of a workbook; when empty, the one with the columns.")
    columns: dict[ShortName, RequiredLine] = Field(
        default={},
        description="Headings of respondent, weight, stratum, cluster, group, partnership and area, as far as the file "
        "has them, and under any other name columns of the profile, such as age and sex.",
    )
    groups: dict[RequiredLine, Literal["resident", "worker", "both"]] = Field(
        default={}, description="What each text of the column of the group stands for."
    )
    stratum_sizes: dict[RequiredLine, Annotated[Whole, Field(ge=1)]] = Field(
        default={}, description="People in each stratum, so that drawing many of them narrows the interval."
    )
    questions: Annotated[tuple[Question, ...], Field(min_length=1)] = Field(description="The questions.")
    profile: dict[ShortName, ProfileShares] = Field(
        default={}, description="For columns of the profile, the population to compare respondents with."
    )
    codeframes: dict[ShortName, Annotated[dict[RequiredLine, Phrases], Field(min_length=1)]] = Field(
        default={},
        description="For each question in own words: the words or phrases that mark each code. The text is not stored.",
    )
    received: dict[str, Date] = Field(
        default={},
        description="The day on which each file came, by the file's name; no part of how files are read.",
    )
    not_personal: dict[str, RequiredText] = Field(
        default={},
        description="Columns that look as if they held persons and that somebody looked at, each with the reason.",
    )

    @property
    def series_or_id(self) -> str:
        """The name that waves of one survey share."""
        return self.series or self.id

    @property
    def profile_columns(self) -> tuple[str, ...]:
        """Names of the columns of the profile, in the order of the map."""
        return tuple(name for name in self.columns if name not in DESIGN_COLUMNS)

    def question(self, name: str) -> Question:
        """Return the question of an id.

        Raises
        ------
        KeyError
            When there is none.
        """
        return {question.id: question for question in self.questions}[name]

    @field_validator("questions")
    @classmethod
    def _no_question_twice(cls, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        unlike((question.id for question in questions), "the question")
        return questions

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.last < self.first:
            raise fault(
                f"ends on {self.last}, before it begins on {self.first}", "Exchange the two.", ("last",)
            )
        return self

    @model_validator(mode="after")
    def _placed(self) -> Self:
        by_column = [name for name in ("partnership", "area") if name in self.columns]
        if not self.partnership and not by_column:
            raise fault(
                "says nowhere which partnership the respondents live or work in",
                "Add partnership: CODE, or the heading of a column with codes as columns.area.",
                ("columns",),
            )
        return self

    @model_validator(mode="after")
    def _design_fits(self) -> Self:
        if ("group" in self.columns) != bool(self.groups):
            what = (
                "has a column of the group and no groups"
                if not self.groups
                else "has groups and no column of them"
            )
            raise fault(what, "Give both: columns.group: HEADING and groups: {TEXT: resident}.", ("groups",))
        if self.stratum_sizes and "stratum" not in self.columns:
            raise fault(
                "has stratum_sizes and no column of the stratum", "Add columns.stratum.", ("stratum_sizes",)
            )
        for name in self.profile:
            if name not in self.profile_columns:
                near = nearest(name, self.profile_columns)
                do = f"Did you mean {near}?" if near else "Add its heading under columns."
                raise fault(
                    f"compares {name} with a population and has no column of it", do, ("profile", name)
                )
        return self

    @model_validator(mode="after")
    def _codeframes_fit(self) -> Self:
        own_words = [question.id for question in self.questions if question.kind == "text"]
        for name in self.codeframes:
            if name not in own_words:
                raise fault(
                    f"has a codeframe for {name}, which is no question in own words",
                    f"Questions of the kind text: {', '.join(own_words) or 'none'}.",
                    ("codeframes", name),
                )
        for at, question in enumerate(self.questions):
            if question.kind == "text" and question.id not in self.codeframes:
                raise fault(
                    f"has the question {question.id} in own words and no codeframe for it",
                    f"Add codeframes: {question.id}: {{CODE: [word, phrase]}}, or delete the question.",
                    ("questions", at),
                )
        return self
