"""How issues are scored for the list of priorities: criteria, weights, anchors and the scheme that joins them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from pads_analysis.params.base import Settings
from pads_analysis.params.fields import Number, OffenceCode, RequiredLine, Whole, fault, unlike

#: Criteria in the order they are printed. Their names stand in `PriorityWeights` too.
Criterion = Literal[
    "volume", "harm", "trend", "peers", "target", "concern", "concentration", "repeat", "tractability", "confidence"
]  # fmt: skip
SchemeName = Literal["weighted", "grid_4x4", "harm_likelihood_position", "severity"]

Weight = Annotated[Number, Field(ge=0, le=1000)]
Score = Annotated[Number, Field(ge=0, le=4)]


def _rising(anchors: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    pairs = list(pairwise(anchors))
    if any(after[0] <= before[0] for before, after in pairs):
        raise fault("does not rise from pair to pair", "Order the pairs by their first number, each larger.")
    if any(after[1] < before[1] for before, after in pairs):
        raise fault("gives a larger value a lower score", "Let the second number of each pair rise or stay.")
    return anchors


Anchors = Annotated[
    tuple[tuple[Number, Score], ...], Field(min_length=2, max_length=20), AfterValidator(_rising)
]
AnchorWords = Annotated[tuple[RequiredLine, ...], Field(min_length=5, max_length=5)]


class PriorityWeights(Settings):
    """How much each criterion counts; only the proportions matter."""

    volume: Weight = Field(description="Weight of how much of all crime and disorder the issue makes up.")
    harm: Weight = Field(description="Weight of the harm that one offence does.")
    trend: Weight = Field(description="Weight of the change against the same months before.")
    peers: Weight = Field(description="Weight of the rate against that of peers.")
    target: Weight = Field(description="Weight of how far the issue is from the target of the last plan.")
    concern: Weight = Field(description="Weight of how many people here name it as a concern.")
    concentration: Weight = Field(description="Weight of how much of the issue sits in few small areas.")
    repeat: Weight = Field(description="Weight of how much of the issue strikes the same victims again.")
    tractability: Weight = Field(description="Weight of how much the partnership itself can do about it.")
    confidence: Weight = Field(
        description="Weight of how well the issue is evidenced; 0 so that ignorance counts neither way."
    )

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if not any(dict(self).values()):
            raise fault("gives every criterion a weight of 0", "Give at least one a weight above 0.")
        return self


class PriorityAnchors(Settings):
    """Which value earns which score from 0 to 4: pairs of [value, score], joined by straight lines."""

    volume: Anchors = Field(
        description="Share of all recorded offences and incidents of the period (0 to 1)."
    )
    harm: Anchors = Field(description="Harm of one offence, on the scale of harm_values.")
    trend: Anchors = Field(description="Ratio of the period to the same months before (1 is no change).")
    peers: Anchors = Field(description="Ratio of the rate to the mean rate of peers (1 is the same).")
    target: Anchors = Field(
        description="Projected figure over what the last plan aimed at (1 is on target; more is worse)."
    )
    concern: Anchors = Field(description="Share of the people asked who name it as a concern (0 to 1).")
    concentration: Anchors = Field(
        description="Share of the offence in the tenth of small areas that have most of it (0 to 1)."
    )
    repeat: Anchors = Field(
        description="Share of the offences with a known victim whose victim was struck more than once (0 to 1)."
    )
    tractability: Anchors = Field(description="The partnership's own judgement in issues.yaml, 0 to 4.")
    confidence: Anchors = Field(
        description="Share of the other criteria with evidence, times the share of months that are complete."
    )


class PriorityAnchorWords(Settings):
    """What scores of 0, 1, 2, 3 and 4 mean in words: five texts for each criterion, printed beside the numbers."""

    volume: AnchorWords = Field(description="Words for how much of it there is.")
    harm: AnchorWords = Field(description="Words for the harm of one offence.")
    trend: AnchorWords = Field(description="Words for how it changed.")
    peers: AnchorWords = Field(description="Words for how it stands beside peers.")
    target: AnchorWords = Field(description="Words for how it stands beside the target of the last plan.")
    concern: AnchorWords = Field(description="Words for how many are concerned.")
    concentration: AnchorWords = Field(description="Words for how concentrated it is.")
    repeat: AnchorWords = Field(description="Words for how often the same victims are struck.")
    tractability: AnchorWords = Field(description="Words for what the partnership can do about it.")
    confidence: AnchorWords = Field(description="Words for how well it is evidenced.")


class GridSettings(Settings):
    """Which criteria make up the two sides of the grid of impact and likelihood (scheme grid_4x4)."""

    impact: Annotated[tuple[Criterion, ...], Field(min_length=1)] = Field(
        description="Criteria whose weighted mean gives the impact, 1 to 4."
    )
    likelihood: Annotated[tuple[Criterion, ...], Field(min_length=1)] = Field(
        description="Criteria whose weighted mean gives the likelihood, 1 to 4."
    )

    @model_validator(mode="after")
    def _on_one_side_each(self) -> Self:
        unlike((*self.impact, *self.likelihood), "the criterion")
        return self


class PrioritySettings(Settings):
    """How issues are scored for the list of priorities."""

    scheme: SchemeName = Field(
        description="weighted: a weighted mean of the criteria, 0 to 4. grid_4x4: impact times likelihood, 1 to 16. "
        "harm_likelihood_position: a matrix on your own scales, from matrix.yaml. severity: counts weighted by "
        "severity.yaml."
    )
    weights: PriorityWeights = Field(description="How much each criterion counts.")
    weight_uncertainty: Annotated[Number, Field(ge=0, le=1)] = Field(
        description="Spread of each weight when the ranking is tested: 0.25 moves it by about a quarter "
        "either way in two draws of three, further in the rest."
    )
    judgement_doubt: Annotated[Number, Field(ge=0, le=2)] = Field(
        description="Standard deviation of a score that is a judgement, in points of the scale 0 to 4."
    )
    draws: Annotated[Whole, Field(ge=100, le=100_000)] = Field(
        description="Random draws with which the ranking is tested."
    )
    seed: Annotated[Whole, Field(ge=0, le=2**31 - 1)] = Field(
        description="Seed of those draws, so that the same parameters give the same numbers."
    )
    anchors: PriorityAnchors = Field(description="Which value earns which score, per criterion.")
    anchor_words: PriorityAnchorWords = Field(description="What the scores mean in words, per criterion.")
    grid: GridSettings = Field(description="The two sides of the grid of impact and likelihood.")
    harm_values: dict[OffenceCode, Annotated[Number, Field(ge=0)]] = Field(
        description="Harm of one offence, by offence code, on your own scale; empty leaves harm unscored."
    )

    @model_validator(mode="after")
    def _grid_has_weight(self) -> Self:
        for side in ("impact", "likelihood"):
            if self.scheme == "grid_4x4" and not any(
                getattr(self.weights, name) for name in getattr(self.grid, side)
            ):
                raise fault(
                    f"has no criterion with a weight on its side {side}",
                    "Give one of them a weight above 0.",
                    (side,),
                )
        return self
