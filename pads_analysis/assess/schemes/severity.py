"""Recorded crime weighted by severity: the share of each issue in all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import count_dispersion
from pads_analysis.assess.schemes.inputs import refused
from pads_analysis.assess.scoring import Drawn
from pads_analysis.assess.selection import totals
from pads_analysis.assess.supplied import withheld

if TYPE_CHECKING:
    from pads_analysis.assess.result import NotAvailable
    from pads_analysis.assess.schemes.inputs import Inputs


def by_severity(given: Inputs) -> Drawn | NotAvailable:
    """Return the share of each issue in all severity-weighted crime, in per cent.

    Counts are drawn as they vary from year to year (gamma, Jeffreys, with the dispersion of their months). An issue
    without recorded offences, or whose offences have no weight, has no figure here.
    """
    case = given.case
    if "severity" in case.resolved.withheld:
        return withheld("priorities", "d")
    held = case.resolved.severity
    where = f"params/partnerships/{case.partnership.code}/severity.yaml"
    if held is None:
        return refused("the scheme severity needs weights, and no file holds any", f"Write {where}.")
    counted = totals(case, case.period)
    if case.partnership.code not in counted.index:
        return refused(
            f"no month of {case.period.label} is held and complete", "Ingest the police files of the period."
        )
    own = counted.loc[case.partnership.code]
    weight = {entry.offence: entry.weight for entry in held.weights if entry.offence in own.index}
    count = own[list(weight)].clip(lower=0).to_numpy(dtype="float64")
    gravity = np.array(list(weight.values()))
    if not (count * gravity).sum():
        return refused(
            f"no offence that {where} gives a weight was recorded", "Use the offence codes that pads check lists."
        )  # fmt: skip
    belongs = np.array([[code in covered for code in weight] for covered in given.offences], dtype=float)
    known = np.array(
        [bool(covered) and all(code in weight for code in covered) for covered in given.offences]
    )
    phi = count_dispersion(case).reindex(list(weight)).fillna(1.0).to_numpy()
    shape = count / phi + 0.5
    drawn = given.rng().gamma(shape, phi, size=(case.params.priorities.draws, len(count))) * gravity
    parts = pd.DataFrame({"severity": belongs @ (count * gravity)}, index=given.scores.index)
    parts.loc[~known] = np.nan
    rules = (
        f"The figure of an issue is its count times the weight of one such offence, as a share of all: {held.title}",
        f"Source of the weights: {held.source.rstrip('.')}",
        "Criteria and their weights have no part in this scheme",
    )
    total = 100 * parts["severity"].to_numpy() / (count * gravity).sum()
    shares = 100 * (drawn @ belongs.T) / drawn.sum(axis=1, keepdims=True)
    return Drawn(total, shares, (0.0, 100.0), parts, rules)
