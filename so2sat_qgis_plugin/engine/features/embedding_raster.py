"""Write feature vectors as an embedding raster: all dimensions or principal components, as floats or in fewer bits."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..progress import Progress
from ..raster.area import cell_areas
from ..raster.grid import Block
from ..raster.writer import GeoTiffProfile, GeoTiffWriter
from . import stac
from .components import Components
from .precision import Extremes, Loss, Quantisation
from .source import DEVIATION, EMBEDDING_KEY, MEAN, FeatureSource, sample

_SAMPLE = 20_000  # cells that components are fitted on
_TILE = 32


@dataclass(frozen=True)
class Storage:
    """How an embedding raster is stored: `components` (0 = all dimensions) and `precision`, one of PRECISIONS."""

    components: int = 0
    precision: str = "float32"

    def bytes_per_cell(self, dims: int, bands: int) -> int:
        """Return what a cell of `dims` dimensions, with the statistics of `bands` bands, takes before compression."""
        return ((self.components or dims) + 2 * bands) * np.dtype(self.precision).itemsize


class ComponentFeatures(FeatureSource):
    """Another source's feature vectors as principal components."""

    def __init__(self, source: FeatureSource, components: Components) -> None:
        self._source, self._components = source, components
        self.name, self.rows, self.columns = source.name, source.rows, source.columns
        self.transform, self.crs, self.provenance = source.transform, source.crs, source.provenance
        self.bands = source.bands
        self.dims = len(components.axes)

    def blocks(self) -> Any:
        return self._source.blocks()

    def read(self, block: Block) -> np.ndarray:
        return self._components.apply(self._source.read(block))

    def statistics(self, block: Block) -> np.ndarray:
        return self._source.statistics(block)


def write(source: FeatureSource, path: str | Path, storage: Storage, seed: int, progress: Progress) -> None:
    """Write `source` as an embedding raster; what components and precision cost is logged and kept in the metadata."""
    provenance: dict[str, Any] = {**(source.provenance or {}), "precision": storage.precision}
    if storage.components:
        vectors, _ = sample(source, _SAMPLE, seed, progress.span(0.0, 0.3))
        fitted = Components.fit(vectors, storage.components)
        digest = hashlib.sha256(fitted.axes.tobytes() + fitted.mean.tobytes()).hexdigest()
        # Components of another scene are other axes: a classifier must not take one for the other.
        provenance["components"] = {"count": storage.components, "sha256": digest, "kept": float(fitted.shares.sum())}
        progress.log(fitted.sentence())
        source = ComponentFeatures(source, fitted)
    if storage.precision == "float32":
        _write_floats(source, path, provenance, progress.span(0.3, 1.0))
    else:
        _write_integers(source, path, storage.precision, provenance, progress.span(0.3, 1.0))


def _write_floats(source: FeatureSource, path: str | Path, provenance: dict[str, Any], progress: Progress) -> None:
    with GeoTiffWriter(path, _profile(source, "float32", float("nan"), provenance)) as writer:
        for block, features in source.read_ahead(progress):
            writer.write(block.row, block.column, np.concatenate([features, source.statistics(block)], axis=-1))


def _write_integers(
    source: FeatureSource, path: str | Path, dtype: str, provenance: dict[str, Any], progress: Progress
) -> None:
    steps = _steps(source, dtype, progress.span(0.0, 0.4))
    loss = Loss()
    profile = _profile(source, dtype, float(steps[0].nodata), provenance, steps)
    with GeoTiffWriter(path, profile) as writer:
        for block, features in source.read_ahead(progress.span(0.4, 1.0)):
            stored = steps[0].encode(features)
            loss.add(features, steps[0].decode(stored))
            statistics = steps[1].encode(source.statistics(block))
            writer.write(block.row, block.column, np.concatenate([stored, statistics], axis=-1))
        provenance["precision_error"] = {"largest": loss.largest, "relative": loss.relative, "noise": loss.noise}
        writer.set_metadata(EMBEDDING_KEY, json.dumps(provenance))
    progress.log(loss.sentence(dtype))


def _steps(source: FeatureSource, dtype: str, progress: Progress) -> tuple[Quantisation, Quantisation]:
    """Return how features and how statistics become integers: a cell may have the ones and not the others."""
    found = Extremes(), Extremes()
    for block, features in source.read_ahead(progress):
        found[0].add(features)
        found[1].add(source.statistics(block))
    widths = source.dims, 2 * len(source.bands)
    return found[0].steps(widths[0], dtype), found[1].steps(widths[1], dtype)


def _ground_size(source: FeatureSource) -> float | None:
    areas = cell_areas(source.transform, source.crs, source.rows, source.columns)
    return None if areas is None else float(f"{math.sqrt(areas[len(areas) // 2]):.4g}")


def _profile(
    source: FeatureSource,
    dtype: str,
    nodata: float,
    provenance: dict[str, Any],
    steps: tuple[Quantisation, Quantisation] | None = None,
) -> GeoTiffProfile:
    names = [f"e{i + 1:04d}" for i in range(source.dims)]
    names += [prefix + band for prefix in (MEAN, DEVIATION) for band in source.bands]
    return GeoTiffProfile(
        rows=source.rows,
        columns=source.columns,
        bands=len(names),
        dtype=dtype,
        transform=source.transform,
        crs=source.crs,
        nodata=nodata,
        band_names=names,
        metadata={
            EMBEDDING_KEY: json.dumps(provenance),
            "AREA_OR_POINT": "Area",
            stac.KEY: stac.properties(provenance, source.dims, dtype, _ground_size(source)),
        },
        interleave="PIXEL",
        tile=_TILE,
        scale=[] if steps is None else np.concatenate([one.scale for one in steps]).tolist(),
        offset=[] if steps is None else np.concatenate([one.offset for one in steps]).tolist(),
    )
