"""Months laid out for a log-linear model: calendar months, and a level of its own for every year.

The latest year is block 0, the one before -1, and so on. Used wherever one year is set against others: the model of
`pads_analysis.stats.serial` then learns from all of them how much months vary, while each year keeps its own level.

References
----------
McCullagh and Nelder (1989), Generalized Linear Models, ch. 3 and 6 (factors in a log-linear model).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MONTHS_OF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class Blocks:
    """Months in order of time.

    Attributes
    ----------
    counts, exposure : ndarray of float (n,)
    block : ndarray of int (n,)
        0 in the latest year, -1 in the one before, and so on.
    time : ndarray of int (n,)
        Months since the first month of block -1.
    """

    counts: NDArray[np.float64]
    exposure: NDArray[np.float64]
    block: NDArray[np.int64]
    time: NDArray[np.int64]

    def design(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Indicators of calendar months and of every block but -1, shape (n, p); and the contrast of block 0."""
        # Positions of now and before agree by construction, whatever their distance in time.
        calendar = np.where(self.block == 0, np.nan, self.time % 12)
        calendar[self.block == 0] = calendar[self.block == -1]
        month = (calendar[:, None] == np.unique(calendar)[None, :]).astype(float)
        others = np.array([b for b in np.unique(self.block) if b not in (-1, 0)] + [0])
        period = (self.block[:, None] == others[None, :]).astype(float)
        contrast = np.zeros(month.shape[1] + len(others))
        contrast[-1] = 1.0
        return np.hstack([month, period]), contrast


def stack(
    now: tuple[NDArray, NDArray],
    before: tuple[NDArray, NDArray],
    past: NDArray,
    position: NDArray,
    months_apart: int = 12,
) -> Blocks:
    """Lay out two years and the months before them.

    A calendar month without any event in either year says nothing about their ratio and is left out; so is a year of
    the past without events or with fewer than six usable months.

    Parameters
    ----------
    now, before : pair of ndarray (m,)
        Counts and exposures of the two years; now[i] and before[i] are the same calendar month.
    past : ndarray (h,)
        Counts of the months that end just before position 0 of `before`, oldest first; NaN where not usable. Their
        exposure is the mean of that of `before`.
    position : ndarray of int (m,)
        Place of each month in its year.
    months_apart : int
        Months from before[i] to now[i].

    Returns
    -------
    Blocks
    """
    (y1, t1), (y0, t0) = now, before
    kept = (y1 + y0) > 0
    past_time = np.arange(-len(past), 0)
    past_block = past_time // 12 - 1
    usable = ~np.isnan(past) & np.isin(past_time % 12, position[kept] % 12)
    for year in np.unique(past_block):
        members = usable & (past_block == year)
        if members.sum() < LEAST_MONTHS_OF_A_YEAR or past[members].sum() == 0:
            usable[past_block == year] = False
    m = int(kept.sum())
    return Blocks(
        counts=np.concatenate([past[usable], y0[kept], y1[kept]]),
        exposure=np.concatenate([np.full(usable.sum(), t0[kept].mean()), t0[kept], t1[kept]]),
        block=np.concatenate([past_block[usable], np.full(m, -1), np.zeros(m)]).astype(np.int64),
        time=np.concatenate([past_time[usable], position[kept], position[kept] + months_apart]).astype(
            np.int64
        ),
    )
