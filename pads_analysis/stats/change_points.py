"""Level shifts in one series: changes of mean, of mean and variance, or of a Poisson rate, by optimal partition (PELT).

Steps that many series take together are in `common_steps`.

References
----------
Killick, Fearnhead and Eckley (2012), JASA 107:1590 (PELT). Schwarz (1978), Annals of Statistics 6:461 (BIC). Zhang and
Siegmund (2007), Biometrics 63:22 (modified BIC).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pads_analysis.stats.arguments import LARGEST, numbers
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import one_of, whole, zero_or_more

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    SegmentCost = Callable[[int, int], float]


Cost = Literal["mean", "mean and variance", "poisson"]
#: Parameters of a segment, and its least number of points where none is given.
PARAMETERS = {"mean": 1, "mean and variance": 2, "poisson": 1}
LEAST_POINTS = {"mean": 3, "mean and variance": 6, "poisson": 3}
LEAST_VARIANCE = 1e-11


@dataclass(frozen=True, slots=True)
class LevelShift(Printed):
    """A change of level.

    Attributes
    ----------
    index : int
        First position of the new level (0-based).
    level_before, level_after : float
        Means of the segments before and from it, in the unit of the values.
    """

    index: int
    level_before: float
    level_after: float


@dataclass(frozen=True, slots=True)
class Segments(Printed):
    """A series parted into k segments.

    Attributes
    ----------
    first, last : ndarray of int (k,)
        First and last position of each segment (0-based).
    level : ndarray (k,)
        Mean of each segment, in the unit of the values.
    scale : float
        Standard deviation by which the values were divided, sd(difference) / sqrt 2; 0 where it is 0 and nothing can
        be found.
    penalty : float
        Price of one more segment; for "mbic" the log length of each segment comes on top.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    level: NDArray[np.float64]
    scale: float
    penalty: float


def segments(
    values: ArrayLike,
    penalty: Literal["bic", "mbic"] | float = "bic",
    min_size: int | None = None,
    cost: Cost = "mean",
) -> Segments:
    """Part a series into the segments that minimise cost plus penalty.

    Use it for a level that jumps and then holds. Serial correlation, a season and a slope all look like shifts: take
    the season out first and read it beside a control chart. Not with `cost` "poisson" on large counts: they vary more
    than Poisson, and every wave becomes a segment.

    Parameters
    ----------
    values : array_like, shape (n,)
        In order of time, none missing; zero or more for "poisson".
    penalty : {"bic", "mbic"} or float
        "bic" is (p + 1) log n with p parameters to a segment; "mbic" is (p + 2) log n, plus the log length of every
        segment; or a number of zero or more.
    min_size : int, optional
        Least number of points of a segment; 3 (6 for "mean and variance") where not given.
    cost : {"mean", "mean and variance", "poisson"}
        Twice the negative log-likelihood of a segment: normal with the variance of the series, taken from its
        differences; normal with its own variance; Poisson.

    Returns
    -------
    Segments
        One segment where there is no change, where the differences do not vary, or where there are fewer points than
        two segments need.

    Raises
    ------
    ValueError
        `values` empty, missing, or negative for "poisson"; an unknown `penalty` or `cost`, or a negative one;
        `min_size` below 1.

    Notes
    -----
    Assumes independent points about a constant level in each segment.

    Examples
    --------
    Flow of the Nile at Aswan, 1871 to 1906 (Cobb 1978): the known fall after 1898, the 28th year.

    >>> nile = [1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799,
    ...     958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916]
    >>> print(segments(nile).first)
    [ 0 28]
    """
    x = numbers("values", values, 1)
    one_of("cost", cost, *PARAMETERS)
    if (np.abs(x) > LARGEST).any() or (cost == "poisson" and (x < 0).any()):
        raise ValueError(f"values must lie {'from 0' if cost == 'poisson' else 'from -1e15'} to 1e15")
    least = whole("min_size", LEAST_POINTS[cost] if min_size is None else min_size, 1)
    price = _price(penalty, len(x), PARAMETERS[cost])
    scale = float(np.std(np.diff(x), ddof=1)) / np.sqrt(2) if len(x) > 2 else 0.0
    enough = len(x) >= max(4, 2 * least)
    flat = scale <= 1e-12 * np.abs(x).max() and cost != "poisson"
    ends = [len(x)]
    if enough and not flat:
        ends = _partition(
            _costs(x if cost == "poisson" else x / scale, cost, penalty == "mbic"), len(x), least, price
        )
    first = np.array([0, *ends[:-1]], dtype=np.int64)
    last = np.array(ends, dtype=np.int64) - 1
    level = np.array([x[a : b + 1].mean() for a, b in zip(first, last, strict=True)])
    return Segments(first, last, level, scale, price)


def level_shifts(
    values: ArrayLike,
    penalty: Literal["bic", "mbic"] | float = "bic",
    min_size: int | None = None,
    cost: Cost = "mean",
) -> tuple[LevelShift, ...]:
    """Find the changes of level in a series: `segments`, told as shifts.

    Use it to name the months of change in words; use `segments` to draw the levels. The same series are unfit for both.

    Parameters
    ----------
    values, penalty, min_size, cost
        As for `segments`.

    Returns
    -------
    tuple of LevelShift
        In order of time; empty when there is none.

    Raises
    ------
    ValueError
        As for `segments`.

    Notes
    -----
    Assumes what `segments` does.

    Examples
    --------
    >>> for shift in level_shifts([5, 6, 5, 6, 5, 6, 15, 16, 15, 16, 15, 16]):
    ...     print(shift.index, shift.level_before, shift.level_after)
    6 5.5 15.5
    """
    found = segments(values, penalty, min_size, cost)
    return tuple(
        LevelShift(int(found.first[i]), float(found.level[i - 1]), float(found.level[i]))
        for i in range(1, len(found.first))
    )


def _price(penalty: Literal["bic", "mbic"] | float, n: int, parameters: int) -> float:
    if isinstance(penalty, str):
        if penalty not in ("bic", "mbic"):
            raise ValueError(f"penalty must be 'bic', 'mbic' or a number, not {penalty!r}")
        return float((parameters + (1 if penalty == "bic" else 2)) * np.log(n))
    return zero_or_more("penalty", penalty)


def _costs(x: NDArray, cost: Cost, log_length: bool) -> SegmentCost:
    """Cost of the segment from position a up to, not including, b; from sums taken once."""
    y = x if cost == "poisson" else x - x.mean()
    total, squares = np.concatenate([[0.0], np.cumsum(y)]), np.concatenate([[0.0], np.cumsum(y**2)])

    def of_segment(a: int, b: int) -> float:
        n, s = b - a, total[b] - total[a]
        if cost == "poisson":
            # Without any event the likelihood is 1 whatever the length.
            return 2 * s * np.log(n / s) + (np.log(n) if log_length else 0.0) if s > 0 else 0.0
        rest = max(squares[b] - squares[a] - s**2 / n, 0.0)
        if cost == "mean and variance":
            rest = n * (np.log(2 * np.pi * max(rest / n, LEAST_VARIANCE)) + 1)
        return rest + (np.log(n) if log_length else 0.0)

    return of_segment


def _partition(of_segment: SegmentCost, n: int, least: int, price: float) -> list[int]:
    """Positions after the last point of each segment, by the PELT of ruptures."""
    import ruptures

    # With its default jump of 5 it would look at every fifth position only.
    search = ruptures.Pelt(custom_cost=_ruptures_cost()(of_segment), min_size=least, jump=1)
    return [int(end) for end in search.fit(np.zeros(n)).predict(pen=price)]


@cache
def _ruptures_cost() -> type[Any]:
    """Return the class by which ruptures asks for a cost; made on first use, because ruptures is slow to import."""
    from ruptures.base import BaseCost

    class FromSums(BaseCost):
        model, min_size = "from sums", 1

        def __init__(self, of_segment: SegmentCost) -> None:
            self.of_segment = of_segment

        def fit(self, signal: NDArray) -> FromSums:
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            return float(self.of_segment(start, end))

    return FromSums
