"""What an estimator sees of a cell: its spectrum, the embedding of its window, or both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress
from ..raster.grid import Block
from .indices import indices
from .source import FeatureSource
from .view_names import BOTH, EMBEDDING, SPECTRUM

_TOGETHER = 4096  # cells


@dataclass(frozen=True)
class CellViews:
    """Feature vectors of cells, float32 (n, d) `embedding` and (n, s) `spectrum`; None where there is no such view.

    NaN throughout where a cell is nodata in that view.
    """

    embedding: np.ndarray | None
    spectrum: np.ndarray | None


def spectrum_of(statistics: np.ndarray, bands: tuple[str, ...]) -> np.ndarray:
    """Return the spectral features of the inner cells of a block of cell statistics, float32 (r − 2, c − 2, s).

    `statistics` (r, c, 2 · bands) carries a halo of one cell each side, NaN outside the raster. The features:
    statistics, indices of the means (`indices.indices`), then mean and standard deviation of means and indices over the
    3 × 3 cells that are not nodata. NaN throughout where the cell itself is.
    """
    means = statistics[..., : len(bands)]
    around = np.concatenate([means, indices(means, bands)], axis=-1)
    own = np.concatenate([statistics, around[..., len(bands) :]], axis=-1)[1:-1, 1:-1]
    mean, deviation = _neighbourhood(around)
    found = np.concatenate([own, mean, deviation], axis=-1)
    found[np.isnan(own[..., 0])] = np.nan
    return np.asarray(found, np.float32)


def spectra_of(statistics: np.ndarray, bands: tuple[str, ...]) -> np.ndarray:
    """Return the spectral features of single cells, float32 (n, s), of the statistics of 3 × 3 each, (n, 3, 3, …)."""
    found = []
    for first in range(0, len(statistics), _TOGETHER):
        some = statistics[first : first + _TOGETHER]
        side_by_side = some.transpose(1, 0, 2, 3).reshape(3, 3 * len(some), -1)
        found.append(spectrum_of(side_by_side, bands)[0, ::3])
    return np.concatenate(found)


def _neighbourhood(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation of (r, c, n) over the 3 × 3 cells around each inner cell, (r − 2, c − 2, n) each."""
    known = ~np.isnan(values[..., :1])
    filled = np.where(known, values, 0.0).astype(np.float64)
    count = np.maximum(_boxes(known.astype(np.float64)), 1.0)
    mean = _boxes(filled) / count
    return mean, np.sqrt(np.maximum(_boxes(filled**2) / count - mean**2, 0.0))


def _boxes(values: np.ndarray) -> np.ndarray:
    """Return the sums over 3 × 3 cells, without the outermost."""
    rows = values[:-2] + values[1:-1] + values[2:]
    return np.asarray(rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:])


def read_spectrum(source: FeatureSource, block: Block) -> np.ndarray:
    """Return the spectral features of a block, float32 (rows, columns, s); the cells around it are read too."""
    wide = block.grown(1)
    inside = wide.overlap(Block(0, 0, source.rows, source.columns))
    assert inside is not None
    found = source.statistics(inside)
    halo = np.full((wide.rows, wide.columns, found.shape[-1]), np.nan, np.float32)
    halo[inside.within(wide)] = found
    return spectrum_of(halo, source.bands)


def read_views(source: FeatureSource, block: Block, view: str = BOTH) -> dict[str, np.ndarray]:
    """Return what `view` needs of a block by the name of the single view, float32 (rows, columns, …) each.

    No spectrum where the source has no cell statistics.
    """
    found = {}
    if view != SPECTRUM:
        found[EMBEDDING] = source.read(block)
    if view != EMBEDDING and source.bands:
        found[SPECTRUM] = read_spectrum(source, block)
    return found


def views_at(
    source: FeatureSource, rows: np.ndarray, columns: np.ndarray, progress: Progress, view: str = BOTH
) -> CellViews:
    """Return what `view` needs of the cells at `rows`, `columns` (both (n,)); NaN for nodata and for cells outside.

    Only the blocks that hold any are read, or just the cells where the source can.
    """
    found = source.single(rows, columns, view, progress)
    if found is not None:
        return CellViews(found.get(EMBEDDING), found.get(SPECTRUM))
    found = {}
    for block in progress.over(source.blocks(), sum(1 for _ in source.blocks())):
        row, column = rows - block.row, columns - block.column
        here = np.flatnonzero((row >= 0) & (row < block.rows) & (column >= 0) & (column < block.columns))
        if len(here):
            for name, values in read_views(source, block, view).items():
                whole = found.setdefault(name, np.full((len(rows), values.shape[-1]), np.nan, np.float32))
                whole[here] = values[row[here], column[here]]
    return CellViews(found.get(EMBEDDING), found.get(SPECTRUM))
