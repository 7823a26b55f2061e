"""Cells of each code of a map, counted without a wider copy of it."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.mapping.clusters import number_by_size
from so2sat_qgis_plugin.engine.raster.maps import code_counts


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_every_cell_is_counted_once(dtype: str) -> None:
    codes = np.random.default_rng(0).integers(0, 1 + np.iinfo(dtype).max, (37, 53)).astype(dtype)
    counts = code_counts(codes)
    assert counts.sum() == codes.size and counts.shape == (1 << 16,)
    assert all(counts[code] == (codes == code).sum() for code in np.unique(codes))


def test_memory_is_that_of_the_result() -> None:
    ids = np.random.default_rng(0).integers(0, 5, (4096, 2048)).astype(np.uint8)
    assert _peak(lambda: code_counts(ids)) < ids.nbytes / 4
    assert _peak(lambda: number_by_size(ids)) < ids.nbytes * 1.5


def _peak(work) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
