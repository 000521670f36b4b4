"""How much of the events strikes the same people or places again, beside what chance would give.

References
----------
Trickett, Osborn, Seymour and Pease (1992), British Journal of Criminology 32:81 (prevalence, incidence,
concentration). Farrell and Pease (1993), Once Bitten, Twice Bitten, Home Office Crime Prevention Unit Paper 46.
Cochran (1977), Sampling Techniques, ch. 6 (ratio of two sums).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, gammainc, logit

from pads_analysis.stats.arguments import counts
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.proportions import wilson
from pads_analysis.stats.rates import crude_rate
from pads_analysis.stats.repeat_events import rate_for_people
from pads_analysis.stats.scalars import above_zero

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class RepeatShares(Printed):
    """Events of people (or places) that were struck once or more.

    Attributes
    ----------
    n_units, n_events, n_repeated : int
        People struck, events, people struck twice or more.
    share_units, share_units_low, share_units_high : float
        People struck twice or more, of people struck.
    share_events, share_events_low, share_events_high : float
        Events of people struck twice or more, of all events.
    share_saved : float
        Events beyond each person's first, of all events.
    most : int
        Most events of one person.
    mean, mean_low, mean_high : float
        Concentration: events for each person struck.
    """

    n_units: int
    n_events: int
    n_repeated: int
    share_units: float
    share_units_low: float
    share_units_high: float
    share_events: float
    share_events_low: float
    share_events_high: float
    share_saved: float
    most: int
    mean: float
    mean_low: float
    mean_high: float


@dataclass(frozen=True, slots=True)
class RepeatsByChance(Printed):
    """People struck twice or more, beside what chance would give among all who could be struck.

    Attributes
    ----------
    expected : float
        People struck twice or more if every event fell on anybody alike.
    ratio, ratio_low, ratio_high : float
        Struck twice or more, over expected; NaN where nothing is expected.
    p : float
        Chance of as many or more; one-sided.
    prevalence, prevalence_low, prevalence_high : float
        People struck, per 1,000 who could be.
    incidence, incidence_low, incidence_high : float
        Events per 1,000 who could be struck; the interval takes people as independent, not events.
    """

    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p: float
    prevalence: float
    prevalence_low: float
    prevalence_high: float
    incidence: float
    incidence_low: float
    incidence_high: float


def repeat_shares(times: ArrayLike, confidence: float = 0.95) -> RepeatShares:
    """Describe how many of the people struck were struck again, and what share of the events they carry.

    Use it for repeat victims, callers or addresses within one window of time. Windows of different length give
    shares that cannot be compared: a longer window sees more repeats.

    Parameters
    ----------
    times : array_like, shape (n,)
        Events of each person struck, whole numbers of 1 or more.
    confidence : float

    Returns
    -------
    RepeatShares

    Raises
    ------
    ValueError
        `times` empty, missing, below 1 or not whole.

    Notes
    -----
    Wilson's interval for the share of people. The share of events is a ratio of sums over people: its variance is
    that of the linearised ratio, its interval is made on the logit scale. Assumes people independent of one another.

    Examples
    --------
    Six people struck once, three twice and one four times: four of ten, with ten of sixteen events.

    >>> found = repeat_shares([1] * 6 + [2] * 3 + [4])
    >>> found.share_units, found.share_events, found.share_saved, found.mean
    (0.4, 0.625, 0.375, 1.6)
    """
    x = _times(times)
    n, total, again = len(x), float(x.sum()), x >= 2
    units = wilson(int(again.sum()), n, confidence)
    share = float(x[again].sum() / total)
    low, high = _of_events(x, again, share, confidence)
    z = normal_quantile(confidence)
    error = float(np.std(x, ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
    return RepeatShares(
        n, int(total), int(again.sum()),
        float(units.rate), float(units.ci_low), float(units.ci_high), share, low, high,
        (total - n) / total, int(x.max()), total / n, max(1.0, total / n - z * error), total / n + z * error,
    )  # fmt: skip


def repeats_by_chance(times: ArrayLike, exposed: float, confidence: float = 0.95) -> RepeatsByChance:
    """Compare the number struck twice or more with a Poisson spread of the events over all who could be struck.

    Use it before calling repeats more than chance. It shows that risk is uneven, not that one event brings the
    next: some people or places are struck again because they were at risk all along. Not where many of those
    struck are outside `exposed`.

    Parameters
    ----------
    times : array_like, shape (n,)
        As for `repeat_shares`.
    exposed : float
        People (or places) that could be struck, those struck among them.
    confidence : float

    Returns
    -------
    RepeatsByChance

    Raises
    ------
    ValueError
        As for `repeat_shares`; `exposed` below the number struck.

    Notes
    -----
    With events / exposed = m, a person is struck twice or more with the chance 1 - exp(-m)(1 + m). Their number is
    taken as Poisson. Assumes, as the baseline, that all are at the same risk.

    Examples
    --------
    100 events among 1,000 people: five struck twice or more by chance (4.68), twenty in truth.

    >>> found = repeats_by_chance([1] * 60 + [2] * 20, 1000)
    >>> round(found.expected, 2), round(found.ratio, 1), found.prevalence, found.incidence
    (4.68, 4.3, 80.0, 100.0)
    """
    x = _times(times)
    at_risk = above_zero("exposed", exposed)
    if at_risk < len(x):
        raise ValueError(f"exposed is {at_risk:g} but {len(x)} were struck")
    mean = float(x.sum()) / at_risk
    # gammainc(2, m) = 1 - exp(-m)(1 + m), without loss of digits for small m.
    expected = at_risk * float(gammainc(2, mean))
    again = int((x >= 2).sum())
    ratio = crude_rate(again, expected, 1.0, confidence) if expected > 0 else None
    by_times = np.bincount(x.astype(np.int64))[1:]
    incidence = rate_for_people(by_times, at_risk, 1000.0, confidence)
    prevalence = crude_rate(len(x), at_risk, 1000.0, confidence)
    return RepeatsByChance(
        expected,
        *((float(ratio.rate), float(ratio.ci_low), float(ratio.ci_high)) if ratio else (float("nan"),) * 3),
        float(gammainc(again, expected)) if again else 1.0,
        *(float(v) for v in (prevalence.rate, prevalence.ci_low, prevalence.ci_high)),
        *(float(v) for v in (incidence.rate, incidence.ci_low, incidence.ci_high)),
    )


def _times(times: ArrayLike) -> NDArray[np.float64]:
    x = counts("times", times, 1)
    if len(x) == 0 or (x < 1).any() or (x != np.round(x)).any():
        raise ValueError("times must hold whole numbers of 1 or more")
    return x


def _of_events(x: NDArray, again: NDArray, share: float, confidence: float) -> tuple[float, float]:
    """Limits of the share of events carried by those struck again."""
    if not 0 < share < 1:
        # Without spread nothing is known but the share of people, whose interval has a width.
        limits = wilson(int(again.sum()), len(x), confidence)
        return float(limits.ci_low), float(limits.ci_high)
    n = len(x)
    residual = x * (again - share)
    error = np.sqrt((residual**2).sum() * n / (n - 1)) / x.sum()
    half = normal_quantile(confidence) * error / (share * (1 - share))
    return float(expit(logit(share) - half)), float(expit(logit(share) + half))
