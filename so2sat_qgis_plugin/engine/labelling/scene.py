"""A scene that is embedded once and kept for labelling: a row of features a cell, in one file that the worker opens.

The file is a .npy array (rows, columns, components + spectrum) float16, NaN throughout where a cell is nodata: first
the principal components of the embedding, divided by the deviation of the first, then the spectral features of
`features.views.spectrum_of` (the first `len(bands)` are the cell's own mean reflectances). It lies with its description
below `home`/scenes, under a name that is a hash of all that the values depend on, so opening the same again is instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..embedding.plan import Request
from ..errors import So2SatError
from ..features.source import FeatureSource
from ..raster.cells import Cells
from ..raster.grid import Block, Transform
from ..raster.reader import Raster

FOLDER = "scenes"  # below the home folder


@dataclass(frozen=True)
class LabelScene:
    """A scene kept for labelling; plain values, safe to hand to any thread.

    `name` is the raster's path. `rows` × `columns` cells are placed by `transform` and `crs` (WKT, "" where unknown).
    `bands` are the names of the bands of the spectrum, () where none is known. A cell has `components` numbers of the
    embedding, which keep the share `kept` of its variance, then `spectrum` spectral features. `provenance` is the
    embedding's (None where the raster is no embedding: its bands are the features). `request` is what was embedded,
    None where the scene was opened from an embedding raster. `file_stamp` and `raster_stamp` tell file and raster from
    changed ones.
    """

    path: Path
    name: str
    rows: int
    columns: int
    transform: Transform
    crs: str
    bands: tuple[str, ...]
    components: int
    spectrum: int
    kept: float
    provenance: dict[str, Any] | None
    request: Request | None
    file_stamp: tuple[int, int]
    raster_stamp: tuple[tuple[str, int, int], ...]

    @property
    def cells(self) -> Cells:
        """What labels fall on."""
        return Cells(self.rows, self.columns, self.transform, self.crs)

    @property
    def whole(self) -> Block:
        """All cells."""
        return Block(0, 0, self.rows, self.columns)

    @property
    def window(self) -> float:
        """The side of a cell's window in cells; 1 where the raster is no embedding."""
        made = self.provenance or {}
        return float(made.get("window") or 1) / float(made.get("stride") or 1)

    @property
    def pixels(self) -> int:
        """The side of a cell in pixels of the raster; 1 where the raster is no embedding."""
        return int((self.provenance or {}).get("stride") or 1)

    @cached_property
    def values(self) -> np.ndarray:
        """The file as a read-only memory map, (rows, columns, components + spectrum) float16."""
        return np.load(self.path, mmap_mode="r", allow_pickle=False)

    @cached_property
    def spread(self) -> np.ndarray:
        """The features of up to 4,096 cells that are not nodata, spread over the scene, float32 (n, columns)."""
        cells = np.linspace(0, self.rows * self.columns - 1, min(4096, self.rows * self.columns)).astype(np.int64)
        found = np.asarray(self.values[cells // self.columns, cells % self.columns], np.float32)
        return np.asarray(found[~np.isnan(found[:, 0])])

    @cached_property
    def scale(self) -> np.ndarray:
        """The deviation of each column over `spread`, float32 (columns,); infinite for those that never vary."""
        deviation = self.spread.std(axis=0) if len(self.spread) else np.ones(self.values.shape[-1])
        return np.asarray(np.where(deviation > 0, deviation, np.inf), np.float32)

    def check(self) -> None:
        """Raise So2SatError where the raster or the kept file was changed since the scene was opened."""
        masks = self.request.masks if self.request else ()
        with Raster(self.name, masks) as raster:
            now = tuple(raster.stamp())
        if now != self.raster_stamp:
            raise So2SatError(
                f"{self.name} was changed since it was embedded for labelling, so labels and map no longer fit it. "
                "Open the scene anew; the labels are kept."
            )
        if stamp_of_file(self.path) != self.file_stamp:
            raise So2SatError(
                f"What was kept of {self.name} for labelling ({self.path}) was changed or deleted. Open the scene "
                "anew; the labels are kept."
            )

    def block_of(self, left: float, bottom: float, right: float, top: float) -> Block | None:
        """Return the cells that a rectangle (the scene's CRS) touches, None where it touches none."""
        columns, rows = self.transform.pixels(
            np.array([left, right, left, right]), np.array([bottom, bottom, top, top])
        )
        if not (np.isfinite(columns).all() and np.isfinite(rows).all()):
            return None
        row, column = int(np.floor(rows.min())), int(np.floor(columns.min()))
        around = Block(row, column, int(np.ceil(rows.max())) - row, int(np.ceil(columns.max())) - column)
        return self.whole.overlap(around)

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of the cell that holds a place; raises So2SatError where that is outside the scene."""
        column, row = self.transform.pixels(np.array([x]), np.array([y]))
        inside = (row >= 0) & (row < self.rows) & (column >= 0) & (column < self.columns)
        if not inside[0]:
            raise So2SatError(f"The place {x:.10g}, {y:.10g} lies outside of {self.name}. Choose one inside the scene.")
        return int(row[0]), int(column[0])

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Return x and y of a cell's centre."""
        x, y = self.transform.at(column + 0.5, row + 0.5)
        return float(x), float(y)

    def source(self) -> FeatureSource:
        """Return the kept cells as a source of feature vectors: components as embedding, and cell statistics."""
        return SceneFeatures(self)


class SceneFeatures(FeatureSource):
    """The kept cells of a scene: `dims` components, and the statistics of its bands."""

    def __init__(self, scene: LabelScene) -> None:
        self.name, self.rows, self.columns, self.dims = scene.name, scene.rows, scene.columns, scene.components
        self.transform, self.crs, self.bands = scene.transform, scene.crs, scene.bands
        self.provenance, self._scene = scene.provenance, scene
        self._of_band = 1 if scene.provenance is None else 2  # of plain bands only the means are known

    def read(self, block: Block) -> np.ndarray:
        return np.asarray(self._scene.values[block.slices][..., : self.dims], np.float32)

    def statistics(self, block: Block) -> np.ndarray:
        first = self._scene.components
        count = self._of_band * len(self.bands)
        return np.asarray(self._scene.values[block.slices][..., first : first + count], np.float32)


def stamp_of_file(path: Path) -> tuple[int, int] | None:
    """Return size and time of change (ns) of a file, None where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
