"""plan.yaml: what the last partnership plan promised, and what became of it (statutory element f)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    DateOrNone,
    Line,
    MonthOrDate,
    Number,
    OffenceCode,
    RequiredLine,
    RequiredText,
    Text,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.models import Entry


class PlanPriority(Entry):
    """A priority of the plan."""

    id: RequiredLine = Field(description="Short name that actions refer to, for example P1.")
    name: RequiredLine = Field(description="The priority in words.")


class PlanAction(Entry):
    """An action of the plan and how far it was carried out."""

    id: RequiredLine = Field(description="Short name of the action, for example A1.")
    priority: RequiredLine = Field(description="Id of the priority it serves.")
    action: RequiredText = Field(description="What was to be done.")
    lead: Line = Field(default="", description="Organisation or post that leads it.")
    due: DateOrNone = Field(
        default="", description="When it was due, as YYYY-MM-DD; empty when no date was set."
    )
    status: Literal["complete", "on track", "late", "not started", "stopped"] = Field(
        description="How far it was carried out."
    )
    evidence: Text = Field(default="", description="What shows it.")
    reason: Text = Field(default="", description="Why it is late, not started or stopped.")


class PlanTarget(Entry):
    """A target of the plan that recorded figures can be held against."""

    indicator: OffenceCode = Field(description="Offence code the target is about, or all_crime.")
    kind: Literal["reduction", "rate", "count"] = Field(
        description="reduction: aim is a share (0.1 for 10 % less than baseline). "
        "rate: aim per 1,000 residents a year. count: aim a number of crimes a year."
    )
    baseline: Annotated[Number, Field(ge=0)] = Field(
        description="Where it started: crimes a year, or per 1,000 residents a year for a rate."
    )
    aim: Annotated[Number, Field(ge=0)] = Field(description="What was aimed at; see kind.")
    by: MonthOrDate = Field(description="When it was to be reached, as YYYY-MM-DD or YYYY-MM.")

    @model_validator(mode="after")
    def _reduction_is_a_share(self) -> Self:
        if self.kind == "reduction" and self.aim > 1:
            raise fault(
                f"has an aim of {self.aim:g} for a reduction, which is more than everything",
                "Write a share from 0 to 1, for example 0.1 for 10 %.",
                ("aim",),
            )
        return self


class PlanFile(Entry):
    """The last partnership plan."""

    title: Line = Field(default="", description="Title of the plan.")
    period: Line = Field(default="", description="The years it covered, in words.")
    priorities: tuple[PlanPriority, ...] = Field(default=(), description="Priorities of the plan.")
    actions: tuple[PlanAction, ...] = Field(default=(), description="Actions of the plan.")
    targets: tuple[PlanTarget, ...] = Field(default=(), description="Targets of the plan.")

    @field_validator("priorities", "actions")
    @classmethod
    def _no_id_twice(
        cls, entries: tuple[PlanPriority | PlanAction, ...]
    ) -> tuple[PlanPriority | PlanAction, ...]:
        unlike((entry.id for entry in entries), "the id")
        return entries

    @model_validator(mode="after")
    def _priorities_exist(self) -> Self:
        known = {priority.id for priority in self.priorities}
        for position, action in enumerate(self.actions):
            if action.priority not in known:
                listed = ", ".join(sorted(known)) or "none yet"
                raise fault(
                    f"has the action {shown(action.id)} for the priority {shown(action.priority)}, "
                    "which is not listed under priorities",
                    f"Use the id of a priority in this file: {listed}.",
                    ("actions", position, "priority"),
                )
        return self
