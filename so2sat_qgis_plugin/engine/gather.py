"""Feature vectors at chosen cells: only the blocks that hold any are read."""

from __future__ import annotations

import numpy as np

from .features import FeatureSource, RasterFeatures, block_shape
from .grid import Block
from .progress import Progress
from .raster.place import invert, to_crs

_BLOCK_BYTES = 16 << 20


def features_at(source: FeatureSource, rows: np.ndarray, columns: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the feature vectors of cells, float32 (n, dims); NaN throughout for nodata and for cells outside."""
    found = np.full((len(rows), source.dims), np.nan, np.float32)
    height, width = block_shape(source.rows, source.columns, source.tile, _BLOCK_BYTES // (4 * source.dims))
    inside = (rows >= 0) & (rows < source.rows) & (columns >= 0) & (columns < source.columns)
    number = np.where(inside, rows // height * (source.columns // width + 1) + columns // width, -1)
    order = np.argsort(number, kind="stable")
    wanted, starts = np.unique(number[order], return_index=True)
    groups = np.split(order, starts[1:])
    for block_number, members in progress.over(zip(wanted, groups), len(wanted)):
        if block_number < 0:
            continue
        top, left = rows[members[0]] // height * height, columns[members[0]] // width * width
        block = Block(int(top), int(left), int(min(height, source.rows - top)), int(min(width, source.columns - left)))
        found[members] = source.read(block)[rows[members] - top, columns[members] - left]
    return found


def pixels_at(path: str, places: np.ndarray, crs: str, progress: Progress) -> np.ndarray:
    """Return the bands of the raster `path` at coordinates (n, 2) in `crs` (WKT), float32 (n, bands).

    Where a place is nodata or outside, its values are the bands' means over the other places.
    """
    with RasterFeatures(path) as source:
        x, y = to_crs(crs, source.crs, places[:, 0], places[:, 1]) if crs and source.crs else places.T
        column, row = invert(source.transform, x, y)
        known = np.isfinite(column) & np.isfinite(row)
        row, column = (np.where(known, np.floor(v), -1).astype(np.int64) for v in (row, column))
        found = features_at(source, row, column, progress)
    missing = np.isnan(found[:, 0])
    if missing.any() and not missing.all():
        found[missing] = found[~missing].mean(axis=0)
    return found
