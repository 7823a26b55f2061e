"""Ranks of cells: a hash of place and seed, so that a sample of the lowest does not depend on how a raster is read."""

from __future__ import annotations

import numpy as np

from .grid import Block


def cell_ranks(block: Block, columns: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return uint64 (n,) ranks and int64 (n, 2) places of a block's cells, of a grid of so many `columns`.

    By SplitMix64 (Steele et al. 2014).
    """
    rows, cols = np.mgrid[block.slices]
    cells = np.stack([rows.ravel(), cols.ravel()], axis=1)
    start = _mix(np.array([seed % 2**64], np.uint64))
    return _mix(_mix(cells[:, 0].astype(np.uint64) * np.uint64(columns) + cells[:, 1].astype(np.uint64)) + start), cells


def _mix(x: np.ndarray) -> np.ndarray:
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
