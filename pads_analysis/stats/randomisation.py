"""Treated areas among all sets of as many areas: the test to trust when areas are few.

References
----------
Fisher (1935), The Design of Experiments, ch. 2. Conley and Taber (2011), Review of Economics and Statistics 93:113 (few
treated groups).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.panel import check_block, panel_rows
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import source, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class RandomisationTest(Printed):
    """The treated areas' change among the changes of all sets of as many areas.

    Attributes
    ----------
    ratio : float
        Ratio of the two groups' changes of rate, from totals with half an event added.
    p : float
        Share of the sets, the real one included, whose ratio lies at least as far from 1.
    smallest_p : float
        The smallest p these areas could have given: where half of them are treated, each set lies as far from 1 as the
        set of all others.
    sets : int
        Sets looked at.
    complete : bool
        True if these are all there are; otherwise they were drawn.
    """

    ratio: float
    p: float
    smallest_p: float
    sets: int
    complete: bool


def randomisation_test(
    count: ArrayLike,
    area: ArrayLike,
    period: ArrayLike,
    treated: ArrayLike,
    *,
    rng: np.random.Generator,
    exposure: ArrayLike | None = None,
    draws: int = 9999,
) -> RandomisationTest:
    """Compare the treated areas' change with that of every other set of as many areas.

    It needs no model of the errors, which makes it the test to trust with few areas. It takes all areas to have been
    equally likely to get the action; if they got it because they were rising or high, its p is too small.

    Parameters
    ----------
    count, area, period, treated, exposure
        As in `panel.two_way_poisson`.
    rng : numpy.random.Generator
        For the draws when there are more than `draws` sets.
    draws : int
        Most sets to look at.

    Returns
    -------
    RandomisationTest

    Raises
    ------
    ValueError
        As in `panel.two_way_poisson`; an area without rows before or after; no generator; `draws` not a whole number
        above zero.

    Notes
    -----
    The statistic is the log ratio of the two groups' changes. Assumes areas that were equally likely to be treated.

    Examples
    --------
    >>> import numpy as np
    >>> found = randomisation_test([50, 25, 50, 50, 40, 41, 60, 59], list("aabbccdd"), [0, 1] * 4, [0, 1] + [0] * 6,
    ...                            rng=np.random.default_rng(1))
    >>> found.p, found.smallest_p, found.sets
    (0.25, 0.25, 4)
    """
    y, on, a, t, at_risk = panel_rows(count, area, period, treated, exposure)
    g = int(a.max()) + 1
    ever = np.bincount(a, on, minlength=g) > 0
    check_block(y, on, a, t, ever)
    size = whole("draws", draws, 1, 1_000_000)
    rng = source(rng)
    k, after = int(ever.sum()), (np.bincount(t, on) > 0)[t]
    total = comb(g, k)
    if total <= size:
        chosen = np.zeros((total, g))
        chosen[np.arange(total)[:, None], np.array(list(combinations(range(g), k)))] = 1
    else:
        chosen = np.zeros((size, g))
        np.put_along_axis(chosen, np.argsort(rng.random((size, g)), axis=1)[:, :k], 1, axis=1)
        # The real set always belongs to the reference, so that p is never zero.
        chosen[0] = ever
    cells = [np.bincount(a, v * w, minlength=g) for w in (~after, after) for v in (y, at_risk)]
    if (cells[1] == 0).any() or (cells[3] == 0).any():
        raise ValueError("period: every area must have rows before and after the start")
    logs = np.abs(_log_ratio(chosen, *cells))
    real = float(_log_ratio(ever[None, :].astype(float), *cells)[0])
    # Sets that mirror each other give the same distance but for rounding.
    extreme = (logs >= abs(real) - 1e-9).mean()
    complete = total <= size
    alike = 2 if complete and 2 * k == g else 1
    return RandomisationTest(float(np.exp(real)), float(extreme), alike / len(chosen), len(chosen), complete)


def _log_ratio(chosen: NDArray, y0: NDArray, n0: NDArray, y1: NDArray, n1: NDArray) -> NDArray:
    def change(sets: NDArray) -> NDArray:
        return np.log((sets @ y1 + 0.5) / (sets @ n1)) - np.log((sets @ y0 + 0.5) / (sets @ n0))

    return change(chosen) - change(1 - chosen)
