"""Class probabilities averaged over neighbouring cells, in memory that does not grow with the raster."""

from __future__ import annotations

import tempfile
from types import TracebackType

import numpy as np

from ..raster.grid import Block


class ProbabilityStore:
    """Probabilities of `rows` × `columns` cells on disk, deleted with it; NaN where a cell is nodata."""

    def __init__(self, rows: int, columns: int, classes: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="so2sat-")  # noqa: SIM115 (closed by __exit__)
        self._shape = (rows, columns, classes)
        np.memmap(self._file, np.float16, "w+", shape=self._shape)
        self._whole = Block(0, 0, rows, columns)

    def __enter__(self) -> ProbabilityStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _values(self) -> np.ndarray:
        """Return all probabilities, mapped anew: pages of a mapping that stays count as this process's memory."""
        return np.memmap(self._file, np.float16, "r+", shape=self._shape)

    def write(self, block: Block, probabilities: np.ndarray) -> None:
        """Keep the probabilities (rows, columns, classes) of a block; a nodata cell is NaN."""
        self._values()[block.slices] = probabilities

    def smoothed(self, block: Block) -> np.ndarray:
        """Return `neighbourhood_mean` of a block whose neighbours were written, (rows, columns, classes) float32."""
        wide = block.grown(1)
        inside = wide.overlap(self._whole)
        assert inside is not None
        halo = np.full((wide.rows, wide.columns, self._shape[2]), np.nan, np.float32)
        halo[inside.within(wide)] = self._values()[inside.slices]
        return neighbourhood_mean(halo)


def neighbourhood_mean(probabilities: np.ndarray) -> np.ndarray:
    """Return the mean over the 3 × 3 cells around each inner cell that are not nodata, float32 (r − 2, c − 2, classes).

    `probabilities` (r, c, classes) carries a halo of one cell each side, NaN outside the raster and where a cell is
    nodata; such an inner cell stays NaN.
    """
    rows, columns = (side - 2 for side in probabilities.shape[:2])
    known = ~np.isnan(probabilities[..., :1])
    filled = np.where(known, probabilities, 0.0).astype(np.float32)
    total = np.zeros((rows, columns, probabilities.shape[2]), np.float32)
    count = np.zeros((rows, columns, 1), np.float32)
    for r in range(3):
        for c in range(3):
            total += filled[r : r + rows, c : c + columns]
            count += known[r : r + rows, c : c + columns]
    total /= np.maximum(count, 1)
    total[~known[1:-1, 1:-1, 0]] = np.nan
    return total
