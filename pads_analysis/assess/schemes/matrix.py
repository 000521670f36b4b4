"""A matrix of harm, likelihood and organisational position, on scales that the partnership brings itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.schemes.inputs import refused
from pads_analysis.assess.scoring import SCALE, Drawn
from pads_analysis.assess.supplied import withheld
from pads_analysis.params.matrix import BLOCKS

if TYPE_CHECKING:
    from pads_analysis.assess.result import NotAvailable
    from pads_analysis.assess.schemes.inputs import Inputs
    from pads_analysis.params.matrix import Factor, MatrixFile


def harm_likelihood_position(given: Inputs) -> Drawn | NotAvailable:
    """Return the product, or the sum, of the mean ratings of harm, likelihood and organisational position.

    What was not rated is drawn from the steps of its scale, and counts as its middle; a rating is a judgement and as
    doubtful as the params say of one.
    """
    if "matrix" in given.case.resolved.withheld:
        return withheld("priorities", "d")
    held = given.case.resolved.matrix
    where = f"params/partnerships/{given.case.partnership.code}/matrix.yaml"
    if held is None:
        return refused(
            "the scheme harm_likelihood_position needs ratings, and no file holds any", f"Write {where}."
        )
    rated = {(entry.issue, entry.factor): entry.value for entry in held.ratings}
    known = np.array(
        [any((code, factor.id) in rated for factor in held.factors) for code in given.codes], dtype=bool
    )
    if not known.any():
        return refused(
            f"{where} rates none of the issues listed", "Use the offence codes that pads check lists."
        )
    rng = given.rng()
    draws = given.case.params.priorities.draws
    joined, total, parts = None, None, pd.DataFrame(index=given.scores.index)
    for block in BLOCKS:
        factors = [factor for factor in held.factors if factor.block == block]
        each = [_factor(given, factor, rated, draws, rng) for factor in factors]
        parts[block] = np.where(known, np.mean([middle for middle, _ in each], axis=0), np.nan)
        mean = np.mean([drawn for _, drawn in each], axis=0)
        joined = mean if joined is None else joined * mean if held.join == "product" else joined + mean
    total = parts.prod(axis=1, skipna=False) if held.join == "product" else parts.sum(axis=1, skipna=False)
    return Drawn(total.to_numpy(), np.asarray(joined), _ends(held), parts, _rules(held))


def _factor(
    given: Inputs,
    factor: Factor,
    rated: dict[tuple[str, str], float],
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rating of each issue on one factor, its middle where there is none, and its draws."""
    low, high = factor.ends
    said = np.array([rated.get((code, factor.id), np.nan) for code in given.codes])
    doubt = given.case.params.priorities.judgement_doubt * (high - low) / (SCALE[1] - SCALE[0])
    near = np.clip(np.nan_to_num(said) + doubt * rng.standard_normal((draws, len(said))), low, high)
    anywhere = rng.choice([step.value for step in factor.scale], size=(draws, len(said)))
    unknown = np.isnan(said)
    return np.where(unknown, (low + high) / 2, said), np.where(unknown, anywhere, near)


def _ends(held: MatrixFile) -> tuple[float, float]:
    ends = [
        np.mean([factor.ends for factor in held.factors if factor.block == block], axis=0) for block in BLOCKS
    ]
    joined = np.prod(ends, axis=0) if held.join == "product" else np.sum(ends, axis=0)
    return float(joined[0]), float(joined[1])


def _rules(held: MatrixFile) -> tuple[str, ...]:
    how = "multiplied" if held.join == "product" else "added"
    return (
        f"{held.title.rstrip('.')}: harm, likelihood and organisational position, {how}",
        f"Source of the scales: {held.source.rstrip('.')}",
        *(
            f"{block.capitalize()} is the mean of: "
            + ", ".join(factor.name for factor in held.factors if factor.block == block)
            for block in BLOCKS
        ),
        "What was not rated counts as the middle of its scale, and in the draws as any of its steps",
    )
