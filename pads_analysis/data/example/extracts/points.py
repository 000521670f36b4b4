"""Where the crimes of the example really happened: near the map point that stands for each, in its small area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Transformer

from pads_analysis.data.example.shapes import Shapes

_STEPS = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """A force's map in metres on the National Grid.

    Attributes
    ----------
    outlines : ndarray of Polygon or MultiPolygon, shape (n,)
        Of its small areas.
    points : ndarray of float, shape (k, 2)
        Its map points.
    """

    outlines: np.ndarray
    points: np.ndarray

    @classmethod
    def of(cls, shapes: Shapes) -> Ground:
        """Return the ground under a map in degrees."""
        turn = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)

        def metres(at: np.ndarray) -> np.ndarray:
            return np.column_stack(turn.transform(at[:, 0], at[:, 1]))

        outlines = shapely.transform(shapes.outlines, metres)
        shapely.prepare(outlines)
        return cls(outlines, metres(shapes.points))

    def near(
        self, centre: np.ndarray, area: np.ndarray, reach: float, rng: np.random.Generator
    ) -> np.ndarray:
        """Return points within `reach` metres of each centre and in its small area, shape (rows, 2).

        Where the way leads out of the small area it is halved until it does not; the centre itself must lie in it.
        """
        angle = rng.random(len(centre)) * 2 * np.pi
        length = reach * np.sqrt(rng.random(len(centre)))
        away = np.column_stack([np.cos(angle), np.sin(angle)]) * length[:, None]
        for _ in range(_STEPS):
            spot = centre + away
            outside = ~shapely.contains_xy(self.outlines[area], spot[:, 0], spot[:, 1])
            away[outside] /= 2
        spot = centre + away
        outside = ~shapely.contains_xy(self.outlines[area], spot[:, 0], spot[:, 1])
        return np.where(outside[:, None], centre, spot)


def to_degrees(east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return longitude and latitude (WGS84) of points on the National Grid."""
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform(east, north)
