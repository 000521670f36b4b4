"""severity.yaml: how grave one offence of each kind is, from a published table that the partnership names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from pads_analysis.params.fields import Line, Number, OffenceCode, RequiredLine, RequiredText, fault, unlike
from pads_analysis.params.models import Entry


class SeverityWeight(Entry):
    """The weight of one offence."""

    offence: OffenceCode = Field(description="Offence code the weight is of.")
    weight: Annotated[Number, Field(ge=0, le=1_000_000)] = Field(
        description="Weight of one such offence, on the scale of the table it is taken from."
    )


class SeverityFile(Entry):
    """Severity weights; the project ships none, because none may stand here without its source."""

    title: RequiredLine = Field(description="What the weights are called, for example the name of the score.")
    source: RequiredText = Field(
        description="Where they are published and of when, and how they were brought to the categories used here."
    )
    unit: Line = Field(default="", description="Unit of a weight, for example days; empty for none.")
    weights: Annotated[tuple[SeverityWeight, ...], Field(min_length=1, max_length=500)] = Field(
        description="One entry per offence."
    )

    @field_validator("weights")
    @classmethod
    def _one_weight_each(cls, weights: tuple[SeverityWeight, ...]) -> tuple[SeverityWeight, ...]:
        unlike((entry.offence for entry in weights), "the offence")
        if not any(entry.weight for entry in weights):
            raise fault("gives every offence a weight of 0", "Give at least one a weight above 0.")
        return weights
