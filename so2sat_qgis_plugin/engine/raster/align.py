"""Bring a raster to the grid of another, as a VRT: nothing is copied."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import So2SatError
from ..progress import Progress
from .bands import pixel_bands
from .gdal_errors import collected
from .reader import Raster, RasterInfo
from .vector import transformation_between
from .warp import write_vrt

_APART = 0.05  # of a pixel, that two grids may differ by


def same_grid(one: RasterInfo, other: RasterInfo) -> bool:
    """Return whether two rasters have the same pixels on the ground."""
    if (one.width, one.height) != (other.width, other.height):
        return False
    near = np.allclose(one.transform, other.transform, rtol=1e-6, atol=_APART * min(one.pixel_size))
    return near and transformation_between(one.crs, other.crs) is None


def on_grid_of(path: str, other: str, folder: Path, progress: Progress) -> str:
    """Return `other`, or where its grid is not that of the raster `path` a VRT in `folder` that is (see `onto`)."""
    with Raster(path) as first, Raster(other) as second:
        info, there = first.info, second.info
    if same_grid(info, there):
        return other
    progress.warn(f"{other} has another grid than {path}: it is warped to that one's pixels (bilinear).")
    return onto(info, other, folder)


def onto(info: RasterInfo, path: str, folder: Path) -> str:
    """Write a VRT into `folder`: the raster `path` on the grid of the raster `info`, bilinear; return it.

    It has the bands that measure something, in their order. What lies outside is nodata. Raises So2SatError where the
    two share no ground, or no CRS tells.
    """
    with Raster(path) as raster:
        other = raster.info
    _check(info, other)
    numbers = pixel_bands(other)
    x0, dx, _, y0, _, dy = info.transform
    options: dict[str, Any] = {
        "dstSRS": info.crs,
        "outputBounds": (x0, y0 + info.height * dy, x0 + info.width * dx, y0),
        "width": info.width,
        "height": info.height,
    }
    key = hashlib.sha256(repr((os.path.abspath(path), numbers, info.transform, info.width, info.height)).encode())
    folder.mkdir(parents=True, exist_ok=True)
    target = str(folder / f"date-{key.hexdigest()[:16]}.vrt")
    return write_vrt(other, numbers, options, target)


def _check(info: RasterInfo, other: RasterInfo) -> None:
    if not info.crs or not other.crs:
        lacking = info if not info.crs else other
        raise So2SatError(
            f"{other.path} has another size or place than {info.path}, and {lacking.path} has no CRS to bring one to "
            "the other by. Assign it (Layer properties > Source)."
        )
    if info.transform.rx or info.transform.ry or info.control_points or info.transform.dx < 0 or info.transform.dy > 0:
        raise So2SatError(
            f"{other.path} has another grid than {info.path}, which is turned or not yet placed on a grid: nothing can "
            "be brought to that. Warp the first one ('Warp'), or bring the others to its grid."
        )
    if not _overlap(info, other):
        raise So2SatError(
            f"{other.path} lies elsewhere: it shares no ground with {info.path}. Choose rasters of the same place."
        )


def _overlap(info: RasterInfo, other: RasterInfo) -> bool:
    """Return whether the other raster's frame, followed point by point, meets this one's pixels."""
    t = np.linspace(0.0, 1.0, 17)
    columns, rows = (v.ravel() * size for v, size in zip(np.meshgrid(t, t), (other.width, other.height)))
    x, y = other.transform.at(columns, rows)
    transformation = transformation_between(other.crs, info.crs)
    if transformation is not None:
        with collected():
            x, y = np.array(transformation.TransformPoints(np.column_stack([x, y]).tolist()))[:, :2].T
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return False
    column, row = info.transform.pixels(x[known], y[known])
    return bool(column.max() > 0 and row.max() > 0 and column.min() < info.width and row.min() < info.height)
