"""The connected region of a mask around a cell, as a polygon."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, ogr

from .gdal_errors import collected
from .grid import Transform


def connected(mask: np.ndarray, row: int, column: int, transform: Transform) -> tuple[bytes, int, bool]:
    """Return the cells of `mask` (rows, columns) bool that hang together with one that is set, sides touching.

    As WKB of a polygon placed by `transform`, with holes; the number of its cells; and whether it reaches the edge.
    """
    rows, columns = mask.shape
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Byte)
    raster.SetGeoTransform(transform)
    band = raster.GetRasterBand(1)
    band.WriteArray(mask.astype(np.uint8))
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")  # one took the other's place in GDAL 3.11
    source = driver.CreateDataSource("")
    layer = source.CreateLayer("regions", None, ogr.wkbPolygon)
    with collected():
        gdal.Polygonize(band, band, layer, -1, [])
    x, y = transform.at(column + 0.5, row + 0.5)
    layer.SetSpatialFilter(ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})"))
    geometry = next(feature.GetGeometryRef().Clone() for feature in layer)
    wkb = bytes(geometry.ExportToWkb())
    area = abs(transform.dx * transform.dy - transform.rx * transform.ry)
    cells = round(geometry.GetArea() / area)
    corners = np.array(
        [geometry.GetGeometryRef(0).GetPoint_2D(i) for i in range(geometry.GetGeometryRef(0).GetPointCount())]
    )
    c, r = transform.pixels(corners[:, 0], corners[:, 1])
    slack = 1e-6
    edge = r.min() < slack or c.min() < slack or r.max() > rows - slack or c.max() > columns - slack
    return wkb, cells, bool(edge)
