"""An action of plan.yaml: what was to be done, what became of it, and what is needed to look at crime after it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pads_analysis.params.fields import (
    AreaCode,
    DateOrNone,
    Line,
    Number,
    OffenceCodeOrNone,
    RequiredLine,
    RequiredText,
    Text,
    fault,
    shown,
)
from pads_analysis.params.models import Entry

AreaCodes = Annotated[tuple[AreaCode, ...], Field(max_length=2000)]
Money = Annotated[Number, Field(ge=0, le=1e12)]
# In the order in which a message names them.
AREA_LISTS = ("areas", "comparison_areas", "buffer_areas", "buffer_comparison_areas")


class Rating(Entry):
    """The owner's own rating of an action, which stands beside the one that the printed rule suggests."""

    delivery: Literal["complete", "on track", "at risk", "behind", "not due", "stopped"] = Field(
        description="How far the owner says it was carried out."
    )
    reason: RequiredText = Field(description="Why the rule's rating is not the right one.")
    by: RequiredLine = Field(description="Post or body that says so.")


class OutcomeMeasure(Entry):
    """What an action was to make better, counted before and after it."""

    name: RequiredLine = Field(description="What was counted, for example referrals a year.")
    before: Number | None = Field(default=None, description="Its value before the action.")
    after: Number | None = Field(default=None, description="Its value after the action, or now.")


class PlanAction(Entry):
    """An action of the plan, how far it was carried out, and what is needed to look at recorded crime after it.

    With `starts` and `indicator` the figures after the action are set beside those before it and elsewhere.
    """

    id: RequiredLine = Field(description="Short name of the action, for example A1.")
    priority: RequiredLine = Field(description="Id of the priority it serves.")
    action: RequiredText = Field(description="What was to be done.")
    objective: Line = Field(default="", description="Id of the objective it serves, where the plan has any.")
    lead: RequiredLine = Field(description="Organisation or post that leads it.")
    due: DateOrNone = Field(
        default="", description="When it was due, as YYYY-MM-DD; empty when no date was set."
    )
    status: Literal["complete", "on track", "late", "not started", "stopped"] = Field(
        description="How far it was carried out."
    )
    evidence: Text = Field(default="", description="What shows it.")
    reason: Text = Field(default="", description="Why it is late, not started or stopped.")
    spend: Money | None = Field(default=None, description="What it cost, in pounds; left out when not known.")
    budget: Money | None = Field(default=None, description="What it was to cost, in pounds.")
    measure: OutcomeMeasure | None = Field(
        default=None, description="What it was to make better, before and after."
    )
    rating: Rating | None = Field(
        default=None, description="The owner's own rating, with the reason; left out where the rule's holds."
    )
    lesson: Text = Field(default="", description="What was learned from it.")
    carry_forward: Literal["", "yes", "no", "with change"] = Field(
        default="", description="Whether the next plan takes it up; empty while nobody has decided."
    )
    carry_reason: Text = Field(
        default="", description="Why it is carried forward or not, or what is to change."
    )
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
    def _a_change_is_named(self) -> Self:
        if self.carry_forward == "with change" and not self.carry_reason:
            raise fault(
                "is carried forward with a change that is not named",
                "Write carry_reason: what is to change.",
                ("carry_forward",),
            )
        return self

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
