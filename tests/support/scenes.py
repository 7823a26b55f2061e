"""Rasters that tests make."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array, osr

from so2sat_qgis_plugin.engine.raster.grid import Transform

UTM = Transform(500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0)


def wkt(epsg: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return str(reference.ExportToWkt())


def write(
    path: str | Path,
    pixels: np.ndarray,
    names: Sequence[str] = (),
    *,
    transform: Sequence[float] | None = UTM,
    epsg: int | None = 32633,
    nodata: float | None = None,
    metadata: dict[str, str] | None = None,
    band_metadata: Any = None,
    scale: float | None = None,
    offset: float | None = None,
    driver: str = "GTiff",
    options: Sequence[str] = (),
) -> str:
    """Write `pixels` (rows, columns, bands) as a raster and return its path as text."""
    rows, columns, bands = pixels.shape
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(pixels.dtype)
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, bands, kind)
    if transform:
        memory.SetGeoTransform(transform)
    if epsg:
        memory.SetProjection(wkt(epsg))
    memory.SetMetadata(metadata or {})
    for i in range(bands):
        band = memory.GetRasterBand(i + 1)
        band.WriteArray(np.ascontiguousarray(pixels[..., i]))
        if names:
            band.SetDescription(names[i])
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if band_metadata:
            band.SetMetadata(band_metadata[i])
        if scale is not None:
            band.SetScale(scale)
            band.SetOffset(offset or 0.0)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=list(options))
    return str(path)
