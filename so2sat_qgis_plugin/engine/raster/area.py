"""True areas of cells on the ellipsoid, for any coordinate reference system."""

from __future__ import annotations

import numpy as np
from osgeo import osr

from .gdal_errors import collected
from .grid import Transform


def cell_areas(transform: Transform, crs: str, rows: int, columns: int) -> np.ndarray | None:
    """Return the area in m² of one cell of every row, float64 (rows,), measured at the middle column.

    `crs` is WKT. None where it is missing or its place on the Earth is unknown. The corners go to longitude and
    latitude, and the area between them is taken on the ellipsoid with authalic latitude (Snyder 1987, Map Projections:
    a Working Manual, eq. 3-12), so geographic and distorting projections are right too.
    """
    corners = None  # stays so where GDAL raises
    with collected():
        corners = _corners(transform, crs, rows, columns)
    if corners is None or not np.isfinite(corners[0]).all():
        return None
    lonlat, axis, flattening = corners
    longitude, zone = np.radians(lonlat[..., 0]), _zone(np.radians(lonlat[..., 1]), axis, flattening)
    after = np.roll(np.arange(4), -1)
    turn = (longitude[:, after] - longitude + np.pi) % (2 * np.pi) - np.pi  # across the date line too
    return np.asarray(np.abs(np.sum(turn * (zone[:, after] + zone) / 2, axis=1)))


def _corners(transform: Transform, crs: str, rows: int, columns: int) -> tuple[np.ndarray, float, float] | None:
    """Return the corners of each row's middle cell as degrees (rows, 4, 2), semi-major axis and flattening."""
    system = osr.SpatialReference()
    if not crs or system.ImportFromWkt(crs) != 0 or not (system.IsProjected() or system.IsGeographic()):
        return None
    geographic = system.CloneGeogCS()
    for one in (system, geographic):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    column = columns // 2 + np.array([0, 1, 1, 0])
    row = np.arange(rows)[:, np.newaxis] + np.array([0, 0, 1, 1])
    points = np.stack(transform.at(column, row), axis=-1)
    degrees = geographic.GetAngularUnits() * 180 / np.pi
    if system.IsProjected():
        to_geographic = osr.CoordinateTransformation(system, geographic)
        points = np.array(to_geographic.TransformPoints(points.reshape(-1, 2).tolist()))[:, :2].reshape(rows, 4, 2)
    inverse = system.GetInvFlattening()
    return points * degrees, system.GetSemiMajor(), 1 / inverse if inverse else 0.0


def _zone(latitude: np.ndarray, axis: float, flattening: float) -> np.ndarray:
    """Return the area in m² from the equator to a latitude (radians), per radian of longitude."""
    sine = np.sin(latitude)
    squared = flattening * (2 - flattening)
    if squared == 0:
        return np.asarray(axis**2 * sine)
    e = np.sqrt(squared)
    q = sine / (1 - squared * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    return np.asarray(axis**2 * (1 - squared) / 2 * q)
