"""Probabilities are averaged over the neighbouring cells that are known, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.mapping.smoothing import ProbabilityStore, neighbourhood_mean
from so2sat_qgis_plugin.engine.raster.grid import Block


def probabilities(rows: int = 9, columns: int = 7, classes: int = 3) -> np.ndarray:
    random = np.random.default_rng(0)
    found = random.dirichlet(np.ones(classes), (rows, columns)).astype(np.float32)
    found[random.random((rows, columns)) < 0.2] = np.nan
    return found


def by_hand(values: np.ndarray) -> np.ndarray:
    found = np.full(values.shape, np.nan, np.float32)
    for r, c in np.argwhere(~np.isnan(values[..., 0])):
        near = values[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2].reshape(-1, values.shape[2])
        found[r, c] = near[~np.isnan(near[:, 0])].mean(axis=0)
    return found


def test_mean_of_the_known_neighbours():
    values = probabilities()
    halo = np.pad(values, ((1, 1), (1, 1), (0, 0)), constant_values=np.nan)
    np.testing.assert_allclose(neighbourhood_mean(halo), by_hand(values), rtol=1e-5)


@pytest.mark.parametrize("side", [1, 2, 4, 20])
def test_blocks_make_no_difference(side):
    values = probabilities()
    rows, columns, classes = values.shape
    blocks = [
        Block(r, c, min(side, rows - r), min(side, columns - c))
        for r in range(0, rows, side)
        for c in range(0, columns, side)
    ]
    with ProbabilityStore(rows, columns, classes) as store:
        for block in blocks:
            store.write(block, values[block.slices])
        found = np.full(values.shape, -1.0, np.float32)
        for block in blocks:
            found[block.slices] = store.smoothed(block)
    np.testing.assert_allclose(found, by_hand(values), atol=2e-3)
