"""What happened to recorded crime after actions of the last plan, beside what was compared (statutory element c).

Nothing here says that an action did it: figures can show that an area fell more than others after a date, and no more.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.action_areas import ActionAreas, action_areas
from pads_analysis.assess.action_cautions import ASSUMPTIONS, cautions, event_months
from pads_analysis.assess.action_estimates import (
    Estimate,
    beside_areas,
    beside_peers,
    own_course,
)
from pads_analysis.assess.action_months import action_months, treated_counts
from pads_analysis.assess.action_verdict import (
    Looked,
    agreement_of,
    around_of,
    outcome_of,
    verdict_rule,
    why_not_judged,
)
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import ActionSeries, Basis, InterventionsResult, NotAvailable
from pads_analysis.assess.selection import no_months, said_by
from pads_analysis.assess.supplied import withheld
from pads_analysis.data.periods import Period, month_label
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params.plan import PlanAction
    from pads_analysis.stats.segmented_regression import SegmentedRegression

TITLE = "What was recorded after actions"


@once_per_case
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
    around = _adjusted([one.around for one in looked])
    rows = [_row(case, *each) for each in zip(looked, p_adjusted, around, strict=True)]
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
        rule=verdict_rule(case.params.statistics),
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


def _basis(case: Case, looked: list[Looked]) -> Basis:
    first = min((one.months.held[0] for one in looked if len(one.months.held)), default=case.period.first)
    return Basis(
        place=case.partnership.name,
        period=Period(first, case.period.last).label,
        # The plan is no published source, so that the public edition withholds the whole.
        source_kinds=(case.source, "lookup", "plan"),
        **said_by(case),
    )


def _look(case: Case, action: PlanAction) -> Looked:
    months = action_months(case, action)
    areas = action_areas(case, action) if action.areas else ActionAreas(compared=_peers(case))
    one = Looked(action, action.indicator, areas, months, {})
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
    one = replace(one, because=why_not_judged(case, one), notes=cautions(case, action, areas, months, counts))
    return one if counts is None else replace(one, series=_series(case, one, counts, fitted))


def _peers(case: Case) -> str:
    return "weighted peers" if case.params.peers.codes else "weighted other partnerships of the store"


def _cannot_start(case: Case, one: Looked) -> str:
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


def _adjusted(p: list[float]) -> np.ndarray:
    """Return the p of the actions that can be judged, adjusted over these; missing for the others."""
    known = np.array([np.isfinite(each) for each in p], dtype=bool)
    found = np.full(len(p), np.nan)
    if known.any():
        found[known] = adjust(np.array(p)[known])
    return found


def _row(case: Case, one: Looked, p_adjusted: float, p_around: float) -> dict[str, object]:
    main = one.estimates.get("series" if one.whole else "comparison", Estimate(""))
    outcome = outcome_of(one, p_adjusted, case.params.statistics)
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
        "agreement": "" if one.because else agreement_of(one),
        "around": around_of(one, outcome, p_around, case.params.statistics),
        "event_months": event_months(case, one.areas, one.months),
        "p": one.p,
        "p_adjusted": p_adjusted,
        "notes": one.notes,
    }


def _series(case: Case, one: Looked, counts: pd.Series, fitted: SegmentedRegression | None) -> ActionSeries:
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
