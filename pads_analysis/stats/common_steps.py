"""Steps that many series of a group take together while others do not: a sign of a change in recording.

References
----------
Westfall and Young (1993), Resampling-based multiple testing (maximum statistic). Donald and Lang (2007), Review of
Economics and Statistics 89:221 (areas as the units).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, numbers
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import between, source, whole, zero_or_more

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_AREAS = 3
LEAST_MONTHS = 24
MIN_MEAN = 5.0
MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class CommonStep(Printed):
    """A step a group takes together.

    Attributes
    ----------
    index : int
        First month of the new level (0-based).
    ratio : float
        Level after over level before, relative to the reference areas.
    n_moving, n_areas : int
        Areas of the group that move with it, and areas tested.
    p : float
        Permutation p over all months tried.
    """

    index: int
    ratio: float
    n_moving: int
    n_areas: int
    p: float


def common_step(
    series: ArrayLike,
    reference: ArrayLike,
    *,
    rng: np.random.Generator | None = None,
    share: float = 0.75,
    min_ratio: float = 1.1,
    alpha: float = 0.02,
    min_size: int = 3,
    min_mean: float = MIN_MEAN,
    draws: int = 1999,
    calendar: ArrayLike | None = None,
) -> tuple[CommonStep, ...]:
    """Months in which most areas of a group step up or down together, and the reference areas do not.

    Each area's log count is set against the mean of the reference areas; every possible month is tried, calendar
    months allowed for; group and reference areas are then compared, one step per area, so that correlation in
    time within an area does no harm. The month that explains most is judged by exchanging areas between the group and
    the reference at random. The step must also exceed the shared ups and downs of the
    group from month to month, and fit better than a steady drift.

    Use it to look for changes in recording before a trend is told. Silence is no proof that there was none: a small
    step, or one in the last months, is easily missed. Not for a step that the reference areas took too.

    Parameters
    ----------
    series, reference : array_like, shapes (a, m) and (b, m)
        Monthly counts of the group's areas and of reference areas, the same months in order.
    rng : numpy.random.Generator, optional
        Source of the exchanges; a fixed seed where not given, so that the same counts give the same answer.
    share : float
        Least share of the group's areas that must move the same way, by at least half the step.
    min_ratio : float
        Least size of the step, up (ratio) or down (1 / ratio).
    alpha : float
        Level of the test over all months.
    min_size : int
        Least number of months before and after.
    min_mean : float
        Areas with a smaller monthly mean are left out: their logs are too rough.
    draws : int
        Number of exchanges.
    calendar : array_like of int, shape (m,), optional
        Calendar month of each column, 1 to 12; needed where months are left out, since the twelfth column after one is
        then not the same month of the next year. Without it the columns are taken for months in a row.

    Returns
    -------
    tuple of CommonStep
        The clearest first, at most three; empty when there is none, when fewer than three areas of either kind can
        be used, or when there are fewer than 24 months.

    Raises
    ------
    ValueError
        An argument empty, missing, negative, out of range, or of unequal number of months; `calendar` not months.

    Notes
    -----
    Assumes that without a step areas of the group and of the reference could change places.

    Examples
    --------
    Five areas that double at month 20, beside five that do not:

    >>> rng = np.random.default_rng(1)
    >>> own, other = rng.poisson(200, (5, 36)), rng.poisson(200, (5, 36))
    >>> own[:, 20:] *= 2
    >>> [(step.index, step.n_moving) for step in common_step(own, other, rng=rng)]
    [(20, 5)]
    """
    own, other = counts("series", series, 2), counts("reference", reference, 2)
    rng = np.random.default_rng(0) if rng is None else source(rng)
    share, min_ratio, alpha = (
        between("share", share, 0, np.nextafter(1, 2)),
        between("min_ratio", min_ratio, np.nextafter(1, 0), np.inf),
        between("alpha", alpha, 0, 1),
    )
    min_size, draws = whole("min_size", min_size, 1), whole("draws", draws, 1)
    min_mean = zero_or_more("min_mean", min_mean)
    if own.shape[1] != other.shape[1]:
        raise ValueError(f"series has {own.shape[1]} months but reference has {other.shape[1]}")
    months = own.shape[1]
    calendar = _calendar(calendar, months)
    if not can_be_tested(own, other, min_mean) or 2 * min_size > months:
        return ()
    own, other = own[own.mean(axis=1) >= min_mean], other[other.mean(axis=1) >= min_mean]
    logs = np.log(np.vstack([own, other]) + 0.5)
    logs = logs - logs[len(own) :].mean(axis=0)
    group = np.arange(len(logs)) < len(own)
    candidates = np.arange(min_size, months - min_size + 1)
    nuisance = _nuisance(calendar)
    operator, information = _step_operator(nuisance, candidates)
    found: list[CommonStep] = []
    while len(found) < MOST_STEPS:
        steps = logs @ operator
        t, p = _clearest(steps, information, group, rng, draws)
        step = _judged(steps[:, t], group, int(candidates[t]), p, share)
        gap = logs[group].mean(axis=0) - logs[~group].mean(axis=0)
        large = abs(np.log(step.ratio)) >= np.log(min_ratio) and step.n_moving >= share * len(own)
        lasting = _stands_out(gap, nuisance, step.index, alpha / len(candidates))
        if not (p <= alpha and large and lasting) or step.index in (f.index for f in found):
            break
        found.append(step)
        logs = logs - np.outer(np.where(group, steps[:, t], 0.0), np.arange(months) >= step.index)
    return tuple(found)


def can_be_tested(series: ArrayLike, reference: ArrayLike, min_mean: float = MIN_MEAN) -> bool:
    """Whether `common_step` can look for a step: 24 months, and three areas of either kind with so many events a month.

    Use it to tell "no step" from "could not be looked for".

    Parameters
    ----------
    series, reference : array_like, shapes (a, m) and (b, m)
        As for `common_step`.
    min_mean : float
        Least monthly mean of an area that counts.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        An argument empty, missing or negative.

    Notes
    -----
    It looks at size only; whether areas could change places is a matter for who chose them.

    Examples
    --------
    >>> can_be_tested(np.full((3, 24), 10), np.full((2, 24), 10))
    False
    """
    own, other = counts("series", series, 2), counts("reference", reference, 2)
    min_mean = zero_or_more("min_mean", min_mean)
    areas = min(int((held.mean(axis=1) >= min_mean).sum()) for held in (own, other))
    return areas >= LEAST_AREAS and own.shape[1] >= LEAST_MONTHS


def _calendar(calendar: ArrayLike | None, months: int) -> NDArray[np.int64]:
    if calendar is None:
        return np.arange(months) % 12 + 1
    given = numbers("calendar", calendar, 1)
    if len(given) != months:
        raise ValueError(f"calendar has {len(given)} months but series has {months}")
    if not np.isin(given, np.arange(1, 13)).all():
        raise ValueError("calendar must hold the numbers 1 to 12")
    return given.astype(np.int64)


def _nuisance(calendar: NDArray) -> NDArray:
    """Orthonormal basis of a level and, from three years on, calendar months; shape (months, k)."""
    columns = [np.ones(len(calendar))]
    if len(calendar) >= 36:
        # With two years only, calendar months and steps cannot both be told from so few values.
        columns += [(calendar == month).astype(float) for month in np.unique(calendar)[:-1]]
    return np.linalg.qr(np.stack(columns, axis=1))[0]


def _step_operator(nuisance: NDArray, candidates: NDArray) -> tuple[NDArray, NDArray]:
    """Matrix (months, s) that turns a series into its least-squares step at each candidate month, and 1 / variance."""
    steps = (np.arange(len(nuisance))[:, None] >= candidates[None, :]).astype(float)
    left = steps - nuisance @ (nuisance.T @ steps)
    information = (left**2).sum(axis=0)
    return left / information, information


def _clearest(
    steps: NDArray, information: NDArray, group: NDArray, rng: np.random.Generator, draws: int
) -> tuple[int, float]:
    """Candidate that explains most of the gap between group and reference, and its permutation p over all of them."""

    def explained(labels: NDArray) -> NDArray:
        one = labels.astype(float)
        n1 = one.sum(axis=1, keepdims=True)
        mean = one @ steps / n1
        other = (steps.sum(axis=0) - one @ steps) / (len(group) - n1)
        return (mean - other) ** 2 * information

    observed = explained(group[None, :])[0]
    best = int(observed.argmax())
    largest = explained(rng.permuted(np.tile(group, (draws, 1)), axis=1)).max(axis=1)
    return best, float((1 + (largest >= observed[best] * (1 - 1e-12)).sum()) / (draws + 1))


def _judged(steps: NDArray, group: NDArray, index: int, p: float, share: float) -> CommonStep:
    own, level = steps[group], steps[~group].mean()
    size = float(own.mean() - level)
    moving = int(((own - level) * np.sign(size) > abs(size) / 2).sum())
    return CommonStep(index, float(np.exp(size)), moving, len(own), p)


def _stands_out(gap: NDArray, nuisance: NDArray, index: int, alpha: float) -> bool:
    """Whether the step exceeds what the group's own shared ups and downs would bring, and beats a steady drift.

    Areas of one force share weather and management, so exchanging areas alone would take any shared swing for a step.
    The step in the mean gap is set against the month-to-month variation of that gap, its lag-1 correlation allowed for.
    """
    months = len(gap)
    steps = (np.arange(months) >= index).astype(float)
    rss_drift = _residual(gap, np.column_stack([nuisance, np.arange(months)]))
    left = steps - nuisance @ (nuisance.T @ steps)
    residual = _residual(gap, np.column_stack([nuisance, steps]))
    df = months - nuisance.shape[1] - 1
    sum_of_squares = float(residual @ residual)
    if sum_of_squares >= float(rss_drift @ rss_drift):
        return False
    # Fitting the columns pulls the correlation down by about their number over the months.
    lag = (
        float(residual[1:] @ residual[:-1]) / max(sum_of_squares, 1e-300)
        + (nuisance.shape[1] + 1) / months / 2
    )
    correlation = min(max(lag, 0.0), 0.8)
    error = np.sqrt(sum_of_squares / df / (left @ left) * (1 + correlation) / (1 - correlation))
    size = float(gap @ left / (left @ left))
    return abs(size) > stats.t.isf(alpha / 2, df) * error


def _residual(y: NDArray, x: NDArray) -> NDArray:
    return y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
