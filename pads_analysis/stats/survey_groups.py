"""Proportions of groups of a survey, and the base rules that say which may be published.

References
----------
Lumley (2010), Complex Surveys, section 2.4 (domains on the full design). Korn and Graubard (1998), Survey Methodology
24:193 (proportions that rest on few answers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pads_analysis.stats.arguments import codes, counts, numbers_or_missing, same_shape
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, zero_or_more
from pads_analysis.stats.survey_design import SurveyDesign
from pads_analysis.stats.surveys import in_domain, proportion

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.proportion_intervals import Method

LEAST_ANSWERS = 30
WIDEST_HALF = 0.10


@dataclass(frozen=True, slots=True)
class GroupProportions(Printed):
    """Proportions of g groups, each estimated on the full design.

    Attributes
    ----------
    group : ndarray of str (g,)
        Labels in ascending order.
    n : ndarray of int (g,)
        Answers with a weight.
    proportion, se, ci_low, ci_high, design_effect : ndarray (g,)
        As in `SurveyEstimate`; not blanked where withheld.
    withheld : ndarray of str (g,)
        Why the figure must not be published; empty where it may.
    """

    group: NDArray[np.str_]
    n: NDArray[np.int64]
    proportion: NDArray[np.float64]
    se: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    design_effect: NDArray[np.float64]
    withheld: NDArray[np.str_]


def group_proportions(
    y: ArrayLike,
    design: SurveyDesign,
    group: ArrayLike,
    domain: ArrayLike | None = None,
    confidence: float = 0.95,
    method: Method | Literal["auto"] = "auto",
) -> GroupProportions:
    """Weighted share of true answers in each group, on the full design, with the base rules applied.

    Use it for a table of one question by another. Not by dropping the other groups' answers first, which would change
    the design. Whether two groups differ is a question for `survey_tests.rao_scott`, not for overlapping intervals.

    Parameters
    ----------
    y, design, domain, confidence, method
        As for `surveys.proportion`; groups without a weighted answer in the domain are left out.
    group : array_like, shape (n,)
        Label of each answer's group.

    Returns
    -------
    GroupProportions

    Raises
    ------
    ValueError
        As for `surveys.proportion`; a label missing.

    Notes
    -----
    Each group is a domain: answers outside it count as 0 in the variance. Assumes what `surveys.mean` does.

    Examples
    --------
    >>> from pads_analysis.stats.survey_design import survey_design
    >>> found = group_proportions([1, 0] * 50, survey_design(size=100), ["a"] * 80 + ["b"] * 20)
    >>> found.proportion.tolist(), found.withheld.tolist()
    ([0.5, 0.5], ['interval wider than ±10 points', 'fewer than 30 answers'])
    """
    answers, inside = in_domain(y, design, domain)
    numbered = codes("group", group, design.size, f"the design has {design.size} answers")
    labels = np.asarray(group)
    present = np.unique(numbered[inside & (design.weights > 0)])
    names = [labels[numbered == c][0] for c in present]
    try:
        order = sorted(range(len(names)), key=names.__getitem__)
    except TypeError:
        order = sorted(range(len(names)), key=lambda i: str(names[i]))
    found = [
        proportion(answers, design, inside & (numbered == present[i]), confidence, method) for i in order
    ]

    def column(name: str) -> NDArray[Any]:
        return np.array([getattr(f, name) for f in found])

    low, high, n = column("ci_low"), column("ci_high"), column("n")
    return GroupProportions(
        group=np.array([str(names[i]) for i in order]),
        n=n,
        proportion=column("estimate"),
        se=column("se"),
        ci_low=low,
        ci_high=high,
        design_effect=column("design_effect"),
        withheld=withheld(n, low, high),
    )


def withheld(
    n: ArrayLike,
    ci_low: ArrayLike,
    ci_high: ArrayLike,
    *,
    least: float = LEAST_ANSWERS,
    widest_half: float = WIDEST_HALF,
) -> NDArray[np.str_]:
    """Why a proportion must not be published: too few answers, or too wide an interval.

    Use it on every figure of a survey before it leaves the room. It is a rule of quality, not of disclosure.

    Parameters
    ----------
    n, ci_low, ci_high : array_like, one shape
        Answers and limits; limits may be NaN (no interval).
    least : float
        Fewest answers.
    widest_half : float
        Widest half of the interval (0.10 is ten percentage points).

    Returns
    -------
    ndarray of str
        In the shape of `n`; empty where it may be published.

    Raises
    ------
    ValueError
        `n`, `least` or `widest_half` missing or negative; limits that are not numbers, or of another shape.

    Notes
    -----
    The limits of 30 answers and ±10 points are conventions; state them.

    Examples
    --------
    >>> withheld([12, 200, 200], [0.2, 0.3, 0.45], [0.6, 0.6, 0.55]).tolist()
    ['fewer than 30 answers', 'interval wider than ±10 points', '']
    """
    base, fewest = counts("n", n), zero_or_more("least", least)
    widest = above_zero("widest_half", widest_half)
    low, high = numbers_or_missing("ci_low", ci_low), numbers_or_missing("ci_high", ci_high)
    same_shape("ci_low", low, "n", base)
    same_shape("ci_high", high, "n", base)
    wide = ~((high - low) / 2 <= widest + 1e-12)
    reasons = [f"fewer than {fewest:g} answers", f"interval wider than ±{100 * widest:g} points"]
    return np.select([base < fewest, wide], reasons, "")
