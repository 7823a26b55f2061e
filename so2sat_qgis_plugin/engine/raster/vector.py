"""Vector features on the cells of a raster: which polygon or point holds which cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

from ..errors import So2SatError
from ..progress import Progress
from .cells import Cells, Hits, LabelledFeatures
from .gdal_errors import collected
from .grid import Transform

_STRIP = 1 << 22  # cells rasterised at a time


def find_cells(features: LabelledFeatures, cells: Cells, progress: Progress) -> Hits:
    """Return the cells of every feature, whatever CRS it is in.

    A polygon holds the cells whose centre lies in it; one too small for that holds the cell that its inner point
    lies in. A point holds the cell that it lies in. Invalid geometries are repaired where possible. What could not
    be used is counted, never raised.
    """
    counts: Counter[str] = Counter()
    transformation = transformation_between(features.crs, cells.crs)
    found_cells, found_features = [], []
    with collected():
        for i, wkb in enumerate(progress.over(features.geometries, len(features.geometries))):
            geometry = prepared(wkb, transformation, counts)
            if geometry is None:
                continue
            flat = _points(geometry, cells) if _is_point(geometry) else _polygon(geometry, cells, counts)
            if flat is None or not len(flat):
                counts["outside"] += 1
                continue
            found_cells.append(flat)
            found_features.append(np.full(len(flat), i, dtype=np.int64))
    empty = np.zeros(0, dtype=np.int64)
    return Hits(np.concatenate([empty, *found_cells]), np.concatenate([empty, *found_features]), dict(counts))


def transformation_between(source: str, target: str) -> Any:
    """Return the transformation between two CRS (WKT), None where they agree or one is unknown."""
    if not source or not target:
        return None
    systems = []
    for wkt in (source, target):
        system = osr.SpatialReference()
        with collected() as failures:
            system.ImportFromWkt(wkt)
        if failures:
            raise So2SatError(f"The CRS cannot be read: {failures[0]}. Assign a known CRS to the layer.")
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        systems.append(system)
    if systems[0].IsSame(systems[1]):
        return None
    with collected() as failures:
        transformation = osr.CoordinateTransformation(*systems)
    if failures:
        raise So2SatError(
            f"The layer cannot be brought into the raster's CRS: {failures[0]}. Reproject the layer first."
        )
    return transformation


def prepared(wkb: bytes, transformation: Any, counts: Counter[str]) -> Any:
    """Return a valid polygon, multipolygon, point or multipoint in the raster's CRS, None (counted) for others."""
    geometry = ogr.CreateGeometryFromWkb(bytes(wkb)) if wkb else None
    if geometry is None or geometry.IsEmpty():
        counts["empty geometries"] += 1
        return None
    geometry = geometry.GetLinearGeometry()
    geometry.FlattenTo2D()
    if geometry.GetDimension() == 1:
        counts["other geometries"] += 1
        return None
    if geometry.GetDimension() == 2 and not geometry.IsValid():
        geometry = _polygons_of(geometry.MakeValid())
        counts["repaired geometries" if geometry is not None else "invalid geometries"] += 1
        if geometry is None:
            return None
    if transformation is not None and geometry.Transform(transformation) != 0:
        counts["outside"] += 1  # where the raster's CRS has no coordinates
        return None
    return geometry


def _polygons_of(geometry: Any) -> Any:
    """Return what is area in `geometry`, None where nothing is."""
    if geometry is None:
        return None
    found = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in _leaves(geometry):
        if polygon.GetDimension() == 2 and polygon.GetArea() > 0:
            found.AddGeometry(polygon)
    return found if found.GetGeometryCount() else None


def _leaves(geometry: Any) -> Iterator[Any]:
    if ogr.GT_IsSubClassOf(ogr.GT_Flatten(geometry.GetGeometryType()), ogr.wkbGeometryCollection):
        for i in range(geometry.GetGeometryCount()):
            yield from _leaves(geometry.GetGeometryRef(i))
    else:
        yield geometry


def _is_point(geometry: Any) -> bool:
    return int(geometry.GetDimension()) == 0


def _points(geometry: Any, cells: Cells) -> np.ndarray:
    xy = [point.GetPoint_2D(0) for point in _leaves(geometry)]
    column, row = cells.transform.pixels(*np.array(xy, dtype=np.float64).T)
    return _flat(np.floor(row), np.floor(column), cells)


def _flat(row: np.ndarray, column: np.ndarray, cells: Cells) -> np.ndarray:
    inside = (row >= 0) & (row < cells.rows) & (column >= 0) & (column < cells.columns)
    return np.unique(row[inside].astype(np.int64) * cells.columns + column[inside].astype(np.int64))


def _polygon(geometry: Any, cells: Cells, counts: Counter[str]) -> np.ndarray | None:
    left, right, bottom, top = geometry.GetEnvelope()
    column, row = cells.transform.pixels(np.array([left, left, right, right]), np.array([bottom, top, bottom, top]))
    if not (np.isfinite(column).all() and np.isfinite(row).all()):
        return None
    first_row, last_row = max(0, int(np.floor(row.min()))), min(cells.rows, int(np.ceil(row.max())))
    first, last = max(0, int(np.floor(column.min()))), min(cells.columns, int(np.ceil(column.max())))
    if last_row <= first_row or last <= first:
        return None
    step = max(1, _STRIP // (last - first))
    found = []
    for start in range(first_row, last_row, step):
        mask = _burnt(geometry, cells.transform, start, first, min(step, last_row - start), last - first)
        r, c = np.nonzero(mask)
        found.append((r + start) * cells.columns + c + first)
    flat = np.concatenate(found).astype(np.int64)
    if not len(flat):
        flat = _points(geometry.PointOnSurface(), cells)
        counts["small polygons"] += len(flat)
    return flat


def _burnt(geometry: Any, transform: Transform, row: int, column: int, rows: int, columns: int) -> np.ndarray:
    """Return the cells whose centre lies in `geometry` as (rows, columns) bool."""
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Byte)
    raster.SetGeoTransform(transform.moved(row, column))
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")  # one took the other's place in GDAL 3.11
    source = driver.CreateDataSource("")
    layer = source.CreateLayer("polygon", None, ogr.wkbUnknown)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(geometry)
    layer.CreateFeature(feature)
    gdal.RasterizeLayer(raster, [1], layer, burn_values=[1])
    return np.asarray(raster.ReadAsArray(), dtype=bool)
