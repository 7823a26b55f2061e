"""The parts of a finished run as feature vectors."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from ..embedding.parts import FEATURES, STATISTICS
from ..embedding.plan import Plan
from ..embedding.run import Embedded
from ..embedding.scattered import embed_cells
from ..progress import Progress
from ..raster.grid import Block
from ..worker import Worker
from .source import FeatureSource
from .view_names import BOTH, EMBEDDING, SPECTRUM
from .views import spectra_of

_KEPT = 12  # parts whose statistics are held: a block's neighbours are asked for again and again


class PlanFeatures(FeatureSource):
    """The cells that a plan is of, and where they lie; their features are not stored."""

    def __init__(self, plan: Plan) -> None:
        self.name = plan.info.path
        self.rows, self.columns = plan.grid.shape
        self.dims = plan.dims
        self.bands = plan.band_names
        self.transform = plan.grid.transform(plan.info.transform)
        self.crs = plan.info.crs
        self.provenance: dict[str, Any] = plan.provenance()
        self._blocks = plan.blocks()

    def blocks(self) -> Iterator[Block]:
        return iter(self._blocks)

    def read(self, block: Block) -> np.ndarray:
        raise NotImplementedError("the features of this run are not stored")


class SceneFeatures(PlanFeatures):
    """The cells of a plan whose module is open in a worker: those that are asked for are embedded there and then."""

    def __init__(self, plan: Plan, worker: Worker) -> None:
        super().__init__(plan)
        self._plan, self._worker = plan, worker

    def single(self, rows: np.ndarray, columns: np.ndarray, view: str, progress: Progress) -> dict[str, np.ndarray]:
        cells = np.stack([rows, columns], axis=1)
        features, statistics = embed_cells(self._plan, self._worker, cells, progress, halo=1)
        found = {EMBEDDING: features, SPECTRUM: spectra_of(statistics, self.bands)}
        return {name: values for name, values in found.items() if view in (name, BOTH)}


class PartFeatures(PlanFeatures):
    """The parts of a finished run as feature vectors, calibrated where the run asked for it."""

    def __init__(self, done: Embedded) -> None:
        super().__init__(done.plan)
        if done.calibration is not None:
            self.provenance["agreement"] = done.calibration.agreement
        self._parts, self._calibration = done.parts, done.calibration
        self._part_statistics = lru_cache(_KEPT)(lambda part: self._parts.load(part, STATISTICS))

    def read(self, block: Block) -> np.ndarray:
        features = self._parts.load(block, FEATURES)
        return features if self._calibration is None else self._calibration.apply(features)

    def statistics(self, block: Block) -> np.ndarray:
        found = np.empty((block.rows, block.columns, 2 * len(self.bands)), np.float32)
        for part in self._blocks:
            both = block.overlap(part)
            if both is not None:
                found[both.within(block)] = self._part_statistics(part)[both.within(part)]
        return found
