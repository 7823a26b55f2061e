"""The map as the canvas shows it while one labels: codes in memory, drawn over block by block, written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..legend import LegendClass
from ..raster.grid import Block
from ..raster.writer import GeoTiffProfile, GeoTiffWriter
from .scene import LabelScene


class CanvasMap:
    """Codes of all cells of a scene, uint16 (rows, columns), 0 where nothing is drawn yet or a cell is nodata.

    What was drawn with an older fit stays until it is drawn anew, in the classes of the newest legend.
    """

    def __init__(self, scene: LabelScene) -> None:
        self._scene = scene
        self._legend: tuple[LegendClass, ...] = ()
        self.codes = np.zeros((scene.rows, scene.columns), np.uint16)

    def follow(self, legend: Sequence[LegendClass]) -> None:
        """Take up a new fit's legend: cells keep their class by its name, those of a class that is gone become 0."""
        codes = {entry.name: entry.code for entry in legend}
        new = np.zeros(1 << 16, np.uint16)
        for entry in self._legend:
            new[entry.code] = codes.get(entry.name, 0)
        if any(new[entry.code] != entry.code for entry in self._legend):
            self.codes = new[self.codes]
        self._legend = tuple(legend)

    def take(self, block: Block, codes: np.ndarray, step: int = 1) -> None:
        """Draw a block by codes of every `step`-th row and column, (ceil(rows / step), ceil(columns / step))."""
        if step > 1:
            codes = np.repeat(np.repeat(codes, step, axis=0), step, axis=1)[: block.rows, : block.columns]
        self.codes[block.slices] = codes

    def write(self, path: str | Path) -> None:
        """Write the map as it is; raises So2SatError where the file cannot be written."""
        scene = self._scene
        profile = GeoTiffProfile(scene.rows, scene.columns, 1, "uint16", scene.transform, scene.crs, nodata=0)
        with GeoTiffWriter(path, profile) as writer:
            writer.write(0, 0, self.codes)
