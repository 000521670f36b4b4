"""From the estimates of one action to its verdict, by the rule that is printed under it (statutory element c)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.assess.action_cautions import known_recording
from pads_analysis.assess.action_estimates import LEAST_PAIRS, Estimate
from pads_analysis.assess.result import ActionSeries, Outcome

if TYPE_CHECKING:
    from pads_analysis.assess.action_areas import ActionAreas
    from pads_analysis.assess.action_months import ActionMonths
    from pads_analysis.data.case import Case
    from pads_analysis.params.models import StatisticsSettings
    from pads_analysis.params.plan import PlanAction

#: Level of the checks that can only take a finding away.
CHECK = 0.05


@dataclass(frozen=True, slots=True)
class Looked:
    """One action with all that was found about it; `because` says why it is not judged."""

    action: PlanAction
    offence: str
    areas: ActionAreas
    months: ActionMonths
    estimates: dict[str, Estimate]
    series: ActionSeries | None = None
    because: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether it took place in the whole partnership."""
        return not self.action.areas

    @property
    def p(self) -> float:
        """The p that stands in the family of all actions: that of the comparison, or of the own course."""
        main = self.estimates.get("series" if self.whole else "comparison")
        return main.p if main and main.judged and not self.because else np.nan

    @property
    def around(self) -> float:
        """The p of the areas around it, a family of their own."""
        buffers = self.estimates.get("buffers")
        return buffers.p if buffers and buffers.judged and not self.because else np.nan


def why_not_judged(case: Case, one: Looked) -> str:
    """Return why no verdict can be drawn, by the first of the reasons that holds."""
    own = one.estimates.get("series")
    if one.whole:
        peers = one.estimates["peers"]
        known = known_recording(case, one.offence, one.months)
        if known:
            return "recording changed in the months looked at, which cannot be told from a change in crime"
        if own is None or not own.judged:
            return own.because if own else "it has no monthly series"
        return "" if peers.judged else f"there is nothing to compare with: {peers.because}"
    main, earlier = one.estimates["comparison"], one.estimates.get("earlier")
    if not main.judged:
        return main.because
    if earlier and earlier.judged and earlier.p <= CHECK:
        return (
            "the area had already moved apart from its comparison in the year before the start "
            f"({earlier.after:,.0f} where {earlier.expected:,.0f} were to be expected)"
        )
    if own and own.judged and (own.ratio_low > 1 > main.ratio_high or own.ratio_high < 1 < main.ratio_low):
        return "the methods contradict each other: the monthly series steps the other way"
    return ""


def outcome_of(one: Looked, p_adjusted: float, settings: StatisticsSettings) -> Outcome:
    """Return the verdict by the printed rule."""
    if one.because:
        return Outcome.NOT_JUDGED
    main = one.estimates["series" if one.whole else "comparison"]
    other = one.estimates["peers"] if one.whole else main
    clear = p_adjusted <= settings.false_discovery_rate
    # A check that cannot fail for want of areas takes nothing away; one that can, and does, takes the finding away.
    if one.whole:
        clear &= other.by_chance <= other.smallest
    elif np.isfinite(other.by_chance) and other.smallest <= CHECK:
        clear &= other.by_chance <= CHECK
    if clear and max(main.ratio, other.ratio) <= 1 / (1 + settings.margin):
        return Outcome.FELL_MORE
    if clear and min(main.ratio, other.ratio) >= 1 + settings.margin:
        return Outcome.ROSE_MORE
    return Outcome.NOT_SHOWN


def around_of(one: Looked, outcome: Outcome, p: float, settings: StatisticsSettings) -> str:
    """Return "displaced" or "spread" where a fall goes with a clear difference around it; else ""."""
    if outcome is not Outcome.FELL_MORE or not p <= settings.false_discovery_rate:
        return ""
    return "displaced" if one.estimates["buffers"].difference > 0 else "spread"


def agreement_of(one: Looked) -> str:
    """Return whether the second method says the same as the first, as a clause."""
    own = one.estimates.get("series")
    if one.whole:
        peers = one.estimates["peers"]
        same = (own.ratio < 1) == (peers.ratio < 1)
        return "both methods point the same way" if same else "the two methods point different ways"
    if own is None or not own.judged:
        return f"its monthly series does not tell, because {own.because if own else 'there is none'}"
    main = one.estimates["comparison"]
    if own.ratio_low <= 1 <= own.ratio_high:
        return "its monthly series shows no clear step by itself"
    if main.ratio_low <= 1 <= main.ratio_high:
        return "its monthly series steps by itself, which the comparison does not confirm"
    return "its monthly series agrees"


def verdict_rule(settings: StatisticsSettings) -> str:
    """Return the rule as it is printed."""
    rate, margin = f"{settings.false_discovery_rate:.0%}", f"{settings.margin:.0%}"
    areas = (
        "An action in some areas is judged by the first year after its start beside the same months a year before "
        f"({LEAST_PAIRS} months at least), against the comparison areas. Fell (or rose) more is said when the "
        f"difference holds at a false discovery rate of {rate} over all actions judged, is {margin} or more, and is "
        f"matched by no more than {CHECK:.0%} of other sets of as many areas, where there are enough to tell. It "
        "cannot be judged when the area had already moved apart a year earlier, or its monthly series steps clearly "
        "the other way."
    )
    whole = (
        "An action of the whole partnership needs two things: a step in its own monthly series that holds at the same "
        "rate and size, and a departure from its weighted peers the same way that is larger than that of every peer. "
        "No verdict rests on a partnership's own series alone."
    )
    return f"{areas} {whole}"
