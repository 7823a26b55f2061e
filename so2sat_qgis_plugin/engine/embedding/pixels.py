"""The pixels that a block's windows see, as reflectance, and which of its cells are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..raster.grid import Block, Grid, window_counts
from ..raster.reader import Raster
from ..raster.scaling import Scaling


@dataclass(frozen=True)
class Preprocessing:
    """How pixels become a module's input: bands (from 1), their scaling, then clip(factor · reflectance)."""

    bands: tuple[int, ...]
    scaling: Scaling
    factor: float = 1.0
    clip: bool = False

    def apply(self, pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Return float32 (h, w, bands) of pixels in the raster's dtype, NaN in every band where not `valid` (h, w)."""
        values = self.scaling.apply(pixels)
        if self.factor != 1.0:
            values *= np.float32(self.factor)
        if self.clip:
            np.clip(values, 0.0, 1.0, out=values)
        values[~valid] = np.nan
        return values


@dataclass(frozen=True)
class Pixels:
    """`block` (h, w, bands) float32 with NaN where invalid, windows' starts in it, and `kept` (rows, columns) cells."""

    block: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    kept: np.ndarray

    def starts(self) -> np.ndarray:
        """Return the first (row, column) of the kept cells' windows, (n, 2)."""
        cells = np.argwhere(self.kept)
        return np.stack([self.rows[cells[:, 0]], self.columns[cells[:, 1]]], axis=-1)


def read(
    raster: Raster,
    preprocessing: Preprocessing,
    grid: Grid,
    block: Block,
    max_nodata: float,
    margin: int = 0,
    align: int = 1,
) -> Pixels:
    """Read what the block's windows see; a cell is kept unless more than `max_nodata` of its window is invalid."""
    rows, columns = grid.rows_of(block, margin, align), grid.columns_of(block, margin, align)
    top, left = int(rows.pixels.min()), int(columns.pixels.min())
    height, width = int(rows.pixels.max()) - top + 1, int(columns.pixels.max()) - left + 1
    pixels = raster.read(top, left, height, width, preprocessing.bands)
    valid = raster.valid(top, left, pixels, preprocessing.bands)
    values = preprocessing.apply(pixels, valid)
    values = _take(values, rows.pixels - top, 0)
    values = _take(values, columns.pixels - left, 1)
    invalid = np.isnan(values[..., 0])
    share = window_counts(invalid, rows.starts, columns.starts, grid.window) / grid.window**2
    return Pixels(values, rows.starts, columns.starts, (share <= max_nodata) & (share < 1.0))


def _take(values: np.ndarray, index: np.ndarray, axis: int) -> np.ndarray:
    inside = len(index) == values.shape[axis] and bool((np.diff(index) == 1).all())
    return values if inside else np.take(values, index, axis)
