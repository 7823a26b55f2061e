"""More like this, while one labels: how alike the cells that are seen are to one place."""

from __future__ import annotations

import numpy as np

from ..errors import So2SatError
from ..features.view_names import EMBEDDING, SPECTRUM
from ..mapping.similarity import Space, percent, similarity
from ..raster.grid import Block
from .scene import LabelScene

_SAMPLE = 10_000  # cells that the space is fitted to
_CELLS = 1 << 18  # looked at at a time


class Alike:
    """Compares cells of a scene with a place, in the space of `mapping.similarity`, which is fitted once."""

    def __init__(self, scene: LabelScene) -> None:
        self._scene = scene
        count = scene.rows * scene.columns
        cells = np.random.default_rng(0).integers(0, count, min(_SAMPLE, count))
        self._space = Space.fit(self._views(scene.values[cells // scene.columns, cells % scene.columns]))

    def _views(self, values: np.ndarray) -> dict[str, np.ndarray]:
        found = np.asarray(values, np.float32)
        views = {EMBEDDING: found[..., : self._scene.components], SPECTRUM: found[..., self._scene.components :]}
        return {name: view for name, view in views.items() if view.shape[-1]}

    def to_place(self, x: float, y: float, block: Block, step: int = 1) -> np.ndarray:
        """Return how alike a block's cells are to the one at x, y (the scene's CRS), percent as uint8, 255 for nodata.

        Every `step`-th row and column alone, (ceil(rows / step), ceil(columns / step)). Raises So2SatError where the
        place is outside the scene or its cell is nodata.
        """
        row, column = self._scene.cell_at(x, y)
        sample = self._space.of(self._views(self._scene.values[row, column][np.newaxis]))
        if not np.isfinite(sample).all():
            raise So2SatError("There is no data at this place. Click a place where the scene has data.")
        rows, columns = block.slices
        seen = self._scene.values[rows, columns][::step, ::step]
        found = np.empty(seen.shape[:2], np.uint8)
        at_a_time = max(1, _CELLS // max(seen.shape[1], 1))
        for first in range(0, len(seen), at_a_time):
            part = self._space.of(self._views(seen[first : first + at_a_time]))
            found[first : first + at_a_time] = percent(similarity(part, sample))
        return found
