"""Means, totals and proportions of a sample survey, with intervals that follow from how the sample was drawn.

References
----------
Lumley (2010), Complex Surveys, chapters 2 and 3. Binder (1983), International Statistical Review 51:279 (Taylor
linearisation). Kish (1965), Survey Sampling, section 8.2 (design effect).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import numbers, numbers_or_missing, of_length, zeros_and_ones
from pads_analysis.stats.design_effects import kish_design_effect, mean_and_simple_variance
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.proportion_intervals import METHODS, proportion_interval
from pads_analysis.stats.scalars import level, one_of
from pads_analysis.stats.survey_design import SurveyDesign, checked, covariance, degrees_of_freedom

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.proportion_intervals import Method

LEAST_EFFECTIVE = 5
NO_VARIANCE = 1e-10


@dataclass(frozen=True, slots=True)
class SurveyEstimate(Printed):
    """An estimate for the population the sample stands for.

    Attributes
    ----------
    estimate, se, ci_low, ci_high : float
        In the unit of the answers (a share from 0 to 1 for proportions). Limits are NaN where no degree of freedom is
        left.
    df : int
        Primary units less strata, of those with an answer in the domain.
    n : int
        Answers with a weight in the domain.
    design_effect : float
        Variance over that of a simple random sample as large; NaN where that is zero.
    method : str
        Interval used: "t", a method of `proportion`, "census" (all were asked: no uncertainty) or "none".
    """

    estimate: float
    se: float
    ci_low: float
    ci_high: float
    df: int
    n: int
    design_effect: float
    method: str


def mean(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None = None, confidence: float = 0.95
) -> SurveyEstimate:
    """Weighted mean, Taylor-linearised standard error and t interval.

    Use it for answers on a scale. For a share use `proportion`, whose interval stays between 0 and 1; not for people
    who chose to answer, of whom no design exists.

    Parameters
    ----------
    y : array_like, shape (n,)
        Answers. A missing answer is refused: leave it out with `domain`, never by dropping rows, which would change
        the design.
    design : SurveyDesign
        How the n answers were drawn.
    domain : array_like of bool, shape (n,), optional
        Part of the population to estimate for; the variance still comes from the full design.
    confidence : float
        Level of the interval.

    Returns
    -------
    SurveyEstimate

    Raises
    ------
    ValueError
        `y` or `domain` empty, missing or of another length; no weighted answer in the domain; `confidence` outside
        0-1.

    Notes
    -----
    Linearised values z = w (y − ȳ) / Σ w inside the domain, 0 outside, in the variance of `survey_design.covariance`.
    Assumes a random sample large enough for a weighted mean to be about normal.

    Examples
    --------
    >>> from pads_analysis.stats.survey_design import survey_design
    >>> found = mean([2, 4, 6, 8], survey_design([1, 1, 1, 1]))
    >>> found.estimate, round(found.se, 4), round(found.ci_low, 3), round(found.ci_high, 3)
    (5.0, 1.291, 0.891, 9.109)
    """
    answers, inside = in_domain(y, design, domain)
    alpha = 1 - level(confidence)
    w = np.where(inside, design.weights, 0.0)
    centre, simple = mean_and_simple_variance(answers, w)
    se = _se(design, w * (answers - centre) / w.sum())
    return _t_estimate(centre, se, se**2 / simple if simple > 0 else np.nan, design, inside, alpha)


def total(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None = None, confidence: float = 0.95
) -> SurveyEstimate:
    """Weighted total Σ w y; the weights must add up to the population.

    Use it for how many, or how much, in all. Not with weights scaled to the sample, which give the sample's total.

    Parameters
    ----------
    y, design, domain, confidence
        As for `mean`.

    Returns
    -------
    SurveyEstimate
        `design_effect` is NaN: it is not defined for totals here.

    Raises
    ------
    ValueError
        As for `mean`.

    Notes
    -----
    The variance is that of `survey_design.covariance` for z = w y. Assumes what `mean` does.

    Examples
    --------
    >>> from pads_analysis.stats.survey_design import survey_design
    >>> found = total([2, 4, 6, 8], survey_design([10, 10, 10, 10]))
    >>> found.estimate, round(found.se, 2)
    (200.0, 51.64)
    """
    answers, inside = in_domain(y, design, domain)
    alpha = 1 - level(confidence)
    z = np.where(inside, design.weights * answers, 0.0)
    return _t_estimate(float(z.sum()), _se(design, z), np.nan, design, inside, alpha)


def proportion(
    y: ArrayLike,
    design: SurveyDesign,
    domain: ArrayLike | None = None,
    confidence: float = 0.95,
    method: Method | Literal["auto"] = "auto",
) -> SurveyEstimate:
    """Weighted share of answers that are true, with an interval that stays between 0 and 1.

    Use it for yes-or-no questions, and for the share that gave one of several answers. Not for people who chose to
    answer. Apply the base rules (`survey_groups.withheld`) before it is published.

    Parameters
    ----------
    y : array_like of bool or of 0 and 1, shape (n,)
        Answers; a missing one is refused, as in `mean`.
    design, domain, confidence
        As for `mean`.
    method : {"auto", "logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"}
        "auto" is "logit", and "beta" (Korn and Graubard) where either side has fewer than 5 effective answers. The
        others are described in `proportion_intervals.proportion_interval`.

    Returns
    -------
    SurveyEstimate
        `method` says what was used: whatever was asked for, "beta" stands in where the design shows no variance (all
        answers alike), with Kish's effective sample size; every other interval would then have no width.

    Raises
    ------
    ValueError
        As for `mean`; a value of `y` other than 0 and 1; an unknown `method`.

    Notes
    -----
    Assumes what `mean` does; the interval's degrees of freedom are primary units less strata.

    Examples
    --------
    >>> from pads_analysis.stats.survey_design import survey_design
    >>> found = proportion([1] * 30 + [0] * 70, survey_design(size=100))
    >>> found.estimate, round(found.ci_low, 3), round(found.ci_high, 3), found.method
    (0.3, 0.217, 0.398, 'logit')
    """
    one_of("method", method, "auto", *METHODS)
    answers, inside = in_domain(y, design, domain)
    if not np.isin(answers, (0.0, 1.0)).all():
        raise ValueError("y must be true or false, 1 or 0")
    plain = mean(answers, design, inside, confidence)
    p, se, df, n = min(plain.estimate, 1.0), plain.se, plain.df, plain.n
    w = design.weights[inside & (design.weights > 0)]
    census = bool((design.sampled_share == 1).all())
    if df < 1 or census:
        low, high = (p, p) if census else (np.nan, np.nan)
        return SurveyEstimate(p, se, low, high, df, n, plain.design_effect, "census" if census else "none")
    effect = plain.design_effect
    if se < NO_VARIANCE:
        se, method, effect = 0.0, "beta", kish_design_effect(w)
        effective = n / effect
    else:
        effective = p * (1 - p) / se**2
    if method == "auto":
        method = "beta" if effective * min(p, 1 - p) < LEAST_EFFECTIVE else "logit"
    limits = proportion_interval(p, effective, n, df, confidence, method)
    return SurveyEstimate(p, se, limits.low, limits.high, df, n, effect, method)


def in_domain(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Answers, set to 0 outside the domain, where they may be missing; and which answers lie in it. Both (n,).

    Raises ValueError naming `y` or `domain` where it is empty, missing, of another length, or holds no weighted answer.
    """
    whose = f"the design has {checked(design).size} answers"
    chosen = np.ones(design.size, dtype=bool)
    if domain is not None:
        chosen = of_length("domain", zeros_and_ones("domain", domain), design.size, whose) == 1
    if design.weights[chosen].sum() == 0:
        raise ValueError("domain holds no answer with a weight")
    answers = numbers_or_missing("y", y)
    if answers.shape != (design.size,):
        raise ValueError(f"y has shape {answers.shape} but {whose}")
    return numbers("y", np.where(chosen, answers, 0.0), 1), chosen


def _se(design: SurveyDesign, z: NDArray) -> float:
    return float(np.sqrt(max(covariance(design, z[:, None])[0, 0], 0.0)))


def _t_estimate(
    centre: float, se: float, effect: float, design: SurveyDesign, inside: NDArray, alpha: float
) -> SurveyEstimate:
    df, n = degrees_of_freedom(design, inside), int(np.count_nonzero(inside & (design.weights > 0)))
    half = stats.t.isf(alpha / 2, df) * se if df > 0 else np.nan
    return SurveyEstimate(centre, se, float(centre - half), float(centre + half), df, n, effect, "t")
