"""Which areas touch, and where points lie: what every spatial statistic starts from.

References
----------
Cliff and Ord (1981), Spatial Processes (rook and queen neighbours).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from pads_analysis.stats.arguments import numbers
from pads_analysis.stats.scalars import whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from numpy.typing import ArrayLike, NDArray

    Weights: TypeAlias = "Neighbours | sparse.sparray | sparse.spmatrix | ArrayLike"

#: Coordinates beyond this have squares that no longer hold a metre.
FARTHEST = 1e15


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

    def __str__(self) -> str:
        n, links = self.adjacency.shape[0], self.adjacency.nnz // 2
        return f"{n} areas, {links} pairs of neighbours, {len(self.islands)} islands"


def neighbours(geometries: Sequence[Any], *, join_islands: bool = True) -> Neighbours:
    """Queen contiguity: areas that share an edge or a corner.

    For statistical areas that fill the plane. Not for points, nor for areas of very different size, where a large area
    is the neighbour of many small ones that lie far from one another.

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

    Notes
    -----
    Assumes boundaries digitised together: areas a hair apart do not touch.

    Examples
    --------
    >>> from shapely import box
    >>> print(neighbours([box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)]))
    3 areas, 2 pairs of neighbours, 1 islands
    """
    import geopandas
    from libpysal.graph import Graph

    try:
        shapes = list(geometries)
    except TypeError as error:
        raise ValueError("geometries must be a sequence of shapely geometries") from error
    n = len(shapes)
    if n < 2:
        raise ValueError("geometries must hold at least two areas")
    if any(getattr(shape, "is_empty", True) for shape in shapes):
        raise ValueError("geometries holds a missing or empty area")
    frame = geopandas.GeoSeries(shapes)
    # strict=True compares whole boundaries, so areas whose shared border has different vertices still touch.
    graph = Graph.build_contiguity(frame, rook=False, strict=True)
    links = graph.adjacency[graph.adjacency > 0]
    i, j = (links.index.get_level_values(k).to_numpy() for k in (0, 1))
    islands = np.setdiff1d(np.arange(n), i[i != j])
    for island in islands if join_islands else ():
        distance = frame.distance(shapes[island]).to_numpy(copy=True)
        distance[island] = np.inf
        nearest = int(distance.argmin())
        i, j = np.append(i, [island, nearest]), np.append(j, [nearest, island])
    return Neighbours(_binary(i, j, n), tuple(int(k) for k in islands))


def grid_neighbours(rows: int, columns: int, *, queen: bool = True) -> Neighbours:
    """Neighbours of the cells of a rectangular grid, numbered row by row.

    For events counted on a grid. Cells outside the boundary of the recorded area must be dropped first.

    Parameters
    ----------
    rows, columns : int
        Size of the grid, at least 1 each and at least two cells together.
    queen : bool
        Cells that share a corner are neighbours too; False asks for a shared edge (rook).

    Returns
    -------
    Neighbours

    Raises
    ------
    ValueError
        Not whole numbers, or fewer than two cells.

    Notes
    -----
    Assumes cells numbered row by row, all of one size.

    Examples
    --------
    >>> print(grid_neighbours(8, 8))
    64 areas, 210 pairs of neighbours, 0 islands
    """
    r, c = whole("rows", rows, 1, 100_000), whole("columns", columns, 1, 100_000)
    if not 2 <= r * c <= 50_000_000:
        raise ValueError("rows and columns must give at least two and at most 50 million cells")
    cell = np.arange(r * c).reshape(r, c)
    pairs = [(cell[:, :-1], cell[:, 1:]), (cell[:-1], cell[1:])]
    if queen:
        pairs += [(cell[:-1, :-1], cell[1:, 1:]), (cell[:-1, 1:], cell[1:, :-1])]
    i = np.concatenate([a.ravel() for a, _ in pairs])
    j = np.concatenate([b.ravel() for _, b in pairs])
    return Neighbours(_binary(np.append(i, j), np.append(j, i), r * c))


def _binary(i: NDArray, j: NDArray, n: int) -> sparse.csr_array:
    apart = i != j
    links = sparse.csr_array((np.ones(apart.sum()), (i[apart], j[apart])), shape=(n, n))
    links.sum_duplicates()
    links.data[:] = 1.0
    return links


def links(weights: Weights, n: int) -> sparse.csr_array:
    """Check neighbour weights of n areas and return them without the diagonal.

    Parameters
    ----------
    weights : Neighbours, libpysal weights or graph, sparse or dense array (n, n)
        Zero or more, finite.
    n : int
        Number of areas.

    Returns
    -------
    scipy.sparse.csr_array (n, n)

    Raises
    ------
    ValueError
        Another size; a negative, missing or infinite weight; not numbers.

    Notes
    -----
    Weights may be lopsided: the neighbour of an area need not have it as a neighbour.

    Examples
    --------
    >>> links([[1, 1], [1, 0]], 2).toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    given = weights.adjacency if isinstance(weights, Neighbours) else getattr(weights, "sparse", weights)
    try:
        w = sparse.csr_array(given if sparse.issparse(given) else numbers("weights", given, 2), dtype=float)
    except TypeError as error:
        raise ValueError("weights must hold numbers only") from error
    if w.shape != (n, n):
        raise ValueError(f"weights has shape {w.shape} but there are {n} areas in values")
    if not np.isfinite(w.data).all() or (w.data < 0).any():
        raise ValueError("weights holds a negative, missing or infinite value")
    if ((w.data > 0) & ((w.data < 1e-100) | (w.data > 1e100))).any():
        raise ValueError("weights holds a value too large or too small to add up")
    w = w.copy()
    w.sum_duplicates()
    if w.diagonal().any():
        w.setdiag(0.0)
    if not w.data.all():
        w.eliminate_zeros()
    return w


def coordinates(name: str, points: ArrayLike) -> NDArray[np.float64]:
    """Positions as a float array (n, 2); ValueError naming the argument if they are not finite pairs within 1e15.

    Examples
    --------
    >>> coordinates("points", [[0, 1]]).tolist()
    [[0.0, 1.0]]
    """
    xy = numbers(name, points, 2)
    if xy.shape[1] != 2:
        raise ValueError(f"{name} must have two columns, x and y, not {xy.shape[1]}")
    if (np.abs(xy) > FARTHEST).any():
        raise ValueError(f"{name} holds a coordinate beyond {FARTHEST:g}")
    return xy
