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
        return self.input(self.reflectance(pixels, valid))

    def reflectance(self, pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Return reflectance, float32 (h, w, bands), of pixels in the raster's dtype; NaN where not `valid` (h, w)."""
        values = self.scaling.apply(pixels)
        values[~valid] = np.nan
        return values

    def input(self, reflectance: np.ndarray) -> np.ndarray:
        """Return reflectance (…, bands) as the module wants it: the same array where that is the same."""
        values = reflectance if self.factor == 1.0 else reflectance * np.float32(self.factor)
        return np.clip(values, 0.0, 1.0) if self.clip else values


@dataclass(frozen=True)
class Reach:
    """What is read beyond a block's windows: `margin` pixels each side, from a multiple of `align` pixels on.

    And the own pixels of `halo` cells each side, where the grid has any.
    """

    margin: int = 0
    align: int = 1
    halo: int = 0


@dataclass(frozen=True)
class Pixels:
    """`block` (h, w, bands) float32 with NaN where invalid, windows' starts in it, and `kept` (rows, columns) cells.

    `own` (h, w, bands) is the reflectance of the pixels that the cells `around` cover, NaN where invalid: the block's,
    and those of its halo.
    """

    block: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    kept: np.ndarray
    own: np.ndarray
    around: Block

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
    reach: Reach = Reach(),
) -> Pixels:
    """Read what the block's windows see; a cell is kept unless more than `max_nodata` of its window is invalid."""
    rows = grid.rows_of(block, reach.margin, reach.align)
    columns = grid.columns_of(block, reach.margin, reach.align)
    around = block.grown(reach.halo).overlap(Block(0, 0, *grid.shape))
    assert around is not None
    own_rows, own_columns = grid.rows_of(around).own, grid.columns_of(around).own
    top, bottom = _first_and_end(rows.pixels, own_rows)
    left, right = _first_and_end(columns.pixels, own_columns)
    pixels = raster.read(top, left, bottom - top, right - left, preprocessing.bands)
    reflectance = preprocessing.reflectance(pixels, raster.valid(top, left, pixels, preprocessing.bands))
    own = reflectance[own_rows.start - top : own_rows.stop - top, own_columns.start - left : own_columns.stop - left]
    values = preprocessing.input(reflectance)
    values = _take(values, rows.pixels - top, 0)
    values = _take(values, columns.pixels - left, 1)
    invalid = np.isnan(values[..., 0])
    share = window_counts(invalid, rows.starts, columns.starts, grid.window) / grid.window**2
    return Pixels(values, rows.starts, columns.starts, (share <= max_nodata) & (share < 1.0), own, around)


def _first_and_end(seen: np.ndarray, own: range) -> tuple[int, int]:
    """Return the first pixel to read and the one after the last: of windows and cells, either of which may be wider."""
    return min(int(seen.min()), own.start), max(int(seen.max()) + 1, own.stop)


def _take(values: np.ndarray, index: np.ndarray, axis: int) -> np.ndarray:
    inside = len(index) == values.shape[axis] and bool((np.diff(index) == 1).all())
    return values if inside else np.take(values, index, axis)
