"""The issues of a case scored and placed: worked out once for all that speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.levels import levels
from pads_analysis.assess.matters import matters
from pads_analysis.assess.priority_evidence import priority_evidence
from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.schemes import SCHEMES, Inputs
from pads_analysis.assess.schemes.inputs import refused
from pads_analysis.assess.scoring import CRITERIA, Drawn, Placed, placed, scores_of, weights_of
from pads_analysis.assess.selection import usable_months
from pads_analysis.stats.criteria import value

if TYPE_CHECKING:
    import pandas as pd

    from pads_analysis.data.case import Case


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What was scored, what the scheme made of it, and where the issues stand; rows as in `matters`."""

    scores: pd.DataFrame
    spread: pd.DataFrame
    weights: pd.Series
    made: Drawn
    place: Placed


@once_per_case
def scored_issues(case: Case) -> Scored | NotAvailable:
    """Score the issues of a case, join the scores by the scheme of the params, and place the issues."""
    settings = case.params.priorities
    if not matters(case):
        counted = levels(case)
        if isinstance(counted, NotAvailable):
            return refused(counted.because, counted.do)
        return refused(
            "no offence is recorded and issues.yaml names none", "Ingest counts of recorded crime."
        )
    scores, spread = scores_of(priority_evidence(case), settings, case.params.statistics.confidence)
    weights = weights_of(settings)
    if scores.isna().to_numpy().all():
        return refused("no offence could be scored", "")
    shares = _evidenced(case, scores, weights)
    scores["confidence"], spread["confidence"] = value(shares, settings.anchors.confidence), 0.0
    given = Inputs(
        case, [matter.code for matter in matters(case)], [matter.offences for matter in matters(case)],
        scores, spread, weights,
    )  # fmt: skip
    made = SCHEMES[settings.scheme](given)
    if isinstance(made, NotAvailable):
        return made
    place = placed(made, scores.index, np.random.default_rng(settings.seed))
    return Scored(scores, spread, weights, made, place)


def _evidenced(case: Case, scores: pd.DataFrame, weights: pd.Series) -> np.ndarray:
    """Return the share of the other criteria with evidence, times the share of the months that are complete."""
    others = [name for name in CRITERIA if name != "confidence" and weights[name] > 0]
    complete = len(usable_months(case, case.period).months) / max(len(case.reported(case.period)), 1)
    return scores[others].notna().mean(axis=1).to_numpy() * complete if others else np.zeros(len(scores))
