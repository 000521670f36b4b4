"""A weighted mean of the criteria: the scheme that stands where nobody chooses another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.schemes.inputs import SCALE, refused
from pads_analysis.assess.scoring import MIDDLE, Drawn

if TYPE_CHECKING:
    from pads_analysis.assess.result import NotAvailable
    from pads_analysis.assess.schemes.inputs import Inputs


def weighted(given: Inputs) -> Drawn | NotAvailable:
    """Return weighted means, 0 to 4, over every criterion that has a weight.

    A score that nobody knows counts as the middle of the scale in the total, and as anything on the scale in the draws:
    not as none, and not as what the other criteria say. So what is not known widens an interval and moves no issue
    past another unseen.
    """
    names = [name for name in given.scores.columns if given.weights[name] > 0]
    known = given.scores[names].notna()
    if not known.to_numpy().any():
        return refused(
            "no criterion with a weight has any evidence",
            "Give weight to volume, trend or peers in the params.",
        )
    w = given.weights[names].to_numpy() / given.weights[names].sum()
    total = np.where(known.any(axis=1), given.scores[names].fillna(MIDDLE).to_numpy() @ w, np.nan)
    rng = given.rng()
    drawn_weights = given.drawn_weights(names, rng)
    drawn = np.einsum("dnk,dk->dn", given.drawn_scores(names, rng), drawn_weights)
    rules = (
        "The total of an issue is the mean of its scores on the criteria, by their weights",
        "A score that is not known counts as the middle of the scale, and its interval as the whole of it",
    )
    return Drawn(total, drawn, SCALE, pd.DataFrame(index=given.scores.index), rules)
