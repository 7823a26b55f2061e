"""Cut the patches of windows out of a block, fill their invalid pixels."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided


def cut(block: np.ndarray, starts: np.ndarray, window: int) -> np.ndarray:
    """Return the patches (n, window, window, bands) of a block (h, w, bands) at `starts` (n, 2) row, column.

    Invalid pixels (NaN in every band) become the mean of the patch's valid ones, band by band.
    """
    block = np.ascontiguousarray(block)
    height, width, bands = block.shape
    # Every run of `window` pixels of a row as one item, so that numpy copies whole runs.
    item = block.itemsize
    runs = as_strided(
        block,
        (height, width - window + 1, window * bands),
        (width * bands * item, bands * item, item),
        writeable=False,
    )
    rows = starts[:, :1] + np.arange(window)
    patches = runs[rows, starts[:, 1:]].reshape(len(starts), window, window, bands)
    return fill(patches)


def fill(patches: np.ndarray) -> np.ndarray:
    """Replace NaN in patches (n, w, w, bands) by the patch's own band mean, in place; returns `patches`."""
    invalid = np.isnan(patches[..., 0])
    touched = np.flatnonzero(invalid.any(axis=(1, 2)))
    if touched.size:
        some = patches[touched]
        means = np.nanmean(some, axis=(1, 2), keepdims=True)
        patches[touched] = np.where(invalid[touched][..., np.newaxis], means, some)
    return patches
