"""Smoothed density of points: kernel sums and densities on a set of places.

References
----------
Silverman (1986), Density Estimation for Statistics and Data Analysis, ch. 4 (kernels in the plane). Chainey and
Ratcliffe (2005), GIS and Crime Mapping, ch. 6 (the quartic kernel).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.spatial import cKDTree

from pads_analysis.stats.arguments import counts, of_length
from pads_analysis.stats.contiguity import FARTHEST, coordinates
from pads_analysis.stats.printed import Printed
from pads_analysis.stats.scalars import above_zero, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Kernel = Literal["quartic", "epanechnikov", "triweight", "triangular", "uniform"]

#: Unscaled kernel of u = d / h on 0..1, and the constant k for which k / (pi h^2) times it has volume 1.
KERNELS = {
    "quartic": (lambda u: (1 - u**2) ** 2, 3.0),
    "epanechnikov": (lambda u: 1 - u**2, 2.0),
    "triweight": (lambda u: (1 - u**2) ** 3, 4.0),
    "triangular": (lambda u: 1 - u, 3.0),
    "uniform": (np.ones_like, 1.0),
}
#: Pairs of point and place held at once.
BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class KernelDensity(Printed):
    """Density of points at m places.

    Attributes
    ----------
    sums : ndarray (m,)
        Sum of the unscaled kernel, 1 for a point at the place and 0 at the bandwidth (uniform: 1 up to and at it).
    density : ndarray (m,)
        Events per unit of area: with coordinates in metres, per square metre.
    bandwidth : float
        Radius of the kernel, in the unit of the coordinates.
    kernel : str
    """

    sums: NDArray[np.float64]
    density: NDArray[np.float64]
    bandwidth: float
    kernel: str


def kernel_density(
    points: ArrayLike,
    at: ArrayLike,
    bandwidth: float,
    kernel: Kernel = "quartic",
    weights: ArrayLike | None = None,
) -> KernelDensity:
    """Kernel density of points at given places, such as the centres of a grid's cells.

    density = k / (pi h^2) sum_j w_j K(d_j / h) with k = 3 for the quartic K(u) = (1 - u^2)^2, so that the surface
    integrates to the number of events. (QGIS until February 2025, and SpatialKDE 0.8.2, use 21.75 for the quartic: 7.25
    times too dense.) The bandwidth is a choice, not a finding: state it, and look again at half and one and a half.

    For maps of points recorded to the metre. Not for points moved to shared map points for publication, whose peaks
    are those map points; not for comparing two periods by eye; no test of anything, for which see `spatial.gi_star`.
    Density near the boundary of the recorded area is too low, as nothing is known beyond it.

    Parameters
    ----------
    points : array_like, shape (n, 2)
        Positions of the events in a projected grid.
    at : array_like, shape (m, 2)
        Places at which the density is wanted, in the same grid.
    bandwidth : float
        Radius h beyond which an event has no influence; unit of the coordinates.
    kernel : {"quartic", "epanechnikov", "triweight", "triangular", "uniform"}
        Shape; it matters far less than the bandwidth.
    weights : array_like, shape (n,), optional
        Events at each point, zero or more; 1 where not given.

    Returns
    -------
    KernelDensity

    Raises
    ------
    ValueError
        Positions empty, missing or not in pairs; `bandwidth` not above zero; another `kernel`; `weights` negative or
        of another length.

    Notes
    -----
    Assumes a density that changes little within a bandwidth.

    Examples
    --------
    SpatialKDE 0.8.2 gives the same sums:

    >>> points = [[100, 100], [130, 90], [160, 150], [300, 280], [310, 300], [320, 310], [500, 120], [505, 118]]
    >>> kernel_density(points, [[100, 100], [300, 300]], 100).sums.round(4).tolist()
    [1.9621, 2.8042]
    """
    xy, places = coordinates("points", points), coordinates("at", at)
    h = above_zero("bandwidth", bandwidth)
    one_of("kernel", kernel, *KERNELS)
    if not 1e-100 < h < 1e100:
        raise ValueError(f"bandwidth {bandwidth!r} has no area that a number can hold")
    w = np.ones(len(xy)) if weights is None else counts("weights", weights, 1)
    of_length("weights", w, len(xy), f"points has {len(xy)}")
    if (w > FARTHEST).any():
        raise ValueError(f"weights holds a value above {FARTHEST:g}")
    unscaled, constant = KERNELS[kernel]
    sums = np.zeros(len(places))
    for i, j, distance in _pairs_within(places, xy, h):
        sums += np.bincount(i, w[j] * unscaled(np.minimum(distance / h, 1.0)), minlength=len(places))
    return KernelDensity(sums, sums * (constant / (np.pi * h * h)), h, kernel)


def _pairs_within(
    places: NDArray, points: NDArray, radius: float
) -> Iterator[tuple[NDArray, NDArray, NDArray]]:
    """Place, point and distance of all pairs up to `radius`, in blocks of about BLOCK pairs."""
    tree = cKDTree(points)
    size = tree.query_ball_point(places, radius, return_length=True)
    block = np.cumsum(size) // BLOCK
    for start, stop in _runs(block):
        found = cKDTree(places[start:stop]).sparse_distance_matrix(tree, radius, output_type="ndarray")
        yield found["i"] + start, found["j"], found["v"]


def _runs(labels: NDArray) -> Iterator[tuple[int, int]]:
    edges = np.concatenate([[0], np.flatnonzero(np.diff(labels)) + 1, [len(labels)]])
    return zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
