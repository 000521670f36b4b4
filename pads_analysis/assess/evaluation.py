"""What happened to recorded crime after actions of the last plan, beside what was compared (statutory element c).

Nothing here says that an action did it: figures can show that an area fell more than others after a date, and no more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.action_areas import ActionAreas, action_areas
from pads_analysis.assess.action_cautions import ASSUMPTIONS, cautions, known_recording
from pads_analysis.assess.action_estimates import (
    LEAST_PAIRS,
    Estimate,
    beside_areas,
    beside_peers,
    own_course,
)
from pads_analysis.assess.action_months import ActionMonths, action_months, treated_counts
from pads_analysis.assess.partnership_files import withheld
from pads_analysis.assess.result import ActionSeries, Basis, InterventionsResult, NotAvailable, Outcome
from pads_analysis.assess.selection import no_months, said_by
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.models import StatisticsSettings
    from pads_analysis.params.plan import PlanAction
    from pads_analysis.stats.segmented_regression import SegmentedRegression

TITLE = "What was recorded after actions"
#: Level of the checks that can only take a finding away.
CHECK = 0.05


@dataclass(frozen=True, slots=True)
class _Looked:
    """One action with all that was found about it."""

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
        return not self.action.areas

    @property
    def p(self) -> float:
        """The p that stands in the family of all actions: that of the comparison, or of the own course."""
        main = self.estimates.get("series" if self.whole else "comparison")
        return main.p if main and main.judged and not self.because else np.nan


def interventions(case: Case) -> InterventionsResult | NotAvailable:
    """Set recorded crime after each action of the plan that has a start and an indicator beside what was compared."""
    if "plan" in case.resolved.withheld:
        return withheld("interventions", "c")
    actions = case.resolved.plan.actions if case.resolved.plan else ()
    dated = [action for action in actions if action.starts and action.indicator]
    if not dated:
        return _nothing(case, len(actions))
    if case.step > 1:
        return no_months(case, "interventions", TITLE, element="c")
    looked = [_look(case, action) for action in dated]
    p_adjusted = _adjusted([one.p for one in looked])
    rows = [_row(case, one, p) for one, p in zip(looked, p_adjusted, strict=True)]
    estimates = [
        {"action_id": one.action.id, **asdict(estimate)}
        for one in looked
        for estimate in one.estimates.values()
    ]
    return InterventionsResult(
        basis=_basis(case, looked),
        table=pd.DataFrame(rows),
        estimates=pd.DataFrame(estimates, columns=["action_id", *Estimate.__dataclass_fields__]),
        series=tuple(one.series for one in looked if one.series is not None),
        assumptions=pd.DataFrame(ASSUMPTIONS, columns=["method", "assumption"]),
        rule=_rule(case.params.statistics),
        n_without=len(actions) - len(dated),
    )


def _nothing(case: Case, actions: int) -> NotAvailable:
    file = f"params/partnerships/{case.partnership.code}/plan.yaml"
    because = (
        f"none of the {actions} actions of the plan has a start and an indicator"
        if actions
        else "no plan with actions was given for this partnership"
    )
    do = (
        f"Write starts and indicator, and areas where it took place in some only, beside an action in {file}."
    )
    return NotAvailable("interventions", "c", TITLE, because, do)


def _basis(case: Case, looked: list[_Looked]) -> Basis:
    first = min((one.months.held[0] for one in looked if len(one.months.held)), default=case.period.first)
    return Basis(
        place=case.partnership.name,
        period=Period(first, case.period.last).label,
        # The plan is no published source, so that the public edition withholds the whole.
        source_kinds=(case.source, "lookup", "plan"),
        **said_by(case),
    )


def _look(case: Case, action: PlanAction) -> _Looked:
    months = action_months(case, action)
    areas = action_areas(case, action) if action.areas else ActionAreas(compared=_peers(case))
    one = _Looked(action, action.indicator, areas, months, {})
    one = replace(one, because=_cannot_start(case, one))
    if one.because:
        return one
    # Without small areas there is no series of the place either.
    counts = None
    if one.whole or areas.treated:
        counts = treated_counts(case, areas, months.held, one.offence)
    estimates = [] if one.whole else beside_areas(case, areas, months, one.offence)
    fitted = None
    if counts is not None:
        own, fitted = own_course(case, counts, months)
        estimates.append(own)
    if one.whole:
        estimates.append(beside_peers(case, months, one.offence))
    one = replace(one, estimates={estimate.method: estimate for estimate in estimates})
    one = replace(one, because=_cannot_judge(case, one), notes=cautions(case, action, areas, months, counts))
    return one if counts is None else replace(one, series=_series(case, one, counts, fitted))


def _peers(case: Case) -> str:
    return "weighted peers" if case.params.peers.codes else "weighted other partnerships of the store"


def _cannot_start(case: Case, one: _Looked) -> str:
    """Return why there is nothing to look at: no offence of that code, no month after the start, none before."""
    months = one.months
    if one.offence not in {case.scheme.total_code, *case.monthly["offence_code"]}:
        return f"{one.offence} is no offence code of the {case.scheme.label}, or none was recorded"
    if months.first > case.period.last:
        return f"no whole month lies between its start and the end of the period ({month_label(case.period.last)})"
    if months.last < months.first:
        return "it lasted less than one whole month"
    if not len(months.after):
        return "no month after its start is complete"
    if not len(months.before):
        return "no complete month before its start is in the store"
    return ""


def _cannot_judge(case: Case, one: _Looked) -> str:
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


def _adjusted(p: list[float]) -> np.ndarray:
    """Return the p of the actions that can be judged, adjusted over these; missing for the others."""
    known = np.array([np.isfinite(each) for each in p], dtype=bool)
    found = np.full(len(p), np.nan)
    if known.any():
        found[known] = adjust(np.array(p)[known])
    return found


def _row(case: Case, one: _Looked, p_adjusted: float) -> dict[str, object]:
    main = one.estimates.get("series" if one.whole else "comparison", Estimate(""))
    outcome = _outcome(one, p_adjusted, case.params.statistics)
    pairs = len(one.months.after) if one.whole else len(one.months.pairs()[0])
    known = one.offence in {case.scheme.total_code, *case.monthly["offence_code"]}
    return {
        "action_id": one.action.id,
        "action": one.action.action,
        "starts": one.action.starts,
        "ends": one.action.ends,
        "first": one.months.first,
        "offence_code": one.offence,
        "offence_name": case.scheme.offence(one.offence).name if known else one.offence,
        "whole": one.whole,
        "treated": len(one.areas.treated),
        "comparison": len(one.areas.comparison),
        "buffers": len(one.areas.buffers),
        "compared": one.areas.compared,
        "months": pairs,
        "count_before": main.before,
        "count_after": main.after,
        "outcome": outcome,
        "because": one.because,
        "agreement": "" if one.because else _agreement(one),
        "p": one.p,
        "p_adjusted": p_adjusted,
        "notes": one.notes,
    }


def _outcome(one: _Looked, p_adjusted: float, settings: StatisticsSettings) -> Outcome:
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


def _agreement(one: _Looked) -> str:
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


def _series(case: Case, one: _Looked, counts: pd.Series, fitted: SegmentedRegression | None) -> ActionSeries:
    after = np.asarray(one.months.held >= one.months.first)
    table = pd.DataFrame(
        {"month": one.months.held, "count": counts.to_numpy(), "used": one.months.usable.to_numpy()}
    )
    for name in ("fitted", "without", "without_low", "without_high"):
        table[name] = np.nan
    if fitted is not None:
        path = fitted.path[:, 0]
        table["fitted"] = path
        # The earlier course carried on lies where the step's interval puts it below, or above, what was fitted.
        for name, ratio in (
            ("without", fitted.level_ratio),
            ("without_low", fitted.level_high),
            ("without_high", fitted.level_low),
        ):
            table[name] = np.where(after, path / ratio, np.nan) if ratio > 0 else np.nan
    number = len(one.areas.treated)
    place = "whole partnership" if one.whole else f"{number} treated small area{'' if number == 1 else 's'}"
    name = case.scheme.offence(one.offence).name
    return ActionSeries(one.action.id, one.offence, name, place, one.months.first, table)


def _rule(settings: StatisticsSettings) -> str:
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
