"""What the design of a survey costs beside a simple random sample of as many answers.

References
----------
Kish (1965), Survey Sampling, section 8.2 (design effect). Kish (1992), Journal of Official Statistics 8:183 (weights
alone).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, numbers, of_length
from pads_analysis.stats.scalars import switch
from pads_analysis.stats.survey_design import SurveyDesign, checked, covariance

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def design_effect(y: ArrayLike, design: SurveyDesign, *, finite: bool = False) -> float:
    """Variance of the weighted mean over that of a simple random sample of as many answers.

    Use it to say what clusters and weights cost: a design effect of 2 halves the sample. Not for a part of the sample
    (`surveys.mean` gives it with its domain).

    Parameters
    ----------
    y : array_like, shape (n,)
        Answers.
    design : SurveyDesign
    finite : bool
        Compare with a sample without replacement from a population of Σ weights; the weights must then add up to it.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        `y` empty, missing, of another length, or all alike; `finite` with weights that add up to no more than n.

    Notes
    -----
    Var(ȳ) by `survey_design.covariance` over s² / n, s² the weighted variance of the answers. Assumes what
    `surveys.mean` does.

    Examples
    --------
    Four households of three people who answer alike: the sample is worth three and two thirds, not twelve.

    >>> from pads_analysis.stats.survey_design import survey_design
    >>> design = survey_design(clusters=np.repeat(range(4), 3))
    >>> round(design_effect(np.repeat([1, 0, 1, 0], 3), design), 3)
    3.667
    """
    answers, w, finite = numbers("y", y, 1), checked(design).weights, switch("finite", finite)
    of_length("y", answers, design.size, f"the design has {design.size} answers")
    n, people = np.count_nonzero(w), w.sum()
    centre, simple = mean_and_simple_variance(answers, w)
    if not simple > 0:
        raise ValueError("y is the same for all, so that no variance is left to compare")
    if finite and people <= n:
        raise ValueError("weights of the design add up to no more than the answers, so finite cannot be used")
    z = w * (answers - centre) / people
    return float(covariance(design, z[:, None])[0, 0] / (simple * ((people - n) / people if finite else 1.0)))


def mean_and_simple_variance(y: NDArray[np.float64], w: NDArray[np.float64]) -> tuple[float, float]:
    """Weighted mean, and the variance it would have in a simple random sample of as many answers with a weight.

    Parameters
    ----------
    y, w : ndarray (n,)
        Answers and weights, checked; one weight at least above zero.

    Returns
    -------
    mean, variance : float
        In the unit of the answers, and its square; a NaN variance where a single answer has a weight.

    Examples
    --------
    >>> mean_and_simple_variance(np.array([1.0, 0, 1, 0, 9]), np.array([1.0, 1, 1, 1, 0]))
    (0.5, 0.08333333333333333)
    """
    n, people = np.count_nonzero(w), w.sum()
    mean = float((w * y).sum() / people)
    spread = float((w * (y - mean) ** 2).sum() / people)
    return mean, spread / (int(n) - 1) if n > 1 else np.nan


def kish_design_effect(weights: ArrayLike) -> float:
    """What unequal weights alone cost: n Σ w² / (Σ w)², for answers that do not go with the weights.

    Use it where nothing but the weights is known. Not for a clustered sample, whose cost is larger (`design_effect`).

    Parameters
    ----------
    weights : array_like, shape (n,)
        Zero or more; those of zero do not count.

    Returns
    -------
    float
        1 or more; n over it is the effective sample size.

    Raises
    ------
    ValueError
        `weights` empty, missing, negative or all zero.

    Notes
    -----
    Assumes answers that vary as much, and about the same mean, whatever their weight.

    Examples
    --------
    >>> print(kish_design_effect([1, 1, 4]))
    1.5
    """
    w = counts("weights", weights, 1)
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    return float(np.count_nonzero(w) * (w**2).sum() / w.sum() ** 2)
