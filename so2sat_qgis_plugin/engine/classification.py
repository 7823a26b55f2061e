"""Apply a bundle to a source of feature vectors: a map, and where asked for its confidence and novelty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .bundle import Bundle
from .bundle_source import check_source
from .clustering import Worker
from .features import FeatureSource, valid_cells
from .grid import Block
from .legend import LegendClass, save_style
from .progress import Progress
from .raster.writer import GeoTiffProfile, GeoTiffWriter
from .sieve import sieve

CLASSIFICATION_KEY = "SO2SAT_CLASSIFICATION"  # metadata key of a classified map: JSON of how it was made
NODATA_PERCENT = 255  # of confidence and novelty
_STRIPE = 256


@dataclass(frozen=True)
class ClassificationRequest:
    """What to write. Cells whose confidence is below `min_confidence` (0–100) become 0; `sieve` is in cells (0: off).

    `confidence` and `novelty` are paths, "" where not asked for.
    """

    output: str
    confidence: str = ""
    novelty: str = ""
    min_confidence: float = 0.0
    sieve: int = 0


@dataclass(frozen=True)
class Classified:
    """A finished map: cells of each class (by code), unclassified and nodata cells."""

    cells: dict[int, int]
    unclassified: int
    nodata: int


class _Quiet(Progress):
    """Another's cancel, and nothing else of it."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


Predicted = tuple[Block, np.ndarray, dict[str, np.ndarray]]  # block, valid cells, and of those `codes`, `confidence` …


def classify(
    bundle: Bundle, name: str, source: FeatureSource, worker: Worker, request: ClassificationRequest, progress: Progress
) -> Classified:
    """Write the map of `source` by `bundle` (called `name` in messages), and the rasters asked for beside it.

    Holds the map's codes, and blocks of features. Raises So2SatError where source and bundle do not fit.
    """
    for warning in check_source(bundle, source, name):
        progress.warn(warning)
    load(bundle, worker, progress)
    recipe = {"classifier": bundle.manifest.get("classifier"), "trained": bundle.manifest.get("created")}

    def predicted() -> Iterator[Predicted]:
        for block, features in source.read_ahead(progress.part(0.0, 0.9)):
            valid = valid_cells(features) & np.isfinite(features).all(axis=-1)
            yield block, valid, _predict(worker, features[valid], bool(request.novelty), progress)

    return write_classified(source, predicted(), bundle.classes, recipe, request, progress)


def write_classified(
    source: FeatureSource,
    predicted: Iterator[Predicted],
    legend: tuple[LegendClass, ...],
    recipe: dict[str, Any],
    request: ClassificationRequest,
    progress: Progress,
) -> Classified:
    """Write what `predicted` gives for every block of `source` as the map and rasters that `request` asks for."""
    codes = np.zeros((source.rows, source.columns), _dtype(legend))
    low, nodata = 0, 0
    with ExitStack() as stack:
        percents = {
            key: stack.enter_context(GeoTiffWriter(path, _profile(source, "uint8", NODATA_PERCENT, key)))
            for key, path in (("confidence", request.confidence), ("novelty", request.novelty))
            if path
        }
        for block, valid, found in predicted:
            nodata += int((~valid).sum())
            unsure = found["confidence"] < request.min_confidence
            low += int(unsure.sum())
            here = codes[block.row : block.row + block.rows, block.column : block.column + block.columns]
            here[valid] = np.where(unsure, 0, found["codes"])
            for key, writer in percents.items():
                values = np.full(valid.shape, NODATA_PERCENT, np.uint8)
                values[valid] = found[key]
                writer.write(block.row, block.column, values)
        codes = sieve(codes, request.sieve, progress.part(0.9, 0.95))
        whole = {
            "input": source.name,
            "embedding": source.provenance,
            **recipe,
            "min_confidence": request.min_confidence,
            "sieve": request.sieve,
        }
        _write_map(request.output, legend, source, codes, whole, progress)
    progress.report(1.0)
    counts = np.bincount(codes.ravel(), minlength=max(c.code for c in legend) + 1)
    return Classified({c.code: int(counts[c.code]) for c in legend}, low, nodata)


def load(bundle: Bundle, worker: Worker, progress: Progress) -> None:
    """Load a bundle's estimator into the worker."""
    worker.call(
        "classifier.load",
        _Quiet(progress),
        content=np.frombuffer(bundle.estimator, np.uint8),
        written_with=str(bundle.manifest["versions"].get("scikit-learn")),
    )


def _predict(worker: Worker, features: np.ndarray, novelty: bool, progress: Progress) -> dict[str, np.ndarray]:
    if not len(features):
        return {key: np.zeros(0, np.uint8) for key in ("codes", "confidence", "novelty")}
    return worker.call(
        "classifier.predict", _Quiet(progress), features=features, with_confidence=True, with_novelty=novelty
    )


def _dtype(classes: tuple[LegendClass, ...]) -> str:
    return "uint8" if max(c.code for c in classes) <= 255 else "uint16"


def _profile(source: FeatureSource, dtype: str, nodata: float, name: str, metadata: str = "") -> GeoTiffProfile:
    return GeoTiffProfile(
        rows=source.rows,
        columns=source.columns,
        bands=1,
        dtype=dtype,
        transform=source.transform,
        crs=source.crs,
        nodata=nodata,
        band_names=(name,),
        metadata={CLASSIFICATION_KEY: metadata} if metadata else {},
        tile=_STRIPE,
    )


def _write_map(
    path: str,
    legend: tuple[LegendClass, ...],
    source: FeatureSource,
    codes: np.ndarray,
    recipe: dict[str, Any],
    progress: Progress,
) -> None:
    profile = _profile(source, codes.dtype.name, 0, "class", json.dumps(recipe))
    with GeoTiffWriter(path, profile) as writer:
        writer.set_legend(legend)
        for row in range(0, source.rows, _STRIPE):
            progress.check()
            writer.write(row, 0, codes[row : row + _STRIPE])
    save_style(Path(path), legend)
