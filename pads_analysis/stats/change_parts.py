"""What of a change in counts belongs to the population, to a trend that others share, to the mix, and to the area.

References
----------
Dunn (1960), Papers of the Regional Science Association 6:97 (shift-share, of which this is the form with residents and
limits). Zou and Donner (2008), Statistics in Medicine 27:1693 (limits of a difference). Welch (1947), Biometrika 34:28.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import counts, numbers, positive, same_shape
from pads_analysis.stats.normal import standard_error
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_OTHERS = 3
PARTS = ("population", "shared", "mix", "recording", "own")


@dataclass(frozen=True, slots=True)
class ChangeParts(Printed):
    """Parts of a change in counts; they add up to it.

    Attributes
    ----------
    part : ndarray of str (p,)
        Which of population, shared, mix, recording and own there are.
    count, ci_low, ci_high : ndarray (p,)
        Events, and limits. The population's part is taken as known: its limits are itself.
    p : ndarray (p,)
        Two-sided p of "this part is none"; NaN for the population's.
    total : float
        The change; what `count` adds up to.
    expected : float
        The later count had the area's rates moved as those of the others did: what `own` is measured from.
    """

    part: NDArray[np.str_]
    count: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    p: NDArray[np.float64]
    total: float
    expected: float


@dataclass(frozen=True, slots=True)
class _Estimate:
    """A value with its limits, standard error on its own scale, and degrees of freedom."""

    value: float
    low: float
    high: float
    error: float
    df: float


def log_ratios(
    now: ArrayLike, before: ArrayLike, people_now: ArrayLike = 1.0, people_before: ArrayLike = 1.0
) -> NDArray[np.float64]:
    """Natural logs of rate ratios, half an event added to each count so that an area without events stays in.

    Use it for the others that `change_parts` sets an area beside. Not for the area itself, whose ratio needs no half.

    Parameters
    ----------
    now, before : array_like, shape (m, k)
        Counts of m areas in k categories.
    people_now, people_before : array_like, shape () or (m,)
        Their residents; counts are compared where not given.

    Returns
    -------
    ndarray (m, k)

    Raises
    ------
    ValueError
        A count missing, negative or of unequal shape; residents not above zero.

    Notes
    -----
    Assumes nothing; the half event draws the ratio of a few events towards 1.

    Examples
    --------
    >>> log_ratios([[19.5], [9.5]], [[9.5], [9.5]], [2000, 1000], [1000, 1000]).round(12).tolist()
    [[0.0], [0.0]]
    """
    later, earlier = counts("now", now, 2), counts("before", before, 2)
    same_shape("now", later, "before", earlier)
    growth = positive("people_now", people_now) / positive("people_before", people_before)
    return np.log((later + 0.5) / (earlier + 0.5)) - np.log(np.reshape(growth, (-1, 1)))


def change_parts(
    before: ArrayLike,
    after: ArrayLike,
    shared: ArrayLike | None,
    *,
    growth: float = 1.0,
    shared_total: ArrayLike | None = None,
    recorded: ArrayLike | None = None,
    stepped: ArrayLike | None = None,
    ratio_low: float,
    ratio_high: float,
    p: float = np.nan,
    confidence: float = 0.95,
) -> ChangeParts:
    """Split the change of one area's count, in one or several categories together, into parts that add up.

    Use it to say how much of a change would have come about with more residents alone, how much more had every rate
    moved as among other areas, and what is left. It describes; the part that is left is the area's own in the sense
    that others did not share it, and has no cause attached.

    Parameters
    ----------
    before, after : array_like, shape (k,)
        Counts of the area by category, zero or more.
    shared : array_like, shape (m, k), or None
        Log rate ratios of at least 3 other areas, as `log_ratios` gives. None: no trend is told apart.
    growth : float
        The area's residents, later over earlier.
    shared_total : array_like, shape (m,), optional
        Log rate ratios of the same areas over all categories together. With it the part by which the categories' own
        trends differ from that of the total, weighted by the area's make-up, is told as "mix".
    recorded : array_like, shape (f, k), optional
        Log rate ratios of at least 3 areas that took the same step in recording.
    stepped : array_like of bool, shape (k,), optional
        Categories with such a step.
    ratio_low, ratio_high : float
        Limits of sum(after) / sum(before), from a comparison that allows for serial dependence.
    p : float
        Its p, used for the own part where there is no ratio on the log scale.
    confidence : float
        Level of all limits.

    Returns
    -------
    ChangeParts

    Raises
    ------
    ValueError
        An argument missing, negative or of unequal length; fewer than 3 others; limits in the wrong order; no event
        before.

    Notes
    -----
    With e the earlier counts, n the growth, q_c and Q the geometric mean ratios of the others, f_c that of areas with
    the step: population Σe (n − 1); shared n Σe (Q − 1); mix n (Σ e q_c − Q Σe); recording n Σ e (f_c − q_c) over
    categories with a step; own what is left, Σ(after) less the expected count. Limits of the parts that rest on others:
    Student's t on the spread among them, each area one observation in all its categories, so that categories that move
    together are allowed for. Limits of the own part join those of the area's ratio with those of the expected count
    (Zou and Donner). Assumes others that changed independently of one another and of the area; residents are taken as
    known.

    Examples
    --------
    400 events and 10 % more residents, where four other areas rose by 5, 5, 5 and 5 %:

    >>> others = np.log([[1.05], [1.05], [1.05], [1.05]])
    >>> found = change_parts([400], [500], others, growth=1.1, ratio_low=1.1, ratio_high=1.4)
    >>> dict(zip(found.part.tolist(), found.count.round(6).tolist(), strict=True))
    {'population': 40.0, 'shared': 22.0, 'own': 38.0}
    """
    e, a = counts("before", before, 1), counts("after", after, 1)
    same_shape("after", a, "before", e)
    n, alpha = above_zero("growth", growth), 1 - level(confidence)
    base, total = float(e.sum()), float(a.sum() - e.sum())
    if base <= 0:
        raise ValueError("before holds no event, so there is nothing to set the change against")
    if not 0 <= ratio_low <= ratio_high:
        raise ValueError("ratio_low must be zero or more, and not above ratio_high")
    rows: list[tuple[str, float, float, float, float]] = []
    people = base * (n - 1)
    rows.append(("population", people, people, people, np.nan))
    expected = _Estimate(base * n, base * n, base * n, 0.0, np.inf)
    if shared is not None:
        logs = _others("shared", shared, len(e))
        overall = None if shared_total is None else _others("shared_total", shared_total, 0)
        expected = _moved(n * e, logs, alpha)
        rows += _trend(n * e, logs, overall, expected, alpha)
    if stepped is not None and recorded is not None and shared is not None and np.any(stepped):
        at = np.asarray(stepped, dtype=bool)
        steps = _others("recorded", recorded, len(e))
        rest = _moved(n * e[~at], logs[:, ~at], alpha) if (~at).any() else None
        plain, with_step = _moved(n * e[at], logs[:, at], alpha), _moved(n * e[at], steps[:, at], alpha)
        gap = _minus(with_step, plain, alpha)
        rows.append(("recording", gap.value, gap.low, gap.high, _two_sided(gap)))
        expected = with_step if rest is None else _plus(rest, with_step, alpha)
    own = total - sum(row[1] for row in rows)
    low = own - np.hypot(base * ratio_low - a.sum(), expected.high - expected.value)
    high = own + np.hypot(base * ratio_high - a.sum(), expected.value - expected.low)
    chance = _apart(a.sum(), base, ratio_low, ratio_high, expected, confidence, p)
    rows.append(("own", own, float(low), float(high), chance))
    names, *columns = zip(*rows, strict=True)
    found = [np.array(column, dtype=np.float64) for column in columns]
    return ChangeParts(np.array(names, dtype=str), *found, total=total, expected=expected.value)


def _others(name: str, logs: ArrayLike, k: int) -> NDArray[np.float64]:
    found = numbers(name, logs)
    if found.ndim != (2 if k else 1) or (k and found.shape[1] != k):
        raise ValueError(f"{name} must have a row for each area{f' and {k} columns' if k else ''}")
    if len(found) < LEAST_OTHERS:
        raise ValueError(f"{name} has {len(found)} areas; at least {LEAST_OTHERS} are needed")
    return found


def _moved(weights: NDArray, logs: NDArray, alpha: float) -> _Estimate:
    """Return the sum of `weights` each moved by the others' mean ratio, with limits on the log scale."""
    means = logs.mean(axis=0)
    parts = weights * np.exp(means)
    value, m = float(parts.sum()), len(logs)
    error = float((logs - means) @ parts @ ((logs - means) @ parts) / (m - 1) / m) ** 0.5
    half = stats.t.isf(alpha / 2, m - 1) * error / value if value else 0.0
    return _Estimate(value, value * float(np.exp(-half)), value * float(np.exp(half)), error, m - 1)


def _trend(
    weights: NDArray, logs: NDArray, overall: NDArray | None, expected: _Estimate, alpha: float
) -> list[tuple[str, float, float, float, float]]:
    """Return the rows of the shared trend and, where the trend of the total is known, of the mix."""
    base = float(weights.sum())
    if overall is None:
        shared = expected
    else:
        same_shape("shared_total", overall, "shared", logs[:, 0])
        shared = _moved(np.array([base]), overall[:, None], alpha)
    chance = _t(overall) if overall is not None else _two_sided(_shifted(expected, -base))
    if overall is None and logs.shape[1] == 1:
        chance = _t(logs[:, 0])
    rows = [("shared", shared.value - base, shared.low - base, shared.high - base, chance)]
    if overall is not None:
        means = logs.mean(axis=0)
        apart = (logs - means) @ (weights * np.exp(means)) - shared.value * (overall - overall.mean())
        mix, m = expected.value - shared.value, len(logs)
        error = float(apart.std(ddof=1)) / m**0.5
        half = float(stats.t.isf(alpha / 2, m - 1)) * error
        rows.append(("mix", mix, mix - half, mix + half, _two_sided(_Estimate(mix, 0, 0, error, m - 1))))
    return rows


def _t(logs: NDArray) -> float:
    return _two_sided(
        _Estimate(float(logs.mean()), 0, 0, float(logs.std(ddof=1)) / len(logs) ** 0.5, len(logs) - 1)
    )


def _two_sided(one: _Estimate) -> float:
    if one.error <= 0:
        return float(abs(one.value) < 1e-9)
    return float(2 * stats.t.sf(abs(one.value) / one.error, one.df))


def _shifted(one: _Estimate, by: float) -> _Estimate:
    return _Estimate(one.value + by, one.low + by, one.high + by, one.error, one.df)


def _plus(a: _Estimate, b: _Estimate, alpha: float) -> _Estimate:
    return _joined(a.value + b.value, a, b, alpha)


def _minus(a: _Estimate, b: _Estimate, alpha: float) -> _Estimate:
    return _joined(a.value - b.value, a, b, alpha)


def _joined(value: float, a: _Estimate, b: _Estimate, alpha: float) -> _Estimate:
    """Return a sum or difference of two independent estimates, Welch's degrees of freedom."""
    variance = a.error**2 + b.error**2
    if variance <= 0:
        return _Estimate(value, value, value, 0.0, np.inf)
    df = variance**2 / (a.error**4 / a.df + b.error**4 / b.df)
    half = float(stats.t.isf(alpha / 2, df)) * variance**0.5
    return _Estimate(value, value - half, value + half, variance**0.5, float(df))


def _apart(
    after: float, base: float, low: float, high: float, expected: _Estimate, confidence: float, p: float
) -> float:
    """Return the p of "the count is as expected", on the log scale as `peers.compare_change_with_peers` has it."""
    if not (after > 0 and low > 0 and np.isfinite(high) and expected.value > 0):
        return p
    own = standard_error(np.log(low), np.log(high), confidence)
    others = expected.error / expected.value
    variance = own**2 + others**2
    if variance <= 0:
        return float(abs(after - expected.value) < 1e-9)
    df = variance**2 / (others**4 / expected.df) if others else np.inf
    return float(2 * stats.t.sf(abs(np.log(after / expected.value)) / variance**0.5, df))
