"""Correction of p values for many comparisons.

References
----------
Benjamini and Hochberg (1995), JRSS B 57:289. Holm (1979), Scandinavian Journal of Statistics 6:65. Hochberg (1988),
Biometrika 75:800. Benjamini and Yekutieli (2001), Annals of Statistics 29:1165.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import numbers_or_missing
from pads_analysis.stats.scalars import one_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

METHODS = ("fdr_bh", "holm", "fdr_by", "simes-hochberg", "bonferroni")


def adjust(
    p: ArrayLike,
    method: Literal["fdr_bh", "holm", "fdr_by", "simes-hochberg", "bonferroni"] = "fdr_bh",
) -> NDArray[np.float64]:
    """Adjust p values for the number of comparisons in one family.

    Use it over all that one table or map lets a reader pick from: every offence and area in it. "fdr_bh" bounds the
    share of false calls among the calls made, which suits a search; "holm" the chance of any, which suits a shortlist.
    Not for single comparisons planned beforehand.

    Parameters
    ----------
    p : array_like, any shape
        p values; NaN marks a comparison that was not made: it stays NaN and does not count in the family.
    method : str
        "fdr_bh" (Benjamini-Hochberg, false discovery rate) or "holm" (family-wise); "fdr_by", "simes-hochberg" and
        "bonferroni" besides.

    Returns
    -------
    ndarray, shape of `p`

    Raises
    ------
    ValueError
        `p` empty or outside 0-1; unknown `method`.

    Notes
    -----
    Benjamini-Hochberg assumes independent or positively dependent comparisons, Simes-Hochberg likewise; Holm,
    Bonferroni and Benjamini-Yekutieli hold whatever the dependence.

    Examples
    --------
    The fifteen p values of Benjamini and Hochberg (1995): four stay below 5 % by their method, three by Holm's.

    >>> p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    ...      0.7590, 1.0]
    >>> [int((adjust(p, method) <= 0.05).sum()) for method in ("fdr_bh", "holm")]
    [4, 3]
    """
    values = numbers_or_missing("p", p)
    if values.size == 0:
        raise ValueError("p is empty")
    one_of("method", method, *METHODS)
    made = ~np.isnan(values)
    if ((values[made] < 0) | (values[made] > 1)).any():
        raise ValueError("p holds a value outside 0 to 1")
    adjusted = np.full(values.shape, np.nan)
    if made.any():
        adjusted[made] = _adjust_family(values[made], method)
    return adjusted


def _adjust_family(p: NDArray, method: str) -> NDArray:
    # Spelt out because statsmodels' multipletests collects garbage on every call: 40 to 100 ms each in a full process.
    m = len(p)
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, m + 1)
    harmonic = (1 / rank).sum() if method == "fdr_by" else 1.0
    factor = {"bonferroni": np.full(m, m), "holm": m + 1 - rank, "simes-hochberg": m + 1 - rank}.get(
        method, harmonic * m / rank
    )
    # Holm runs up from the smallest, the others down from the largest; Bonferroni is in order either way.
    running = np.maximum.accumulate if method == "holm" else _minimum_from_the_end
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(running(factor * p[order]), 1.0)
    return adjusted


def _minimum_from_the_end(values: NDArray) -> NDArray:
    return np.minimum.accumulate(values[::-1])[::-1]
