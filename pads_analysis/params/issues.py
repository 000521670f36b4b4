"""issues.yaml: matters that are no category of recorded crime, and what the partnership judges for itself."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.base import Entry
from pads_analysis.params.fields import (
    OffenceCode,
    RequiredLine,
    RequiredText,
    ShortName,
    Text,
    YesNo,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.priorities import Criterion, Score

#: Codes of vocabulary/strategies.yaml, which a test holds them against.
Strategy = Literal["crime_disorder", "substance_misuse", "reoffending", "serious_violence"]
Judged = Annotated[Score, Field(description="0 to 4 along the anchors in words of that criterion.")]


class Judgement(Entry):
    """A score that the partnership gives where nothing measures it, with its reason."""

    criterion: Criterion = Field(description="Criterion that is judged.")
    score: Judged
    because: RequiredText = Field(description="Why that score and not the next; printed.")
    evidence: Text = Field(default="", description="What it rests on: a report, a count, minutes.")

    @field_validator("criterion")
    @classmethod
    def _not_computed(cls, criterion: str) -> str:
        if criterion == "confidence":
            raise fault(
                "is confidence, which is computed from what evidence there is", "Judge another criterion."
            )
        return criterion


class IssueJudgement(Judgement):
    """A judgement of one offence, or of an issue of the partnership's own."""

    issue: ShortName = Field(description="Offence code, or the id of an issue of your own.")


class Issue(Entry):
    """A matter of the partnership's own."""

    id: ShortName = Field(description="Short name, for example speeding.")
    name: RequiredLine = Field(description="What it is called in print.")
    strategy: Strategy = Field(description="Which of the strategies of section 6(1) it belongs to.")
    offences: tuple[OffenceCode, ...] = Field(
        default=(), description="Offence codes whose recorded figures speak to it."
    )
    listed_too: YesNo = Field(
        default=True, description="Whether those offences are listed as issues of their own as well."
    )
    concern: tuple[OffenceCode, ...] = Field(
        default=(),
        description="What surveys call it: values of concern_offence. When empty, its id and its offences.",
    )
    data_sets: tuple[ShortName, ...] = Field(
        default=(),
        description="Partners' data sets whose change speaks to it, the first that can be compared.",
    )
    judgements: tuple[Judgement, ...] = Field(
        default=(), description="Scores where nothing measures, with a reason."
    )

    @model_validator(mode="after")
    def _each_criterion_once(self) -> Self:
        unlike((entry.criterion for entry in self.judgements), "the criterion")
        return self


class IssuesFile(Entry):
    """Issues of the partnership's own, and its judgements."""

    issues: Annotated[tuple[Issue, ...], Field(max_length=40)] = Field(
        default=(), description="Matters that are no category of recorded crime."
    )
    judgements: Annotated[tuple[IssueJudgement, ...], Field(max_length=400)] = Field(
        default=(), description="Scores of offences where nothing measures, with a reason."
    )

    @field_validator("issues")
    @classmethod
    def _no_issue_twice(cls, issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
        unlike((issue.id for issue in issues), "the id")
        return issues

    @model_validator(mode="after")
    def _no_judgement_twice(self) -> Self:
        seen = {(issue.id, entry.criterion) for issue in self.issues for entry in issue.judgements}
        for at, entry in enumerate(self.judgements):
            if (entry.issue, entry.criterion) in seen:
                raise fault(
                    f"judges {entry.criterion} of {shown(entry.issue)} twice",
                    "Delete one of the two.",
                    ("judgements", at),
                )
            seen.add((entry.issue, entry.criterion))
        return self

    @model_validator(mode="after")
    def _no_issue_is_all_it_covers(self) -> Self:
        for at, issue in enumerate(self.issues):
            if issue.id in issue.offences:
                raise fault(
                    f"has the issue {shown(issue.id)} with the code of an offence that it covers",
                    "Give it another id.",
                    ("issues", at, "id"),
                )
        return self

    def judged(self, issue: str) -> dict[str, Judgement]:
        """Return the judgements of an issue by criterion."""
        own = [entry for held in self.issues if held.id == issue for entry in held.judgements]
        return {entry.criterion: entry for entry in (*own, *self.judgements) if _is_of(entry, issue)}


def _is_of(entry: Judgement, issue: str) -> bool:
    return not isinstance(entry, IssueJudgement) or entry.issue == issue
