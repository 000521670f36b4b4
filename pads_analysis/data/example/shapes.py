"""Where the example lies: outlines of small areas that look like a map, and the map points inside them.

Each force is one Voronoi tessellation, dense in its towns and wide in between, clipped to a rounded outline and bent
by a smooth field so that no edge is straight. Bending moves every point by the same rule, so neighbours still meet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

SPACING = 15_000.0  # metres between neighbouring towns
_REACH = 9_500.0  # metres a district reaches from its town
_BLOCK = 56_000.0  # metres from one force to the next
_ORIGIN = (330_000.0, 230_000.0)  # British National Grid: the Midlands
_EDGE = 400.0  # metres between the points of an outline before it is bent
# Height (m) and length (m) of the waves that bend the map. The slopes add up to less than 1, so nothing folds over.
_WAVES = ((260.0, 4_300.0), (420.0, 11_000.0))


@dataclass(frozen=True, slots=True)
class Shapes:
    """The map of one force, one entry for each small area, in their order.

    Attributes
    ----------
    outlines : ndarray of Polygon or MultiPolygon, shape (n,)
        Outlines in WGS84 longitude and latitude, degrees.
    distance : ndarray of float, shape (n,)
        Metres from the centre of its town.
    middle : ndarray of float, shape (n, 2)
        A point inside, eastings and northings in metres before bending.
    neighbours : ndarray of int, shape (2, m)
        Pairs of touching small areas, in both directions.
    point_area : ndarray of int, shape (k,)
        Small area that each map point lies in, ascending.
    points : ndarray of float, shape (k, 2)
        Longitude and latitude of the map points, degrees.
    """

    outlines: np.ndarray
    distance: np.ndarray
    middle: np.ndarray
    neighbours: np.ndarray
    point_area: np.ndarray
    points: np.ndarray


def draw_shapes(areas: pd.DataFrame, force: int, rng: np.random.Generator) -> Shapes:
    """Return the map of a force.

    Parameters
    ----------
    areas : DataFrame
        Its small areas, as `places.small_areas`.
    force : int
        Position of the force, which sets where it lies.
    rng : Generator
        Source of randomness.
    """
    towns = _towns(int(areas["before"].max()) + 1, force, rng)
    outline = shapely.union_all(shapely.buffer(shapely.points(towns), _REACH)).buffer(3000).buffer(-3000)
    seeds = np.vstack(
        [_seeds(at, int(number), towns, rng) for at, number in enumerate(np.bincount(areas["before"]))]
    )
    for _ in range(2):  # Lloyd's relaxation evens the sizes out, as the makers of real small areas do
        cells = _cells(seeds, outline)
        seeds = shapely.get_coordinates(shapely.point_on_surface(cells))
    cells = _cells(seeds, outline)
    tree = shapely.STRtree(cells)
    near = tree.query(cells, predicate="dwithin", distance=1.0)
    point_area, points = _map_points(cells, seeds, rng)
    return Shapes(
        outlines=_to_degrees(_bend(shapely.segmentize(cells, _EDGE))),
        distance=np.hypot(*(seeds - towns[areas["before"]]).T),
        middle=seeds,
        neighbours=near[:, near[0] != near[1]],
        point_area=point_area,
        points=shapely.get_coordinates(_to_degrees(_bend(shapely.points(points)))),
    )


def _shell(number: int) -> np.ndarray:
    """Return the first cells of a square grid, square upon growing square, so that successive cells touch."""
    cells: list[tuple[int, int]] = []
    ring = 0
    while len(cells) < number:
        corner = [(ring, at) for at in range(ring)] + [(at, ring) for at in range(ring, -1, -1)]
        cells += corner
        ring += 1
    return np.array(cells[:number], dtype=float)


def _towns(number: int, force: int, rng: np.random.Generator) -> np.ndarray:
    block = np.array(_ORIGIN) + _BLOCK * _shell(force + 1)[-1]
    return block + SPACING * _shell(number) + rng.uniform(-2500, 2500, size=(number, 2))


def _seeds(town: int, number: int, towns: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return points around a town, nearer to it than to any other: three in five in the town, others around it."""
    tree = cKDTree(towns)
    wanted = round(0.6 * number), number - round(0.6 * number)
    kept = []
    for spread, count in zip((1700.0, 5500.0), wanted, strict=True):
        drawn = towns[town] + rng.normal(0, spread, size=(40 + 6 * count, 2))
        distance, nearest = tree.query(drawn)
        kept.append(drawn[(nearest == town) & (distance < 0.95 * _REACH)][:count])
    return np.vstack(kept)


def _cells(seeds: np.ndarray, outline: BaseGeometry) -> np.ndarray:
    cells = shapely.voronoi_polygons(
        shapely.multipoints(seeds), extend_to=outline.buffer(10_000), ordered=True
    )
    return shapely.intersection(shapely.get_parts(cells), outline)


def _map_points(
    cells: np.ndarray, seeds: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return 6 to 14 points in each cell: part of the way from its seed to a random spot on its edge."""
    area = np.repeat(np.arange(len(cells)), rng.integers(6, 15, size=len(cells)))
    parts, owner = shapely.get_parts(cells, return_index=True)
    inside = shapely.contains_xy(parts, seeds[owner, 0], seeds[owner, 1])
    rings = shapely.get_exterior_ring(parts[inside])
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.searchsorted(ring, np.arange(len(rings)))
    edges = np.diff(np.append(first, len(ring))) - 1
    at = first[area] + (rng.random(len(area)) * edges[area]).astype(int)
    along = rng.random((len(area), 1))
    spot = (1 - along) * corners[at] + along * corners[at + 1]
    reach = 0.85 * np.sqrt(rng.random((len(area), 1)))
    points = seeds[area] + reach * (spot - seeds[area])
    # Only beside a dent in the outline can the way to the edge leave the cell.
    astray = ~shapely.contains_xy(cells[area], points[:, 0], points[:, 1])
    points[astray] = seeds[area][astray]
    return area, points


def _bend(geometries: np.ndarray) -> np.ndarray:
    def moved(at: np.ndarray) -> np.ndarray:
        shift = np.zeros_like(at)
        for height, length in _WAVES:
            turn = 2 * np.pi / length
            shift[:, 0] += height * np.sin(turn * at[:, 1] + 0.3 * turn * at[:, 0])
            shift[:, 1] += height * np.sin(turn * at[:, 0] - 0.3 * turn * at[:, 1])
        return at + shift

    return shapely.transform(geometries, moved)


def _to_degrees(geometries: np.ndarray) -> np.ndarray:
    transformer = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)

    def degrees(at: np.ndarray) -> np.ndarray:
        # Six decimals, as publishers give: about 0.1 m, which also makes the corners of neighbours equal.
        return np.column_stack(transformer.transform(at[:, 0], at[:, 1])).round(6)

    return shapely.transform(geometries, degrees)
