"""How sure the place of a share is among the shares of one survey, whose answers come from the same people.

References
----------
Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91:476 (confidence sets for ranks, from
simultaneous intervals of all differences). Goldstein and Spiegelhalter (1996), JRSS A 159:385 (no rank without its
interval). Binder (1983), International Statistical Review 51:279 (covariance by linearisation). Hochberg and Tamhane
(1987), Multiple Comparison Procedures, chapter 2 (Bonferroni over pairs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import numbers, of_length, same_shape, zeros_and_ones
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import level, source, whole
from pads_analysis.stats.survey_design import SurveyDesign, checked, covariance, degrees_of_freedom

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: A standard error below this is none: two shares that were given by the same people.
_NONE = 1e-12


@dataclass(frozen=True, slots=True)
class ShareRanks(Printed):
    """Places of k shares, 1 for the largest.

    Attributes
    ----------
    share : ndarray (k,)
        Weighted shares, 0 to 1.
    rank_low, rank_high : ndarray of int (k,)
        Best and worst place that the data leave possible, for all shares together.
    first : ndarray of bool (k,)
        The share may be called the largest: no other can take its place.
    critical : float
        Standard errors beyond which a difference counts.
    """

    share: NDArray[np.float64]
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    first: NDArray[np.bool_]
    critical: float


def share_ranks(
    y: ArrayLike,
    design: SurveyDesign,
    domain: ArrayLike | None = None,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = 10_000,
) -> ShareRanks:
    """Intervals of the places of several shares that one survey gives, for all of them together.

    Use it before any answer is called first, or second of ten: of one question with one or many answers, or of several
    questions. Not for people who chose to answer, and not for shares of different samples.

    Parameters
    ----------
    y : array_like of bool or of 0 and 1, shape (n, k)
        Whether each person gave each of at least two answers.
    design : SurveyDesign
        How the n people were drawn.
    domain : array_like of bool, shape (n,) or (n, k), optional
        Who is in the base of all shares, or of each.
    rng : numpy.random.Generator
        Source of the draws.
    confidence : float
        Level at which all places are right together.
    draws : int
        Draws for the critical value, at least 100.

    Returns
    -------
    ShareRanks

    Raises
    ------
    ValueError
        `y` or `domain` of another shape, missing, or other than 0 and 1; a share without anybody in its base; fewer
        than two shares; no degree of freedom; no generator; fewer than 100 draws.

    Notes
    -----
    Shares and their joint covariance by linearisation on the full design. A share is placed below another where their
    difference exceeds c standard errors; c is the quantile of the largest of all |differences| over their errors, drawn
    from the t distribution with that covariance. Assumes samples in which the differences are about normal.

    Examples
    --------
    Of 100 people 60 give the first answer, 20 the second and 15 the third:

    >>> from pads_analysis.stats.survey_design import survey_design
    >>> y = np.zeros((100, 3))
    >>> y[:60, 0] = y[60:80, 1] = y[80:95, 2] = 1
    >>> found = share_ranks(y, survey_design(size=100), rng=np.random.default_rng(1))
    >>> found.rank_low.tolist(), found.rank_high.tolist(), found.first.tolist()
    ([1, 2, 2], [1, 3, 3], [True, False, False])
    """
    said, inside = _answers(y, checked(design), domain)
    rng, size, confidence = source(rng), whole("draws", draws, 100, 1_000_000), level(confidence)
    df = degrees_of_freedom(design, inside.any(axis=1))
    if df < 1:
        raise ValueError("design leaves no degree of freedom to compare the shares with")
    w = design.weights[:, None] * inside
    shares = (w * said).sum(axis=0) / w.sum(axis=0)
    v = covariance(design, w * (said - shares) / w.sum(axis=0))
    errors = _errors(v)
    critical = _critical(v, errors, df, confidence, size, rng)
    return _placed(shares, errors, critical)


def margin_ranks(shares: ArrayLike, se: ArrayLike, confidence: float = 0.95) -> ShareRanks:
    """Intervals of places from shares and standard errors alone, whatever the shares have to do with one another.

    Use it for published shares of one survey, whose joint covariance nobody can know any more. Not where the answers
    themselves are at hand: `share_ranks` is much sharper.

    Parameters
    ----------
    shares, se : array_like, shape (k,)
        At least two shares and their standard errors.
    confidence : float
        Least level at which all places are right together.

    Returns
    -------
    ShareRanks

    Raises
    ------
    ValueError
        An argument empty, missing, of another length, or fewer than two shares; a negative standard error.

    Notes
    -----
    The error of a difference is at most the sum of both errors (correlation −1); c is the normal quantile of
    Bonferroni's correction over all pairs. Assumes shares that are about normal.

    Examples
    --------
    >>> found = margin_ranks([0.6, 0.3, 0.25], [0.02, 0.02, 0.02])
    >>> found.rank_low.tolist(), found.rank_high.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    p, errors = numbers("shares", shares, 1), numbers("se", se, 1)
    same_shape("se", errors, "shares", p)
    if len(p) < 2:
        raise ValueError("shares must hold at least two")
    if (errors < 0).any():
        raise ValueError("se is negative")
    pairs = len(p) * (len(p) - 1) / 2
    critical = float(normal_quantile(1 - (1 - level(confidence)) / pairs))
    return _placed(p, errors[:, None] + errors[None, :], critical)


def _answers(
    y: ArrayLike, design: SurveyDesign, domain: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Answers (n, k), 0 outside the domain, and who is in the base of each (n, k)."""
    raw = np.asarray(y, dtype=np.float64)
    if raw.ndim != 2 or raw.shape[1] < 2:
        raise ValueError("y must hold a row for each person and a column for each of at least two answers")
    whose = f"the design has {design.size} people"
    of_length("y", raw[:, 0], design.size, whose)
    inside = np.ones(raw.shape, dtype=bool)
    if domain is not None:
        given = np.asarray(domain, dtype=np.float64)
        given = zeros_and_ones("domain", given.ravel()).reshape(given.shape) == 1
        given = given[:, None] if given.ndim == 1 else given
        if given.shape not in (raw.shape, (design.size, 1)):
            raise ValueError(f"domain has shape {given.shape} but y has shape {raw.shape}")
        inside = np.broadcast_to(given, raw.shape).copy()
    said = zeros_and_ones("y", np.where(inside, raw, 0.0).ravel()).reshape(raw.shape)
    if ((design.weights[:, None] * inside).sum(axis=0) == 0).any():
        raise ValueError("domain leaves a share without anybody in its base")
    return said, inside


def _errors(v: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard error of the difference of every two shares (k, k)."""
    own = np.diag(v)
    return np.sqrt(np.maximum(own[:, None] + own[None, :] - 2 * v, 0.0))


def _critical(
    v: NDArray, errors: NDArray, df: int, confidence: float, draws: int, rng: np.random.Generator
) -> float:
    """Quantile of the largest standardised difference when all shares are what they are."""
    values, vectors = np.linalg.eigh(v)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn = rng.standard_normal((draws, len(v))) @ root.T
    largest = np.zeros(draws)
    for i in range(len(v)):
        for j in range(i):
            if errors[i, j] > _NONE:
                np.maximum(largest, np.abs(drawn[:, i] - drawn[:, j]) / errors[i, j], out=largest)
    largest /= np.sqrt(rng.chisquare(df, draws) / df)
    return float(np.quantile(largest, confidence))


def _placed(shares: NDArray, errors: NDArray, critical: float) -> ShareRanks:
    apart = (errors > _NONE) & (np.abs(shares[:, None] - shares[None, :]) > critical * errors)
    above = apart & (shares[None, :] > shares[:, None])
    below = apart & (shares[None, :] < shares[:, None])
    low, high = 1 + above.sum(axis=1), len(shares) - below.sum(axis=1)
    return ShareRanks(shares, low, high, high == 1, critical)
