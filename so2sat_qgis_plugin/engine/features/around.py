"""Labelled cells and the cells around them, as an estimator sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import Progress
from .source import FeatureSource
from .view_names import BOTH, EMBEDDING, SPECTRUM
from .views import views_at

OWN = 4  # the column of `neighbours` that is the cell itself
_MOST_BANDS = 32  # of a raster that is no embedding; more of them are features of some kind rather than a spectrum


@dataclass(frozen=True)
class CellsAround:
    """Views by name, float32 (m, …), of cells without nodata, and `neighbours` (n, 9): their rows by 3 × 3 cells.

    The 3 × 3 cells are those around each of n cells, row by row, `OWN` being the cell itself; −1 where a cell is
    nodata, outside or not asked for.
    """

    views: dict[str, np.ndarray]
    neighbours: np.ndarray

    def of(self, neighbours: np.ndarray) -> CellsAround:
        """Return the same for some rows of `neighbours` whose own cell is known: their cells come first, in order."""
        own = neighbours[:, OWN]
        others = np.setdiff1d(neighbours[neighbours >= 0], own)
        order = np.concatenate([own, others])
        place = np.full(int(order.max(initial=-1)) + 2, -1, np.int64)
        place[order] = np.arange(len(order))
        return CellsAround({name: values[order] for name, values in self.views.items()}, place[neighbours])


def view_of(source: FeatureSource) -> str:
    """Return the view that holds all that can be seen of a source's cells.

    Of a raster that is no embedding that is the spectrum; of one with more than 32 bands these as they are.
    """
    if source.provenance is None:
        return SPECTRUM if len(source.bands) <= _MOST_BANDS else EMBEDDING
    return BOTH if source.bands else EMBEDDING


def cells_around(
    source: FeatureSource, rows: np.ndarray, columns: np.ndarray, wide: np.ndarray, progress: Progress
) -> CellsAround:
    """Read the cells at `rows` and `columns` (both (n,)) and, where `wide` (n,) is true, the eight around each."""
    near = []
    for r in (-1, 0, 1):
        for c in (-1, 0, 1):
            row, column = rows + r, columns + c
            inside = (row >= 0) & (row < source.rows) & (column >= 0) & (column < source.columns)
            asked = inside & (wide | (r == c == 0))
            near.append(np.where(asked, row * source.columns + column, -1))
    neighbours = np.stack(near, axis=1)
    cells = np.unique(neighbours[neighbours >= 0])
    found = views_at(source, cells // source.columns, cells % source.columns, progress, view_of(source))
    views = {SPECTRUM: found.spectrum, EMBEDDING: found.embedding}
    known = {name: values for name, values in views.items() if values is not None}
    valid = np.all([np.isfinite(values).all(axis=1) for values in known.values()], axis=0)
    place = np.searchsorted(cells, np.maximum(neighbours, cells[0]))
    return CellsAround(known, np.where((neighbours >= 0) & valid[place], place, -1))
