"""Inference from a survey: a test of two questions, intervals of a proportion, and what the design costs.

References
----------
Rao and Scott (1984), Annals of Statistics 12:46 (test, scaled likelihood). Thomas and Rao (1987), JASA 82:630 (F form).
Korn and Graubard (1998), Survey Methodology 24:193 (exact interval with an effective size). Wilson (1927), JASA 22:209.
Kish (1965), Survey Sampling, section 8.2. Kish (1992), Journal of Official Statistics 8:183 (weights alone).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import linalg, optimize, special, stats

from pads_analysis.stats.arguments import counts, level, numbers, positive
from pads_analysis.stats.estimates import Interval
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.rates import wilson
from pads_analysis.stats.scalars import one_of, switch
from pads_analysis.stats.survey_design import SurveyDesign, checked, codes, covariance, degrees_of_freedom

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Method = Literal["logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"]
METHODS = get_args(Method)
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class RaoScott(Printed):
    """Test of independence of two questions.

    Attributes
    ----------
    statistic : float
        F: Pearson's chi-square of the weighted table, scaled to n, over the sum of its generalised design effects.
    ndf, ddf : float
        Degrees of freedom of F (Satterthwaite's, not whole).
    p : float
        Of "the two questions are independent".
    chi2 : float
        Pearson's chi-square of the weighted table scaled to n; not to be read against a chi-square table.
    """

    statistic: float
    ndf: float
    ddf: float
    p: float
    chi2: float


def rao_scott(rows: ArrayLike, columns: ArrayLike, design: SurveyDesign) -> RaoScott:
    """Rao-Scott test, second order, of independence in a weighted two-way table.

    Use it in place of a chi-square test, which takes weighted or clustered answers for independent ones and finds far
    too much. Not for tables with cells of very few answers.

    Parameters
    ----------
    rows, columns : array_like, shape (n,)
        Category of each answer in the two questions, none missing.
    design : SurveyDesign

    Returns
    -------
    RaoScott

    Raises
    ------
    ValueError
        A label missing or another length; fewer than two categories with a weight in either; a table so sparse that
        its design effects cannot be computed.

    Notes
    -----
    With cell proportions π, their covariance V, contrasts C of the interaction and D = diag(π), the generalised design
    effects are the eigenvalues of Δ = (Cᵀ D⁻¹ C / n)⁻¹ Cᵀ D⁻¹ V D⁻¹ C; F = X² / tr Δ on d = (tr Δ)² / tr Δ² and d ν
    degrees of freedom, ν = primary units less strata. n counts the answers with a weight.
    """
    w = checked(design).weights
    used = w > 0
    r, c = (_categories(name, x, used, design) for name, x in (("rows", rows), ("columns", columns)))
    n_rows, n_columns, n = r[used].max() + 1, c[used].max() + 1, int(used.sum())
    cell = np.where(used, r * n_columns + c, -1)
    inside = (cell[:, None] == np.arange(n_rows * n_columns)).astype(np.float64)
    pi = w @ inside / w.sum()
    v = covariance(design, w[:, None] * (inside - pi) / w.sum())
    scaled = np.where(pi > 0, 1 / np.where(pi > 0, pi, 1.0), 0.0)[:, None] * _interaction(n_rows, n_columns)
    below = scaled.T @ (np.where(pi > 0, pi, 0.0)[:, None] * scaled) / n
    if np.linalg.cond(below) > 1e12:
        raise ValueError("rows and columns make a table with too many empty cells")
    delta = linalg.solve(below, scaled.T @ v @ scaled, assume_a="pos")
    first, second = float(np.trace(delta)), float(np.trace(delta @ delta))
    if first <= 0:
        raise ValueError("design leaves the table no variance")
    table = pi.reshape(n_rows, n_columns)
    null = table.sum(axis=1, keepdims=True) * table.sum(axis=0)
    chi2 = float(n * ((table - null) ** 2 / null).sum())
    ndf = first**2 / second
    ddf = ndf * degrees_of_freedom(design)
    return RaoScott(chi2 / first, ndf, ddf, float(stats.f.sf(chi2 / first, ndf, ddf)), chi2)


def design_effect(y: ArrayLike, design: SurveyDesign, *, finite: bool = False) -> float:
    """Variance of the weighted mean over that of a simple random sample of as many answers.

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
    """
    answers, w, finite = numbers("y", y, 1), checked(design).weights, switch("finite", finite)
    if len(answers) != design.size:
        raise ValueError(f"y has {len(answers)} values, but the design has {design.size} answers")
    n, people = np.count_nonzero(w), w.sum()
    centre = (w * answers).sum() / people
    spread = (w * (answers - centre) ** 2).sum() / people
    if n < 2 or spread <= 0:
        raise ValueError("y is the same for all, so that no variance is left to compare")
    if finite and people <= n:
        raise ValueError("weights of the design add up to no more than the answers, so finite cannot be used")
    simple = spread / (n - 1) * ((people - n) / people if finite else 1.0)
    z = w * (answers - centre) / people
    return float(covariance(design, z[:, None])[0, 0] / simple)


def kish_design_effect(weights: ArrayLike) -> float:
    """What unequal weights alone cost: n Σ w² / (Σ w)², for answers that do not go with the weights.

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

    Examples
    --------
    >>> print(kish_design_effect([1, 1, 4]))
    1.5
    """
    w = counts("weights", weights, 1)
    if w.sum() == 0:
        raise ValueError("weights are all zero")
    return float(np.count_nonzero(w) * (w**2).sum() / w.sum() ** 2)


def proportion_interval(
    p: float, effective: float, n: int, df: int, confidence: float = 0.95, method: Method = "logit"
) -> Interval:
    """Confidence interval of one survey proportion.

    "logit" suits most; "beta" (never too narrow) or "wilson" where p is near 0 or 1; the others are there to compare
    with figures made by other tools.

    Parameters
    ----------
    p : float
        Estimated proportion, 0 to 1.
    effective : float
        Effective sample size p (1 - p) / se², above zero.
    n : int
        Answers, at least 2.
    df : int
        Degrees of freedom of the standard error, at least 1.
    confidence : float
        Level of the interval.
    method : {"logit", "likelihood", "asin", "beta", "mean", "xlogit", "wilson"}
        t interval on the log-odds ("logit", and "xlogit", the same formula), on the arcsine-root scale ("asin") or
        plainly ("mean", which may leave 0 to 1); the profile likelihood over the design effect ("likelihood"); Clopper
        and Pearson's ("beta") or Wilson's interval with the effective size times (t of n - 1 over t of df)².

    Returns
    -------
    Interval
        The estimate lies in it. At 0 and 1 only "beta" and "wilson" are defined.

    Raises
    ------
    ValueError
        An argument missing or out of range; p of 0 or 1 with another method than "beta" or "wilson".

    Examples
    --------
    Schools of the R package survey, stratified sample of 200:

    >>> p, se = 0.827948, 0.0243448
    >>> print(proportion_interval(p, p * (1 - p) / se**2, 200, 197))
    (0.7745 to 0.8708)
    """
    share, size = float(counts("p", p, 0)), float(positive("effective", effective, 0))
    answers, freedom = float(positive("n", n, 0)), float(positive("df", df, 0))
    alpha = 1 - level(confidence)
    one_of("method", method, METHODS)
    if share > 1:
        raise ValueError("p is above 1")
    if answers < 2:
        raise ValueError("n is below 2")
    if share in (0.0, 1.0) and method not in ("beta", "wilson"):
        raise ValueError(f"p of {share:g} has no interval by method {method!r}")
    t = float(stats.t.isf(alpha / 2, freedom))
    if method in ("beta", "wilson"):
        size *= (float(stats.t.isf(alpha / 2, answers - 1)) / t) ** 2
        low, high = _beta(share, size, alpha) if method == "beta" else _wilson(share, size, alpha)
    elif method == "likelihood":
        low, high = _likelihood(share, size, answers, t)
    else:
        low, high = _transformed(method, share, t, np.sqrt(share * (1 - share) / size))
    return Interval(float(low), float(high))


def _categories(name: str, labels: ArrayLike, used: NDArray, design: SurveyDesign) -> NDArray[np.int64]:
    """Numbers from 0 of the categories that carry weight."""
    numbered = codes(name, labels, design.size)
    present, renumbered = np.unique(numbered[used], return_inverse=True)
    if len(present) < 2:
        raise ValueError(f"{name} holds fewer than two categories with a weight")
    result = np.full(len(numbered), -1, dtype=np.int64)
    result[used] = renumbered
    return result


def _interaction(rows: int, columns: int) -> NDArray[np.float64]:
    """Contrasts (r c, (r − 1)(c − 1)) that both sums over rows and over columns leave at zero."""
    first, second = (np.vstack([np.eye(k - 1), -np.ones(k - 1)]) for k in (rows, columns))
    return np.kron(first, second)


def _transformed(method: str, p: float, t: float, se: float) -> tuple[float, float]:
    if method == "mean":
        return p - t * se, p + t * se
    if method == "asin":
        middle, half = np.arcsin(np.sqrt(p)), t * se / (2 * np.sqrt(p * (1 - p)))
        return np.sin(max(middle - half, 0.0)) ** 2, np.sin(min(middle + half, np.pi / 2)) ** 2
    middle, half = special.logit(p), t * se / (p * (1 - p))
    return special.expit(middle - half), special.expit(middle + half)


def _beta(p: float, size: float, alpha: float) -> tuple[float, float]:
    x, rest = p * size, (1 - p) * size
    low = stats.beta.ppf(alpha / 2, x, rest + 1) if p > 0 else 0.0
    return low, stats.beta.isf(alpha / 2, x + 1, rest) if p < 1 else 1.0


def _wilson(p: float, size: float, alpha: float) -> tuple[float, float]:
    found = wilson(p * size, size, 1 - alpha)
    return found.ci_low, found.ci_high


def _likelihood(p: float, size: float, n: float, t: float) -> tuple[float, float]:
    """Where the deviance, over design effect n / size and quasi-binomial dispersion n / (n - 1), reaches t²."""
    scale = n / size * n / (n - 1)

    def beyond(q: float) -> float:
        return 2 * n * (p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))) / scale - t**2

    low = optimize.brentq(beyond, TINY, p, xtol=1e-14) if p > TINY and beyond(TINY) > 0 else 0.0
    high = optimize.brentq(beyond, p, 1 - TINY, xtol=1e-14) if p < 1 - TINY and beyond(1 - TINY) > 0 else 1.0
    return low, high
