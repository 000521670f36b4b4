"""Clusters of high values among neighbouring areas.

References
----------
Getis and Ord (1992), Geographical Analysis 24:189; Ord and Getis (1995), ibid. 27:286 (Gi*). Castro and Singer (2006),
ibid. 38:180 (false discovery rate for local statistics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse, stats

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.multiplicity import adjust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which of n areas touch.

    Attributes
    ----------
    adjacency : scipy.sparse.csr_array (n, n)
        1 where two areas are neighbours; symmetric, zero diagonal.
    islands : tuple of int
        Areas that touch no other, in the order given; each was joined to its nearest unless asked otherwise.
    """

    adjacency: sparse.csr_array
    islands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GiStar:
    """Local statistic of n areas.

    Attributes
    ----------
    z : ndarray (n,)
        Standard deviate: high where a neighbourhood, the area included, holds more than its share.
    p : ndarray (n,)
        Two-sided, normal approximation; not adjusted (see `fdr`).
    """

    z: NDArray[np.float64]
    p: NDArray[np.float64]


def neighbours(geometries: Sequence[Any], *, join_islands: bool = True) -> Neighbours:
    """Queen contiguity: areas that share an edge or a corner.

    Parameters
    ----------
    geometries : sequence of shapely geometries, length n
        Polygons in a projected grid; at least 2, none empty.
    join_islands : bool
        Join an area that touches no other to the one nearest to it (boundary to boundary). False keeps it alone, so
        that its statistic rests on its own value only.

    Returns
    -------
    Neighbours

    Raises
    ------
    ValueError
        Fewer than two geometries, or one missing or empty.
    """
    import geopandas
    from libpysal.graph import Graph

    shapes = list(geometries)
    if len(shapes) < 2:
        raise ValueError("geometries must hold at least two areas")
    if any(shape is None or shape.is_empty for shape in shapes):
        raise ValueError("geometries holds a missing or empty area")
    frame = geopandas.GeoSeries(shapes)
    # strict=True compares whole boundaries, so areas whose shared border has different vertices still touch.
    graph = Graph.build_contiguity(frame, rook=False, strict=True)
    pairs = np.zeros((len(shapes), len(shapes)), dtype=np.int8)
    links = graph.adjacency[graph.adjacency > 0]
    pairs[links.index.get_level_values(0), links.index.get_level_values(1)] = 1
    np.fill_diagonal(pairs, 0)
    islands = tuple(int(i) for i in np.flatnonzero(pairs.sum(axis=1) == 0))
    if join_islands:
        for i in islands:
            distance = frame.distance(shapes[i]).to_numpy(copy=True)
            distance[i] = np.inf
            pairs[i, distance.argmin()] = pairs[distance.argmin(), i] = 1
    return Neighbours(sparse.csr_array(pairs.astype(np.float64)), islands)


def gi_star(values: ArrayLike, weights: Neighbours | sparse.sparray | sparse.spmatrix | ArrayLike) -> GiStar:
    """Getis-Ord Gi* with binary weights, each area its own neighbour.

    z_i = (sum_j w_ij x_j - W_i xbar) / sqrt(s2 (n W_i - W_i^2) / (n - 1)), s2 = sum x^2 / n - xbar^2. The formula is
    spelt out, rather than taken from esda, because esda takes seconds to import; the tests hold the two equal.

    Parameters
    ----------
    values : array_like, shape (n,)
        Counts or rates.
    weights : Neighbours, sparse or dense array (n, n)
        Neighbours; anything above zero counts as 1 and the diagonal is set.

    Returns
    -------
    GiStar
        Where all values are equal, or an area's neighbours are all areas there are: z 0, p 1.

    Raises
    ------
    ValueError
        `values` empty or missing, fewer than 2, or `weights` of another size.
    """
    x = numbers("values", values, 1)
    n = len(x)
    if n < 2:
        raise ValueError("values must hold at least two areas")
    w = sparse.csr_array(weights.adjacency if isinstance(weights, Neighbours) else weights)
    if w.shape != (n, n):
        raise ValueError(f"weights has shape {w.shape} but values has {n} areas")
    w = ((w > 0).astype(np.float64) + sparse.eye_array(n, format="csr")).tocsr()
    w.data = np.minimum(w.data, 1.0)
    size = np.asarray(w.sum(axis=1)).ravel()
    # Centring and scaling first keeps the variance exact for large, nearly equal values.
    spread = float(np.abs(x - x.mean()).max())
    if spread <= 1e-12 * max(1.0, float(np.abs(x).max())):
        return GiStar(np.zeros(n), np.ones(n))
    c = (x - x.mean()) / spread
    variance = (c @ c / n) * (n * size - size**2) / (n - 1)
    usable = variance > 1e-12
    z = np.where(usable, (w @ c) / np.sqrt(np.where(usable, variance, 1.0)), 0.0)
    return GiStar(z, 2 * stats.norm.sf(np.abs(z)))


def fdr(p: ArrayLike) -> NDArray[np.float64]:
    """p values of all areas, adjusted together for the false discovery rate (Benjamini-Hochberg), shape of `p`."""
    return adjust(p, "fdr_bh")
