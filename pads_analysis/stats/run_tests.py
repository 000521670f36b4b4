"""Runs and crossings of a series about its centre line: whether the series wanders rather than varies at random.

References
----------
Anhoej and Olesen (2014), PLOS ONE 9:e113825. Schilling (2012), Mathematics Magazine 85:141 (longest run). Chen (2010),
Journal of Applied Mathematics and Decision Sciences 2010:1 (crossings).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from pads_analysis.stats.arguments import gapped, numbers, one_or_each
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Runs(Printed):
    """Runs and crossings of a series.

    Attributes
    ----------
    n_useful : int
        Points not on the centre line, missing ones left out.
    longest_run, longest_run_max : int
        Points of the longest run on one side, and the longest that chance explains.
    n_crossings, n_crossings_min : int
        Times the series crosses the centre line, and the fewest that chance explains.
    signal : bool
        A run longer, or crossings fewer, than that.
    """

    n_useful: int
    longest_run: int
    longest_run_max: int
    n_crossings: int
    n_crossings_min: int
    signal: bool


def runs_and_crossings(values: ArrayLike, centre: ArrayLike) -> Runs:
    """Test a series for runs that are too long or crossings that are too few (Anhoej's rules).

    The limits grow with the number of points, unlike a fixed run of 6, 7 or 8, so that false signals stay rare (below
    5 % of series of independent points) whatever the length. Use it about a median or a stable mean. With fewer than
    ten useful points it finds almost nothing, and a season or correlation between months signals without any change.

    Parameters
    ----------
    values : array_like, shape (n,)
        In order of time; NaN marks an excluded point, which is passed over.
    centre : float or array_like (n,)
        Centre line.

    Returns
    -------
    Runs
        All zero, without signal, where no point lies off the centre line.

    Raises
    ------
    ValueError
        `values` empty, infinite or not numbers; `centre` missing or of another length.

    Notes
    -----
    Longest run: round(log2 n) + 3. Crossings: the 5 % quantile of the binomial (n - 1, 1/2). Assumes points independent
    of each other, each as likely above the line as below.

    Examples
    --------
    >>> found = runs_and_crossings([3, 4, 5, 4, 3, 4, 5, 9, 8, 9, 7, 8, 9, 8], 6)
    >>> print(found.longest_run, found.longest_run_max, found.n_crossings, found.n_crossings_min, found.signal)
    7 7 1 4 True
    """
    x = gapped("values", values, signed=True)
    line = one_or_each("centre", numbers("centre", centre), "values", x)
    present = ~np.isnan(x)
    x, line = x[present], line[present]
    off = np.abs(x - line) > 1e-12 * np.maximum(np.abs(x), np.abs(line))
    side = np.sign(x - line)[off]
    n = len(side)
    if n == 0:
        return Runs(0, 0, 0, 0, 0, False)
    edges = np.flatnonzero(np.diff(side)) + 1
    longest = int(np.diff(np.r_[0, edges, n]).max())
    longest_max = int(np.round(np.log2(n))) + 3
    fewest = int(stats.binom.ppf(0.05, n - 1, 0.5)) if n > 1 else 0
    return Runs(
        n, longest, longest_max, len(edges), fewest, bool(longest > longest_max or len(edges) < fewest)
    )
