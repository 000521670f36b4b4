"""Which hours of the week hold more events than an even spread: a test of blocks of hours, week by week.

References
----------
Ratcliffe (2002), Journal of Quantitative Criminology 18:23 (aoristic weights beside counts at the start time).
Wilson (1927), JASA 22:209. Rao and Scott (1992), Biometrics 48:577 (shares of clusters by an effective number).
Wedderburn (1974), Biometrika 61:439 (quasi-likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import gammainc

from pads_analysis.stats.aoristic import HOURS, aoristic_rows
from pads_analysis.stats.arguments import counts, of_length
from pads_analysis.stats.normal import normal_quantile
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class BusyHours(Printed):
    """Blocks of hours of the week beside an even spread.

    Attributes
    ----------
    share, ci_low, ci_high : ndarray (b,)
        Share of the events in each block, 0 to 1.
    expected : ndarray (b,)
        Share of the hours in each block: what an even spread would give.
    ratio : ndarray (b,)
        share / expected.
    p : ndarray (b,)
        Chance of as many events or more under an even spread; one-sided, not adjusted for the number of blocks.
    design_effect : ndarray (b,)
        Variance of the share over that of independent events with known hours, from week to week; never below 1.
    n_events : float
    n_weeks : int
        Weeks with an event.
    """

    share: NDArray[np.float64]
    ci_low: NDArray[np.float64]
    ci_high: NDArray[np.float64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    p: NDArray[np.float64]
    design_effect: NDArray[np.float64]
    n_events: float
    n_weeks: int


def hours_by_week(start: Any, end: Any, *, timezone: str | None = None) -> NDArray[np.float64]:
    """Spread events over the hours of the week (`aoristic`), separately for each week in which events start.

    Use it before `busy_hours`, which needs to know how far weeks differ. Not for the pattern itself: `aoristic`
    gives that in one step.

    Parameters
    ----------
    start, end : array_like of dates, length n
        As for `aoristic`; one without a start, or that ends before it starts, is left out.
    timezone : str, optional
        As for `aoristic`.

    Returns
    -------
    ndarray (weeks, 168)
        A row for each week (Monday to Sunday) in which an event starts; no row when none does. The columns are the
        hours from Monday midnight and add up to `aoristic(start, end).events`.

    Raises
    ------
    ValueError
        As for `aoristic`.

    Notes
    -----
    Assumes what `aoristic` does.

    Examples
    --------
    A Monday, and the Tuesday of the week after:

    >>> found = hours_by_week(["2024-01-01 03:00", "2024-01-09 00:00"], None)
    >>> found.shape, float(found[0, 3]), float(found[1, 24])
    ((2, 168), 1.0, 1.0)
    """
    import pandas as pd

    begun = pd.Series(pd.to_datetime(pd.Series(start), format="ISO8601")).reset_index(drop=True)
    ended = begun if end is None else pd.Series(pd.to_datetime(pd.Series(end))).reset_index(drop=True)
    weeks, week = np.unique(begun.dt.tz_localize(None).dt.to_period("W-SUN").dropna(), return_inverse=True)
    if not len(weeks):
        return np.empty((0, HOURS))
    held = begun.notna()
    rows = aoristic_rows(begun[held], ended[held], week, len(weeks), timezone=timezone)
    return rows[rows.sum(axis=1) > 0]


def hours_held(first: Any, last: Any, *, timezone: str | None = None) -> NDArray[np.float64]:
    """How often each hour of the week comes in a run of days: what an even spread is measured against.

    Use it with short periods, in which some weekdays come once more than others. Not needed for many whole weeks.

    Parameters
    ----------
    first, last : date
        First and last day, both included.
    timezone : str, optional
        As for `aoristic`: an hour skipped in spring is not counted, one that comes twice in autumn is counted twice.

    Returns
    -------
    ndarray (168,)

    Raises
    ------
    ValueError
        As for `aoristic`.

    Notes
    -----
    Assumes that events could have happened in every hour of those days.

    Examples
    --------
    >>> held = hours_held("2024-01-01", "2024-01-08")
    >>> float(held[:24].sum()), float(held[24:].sum())
    (48.0, 144.0)
    """
    import pandas as pd

    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    hours = pd.date_range(pd.Timestamp(first), end, freq="h", inclusive="left", tz=timezone)
    of_week = hours.day_of_week.to_numpy() * 24 + hours.hour.to_numpy()
    return np.bincount(of_week, minlength=HOURS).astype(np.float64)


def busy_hours(
    by_week: ArrayLike, blocks: ArrayLike, held: ArrayLike | None = None, confidence: float = 0.95
) -> BusyHours:
    """Compare the share of events in blocks of hours with an even spread over the week.

    Use it before calling any hours a peak, and adjust `p` for all blocks looked at. Not for a choice of hours made
    after looking at the same events: give such blocks a wider interval. Of events known to lie in long spans it
    finds little, because they are spread evenly.

    Parameters
    ----------
    by_week : array_like, shape (w, 168)
        Events by week and hour of the week, as `hours_by_week` gives them.
    blocks : array_like of bool, shape (b, 168)
        The hours of each block; blocks may overlap.
    held : array_like, shape (168,), optional
        How often each hour came (`hours_held`); equally often where not given.
    confidence : float

    Returns
    -------
    BusyHours

    Raises
    ------
    ValueError
        `by_week` missing, negative, without an event or of another width; `blocks` of another width, or one
        without an hour that came.

    Notes
    -----
    The variance is that of a binomial share times the design effect of weeks as clusters, at least 1. A spread-out
    event varies less than one whose hour is known, so that the binomial variance is the larger: intervals are wide
    and tests careful. p is the upper tail of a quasi-Poisson count with that variance under an even spread.
    Assumes weeks independent of one another, and each event as likely in every second of its span.

    Examples
    --------
    Twelve of forty events in the first six of 168 hours, spread over four weeks alike:

    >>> week = np.zeros(168); week[:6] = 0.5; week[6:] = 7 / 162
    >>> found = busy_hours([week] * 4, [np.arange(168) < 6])
    >>> print(found.share.round(2), found.expected.round(3), found.design_effect, found.p < 0.001)
    [0.3] [0.036] [1.] [ True]
    """
    x, inside = counts("by_week", by_week, 2), np.asarray(blocks, dtype=bool)
    of_length("by_week", x[0], HOURS, f"the week has {HOURS}")
    if inside.ndim != 2 or inside.shape[1] != HOURS:
        raise ValueError(f"blocks must be of shape (b, {HOURS})")
    came = np.ones(HOURS) if held is None else counts("held", held, 1)
    of_length("held", came, HOURS, f"the week has {HOURS}")
    expected = inside @ came / came.sum()
    if (expected <= 0).any():
        raise ValueError("blocks holds one without an hour that came")
    n, each, in_block = float(x.sum()), x.sum(axis=1), x @ inside.T
    if n <= 0:
        raise ValueError("by_week holds no event")
    share = np.minimum(in_block.sum(axis=0) / n, 1.0)
    effect = _design_effect(in_block, each, share, n)
    low, high = _score_limits(share, n / effect, confidence)
    # A quasi-Poisson count: in units of `spread` it is a Poisson count of the mean expected.
    spread = effect * np.maximum(1 - expected, 1e-9)
    p = np.where(share > 0, gammainc(np.maximum(share, 1e-12) * n / spread, expected * n / spread), 1.0)
    return BusyHours(share, low, high, expected, share / expected, p, effect, n, int((each > 0).sum()))


def _design_effect(in_block: NDArray, each: NDArray, share: NDArray, n: float) -> NDArray:
    weeks = int((each > 0).sum())
    independent = n * share * (1 - share)
    if weeks < 2:
        return np.ones(len(share))
    between = ((in_block - share * each[:, None]) ** 2).sum(axis=0) * weeks / (weeks - 1)
    return np.maximum(
        np.where(independent > 0, between / np.where(independent > 0, independent, 1), 1.0), 1.0
    )


def _score_limits(share: NDArray, n: NDArray, confidence: float) -> tuple[NDArray, NDArray]:
    """Wilson's limits of shares of an effective number, which need not be whole."""
    z = normal_quantile(confidence)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
