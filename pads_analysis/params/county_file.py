"""county.yaml: which matters the partnership takes to the county strategy group, and which it does not (element g)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.base import Entry
from pads_analysis.params.fields import Date, RequiredLine, RequiredText, Text, YesNo, fault, unlike


class Escalation(Entry):
    """What the partnership judged of one issue by one test."""

    issue: RequiredLine = Field(description="Offence code of the issue, or its name when it has none.")
    test: Literal["serious_crime", "county_delivery", "scale", "county_funding"] = Field(
        description="serious_crime: serious crimes that need the county to act. county_delivery: better delivered by "
        "the county. scale: cheaper together, for what is frequent and shared. county_funding: paid for by the county."
    )
    escalate: YesNo = Field(description="true: take it to the county. false: do not.")
    reason: RequiredText = Field(
        description="Why; the report prints it, also where it is not taken to the county."
    )
    by: RequiredLine = Field(description="Board or post that judged.")
    date: Date = Field(description="When, as YYYY-MM-DD.")
    risk: Text = Field(default="", description="What is risked where the issue is not taken to the county.")

    @model_validator(mode="after")
    def _risk_is_of_not_escalating(self) -> Self:
        if self.escalate and self.risk.strip():
            raise fault(
                "has a risk of not escalating, and escalate is true",
                "Delete risk, or set escalate to false.",
                ("risk",),
            )
        return self


class CountyFile(Entry):
    """What the partnership takes to the county strategy group."""

    issues: tuple[Escalation, ...] = Field(default=(), description="One entry per issue and test.")

    @field_validator("issues")
    @classmethod
    def _nothing_twice(cls, issues: tuple[Escalation, ...]) -> tuple[Escalation, ...]:
        unlike((f"{entry.issue}, {entry.test}" for entry in issues), "the issue and test")
        return issues
