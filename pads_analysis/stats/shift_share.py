"""Shift-share: what of an area's change belongs to the whole, to its mix of categories, and to the area itself.

References
----------
Dunn (1960), Papers of the Regional Science Association 6:97. Esteban-Marquillas (1972), Regional and Urban Economics
2:249 (homothetic allocation). Gerfin (1964), Kyklos 17:565 (the index form).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pads_analysis.stats.arguments import counts, same_shape
from pads_analysis.stats.printed import Printed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class ShiftShare(Printed):
    """Change of k categories in one area, split against a reference area; in counts.

    Attributes
    ----------
    growth, national, mix, regional : ndarray (k,)
        Change; what it would be had all grown like the reference total; the rest of what the category did in the
        reference; what is special to the area. growth = national + mix + regional, by category and in sum.
    competitive, allocation : ndarray (k,)
        Esteban-Marquillas's split of `regional`: at the reference's mix, and by the area's leaning to some categories.
    gerfin_mix, gerfin_regional, gerfin_total : float
        Gerfin's indices of the whole area: growth expected from the mix over the reference's growth; the area's growth
        over that expected; their product. 1 is "as the reference". NaN where the divisor is zero.
    """

    growth: NDArray[np.float64]
    national: NDArray[np.float64]
    mix: NDArray[np.float64]
    regional: NDArray[np.float64]
    competitive: NDArray[np.float64]
    allocation: NDArray[np.float64]
    gerfin_mix: float
    gerfin_regional: float
    gerfin_total: float


def shift_share(
    before: ArrayLike,
    after: ArrayLike,
    reference_before: ArrayLike,
    reference_after: ArrayLike,
    *,
    categories: Sequence[str] | None = None,
) -> ShiftShare:
    """Shift-share analysis of an area's change by category.

    Use it to read a change as the wider trend, the area's mix and a local part. It is arithmetic, not a test: the local
    part has no interval and says nothing about its cause. Leave the area out of the reference when it is a large part
    of it, or the local part shrinks.

    Parameters
    ----------
    before, after : array_like, shape (k,)
        Counts of the area by category; `before` above zero in every category.
    reference_before, reference_after : array_like, shape (k,)
        Counts of the reference (the whole the area is set against). `reference_before` above zero in every category.
    categories : sequence of str, shape (k,), optional
        Names, used to say which category cannot be compared.

    Returns
    -------
    ShiftShare

    Raises
    ------
    ValueError
        An argument empty, missing, negative, of unequal length; a category that starts from zero has no growth to
        compare: the message names it, to be merged with another.

    Notes
    -----
    national = e₀ (R − 1), mix = e₀ (r_c − R), regional = e₀ (r_a − r_c), with the growth ratios R, r_c, r_a of the
    reference, of the category in it, and of the category in the area. It adds up and assumes nothing.

    Examples
    --------
    The region of Farhauer and Kroell (2013): 25 more = 27 by national growth + 1 by mix - 3 of its own.

    >>> found = shift_share([90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480])
    >>> [round(float(part.sum()), 9) for part in (found.growth, found.national, found.mix, found.regional)]
    [25.0, 27.0, 1.0, -3.0]
    """
    e0, e1 = counts("before", before, 1), counts("after", after, 1)
    r0, r1 = counts("reference_before", reference_before, 1), counts("reference_after", reference_after, 1)
    for name, array in (("after", e1), ("reference_before", r0), ("reference_after", r1)):
        same_shape(name, array, "before", e0)
    labels = _labels(categories, len(e0))
    _no_zero("before", e0, labels)
    _no_zero("reference_before", r0, labels)
    overall = r1.sum() / r0.sum()
    local, category = e1 / e0, r1 / r0
    homothetic = e0.sum() * r0 / r0.sum()
    expected = float((e0 * category).sum() / e0.sum())
    own = float(e1.sum() / e0.sum())
    return ShiftShare(
        growth=e1 - e0,
        national=e0 * (overall - 1),
        mix=e0 * (category - overall),
        regional=e0 * (local - category),
        competitive=homothetic * (local - category),
        allocation=(e0 - homothetic) * (local - category),
        gerfin_mix=_over(expected, overall),
        gerfin_regional=_over(own, expected),
        gerfin_total=_over(own, overall),
    )


def _labels(categories: Sequence[str] | None, k: int) -> list[str]:
    if categories is None:
        return [f"category {i + 1}" for i in range(k)]
    try:
        names = [] if isinstance(categories, str) else [str(name) for name in categories]
    except TypeError:
        names = []
    if len(names) != k:
        raise ValueError(f"categories must hold one name for each of the {k} categories")
    return names


def _no_zero(name: str, array: NDArray, labels: list[str]) -> None:
    empty = [label for label, value in zip(labels, array, strict=True) if value == 0]
    if empty:
        raise ValueError(
            f"{name} is zero for {', '.join(empty)}, so growth is undefined there: "
            "merge each with a similar category before comparing"
        )


def _over(top: float, bottom: float) -> float:
    return float(top / bottom) if bottom else float("nan")
