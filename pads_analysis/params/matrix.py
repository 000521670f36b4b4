"""matrix.yaml: scales of harm, likelihood and organisational position that the partnership brings itself."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pads_analysis.params.base import Entry
from pads_analysis.params.fields import (
    Number,
    RequiredLine,
    RequiredText,
    ShortName,
    fault,
    shown,
    unlike,
)

BLOCKS = ("harm", "likelihood", "position")


class Step(Entry):
    """One step of a scale."""

    value: Annotated[Number, Field(ge=0)] = Field(description="Value of this step.")
    words: RequiredLine = Field(description="What it means.")


class Factor(Entry):
    """One thing that is rated."""

    id: ShortName = Field(description="Short name, for example physical_harm.")
    name: RequiredLine = Field(description="What it is called in print.")
    block: Literal["harm", "likelihood", "position"] = Field(description="Which part of the matrix it is in.")
    scale: Annotated[tuple[Step, ...], Field(min_length=2, max_length=20)] = Field(
        description="Its steps, from the lowest value to the highest."
    )

    @field_validator("scale")
    @classmethod
    def _rises(cls, scale: tuple[Step, ...]) -> tuple[Step, ...]:
        for at, (before, after) in enumerate(pairwise(scale), start=1):
            if after.value <= before.value:
                raise fault("does not rise from step to step", "Order the steps by value.", (at,))
        return scale

    @property
    def ends(self) -> tuple[float, float]:
        """Its lowest and highest value."""
        return self.scale[0].value, self.scale[-1].value


class Rating(Entry):
    """What one issue was rated on one factor."""

    issue: ShortName = Field(description="Offence code, or the id of an issue of your own.")
    factor: ShortName = Field(description="Id of the factor.")
    value: Annotated[Number, Field(ge=0)] = Field(description="One of the values of its scale.")
    because: RequiredText = Field(description="Why that step; printed.")


class MatrixFile(Entry):
    """A matrix of harm, likelihood and organisational position on the partnership's own scales."""

    title: RequiredLine = Field(description="What the matrix is called.")
    source: RequiredText = Field(description="Where its scales come from, and who agreed to them.")
    join: Literal["product", "sum"] = Field(
        description="Whether the means of the three blocks are multiplied or added."
    )
    factors: Annotated[tuple[Factor, ...], Field(min_length=3, max_length=60)] = Field(
        description="What is rated; at least one in each block."
    )
    ratings: Annotated[tuple[Rating, ...], Field(min_length=1, max_length=3000)] = Field(
        description="One entry per issue and factor; what is not rated is drawn from the whole scale."
    )

    @field_validator("factors")
    @classmethod
    def _every_block(cls, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
        unlike((factor.id for factor in factors), "the id")
        for block in BLOCKS:
            if block not in {factor.block for factor in factors}:
                raise fault(f"has no factor in the block {block}", "Add one.")
        return factors

    @model_validator(mode="after")
    def _ratings_are_on_their_scale(self) -> Self:
        known = {factor.id: {step.value for step in factor.scale} for factor in self.factors}
        seen: set[tuple[str, str]] = set()
        for at, rating in enumerate(self.ratings):
            if rating.factor not in known:
                raise fault(
                    f"rates the factor {shown(rating.factor)}, which is not listed under factors",
                    f"Use one of these: {', '.join(known)}.",
                    ("ratings", at, "factor"),
                )
            if rating.value not in known[rating.factor]:
                raise fault(
                    f"has the rating {rating.value:g}, which is no step of {rating.factor}",
                    f"Use one of these: {', '.join(f'{value:g}' for value in sorted(known[rating.factor]))}.",
                    ("ratings", at, "value"),
                )
            if (rating.issue, rating.factor) in seen:
                raise fault(
                    f"rates {rating.factor} of {shown(rating.issue)} twice",
                    "Delete one of the two.",
                    ("ratings", at),
                )
            seen.add((rating.issue, rating.factor))
        return self
