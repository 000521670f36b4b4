"""A grid of impact by likelihood, each from 1 to 4, multiplied: 1 to 16."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.schemes.inputs import refused
from pads_analysis.assess.scoring import MIDDLE, Drawn

if TYPE_CHECKING:
    from pads_analysis.assess.result import NotAvailable
    from pads_analysis.assess.schemes.inputs import Inputs

HIGHEST = 4


def grid_4x4(given: Inputs) -> Drawn | NotAvailable:
    """Return impact times likelihood, 1 to 16.

    Each side is the weighted mean score of its criteria, brought to a level from 1 to 4. Steps make small differences
    vanish and others jump, which the draws show.
    """
    grid = given.case.params.priorities.grid
    sides = {
        side: [name for name in getattr(grid, side) if given.weights[name] > 0]
        for side in ("impact", "likelihood")
    }
    for side, names in sides.items():
        if not names or not given.scores[names].notna().to_numpy().any():
            return refused(
                f"no criterion on the side {side} of the grid has a weight and evidence",
                f"Name others in priorities.grid.{side} in the params, or set the scheme to weighted.",
            )
    rng = given.rng()
    drawn = np.ones((given.case.params.priorities.draws, len(given.scores)))
    parts = pd.DataFrame(index=given.scores.index)
    for side, names in sides.items():
        w = given.weights[names].to_numpy() / given.weights[names].sum()
        parts[side] = _level(given.scores[names].fillna(MIDDLE).to_numpy() @ w).astype(float)
        means = np.einsum("dnk,dk->dn", given.drawn_scores(names, rng), given.drawn_weights(names, rng))
        drawn *= _level(means)
    every = [name for names in sides.values() for name in names]
    parts.loc[~given.scores[every].notna().any(axis=1)] = np.nan
    total = parts.prod(axis=1, skipna=False).to_numpy()
    rules = (
        "The figure of an issue is its impact times its likelihood, each a level from 1 to 4",
        *(f"{side.capitalize()} is the weighted mean score of: {', '.join(sides[side])}" for side in sides),
        "A mean score under 1 is level 1, from 1 to under 2 level 2, from 2 to under 3 level 3, and from 3 level 4",
        "A score that is not known counts as the middle of the scale, and its interval as the whole of it",
    )
    return Drawn(total, drawn, (1.0, float(HIGHEST**2)), parts, rules)


def _level(mean: np.ndarray) -> np.ndarray:
    # A mean a rounding error below a whole number is that number.
    return np.clip(np.floor(mean + 1e-9), 0, HIGHEST - 1) + 1
