"""Matters the authorities should prioritise: issues scored on stated criteria (statutory element d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.matters import matters
from pads_analysis.assess.priority_evidence import kinds_used, missing_reason, priority_evidence
from pads_analysis.assess.result import NotAvailable, PrioritiesResult, Verdict
from pads_analysis.assess.schemes import TITLES
from pads_analysis.assess.scored_issues import Scored, scored_issues
from pads_analysis.assess.scoring import CRITERIA, LIKELY
from pads_analysis.assess.selection import basis
from pads_analysis.vocabulary.criteria import criteria

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

NAMES = {name: each.measure for name, each in criteria().items()}
#: Where the evidence of each criterion stands in the report; "" where the list itself shows it.
SECTIONS = {
    "volume": "levels",
    "harm": "",
    "trend": "change",
    "peers": "levels",
    "target": "plan_targets",
    "concern": "concerns",
    "concentration": "concentration",
    "repeat": "repeats",
    "tractability": "",
    "confidence": "",
}


@once_per_case
def priorities(case: Case) -> PrioritiesResult | NotAvailable:
    """Score every issue on the criteria that have evidence, and say how sure its place is.

    Scores run from 0 to 4 along the anchors in the params; the scheme of the params joins them. The interval of a place
    comes from drawing the weights within their stated range, scores within their own uncertainty, and scores that
    nobody knows from the whole scale.
    """
    found = scored_issues(case)
    if isinstance(found, NotAvailable):
        return found
    settings = case.params.priorities
    used = found.scores.notna().any() & (found.weights > 0)
    return PrioritiesResult(
        basis=basis(case, kinds=_kinds(case)),
        table=_table(case, found),
        weights=_weights_table(case, found.weights, used),
        draws=settings.draws,
        not_scored=tuple(
            f"{NAMES[name]}: {missing_reason(case, name)}"
            for name in CRITERIA
            if not used[name] and name != "confidence"
        ),
        scheme=settings.scheme,
        scheme_title=TITLES[settings.scheme],
        scale=found.made.scale,
        rules=found.made.rules,
        sure=LIKELY,
    )


def _kinds(case: Case) -> tuple[str, ...]:
    supplied = {"harm_likelihood_position": ("matrix",), "severity": ("severity",)}
    return (*kinds_used(case), *supplied.get(case.params.priorities.scheme, ()))


def _table(case: Case, found: Scored) -> pd.DataFrame:
    every, evidence = matters(case), priority_evidence(case)
    table = pd.DataFrame(
        {
            "offence_code": [matter.code for matter in every],
            "offence_name": [matter.name for matter in every],
            "own": [matter.own for matter in every],
            "strategies": ["|".join(matter.strategies) for matter in every],
        }
    )
    weighed = [name for name in CRITERIA if found.weights[name] > 0]
    known = found.scores[weighed].notna()
    said = evidence.reindex(columns=[f"value_{name}" for name in CRITERIA])
    said["value_confidence"] = [
        f"{number} of {len(weighed)} criteria" for number in known.sum(axis=1).to_numpy()
    ]
    table = table.join(found.scores.add_prefix("score_")).join(said)
    table = table.join(found.made.parts.add_prefix("part_")).join(found.place.table)
    table["known"], table["criteria"] = known.sum(axis=1), len(weighed)
    table["unknown"] = ["|".join(name for name in weighed if not known.at[at, name]) for at in table.index]
    table["why"] = [_why(evidence.loc[at], found.scores.loc[at]) for at in table.index]
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def _why(evidence: pd.Series, scores: pd.Series) -> str:
    parts = []
    if scores["volume"] >= 2:
        parts.append(f"{evidence['volume']:.0%} of all recorded crimes and incidents")
    if evidence["direction"] == Verdict.HIGHER:
        parts.append(f"{evidence['trend']:.2f} times the period before")
    if evidence["vs_peers"] == Verdict.HIGHER:
        parts.append(f"{evidence['peers']:.2f} times the mean of peers")
    if scores["concentration"] >= 3:
        parts.append(f"{evidence['concentration']:.0%} of it in a tenth of small areas")
    if scores["repeat"] >= 2:
        parts.append(f"{evidence['repeat']:.0%} of it struck a victim more than once")
    if scores["concern"] >= 2 and np.isfinite(evidence["concern"]):
        parts.append(f"named by {evidence['concern']:.0%} of people asked")
    if scores["target"] >= 3:
        parts.append(evidence["target_words"])
    if evidence["recording"]:
        parts.append(
            "its change points to recording or police practice, so neither change nor level is scored"
        )
    if evidence["direction"] == Verdict.LOWER:
        parts.append(f"{evidence['trend']:.2f} times the period before")
    judged = [name for name in CRITERIA if np.isfinite(evidence.get(f"{name}_judged", np.nan))]
    parts += [
        f"{name} judged {evidence[f'{name}_judged']:g} of 4"
        for name in judged
        if evidence[f"{name}_judged"] >= 3
    ]
    return "; ".join(parts) or "no criterion stands out"


def _weights_table(case: Case, weights: pd.Series, used: pd.Series) -> pd.DataFrame:
    settings = case.params.priorities
    share = weights / weights.sum()
    return pd.DataFrame(
        {
            "code": list(CRITERIA),
            "criterion": [NAMES[name] for name in CRITERIA],
            "weight": share.to_numpy(),
            "used": used[list(CRITERIA)].to_numpy(dtype=bool),
            "section": [SECTIONS[name] for name in CRITERIA],
            "anchor": [
                ", ".join(f"{x:g} scores {y:g}" for x, y in getattr(settings.anchors, name))
                for name in CRITERIA
            ],
            "words": [
                "; ".join(f"{at}: {text}" for at, text in enumerate(getattr(settings.anchor_words, name)))
                for name in CRITERIA
            ],
        }
    )
