"""Feature vectors with the spectral indices of their cells behind them: what clusters are made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..raster.grid import Block
from .indices import are_named, indices
from .source import FeatureSource


class WithIndices(FeatureSource):
    """Another source's feature vectors, with `index_count` indices of each cell's own mean spectrum behind them.

    None where the source has no cell statistics, and where it is no embedding and its bands have no known names: such
    bands may be anything, so their ratios need not mean a thing. A cell without a valid pixel of its own is nodata.
    """

    def __init__(self, source: FeatureSource) -> None:
        self._source = source
        self.name, self.rows, self.columns, self.tile = source.name, source.rows, source.columns, source.tile
        self.transform, self.crs, self.provenance = source.transform, source.crs, source.provenance
        self.bands = source.bands if source.provenance is not None or are_named(source.bands) else ()
        self.index_count = indices(np.zeros((0, len(self.bands))), self.bands).shape[-1] if self.bands else 0
        self.dims = source.dims + self.index_count

    def blocks(self) -> Iterator[Block]:
        return self._source.blocks()

    def read(self, block: Block) -> np.ndarray:
        features = self._source.read(block)
        if not self.index_count:
            return features
        own = self.indices_of(self._source.statistics(block))
        found = np.concatenate([features, own], axis=-1, dtype=np.float32)
        found[np.isnan(own[..., 0])] = np.nan
        return found

    def indices_of(self, statistics: np.ndarray) -> np.ndarray:
        """Return the indices of cell statistics (…, 2 · bands), float32 (…, index_count)."""
        return np.asarray(indices(statistics[..., : len(self.bands)], self.bands), np.float32)

    def statistics(self, block: Block) -> np.ndarray:
        return self._source.statistics(block)
