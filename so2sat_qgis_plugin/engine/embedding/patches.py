"""The patches of chosen cells, read block by block."""

from __future__ import annotations

import numpy as np

from ..progress import Progress
from . import pixels
from .plan import Plan


def read(plan: Plan, rows: np.ndarray, columns: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return the patches (n, window, window, bands) float32 of the cells at `rows`, `columns` (both (n,)), and which
    cells (bool) have one.

    Cells without one are those that an embedding would leave nodata. Invalid pixels become the patch's band mean.
    """
    window = plan.grid.window
    patches = np.empty((len(rows), window, window, len(plan.preprocessing.bands)), np.float32)
    found = np.zeros(len(rows), bool)
    with plan.open() as raster:
        blocks = list(plan.grid.blocks(32))
        for block in progress.over(blocks, len(blocks)):
            inside = (rows >= block.row) & (rows < block.row + block.rows)
            inside &= (columns >= block.column) & (columns < block.column + block.columns)
            if not inside.any():
                continue
            seen = pixels.read(raster, plan.preprocessing, plan.grid, block, plan.request.max_nodata)
            for i in np.flatnonzero(inside):
                row, column = rows[i] - block.row, columns[i] - block.column
                if seen.kept[row, column]:
                    top, left = seen.rows[row], seen.columns[column]
                    patches[i] = _filled(seen.block[top : top + window, left : left + window])
                    found[i] = True
    return patches[found], found


def _filled(patch: np.ndarray) -> np.ndarray:
    invalid = np.isnan(patch)
    return np.where(invalid, np.nanmean(patch, axis=(0, 1)), patch) if invalid.any() else patch
