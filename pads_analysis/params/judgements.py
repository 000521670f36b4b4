"""decisions.yaml, hypotheses.yaml and hallmarks.yaml: what the partnership decides, supposes and scores."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    Date,
    DateOrNone,
    Line,
    OffenceCodeOrNone,
    RequiredLine,
    RequiredText,
    Text,
    Whole,
    YesNo,
    fault,
    unlike,
)
from pads_analysis.params.hypothesis_tests import HypothesisTest
from pads_analysis.params.models import Entry


class Decision(Entry):
    """What the partnership decided about one scored issue."""

    issue: RequiredLine = Field(
        description="Offence code of the issue or the id of one in issues.yaml; its name when it has neither."
    )
    decision: Literal["accepted", "overridden", "deferred"] = Field(
        description="accepted: as scored. overridden: decided otherwise. deferred: not decided yet."
    )
    because: RequiredText = Field(description="Why; the report prints it.")
    by: RequiredLine = Field(description="Board or post that decided.")
    date: Date = Field(description="When, as YYYY-MM-DD.")
    meeting: Line = Field(default="", description="Meeting at which it was decided.")
    minute: Line = Field(default="", description="Number of the minute, or where it is written down.")
    review: DateOrNone = Field(default="", description="When it will be looked at again, as YYYY-MM-DD.")
    priority: YesNo | None = Field(
        default=None,
        description="For an issue overridden: whether the authorities make it a priority. Left out, the report says no "
        "more than that it was decided otherwise.",
    )

    @model_validator(mode="after")
    def _review_follows(self) -> Self:
        if self.review and self.review < self.date:
            raise fault(
                f"is to be reviewed on {self.review}, before it was decided on {self.date}",
                "Correct one of the two.",
                ("review",),
            )
        return self

    @model_validator(mode="after")
    def _priority_is_of_an_override(self) -> Self:
        if self.priority is not None and self.decision != "overridden":
            raise fault(
                f"says whether it is a priority, and the decision is {self.decision}",
                "Delete priority, or set decision to overridden.",
                ("priority",),
            )
        return self


class DecisionsFile(Entry):
    """The partnership's decisions on the scored issues."""

    decisions: tuple[Decision, ...] = Field(default=(), description="One entry per issue.")

    @field_validator("decisions")
    @classmethod
    def _no_issue_twice(cls, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
        unlike((entry.issue for entry in decisions), "the issue")
        return decisions


class Hypothesis(Entry):
    """A supposed cause, with what it would make us see and what else could explain it."""

    claim: RequiredText = Field(description="What is supposed to have caused what.")
    mechanism: RequiredText = Field(description="How it would work.")
    expected_pattern: RequiredText = Field(description="What would be seen in the data if it were true.")
    rivals: tuple[RequiredText, ...] = Field(default=(), description="Other explanations considered.")
    indicator: OffenceCodeOrNone = Field(default="", description="Offence code it is about; empty for none.")
    grade: Literal["untested", "weak", "moderate", "strong"] = Field(
        description="How far the evidence carries the claim, in the partnership's judgement."
    )
    reason: Text = Field(default="", description="Why the partnership gives that grade; printed beside it.")
    tests: Annotated[tuple[HypothesisTest, ...], Field(max_length=30)] = Field(
        default=(),
        description="What would be seen if the claim, or a rival, were true; each entry is tested.",
    )

    @model_validator(mode="after")
    def _tests_are_of_something(self) -> Self:
        for at, test in enumerate(self.tests):
            number = 0 if test.supports == "claim" else int(test.supports.removeprefix("rival "))
            if number > len(self.rivals):
                raise fault(
                    f"has a test that supports {test.supports}, and the list of rivals has {len(self.rivals)}",
                    "Add the rival to the list, or name one that is there.",
                    ("tests", at, "supports"),
                )
            if not (self.indicator or test.indicator):
                raise fault(
                    "has a test and names no offence to test",
                    "Add indicator, to the hypothesis or to the test.",
                    ("tests", at),
                )
        return self


class HypothesesFile(Entry):
    """Why figures may have changed, in the partnership's judgement."""

    hypotheses: tuple[Hypothesis, ...] = Field(default=(), description="One entry per supposed cause.")


class HallmarkScore(Entry):
    """The partnership's score of itself on one hallmark criterion."""

    criterion: RequiredLine = Field(description="The criterion.")
    score: Annotated[Whole, Field(ge=0, le=4)] = Field(
        description="0 not in place, 1 planned, 2 partly, 3 in place, 4 embedded."
    )
    evidence: Text = Field(default="", description="What shows it; required from a score of 3.")

    @model_validator(mode="after")
    def _high_scores_rest_on_evidence(self) -> Self:
        if self.score >= 3 and not self.evidence.strip():
            raise fault(
                f"has a score of {self.score} and no evidence", "Say what shows it, or score it 2 or lower."
            )
        return self


class HallmarksFile(Entry):
    """The partnership's assessment of itself."""

    scores: tuple[HallmarkScore, ...] = Field(default=(), description="One entry per criterion.")

    @field_validator("scores")
    @classmethod
    def _no_criterion_twice(cls, scores: tuple[HallmarkScore, ...]) -> tuple[HallmarkScore, ...]:
        unlike((entry.criterion for entry in scores), "the criterion")
        return scores
