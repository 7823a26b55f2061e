"""Where a raster lies on the ground: pixel size in metres, UTM zone, extents as pixel rectangles."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from osgeo import osr

from ..errors import So2SatError
from .gdal_errors import collected
from .reader import RasterInfo

_EQUATOR, _MERIDIAN = 111_319.49, 111_132.95  # metres a degree of WGS 84: of longitude at the equator, mean of latitude


def to_crs(source: str, target: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return points of CRS `source` in CRS `target` (WKT or "EPSG:n"); x is east or longitude in both."""
    points = [(np.nan, np.nan)]  # stays so where GDAL raises
    if not (np.abs([x, y]) <= 1e12).all():  # PROJ would take for ever
        raise So2SatError("Coordinates lie beyond the Earth. Check the CRS of the raster and EXTENT.")
    with collected() as failures:
        transformation = osr.CoordinateTransformation(_reference(source), _reference(target))
        if not failures:
            points = transformation.TransformPoints(np.column_stack([x, y]).tolist())
    array = np.array(points)[:, :2]
    if failures or not np.isfinite(array).all():
        raise So2SatError(
            f"Coordinates cannot be brought from one CRS to the other: {failures[0] if failures else 'out of range'}. "
            "Check the CRS of the raster (Layer properties) and of EXTENT."
        )
    return array[:, 0], array[:, 1]


def is_same(one: str, other: str) -> bool:
    """Whether two CRS (WKT or "EPSG:n") are the same; an unknown one ("") is like none but another unknown one."""
    if not one or not other:
        return one == other
    return one == other or bool(_reference(one).IsSame(_reference(other)))


def wkt(crs: str) -> str:
    """Return a CRS as WKT."""
    return str(_reference(crs).ExportToWkt())


def is_geographic(crs: str) -> bool:
    """Whether coordinates are degrees."""
    return bool(_reference(crs).IsGeographic())


def ground_pixel_size(info: RasterInfo) -> tuple[float, float] | None:
    """Return the lengths in metres of the centre pixel's sides along rows and columns; None without a CRS."""
    if not info.crs:
        return None
    column, row = info.width / 2, info.height / 2
    x, y = info.transform.at(column + np.array([0.0, 1.0, 0.0]), row + np.array([0.0, 0.0, 1.0]))
    longitude, latitude = to_crs(info.crs, "EPSG:4326", x, y)
    east = (longitude[1:] - longitude[0]) * _EQUATOR * math.cos(math.radians(latitude[0]))
    north = (latitude[1:] - latitude[0]) * _MERIDIAN
    along_row, along_column = np.hypot(east, north)
    if not 0 < min(along_row, along_column) <= max(along_row, along_column) < np.inf:
        raise So2SatError(
            f"A pixel of {info.path} measures {along_row:g} m × {along_column:g} m on the ground. Check where "
            "it lies, and its CRS (Layer properties)."
        )
    return float(along_row), float(along_column)


def utm(info: RasterInfo) -> str:
    """Return the UTM zone (beyond 84° the polar CRS) of the raster's centre as "EPSG:n"."""
    x, y = info.transform.at(np.array([info.width / 2]), np.array([info.height / 2]))
    longitude, latitude = to_crs(info.crs, "EPSG:4326", x, y)
    if abs(latitude[0]) > 84.0:
        return "EPSG:32661" if latitude[0] > 0 else "EPSG:32761"
    zone = int((longitude[0] + 180.0) % 360.0 // 6.0) + 1
    return f"EPSG:{(32600 if latitude[0] >= 0 else 32700) + zone}"


def pixel_rectangle(info: RasterInfo, extent: Sequence[float], crs: str = "") -> tuple[float, float, float, float]:
    """Return (top, left, bottom, right) in pixels of the smallest rectangle that holds `extent`.

    `extent` is (x min, y min, x max, y max) in `crs` (WKT or "EPSG:n"; "" = the raster's own). Its edges are followed
    point by point, as straight lines of one CRS are curves in another.
    """
    x_min, y_min, x_max, y_max = extent
    t = np.linspace(0.0, 1.0, 33)
    x = np.concatenate([x_min + t * (x_max - x_min)] * 2 + [np.full_like(t, x_min), np.full_like(t, x_max)])
    y = np.concatenate([np.full_like(t, y_min), np.full_like(t, y_max)] + [y_min + t * (y_max - y_min)] * 2)
    if crs and info.crs and not is_same(crs, info.crs):
        x, y = to_crs(crs, info.crs, x, y)
    columns, rows = info.transform.pixels(x, y)
    # a corner on a pixel's edge must not take in the next pixel by a rounding error
    columns, rows = np.round(columns, 6), np.round(rows, 6)
    return float(rows.min()), float(columns.min()), float(rows.max()), float(columns.max())


def _reference(crs: str) -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    with collected() as failures:
        code = reference.SetFromUserInput(crs)
    if failures or code:
        raise So2SatError(f"The CRS '{crs[:60]}' is not understood. Set the CRS of the layer (Layer properties).")
    return reference
