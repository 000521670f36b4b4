"""What of a hypothesis a machine can test: one entry for each thing that would be seen if it, or a rival, were true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, Strict, WithJsonSchema, model_validator

from pads_analysis.params.context import SeriesId
from pads_analysis.params.fields import Month, OffenceCode, Text, fault, shown
from pads_analysis.params.models import Entry

SMALL_AREA = r"^([EW]01|E05|W05)[0-9]{6}$"
HOURS = r"^(0[0-9]|1[0-9]|2[0-3])-(0[0-9]|1[0-9]|2[0-4])$"
SUPPORTS = r"^(claim|rival [1-9][0-9]?)$"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: By kind: what may be expected.
EXPECTATIONS: Mapping[str, tuple[str, ...]] = {
    "change": ("rise", "fall", "same"),
    "later_than": ("rise", "fall"),
    "peers": ("more", "less", "same"),
    "place": ("more", "less", "same"),
    "hours": ("more", "less", "same"),
    "context": ("with", "against"),
    "other_offence": ("alike", "apart"),
}
#: By kind: what it needs besides, and what it may have. Of "places" and "deprived" it is one.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "later_than": ("month",),
    "context": ("series",),
    "other_offence": ("offence",),
}
MAY_HAVE: Mapping[str, tuple[str, ...]] = {
    "place": ("places", "deprived"),
    "hours": ("hours", "days", "category"),
}
OF_A_KIND = ("month", "places", "deprived", "hours", "days", "category", "series", "offence")


def _small_area(value: str) -> str:
    if re.fullmatch(SMALL_AREA, value):
        return value
    raise fault(
        f"is {shown(value)}, which is not the code of a small area or ward",
        "Use codes of LSOAs (E01 or W01) or wards (E05 or W05).",
    )


def _hours(value: str) -> str:
    if re.fullmatch(HOURS, value) and value[:2] != value[3:] and value != "00-24":
        return value
    raise fault(
        f"is {shown(value)}, which is not a span of hours",
        "Use two whole hours of the clock, for example 22-06 for ten at night to six in the morning.",
    )


def _supports(value: str) -> str:
    if re.fullmatch(SUPPORTS, value):
        return value
    raise fault(
        f"is {shown(value)}, which is neither the claim nor a rival",
        'Use claim, or rival and its place in the list of rivals, for example "rival 1".',
    )


def _said(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


SmallArea = Annotated[str, Strict(), AfterValidator(_small_area), _said(SMALL_AREA, "E01014399")]
Hours = Annotated[str, Strict(), AfterValidator(_hours), _said(HOURS, "22-06")]
Supports = Annotated[str, Strict(), AfterValidator(_supports), _said(SUPPORTS, "rival 1")]


class HypothesisTest(Entry):
    """One thing that would be seen if the claim, or one of its rivals, were true."""

    kind: Literal["change", "later_than", "peers", "place", "hours", "context", "other_offence"] = Field(
        description="What is looked at: see docs/how-to/test-an-explanation.md."
    )
    expect: Literal["rise", "fall", "same", "more", "less", "with", "against", "alike", "apart"] = Field(
        description="What would be seen; each kind has its own words."
    )
    supports: Supports = Field(
        default="claim", description="claim, or rival 1, rival 2, ...: which of them would make us expect it."
    )
    indicator: OffenceCode | None = Field(
        default=None, description="Offence code tested; the hypothesis' own when left out."
    )
    month: Month | None = Field(default=None, description="later_than: the first month of the new level.")
    places: Annotated[tuple[SmallArea, ...], Field(max_length=500)] = Field(
        default=(), description="place: codes of the small areas or wards in question."
    )
    deprived: Annotated[bool, Strict()] = Field(
        default=False,
        description="place: true for the small areas in the most deprived fifth of the country.",
    )
    hours: Hours | None = Field(default=None, description="hours: from and to, for example 22-06.")
    days: Annotated[
        tuple[
            Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            ...,
        ],
        Field(max_length=7),
    ] = Field(default=(), description="hours: days of the week; all when left out.")
    category: OffenceCode | None = Field(
        default=None, description="hours: category of the police extract; all that it holds when left out."
    )
    series: SeriesId | None = Field(
        default=None, description="context: id of a series of context.yaml, or residents, or deprivation."
    )
    offence: OffenceCode | None = Field(default=None, description="other_offence: the other offence's code.")
    note: Text = Field(default="", description="Why this would be seen, printed beside the test.")

    @model_validator(mode="after")
    def _kind_has_what_it_needs(self) -> Self:
        expected = EXPECTATIONS[self.kind]
        if self.expect not in expected:
            raise fault(
                f"expects {self.expect}, which a test of the kind {self.kind} does not know",
                f"Use {', '.join(expected[:-1])} or {expected[-1]}.",
                ("expect",),
            )
        allowed = (*NEEDS.get(self.kind, ()), *MAY_HAVE.get(self.kind, ()))
        for name in OF_A_KIND:
            if getattr(self, name) and name not in allowed:
                raise fault(
                    f"gives {name}, which a test of the kind {self.kind} does not use", "Delete it.", (name,)
                )
        for name in NEEDS.get(self.kind, ()):
            if not getattr(self, name):
                raise fault(f"is of the kind {self.kind} and gives no {name}", f"Add {name}.")
        if self.kind == "place" and bool(self.places) == self.deprived:
            raise fault("needs either places or deprived", "Give places, or deprived: true, and not both.")
        if self.kind == "hours" and not (self.hours or self.days):
            raise fault("is of the kind hours and gives neither hours nor days", "Add one of the two.")
        return self
