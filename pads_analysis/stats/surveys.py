"""Means, totals and proportions of a sample survey, with intervals that follow from how the sample was drawn.

References
----------
Lumley (2010), Complex Surveys, chapters 2 and 3. Binder (1983), International Statistical Review 51:279 (Taylor
linearisation). Kish (1965), Survey Sampling, section 8.2 (design effect).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, level, numbers, positive
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of
from pads_analysis.stats.survey_design import SurveyDesign, checked, codes, covariance, degrees_of_freedom
from pads_analysis.stats.survey_tests import METHODS, kish_design_effect, proportion_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pads_analysis.stats.survey_tests import Method

LEAST_ANSWERS = 30
WIDEST_HALF = 0.10
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


def mean(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None = None, confidence: float = 0.95
) -> SurveyEstimate:
    """Weighted mean, Taylor-linearised standard error and t interval.

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
    """
    answers, inside = _values(y, design, domain), _domain(design, domain)
    alpha = 1 - level(confidence)
    w = np.where(inside, design.weights, 0.0)
    centre = float((w * answers).sum() / w.sum())
    se = _se(design, w * (answers - centre) / w.sum())
    return _t_estimate(centre, se, _effect(se, answers, w, centre), design, inside, alpha)


def total(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None = None, confidence: float = 0.95
) -> SurveyEstimate:
    """Weighted total Σ w y; the weights must add up to the population.

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
    """
    answers, inside = _values(y, design, domain), _domain(design, domain)
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

    Parameters
    ----------
    y : array_like of bool or of 0 and 1, shape (n,)
        Answers; a missing one is refused, as in `mean`.
    design, domain, confidence
        As for `mean`.
    method : {"auto", "logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"}
        "auto" is "logit", and "beta" (Korn and Graubard) where either side has fewer than 5 effective answers. The
        others are described in `survey_tests.proportion_interval`.

    Returns
    -------
    SurveyEstimate
        `method` says what was used: whatever was asked for, "beta" stands in where the design shows no variance (all
        answers alike), with Kish's effective sample size; every other interval would then have no width.

    Raises
    ------
    ValueError
        As for `mean`; a value of `y` other than 0 and 1; an unknown `method`.
    """
    one_of("method", method, ("auto", *METHODS))
    answers, inside = _values(y, design, domain), _domain(design, domain)
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


def group_proportions(
    y: ArrayLike,
    design: SurveyDesign,
    group: ArrayLike,
    domain: ArrayLike | None = None,
    confidence: float = 0.95,
    method: Method | Literal["auto"] = "auto",
) -> GroupProportions:
    """Weighted share of true answers in each group, on the full design, with the base rules applied.

    Parameters
    ----------
    y, design, domain, confidence, method
        As for `proportion`; groups without a weighted answer in the domain are left out.
    group : array_like, shape (n,)
        Label of each answer's group.

    Returns
    -------
    GroupProportions

    Raises
    ------
    ValueError
        As for `proportion`; a label missing.
    """
    answers, inside = _values(y, design, domain), _domain(design, domain)
    numbered, labels = codes("group", group, design.size), np.asarray(group)
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
        `n`, `least` or `widest_half` missing or negative; shapes that do not fit.
    """
    base, fewest = counts("n", n), float(counts("least", least, 0))
    widest = float(positive("widest_half", widest_half, 0))
    try:
        low, high = (np.broadcast_to(np.asarray(v, dtype=np.float64), base.shape) for v in (ci_low, ci_high))
    except (TypeError, ValueError) as error:
        raise ValueError("ci_low and ci_high must be numbers in the shape of n") from error
    wide = ~((high - low) / 2 <= widest + 1e-12)
    reasons = [f"fewer than {fewest:g} answers", f"interval wider than ±{100 * widest:g} points"]
    return np.select([base < fewest, wide], reasons, "")


def _values(y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None) -> NDArray:
    """Answers, 0 outside the domain, where they may be missing."""
    checked(design)
    if domain is None:
        answers = numbers("y", y, 1)
    else:
        try:
            answers = np.asarray(y, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise ValueError("y must hold numbers only") from error
    if answers.shape != (design.size,):
        raise ValueError(f"y has shape {answers.shape}, but the design has {design.size} answers")
    answers = np.where(_domain(design, domain), answers, 0.0)
    return numbers("y", answers, 1)


def _domain(design: SurveyDesign, domain: ArrayLike | None) -> NDArray[np.bool_]:
    if domain is None:
        return np.ones(design.size, dtype=bool)
    inside = numbers("domain", domain, 1)
    if len(inside) != design.size:
        raise ValueError(f"domain has {len(inside)} values, but the design has {design.size} answers")
    if not np.isin(inside, (0.0, 1.0)).all():
        raise ValueError("domain must be true or false")
    chosen = inside == 1
    if design.weights[chosen].sum() == 0:
        raise ValueError("domain holds no answer with a weight")
    return chosen


def _se(design: SurveyDesign, z: NDArray) -> float:
    return float(np.sqrt(max(covariance(design, z[:, None])[0, 0], 0.0)))


def _effect(se: float, y: NDArray, w: NDArray, centre: float) -> float:
    n = np.count_nonzero(w)
    spread = float((w * (y - centre) ** 2).sum() / w.sum())
    return se**2 * (n - 1) / spread if spread > 0 and n > 1 else np.nan


def _t_estimate(
    centre: float, se: float, effect: float, design: SurveyDesign, inside: NDArray, alpha: float
) -> SurveyEstimate:
    df, n = degrees_of_freedom(design, inside), int(np.count_nonzero(inside & (design.weights > 0)))
    half = stats.t.isf(alpha / 2, df) * se if df > 0 else np.nan
    return SurveyEstimate(centre, se, float(centre - half), float(centre + half), df, n, effect, "t")
