"""The windows of labelled cells as arrays, read block by block."""

from __future__ import annotations

import numpy as np

from . import pixels
from .plan import Plan
from .progress import Progress
from .raster.reader import Raster
from .samples import Samples


def read(plan: Plan, samples: Samples, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return the patches (n, window, window, bands) float32 of the samples' cells, and which samples (bool) have one.

    Cells without one are those that an embedding would leave nodata. Invalid pixels become the patch's band mean.
    """
    window = plan.grid.window
    patches = np.empty((len(samples), window, window, len(plan.recipe.bands)), np.float32)
    found = np.zeros(len(samples), bool)
    with Raster(plan.info.path) as raster:
        blocks = list(plan.grid.blocks(32))
        for block in progress.over(blocks, len(blocks)):
            inside = (samples.rows >= block.row) & (samples.rows < block.row + block.rows)
            inside &= (samples.columns >= block.column) & (samples.columns < block.column + block.columns)
            if not inside.any():
                continue
            seen = pixels.read(raster, plan.recipe, plan.grid, block, plan.request.max_nodata)
            for i in np.flatnonzero(inside):
                row, column = samples.rows[i] - block.row, samples.columns[i] - block.column
                if seen.kept[row, column]:
                    top, left = seen.rows[row], seen.columns[column]
                    patches[i] = _filled(seen.block[top : top + window, left : left + window])
                    found[i] = True
    return patches[found], found


def _filled(patch: np.ndarray) -> np.ndarray:
    invalid = np.isnan(patch)
    return np.where(invalid, np.nanmean(patch, axis=(0, 1)), patch) if invalid.any() else patch
