"""plan.yaml: what the last partnership plan promised, and what became of it (statutory element f)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    AreaCode,
    DateOrNone,
    Line,
    MonthOrDate,
    Number,
    OffenceCode,
    OffenceCodeOrNone,
    RequiredLine,
    RequiredText,
    Text,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.models import Entry

AreaCodes = Annotated[tuple[AreaCode, ...], Field(max_length=2000)]
# In the order in which a message names them.
AREA_LISTS = ("areas", "comparison_areas", "buffer_areas", "buffer_comparison_areas")


class PlanPriority(Entry):
    """A priority of the plan."""

    id: RequiredLine = Field(description="Short name that actions refer to, for example P1.")
    name: RequiredLine = Field(description="The priority in words.")


class PlanAction(Entry):
    """An action of the plan, how far it was carried out, and what is needed to look at recorded crime after it.

    With `starts` and `indicator` the figures after the action are set beside those before it and elsewhere.
    """

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
    starts: DateOrNone = Field(default="", description="Day on which it began on the ground, as YYYY-MM-DD.")
    ends: DateOrNone = Field(default="", description="Its last day; empty while it goes on.")
    indicator: OffenceCodeOrNone = Field(
        default="", description="Offence code it was meant to change, or all_crime."
    )
    areas: AreaCodes = Field(
        default=(), description="Small areas or wards where it took place; empty for the whole partnership."
    )
    comparison_areas: AreaCodes = Field(
        default=(),
        description="Areas without the action, of the same kind; when empty, all small areas that do not touch it.",
    )
    buffer_areas: AreaCodes = Field(
        default=(),
        description="Areas into which crime may have moved; when empty, the small areas that touch it.",
    )
    buffer_comparison_areas: AreaCodes = Field(
        default=(), description="What the buffer areas are compared with; when empty, the comparison areas."
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends and not self.starts:
            raise fault("ends without a start", "Write starts as well, or delete ends.", ("ends",))
        if self.ends and self.ends < self.starts:
            raise fault(
                f"ends on {self.ends}, before it starts on {self.starts}",
                "Correct one of the two.",
                ("ends",),
            )
        return self

    @model_validator(mode="after")
    def _areas_can_be_compared(self) -> Self:
        given = [name for name in AREA_LISTS if getattr(self, name)]
        if given and not (self.starts and self.indicator):
            missing = " and ".join(name for name in ("starts", "indicator") if not getattr(self, name))
            raise fault(
                f"names {given[0]} but no {missing}", f"Write {missing}, or delete {given[0]}.", (given[0],)
            )
        if given and not self.areas:
            raise fault(
                f"names {given[0]} but no areas",
                "Write the areas where it took place; an action of the whole partnership is compared with peers.",
                (given[0],),
            )
        if self.buffer_comparison_areas and not self.buffer_areas:
            raise fault(
                "names buffer_comparison_areas but no buffer_areas",
                "Write buffer_areas, or delete buffer_comparison_areas.",
                ("buffer_comparison_areas",),
            )
        return self

    @model_validator(mode="after")
    def _areas_stand_once(self) -> Self:
        seen: dict[str, str] = {}
        for name in AREA_LISTS:
            for position, code in enumerate(getattr(self, name)):
                if code in seen:
                    where = "twice" if seen[code] == name else f"that also stands in {seen[code]}"
                    raise fault(
                        f"names the area {shown(code)} {where}", "Delete one of the two.", (name, position)
                    )
                seen[code] = name
        return self


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
