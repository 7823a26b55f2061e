"""Warp a raster to square pixels of a module's size, as a VRT: nothing is copied.

`GRIDS` are the values of the algorithms' GRID: automatic (`needs_warp` decides), the raster's own grid, warped.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np
from osgeo import gdal

from ..errors import So2SatError
from .gdal_errors import collected
from .georeference import ground_pixel_size, is_geographic, utm
from .reader import BandInfo, Raster, RasterInfo

GRIDS = ("automatic", "own", "warped")
SIZE_FACTOR = 1.5  # a pixel this much larger or smaller than the module's is far from it
ASPECT = 1.25  # a pixel this much longer than wide (on the ground) makes windows that are not square


def needs_warp(info: RasterInfo, module_pixel_size: float | None) -> str | None:
    """Return why a raster should be warped for a module trained on pixels of `module_pixel_size` m, or None.

    What counts is the pixel on the ground, whatever the CRS: a raster in degrees whose pixels are about 10 m × 10 m
    keeps its grid, so the map lies cell by cell on the raster. None as the size = the module takes any pixel.
    """
    if info.control_points and info.crs:
        return f"it is placed by {info.control_points} ground control points"
    size = ground_pixel_size(info)
    if size is None or not module_pixel_size:
        return None
    x, y = size
    shown = f"pixels of {x:.3g} m × {y:.3g} m on the ground"
    if max(x, y) / min(x, y) > ASPECT:
        return f"its {shown} are not square"
    factor = float(np.sqrt(x * y)) / module_pixel_size
    if factor > SIZE_FACTOR or factor < 1.0 / SIZE_FACTOR:
        return f"the module was trained on pixels of {module_pixel_size:g} m, this raster has {shown}"
    return None


def will_warp(grid: str, info: RasterInfo, module_pixel_size: float | None) -> bool:
    """Return whether a raster is warped, with `grid` (one of `GRIDS`) asked for."""
    return grid == "warped" or (grid != "own" and needs_warp(info, module_pixel_size) is not None)


def target_size(info: RasterInfo, module_pixel_size: float | None) -> float:
    """Return the pixel size in metres to warp to: the module's, else the raster's own to two digits."""
    size = ground_pixel_size(info)
    if module_pixel_size or size is None:
        return module_pixel_size or 10.0
    return float(f"{np.sqrt(size[0] * size[1]):.2g}")


def target_crs(info: RasterInfo) -> str:
    """Return the CRS to warp to: the raster's own where it is projected and true to scale (2 %), else UTM."""
    size = ground_pixel_size(info)
    if size is None:
        raise So2SatError(f"{info.path} has no CRS and cannot be warped. Assign one, or set GRID to the raster's own.")
    ratios = np.array(size) / np.array(info.pixel_size)
    true_to_scale = not is_geographic(info.crs) and bool((abs(ratios - 1.0) < 0.02).all())
    return info.crs if true_to_scale else utm(info)


def warped(path: str, bands: Sequence[int], pixel_size: float, target: str) -> str:
    """Write the VRT `target` (a file or /vsimem/…): `bands` of the raster at `pixel_size` m, bilinear; return it.

    Its bands are numbered 1 … n in the order of `bands`, with their names, scale, offset and metadata. What was
    nodata, masked, transparent or outside stays invalid: by the same nodata value (NaN for floats without one), or by
    an alpha band after the others. The VRT refers to the raster by its path.
    """
    with Raster(path) as raster:
        info = raster.info
    crs = target_crs(info)
    options: dict[str, Any] = {
        "dstSRS": crs,
        "xRes": pixel_size,
        "yRes": pixel_size,
        **_bounds(info, crs, pixel_size),
    }
    return write_vrt(info, bands, options, target)


def write_vrt(info: RasterInfo, bands: Sequence[int], grid: dict[str, Any], target: str) -> str:
    """Write the VRT `target` as `warped` describes it, on the `grid` that GDAL's options name; return it."""
    path = info.path
    options = {
        "format": "VRT",
        "resampleAlg": "bilinear",
        "multithread": True,
        "warpOptions": ["UNIFIED_SRC_NODATA=NO", "NUM_THREADS=ALL_CPUS"],
        **grid,
        **_outside([info.bands[number - 1] for number in bands]),
    }
    with collected() as failures:
        source = gdal.Open(_selection(path, info, bands))
        dataset = gdal.Warp(target, source, **options) if source is not None else None
        if dataset is not None:
            _describe(dataset, info, bands)
            dataset.FlushCache()
    if failures or dataset is None:
        raise So2SatError(f"{path} cannot be warped: {failures[0] if failures else 'unknown error'}.")
    return target


def _bounds(info: RasterInfo, crs: str, pixel_size: float) -> dict[str, Any]:
    """Keep the raster's own origin where its axes stay as they are, else align to multiples of the pixel size."""
    x0, dx, rx, y0, ry, dy = info.transform
    if crs != info.crs or rx or ry or dx < 0 or dy > 0 or info.control_points:
        return {"targetAlignedPixels": True}
    columns, rows = np.ceil(info.width * dx / pixel_size - 1e-6), np.ceil(info.height * -dy / pixel_size - 1e-6)
    return {"outputBounds": (x0, y0 - rows * pixel_size, x0 + columns * pixel_size, y0)}


def _outside(bands: Sequence[BandInfo]) -> dict[str, Any]:
    """Return GDAL's options for pixels without a value: the bands' nodata, NaN for floats, else an alpha band."""
    told = [band.nodata for band in bands if band.nodata is not None and _fits(band.nodata, band.dtype)]
    if told:
        return {"dstNodata": " ".join(str(told[0] if band.nodata is None else band.nodata) for band in bands)}
    if all(band.dtype.startswith("float") for band in bands):
        return {"dstNodata": "nan"}
    return {"dstAlpha": True}


def _fits(value: float, dtype: str) -> bool:
    if dtype.startswith("float"):
        return True
    return bool(np.iinfo(dtype).min <= value <= np.iinfo(dtype).max)


def _selection(path: str, info: RasterInfo, bands: Sequence[int]) -> str:
    """Return the XML of a VRT of `bands`, and of the alpha band that masks them; GDAL opens it as it is."""
    alpha = [band.number for band in info.bands if band.is_alpha and band.number not in bands]
    name = f"/vsimem/so2sat-{uuid.uuid4().hex}.vrt"
    source = os.path.abspath(path) if os.path.exists(path) else path  # else a subdataset or the like
    gdal.Translate(name, source, format="VRT", bandList=[*bands, *alpha[:1]])
    try:
        file = gdal.VSIFOpenL(name, "rb")
        text = gdal.VSIFReadL(1, gdal.VSIStatL(name).size, file)
        gdal.VSIFCloseL(file)
    finally:
        gdal.Unlink(name)
    return bytes(text).decode("utf-8")


def _describe(dataset: Any, info: RasterInfo, bands: Sequence[int]) -> None:
    dataset.SetMetadata(info.metadata)
    for i, number in enumerate(bands):
        band, told = dataset.GetRasterBand(i + 1), info.bands[number - 1]
        band.SetDescription(told.name)
        band.SetMetadata(told.metadata)
        if told.scale is not None:
            band.SetScale(told.scale)
        if told.offset is not None:
            band.SetOffset(told.offset)
