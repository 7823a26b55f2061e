"""The parts of a finished run as feature vectors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..embedding.run import Embedded
from ..raster.grid import Block
from .source import FeatureSource


class PartFeatures(FeatureSource):
    """The parts of a finished run as feature vectors, calibrated where the run asked for it."""

    def __init__(self, done: Embedded) -> None:
        plan = done.plan
        self.name = plan.info.path
        self.rows, self.columns = plan.grid.shape
        self.dims = plan.dims
        self.transform = plan.grid.transform(plan.info.transform)
        self.crs = plan.info.crs
        self.provenance = plan.provenance()
        if done.calibration is not None:
            self.provenance["agreement"] = done.calibration.agreement
        self._blocks, self._parts, self._calibration = plan.blocks(), done.parts, done.calibration

    def blocks(self) -> Iterator[Block]:
        return iter(self._blocks)

    def read(self, block: Block) -> np.ndarray:
        features = self._parts.load(block)
        return features if self._calibration is None else self._calibration.apply(features)
