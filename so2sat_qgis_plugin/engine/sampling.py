"""A few windows spread over a raster, to judge it without reading all of it."""

from __future__ import annotations

import numpy as np

from .raster.reader import Raster


def sample_windows(
    raster: Raster, bands: tuple[int, ...], side: int, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read about `count` windows of `side` pixels on a regular lattice over the raster, edges included.

    Returns pixels (n, side, side, bands) in the raster's dtype, valid masks (n, side, side) and the windows' first
    (row, column) as (n, 2). Windows of a raster smaller than `side` are as small as it is; 1 ≤ n ≤ about `count`.
    """
    height, width = min(side, raster.info.height), min(side, raster.info.width)
    rows, columns = _lattice(raster.info.height - height, raster.info.width - width, count, side)
    starts = [(int(r), int(c)) for r in rows for c in columns]
    pixels, valid = [], []
    for row, column in starts:
        array = raster.read(row, column, height, width, bands)
        pixels.append(array)
        valid.append(raster.valid(row, column, array, bands))
    return np.stack(pixels), np.stack(valid), np.array(starts)


def _lattice(last_row: int, last_column: int, count: int, side: int) -> tuple[np.ndarray, np.ndarray]:
    share = (last_row + side) / (last_column + side)
    most_rows, most_columns = last_row // side + 1, last_column // side + 1
    rows = int(np.clip(round(np.sqrt(count * share)), 1, most_rows))
    columns = int(np.clip(count // rows, 1, most_columns))
    return _spread(last_row, rows), _spread(last_column, columns)


def _spread(last: int, count: int) -> np.ndarray:
    return np.linspace(0, last, count).round().astype(int) if count > 1 else np.array([last // 2])
