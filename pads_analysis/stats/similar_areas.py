"""Which areas are most alike: nearest neighbours on standardised indicators, with the distances published.

References
----------
CIPFA nearest neighbours model (standardised indicators, Euclidean distance, rebased to 0-1). Office for National
Statistics (2025), statistical nearest neighbours (transformed indicators, near-duplicates screened out, ranked list).
Mahalanobis (1936), Proceedings of the National Institute of Sciences of India 2:49. Jolliffe (2002), Principal
Component Analysis, 2nd ed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from pads_analysis.stats.arguments import counts, numbers
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import number, one_of, whole

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEAST_AREAS = 3


@dataclass(frozen=True, slots=True)
class SimilarAreas(Printed):
    """The k areas most like one area, nearest first.

    Attributes
    ----------
    rank : ndarray of int (k,)
        1 for the nearest; equal distances share the smaller rank.
    position : ndarray of int (k,)
        Row (from 0) of each area.
    distance : ndarray (k,)
        Distance in standard deviations (no unit).
    rebased : ndarray (k,)
        Distance over that of the least similar area of all: 0 alike, 1 least alike.
    method : str
        "euclidean" or "mahalanobis".
    target, n_areas, n_indicators : int
    """

    rank: NDArray[np.int64]
    position: NDArray[np.int64]
    distance: NDArray[np.float64]
    rebased: NDArray[np.float64]
    method: str
    target: int
    n_areas: int
    n_indicators: int


@dataclass(frozen=True, slots=True)
class PrincipalComponents(Printed):
    """Principal components of m standardised indicators, the largest first.

    Attributes
    ----------
    sd : ndarray (c,)
        Standard deviation of each component; c = min(n, m).
    share : ndarray (c,)
        Share of all variance; they add up to 1.
    loadings : ndarray (m, c)
        Weight of each indicator in each component; the largest of a column is positive.
    """

    sd: NDArray[np.float64]
    share: NDArray[np.float64]
    loadings: NDArray[np.float64]


def similar_areas(
    indicators: ArrayLike,
    target: int,
    k: int,
    *,
    method: Literal["euclidean", "mahalanobis"] = "euclidean",
    weights: ArrayLike | None = None,
) -> SimilarAreas:
    """Find the areas nearest to one area on several indicators.

    Use it to choose peers when no published group exists; a published group is data and is not to be made again. Take
    logs of skewed indicators such as density first, and screen out near-duplicates (`near_duplicates`): each counts
    once more for the Euclidean distance. Never use the outcome to be compared as an indicator. Likeness is not mutual:
    A can be among the nearest to B, and B not among those to A.

    Parameters
    ----------
    indicators : array_like, shape (n, m)
        Areas in rows, indicators in columns; at least 3 areas, no missing value, no constant column.
    target : int
        Row (from 0) of the area.
    k : int
        Number of neighbours, 1 to n - 1.
    method : {"euclidean", "mahalanobis"}
        Euclidean distance of z-scores (sd with n - 1), or Mahalanobis distance, which allows for correlation between
        indicators and needs clearly more areas than indicators.
    weights : array_like, shape (m,), optional
        Weight of each indicator's squared difference; Euclidean only.

    Returns
    -------
    SimilarAreas

    Raises
    ------
    ValueError
        An argument missing, of the wrong shape or out of range; a constant indicator; for Mahalanobis, indicators that
        determine one another.

    Notes
    -----
    Assumes that a standard deviation of one indicator matters as much as one of another, but for `weights`.

    Examples
    --------
    >>> found = similar_areas([[1, 10], [2, 12], [9, 30], [8, 31]], target=0, k=2)
    >>> found.position.tolist(), found.distance.round(3).tolist()
    ([1, 3], [0.302, 2.529])
    """
    z = _standardised(indicators)
    n, m = z.shape
    own, size = whole("target", target, 0, n - 1), whole("k", k, 1, n - 1)
    gap = z - z[own]
    if one_of("method", method, "euclidean", "mahalanobis") == "euclidean":
        weight = np.ones(m) if weights is None else _weights(weights, m)
        squared = gap**2 @ weight
    else:
        if weights is not None:
            raise ValueError("weights have no meaning for the Mahalanobis distance")
        squared = _mahalanobis(z, gap)
    distance = np.sqrt(squared)
    others = np.delete(np.arange(n), own)
    largest = distance.max()
    # Distances that differ in their last digits only are equal but for rounding.
    told = np.round(distance / (largest or 1.0), 12)
    order = others[np.argsort(told[others], kind="stable")][:size]
    return SimilarAreas(
        rank=1 + np.searchsorted(np.sort(told[others]), told[order], side="left"),
        position=order,
        distance=distance[order],
        rebased=distance[order] / largest if largest else np.zeros(size),
        method=method,
        target=own,
        n_areas=n,
        n_indicators=m,
    )


def principal_components(indicators: ArrayLike) -> PrincipalComponents:
    """Principal components of standardised indicators: how many different things they really measure.

    Use it to see whether a long list of indicators repeats a few themes. The components depend on the areas and
    indicators at hand and carry no meaning by themselves.

    Parameters
    ----------
    indicators : array_like, shape (n, m)
        As in `similar_areas`.

    Returns
    -------
    PrincipalComponents

    Raises
    ------
    ValueError
        As in `similar_areas`.

    Notes
    -----
    Assumes that correlations tell what the indicators share: skewed ones first need their logs.

    Examples
    --------
    >>> principal_components([[1, 2], [2, 4], [3, 6], [4, 8]]).share.round(6).tolist()
    [1.0, 0.0]
    """
    z = _standardised(indicators)
    _, singular, rows = np.linalg.svd(z, full_matrices=False)
    variance = singular**2 / (len(z) - 1)
    largest = rows[np.arange(len(rows)), np.abs(rows).argmax(axis=1)]
    return PrincipalComponents(
        sd=np.sqrt(variance), share=variance / variance.sum(), loadings=(rows * np.sign(largest)[:, None]).T
    )


def near_duplicates(indicators: ArrayLike, limit: float = 0.9) -> list[tuple[int, int, float]]:
    """Pairs of indicators so strongly correlated that one of them adds little but weight.

    Use it to thin out a list of indicators before `similar_areas`. Which of a pair to drop is a judgement.

    Parameters
    ----------
    indicators : array_like, shape (n, m)
        As in `similar_areas`.
    limit : float
        Smallest absolute correlation to list, between 0 and 1.

    Returns
    -------
    list of (int, int, float)
        Columns (from 0) of each pair and their correlation, the strongest first.

    Raises
    ------
    ValueError
        As in `similar_areas`; `limit` out of range.

    Notes
    -----
    Correlations of Pearson, of the areas given.

    Examples
    --------
    >>> [(i, j, round(r, 3)) for i, j, r in near_duplicates([[1, 2, 9], [2, 4, 1], [3, 6.1, 5], [4, 8, 5]])]
    [(0, 1, 1.0)]
    """
    z = _standardised(indicators)
    least = number("limit", limit)
    if not 0 <= least <= 1:
        raise ValueError(f"limit must lie between 0 and 1, not {limit!r}")
    r = np.clip(z.T @ z / (len(z) - 1), -1.0, 1.0)
    rows, columns = np.triu_indices(len(r), k=1)
    pairs = [
        (int(i), int(j), float(r[i, j])) for i, j in zip(rows, columns, strict=True) if abs(r[i, j]) >= least
    ]
    return sorted(pairs, key=lambda pair: -abs(pair[2]))


def _standardised(indicators: ArrayLike) -> NDArray[np.float64]:
    x = numbers("indicators", indicators, 2)
    if len(x) < LEAST_AREAS:
        raise ValueError(f"indicators has {len(x)} areas; at least {LEAST_AREAS} are needed")
    # z-scores do not depend on the unit; near 1 no square is too large for a number.
    size = np.abs(x).max(axis=0)
    x = x / np.where(size > 0, size, 1.0)
    centred = x - x.mean(axis=0)
    sd = centred.std(axis=0, ddof=1)
    constant = np.flatnonzero(sd <= 1e-12)
    if len(constant):
        raise ValueError(
            f"indicators does not vary between areas in column {constant[0]} (from 0): leave it out"
        )
    return centred / sd


def _weights(weights: ArrayLike, m: int) -> NDArray[np.float64]:
    weight = counts("weights", weights, 1)
    if len(weight) != m or weight.sum() == 0:
        raise ValueError(f"weights must hold {m} values, one for each indicator, not all zero")
    return weight


def _mahalanobis(z: NDArray, gap: NDArray) -> NDArray[np.float64]:
    n, m = z.shape
    if n <= m or np.linalg.matrix_rank(z) < m:
        raise ValueError(
            "indicators determine one another, or there are too few areas for the Mahalanobis distance"
        )
    correlation = z.T @ z / (n - 1)
    return np.maximum(np.einsum("ij,ji->i", gap, np.linalg.solve(correlation, gap.T)), 0.0)
