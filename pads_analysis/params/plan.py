"""plan.yaml: what the last partnership plan promised, and what became of it (statutory element f)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.fields import (
    Line,
    MonthOrDate,
    Number,
    OffenceCode,
    RequiredLine,
    RequiredText,
    fault,
    shown,
    unlike,
)
from pads_analysis.params.models import Entry
from pads_analysis.params.plan_action import AREA_LISTS, OutcomeMeasure, PlanAction, Rating

__all__ = [
    "AREA_LISTS",
    "OutcomeMeasure",
    "PlanAction",
    "PlanFile",
    "PlanObjective",
    "PlanPriority",
    "PlanTarget",
    "Rating",
]


class PlanPriority(Entry):
    """A priority of the plan."""

    id: RequiredLine = Field(description="Short name that actions refer to, for example P1.")
    name: RequiredLine = Field(description="The priority in words.")
    weight: Annotated[Number, Field(gt=0, le=1000)] | None = Field(
        default=None,
        description="How much it counts in the weighted extent; only the proportions matter. 1 when left out.",
    )


class PlanObjective(Entry):
    """An objective of the plan, under one of its priorities."""

    id: RequiredLine = Field(description="Short name that actions refer to, for example O1.")
    priority: RequiredLine = Field(description="Id of the priority it belongs to.")
    text: RequiredText = Field(description="The objective in words.")


class PlanTarget(Entry):
    """A target of the plan that recorded figures can be held against."""

    id: Line = Field(default="", description="Short name of the target, for example T1; made when left out.")
    priority: Line = Field(
        default="", description="Id of the priority it belongs to, where it belongs to one."
    )
    indicator: OffenceCode = Field(description="Offence code the target is about, or all_crime.")
    kind: Literal["reduction", "increase", "rate", "count"] = Field(
        description="reduction: aim is a share (0.1 for 10 % less than baseline). increase: the same for more, where "
        "more is better, as when more is to be reported. rate: aim per 1,000 residents a year. count: aim a number of "
        "crimes a year."
    )
    better: Literal["", "lower", "higher"] = Field(
        default="", description="Which side of a rate or count is the good one; lower when left out."
    )
    baseline: Annotated[Number, Field(ge=0)] = Field(
        description="Where it started: crimes a year, or per 1,000 residents a year for a rate."
    )
    aim: Annotated[Number, Field(ge=0)] = Field(description="What was aimed at; see kind.")
    by: MonthOrDate = Field(description="When it was to be reached, as YYYY-MM-DD or YYYY-MM.")

    @property
    def lower_is_better(self) -> bool:
        """Whether fewer are aimed at."""
        return self.kind != "increase" and self.better != "higher"

    @model_validator(mode="after")
    def _reduction_is_a_share(self) -> Self:
        if self.kind == "reduction" and self.aim > 1:
            raise fault(
                f"has an aim of {self.aim:g} for a reduction, which is more than everything",
                "Write a share from 0 to 1, for example 0.1 for 10 %.",
                ("aim",),
            )
        return self

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.kind, self.better) in (("reduction", "higher"), ("increase", "lower")):
            raise fault(
                f"calls {self.better} better, for {'an' if self.kind == 'increase' else 'a'} {self.kind}",
                "Delete better, or correct kind.",
                ("better",),
            )
        return self


class PlanFile(Entry):
    """The last partnership plan."""

    title: Line = Field(default="", description="Title of the plan.")
    period: Line = Field(default="", description="The years it covered, in words.")
    priorities: tuple[PlanPriority, ...] = Field(default=(), description="Priorities of the plan.")
    objectives: tuple[PlanObjective, ...] = Field(default=(), description="Objectives of the plan.")
    actions: tuple[PlanAction, ...] = Field(default=(), description="Actions of the plan.")
    targets: tuple[PlanTarget, ...] = Field(default=(), description="Targets of the plan.")

    @field_validator("priorities", "objectives", "actions")
    @classmethod
    def _no_id_twice(
        cls, entries: tuple[PlanPriority | PlanObjective | PlanAction, ...]
    ) -> tuple[PlanPriority | PlanObjective | PlanAction, ...]:
        unlike((entry.id for entry in entries), "the id")
        return entries

    @field_validator("targets")
    @classmethod
    def _no_target_twice(cls, targets: tuple[PlanTarget, ...]) -> tuple[PlanTarget, ...]:
        # The day of the month makes no second target: figures are by month.
        seen: dict[tuple[str, str], str] = {}
        for position, target in enumerate(targets):
            key = (target.indicator, target.by[:7])
            if key in seen:
                raise fault(
                    f"holds two targets on {target.indicator} by {target.by}",
                    "Delete one of the two, or give it another date.",
                    (position,),
                )
            seen[key] = target.by
        given = [(position, target.id) for position, target in enumerate(targets) if target.id]
        for at, (position, name) in enumerate(given):
            if name in [earlier for _, earlier in given[:at]]:
                raise fault(f"names the id {shown(name)} twice", "Delete one of the two.", (position,))
        return targets

    @model_validator(mode="after")
    def _priorities_exist(self) -> Self:
        known = [priority.id for priority in self.priorities]
        for name in ("objectives", "actions", "targets"):
            for position, entry in enumerate(getattr(self, name)):
                if entry.priority and entry.priority not in known:
                    raise fault(
                        f"has {_named(name, entry)} for the priority {shown(entry.priority)}, "
                        "which is not listed under priorities",
                        f"Use the id of a priority in this file: {_listed(known)}.",
                        (name, position, "priority"),
                    )
        return self

    @model_validator(mode="after")
    def _objectives_exist(self) -> Self:
        known = {objective.id: objective for objective in self.objectives}
        for position, action in enumerate(self.actions):
            at = ("actions", position, "objective")
            if action.objective and action.objective not in known:
                raise fault(
                    f"has the action {shown(action.id)} for the objective {shown(action.objective)}, "
                    "which is not listed under objectives",
                    f"Use the id of an objective in this file: {_listed(known)}.",
                    at,
                )
            if action.objective and known[action.objective].priority != action.priority:
                raise fault(
                    f"has the action {shown(action.id)} for the objective {shown(action.objective)}, "
                    f"which belongs to the priority {shown(known[action.objective].priority)}",
                    "Correct the objective or the priority.",
                    at,
                )
        return self


def _named(name: str, entry: PlanObjective | PlanAction | PlanTarget) -> str:
    """Return an entry as a message names it: the action 'A1', the target on burglary."""
    if isinstance(entry, PlanTarget):
        return f"the target on {entry.indicator}"
    return f"the {name.removesuffix('s')} {shown(entry.id)}"


def _listed(known: Iterable[str]) -> str:
    return ", ".join(sorted(known)) or "none yet"
