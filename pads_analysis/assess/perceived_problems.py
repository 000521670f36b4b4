"""The scale of perceived anti-social behaviour on which National Indicator 17 rested.

The definition is from memory of the indicator's handbook and could not be looked up: seven items, each scored 0 to 3,
and the share of respondents who score 11 or more of 21. `STATUS` says so wherever the scale is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

ITEMS = tuple(f"asb_item_{number}" for number in range(1, 8))
HIGHEST_OF_ITEM, HIGH_FROM = 3, 11
STATUS = "unverified"
DEFINITION = (
    "Seven items of anti-social behaviour, each scored from 0 (not a problem) to 3 (a very big problem); counted are "
    "respondents who score 11 or more of 21, among those who rated all seven."
)
UNVERIFIED = (
    "The definition is that of National Indicator 17 as far as it is known; its published wording, and how it took "
    "respondents who left an item out, could not be looked up (unverified)."
)


@dataclass(frozen=True, slots=True)
class ProblemScores:
    """The scores of n respondents.

    Attributes
    ----------
    score : ndarray (n,)
        Sum over the seven items, 0 to 21; NaN where an item is missing.
    complete, high : ndarray of bool (n,)
        Rated all seven; scores 11 or more.
    """

    score: NDArray[np.float64]
    complete: NDArray[np.bool_]
    high: NDArray[np.bool_]


def problem_scores(items: ArrayLike) -> ProblemScores:
    """Return each respondent's summed score, and whether it is high.

    Parameters
    ----------
    items : array_like, shape (n, 7)
        Score of each item, 0 to 3; NaN where it was not rated.

    Returns
    -------
    ProblemScores

    Raises
    ------
    ValueError
        Another shape, or a score outside 0 to 3.

    Notes
    -----
    National Indicator 17, Place Survey (unverified). A respondent who left out an item is left out of the base.
    """
    scores = np.asarray(items, dtype=np.float64)
    if scores.ndim != 2 or scores.shape[1] != len(ITEMS):
        raise ValueError(f"items must hold {len(ITEMS)} scores for each respondent, not shape {scores.shape}")
    known = scores[~np.isnan(scores)]
    if ((known < 0) | (known > HIGHEST_OF_ITEM)).any():
        raise ValueError(f"items holds a score outside 0 to {HIGHEST_OF_ITEM}")
    complete = ~np.isnan(scores).any(axis=1)
    total = np.where(complete, np.nansum(scores, axis=1), np.nan)
    return ProblemScores(total, complete, complete & (np.nan_to_num(total) >= HIGH_FROM))
