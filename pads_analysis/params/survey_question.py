"""A question of a survey, as its map describes it: which columns hold it, what may be answered, what is counted."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    Line,
    Number,
    OffenceCode,
    RequiredLine,
    RequiredText,
    ShortName,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.messages import nearest
from pads_analysis.params.models import Entry

#: Marks of a tick box that was ticked, and of one that was not; a map may say others.
TICKED = ("Yes", "Y", "1", "True", "Ticked", "Selected", "Checked", "X")
NOT_TICKED = ("No", "N", "0", "False", "Not ticked", "Not selected", "Unchecked")

Answers = tuple[RequiredLine, ...]


def folded(text: str) -> str:
    """Return an answer as it is compared: without regard to case and to the number of spaces."""
    return " ".join(text.split()).casefold()


class Question(Entry):
    """One question of a survey."""

    id: ShortName = Field(
        description="Short name of the question, the same in every wave, for example safe_dark."
    )
    text: RequiredText = Field(description="The question as it was asked.")
    kind: Literal["single", "multiple", "scale", "text"] = Field(
        description="single: one answer of several; multiple: any number of them; scale: an answer with a score; "
        "text: in the respondent's own words."
    )
    measure: Line = Field(
        default="other",
        description="What the question measures, a code of vocabulary/views_measures.yaml, for example safety.",
    )
    column: Line = Field(default="", description="Heading of the column with the answer.")
    columns: Answers = Field(
        default=(),
        description="Of a multiple question: headings of columns that each hold one of the answers.",
    )
    options: dict[RequiredLine, RequiredLine] = Field(
        default={},
        description="Of a multiple question with a tick box for each answer: the answer by its column.",
    )
    yes: Annotated[Answers, Field(min_length=1)] = Field(
        default=TICKED, description="What stands in the column of a tick box that was ticked."
    )
    no: Answers = Field(
        default=NOT_TICKED,
        description="What stands in the column of one that was not; an empty cell says the same.",
    )
    answers: Answers = Field(
        default=(),
        description="Every answer that can be given, in the order of the question; those of a scale by scores.",
    )
    counted: Answers = Field(default=(), description="The answers whose share is reported.")
    counted_as: Line = Field(
        default="", description="That share in words, for example: feels very or fairly safe after dark."
    )
    not_in_base: Answers = Field(
        default=(), description="Answers that are left out of the base of the share, for example Don't know."
    )
    scores: dict[RequiredLine, Number] = Field(
        default={}, description="Of a scale: the score of each answer."
    )
    concern_offences: dict[RequiredLine, OffenceCode] = Field(
        default={}, description="For answers that name a concern, the offence code it is about."
    )

    @property
    def known_answers(self) -> Answers:
        """Every answer that can be given, in the order of the question, those outside the base last."""
        listed = self.answers or tuple(self.options.values()) or tuple(self.scores)
        return tuple(dict.fromkeys((*listed, *self.not_in_base)))

    @property
    def headings(self) -> Answers:
        """Headings of the columns that hold it."""
        return ((self.column,) if self.column else ()) + self.columns + tuple(self.options)

    @field_validator("columns", "answers", "counted", "not_in_base")
    @classmethod
    def _no_answer_twice(cls, values: Answers) -> Answers:
        unlike((folded(value) for value in values), "the entry")
        return values

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        given = [name for name in ("column", "columns", "options") if getattr(self, name)]
        allowed = ("columns", "options") if self.kind == "multiple" else ("column",)
        if len(given) != 1 or given[0] not in allowed:
            said = f"has {' and '.join(given)}" if given else "names no column"
            raise fault(
                f"is of the kind {self.kind} and {said}", f"Give one of: {', '.join(allowed)}.", ("kind",)
            )
        listed = [folded(answer) for answer in self.options.values()]
        unlike(listed, "in options the answer")
        return self

    @model_validator(mode="after")
    def _answers_fit(self) -> Self:
        if self.kind == "text":
            said = [name for name in ("answers", "counted", "scores", "not_in_base") if getattr(self, name)]
            if said:
                raise fault(
                    f"is in the respondent's own words and has {said[0]}",
                    "Delete it: what counts is said by the codeframe of the question.",
                    (said[0],),
                )
            return self
        if self.kind == "scale" and not self.scores:
            raise fault("is a scale without scores", "Add scores: {answer: number}.", ("kind",))
        if self.kind != "scale" and self.scores:
            raise fault(f"is of the kind {self.kind} and has scores", "Use kind: scale.", ("scores",))
        if not self.answers and not self.options and not self.scores:
            raise fault("does not say what can be answered", "Add answers: [FIRST, SECOND, ...].", ("kind",))
        self._listed()
        if self.counted and not self.counted_as:
            raise fault(
                "counts answers and does not say what their share is called",
                "Add counted_as, for example: feels very or fairly safe after dark.",
                ("counted",),
            )
        return self

    def _listed(self) -> None:
        """Refuse an answer that is named and cannot be given, or that is counted and outside the base."""
        known = {folded(answer): answer for answer in self.known_answers}
        for name in ("counted", "scores", "concern_offences"):
            for answer in getattr(self, name):
                if answer not in known.values():
                    near = known.get(folded(answer)) or nearest(answer, known.values())
                    do = f"Did you mean {near!r}?" if near else f"Known: {', '.join(known.values())}."
                    raise fault(f"names the answer {shown(answer)}, which cannot be given", do, (name,))
        outside = set(self.counted) & set(self.not_in_base)
        if outside:
            raise fault(
                f"counts the answer {shown(min(outside))}, which is not in the base",
                "Delete it from counted or from not_in_base.",
                ("counted",),
            )
        unscored = [
            one for one in self.known_answers if self.scores and one not in {*self.scores, *self.not_in_base}
        ]
        if unscored:
            raise fault(
                f"gives the answer {shown(unscored[0])} no score",
                "Add its score, or add it to not_in_base.",
                ("scores",),
            )
