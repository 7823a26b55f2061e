"""Feature vectors at chosen cells: only the blocks that hold any are read."""

from __future__ import annotations

import numpy as np

from ..progress import Progress
from ..raster.georeference import to_crs
from .source import FeatureSource, RasterFeatures


def features_at(source: FeatureSource, rows: np.ndarray, columns: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the feature vectors of cells, float32 (n, dims); NaN throughout for nodata and for cells outside."""
    found = np.full((len(rows), source.dims), np.nan, np.float32)
    blocks = list(source.blocks())
    for block in progress.over(blocks, len(blocks)):
        row, column = rows - block.row, columns - block.column
        here = np.flatnonzero((row >= 0) & (row < block.rows) & (column >= 0) & (column < block.columns))
        if len(here):
            found[here] = source.read(block)[row[here], column[here]]
    return found


def pixels_at(path: str, places: np.ndarray, crs: str, progress: Progress) -> np.ndarray:
    """Return the bands of the raster `path` at coordinates (n, 2) in `crs` (WKT), float32 (n, bands).

    Where a place is nodata or outside, its values are the bands' means over the other places.
    """
    with RasterFeatures(path) as source:
        x, y = to_crs(crs, source.crs, places[:, 0], places[:, 1]) if crs and source.crs else places.T
        column, row = source.transform.pixels(x, y)
        known = np.isfinite(column) & np.isfinite(row)
        row, column = (np.where(known, np.floor(v), -1).astype(np.int64) for v in (row, column))
        found = features_at(source, row, column, progress)
    missing = np.isnan(found[:, 0])
    if missing.any() and not missing.all():
        found[missing] = found[~missing].mean(axis=0)
    return found
