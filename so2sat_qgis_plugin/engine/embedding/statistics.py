"""Cell statistics: what each cell's own pixels look like, whatever its window sees."""

from __future__ import annotations

import numpy as np

from ..raster.grid import Block
from .pixels import Pixels

_CHUNK = 1 << 16  # pixels summed at a time: they stay in the processor's cache


def block_statistics(seen: Pixels, cells: Block, stride: int, halo: int = 0) -> np.ndarray:
    """Return the cell statistics of a block that was read with a halo: float32 (r + 2 · halo, c + 2 · halo, 2 · bands).

    NaN beyond the grid.
    """
    found, wide = cell_statistics(seen.own, stride), cells.grown(halo)
    if seen.around == wide:
        return found
    whole = np.full((wide.rows, wide.columns, found.shape[2]), np.nan, np.float32)
    whole[seen.around.within(wide)] = found
    return whole


def cell_statistics(own: np.ndarray, stride: int) -> np.ndarray:
    """Return the mean of each band over each cell's pixels, then the standard deviations: float32 (r, c, 2 · bands).

    `own` (h, w, bands) is the reflectance of a block's pixels, NaN in every band where invalid; a cell has `stride`
    pixels a side, fewer at the right and lower edge. NaN throughout where a cell has no valid pixel. The deviation is
    the population's, √(Σ(x − mean)² / n). Sums are of float64, so a uniform cell has a deviation of (nearly) none.
    """
    rows, columns, bands = -(-own.shape[0] // stride), -(-own.shape[1] // stride), own.shape[2]
    if bands == 0:
        return np.empty((rows, columns, 0), np.float32)
    invalid = np.isnan(own[..., 0])
    found = np.empty((rows, columns, 2 * bands), np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = _sums((~invalid).astype(np.float64), stride) if invalid.any() else _sizes(own.shape, stride)
        for band in range(bands):
            values = own[..., band]
            if invalid.any():
                values = np.where(invalid, np.float32(0.0), values)
            mean = _sums(values, stride) / counts
            variance = _sums(values, stride, squared=True) / counts - mean**2
            found[..., band] = mean
            found[..., bands + band] = np.sqrt(np.maximum(variance, 0.0))
    return found


def _sizes(shape: tuple[int, ...], stride: int) -> np.ndarray:
    """Return how many pixels each cell has."""
    rows, columns = (np.minimum(stride, size - np.arange(0, size, stride)) for size in shape[:2])
    return np.outer(rows, columns).astype(np.float64)


def _sums(values: np.ndarray, stride: int, squared: bool = False) -> np.ndarray:
    """Return the sum of a band (h, w), or of its squares, over each cell: float64 (r, c)."""
    height, width = values.shape
    starts = np.arange(0, width, stride)
    sums = np.empty((-(-height // stride), len(starts)))
    together = max(1, _CHUNK // (stride * width))  # rows of cells
    for first in range(0, len(sums), together):
        strip = values[first * stride : (first + together) * stride].astype(np.float64)
        if squared:
            np.square(strip, out=strip)
        rows = np.arange(0, len(strip), stride)
        if len(strip) % stride:
            folded = np.add.reduceat(strip, rows, axis=0)
        else:
            folded = strip.reshape(len(rows), stride, width).sum(axis=1)
        sums[first : first + together] = np.add.reduceat(folded, starts, axis=1)
    return sums
