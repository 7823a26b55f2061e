"""Several dates of one place as one source: side by side for classifiers, which learn by seasons, or averaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..errors import So2SatError
from ..raster.grid import Block
from .indices import DATE
from .source import FeatureSource


class _Dates(FeatureSource):
    """Sources with the same cells and dimensions."""

    def __init__(self, sources: Sequence[FeatureSource]) -> None:
        """Raise So2SatError where the sources' grids, dimensions or bands differ."""
        self._sources, first = list(sources), sources[0]
        for other in sources[1:]:
            _check_alike(first, other)
        self.name, self.rows, self.columns, self.tile = first.name, first.rows, first.columns, first.tile
        self.transform, self.crs, self.provenance = first.transform, first.crs, first.provenance
        self.dims, self.bands = first.dims, first.bands

    def blocks(self) -> Iterator[Block]:
        return self._sources[0].blocks()

    def _features(self, block: Block) -> np.ndarray:
        return np.stack([source.read(block) for source in self._sources])

    def _statistics(self, block: Block) -> np.ndarray:
        return np.stack([source.statistics(block) for source in self._sources])

    def close(self) -> None:
        for source in self._sources:
            source.close()


class DatesFeatures(_Dates):
    """The feature vectors of several dates one after another, then for each date 1 where the cell was seen, else 0.

    A date on which a cell is nodata has the mean of the cell's other dates. `bands` are those of the first date as
    B2@1 …, then of the second as B2@2 …; a cell is nodata where it is so on all dates.
    """

    def __init__(self, sources: Sequence[FeatureSource]) -> None:
        super().__init__(sources)
        count = len(sources)
        self.dims = count * (sources[0].dims + 1)
        self.bands = tuple(f"{band}{DATE}{i}" for i in range(1, count + 1) for band in sources[0].bands)
        names = [source.name for source in sources]
        self.provenance = {**(sources[0].provenance or {}), "dates": count, "date_sources": names}

    def read(self, block: Block) -> np.ndarray:
        features = self._features(block)
        seen = np.moveaxis((~np.isnan(features[..., 0])).astype(np.float32), 0, -1)
        seen[~seen.any(axis=-1)] = np.nan
        return np.concatenate([*_filled(features), seen], axis=-1)

    def statistics(self, block: Block) -> np.ndarray:
        found = _filled(self._statistics(block))
        half = found.shape[-1] // 2
        return np.concatenate([*found[..., :half], *found[..., half:]], axis=-1)


class AveragedFeatures(_Dates):
    """The mean of several dates' feature vectors and cell statistics, of those dates that a cell was seen on."""

    def __init__(self, sources: Sequence[FeatureSource]) -> None:
        super().__init__(sources)
        names = [source.name for source in sources]
        self.provenance = {**(sources[0].provenance or {}), "averaged_dates": len(sources), "date_sources": names}

    def read(self, block: Block) -> np.ndarray:
        return _mean(self._features(block))

    def statistics(self, block: Block) -> np.ndarray:
        return _mean(self._statistics(block))


def _mean(values: np.ndarray) -> np.ndarray:
    """Return the mean (rows, columns, n) of dates (dates, rows, columns, n) without the NaN ones, NaN where all are."""
    known = ~np.isnan(values[..., :1])
    with np.errstate(invalid="ignore"):
        total = np.where(known, values, np.float32(0.0)).sum(axis=0, dtype=np.float64)
        return np.asarray(total / known.sum(axis=0), np.float32)


def _filled(values: np.ndarray) -> np.ndarray:
    """Return dates (dates, rows, columns, n) with NaN ones replaced by the mean of the cell's others."""
    missing = np.isnan(values[..., :1])
    return np.where(missing, _mean(values), values) if missing.any() else values


def _check_alike(first: FeatureSource, other: FeatureSource) -> None:
    same_size = (other.rows, other.columns) == (first.rows, first.columns)
    tolerance = abs(first.transform[1]) * 0.05
    if not same_size or not np.allclose(other.transform, first.transform, rtol=0, atol=tolerance):
        raise So2SatError(
            f"{other.name} has another grid than {first.name}: dates go together cell by cell. Bring it to the same "
            "extent, pixel size and CRS ('Warp')."
        )
    if (other.dims, other.bands) != (first.dims, first.bands):
        raise So2SatError(
            f"{other.name} was embedded otherwise than {first.name} ({other.dims} features of {len(other.bands)} bands "
            f"against {first.dims} of {len(first.bands)}): dates need the same module and the same bands."
        )
